/** Records side by side. */
(() => {
  /**
   * @typedef {"same" | "differ" | "unknown" | "empty" | "identity"} Agreement
   * @typedef {{label: string, path: string, url?: string, prefix?: string | null, identity?: number}} Row
   * @typedef {{choice: string, record: RecordEvidence}} Column
   */
  const { findable, pageUrl, button, icon, create, createSvg, byId, one, own } = Catalog;
  /** @type {ComparisonPayload | null} */
  const data = Catalog.json("compare-data");
  if (!data) return;

  /** Names that the browser is given to suggest. */
  const MOST_SUGGESTED = 100;
  const WORDS = { differ: "differ", unknown: "partly known", same: "same", empty: "", identity: "" };
  const [, , UNCHECKED] = data.blanks;
  const box = byId("comparison");
  const table = one(box, "table");
  const input = byId("compare-q", "input");
  const only = byId("compare-only", "input");
  const suggested = byId("compare-names");
  const status = byId("compared");
  const title = document.title;

  /** Slug → name of every record, and former slug → slug; empty before a reader needs them. */
  const names = /** @type {Map<string, string>} */ (new Map());
  const moved = /** @type {Map<string, string>} */ (new Map());
  /** Slug → key → name of each variant, of the records that were looked at. @type {Map<string, Record<string, string>>} */
  const variants = new Map();

  const loadNames = async () => {
    if (names.size) return;
    const kinds = await findable();
    const below = `${data.folder}/`;
    for (const [name, url, formerly] of kinds.flatMap(([, places]) => places)) {
      if (!url.startsWith(below)) continue;
      const slug = url.slice(below.length, -1);
      names.set(slug, name);
      for (const old of formerly.split(" ").filter(Boolean)) moved.set(old, slug);
    }
    if (!names.size) status.textContent = `The names of the ${data.many} could not be loaded.`;
  };
  const evidenceOf = async (/** @type {string} */ slug) => {
    const record = await Catalog.evidence(data.folder, slug);
    variants.set(slug, record.variants);
    return record;
  };

  /** A choice is a record or one of its variants: `slug` or `slug@variant`. */
  const slugOf = (/** @type {string} */ choice) => choice.split("@")[0];
  const keyOf = (/** @type {string} */ choice) => choice.split("@")[1] ?? "";
  const variantsOf = (/** @type {string} */ choice) => variants.get(slugOf(choice)) ?? {};
  const nameOf = (/** @type {string} */ choice) =>
    [names.get(slugOf(choice)), own(variantsOf(choice), keyOf(choice))].filter(Boolean).join(", ");
  /** The choice that a text names; undefined where there is no such thing. @param {string} text */
  const known = (text) => {
    const [name, key] = text.toLowerCase().split("@");
    const slug = moved.get(name) ?? name;
    if (key === undefined) return names.has(slug) ? slug : undefined;
    return own(variantsOf(slug), key) && `${slug}@${key}`;
  };

  /** Which records the address asks for; names it does not know, and those over the limit, are ignored. @param {string} search */
  const read = (search) => {
    const query = { chosen: /** @type {string[]} */ ([]), only: false, add: "", ignored: /** @type {string[]} */ ([]) };
    const { chosen, ignored } = query;
    for (const [name, value] of new URLSearchParams(search)) {
      if (name === "only" && value === "1") query.only = true;
      else if (name === "add") query.add = value;
      else if (name === "s") {
        for (const text of value.split(",").filter(Boolean)) {
          const choice = known(text);
          if (!choice || chosen.length >= data.most) ignored.push(text);
          else if (!chosen.includes(choice)) chosen.push(choice);
        }
      } else if (name !== "embed") ignored.push(`${name}=${value}`);
    }
    return query;
  };
  let view = read("");

  /** Load what `read` must know: all names, and the variants of records of which the address names one. @param {string} search */
  const prepare = async (search) => {
    await loadNames();
    const texts = new URLSearchParams(search).getAll("s").join().toLowerCase().split(",");
    const slugs = texts.filter((text) => text.includes("@")).map((text) => moved.get(slugOf(text)) ?? slugOf(text));
    await Promise.all([...new Set(slugs)].filter((slug) => names.has(slug)).map(evidenceOf));
  };

  const address = () =>
    location.pathname + (view.chosen.length ? `?s=${view.chosen.join(",")}${view.only ? "&only=1" : ""}` : "");

  const hidden = (/** @type {string} */ text) => create("span", { class: "vh" }, text);
  const small = (/** @type {string} */ text) => (text ? [" ", create("small", {}, create("bdi", {}, text))] : []);
  const signOf = (/** @type {string} */ word) => {
    const node = create("span", {});
    node.innerHTML = own(data.signs, word)?.[1] ?? "";
    return node;
  };
  const claimsOf = (/** @type {Column} */ { choice, record }, /** @type {string} */ path) =>
    Catalog.claims(record, path, keyOf(choice)) ?? [];

  /**
   * Whether records agree; a value beside one that nobody looked for, or that is not reported, is not agreement.
   * @param {Claim[][]} claims of each record @param {Row} field @returns {Agreement}
   */
  const agreementOf = (claims, { identity }) => {
    const texts = claims.map((own) => [...new Set(own.map(({ value }) => value.toLowerCase()))].sort().join("\n"));
    const values = texts.filter((text) => text && !data.blanks.includes(text));
    if (texts.every((text) => !text)) return "empty";
    if (identity) return "identity";
    if (new Set(values).size > 1) return "differ";
    return new Set(texts).size > 1 ? "unknown" : "same";
  };

  /** The marks of a claim, which lead to its evidence. @param {Column} column @param {string} path @param {string[]} marks */
  const marksOf = ({ choice }, path, marks) => {
    const anchor = path.startsWith("=") ? "results" : `f-${path.replaceAll(".", "-")}`;
    const href = pageUrl(`${data.folder}/${slugOf(choice)}/#${anchor}`);
    const doubt = (/** @type {string} */ mark) => (["uncertain", "contested"].includes(mark) ? "sign doubt" : "sign");
    const signs = marks.map((mark) => create("span", { class: doubt(mark), "aria-hidden": "true" }, data.marks[mark]));
    return create("a", { class: "marks", href }, ...signs, hidden(`${marks.join(", ")}: evidence of ${nameOf(choice)}`));
  };

  /** What a claim says. @param {Claim} claim @param {string | null} [prefix] of the addresses of values */
  const valueOf = ({ value, short }, prefix) => {
    if (data.blanks.includes(value)) return [create("bdi", { class: "blank" }, value)];
    if (prefix === undefined || prefix === null) return [create("bdi", {}, short ?? value)];
    return value.split(", ").flatMap((part, index) => {
      const link = create("a", { href: prefix + part, rel: "noopener" });
      for (const step of part.replace(/^https?:\/\/(www\.)?/, "").split(/(?<=\/)/)) link.append(step, create("wbr"));
      return index ? [", ", link] : [link];
    });
  };

  /** @param {Column} column @param {string} path @param {Claim} claim @param {Child[]} value @param {string} [of] */
  const line = ({ choice, record }, path, { variants: all = "", keys = [], marks }, value, of = "") => {
    const few = all && keys.length > 2 ? `${keys.length} variants` : all;
    const about = [keyOf(choice) ? "" : few, of].filter(Boolean).join(", ");
    const said = create("div", {}, ...value);
    if (marks?.length) said.append(marksOf({ choice, record }, path, marks));
    said.append(...small(about));
    return said;
  };

  /** @param {Column} column @param {string} path @param {...Child} content */
  const td = ({ choice }, path, ...content) => {
    const attributes = { "data-slug": slugOf(choice), "data-key": keyOf(choice), "data-path": path };
    return create("td", attributes, ...(content.length ? content : [create("span", { class: "blank" }, UNCHECKED)]));
  };

  /** Each claim of a field once. @param {Column} column @param {Row} field */
  const cell = (column, { path, prefix }) => {
    const claims = claimsOf(column, path);
    const distinct = new Map(claims.map((claim) => [[claim.value, claim.marks, claim.variants].join("\n"), claim]));
    const several = distinct.size > 1;
    const lines = [...distinct.values()].map((claim) => line(column, path, claim, valueOf(claim, prefix), several ? claim.of : ""));
    return td(column, path, ...lines);
  };

  /** The numbers of a column on a leaderboard, the best first. @param {Column} column @param {string} path */
  const numbersOf = (column, path) => {
    const sign = column.record.measured[path]?.[2] === "highest" ? -1 : 1;
    return claimsOf(column, path).filter(({ number }) => number !== undefined).sort((a, b) => sign * ((a.number ?? 0) - (b.number ?? 0)));
  };

  /** All numbers of a leaderboard as dots, and where one stands. @param {string} path @param {number} number */
  const strip = (path, number) => {
    const [, , dots = "", low = 0, high = 0] = own(data.boards, path) ?? [];
    if (low >= high) return [];
    const share = low > 0 ? Math.log(number / low) / Math.log(high / low) : (number - low) / (high - low);
    const parts = [
      createSvg("path", { class: "axis", d: "M4 10H128" }),
      createSvg("path", { class: "dots", d: dots }),
      createSvg("circle", { cx: 5 + 122 * Math.min(Math.max(share, 0), 1), cy: 10, r: 4.2 }),
    ];
    return [createSvg("svg", { class: "strip", viewBox: "0 0 132 20", "aria-hidden": "true" }, ...parts)];
  };

  /**
   * The best number of a column, where it stands among all, and its other numbers.
   * @param {Column} column @param {string} path @param {number | null} best
   */
  const result = (column, path, best) => {
    const [first, ...others] = numbersOf(column, path);
    if (!first) return td(column, path, create("span", { class: "blank" }, "no result"));
    const number = create(first.number === best ? "mark" : "b", {}, first.short ?? first.value);
    const said = line(column, path, first, [number, " ", signOf(first.group ?? ""), hidden(` ${first.group}`)]);
    said.append(...strip(path, first.number ?? 0));
    if (!others.length) return td(column, path, said);
    const list = others.map((claim) => line(column, path, claim, [...valueOf(claim), " ", signOf(claim.group ?? "")], claim.of));
    return td(column, path, said, create("details", {}, create("summary", {}, `${others.length} more`), ...list));
  };

  /** @param {Column[]} columns @param {Row} field @returns {{agreement: Agreement, node: HTMLElement | null}} */
  const row = (columns, field) => {
    const { path, label, url = `guide/#g-${path.replaceAll(".", "-")}` } = field;
    const isResult = path.startsWith("=");
    const agreement = agreementOf(columns.map((column) => claimsOf(column, path)), field);
    if (agreement === "empty" || (view.only && ["same", "identity"].includes(agreement))) return { agreement, node: null };
    const head = create("th", { scope: "row" }, create("a", { href: pageUrl(url) }, label), hidden(` ${WORDS[agreement]}`));
    const firsts = columns.flatMap((column) => numbersOf(column, path).slice(0, 1).map(({ number }) => number ?? 0));
    const isHighest = columns.some(({ record }) => record.measured[path]?.[2] === "highest");
    const best = firsts.length < 2 ? null : isHighest ? Math.max(...firsts) : Math.min(...firsts);
    const cells = columns.map((column) => (isResult ? result(column, path, best) : cell(column, field)));
    return { agreement, node: create("tr", { class: isResult ? "result" : agreement }, head, ...cells) };
  };

  /** @param {string} label @param {(HTMLElement | null)[]} rows @param {number} width */
  const group = (label, rows, width) => {
    const nodes = rows.flatMap((node) => node ?? []);
    if (!nodes.length) return [];
    const name = create("th", { scope: "rowgroup", colspan: width + 1 }, label);
    return [create("tbody", {}, create("tr", { class: "group" }, name), ...nodes)];
  };

  /** The figures of a column: those of a variant, or of all that count. @param {Column} column */
  const flowsOf = ({ choice, record: { flows } }) =>
    flows.filter(([, , , counts, ...keys]) => (keyOf(choice) ? keys.includes(keyOf(choice)) : counts));

  /** The boxes of all figures as rows, like beside like, with what stands on the arrows between them. @param {Column[]} columns */
  const flowRows = (columns) => {
    const flows = columns.map(flowsOf);
    const headings = [...new Set(flows.flat().flatMap(([boxes]) => boxes.map(([heading]) => heading)))];
    /**
     * Of each column what its figures have here, each once with the variants it is of.
     * @param {string} name @param {string} label @param {(of: any) => HTMLElement} draw
     * @param {(flow: RecordEvidence["flows"][0]) => (FlowBox | string | undefined)} pick
     */
    const parts = (name, label, pick, draw) => {
      const cells = flows.map((own, i) => {
        /** @type {Map<string, string[]>} */
        const distinct = new Map();
        for (const flow of own) {
          const key = JSON.stringify(pick(flow) ?? "");
          if (key !== '""') distinct.set(key, [...(distinct.get(key) ?? []), flow[2]]);
        }
        const several = distinct.size > 1 && !keyOf(columns[i].choice);
        const drawn = [...distinct].map(([key, names]) => {
          const node = draw(JSON.parse(key));
          if (several) node.append(...small(names.join(", ")));
          return node;
        });
        return create("td", {}, ...drawn);
      });
      return create("tr", { class: name }, label ? create("th", { scope: "row" }, label) : create("td", {}), ...cells);
    };
    return headings.flatMap((heading, index) => {
      const boxes = parts("parts", heading, ([boxes]) => boxes.find(([other]) => other === heading), ([, name, details, state]) => {
        const [tone = "plain"] = own(data.signs, state) ?? [];
        const word = create("b", { class: "boxhead" }, signOf(state), ` ${state}`);
        const unknown = data.blanks.includes(state) ? " unknown" : "";
        const named = create("b", { class: "boxname" }, create("bdi", {}, name));
        return create("div", { class: `box tone-${tone}${unknown}` }, word, named, ...small(details));
      });
      const arrows = parts("arrows", "", ([, arrows]) => arrows[index], (text) => create("div", {}, `↓ ${text}`));
      return arrows.textContent ? [boxes, arrows] : [boxes];
    });
  };

  /** Main leaderboards that any of the records is on, then others that at least two are on. @param {Column[]} columns @returns {Row[]} */
  const resultFields = (columns) => {
    /** @type {RecordEvidence["measured"]} */
    const measured = Object.assign({}, ...columns.map(({ record }) => record.measured));
    const counted = (/** @type {string} */ path) => columns.filter((column) => numbersOf(column, path).length).length;
    const main = Object.entries(data.boards).filter(([path]) => counted(path));
    const others = Object.entries(measured).filter(([path]) => !own(data.boards, path) && counted(path) > 1);
    return [...main, ...others].map(([path, [label, url]]) => ({ path, label, url }));
  };

  /** A record with variants offers them. @param {string} choice */
  const variantChooser = (choice) => {
    const offered = Object.entries(variantsOf(choice));
    if (!offered.length) return [];
    const options = [["", "all variants"], ...offered].map(([value, label]) => create("option", { value }, label));
    const chooser = create("select", { "aria-label": `Variant of ${names.get(slugOf(choice))}` }, ...options);
    chooser.value = keyOf(choice);
    chooser.addEventListener("change", () => {
      const next = chooser.value ? `${slugOf(choice)}@${chooser.value}` : slugOf(choice);
      change({ chosen: [...new Set(view.chosen.map((other) => (other === choice ? next : other)))] });
    });
    return [chooser];
  };

  /** @param {Column} column */
  const head = (column) => {
    const { choice } = column;
    const drop = () => change({ chosen: view.chosen.filter((other) => other !== choice) });
    const remove = button({ class: "remove", "aria-label": `Remove ${nameOf(choice)}` }, drop, icon("close"));
    const link = create("a", { href: pageUrl(`${data.folder}/${slugOf(choice)}/`) }, create("bdi", {}, names.get(slugOf(choice)) ?? ""));
    const below = data.byline.flatMap((path) => claimsOf(column, path).slice(0, 1).map(({ value }) => value)).join(", ");
    const byline = below ? [create("span", { class: "byline" }, below)] : [];
    return create("th", { scope: "col" }, link, remove, ...byline, ...variantChooser(choice));
  };

  /** @param {Agreement[]} agreements of all fields */
  const paintStatus = (agreements) => {
    const count = (/** @type {Agreement} */ kind) => agreements.filter((other) => other === kind).length;
    const chosen = view.chosen.map(nameOf);
    document.title = chosen.length ? `${chosen.join(", ")} – ${title}` : title;
    const unchecked = count("empty") ? `, ${count("empty")} are not checked yet` : "";
    const counts = `${count("differ")} fields differ, ${count("unknown")} are known for only some, ${count("same")} agree`;
    if (!chosen.length) status.textContent = `Choose 2 to ${data.most} ${data.many}.`;
    else if (chosen.length > 1) status.textContent = `${counts}${unchecked}.`;
    else status.textContent = `Add another ${data.one} to compare with ${chosen[0]}.`;
    input.disabled = chosen.length >= data.most;
    input.placeholder = input.disabled ? `Up to ${data.most} ${data.many}` : `Add a ${data.one}`;
    only.checked = view.only;
    Catalog.listIgnored("compare-ignored", `there is no such ${data.one}, or more than ${data.most}`, view.ignored);
  };

  const paint = async () => {
    const current = view;
    const columns = await Promise.all(view.chosen.map(async (choice) => ({ choice, record: await evidenceOf(slugOf(choice)) })));
    if (view !== current) return;
    const width = columns.length;
    box.hidden = !width;
    box.classList.toggle("many", width > 3);
    table.style.setProperty("--columns", String(width));
    const groups = data.groups.map(([label, fields]) => ({
      label,
      rows: fields.map(([path, label, prefix, identity]) => row(columns, { path, label, prefix, identity })),
    }));
    const [first, ...rest] = groups.map(({ label, rows }) => group(label, rows.map(({ node }) => node), width));
    const results = resultFields(columns).map((field) => row(columns, field).node);
    one(table, "thead tr").replaceChildren(one(table, "thead tr").cells[0], ...columns.map(head));
    for (const body of [...table.tBodies]) body.remove();
    table.append(...group("Parts", flowRows(columns), width), ...first, ...group("Results", results, width), ...rest.flat());
    paintStatus(groups.flatMap(({ rows }) => rows.map(({ agreement }) => agreement)));
    one(box, ".printed").textContent = location.href;
  };

  const change = (/** @type {Partial<typeof view>} */ edit) => {
    view = { ...view, ignored: [], ...edit };
    history.pushState(null, "", address());
    paint();
  };

  /** The best match among the records that are not chosen yet. @param {string} typed @returns {string | undefined} */
  const bestMatch = (typed) => {
    const text = typed.trim().toLowerCase();
    const others = [...names].filter(([slug]) => !view.chosen.includes(slug));
    const exact = others.find(([slug, name]) => text === slug || text === name.toLowerCase())?.[0];
    return exact ?? Catalog.fuzzyMatches(text, others.map(([slug, name]) => [name, slug]))[0];
  };

  /** A form sent before this script ran adds to what the address said that it was sent from. */
  const takeSent = () => {
    view.chosen = read(Catalog.previousSearch()).chosen;
    const slug = view.chosen.length < data.most ? bestMatch(view.add) : undefined;
    if (slug) view.chosen.push(slug);
    else view.ignored.push(view.add);
    history.replaceState(null, "", address());
  };

  const restore = async () => {
    const { search } = location;
    await prepare(search + Catalog.previousSearch().replace("?", "&"));
    if (!names.size || search !== location.search) return;
    view = read(search);
    if (view.add) takeSent();
    await paint();
  };

  const suggest = async () => {
    await loadNames();
    const all = [...names.values()];
    const fitting = input.value ? Catalog.fuzzyMatches(input.value, all.map((name) => [name, name])) : all;
    suggested.replaceChildren(...fitting.slice(0, MOST_SUGGESTED).map((value) => create("option", { value })));
  };

  const add = async () => {
    await loadNames();
    const slug = bestMatch(input.value);
    if (slug) {
      input.value = "";
      change({ chosen: [...view.chosen, slug] });
    } else if (names.size && input.value.trim()) status.textContent = `No ${data.one} is called “${input.value}”.`;
  };

  byId("compare-form").addEventListener("submit", (event) => {
    event.preventDefault();
    add();
  });
  input.addEventListener("input", (event) => {
    // A browser that fills in from the list says so; typing alone must not choose half a name.
    const typed = event instanceof InputEvent && event.inputType && event.inputType !== "insertReplacementText";
    if (typed) suggest();
    else add();
  });
  input.addEventListener("focus", suggest);
  only.addEventListener("change", () => change({ only: only.checked }));
  byId("compare-print").addEventListener("click", () => print());
  addEventListener("popstate", restore);
  if (location.search) restore();
})();
