/** What can be saved of a view: the table as CSV, references as BibTeX and RIS. */
(() => {
  const { store, query, load, byId, all, own, create } = Catalog;
  const [table] = all("table#table");
  if (!store || !table) return;
  const { data } = store;
  const { names, of } = query.models(data);

  /** HTML → its text, a number as data has it: many rows share a cell. @type {Map<string, string>} */
  const texts = new Map();
  /** @param {string} html */
  const cellText = (html) => {
    const copy = create("div");
    copy.innerHTML = html;
    const isSigns = copy.querySelector(".signs");
    const hidden = [isSigns ? ".marks" : ".blank, .marks", ...(store.view.well ? [".poor"] : [])];
    for (const node of all(hidden.join(), copy)) node.remove();
    for (const number of all("data", copy)) number.textContent = number.value;
    for (const time of all("time", copy)) time.textContent = time.dateTime;
    for (const link of all("a[href^='http']", copy)) link.textContent = link.getAttribute("href");
    const parts = isSigns ? all("[data-letter]", copy).map(({ ariaLabel }) => ariaLabel) : [copy.textContent];
    return parts.join("; ").replace(/^[;\s]+|[;\s]+$/g, "");
  };

  const saveCsv = async () => {
    const paths = store.shown();
    await store.need(paths);
    texts.clear();
    const text = (/** @type {string} */ html) => texts.get(html) ?? (texts.set(html, cellText(html)), texts.get(html) ?? "");
    const columns = paths.flatMap((path) => store.columns[path] ?? []);
    /** Lines of a record: one for each of its models that differ, with their names where there are several. */
    const linesOf = (/** @type {number} */ row) => {
      /** @type {Map<string, {cells: string[], models: string[]}>} */
      const lines = new Map();
      for (const model of store.models[row]) {
        const cells = columns.map((column) => Catalog.items(column, column.codes[model]).map(text).filter(Boolean).join("; "));
        const line = lines.get(cells.join("\n")) ?? { cells, models: [] };
        line.models.push(names[model] || "variant not named");
        lines.set(cells.join("\n"), line);
      }
      return [...lines.values()].map(({ cells, models }) => {
        const variants = models.length < of[row].length ? models.join(", ") : "";
        return [data.slugs[row], data.names[row], ...(data.variants.length ? [variants] : []), ...cells];
      });
    };
    const heads = columns.map(({ label, counted }) => (counted ? `${label} (${counted})` : label));
    const head = ["slug", data.one, ...(data.variants.length ? ["variants"] : []), ...heads];
    Catalog.save("view.csv", Catalog.csv([head, ...store.rows.flatMap(linesOf)]), "text/csv");
  };

  /**
   * Save the references of the view; they come in files, each with those of a share of all records.
   * @param {string} file @param {string} ending @param {string} type @param {string} separator
   */
  const saveReferences = async (file, ending, type, separator) => {
    const count = Number(table.dataset.references);
    const shares = [...new Set(store.rows.map((row) => Catalog.query.share(data.slugs[row], count)))];
    /** @type {Record<string, string>} */
    const references = Object.assign({}, ...(await Promise.all(shares.map((share) => load(`assets/${file}-${share}.js`)))));
    const entries = store.rows.flatMap((row) => own(references, data.slugs[row]) ?? []);
    Catalog.save(`view.${ending}`, entries.join(separator), type);
  };

  byId("csv-view").addEventListener("click", saveCsv);
  /** @type {(name: string, save: () => void) => void} */
  const saves = (name, save) => all(name).forEach((button) => button.addEventListener("click", save));
  saves("#bib-view", () => saveReferences("bibtex", "bib", "application/x-bibtex", "\n"));
  saves("#ris-view", () => saveReferences("ris", "ris", "application/x-research-info-systems", ""));
})();
