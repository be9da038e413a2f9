// @ts-check
/**
 * Records side by side, and the tray that collects them in the catalogue.
 *
 * @typedef {{of?: string, value: string, marks?: string[]}} Said
 * @typedef {{name: string, drawn: boolean, thumbnail: string, measured: Object<string, [string, string]>}} About
 * @typedef {{claims: Object<string, Said[]>, about: About}} Known
 * @typedef {"same" | "differ" | "unknown" | "empty"} Verdict
 * @typedef {{one: string, many: string, folder: string, most: number, groups: [string, [string, string, string | null][]][],
 *   blanks: string[], signs: Object<string, string>, names: Object<string, string>, moved: Object<string, string>}} Fields
 */
(() => {
  const { page, element, made } = Catalog;

  /** @param {Said[] | undefined} said what one record says of a field, in a form that can be compared */
  const key = (said) => [...new Set((said ?? []).map((claim) => claim.value.toLowerCase()))].sort().join("\n");

  /**
   * Whether records agree; a value beside one that nobody looked for, or that is not reported, is no agreement.
   * @param {(Said[] | undefined)[]} row @param {string[]} blanks @returns {Verdict}
   */
  const verdict = (row, blanks) => {
    const keys = row.map(key);
    const known = keys.filter((text) => text && !blanks.includes(text));
    if (keys.every((text) => !text)) return "empty";
    if (new Set(known).size > 1) return "differ";
    if (known.length && known.length < keys.length) return "unknown";
    return new Set(keys).size > 1 ? "unknown" : "same";
  };

  /**
   * Which records the address asks for; names it does not know, and those over the limit, are told.
   * @param {string} search @param {Fields} data @returns {{chosen: string[], only: boolean, ignored: string[], add: string}}
   */
  const read = (search, data) => {
    /** @type {string[]} */
    const chosen = [];
    /** @type {string[]} */
    const ignored = [];
    let only = false;
    let add = "";
    for (const [name, value] of new URLSearchParams(search)) {
      if (name === "only" && value === "1") only = true;
      else if (name === "add") add = value;
      else if (name === "s") {
        for (const asked of value.split(",").filter(Boolean)) {
          const slug = data.moved[asked] ?? asked;
          if (Object.hasOwn(data.names, slug) && chosen.length < data.most) chosen.includes(slug) || chosen.push(slug);
          else ignored.push(asked.slice(0, 60));
        }
      } else if (name !== "embed") ignored.push(`${name}=${value}`.slice(0, 60));
    }
    return { chosen, only, ignored: ignored.slice(0, 10), add };
  };

  /** @param {string[]} chosen @param {boolean} only */
  const write = (chosen, only) => (chosen.length ? `?s=${chosen.join(",")}${only ? "&only=1" : ""}` : "");

  const start = (/** @type {HTMLElement} */ source) => {
    /** @type {Fields} */
    const data = JSON.parse(source.textContent ?? "");
    const byId = (/** @type {string} */ id) => /** @type {any} */ (document.getElementById(id));
    const box = byId("comparison");
    const table = /** @type {HTMLTableElement} */ (box.querySelector("table"));
    const title = document.title;
    let view = read("", data);

    /** @param {string} slug @param {string} path @param {Said} claim @param {string | null} address */
    const line = (slug, path, claim, address) => {
      const box = element("div", "");
      if (claim.of) box.append(element("span", `${claim.of}: `, "of"));
      const blank = data.blanks.includes(claim.value);
      if (address === null || blank) box.append(element("bdi", claim.value, blank ? "blank" : ""));
      else {
        claim.value.split(", ").forEach((value, index) => {
          const bare = value.replace(/^https?:\/\/(www\.)?/, "");
          box.append(index ? ", " : "", made("a", { href: address + value, rel: "noopener" }, bare));
        });
      }
      if (claim.marks?.length) {
        const anchor = path.startsWith("=") ? "results" : `f-${path.replaceAll(".", "-")}`;
        const label = `${claim.marks.join(", ")}: evidence of ${data.names[slug]}`;
        const href = page(`${data.folder}/${slug}/#${anchor}`);
        const signs = claim.marks.map((mark) => made("span", { class: "sign", "aria-hidden": "true" }, data.signs[mark]));
        box.append(made("a", { class: "marks", href }, ...signs, element("span", label, "vh")));
      }
      return box;
    };

    /** @param {string} slug @param {string} path @param {Said[] | undefined} said @param {string | null} address */
    const cell = (slug, path, said, address) => {
      const td = made("td", { "data-slug": slug, "data-path": path });
      if (!said?.length) td.append(made("span", { class: "blank", title: data.blanks[2] }, "—", element("span", data.blanks[2], "vh")));
      const shown = new Map((said ?? []).map((claim) => [`${claim.value}\n${claim.marks}\n${path.startsWith("=") && claim.of}`, claim]));
      for (const claim of shown.values()) td.append(line(slug, path, shown.size > 1 || path.startsWith("=") ? claim : { ...claim, of: "" }, address));
      return td;
    };

    const words = { differ: "differ", unknown: "known of some", same: "", empty: "" };

    /** @param {string} href @param {string} label @param {string} path @param {Known[]} known @param {string | null} address */
    const row = (href, label, path, known, address) => {
      const said = known.map(({ claims }) => claims[path]);
      const found = verdict(said, data.blanks);
      if (found === "empty" || (view.only && found === "same")) return { found, node: null };
      const head = made("th", { scope: "row" }, made("a", { href: page(href) }, label));
      if (words[found]) head.append(" ", element("span", words[found], "verdict"));
      return { found, node: made("tr", { class: found }, head, ...view.chosen.map((slug, i) => cell(slug, path, said[i], address))) };
    };

    /** @param {string} label @param {{found: Verdict, node: HTMLElement | null}[]} rows */
    const group = (label, rows) => {
      const nodes = rows.flatMap(({ node }) => node ?? []);
      if (!nodes.length) return;
      const head = made("th", { scope: "rowgroup", colspan: String(view.chosen.length + 1) }, element("span", label));
      table.append(made("tbody", {}, made("tr", { class: "group" }, head), ...nodes));
    };

    /** Measurements that at least two of the records have. @param {Known[]} known */
    const common = (known) => {
      const all = Object.assign({}, ...known.map(({ about }) => about.measured));
      const shared = Object.keys(all).filter((path) => known.filter(({ claims }) => claims[path]).length > 1);
      return shared.map((path) => row(all[path][1], all[path][0], path, known, null));
    };

    /** @param {string} src @param {string} alt @param {string} name */
    const picture = (src, alt, name) => made("img", { src, alt, loading: "lazy", class: name });

    /** @param {Known[]} known */
    const heads = (known) => {
      table.tHead?.rows[0].replaceChildren(
        made("th", { scope: "col", class: "first" }, "Field"),
        ...view.chosen.map((slug, i) => {
          const name = data.names[slug];
          const small = known[i]?.about.thumbnail;
          const strip = small ? [picture(`data:image/svg+xml,${encodeURIComponent(small)}`, "", "thumbnail")] : [];
          const remove = made("button", { type: "button", class: "remove", "aria-label": `Remove ${name}`, title: "Remove" }, "×");
          remove.addEventListener("click", () => change({ chosen: view.chosen.filter((other) => other !== slug) }));
          return made("th", { scope: "col" }, made("a", { href: page(`${data.folder}/${slug}/`) }, element("bdi", name)), " ", remove, ...strip);
        }),
      );
      if (!known.some(({ about }) => about.drawn)) return;
      const cells = known.map(({ about }, i) => {
        if (!about.drawn) return made("td", {}, "—");
        const image = picture(page(`${data.folder}/${view.chosen[i]}/architecture.svg`), `Architecture of ${about.name}`, "architecture");
        return made("td", {}, made("a", { href: image.getAttribute("src") ?? "" }, image));
      });
      table.append(made("tbody", {}, made("tr", { class: "drawn" }, made("th", { scope: "row" }, "Architecture"), ...cells)));
    };

    const tell = (/** @type {Verdict[]} */ found) => {
      const count = (/** @type {Verdict} */ kind) => found.filter((other) => other === kind).length;
      const names = view.chosen.map((slug) => data.names[slug]);
      document.title = names.length ? `${names.join(", ")} – ${title}` : title;
      if (names.length) {
        const told = [`${count("differ")} fields differ`, `${count("unknown")} are known of some only`, `${count("same")} agree`];
        if (count("empty")) told.push(`${count("empty")} are not checked yet`);
        byId("compared").textContent = names.length > 1 ? `${told.join(", ")}.` : `Add another ${data.one} to compare with ${names[0]}.`;
      } else byId("compared").textContent = `Choose two to ${data.most} ${data.many}.`;
      const full = view.chosen.length >= data.most;
      byId("compare-q").disabled = full;
      byId("compare-q").placeholder = full ? `${data.most} is the most` : "Name";
      byId("compare-only").checked = view.only;
      const note = byId("compare-ignored");
      note.hidden = !view.ignored.length;
      note.textContent = note.hidden ? "" : `Ignored, because there is no such ${data.one}, or more than ${data.most}: ${view.ignored.join(", ")}`;
    };

    const paint = async () => {
      const wanted = view;
      const known = await Promise.all(view.chosen.map((slug) => Catalog.known(data.folder, slug)));
      if (view !== wanted) return;
      for (const body of [...table.tBodies]) body.remove();
      box.hidden = !view.chosen.length;
      table.style.setProperty("--columns", String(view.chosen.length));
      heads(known);
      const parts = data.groups.map(([label, fields]) => ({
        label,
        rows: fields.map(([path, name, address]) => row(`guide/#g-${path.replaceAll(".", "-")}`, name, path, known, address)),
      }));
      for (const part of parts) group(part.label, part.rows);
      group("Results on common test sets", common(known));
      tell(parts.flatMap((part) => part.rows.map(({ found }) => found)));
      box.querySelector(".printed").textContent = location.href;
    };

    const change = (/** @type {Partial<typeof view>} */ edit) => {
      view = { ...view, ignored: [], ...edit };
      history.pushState(null, "", location.pathname + write(view.chosen, view.only));
      paint();
    };

    /** The record not chosen yet that somebody means. @param {string} typed @returns {string | undefined} */
    const meant = (typed) => {
      const asked = typed.trim().toLowerCase();
      const slugs = Object.keys(data.names).filter((slug) => !view.chosen.includes(slug));
      const exact = slugs.find((slug) => asked === slug || asked === data.names[slug].toLowerCase());
      return exact ?? Catalog.nearest(asked, slugs.map((other) => [data.names[other], other]))[0];
    };

    const restore = () => {
      view = read(location.search, data);
      if (view.add) takeSent();
      paint();
    };

    /** A form sent before this script ran adds to what the address said that it was sent from. */
    const takeSent = () => {
      view.chosen = read(Catalog.before(), data).chosen;
      const slug = view.chosen.length < data.most ? meant(view.add) : undefined;
      if (slug) view.chosen.push(slug);
      else view.ignored.push(view.add.slice(0, 60));
      history.replaceState(null, "", location.pathname + write(view.chosen, view.only));
    };

    const add = () => {
      const input = byId("compare-q");
      const slug = meant(input.value);
      if (slug) {
        input.value = "";
        change({ chosen: [...view.chosen, slug] });
      } else if (input.value.trim()) byId("compared").textContent = `No ${data.one} is called “${input.value}”.`;
    };

    byId("compare-form").addEventListener("submit", (/** @type {Event} */ event) => {
      event.preventDefault();
      add();
    });
    byId("compare-q").addEventListener("input", (/** @type {any} */ event) => {
      // A browser that fills in from the list says so; typing alone must not choose half a name.
      if (event.inputType === "insertReplacementText" || !event.inputType) add();
    });
    byId("compare-only").addEventListener("change", (/** @type {any} */ event) => change({ only: event.target.checked }));
    byId("compare-print").addEventListener("click", () => print());
    addEventListener("popstate", restore);
    if (location.search) restore();
  };

  /** Boxes in the rows of the catalogue, and the tray that says which are ticked. @param {HTMLTableElement} table @param {Page} shared */
  const collect = (table, shared) => {
    const { slugs, names, most } = shared.data;
    const count = element("output", "");
    const go = made("a", { class: "md-button md-button--primary" }, "Compare");
    const clear = made("button", { type: "button", class: "plain" }, "Clear");
    const tray = made("section", { class: "tray", "aria-label": "Chosen for comparison", hidden: "" }, count, go, clear);
    /** @param {HTMLTableRowElement} row */
    const boxOf = (row) => {
      const found = row.querySelector(".pick");
      if (found) return /** @type {HTMLInputElement} */ (found);
      const box = /** @type {HTMLInputElement} */ (made("input", { type: "checkbox", class: "pick", autocomplete: "off", "aria-label": `Compare ${row.cells[0].textContent}` }));
      row.cells[0].prepend(box);
      return box;
    };
    const paint = () => {
      const chosen = shared.view.tray;
      tray.hidden = !chosen.size;
      count.textContent = `${chosen.size} of ${most} selected: ${[...chosen].map((slug) => names[slugs.indexOf(slug)]).join(", ")}`;
      go.setAttribute("href", page(`compare/${write([...chosen], false)}`));
      for (const row of table.tBodies[0].rows) {
        const { slug } = row.dataset;
        if (!slug) continue;
        const box = boxOf(row);
        box.checked = chosen.has(slug);
        box.disabled = !box.checked && chosen.size >= most;
      }
    };
    clear.addEventListener("click", () => {
      shared.change(() => shared.view.tray.clear());
      /** @type {HTMLElement | null} */ (table.closest(".scroll"))?.focus();
    });
    table.addEventListener("change", ({ target }) => {
      const slug = target instanceof HTMLInputElement ? target.closest("tr")?.dataset.slug : "";
      if (slug) shared.change(() => shared.view.tray.delete(slug) || shared.view.tray.add(slug));
    });
    document.addEventListener("catalogue:drawn", paint);
    paint();
    table.closest(".scroll")?.after(tray);
  };

  const source = document.getElementById("compare-data");
  if (source) start(source);
  const table = /** @type {HTMLTableElement | null} */ (document.querySelector("table[data-compare]"));
  if (table && Catalog.shared) collect(table, Catalog.shared);
})();
