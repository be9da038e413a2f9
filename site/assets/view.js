// @ts-check
/**
 * What the reader chose, as a value: read from the address, written to it, and applied to the rows.
 * Nothing here touches the page, so that it can be tested without one.
 *
 * @typedef {{path: string, label: string, keys: string[], labels: string[], blanks: number, rows: number[][]}} Facet
 * @typedef {{one: string, many: string, slugs: string[], names: string[], columns: {path: string, label: string}[],
 *   sort: Object<string, (string | number | null)[]>, facets: Facet[]}} Data
 * @typedef {{path: string, down: boolean}} Order
 * @typedef {{q: string, chosen: Map<string, Set<string>>, order: Order[], columns: string[] | null, well: boolean}} View
 */
(() => {
  const LONGEST = 200;

  /** @returns {View} */
  const empty = () => ({ q: "", chosen: new Map(), order: [], columns: null, well: false });

  /**
   * Read a query string. What it names and the data does not have is ignored, and told.
   * @param {string} search @param {Data} data @param {string[]} known paths that can be columns or sorted by
   * @returns {{view: View, ignored: string[]}}
   */
  const read = (search, data, known) => {
    const view = empty();
    /** @type {string[]} */
    const ignored = [];
    const facets = new Map(data.facets.map((facet) => [facet.path, facet]));
    for (const [name, value] of new URLSearchParams(search)) {
      const facet = facets.get(name);
      if (name === "q") view.q = value.slice(0, LONGEST);
      else if (name === "well") view.well = value === "1";
      else if (name === "sort") readOrder(value, known, view, ignored);
      else if (name === "cols") view.columns = value.split(",").filter((path) => known.includes(path));
      else if (facet && facet.keys.includes(value)) choose(view, name, value);
      else ignored.push(`${name}=${value}`.slice(0, 60));
    }
    return { view, ignored };
  };

  /** @param {string} value @param {string[]} known @param {View} view @param {string[]} ignored */
  const readOrder = (value, known, view, ignored) => {
    for (const part of value.split(",").filter(Boolean)) {
      const path = part.replace(/^-/, "");
      if (path === "name" || known.includes(path)) view.order.push({ path, down: part.startsWith("-") });
      else ignored.push(`sort=${part}`.slice(0, 60));
    }
  };

  /** @param {View} view @param {string} path @param {string} key */
  const choose = (view, path, key) => {
    const keys = view.chosen.get(path) ?? new Set();
    view.chosen.set(path, keys.add(key));
  };

  /** @param {View} view @returns {string} a query string with its question mark, or nothing */
  const write = (view) => {
    const params = new URLSearchParams();
    if (view.q) params.set("q", view.q);
    for (const [path, keys] of view.chosen) for (const key of keys) params.append(path, key);
    if (view.order.length) params.set("sort", view.order.map(({ path, down }) => (down ? "-" : "") + path).join(","));
    if (view.columns) params.set("cols", view.columns.join(","));
    if (view.well) params.set("well", "1");
    const text = params.toString().replaceAll("%2C", ",");
    return text ? `?${text}` : "";
  };

  /**
   * Which rows stay, and how many each option would leave under all the other filters.
   * @param {View} view @param {Data} data @param {(row: number) => string} text lower-case text of a row
   * @returns {{rows: number[], counts: Map<string, number[]>}}
   */
  const apply = (view, data, text) => {
    const words = view.q.toLowerCase().split(/\s+/).filter(Boolean);
    const active = data.facets.filter((facet) => view.chosen.get(facet.path)?.size);
    const wanted = active.map((facet) => facet.keys.map((key) => view.chosen.get(facet.path)?.has(key) ?? false));
    const counts = new Map(data.facets.map((facet) => [facet.path, new Array(facet.keys.length).fill(0)]));
    /** @type {number[]} */
    const rows = [];
    for (let row = 0; row < data.slugs.length; row++) {
      if (words.length && !hasWords(text(row), words)) continue;
      const failed = active.filter((facet, i) => !facet.rows[row].some((key) => wanted[i][key]));
      if (failed.length > 1) continue;
      if (!failed.length) rows.push(row);
      for (const facet of failed.length ? failed : data.facets) {
        const count = /** @type {number[]} */ (counts.get(facet.path));
        for (const key of facet.rows[row]) count[key]++;
      }
    }
    return { rows, counts };
  };

  /** @param {string} text @param {string[]} words */
  const hasWords = (text, words) => words.every((word) => text.includes(word));

  /**
   * Rows in the wanted order; unknown values come last in either direction, ties keep the order they had.
   * @param {number[]} rows @param {Order[]} order @param {Object<string, (string | number | null)[]>} keys
   */
  const sorted = (rows, order, keys) => {
    const known = order.filter(({ path }) => keys[path]);
    if (!known.length) return rows;
    return [...rows].sort((a, b) => {
      for (const { path, down } of known) {
        const difference = compare(keys[path][a], keys[path][b], down);
        if (difference) return difference;
      }
      return a - b;
    });
  };

  /** @param {string | number | null} a @param {string | number | null} b @param {boolean} down */
  const compare = (a, b, down) => {
    if (a === null || b === null) return Number(a === null) - Number(b === null);
    const difference = typeof a === "string" ? a.localeCompare(String(b)) : a - Number(b);
    return down ? -difference : difference;
  };

  /** @param {string[][]} lines @returns {string} CSV, with cells no spreadsheet takes for a formula */
  const csv = (lines) =>
    lines
      .map((line) => line.map((cell) => `"${cell.replace(/^(?=[=+\-@\t\r])/, "'").replaceAll('"', '""')}"`).join(","))
      .join("\r\n") + "\r\n";

  Object.assign((globalThis.Catalog ??= {}), { view: { empty, read, write, apply, sorted, csv } });
})();
