/**
 * Charts that count records instead of drawing each: counted again under the filters. An SVG says in `data-cells` which
 * places along which fields its cells have; `data-cell` names a cell by them.
 */
(() => {
  /** @typedef {{path: string, edges?: number[], keys?: string[], spans?: number}} Dimension */
  const { store, query, points, charts, all, one, button, fill } = Catalog;
  if (!store) return;
  const { data } = store;

  /** The words of a model in a field, or else why it has none; dates by year. @param {Field} field @param {number} model */
  const wordsOf = (field, model) => {
    if ("kind" in field) return query.text(field, model).split(", ").map((text) => text.slice(0, /^\d/.test(text) ? 4 : undefined));
    const named = field.rows[model].filter((key) => key < field.keys.length - field.blanks);
    return (named.length ? named : field.rows[model].slice(0, 1)).map((key) => field.keys[key]);
  };

  /** From a model to its places along a dimension. @param {Dimension} dimension @returns {((model: number) => string[])[]} */
  const placesOf = ({ path, edges, keys = [], spans }) => {
    const [range, field] = [store.range(path), store.field(path)];
    if (!range || !edges) {
      const place = (/** @type {string} */ key) => (key === query.POOR ? [] : String(keys.includes(key) ? keys.indexOf(key) : keys.length));
      return field ? [(model) => [...new Set(wordsOf(field, model).flatMap(place))]] : [];
    }
    const bin = (/** @type {number} */ value) => {
      const next = edges.findIndex((edge) => edge > value);
      return String(next < 0 ? edges.length - 2 : Math.max(next - 1, 0));
    };
    return [(model) => {
      const value = points.valueOf(range, model);
      if (!value) return [];
      const [first, last] = value.ends.map(bin);
      return [!spans ? bin(value.middle) : first === last ? first : value.ends.join("..")];
    }];
  };

  /** @param {HTMLElement} figure */
  const chartOf = (figure) => {
    const svg = one(figure, ".drawing svg");
    /** @type {Dimension[]} */
    const dimensions = JSON.parse(svg.dataset.cells ?? "[]");
    const places = dimensions.flatMap(placesOf);
    const fields = dimensions.flatMap(({ path }) => store.field(path) ?? []);
    const { names, rows, of } = query.models(data);
    // What a record says of no variant counts only if it says something of each field.
    const isDescribed = (/** @type {number} */ model) =>
      names[model] || of[rows[model]].length === 1 || !fields.some((field) => query.text(field, model) === "not checked");
    /** The cells of each model, by all facts and by well-sourced ones, read when first wanted. @type {string[][][]} */
    const cells = [[], []];
    const cellsOf = (/** @type {number} */ model) =>
      (cells[Number(store.view.well)][model] ??= !isDescribed(model) ? [] : places.map((place) => place(model)).reduce(
        (before, own) => before.flatMap((start) => own.map((end) => `${start} ${end}`)),
      ));
    const marks = all("[data-cell]", figure).map((node) => {
      const [count, title] = [".count", "title"].map((selector) => node.querySelector(selector));
      const total = Number(node.dataset.count ?? count?.textContent?.replaceAll(",", ""));
      const shape = node.querySelector("rect");
      return { node, shape, count, title, total, words: title?.textContent, shade: shape?.getAttribute("fill-opacity") ?? "1" };
    });
    return { figure, svg, dimensions, fields, marks, cellsOf, output: one(figure, ".refined") };
  };
  /** @typedef {ReturnType<typeof chartOf>} CountingChart */

  /** Cell → records of the view in it. @param {CountingChart} chart */
  const count = ({ cellsOf }) => {
    /** @type {Map<string, number>} */
    const counts = new Map();
    for (const models of store.models) {
      for (const cell of new Set(models.flatMap(cellsOf))) counts.set(cell, (counts.get(cell) ?? 0) + 1);
    }
    return counts;
  };

  /**
   * A column has a solid part for the records of the view; a cell is as dark as it has many.
   * @param {CountingChart["marks"][0]} mark @param {number} found @param {number} most zero without filters
   */
  const paintCell = ({ node, shape, count, title, total, words, shade }, found, most) => {
    const [text, isPart] = [found.toLocaleString("en"), found < total];
    if (count) count.textContent = text;
    if (title) title.textContent = words + (isPart ? `; ${text} of the view` : "");
    node.classList.toggle("out", total > 0 && !found);
    node.querySelector(".part")?.remove();
    if (!shape || !total) return;
    if (!shape.matches(".column")) return shape.setAttribute("fill-opacity", most ? String(0.12 + (0.5 * found) / most) : shade);
    shape.setAttribute("opacity", isPart ? "0.3" : "1");
    const [top, whole] = ["y", "height"].map((name) => Number(shape.getAttribute(name)));
    const height = (whole * found) / total;
    const part = /** @type {Element} */ (shape.cloneNode());
    if (isPart) shape.after(fill(part, { class: "part", y: top + whole - height, height, opacity: 1 }));
  };

  /** Offers the records of the view one by one, in the reader's own chart. @param {CountingChart} chart */
  const singly = ({ svg, dimensions }) => {
    const { x = "", y = dimensions.find(({ keys }) => keys)?.path ?? "", colour = "" } = svg.dataset;
    const axes = { tab: "explore", x, y, colour, xScale: "", yScale: "" };
    return button({ class: "plain" }, () => store.change(() => Object.assign(store.view, axes)), "Draw them one by one");
  };

  /** @param {CountingChart} chart @param {boolean} isFiltered */
  const paint = (chart, isFiltered) => {
    const { figure, svg, fields, marks, output } = chart;
    const counts = count(chart);
    charts.counts.set(figure, counts);
    const most = isFiltered ? Math.max(...counts.values(), 1) : 0;
    for (const mark of marks) paintCell(mark, counts.get(mark.node.dataset.cell ?? "") ?? 0, most);
    const isFew = svg.dataset.x && store.rows.length <= Number(svg.dataset.most);
    output.replaceChildren(...(isFiltered ? ["Counted now: those that match the filters."] : []));
    if (isFiltered && isFew) output.append(" ", singly(chart));
    const isPoor = (/** @type {number} */ model) => fields.some((field) => query.text(field, model).includes(query.POOR));
    const poor = store.models.filter((models) => models.some(isPoor)).length;
    one(figure, ".doubted").textContent = poor ? `Left out as not well sourced: ${poor}` : "";
  };

  /** Made for the first view. @type {CountingChart[] | undefined} */
  let counting;
  const paintAll = () => {
    const isFiltered = store.view.well || store.models.flat().length < query.models(data).rows.length;
    counting ??= all("figure.chart:has(svg[data-cells])").map(chartOf);
    for (const chart of counting) paint(chart, isFiltered);
    for (const output of all("figure.chart:has(svg:not([data-cells]) [data-cell]) .refined")) {
      output.textContent = isFiltered ? "Counted now: all, since no filter has its fields." : "";
    }
  };
  store.components.push({ paint: paintAll });
})();
