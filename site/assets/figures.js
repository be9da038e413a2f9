/**
 * Charts on any page: saved as files, counts under the filters, and an interactive plot for readers who ask for one.
 *
 * `<figure class="chart" data-figure="ID">` holds a `.drawing` (the SVG) and a JSON script with that ID. In the plot, a click
 * on one point opens the page its mark leads to.
 */
(() => {
  /** @typedef {{customdata: string[], meta?: string | number}} Trace */
  /** @typedef {HTMLElement & {on: Function, data?: Trace[], layout?: any}} Plot */
  const { button, create, createSvg, fill, one, all, on, closest, save } = Catalog;
  /** @type {Promise<any> | null} */
  let library = null;
  /** @type {Map<HTMLElement, Plot>} */
  const plots = new Map();
  /**
   * What is under the filters, records and those of their models that fit, as `slug@name`; and whether only well-sourced
   * facts count. @type {{keys: Set<string>, well: boolean} | null}
   */
  let view = null;

  const plotly = () =>
    (library ??= Catalog.load("assets/vendor/plotly-basic.min.js").then(() => /** @type {any} */ (window).Plotly));

  const drawingOf = (/** @type {Element} */ figure) => one(figure, ".drawing");

  /** The title, licence and address of a drawing, in a line. @param {Element} figure */
  const origin = (figure) => {
    const title = figure.querySelector("figcaption")?.textContent?.trim() ?? "";
    const licence = document.querySelector(".site-licence")?.textContent?.trim() ?? "";
    return [`${document.title}: ${title}.`, licence, location.href].filter(Boolean).join(" ");
  };

  /** The drawing as it is on the page, complete without the page. @param {Element} figure */
  const standalone = (figure) => {
    const original = one(drawingOf(figure), "svg");
    const copy = /** @type {SVGSVGElement} */ (original.cloneNode(true));
    const { width, height } = original.viewBox.baseVal;
    const { color, backgroundColor } = getComputedStyle(document.body);
    // A margin of 8 all around, and below it two lines: what is not shown, and its origin.
    const size = { width: width + 16, height: height + 48 };
    fill(copy, { viewBox: `-8 -8 ${size.width} ${size.height}`, ...size, color });
    for (const mark of all(".out:not(.bin), .faded", copy)) mark.setAttribute("opacity", "0.13");
    for (const link of all("a[href]", copy)) link.setAttribute("href", new URL(link.getAttribute("href") ?? "", location.href).href);
    for (const helper of all(".brush, .handle, .ring", copy)) helper.remove();
    copy.querySelector(".heads")?.removeAttribute("transform");
    copy.prepend(createSvg("metadata", {}, origin(figure)), createSvg("rect", { x: -8, y: -8, ...size, fill: backgroundColor }));
    const missing = figure.querySelector(".missing > summary")?.textContent ?? "";
    [missing, origin(figure)].forEach((text, line) => {
      copy.append(createSvg("text", { x: 0, y: height + 14 + 14 * line, "font-size": 11 }, text));
    });
    return new XMLSerializer().serializeToString(copy);
  };

  /** @param {Element} figure */
  const asCsv = (figure) => {
    const rows = all("table tr:not(.out)", figure);
    const lines = rows.map((row) => [...row.children].map((cell) => {
      const copy = /** @type {Element} */ (cell.cloneNode(true));
      for (const name of all(".out", copy)) name.remove();
      return copy.textContent?.trim().replace(/,$/, "") ?? "";
    }));
    return `# ${origin(figure)}\r\n${csv(lines)}`;
  };

  /** Twice as large as on the page. @param {Element} figure @returns {Promise<Blob | null>} */
  const asPng = async (figure) => {
    const image = new Image();
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(standalone(figure))}`;
    await image.decode();
    const canvas = create("canvas", { width: image.width * 2, height: image.height * 2 });
    canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
    return new Promise((resolve) => canvas.toBlob(resolve));
  };

  on("click", "figure [data-save]", async (item) => {
    const figure = /** @type {HTMLElement} */ (item.closest("figure"));
    const kind = item.dataset.save;
    const name = `${figure.id || "chart"}.${kind}`;
    figure.dispatchEvent(new Event("chart:save"));
    if (kind === "csv") save(name, asCsv(figure), "text/csv");
    else if (kind === "svg") save(name, standalone(figure), "image/svg+xml");
    else {
      const picture = await asPng(figure);
      if (picture) save(name, picture, "image/png");
    }
  });

  /** Lines as CSV, with cells that no spreadsheet takes for a formula. @type {typeof Catalog.csv} */
  const csv = (lines) => lines.map((line) => line.map(quoted).join(",")).join("\r\n") + "\r\n";
  const quoted = (/** @type {string} */ cell) =>
    `"${/^\p{Cf}*[=+\-@]/u.test(cell.normalize("NFKC")) ? "'" : ""}${cell.replaceAll('"', '""')}"`;

  /** The page's colours, for both palettes. @param {Element} figure */
  const colours = (figure) => {
    const { color, fontFamily } = getComputedStyle(figure);
    return { "font.color": color, "font.family": fontFamily };
  };

  Object.assign(Catalog, { csv, plotly, colours, origin });

  /** The records of those keys, a line each, that the filters leave. @param {string} keys @param {string[]} [poor] */
  const slugsLeft = (keys, poor = []) => {
    const left = keys.split("\n").filter((key) => key && (!view || view.keys.has(key)) && !(view?.well && poor.includes(key)));
    return new Set(left.map(slugOf));
  };
  const poorKeys = (/** @type {HTMLElement} */ mark) => mark.dataset.poor?.split("\n") ?? [];
  const slugOf = (/** @type {string} */ key) => key.split(/[@\n]/)[0];

  /**
   * What a trace that counts shows of these counts: shades, columns so many pixels high, or numbers alone.
   * @param {Trace} trace @param {number[]} counts
   */
  const recounted = ({ meta }, counts) => {
    const most = Math.max(...counts, 1);
    const shades = { "marker.opacity": [counts.map((count) => count && 0.12 + (0.5 * count) / most)] };
    const columns = { y: [counts.map((count) => count * Number(meta))] };
    const text = [counts.map((count) => count.toLocaleString("en"))];
    return { text, ...(meta === "shade" ? shades : meta === "text" ? {} : columns) };
  };

  /** Count again under the filters, or let Plotly fade the points that they leave out. @param {Plot} plot @param {HTMLElement} figure */
  const select = async (plot, figure) => {
    const Plotly = await plotly();
    const poor = all("[data-poor]", figure).flatMap(poorKeys);
    const counts = Catalog.charts?.counts.get(figure);
    const isLeft = (/** @type {string} */ keys) => slugsLeft(keys, poor).size > 0;
    const traces = (plot.data ?? []).map((trace, index) => ({ trace, index }));
    const drawn = traces.filter(({ trace }) => trace.meta === undefined);
    for (const { trace, index } of traces.filter(({ trace }) => counts && trace.meta !== undefined)) {
      await Plotly.restyle(plot, recounted(trace, trace.customdata.map((cell) => counts?.get(cell) ?? 0)), [index]);
    }
    const selected = drawn.map(({ trace }) => trace.customdata.flatMap((keys, point) => (isLeft(keys) ? [point] : [])));
    const isWhole = selected.every((points, index) => points.length === drawn[index].trace.customdata.length);
    const selectedpoints = isWhole ? drawn.map(() => null) : selected;
    if (drawn.length) await Plotly.restyle(plot, { selectedpoints }, drawn.map(({ index }) => index));
    const names = (plot.layout.annotations ?? []).map((/** @type {any} */ name) => ({ ...name, opacity: isLeft(name.name) ? 1 : 0.2 }));
    if (names.length) await Plotly.relayout(plot, { annotations: names });
  };

  /** The figure without the words around it, which the page says. @param {any} layout */
  const withoutWords = ({ title, ...layout }) => {
    const { above, below } = layout.meta;
    const margin = { ...layout.margin, t: layout.margin.t - above + 12, b: layout.margin.b - below };
    const annotations = (layout.annotations ?? []).filter((/** @type {any} */ { name }) => name !== "(note)");
    return { ...layout, annotations, margin, height: layout.height - above - below + 12 };
  };

  /** Plotly makes the ticks of what a reader has zoomed into. @param {Plot} plot @param {any} whole the layout as it was */
  const watchZoom = (plot, whole) => {
    plot.on("plotly_relayout", async () => {
      const changes = ["xaxis", "yaxis"].flatMap((axis) => {
        const { range, tickmode } = plot.layout[axis];
        const wanted = String(range) === whole[axis] ? "array" : "auto";
        return wanted === tickmode ? [] : [[`${axis}.tickmode`, wanted]];
      });
      if (changes.length) (await plotly()).relayout(plot, Object.fromEntries(changes));
    });
  };

  /** @param {HTMLElement} figure @param {{points: {customdata: string}[]}} event of Plotly */
  const follow = (figure, { points: [point, another] }) => {
    const mark = another ? null : drawingOf(figure).querySelector(`a[data-slug="${CSS.escape(slugOf(point.customdata))}"]`);
    if (mark) location.assign(new URL(mark.getAttribute("href") ?? "", location.href));
  };

  /** Put the plot in the drawing's place, with a button that brings the drawing back. @param {HTMLElement} figure */
  const show = async (figure) => {
    const content = Catalog.json(figure.dataset.figure ?? "");
    if (plots.has(figure) || !content) return;
    const drawing = drawingOf(figure);
    const label = `${drawing.getAttribute("aria-label") ?? ""}, interactive; the numbers are in the table below`;
    const attributes = { class: "plot", tabindex: 0, role: "img", "aria-label": label };
    const plot = /** @type {Plot} */ (/** @type {HTMLElement} */ (create("div", attributes)));
    plots.set(figure, plot);
    const Plotly = await plotly().catch(() => (library = null));
    if (!Plotly) return plots.delete(figure);
    // Escape may have been pressed meanwhile.
    if (plots.get(figure) !== plot) return;
    const back = button({ class: "button unplot" }, () => hide(figure), "Back to the drawing");
    const shown = /** @type {SVGSVGElement | undefined} */ (all("svg", drawing).find((svg) => svg.getClientRects().length));
    const [width, scrolled] = [shown?.viewBox.baseVal.width ?? 0, drawing.scrollLeft];
    drawing.after(plot, back);
    drawing.hidden = true;
    // As wide as the drawing where that scrolls sideways, and a finger scrolls.
    const [least, room] = [width, plot.clientWidth];
    const wide = least > room ? { width: least } : {};
    const dragmode = matchMedia("(pointer: coarse)").matches ? false : "zoom";
    const layout = { ...withoutWords(content.layout), ...wide, dragmode };
    await Plotly.newPlot(plot, content.data, layout, { displayModeBar: false, responsive: least <= room });
    await Plotly.relayout(plot, colours(figure));
    plot.scrollLeft = scrolled;
    watchZoom(plot, Object.fromEntries(["xaxis", "yaxis"].map((axis) => [axis, String(plot.layout[axis].range)])));
    plot.focus();
    plot.on("plotly_click", (/** @type {any} */ event) => follow(figure, event));
    if (view) await select(plot, figure);
  };

  const hide = (/** @type {HTMLElement} */ figure) => {
    const plot = plots.get(figure);
    if (!plot) return;
    plotly().then((Plotly) => Plotly.purge(plot));
    plots.delete(figure);
    figure.querySelector(".unplot")?.remove();
    plot.remove();
    drawingOf(figure).hidden = false;
    drawingOf(figure).focus();
  };

  /** Count the records of each cell of a matrix again, under the filters. */
  const recount = () => {
    for (const cell of all("figure.chart [data-slugs]")) {
      const { slugs = "", models } = cell.dataset;
      const { size } = slugsLeft(models ?? slugs.replaceAll(" ", "\n"), poorKeys(cell));
      const count = cell.querySelector(".count");
      if (count) count.textContent = String(size);
      cell.classList.toggle("out", slugs !== "" && !size);
    }
    for (const output of all("figure.chart:not(:has([data-cells])) .doubted")) {
      const poor = view?.well ? all("[data-poor]", output.closest("figure") ?? undefined).flatMap(poorKeys) : [];
      const { size } = slugsLeft(poor.join("\n"));
      output.textContent = size ? `Left out as not well sourced: ${size}` : "";
    }
  };

  /** The heads of lanes stay where a drawing scrolls sideways. */
  for (const heads of all(".drawing > svg > .heads")) {
    const svg = /** @type {SVGSVGElement} */ (heads.parentNode);
    const stage = /** @type {HTMLElement} */ (svg.parentElement);
    const follow = () => {
      const [{ left, width }, place] = [svg, stage].map((part) => part.getBoundingClientRect());
      if (width) fill(heads, { transform: `translate(${(Math.max(place.left - left, 0) * svg.viewBox.baseVal.width) / width} 0)` });
    };
    stage.addEventListener("scroll", follow, { passive: true });
    new ResizeObserver(follow).observe(stage);
  }

  on("click", "figure.chart", (figure, event) => closest(event, "[data-plot]") && show(figure));
  on("keydown", "figure.chart", (figure, { key }) => key === "Escape" && hide(figure));
  document.addEventListener("catalogue:filtered", (event) => {
    if (event instanceof CustomEvent) view = event.detail;
    recount();
    plots.forEach((plot, figure) => plot.data && select(plot, figure));
  });
  new MutationObserver(() => {
    plots.forEach((plot, figure) => plot.data && plotly().then((Plotly) => Plotly.relayout(plot, colours(figure))));
  }).observe(document.body, { attributes: true, attributeFilter: ["data-md-color-scheme"] });
})();
