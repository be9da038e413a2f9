// @ts-check
/** The reader's own chart: axes and colour from the data's fields, drawn from the page's data, brushed into filters. */
(() => {
  const { store, scales, layout: layouts, query, charts, byId, one, all, closest, create, createSvg } = Catalog;
  const [figure] = all("figure#chart-explore");
  if (!store || !figure) return;

  const { data } = store;
  const { write } = charts;
  const svg = one(figure, "svg");
  const stage = one(figure, ".drawing");
  const caption = one(figure, "figcaption");
  const numbers = one(figure, "details");
  const boxes = { x: byId("explore-x", "select"), y: byId("explore-y", "select"), colour: byId("explore-colour", "select") };
  const logs = ["x", "y"].map((name) => byId(`explore-${name}-log`, "input"));
  const panel = figure.closest("details");
  /** @type {ChartLayout} */
  let layout;
  /** @type {ReturnType<typeof layouts.markPaths>} */
  let marks = [];
  let laidOutFor = "";
  /** Models of the view. @type {Set<number>} */
  let left = new Set();
  /** Parts of the drawing, the lowest first. */
  const layers = Object.fromEntries(["frame", "out", "marks", "names", "ring"].map((name) => [name, createSvg("g", { class: name })]));
  layers.names.setAttribute("pointer-events", "none");

  /** @returns {ChartFields} */
  const fields = () => {
    const { x, y, colour, xScale, yScale } = store.view;
    const first = store.range(x || data.axes.x) ?? data.ranges[0];
    const second = store.field(y || data.axes.y) ?? first;
    return { x: first, y: second, colour: store.facet(colour || data.axes.colour), xScale, yScale };
  };
  /** The fields of the axes and of the colour. */
  const shownFields = () => {
    const { x, y, colour } = fields();
    return [x, y, ...(colour && colour !== y ? [colour] : [])];
  };
  const isShown = () => (panel?.open ?? true) && !figure.hidden;

  const line = (/** @type {number} */ x1, /** @type {number} */ y1, /** @type {number} */ x2, /** @type {number} */ y2) =>
    createSvg("line", { x1, y1, x2, y2, stroke: "currentColor", "stroke-opacity": 0.15 });
  /** A label with its unit. @param {Field} field */
  const heading = (field) => {
    const unit = "unit" in field ? field.unit : "";
    return unit && !field.label.endsWith(unit) ? `${field.label}, ${unit}` : field.label;
  };

  const axisParts = () => {
    const { left, right, top, bottom, across, up } = layout;
    const alongX = scales.ticks(across).flatMap(({ at, label }) => {
      const x = scales.at(across, at);
      return [line(x, top, x, bottom + 4), write(x, bottom + 16, label, { "text-anchor": "middle" })];
    });
    const alongY = up ? scales.ticks(up).flatMap(({ at, label }) => {
      const y = scales.at(up, at);
      return [line(left, y, right, y), write(left - 8, y + 4, label, { "text-anchor": "end" })];
    }) : [];
    return [...alongX, ...alongY];
  };

  const laneParts = () => {
    const { left, right, top, bottom, lanes, strips } = layout;
    // An outline in the colour of the page keeps the label readable over marks.
    const outlined = { stroke: "var(--md-default-bg-color, #fff)", "stroke-width": 3, "paint-order": "stroke" };
    const inLanes = lanes.flatMap(({ label }, index) => {
      const y = top + ((bottom - top) / lanes.length) * index;
      return [line(0, y, right, y), write(0, y + 13, label, { "font-weight": "bold", ...outlined })];
    });
    const below = strips.flatMap(({ label, at: y }) => [line(left, y, right, y), write(0, y - 9, label, { "font-style": "italic" })]);
    return [...inLanes, ...below];
  };

  /** Axes, lanes, strips, legend: what does not change with the filters. */
  const drawFrame = () => {
    const { x, y } = fields();
    layout = layouts.compute(data, fields());
    marks = layouts.markPaths(layout);
    const { width, right, bottom } = layout;
    const { parts, end } = charts.legend(layout.looks, layout.points, right, layout.height);
    const bold = { "text-anchor": "end", "font-weight": "bold" };
    const titles = [write(0, 14, heading(y)), write(right, bottom + 32, heading(x), bold)];
    layers.frame.replaceChildren(...titles, ...axisParts(), ...laneParts(), ...parts);
    // Every mark stands faded below, so that only those of the view are drawn again.
    layers.out.replaceChildren(...paths(null));
    layers.ring.replaceChildren();
    svg.setAttribute("viewBox", `0 0 ${width} ${end + 14}`);
    svg.replaceChildren(...Object.values(layers));
    svg.setAttribute("data-x", x.path);
    svg.setAttribute("data-y", y.path);
    caption.textContent = `${y.label} by ${x.label}`;
  };

  /**
   * One path for the marks of a look that stand within 128 user units: a browser paints again only what lies in the
   * part it paints.
   * @param {Set<number> | null} models those drawn, or all
   */
  const paths = (models) => {
    /** @type {Record<string, string[]>} */
    const parts = {};
    const dots = marks.length > layouts.MANY;
    layout.points.forEach((point, index) => {
      const { look, hollow, cx } = point;
      if (models && !isLeft(point)) return;
      const [mark, arrows] = marks[index];
      (parts[`${look} ${hollow && !dots ? "hollow" : "filled"} ${cx >> 7}`] ??= []).push(mark);
      if (arrows) (parts[`${look} arrows`] ??= []).push(arrows);
    });
    return Object.entries(parts).map(([key, part]) => {
      const [look, form] = key.split(" ");
      const { colour } = layout.looks[Number(look)];
      const path = { d: part.join(""), "data-keys": look };
      if (form === "filled") return createSvg("path", { ...path, fill: colour });
      return createSvg("path", { ...path, fill: "none", stroke: colour, "stroke-width": 1.7 });
    });
  };

  const isLeft = (/** @type {Point} */ { models }) => models.some((model) => left.has(model));

  const paint = () => {
    if (!isShown()) return;
    const { x, y, xScale, yScale, colour } = fields();
    const key = [x.path, y.path, colour?.path, xScale, yScale, store.view.well].join();
    if (key !== laidOutFor) drawFrame();
    laidOutFor = key;
    left = new Set(store.models.flat());
    layers.marks.replaceChildren(...paths(left));
    const points = layout.points.filter(isLeft);
    const names = layouts.labels(data, layout, points);
    layers.names.replaceChildren(...names.map(({ x, y, text, look }) => write(x, y, text, { "data-keys": look })));
    charts.paintBrush(svg, axes());
    charts.paintLegend(svg);
    paintWords(...[true, false].map((strip) => new Set(points.filter((point) => point.strip === strip).map(({ row }) => row)).size));
    paintControls();
  };

  /** The axes that are filters. @returns {(Axis | null)[]} */
  const axes = () => {
    const { x, y } = fields();
    const { across, up } = layout;
    return [{ range: x, scale: across }, up && "kind" in y && y !== x ? { range: y, scale: up } : null];
  };

  /** @param {number[]} counts rows in the strip and on the axes */
  const paintWords = (...[aside, drawn]) => {
    const parts = [`${drawn} of ${data.slugs.length} ${data.many} drawn`];
    if (aside) parts.push(`${aside} in the strip below, without ${fields().y.label}`);
    if (layout.missing.length) parts.push(`not drawn: ${layout.missing.join("; ")}`);
    const text = `${parts.join("; ")}.`;
    byId("explore-left").textContent = text;
    svg.setAttribute("aria-label", `${caption.textContent}. ${text} The table below holds the same.`);
    if (numbers.open) paintNumbers();
  };

  const paintNumbers = () => {
    const columns = shownFields();
    const table = one(numbers, "table");
    const tableRow = (/** @type {"th" | "td"} */ tag, /** @type {string[]} */ cells) =>
      create("tr", {}, ...cells.map((text) => create(tag, {}, text)));
    table.tHead?.replaceChildren(tableRow("th", [data.one[0].toUpperCase() + data.one.slice(1), ...columns.map(heading)]));
    const rows = store.rows.flatMap((row) =>
      store.models[row].map((model) => {
        return tableRow("td", [query.name(data, row, [model]), ...columns.map((field) => query.text(field, model))]);
      }),
    );
    table.tBodies[0].replaceChildren(...rows);
  };

  const paintControls = () => {
    const { x, y, colour, xScale, yScale } = fields();
    [boxes.x.value, boxes.y.value, boxes.colour.value] = [x.path, y.path, colour?.path ?? ""];
    [x, y].forEach((field, index) => {
      const number = "kind" in field && field.kind === "amount";
      logs[index].disabled = !number;
      logs[index].checked = number && ([xScale, yScale][index] || field.scale) === "log";
    });
  };

  /** Ring the row pointed at and say what it is. @param {number | null} row */
  const ring = (row) => {
    const points = layout.points.filter((point) => point.row === row);
    const paint = { r: 10, fill: "none", stroke: "currentColor", "stroke-width": 2 };
    layers.ring.replaceChildren(...points.map(({ cx, cy }) => createSvg("circle", { cx, cy, ...paint })));
    byId("explore-said").textContent = points.map(describe).join(" · ");
  };
  const describe = (/** @type {Point} */ point) => {
    const values = shownFields().map((field) => `${field.label} ${query.text(field, point.models[0])}`);
    return `${layouts.nameOf(data, point)}: ${values.join("; ")}`;
  };

  const choose = (/** @type {number} */ row) =>
    store.change(() => {
      const { pick } = store.view;
      if (!pick.delete(data.slugs[row])) pick.add(data.slugs[row]);
    });
  const place = charts.brush(svg, axes);
  const rowUnder = (/** @type {MouseEvent} */ event) => {
    const [x, y] = place(event);
    return layouts.nearest(layout, x, y)?.row ?? null;
  };
  svg.addEventListener("pointermove", (event) => event.buttons || store.point(rowUnder(event)));
  svg.addEventListener("pointerleave", () => store.point(null));
  svg.addEventListener("click", (event) => {
    const row = closest(event, ".key") ? null : rowUnder(event);
    if (row !== null) choose(row);
  });

  /** Without a mouse: arrows go from mark to mark, Enter chooses one. */
  let current = -1;
  charts.stepThrough(stage, {
    across: () => axes()[0],
    marks: (every) => [...layout.points].filter((point) => every || isLeft(point)).sort((a, b) => a.ends[0] - b.ends[0]),
    ends: (point) => point.ends,
    go: ({ row }) => store.point((current = row)),
  });
  stage.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target === stage && store.rows.includes(current)) choose(current);
  });

  for (const name of /** @type {const} */ (["x", "y", "colour"])) {
    const box = boxes[name];
    const set = () => {
      store.view[name] = box.value === data.axes[name] ? "" : box.value;
      store.view.focus = "";
      if (name !== "colour") store.view[`${name}Scale`] = "";
    };
    box.addEventListener("change", () => store.change(set));
  }
  logs.forEach((box, index) => {
    box.addEventListener("change", () => {
      const field = shownFields()[index];
      const scale = box.checked ? "log" : "linear";
      store.change(() => (store.view[index ? "yScale" : "xScale"] = "kind" in field && field.scale === scale ? "" : scale));
    });
  });
  numbers.addEventListener("toggle", () => numbers.open && paintNumbers());
  figure.addEventListener("chart:save", paintNumbers);
  panel?.addEventListener("toggle", () => {
    paint();
    const tab = panel.open ? "explore" : "";
    if (tab !== store.view.tab) store.change(() => (store.view.tab = tab));
  });

  store.components.push({
    paint: () => {
      if (panel && panel.open !== (store.view.tab === "explore")) panel.open = store.view.tab === "explore";
      paint();
    },
    point: (row) => isShown() && layout && ring(row),
  });
  if (!location.search) paint();
})();
