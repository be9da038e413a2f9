// @ts-check
/**
 * Records side by side.
 *
 * @typedef {"same" | "differ" | "unknown" | "empty"} Agreement
 * @typedef {{agreement: Agreement, node: HTMLElement | null}} Row
 */
(() => {
  const { load, pageUrl, create, byId, one, own } = Catalog;
  /** @type {ComparisonPayload | null} */
  const data = Catalog.json("compare-data");
  if (!data) return;

  /** Names that the browser is given to suggest. */
  const MOST_SUGGESTED = 100;
  const WORDS = { differ: "differ", unknown: "partly known", same: "", empty: "" };
  const box = byId("comparison");
  const table = one(box, "table");
  const head = one(table, "thead tr");
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
    /** @type {Findable} */
    const kinds = await load("assets/findable.js").catch(() => []);
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

  const variantsOf = (/** @type {string} */ slug) => Object.entries(variants.get(slug) ?? {});
  /**
   * A record, or one of its variants: `slug` or `slug@variant`; undefined where there is no such thing.
   * @param {string} text
   */
  const known = (text) => {
    const [name, key] = text.toLowerCase().split("@");
    const slug = moved.get(name) ?? name;
    if (!names.has(slug)) return undefined;
    if (key === undefined) return slug;
    return variantsOf(slug).some(([other]) => other === key) ? `${slug}@${key}` : undefined;
  };
  const slugOf = (/** @type {string} */ choice) => choice.split("@")[0];
  const keyOf = (/** @type {string} */ choice) => choice.split("@")[1] ?? "";
  const nameOf = (/** @type {string} */ choice) => {
    const [, variant] = variantsOf(slugOf(choice)).find(([key]) => key === keyOf(choice)) ?? [];
    return [names.get(slugOf(choice)), variant].filter(Boolean).join(", ");
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

  /** What one record says of a field, in a form that can be compared. @param {Claim[] | undefined} claims */
  const comparable = (claims) => [...new Set((claims ?? []).map(({ value }) => value.toLowerCase()))].sort().join("\n");

  /**
   * Whether records agree; a value beside one that nobody looked for, or that is not reported, is not agreement.
   * @param {(Claim[] | undefined)[]} claims of each record @returns {Agreement}
   */
  const agreementOf = (claims) => {
    const texts = claims.map(comparable);
    const values = texts.filter((text) => text && !data.blanks.includes(text));
    if (texts.every((text) => !text)) return "empty";
    if (new Set(values).size > 1) return "differ";
    if (values.length && values.length < texts.length) return "unknown";
    return new Set(texts).size > 1 ? "unknown" : "same";
  };

  const isResult = (/** @type {string} */ path) => path.startsWith("=");
  const hidden = (/** @type {string} */ text) => create("span", { class: "vh" }, text);

  /** @param {RecordEvidence} record @param {string} path @param {string} choice */
  const claimsOf = (record, path, choice) => Catalog.claims(record, path, keyOf(choice));

  /** The marks of a claim, which lead to its evidence. @param {string} slug @param {string} path @param {string[]} marks */
  const marksOf = (slug, path, marks) => {
    const anchor = isResult(path) ? "results" : `f-${path.replaceAll(".", "-")}`;
    const href = pageUrl(`${data.folder}/${slug}/#${anchor}`);
    const signs = marks.map((mark) => create("span", { class: "sign", "aria-hidden": "true" }, data.signs[mark]));
    return create("a", { class: "marks", href }, ...signs, hidden(`${marks.join(", ")}: evidence of ${names.get(slug)}`));
  };

  /** @param {string} choice @param {string} path @param {Claim} claim @param {string | null} prefix of the addresses of values */
  const claimLine = (choice, path, { of: item, variants, value, marks }, prefix) => {
    const line = create("div");
    const slug = slugOf(choice);
    const of = [keyOf(choice) ? "" : variants, item].filter(Boolean).join(", ");
    if (of) line.append(create("span", { class: "of" }, `${of}: `));
    if (data.blanks.includes(value)) line.append(create("bdi", { class: "blank" }, value));
    else if (prefix === null) line.append(create("bdi", {}, value));
    else {
      value.split(", ").forEach((part, index) => {
        const words = part.replace(/^https?:\/\/(www\.)?/, "");
        line.append(index ? ", " : "", create("a", { href: prefix + part, rel: "noopener" }, words));
      });
    }
    if (marks?.length) line.append(marksOf(slug, path, marks));
    return line;
  };

  /** @param {string} choice @param {string} path @param {Claim[] | undefined} claims @param {string | null} prefix */
  const cell = (choice, path, claims = [], prefix) => {
    const td = create("td", { "data-slug": slugOf(choice), "data-key": keyOf(choice), "data-path": path });
    const [, , unchecked] = data.blanks;
    if (!claims.length) td.append(create("span", { class: "blank", title: unchecked }, "—", hidden(unchecked)));
    const same = (/** @type {Claim} */ { value, marks, variants, of }) => [value, marks, variants, isResult(path) && of].join("\n");
    const distinct = new Map(claims.map((claim) => [same(claim), claim]));
    for (const claim of distinct.values()) {
      const several = distinct.size > 1 || isResult(path);
      td.append(claimLine(choice, path, several ? claim : { ...claim, of: "" }, prefix));
    }
    return td;
  };

  /**
   * @param {string} href @param {string} label @param {string} path @param {RecordEvidence[]} records
   * @param {string | null} prefix @returns {Row}
   */
  const row = (href, label, path, records, prefix) => {
    const claims = records.map((record, i) => claimsOf(record, path, view.chosen[i]));
    const agreement = agreementOf(claims);
    if (agreement === "empty" || (view.only && agreement === "same")) return { agreement, node: null };
    const name = create("th", { scope: "row" }, create("a", { href: pageUrl(href) }, label));
    if (WORDS[agreement]) name.append(" ", create("span", { class: "verdict" }, WORDS[agreement]));
    const cells = view.chosen.map((choice, i) => cell(choice, path, claims[i], prefix));
    return { agreement, node: create("tr", { class: agreement }, name, ...cells) };
  };

  /** @param {string} label @param {Row[]} rows */
  const appendGroup = (label, rows) => {
    const nodes = rows.flatMap(({ node }) => node ?? []);
    if (!nodes.length) return;
    const name = create("th", { scope: "rowgroup", colspan: view.chosen.length + 1 }, create("span", {}, label));
    table.append(create("tbody", {}, create("tr", { class: "group" }, name), ...nodes));
  };

  /** Measurements that at least two of the records have. @param {RecordEvidence[]} records */
  const commonResults = (records) => {
    /** @type {RecordEvidence["measured"]} */
    const measured = Object.assign({}, ...records.map((record) => record.measured));
    return Object.entries(measured)
      .filter(([path]) => records.filter((record, i) => claimsOf(record, path, view.chosen[i])?.length).length > 1)
      .map(([path, [label, url]]) => row(url, label, path, records, null));
  };

  /** A record with variants offers them. @param {string} choice */
  const variantChooser = (choice) => {
    const slug = slugOf(choice);
    if (!variantsOf(slug).length) return [];
    const options = [["", "all variants"], ...variantsOf(slug)].map(([value, label]) => create("option", { value }, label));
    const box = create("select", { "aria-label": `Variant of ${names.get(slug)}`, class: "variants" }, ...options);
    box.value = keyOf(choice);
    box.addEventListener("change", () => {
      const next = box.value ? `${slug}@${box.value}` : slug;
      change({ chosen: [...new Set(view.chosen.map((other) => (other === choice ? next : other)))] });
    });
    return [box];
  };

  /** The drawing of a variant, or the first of a record. @param {RecordEvidence} record @param {string} choice */
  const drawingOf = ({ drawings }, choice) =>
    drawings.find(([, , ...keys]) => keys.includes(keyOf(choice))) ?? (keyOf(choice) ? undefined : drawings[0]);

  const pictureUrl = (/** @type {string} */ svg) => `data:image/svg+xml,${encodeURIComponent(svg)}`;

  /** @param {RecordEvidence[]} records */
  const paintHead = (records) => {
    const heads = view.chosen.map((choice, i) => {
      const name = nameOf(choice);
      const remove = create("button", { type: "button", class: "remove", "aria-label": `Remove ${name}`, title: "Remove" }, "×");
      remove.addEventListener("click", () => change({ chosen: view.chosen.filter((other) => other !== choice) }));
      const link = create("a", { href: pageUrl(`${data.folder}/${slugOf(choice)}/`) }, create("bdi", {}, names.get(slugOf(choice)) ?? ""));
      const th = create("th", { scope: "col" }, link, " ", remove, ...variantChooser(choice));
      const thumbnail = drawingOf(records[i], choice)?.[1];
      if (thumbnail) th.append(create("img", { src: pictureUrl(thumbnail), alt: "", loading: "lazy", class: "thumbnail" }));
      return th;
    });
    head.replaceChildren(create("th", { scope: "col", class: "first" }, "Field"), ...heads);
  };

  /** @param {RecordEvidence[]} records */
  const appendDrawings = (records) => {
    if (!records.some(({ drawings }) => drawings.length)) return;
    const cells = view.chosen.map((choice, i) => {
      const drawing = drawingOf(records[i], choice);
      if (!drawing) return create("td", {}, "—");
      const href = pageUrl(`${data.folder}/${slugOf(choice)}/`);
      const attributes = { src: pictureUrl(drawing[0]), alt: `Architecture of ${nameOf(choice)}`, loading: "lazy", class: "architecture" };
      return create("td", {}, create("a", { href }, create("img", attributes)));
    });
    table.append(create("tbody", {}, create("tr", { class: "drawn" }, create("th", { scope: "row" }, "Architecture"), ...cells)));
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
    input.placeholder = input.disabled ? `Up to ${data.most} ${data.many}` : "Name";
    only.checked = view.only;
    Catalog.listIgnored("compare-ignored", `there is no such ${data.one}, or more than ${data.most}`, view.ignored);
  };

  const paint = async () => {
    const current = view;
    const records = await Promise.all(view.chosen.map((choice) => evidenceOf(slugOf(choice))));
    if (view !== current) return;
    for (const body of [...table.tBodies]) body.remove();
    box.hidden = !view.chosen.length;
    table.style.setProperty("--columns", String(view.chosen.length));
    paintHead(records);
    appendDrawings(records);
    const groups = data.groups.map(([, fields]) =>
      fields.map(([path, name, prefix]) => row(`guide/#g-${path.replaceAll(".", "-")}`, name, path, records, prefix)),
    );
    groups.forEach((rows, i) => appendGroup(data.groups[i][0], rows));
    appendGroup("Results on common test sets", commonResults(records));
    paintStatus(groups.flat().map(({ agreement }) => agreement));
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
