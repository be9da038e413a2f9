// @ts-check
/**
 * Charts that count records instead of drawing each: counted again under the filters, and drawn one by one where few are
 * left. An SVG says in `data-cells` which places along which fields its cells
 * have; `data-cell` names a cell by them.
 *
 * @typedef {{path: string, edges?: number[], keys?: string[], spans?: number}} Dimension
 * @typedef {Point & {lane: string | undefined}} Single
 */
(() => {
  const { store, scales, layout, query, charts, all, one, create, createSvg, fill } = Catalog;
  if (!store) return;
  const { data } = store;
  const { write } = charts;
  /** User units: height of a bar's row, distance of marks in a lane, and the rows a lane has room for. */
  const [ROW, STEP, MOST_ROWS] = [20, 11, 4];

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
      const value = layout.valueOf(range, model);
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
    // What gives way to the marks of single records: of bars the best, else all cells; a matrix has no such place.
    const holder = svg.querySelector(".head") ?? svg.querySelector(".cells");
    const body = one(figure, "tbody");
    const kept = [holder, body].map((node) => ({ node, own: [...(node?.childNodes ?? [])] }));
    return { figure, svg, fields, marks, holder, body, kept, cellsOf, output: one(figure, ".refined") };
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

  /**
   * The marks of the view: one for each record or for those of its models that agree, in a timeline for each of its lanes.
   * @param {CountingChart} chart @returns {Single[]}
   */
  const singlesOf = ({ svg: { dataset }, cellsOf }) => {
    const [x, y = x] = [dataset.x, dataset.y].flatMap((path) => store.range(path ?? "") ?? []);
    const [across, up] = /** @type {const} */ (["x", "y"]).map((name) => charts.scaleOf(dataset, name));
    const fields = { x, y, colour: store.facet(dataset.colour ?? ""), xScale: "", yScale: "" };
    const left = new Set(store.models.flat());
    return layout.compute(data, fields, { across, up }).points.flatMap((point) => {
      const models = point.models.filter((model) => left.has(model));
      const lanes = new Set(models.flatMap(cellsOf).map((cell) => dataset.bases && cell.split(" ")[0]));
      // With one axis, its bound would point along another one, too.
      const arrows = dataset.y ? point.arrows : point.arrows.slice(0, 1);
      return point.strip ? [] : [...lanes].map((lane) => ({ ...point, models, lane, arrows }));
    });
  };

  /** Marks in the first row of their lane that is free. @param {string} bases @param {Single[]} singles */
  const inLanes = (bases, singles) => {
    const lanes = new Map(bases.split(" ").map((text) => {
      const [lane, base] = text.split(":");
      return [lane, { base: Number(base), taken: new Array(MOST_ROWS).fill(0) }];
    }));
    for (const single of singles.sort((a, b) => a.cx - b.cx)) {
      const { base, taken } = lanes.get(single.lane ?? "") ?? { base: 0, taken: [] };
      const free = taken.findIndex((/** @type {number} */ x) => x <= single.cx - STEP);
      const row = free < 0 ? taken.indexOf(Math.min(...taken)) : free;
      taken[row] = single.cx;
      single.cy = base - 6 - row * STEP;
    }
    return singles;
  };

  /** The best, a row each. @param {DOMStringMap} dataset @param {Single[]} singles */
  const inRows = ({ head, top, first }, singles) => {
    const sign = first === "smallest" ? 1 : -1;
    const best = singles.sort((a, b) => sign * (a.ends[0] - b.ends[0])).slice(0, Number(head));
    best.forEach((single, index) => (single.cy = Number(top) + ROW * (index + 0.5)));
    return best;
  };

  const nameOf = (/** @type {Point} */ point) => layout.nameOf(data, point);

  /** The records of the view, each as a mark that leads to its page. @param {CountingChart} chart */
  const drawSingles = (chart) => {
    const { svg, fields, body } = chart;
    const { head, bases, colour, legend, page = "", xScale } = svg.dataset;
    const across = charts.scaleOf(svg.dataset, "x");
    const isBar = head && xScale !== "log";
    const found = singlesOf(chart);
    const singles = head ? inRows(svg.dataset, found) : bases ? inLanes(bases, found) : found;
    const { looks } = layout.looksOf(data, store.facet(colour ?? ""));
    const shapes = layout.markPaths({ points: singles, looks });
    const texts = (/** @type {Single} */ { models }) => fields.map((field) => query.text(field, models[0]));
    const marks = singles.map((single, index) => {
      const { row, cx, cy, look, ends, arrows } = single;
      const hollow = single.hollow || (head && arrows === "l");
      const [start, end] = ends.map((value) => scales.at(across, value));
      const stroke = { fill: "none", stroke: looks[look].colour, "stroke-width": 1.7 };
      const paint = hollow ? stroke : { fill: looks[look].colour };
      const [shape, more] = shapes[index];
      const mark = createSvg("a", {
        class: "mark",
        href: page.replace("{}", data.slugs[row]),
        "data-slug": data.slugs[row],
        "data-x": xScale === "time" ? ends.map(scales.iso).join("..") : ends[0],
        "data-keys": look,
      });
      mark.append(
        createSvg("title", {}, `${nameOf(single)}: ${texts(single).join("; ")}`),
        createSvg("path", { d: isBar ? `M${across.start} ${cy - 6}H${cx}v12H${across.start}z` : shape, ...paint }),
        createSvg("path", { d: more + (start === end ? "" : `M${start} ${cy}H${end}`), ...stroke }),
      );
      const bound = arrows ? { r: "≥ ", l: "≤ " }[arrows] : hollow ? "~" : "";
      const value = write(svg.viewBox.baseVal.width, cy + 4, bound + scales.compact(ends[0]), { "text-anchor": "end", class: "value" });
      if (head) mark.append(write(0, cy + 4, nameOf(single).slice(0, across.start / 7)), value);
      return mark;
    });
    if (head) {
      for (const line of all("tr[data-slug]", body)) line.remove();
      body.prepend(...singles.map((single) => {
        const cells = [nameOf(single), ...texts(single), ""].map((text) => create("td", {}, text));
        return create("tr", { "data-slug": data.slugs[single.row] }, ...cells);
      }));
      return marks;
    }
    const labels = layout.labels(data, { left: across.start, right: across.end }, singles);
    const names = labels.map(({ x, y, text }) => write(x, y, text));
    return [...marks, ...names, ...(legend ? charts.legend(looks, singles, across.end, Number(legend)).parts : [])];
  };

  /** @param {CountingChart} chart @param {boolean} isFiltered */
  const paint = (chart, isFiltered) => {
    const { figure, svg, fields, marks, holder, kept, output } = chart;
    const counts = count(chart);
    charts.counts.set(figure, counts);
    for (const { node, own } of kept) node?.replaceChildren(...own);
    const most = isFiltered ? Math.max(...counts.values(), 1) : 0;
    for (const mark of marks) paintCell(mark, counts.get(mark.node.dataset.cell ?? "") ?? 0, most);
    const isFew = holder && !svg.dataset.head && store.rows.length <= Number(svg.dataset.most);
    if (isFiltered && (isFew || svg.dataset.head)) holder?.replaceChildren(...drawSingles(chart));
    charts.paintLegend(svg);
    output.textContent = isFiltered ? `${isFew || svg.dataset.head ? "Drawn" : "Counted"} now: those that match the filters.` : "";
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
