// @ts-check
/** The reader's own chart: axes and colour from the data's fields, drawn from the page's data, brushed into filters. */
(() => {
  const { shared: page, scale: axis, plot: logic } = Catalog;
  const figure = document.getElementById("chart-explore");
  if (!page || !figure) return;

  const NAMED = 40;
  const { data } = page;
  const svg = /** @type {SVGSVGElement} */ (figure.querySelector("svg"));
  const stage = /** @type {HTMLElement} */ (svg.parentElement);
  const { brush, brushed, steps, legend, made, svg: make } = Catalog;
  const byId = (/** @type {string} */ id) => /** @type {any} */ (document.getElementById(id));
  const caption = /** @type {HTMLElement} */ (figure.querySelector("figcaption"));
  const [across, upward, colours] = ["x", "y", "colour"].map((name) => /** @type {HTMLSelectElement} */ (byId(`explore-${name}`)));
  const logs = ["x", "y"].map((name) => /** @type {HTMLInputElement} */ (byId(`explore-${name}-log`)));
  const numbers = /** @type {HTMLDetailsElement} */ (figure.querySelector("details"));
  /** @type {Plot} */
  let plot;
  /** @type {[string, string][]} */
  let marks = [];
  let drawnFor = "";
  /** @type {Set<number>} */
  let stay = new Set();
  /** @type {Record<string, SVGElement>} */
  let layers = {};

  const wanted = () => {
    const { x, y, colour, xScale, yScale } = page.view;
    const first = page.range(x || data.axes.x) ?? data.ranges[0];
    const second = page.range(y || data.axes.y) ?? page.facet(y || data.axes.y) ?? first;
    return { x: first, y: second, colour: page.facet(colour || data.axes.colour), xScale, yScale };
  };
  const shown = () => (figure.closest("details")?.open ?? true) && !figure.hidden;

  const write = (/** @type {number} */ x, /** @type {number} */ y, /** @type {string} */ text, more = {}) => make("text", { x, y, "font-size": 11, ...more }, text);
  const named = (/** @type {Range | Facet} */ { label, ...rest }) => ("unit" in rest && rest.unit && !label.endsWith(rest.unit) ? `${label}, ${rest.unit}` : label);
  const colour = (/** @type {number} */ look) => {
    if (plot.looks[look] === "unknown") return "currentColor";
    return `var(--chart-${look + 1}, ${["#2f7fc1", "#c9570c", "#178a66", "#a35ec4", "#a87514", "#d1478f", "#118a9e", "#7d7f2a"][look % 8]})`;
  };

  /** Axes, lanes, strips, legend: what does not change with the filters. */
  const drawFrame = () => {
    const { x, y } = wanted();
    plot = logic.lay(data, wanted());
    marks = logic.drawn(plot.points);
    const { left, right, top, bottom, lanes, strips, looks } = plot;
    const frame = make("g", {});
    const put = (/** @type {SVGElement[]} */ ...made) => frame.append(...made);
    const rule = (/** @type {number} */ x1, /** @type {number} */ y1, /** @type {number} */ x2, /** @type {number} */ y2) =>
      make("line", { x1, y1, x2, y2, stroke: "currentColor", "stroke-opacity": 0.15 });
    put(write(0, 14, named(y)), write(right, bottom + 16 + 16, named(x), { "text-anchor": "end", "font-weight": "bold" }));
    for (const { at, label } of axis.ticks(plot.across)) {
      const place = axis.at(plot.across, at);
      put(rule(place, top, place, bottom + 4), write(place, bottom + 16, label, { "text-anchor": "middle" }));
    }
    for (const { at, label } of plot.up ? axis.ticks(plot.up) : []) {
      const place = axis.at(/** @type {Scale} */ (plot.up), at);
      put(rule(left, place, right, place), write(left - 8, place + 4, label, { "text-anchor": "end" }));
    }
    lanes.forEach(({ label }, index) => {
      const place = top + ((bottom - top) / lanes.length) * index;
      put(rule(0, place, right, place), write(0, place + 13, label, { "font-weight": "bold", stroke: "var(--md-default-bg-color, #fff)", "stroke-width": 3, "paint-order": "stroke" }));
    });
    for (const { label, at } of strips) put(rule(left, at, right, at), write(0, at - 8, label, { "font-style": "italic" }));
    let [at, low] = [8, plot.height];
    looks.forEach((label, look) => {
      if (!plot.points.some((point) => point.look === look)) return;
      const wide = 34 + label.length * 6.4;
      if (at + wide > right) [at, low] = [8, low + 18];
      const shape = make("path", { d: logic.outline(look, at, low), fill: colour(look) });
      put(make("g", { class: "key", "data-key": look, "data-name": label }, shape, write(at + 12, low + 4, label)));
      at += wide;
    });
    svg.setAttribute("viewBox", `0 0 ${plot.width} ${low + 14}`);
    layers = { frame };
    for (const name of ["out", "marks", "names", "ring"]) layers[name] = make("g", { class: name });
    layers.names.setAttribute("pointer-events", "none");
    // Every mark stands faded below, so that only those of the view are drawn again.
    layers.out.append(...paths(null));
    svg.replaceChildren(...Object.values(layers));
    svg.setAttribute("data-x", x.path);
    svg.setAttribute("data-y", y.path);
    caption.textContent = `${y.label} by ${x.label}`;
  };

  /** One path for the marks of a look that stand near each other: a browser paints again only what lies in the part it paints. @param {Set<number> | null} rows those drawn, or all */
  const paths = (rows) => {
    /** @type {Record<string, string[]>} */
    const lines = {};
    const dots = marks.length > logic.MANY;
    plot.points.forEach(({ row, look, hollow, cx }, index) => {
      if (rows && !rows.has(row)) return;
      const [mark, cap] = marks[index];
      (lines[`${look} ${hollow && !dots ? "hollow" : "filled"} ${cx >> 7}`] ??= []).push(mark);
      if (cap) (lines[`${look} cap`] ??= []).push(cap);
    });
    return Object.entries(lines).map(([key, d]) => {
      const [look, form] = key.split(" ");
      const paint = { d: d.join(""), "data-keys": look };
      if (form === "filled") return make("path", { ...paint, fill: colour(Number(look)) });
      return make("path", { ...paint, fill: "none", stroke: colour(Number(look)), "stroke-dasharray": form === "hollow" ? "3 1.5" : "none", "stroke-width": 1.7 });
    });
  };

  const paint = () => {
    if (!shown()) return;
    const { x, y, xScale, yScale, colour: facet } = wanted();
    const key = [x.path, y.path, facet?.path, xScale, yScale].join();
    if (key !== drawnFor) drawFrame();
    drawnFor = key;
    stay = new Set(page.found);
    layers.marks.replaceChildren(...paths(stay));
    const kept = plot.points.filter(({ row }) => stay.has(row));
    const inside = kept.filter(({ strip }) => !strip);
    const names = inside.length > NAMED ? [] : logic.labels(plot, kept.length > NAMED ? inside : kept, data.names);
    layers.names.replaceChildren(...names.map(({ x: at, y: up, text, look }) => write(at, up, text, { "data-keys": look })));
    brushed(svg, axes());
    legend(svg);
    paintWords(inside.length, kept.length - inside.length);
    paintControls();
  };

  /** The axes that are filters. @returns {(Axis | null)[]} */
  const axes = () => {
    const { x, y } = wanted();
    return [{ range: x, scale: plot.across }, plot.up && "kind" in y && y !== x ? { range: y, scale: plot.up } : null];
  };

  /** @param {number} drawn @param {number} aside */
  const paintWords = (drawn, aside) => {
    const { y } = wanted();
    const parts = [`${drawn} of ${data.slugs.length} ${data.many} drawn`];
    if (aside) parts.push(`${aside} in the strip below, without ${y.label}`);
    if (plot.missing.length) parts.push(`not drawn: ${plot.missing.join("; ")}`);
    const text = `${parts.join("; ")}.`;
    byId("explore-left").textContent = text;
    svg.setAttribute("aria-label", `${caption.textContent}. ${text} The table below holds the same.`);
    if (numbers.open) paintNumbers();
  };

  const paintNumbers = () => {
    const { x, y, colour: facet } = wanted();
    const fields = [x, y, ...(facet && facet !== y ? [facet] : [])];
    const table = /** @type {HTMLTableElement} */ (numbers.querySelector("table"));
    const line = (/** @type {string} */ tag, /** @type {string[]} */ cells) => made("tr", {}, ...cells.map((text) => made(tag, {}, text)));
    table.tHead?.replaceChildren(line("th", [data.one[0].toUpperCase() + data.one.slice(1), ...fields.map(named)]));
    table.tBodies[0].replaceChildren(...page.found.map((row) => line("td", [data.names[row], ...fields.map((field) => logic.words(field, row))])));
  };

  const paintControls = () => {
    const { x, y, colour: facet, xScale, yScale } = wanted();
    [across.value, upward.value, colours.value] = [x.path, y.path, facet?.path ?? ""];
    [x, y].forEach((field, index) => {
      const number = "kind" in field && field.kind === "amount";
      logs[index].disabled = !number;
      logs[index].checked = number && ([xScale, yScale][index] || field.scale) === "log";
    });
  };

  /** Rings the row pointed at and says what it is. @param {number | null} row */
  const ring = (row) => {
    if (!layers.ring) return;
    const point = row === null ? undefined : plot.points.find((other) => other.row === row);
    layers.ring.replaceChildren();
    byId("explore-said").textContent = point ? said(point) : "";
    if (point) layers.ring.append(make("circle", { cx: point.cx, cy: point.cy, r: 10, fill: "none", stroke: "currentColor", "stroke-width": 2 }));
  };
  const said = (/** @type {Point} */ { row }) => {
    const { x, y, colour: facet } = wanted();
    const fields = [x, y, ...(facet && facet !== y ? [facet] : [])];
    const told = fields.map((field) => `${field.label} ${logic.words(field, row)}`);
    return `${data.names[row]}: ${told.join("; ")}`;
  };
  document.addEventListener("catalogue:pointed", (event) => shown() && ring(/** @type {CustomEvent<number | null>} */ (event).detail));

  const choose = (/** @type {number} */ row) =>
    page.change(() => {
      const { pick } = page.view;
      if (!pick.delete(data.slugs[row])) pick.add(data.slugs[row]);
    });
  const place = brush(svg, axes);
  const under = (/** @type {MouseEvent} */ event) => {
    const [x, y] = place(event);
    return logic.nearest(plot, x, y)?.row ?? null;
  };
  svg.addEventListener("pointermove", (event) => event.buttons || page.point(under(event)));
  svg.addEventListener("pointerleave", () => page.point(null));
  svg.addEventListener("click", (event) => {
    const row = event.target instanceof Element && event.target.closest(".key") ? null : under(event);
    if (row !== null) choose(row);
  });

  /** Without a mouse: arrows go from mark to mark, Enter chooses one. */
  let at = -1;
  const inOrder = (/** @type {boolean} */ all) => [...plot.points].filter(({ row }) => all || stay.has(row)).sort((a, b) => a.ends[0] - b.ends[0]);
  steps(stage, () => axes()[0], inOrder, (point) => point.ends, ({ row }) => page.point((at = row)));
  stage.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target === stage && stay.has(at)) choose(at);
  });

  [across, upward, colours].forEach((select, index) =>
    select.addEventListener("change", () =>
      page.change(() => {
        const name = /** @type {const} */ (["x", "y", "colour"])[index];
        page.view[name] = select.value === data.axes[name] ? "" : select.value;
        page.view.focus = "";
        if (name !== "colour") page.view[/** @type {"xScale" | "yScale"} */ (`${name}Scale`)] = "";
      }),
    ),
  );
  logs.forEach((box, index) =>
    box.addEventListener("change", () =>
      page.change(() => {
        const field = [wanted().x, wanted().y][index];
        const scale = box.checked ? "log" : "linear";
        page.view[index ? "yScale" : "xScale"] = "kind" in field && field.scale === scale ? "" : scale;
      }),
    ),
  );
  numbers.addEventListener("toggle", () => numbers.open && paintNumbers());
  figure.addEventListener("chart:save", paintNumbers);
  const panel = /** @type {HTMLDetailsElement | null} */ (figure.closest("details.panel"));
  panel?.addEventListener("toggle", () => {
    paint();
    const tab = panel.open ? "explore" : "";
    if (tab !== page.view.tab) page.change(() => (page.view.tab = tab));
  });

  page.shown.push({
    paint: () => {
      if (panel && panel.open !== (page.view.tab === "explore")) panel.open = page.view.tab === "explore";
      paint();
    },
  });
  if (!location.search) paint();
})();
