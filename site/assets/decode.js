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

  Object.assign(Catalog, { byCode, decode, trust, unpack });
})();
