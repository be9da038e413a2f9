/** The reader's own chart: axes and colour from the data's fields, as a Plotly view whose lasso, box and zoom are filters. */
(() => {
  const { store, scales, points: { compute, withRoom }, query, charts, byId, one, all, closest, create, fill } = Catalog;
  const [figure] = all("figure#chart-explore");
  const [panel] = all("details.panel");
  if (!store || !panel) return;

  const { data } = store;
  const [stage, caption, numbers] = [one(figure, ".drawing"), one(figure, "figcaption"), one(figure, "details.numbers")];
  /** @type {HTMLElement & {on: Function, data?: any[]}} */
  const plot = one(stage, ".plot");
  const [said, leftOut, tool] = [byId("explore-said"), byId("explore-left"), byId("explore-drag", "select")];
  const boxes = { x: byId("explore-x", "select"), y: byId("explore-y", "select"), colour: byId("explore-colour", "select") };
  const logs = ["x", "y"].map((name) => byId(`explore-${name}-log`, "input"));
  /** What Plotly is always given, by `catalog.pages.own_chart`. */
  const base = Catalog.json("explore-figure");
  /** Milliseconds: a day, and until all is drawn again after a change of the filters. */
  const [DAY, PAUSE] = [86_400_000, 150];
  /** Above so many marks they are small; above so many of the view none is named. */
  const [MANY, NAMED] = [300, 40];
  /** Pixels: the plot, a lane, a line of the strip. */
  const [HEIGHT, LANE, STRIP] = [480, 36, 24];
  /** @type {Record<string, number>} */
  const ANGLES = { u: 180, r: 270, d: 0, l: 90 };

  /** How Plotly writes thousands → how everybody else here does. */
  const labelalias = Object.fromEntries([...Array(1000).keys()].map((number) => [`${number}k`, `${number}K`]));

  /** @type {any} */
  let Plotly;
  /** Whether clicks and selections are listened to. */
  let isHeard = false;
  /** @type {OwnChart} */
  let chart;
  let computedFor = "";
  /** Models of the view. @type {Set<number>} */
  let left = new Set();
  let due = 0;

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
  const isZoomed = () => tool.value === "zoom";
  const isLeft = (/** @type {Point} */ { models }) => models.some((model) => left.has(model));
  /** What Plotly is given of a number or a day, or back. @param {ScaleKind} kind @param {number} value */
  const given = (kind, value) => (kind === "time" ? value * DAY : value);
  const taken = (/** @type {ScaleKind} */ kind, /** @type {string | number} */ end) =>
    kind === "time" ? Math.floor((typeof end === "number" ? end : Date.parse(end.slice(0, 10))) / DAY) : Number(end);
  /** Where a value is on an axis. @param {ScaleKind} kind @param {number} value */
  const placed = (kind, value) => (kind === "log" ? Math.log10(value) : given(kind, value));

  /** Text that Plotly shows literally. @param {string} text */
  const plain = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;");
  const short = (/** @type {string} */ text) => plain(text.length > 28 ? `${text.slice(0, 27)}…` : text);
  /** A label with its unit. @param {Field} field */
  const heading = (field) => {
    const unit = "unit" in field && !field.label.split(/[\s()]+/).includes(field.unit) ? field.unit : "";
    return field.label + (unit ? `, ${unit}` : "");
  };
  const nameOf = (/** @type {Point} */ { row, models }) => query.name(data, row, models);
  const valuesOf = (/** @type {Point} */ { models }) => shownFields().map((field) => `${field.label} ${query.text(field, models[0])}`);
  /** What a colour of the style sheets is here: Plotly knows no custom properties. @param {string} colour */
  const resolved = (colour) => {
    stage.style.color = colour;
    const { color } = getComputedStyle(stage);
    stage.style.color = "";
    return color;
  };

  /** The points of the view whose names stand beside them, where there are few. @param {number} width @param {number} height */
  const named = (width, height) => {
    const inPlot = chart.points.filter(({ strip }) => !strip);
    const shown = inPlot.filter(isLeft);
    if (shown.length > NAMED) return new Set();
    const [x, y] = /** @type {const} */ (["x", "y"]).map((name, i) => {
      const placeOf = (/** @type {Point} */ point) => placed(chart.kinds[i], point[name]);
      // The strip shares the axis across.
      const drawn = i ? inPlot : chart.points;
      const places = (isZoomed() && store.view.spans.has(fields()[name].path) ? shown : drawn).map(placeOf);
      const [low, high] = [Math.min(...places), Math.max(...places)];
      return (/** @type {Point} */ point) => (placeOf(point) - low) / (high - low || 1);
    });
    const size = (/** @type {Point} */ point) => short(nameOf(point)).length * 7.5 + 8;
    const spots = shown.map((point) => ({ point, x: x(point) * width, y: y(point) * height, width: size(point) }));
    return withRoom(spots.filter((spot) => spot.x + spot.width < width));
  };

  /**
   * The marks of a look, on the axes or in the strip, and arrows to where their true values may lie.
   * @param {Point[]} points @param {Set<unknown>} names those of which the name is shown @param {boolean} showlegend
   * @returns {any[]}
   */
  const traces = (points, names, showlegend) => {
    const [{ look, strip }] = points;
    const { label, symbol, colour } = chart.looks[look];
    const color = resolved(colour);
    const trace = (/** @type {Point[]} */ list, /** @type {object} */ marker, /** @type {object} */ more) => ({
      ...{ name: plain(label), meta: look, yaxis: strip ? "y2" : "y", marker: { color, opacity: 1, ...marker } },
      x: list.map(({ x }) => given(chart.kinds[0], x)),
      y: list.map(({ y, strip }) => strip || given(chart.kinds[1], y)),
      customdata: list.map(({ index }) => index),
      cliponaxis: isZoomed(),
      selectedpoints: list.every(isLeft) ? null : list.flatMap((point, place) => (isLeft(point) ? [place] : [])),
      ...more,
    });
    const line = { color, width: points.map(({ hollow }) => (hollow ? 1.8 : 0)) };
    const symbols = points.map(({ hollow }) => symbol + (hollow ? "-open" : ""));
    const uid = (strip ? "strip" : "plot") + look;
    const marks = trace(points, { symbol: symbols, size: chart.points.length > MANY ? 7 : 10, line }, {
      ...{ ...base.marks, showlegend, uid },
      mode: points.some((point) => names.has(point)) ? "markers+text" : "markers",
      // Behind the arrow where there is one.
      text: points.map((point) => (names.has(point) ? (point.ways.includes("r") ? "\u2003" : "") + short(nameOf(point)) : "")),
      hovertext: points.map((point) => [`<b>${plain(nameOf(point))}</b>`, ...valuesOf(point).map(plain)].join("<br>")),
    });
    const ways = points.flatMap((point) => [...point.ways].map((way) => ({ point, angle: ANGLES[way] })));
    const arrow = { ...base.arrow, angle: ways.map(({ angle }) => angle) };
    const arrows = trace(ways.map(({ point }) => point), arrow, { ...base.arrows, uid: `${uid}arrows` });
    return ways.length ? [marks, arrows] : [marks];
  };

  /**
   * The ticks of the drawings, on a scale like theirs; of what a reader has zoomed into, Plotly makes them.
   * @param {Field} field @param {ScaleKind} kind
   */
  const ticksOf = (field, kind) =>
    (isZoomed() && store.view.spans.has(field.path)) || !("ticks" in field) || kind !== (field.kind === "date" ? "time" : field.scale)
      ? {}
      : { tickmode: "array", tickvals: field.ticks.map(([at]) => given(kind, at)), ticktext: field.ticks.map(([, label]) => label) };

  /** The chart as Plotly draws it. */
  const figureOf = () => {
    const { x, y } = fields();
    const { points, kinds, lanes, looks } = chart;
    const { "font.color": color, "font.family": family } = Catalog.colours(figure);
    const strips = new Set(points.map(({ strip }) => strip).filter(Boolean)).size;
    const main = lanes.length ? lanes.length * LANE : HEIGHT;
    const height = main + strips * STRIP;
    const spans = [x, y].map(({ path }) => store.view.spans.get(path)).map((span) => [span?.low ?? null, span?.high ?? null]);
    const axisOf = (/** @type {Field} */ field, /** @type {number} */ i) => ({
      ...{ ...base[kinds[i]], ...ticksOf(field, kinds[i]), labelalias, type: kinds[i] === "time" ? "date" : kinds[i] },
      title: { text: plain(heading(field)), standoff: 8 },
      ...(isZoomed() && { range: spans[i].map((end) => (end === null ? null : placed(kinds[i], end))) }),
    });
    // Without room beside the lanes, their labels stand in them.
    const inside = plot.clientWidth < 600 && { ticklabelposition: "inside bottom", tickfont: { color }, title: { text: "" } };
    const tickvals = lanes.map((_, lane) => lane - (inside ? 0.5 : 0));
    const inLanes = lanes.length && { ...base.words, tickvals, ticktext: lanes.map(short), range: [lanes.length - 0.5, -0.6], ...inside };
    /** The filters of the axes, a line at each end. */
    const shapes = spans.flatMap((span, i) => span.flatMap((end) => {
      const [along, across] = i ? "yx" : "xy";
      const at = end !== null && given(kinds[i], end);
      const line = { ...base.line, line: { color, width: 1, dash: "dot" }, [`${across}ref`]: "paper" };
      return at === false || isZoomed() ? [] : [{ ...line, [`${along}0`]: at, [`${along}1`]: at }];
    }));
    const names = named(plot.clientWidth - 100, main);
    const marks = looks.flatMap(({ label }, look) => {
      // The legend shows the first mark: a filled one.
      const own = points.filter((point) => point.look === look).sort((a, b) => Number(a.hollow) - Number(b.hollow));
      const parts = [own.filter(({ strip }) => !strip), own.filter(({ strip }) => strip)].filter(({ length }) => length);
      return parts.flatMap((part, i) => traces(part, names, Boolean(label) && !i));
    });
    const layout = {
      ...{ ...base.layout, height: height + 90, shapes, dragmode: tool.value },
      ...{ font: { color, family, size: 12 }, hoverlabel: { align: "left", font: { family } } },
      xaxis: { ...axisOf(x, 0), anchor: strips ? "y2" : "y" },
      yaxis: { ...axisOf(y, 1), ...inLanes, domain: [strips && ((strips + 0.5) * STRIP) / height, 1] },
      ...(strips && { yaxis2: { ...base.words, type: "category", domain: [0, (strips * STRIP) / height] } }),
    };
    return { data: marks, layout };
  };

  const draw = async () => {
    Plotly ??= await Catalog.plotly().catch(() => null);
    if (!Plotly) return void (leftOut.textContent = "The program that draws the chart could not be loaded.");
    const { data, layout } = figureOf();
    await Plotly.react(plot, data, layout, base.config);
    if (!isHeard) listen();
    isHeard = true;
    // The legend highlights as those of drawings do.
    const entries = data.filter(({ showlegend }) => showlegend);
    all(".legend .traces", plot).forEach((node, i) => {
      node.classList.add("key");
      fill(node, { "data-key": entries[i].meta, "data-name": chart.looks[entries[i].meta].label });
    });
    for (const { uid, meta } of data) fill(one(plot, `.trace${uid}`), { "data-keys": meta });
    const label = `${caption.textContent}. ${leftOut.textContent} The table below holds the same.`;
    fill(one(plot, ".main-svg"), { role: "img", "aria-label": label });
    fade();
  };

  /** Fade what the view leaves out, and what the legend does not highlight. */
  const fade = () => {
    charts.paintLegend(stage);
    for (const { uid, customdata } of plot.data ?? []) {
      all(`.trace${uid} .point`, plot).forEach((mark, i) => mark.classList.toggle("out", !isLeft(chart.points[customdata[i]])));
    }
  };

  const paint = () => {
    paintControls();
    if (!panel.open) return;
    const { x, y, xScale, yScale, colour } = fields();
    const key = [x.path, y.path, colour?.path, xScale, yScale, store.view.well].join();
    left = new Set(store.models.flat());
    // What filters leave out fades at once; names, and Plotly itself, follow when the reader pauses.
    clearTimeout(due);
    due = setTimeout(draw, key === computedFor ? PAUSE : 0);
    if (key === computedFor) fade();
    else chart = compute(data, fields());
    computedFor = key;
    caption.textContent = `${y.label} by ${x.label}`;
    fill(plot, { "data-x": x.path, "data-y": y.path });
    paintWords();
  };

  const paintWords = () => {
    const count = (/** @type {boolean} */ inStrip) =>
      new Set(chart.points.filter((point) => isLeft(point) && Boolean(point.strip) === inStrip).map(({ row }) => row)).size;
    const aside = count(true) ? `; ${count(true)} in the strip below, without ${fields().y.label}` : "";
    const missing = chart.missing.length ? `; not drawn: ${chart.missing.join("; ")}` : "";
    leftOut.textContent = `${count(false)} of ${data.slugs.length} ${data.many} drawn${aside}${missing}.`;
    if (numbers.open) paintNumbers();
  };

  const paintNumbers = () => {
    const columns = shownFields();
    const table = one(numbers, "table");
    const tableRow = (/** @type {"th" | "td"} */ tag, /** @type {string[]} */ cells) =>
      create("tr", {}, ...cells.map((text) => create(tag, {}, text)));
    table.tHead?.replaceChildren(tableRow("th", [data.one[0].toUpperCase() + data.one.slice(1), ...columns.map(heading)]));
    const cells = (/** @type {number} */ row, /** @type {number} */ model) =>
      [query.name(data, row, [model]), ...columns.map((field) => query.text(field, model))];
    const rows = store.rows.flatMap((row) => store.models[row].map((model) => tableRow("td", cells(row, model))));
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

  /** Point at a row and say what it is. @param {number | null} row */
  const pointAt = (row) => {
    const points = chart?.points.filter((point) => point.row === row) ?? [];
    said.textContent = points.map((point) => `${nameOf(point)}: ${valuesOf(point).join("; ")}`).join(" · ");
    // Under the pointer Plotly itself says what a mark is.
    if (!plot.data || plot.matches(":hover")) return;
    const hits = points.map(({ index }) => {
      const curveNumber = plot.data?.findIndex(({ customdata }) => customdata.includes(index)) ?? 0;
      return { curveNumber, pointNumber: plot.data?.[curveNumber].customdata.indexOf(index) };
    });
    hits.length ? Plotly.Fx.hover(plot, hits, ["xy", "xy2"]) : Plotly.Fx.unhover(plot);
  };

  const choose = (/** @type {number} */ row) =>
    store.change(() => store.view.pick.delete(data.slugs[row]) || store.view.pick.add(data.slugs[row]));

  /** Filter by what was dragged over; an end beyond all values is open. @param {((string | number)[] | undefined)[]} dragged along x, y */
  const filterBetween = (dragged) =>
    store.change(() => {
      const { x, y } = fields();
      [x, ...(y === x ? [] : [y])].forEach((field, i) => {
        const kind = chart.kinds[i];
        const ends = dragged[i]?.map((end) => scales.round(kind, taken(kind, end))).sort((a, b) => a - b);
        if (!ends || "keys" in field) return;
        const values = chart.points.flatMap(({ x, y, strip }) => (!i ? x : strip ? [] : y));
        const isOpen = [ends[0] <= Math.min(...values), ends[1] >= Math.max(...values)];
        store.setSpan(field.path, isOpen[0] ? null : ends[0], isOpen[1] ? null : ends[1]);
      });
    });

  const listen = () => {
    const rowOf = (/** @type {{customdata: number}} */ { customdata }) => chart.points[customdata].row;
    plot.on("plotly_click", (/** @type {any} */ { points }) => choose(rowOf(points[0])));
    plot.on("plotly_hover", (/** @type {any} */ { points }) => store.point(rowOf(points[0])));
    plot.on("plotly_unhover", () => store.point(null));
    for (const twice of ["plotly_doubleclick", "plotly_deselect"]) plot.on(twice, () => charts.reset(figure));
    plot.on("plotly_selected", (/** @type {any} */ { range, points = [] } = {}) => {
      const slugs = points.map((/** @type {any} */ point) => data.slugs[rowOf(point)]);
      if (range) filterBetween([range.x, range.y]);
      else if (slugs.length) store.change(() => (store.view.pick = new Set(slugs)));
    });
    plot.on("plotly_relayout", (/** @type {any} */ event) => {
      const dragged = ["xaxis", "yaxis"].map((axis, i) => {
        const ends = [event[`${axis}.range[0]`], event[`${axis}.range[1]`]];
        return ends[0] === undefined ? undefined : ends.map((end) => (chart.kinds[i] === "log" ? 10 ** end : end));
      });
      if (dragged.some(Boolean)) filterBetween(dragged);
    });
  };
  // A finger scrolls the page, and taps.
  stage.addEventListener("touchstart", (event) => event.stopPropagation(), { capture: true, passive: true });

  /** Without a mouse: arrows go from mark to mark, Enter chooses one. */
  let current = -1;
  charts.stepThrough(stage, {
    across: () => fields().x,
    marks: (every) => chart.points.filter((point) => every || isLeft(point)).sort((a, b) => a.ends[0] - b.ends[0]),
    ends: (point) => point.ends,
    go: ({ row }) => store.point((current = row)),
  });
  stage.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target === stage && store.rows.includes(current)) choose(current);
  });

  for (const name of /** @type {const} */ (["x", "y", "colour"])) {
    boxes[name].addEventListener("change", () => store.change(() => {
      store.view[name] = boxes[name].value === data.axes[name] ? "" : boxes[name].value;
      Object.assign(store.view, { tab: "explore", focus: "" });
      if (name !== "colour") store.view[`${name}Scale`] = "";
    }));
  }
  logs.forEach((box, index) => box.addEventListener("change", () => {
    const field = shownFields()[index];
    const scale = box.checked ? "log" : "linear";
    store.change(() => (store.view[index ? "yScale" : "xScale"] = "kind" in field && field.scale === scale ? "" : scale));
  }));
  tool.addEventListener("change", paint);
  new MutationObserver(paint).observe(document.body, { attributes: true, attributeFilter: ["data-md-color-scheme"] });
  numbers.addEventListener("toggle", () => numbers.open && paintNumbers());
  figure.addEventListener("chart:save", paintNumbers);

  /** A picture says what it is, what it leaves out and where it comes from. */
  figure.addEventListener("click", async (event) => {
    const format = closest(event, "[data-save]")?.dataset.save;
    if (!format || format === "csv") return;
    event.stopPropagation();
    await draw();
    const { data, layout } = figureOf();
    const lines = [leftOut.textContent ?? "", Catalog.origin(figure)].flatMap((text) => text.match(/.{1,120}(\s|$)|.{1,120}/g) ?? []);
    const text = [`<b>${plain(caption.textContent ?? "")}</b>`, ...lines.map(plain)].join("<br>");
    const t = 24 + 16 * lines.length;
    const [width, height] = [Math.max(plot.clientWidth, 880), layout.height + t];
    const head = { ...base.head, text, yshift: t - 4 };
    const paper = getComputedStyle(document.body).backgroundColor;
    const whole = { ...layout, width, height, annotations: [head], margin: { ...layout.margin, t: t + 20 }, paper_bgcolor: paper };
    await Plotly.downloadImage({ data, layout: whole }, { format, filename: figure.id, width, height, scale: format === "png" ? 2 : 1 });
  });

  panel.addEventListener("toggle", () => {
    paint();
    if (panel.open !== (store.view.tab === "explore")) store.change(() => (store.view.tab = panel.open ? "explore" : ""));
  });
  store.components.push({
    paint: () => {
      const { tab } = store.view;
      // Another chart of the page may be the one that is asked for.
      if (!tab || tab === "explore") panel.open = tab === "explore";
      paint();
    },
    point: (row) => panel.open && pointAt(row),
  });
  paint();
})();
