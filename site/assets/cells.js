/** Cells as HTML: of a row, of what models of an entry say. */
(() => {
  const { escaped } = Catalog;

  /** An item as HTML. @param {SentColumn} column @param {number} item */
  const itemHtml = ({ values, dresses }, item) =>
    dresses[item % dresses.length].replace("<value>", () => values[Math.floor(item / dresses.length)]);

  /** @type {typeof Catalog.items} */
  const items = (column, entry) => [column.entries[entry]].flat().map((item) => itemHtml(column, item));

  /** The first of several parts, and how many more there are. @param {string[]} parts */
  const oneLine = ([first, ...rest]) => (rest.length ? `${first}<span class="others">+${rest.length}</span>` : first);

  /** @type {typeof Catalog.about} */
  const about = ({ slugs, names }, html, row) =>
    html.replaceAll("<slug>", slugs[row]).replaceAll("<name>", () => escaped(names[row]));

  /** @type {typeof Catalog.cell} */
  const cell = (data, column, row, first) => {
    const { of, names } = Catalog.query.models(data);
    const models = [...of[row]].sort((a, b) => Number(b === first) - Number(a === first));
    /** Item → the models it holds for. @type {Map<number, string[]>} */
    const parts = new Map();
    for (const model of models) {
      for (const item of [column.entries[column.codes[model]]].flat()) {
        parts.set(item, [...(parts.get(item) ?? []), names[model] || "variant not named"]);
      }
    }
    // Of several models, those of which nothing was checked say nothing beside the others.
    if (models.length > 1 && parts.size > 1) parts.delete(column.unknown);
    const texts = [...parts].map(([item, held]) => {
      const html = itemHtml(column, item);
      if (held.length === models.length) return html;
      const shown = held.length > 2 ? `${held.length} of ${models.length} variants` : held.join(", ");
      return `${html} <span class="of" title="${escaped(held.join(", "))}">(${escaped(shown)})</span>`;
    });
    return about(data, oneLine(texts), row);
  };

  Object.assign(Catalog, { items, about, cell });
})();
