/** The search of the whole site, in a dialog: arrow keys choose, Enter follows, Escape closes. */
(() => {
  const { pageUrl, create, all, closest, hits: find, loadNames, loadTexts } = Catalog;

  const list = create("div", { id: "palette-list", role: "listbox", "aria-label": "Found" });
  const about = { type: "search", placeholder: "Search names, fields, notes, pages", "aria-label": "Search the site" };
  const roles = { role: "combobox", autocomplete: "off", spellcheck: "false" };
  const states = { "aria-expanded": "false", "aria-controls": list.id, "aria-autocomplete": "list" };
  const input = create("input", { ...about, ...roles, ...states });
  const close = create("button", { type: "button", class: "plain" }, "Close");
  const status = create("output", { class: "status" });
  const head = create("div", { class: "field" }, input, close);
  const dialog = create("dialog", { class: "palette", "aria-label": "Search the site" }, head, list, status);
  let selected = 0;
  /** @type {"" | "loading" | "there" | "missing"} */
  let texts = "";

  const select = (/** @type {number} */ next) => {
    const options = all("a", list);
    selected = options.length ? (next + options.length) % options.length : 0;
    options.forEach((option, i) => option.setAttribute("aria-selected", String(i === selected)));
    input.setAttribute("aria-activedescendant", options[selected]?.id ?? "");
    options[selected]?.scrollIntoView({ block: "nearest" });
  };

  /** @param {Hit} hit @param {number} i */
  const optionOf = ({ kind, url, title, why }, i) => {
    const reason = typeof why === "function" ? why() : why;
    const attributes = { href: pageUrl(url), id: `palette-${i}`, tabindex: -1, role: "option" };
    const lines = reason.length ? [create("span", { class: "why" }, ...reason)] : [];
    return create("a", attributes, create("span", { class: "kind" }, kind), create("bdi", {}, ...title), ...lines);
  };

  /** All records that say it, in the catalogue. @param {number} count */
  const inCatalogue = (count) => {
    const typed = input.value.trim();
    const url = `catalogue/?find=${encodeURIComponent(typed)}`;
    return { kind: "Filter", url, title: [`Catalogue: all ${count} that say “${typed}”`], why: [] };
  };

  const told = (/** @type {number} */ shown, /** @type {number} */ total, /** @type {boolean} */ exact) => {
    const typed = input.value.trim();
    const waits = typed && texts === "loading" ? " Texts are loading." : texts === "missing" ? " Only names could be searched." : "";
    if (exact && total) return `${shown < total ? [shown, "of", total, "shown"].join(" ") : [total, "found"].join(" ")}.${waits}`;
    return waits || `Nothing says “${typed}”${total ? "; these are the nearest names" : ""}.`;
  };

  /** @param {string} [chosen] Where the choice of the reader leads, which stays. */
  const paint = (chosen) => {
    const { hits, total, records, exact } = find(input.value);
    const options = [...hits, ...(records > 1 ? [inCatalogue(records)] : [])].map(optionOf);
    list.replaceChildren(...options);
    list.hidden = !options.length;
    input.setAttribute("aria-expanded", String(options.length > 0));
    status.textContent = told(hits.length, total, exact);
    select(Math.max(0, options.findIndex((option) => option.getAttribute("href") === chosen)));
  };

  /** What pages and records say comes when something is typed; names are found before. */
  const needTexts = async () => {
    if (texts || !input.value.trim()) return;
    texts = "loading";
    texts = await loadTexts().then(() => /** @type {const} */ ("there"), () => /** @type {const} */ ("missing"));
    paint(all("a", list)[selected]?.getAttribute("href") ?? "");
  };

  /** @type {typeof Catalog.openPalette} */
  const openPalette = async (typed) => {
    if (dialog.open) return;
    if (!dialog.isConnected) document.body.append(dialog);
    dialog.showModal();
    if (typed) input.value = typed;
    input.select();
    await loadNames().catch(() => {});
    paint();
    needTexts();
  };

  input.addEventListener("input", () => {
    paint();
    needTexts();
  });
  dialog.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.key === "ArrowDown") select(selected + 1);
    else if (event.key === "ArrowUp") select(selected - 1);
    // A search field would take it to empty itself.
    else if (event.key === "Escape") dialog.close();
    else if (event.key === "Enter" && event.target === input) all("a", list)[selected]?.click();
    else return;
    event.preventDefault();
  });
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog || closest(event, "a, button")) dialog.close();
  });

  Object.assign(Catalog, { openPalette });
})();
