/** Charts under the view: faded by its filters, pointed at together with rows, brushed, and highlighted by their legends. */
(() => {
  const { store, scales, all, closest, on, createSvg, fill } = Catalog;
  if (!store) return;
  const { slugs } = store.data;
  /** User units: a pointer that moves less does not drag; a box of less height filters by the x axis alone. */
  const [DRAG, TALL] = [6, 24];
  /** Marks in drawings, and rows of their tables. */
  const marks = all("figure.chart [data-slug]");
  /** A mark is about a record, or about those of its models that it names, a line each. @param {HTMLElement} mark */
  const isLeft = ({ dataset: { slug = "", variant, poor } }) =>
    !(poor && store.view.well) &&
    (variant === undefined ? store.keys.has(slug) : variant.split("\n").some((name) => store.keys.has(`${slug}@${name}`)));
  const links = all("a[data-tab]");
  /** The chart of the address that was scrolled to last. */
  let shown = "";

  store.components.push({
    paint: () => {
      for (const mark of marks) mark.classList.toggle("out", !isLeft(mark));
      showChart();
      paintDrawings();
    },
    point: (row) => {
      for (const mark of all("figure.chart .pointed")) mark.classList.remove("pointed");
      const slug = CSS.escape(slugs[row ?? -1] ?? "");
      if (slug) for (const mark of all(`figure.chart [data-slug="${slug}"]`)) mark.classList.add("pointed");
    },
  });
  on("pointerover", "figure.chart [data-slug]", ({ dataset: { slug = "" } }) => store.point(slugs.indexOf(slug)));

  /** The page begins at the chart that the address names. */
  const showChart = () => {
    const { tab } = store.view;
    const link = links.find(({ dataset }) => dataset.tab === tab);
    for (const panel of all("details[data-tab]")) panel.open ||= panel.dataset.tab === tab;
    if (link && tab !== shown) document.getElementById(`chart-${tab}`)?.scrollIntoView();
    shown = tab;
  };

  /**
   * Dragging over a drawing filters by what lies below; what is pressed without dragging stays a click. A finger scrolls,
   * and drags nothing but the handles of the x axis.
   * @param {SVGSVGElement} svg @param {(Axis | null)[]} axes
   */
  const brush = (svg, axes) => {
    /** @type {number[] | null} */
    let start = null;
    /** The axes that are dragged along. @type {(Axis | null)[]} */
    let dragged = [];
    let dragging = false;
    let frame = 0;
    const place = (/** @type {MouseEvent} */ { clientX, clientY }) => {
      const { left, top, width } = svg.getBoundingClientRect();
      const share = svg.viewBox.baseVal.width / width;
      return [(clientX - left) * share, (clientY - top) * share];
    };
    const drag = (/** @type {number[]} */ from, /** @type {number[]} */ to) => {
      store.change(() => filterBetween(dragged, from, to), dragging);
      dragging = true;
    };
    const end = (/** @type {PointerEvent} */ event) => {
      cancelAnimationFrame(frame);
      if (start && dragging && event.type === "pointerup") drag(start, place(event));
      start = null;
    };
    svg.addEventListener("pointerdown", (event) => {
      const handle = closest(event, ".handle");
      dragging = false;
      if (event.button || (event.pointerType === "touch" && !handle)) return;
      start = handle ? [Number(handle.dataset.from), 0] : place(event);
      dragged = handle ? axes.slice(0, 1) : axes;
    });
    svg.addEventListener("pointermove", (event) => {
      const at = place(event);
      if (!start || (!dragging && Math.abs(at[0] - start[0]) < DRAG)) return;
      svg.setPointerCapture(event.pointerId);
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(() => start && drag(start, at));
    });
    document.addEventListener("pointerup", end);
    document.addEventListener("pointercancel", end);
    svg.addEventListener("dragstart", (event) => event.preventDefault());
    svg.addEventListener("click", (event) => {
      if (!dragging) return;
      event.preventDefault();
      event.stopImmediatePropagation();
    }, true);
  };

  /** @param {(Axis | null)[]} axes @param {number[]} from @param {number[]} to */
  const filterBetween = (axes, from, to) => {
    axes.forEach((axis, i) => {
      if (!axis) return;
      const { range, scale } = axis;
      const [low, high] = [from[i], to[i]].map((at) => scales.round(scale.kind, scales.value(scale, at))).sort((a, b) => a - b);
      const wide = !i || Math.abs(to[i] - from[i]) > TALL;
      store.setSpan(range.path, wide ? low : null, wide ? high : null);
    });
  };

  /** The filters of a drawing's axes, as a box on it. @param {SVGSVGElement} svg @param {(Axis | null)[]} axes */
  const paintBrush = (svg, axes) => {
    for (const before of all(".brush, .handle", svg)) before.remove();
    const spans = axes.map((axis) => axis && store.view.spans.get(axis.range.path));
    const across = axes[0]?.scale;
    if (!across || !(spans.some(Boolean) || matchMedia("(pointer: coarse)").matches)) return;
    const line = svg.querySelector("line");
    const [[x1, x2], [y1, y2]] = [0, 1].map((i) => {
      const scale = axes[i]?.scale;
      // Where the other axis cannot be filtered by, the box is as tall as a line of the grid.
      if (!scale) return ["y1", "y2"].map((end) => Number(line?.getAttribute(end)));
      return [spans[i]?.low ?? -Infinity, spans[i]?.high ?? Infinity].map((end) => scales.at(scale, end)).sort((a, b) => a - b);
    });
    const paint = { fill: "currentColor", "fill-opacity": 0.08, stroke: "currentColor", "stroke-opacity": 0.5 };
    const box = { class: "brush", x: x1, y: y1, width: x2 - x1, height: y2 - y1, "pointer-events": "none" };
    if (spans.some(Boolean)) svg.append(createSvg("rect", { ...box, ...paint }));
    svg.append(handle(x1, x2, y1), handle(x2, x1, y1));
  };

  /**
   * A grip at one end of what is chosen of the x axis, as large as a finger.
   * @param {number} x @param {number} from the other end @param {number} y
   */
  const handle = (x, from, y) =>
    createSvg("g", { class: "handle", "data-from": from },
      createSvg("rect", { x: x - 18, y: y - 18, width: 36, height: 36, "fill-opacity": 0, stroke: "none" }),
      createSvg("circle", { cx: x, cy: y, r: 6, "stroke-width": 2 }));

  /** Arrow keys go from mark to mark, with Shift they filter by the range between. @type {typeof Catalog.charts.stepThrough} */
  const stepThrough = (stage, { across, marks, ends, go }) => {
    /** The mark that was gone to last. @type {any} */
    let at;
    /** The mark where a range began. @type {any} */
    let anchor;
    stage.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      const list = step ? marks(event.shiftKey) : [];
      if (!step || !list.length) return;
      event.preventDefault();
      const now = Math.max(list.findIndex((mark) => mark === document.activeElement), list.indexOf(at));
      const next = list[Math.min(Math.max(now < 0 && step < 0 ? 0 : now + step, 0), list.length - 1)];
      const range = across();
      if (event.shiftKey && range) {
        const quiet = anchor !== undefined;
        anchor ??= list[now] ?? next;
        const reach = [...ends(anchor), ...ends(next)];
        store.change(() => store.setSpan(range.path, Math.min(...reach), Math.max(...reach)), quiet);
      } else anchor = undefined;
      at = next;
      go(next);
    });
  };

  /**
   * The ends of what an attribute says: the first and last day of a time, else twice the number; or two that it gives.
   * @param {string | undefined} kind @param {string} [text]
   */
  const endsOf = (kind, text = "") => {
    const [first, last = first] = text.split("..");
    return [first, last].map((end, index) => (kind === "time" && scales.day(end, index > 0)) || Number(end));
  };

  /** An axis of a drawing that is one of the filters, too. @param {DOMStringMap} attributes @param {"x" | "y"} name */
  const axisOf = (attributes, name) => {
    const range = store.range(attributes[name] ?? "");
    const kind = /** @type {ScaleKind | undefined} */ (attributes[`${name}Scale`]);
    const [low, high] = ["Low", "High"].map((end) => endsOf(kind, attributes[name + end])[0]);
    const [start, end] = ["Start", "End"].map((end) => Number(attributes[name + end]));
    return range && kind ? { range, scale: { kind, low, high, start, end } } : null;
  };

  const drawings = all("figure[data-figure] .drawing svg").map((svg) => {
    const axes = [axisOf(svg.dataset, "x"), axisOf(svg.dataset, "y")];
    const ends = (/** @type {HTMLElement} */ mark) => endsOf(svg.dataset.xScale, mark.dataset.x);
    const inOrder = () => all(".mark[data-x], .bin", svg).sort((a, b) => ends(a)[0] - ends(b)[0]);
    if (axes[0] && svg.parentElement) {
      brush(svg, axes);
      stepThrough(svg.parentElement, {
        across: () => axes[0]?.range,
        // Of two drawings of a chart, the page shows one.
        marks: (every) => (svg.getClientRects().length ? inOrder() : []).filter((mark) => every || !mark.matches(".out")),
        ends,
        go: (mark) => mark.focus(),
      });
    }
    return { svg, axes };
  });

  /** @type {HTMLElement | null} */
  let hoveredEntry = null;
  /** Of a legend, the entry that is pointed at is highlighted, else the one that was chosen. @type {typeof Catalog.charts.paintLegend} */
  const paintLegend = (drawing) => {
    const entries = all(".key", drawing);
    const isFocused = (/** @type {HTMLElement} */ { dataset }) => dataset.name === store.view.focus;
    for (const entry of entries) fill(entry, { role: "button", tabindex: 0, "aria-pressed": String(isFocused(entry)) });
    const key = (entries.find((entry) => entry === hoveredEntry) ?? entries.find(isFocused))?.dataset.key;
    for (const mark of all("[data-keys]", drawing)) {
      mark.classList.toggle("faded", key !== undefined && !mark.dataset.keys?.split(" ").includes(key));
    }
  };
  for (const type of ["pointerover", "focusin"]) {
    document.addEventListener(type, (event) => {
      const entry = closest(event, "figure.chart .key");
      if (entry === hoveredEntry || (entry && type === "focusin" && !entry.matches(":focus-visible"))) return;
      const before = hoveredEntry;
      hoveredEntry = entry;
      for (const drawing of [before, entry].map((other) => other?.closest(".drawing"))) if (drawing) paintLegend(drawing);
    });
  }
  for (const type of /** @type {const} */ (["click", "keydown"])) {
    on(type, "figure.chart .key", ({ dataset: { name = "" } }, event) => {
      if (event instanceof KeyboardEvent && event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      if (store.view.focus === name) hoveredEntry = null;
      store.change(() => (store.view.focus = store.view.focus === name ? "" : name));
    });
  }

  /** Take back what was chosen in a chart. @type {typeof Catalog.charts.reset} */
  const reset = (figure) => {
    const { x = "", y = "" } = all(".drawing > [data-x]", figure)[0]?.dataset ?? {};
    const { spans, pick, focus } = store.view;
    if (!pick.size && !focus && !spans.has(x) && !spans.has(y)) return;
    hoveredEntry = null;
    store.change(() => {
      for (const path of [x, y]) spans.delete(path);
      pick.clear();
      store.view.focus = "";
    });
  };
  on("keydown", "figure.chart", (figure, { key }) => key === "Escape" && reset(figure));

  const paintDrawings = () => {
    for (const { svg, axes } of drawings) {
      paintBrush(svg, axes);
      if (svg.parentElement) paintLegend(svg.parentElement);
    }
  };
  paintDrawings();
  Catalog.charts = { stepThrough, paintLegend, reset, counts: new WeakMap() };
})();
