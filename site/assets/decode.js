// @ts-check
/** The rows as they are sent: of each column every distinct entry once, and of each model the place of its entry. */
(() => {
  /** @type {typeof Catalog.byCode} */
  const byCode = (codes, values, sourced, well) => {
    const own = well ? Object.assign([...values], sourced) : values;
    return codes.map((code) => own[code]);
  };

  /** Codes from the texts of their digits, the highest of all first. @param {string[]} digits */
  const codesOf = (digits) =>
    Array.from(digits[0], (_, index) => digits.reduce((sum, text) => sum * 57 + text.charCodeAt(index) - 35, 0));

  /** @type {typeof Catalog.unpack} */
  const unpack = (column) => {
    let [item, place] = [0, 0];
    const entries = column.entries.map((entry) => {
      const [step, ...more] = [entry].flat();
      item += step;
      return more.length ? [item, ...more] : item;
    });
    const places = column.places.map((step) => (step === null ? null : (place += step)));
    return { ...column, entries, places, codes: codesOf(column.codes) };
  };

  const slugOf = (/** @type {string} */ name) => name.toLowerCase().replace(/[^a-z0-9.]+/g, "-").replace(/^-|-$/g, "");

  /** @type {typeof Catalog.decode} */
  const decode = (sent) => {
    const cells = Object.fromEntries(Object.entries(sent.cells).map(([path, column]) => [path, unpack(column)]));
    /** @type {<F extends Field>(field: Sent<F>) => F} */
    const withRows = (field) => {
      const codes = field.codes ? codesOf(field.codes) : cells[field.path].codes;
      return /** @type {any} */ ({ ...field, codes, rows: byCode(codes, field.values, field.sourced, false) });
    };
    return {
      ...sent,
      cells,
      slugs: sent.slugs.map((slug, row) => slug || slugOf(sent.names[row])),
      facets: sent.facets.map(withRows),
      ranges: sent.ranges.map(withRows),
    };
  };

  /** @type {typeof Catalog.trust} */
  const trust = ({ facets, ranges }, well) => {
    for (const field of [...facets, ...ranges]) field.rows = byCode(field.codes, field.values, field.sourced, well);
  };

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

  const escaped = (/** @type {string} */ text) => Catalog.create("b", {}, text).innerHTML.replaceAll('"', "&#34;");

  /** @type {typeof Catalog.cell} */
  const cell = (data, column, row) => {
    const { of, names } = Catalog.query.models(data);
    const models = of[row];
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

  Object.assign(Catalog, { byCode, decode, trust, unpack, items, about, cell });
})();
