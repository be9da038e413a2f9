// @ts-check
/**
 * Charts on any page: taken along as files, counts under the filters, and an interactive plot for readers who ask for one.
 *
 * `<figure class="chart" data-figure="ID">` holds a `.drawing` (the SVG) and a JSON script with that ID. In the plot, a click
 * on one point opens the page its mark leads to.
 */
(() => {
  const { made, svg } = Catalog;
  /** @typedef {HTMLElement & {on: Function, data: {customdata: string[]}[]}} Plot */
  /** @type {Promise<any> | null} */
  let library = null;
  /** @type {Map<HTMLElement, Plot>} */
  const plots = new Map();
  /** @type {Set<string> | null} */
  let stay = null;

  const load = () => (library ??= Catalog.load("assets/vendor/plotly-basic.min.js").then(() => /** @type {any} */ (window).Plotly));

  /** Where a drawing came from, in a line. @param {Element} figure */
  const origin = (figure) => {
    const title = figure.querySelector("figcaption")?.textContent?.trim() ?? "";
    const licence = document.querySelector(".site-licence")?.textContent?.trim() ?? "";
    return [`${document.title}: ${title}.`, licence, location.href].filter(Boolean).join(" ");
  };

  /** The drawing as it is on the page, complete without the page. @param {Element} figure */
  const standalone = (figure) => {
    const original = /** @type {SVGSVGElement} */ (figure.querySelector(".drawing svg"));
    const copy = /** @type {SVGSVGElement} */ (original.cloneNode(true));
    const { width, height } = original.viewBox.baseVal;
    const { color, backgroundColor } = getComputedStyle(document.body);
    copy.setAttribute("viewBox", `-8 -8 ${width + 16} ${height + 36}`);
    copy.setAttribute("width", String(width + 16));
    copy.setAttribute("height", String(height + 36));
    copy.setAttribute("color", color);
    for (const mark of copy.querySelectorAll(".out, .faded")) mark.setAttribute("opacity", "0.13");
    for (const link of copy.querySelectorAll("a[href]")) link.setAttribute("href", new URL(link.getAttribute("href") ?? "", location.href).href);
    for (const helper of copy.querySelectorAll(".brush, .ring")) helper.remove();
    const paper = svg("rect", { x: -8, y: -8, width: width + 16, height: height + 36, fill: backgroundColor });
    const line = svg("text", { x: 0, y: height + 20, "font-size": 9 }, origin(figure));
    copy.prepend(svg("metadata", {}, origin(figure)), paper);
    copy.append(line);
    return new XMLSerializer().serializeToString(copy);
  };

  /** @param {Element} figure */
  const asCsv = (figure) => {
    const lines = [...figure.querySelectorAll("table tr:not(.out)")].map((row) => [...row.children].map((cell) => cell.textContent?.trim() ?? ""));
    return `# ${origin(figure)}\r\n${csv(lines)}`;
  };

  /** @param {Element} figure @returns {Promise<Blob | null>} twice as large as on the page */
  const asPng = async (figure) => {
    const image = new Image();
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(standalone(figure))}`;
    await image.decode();
    const canvas = Object.assign(document.createElement("canvas"), { width: image.width * 2, height: image.height * 2 });
    canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
    return new Promise((done) => canvas.toBlob(done));
  };

  document.addEventListener("click", async (event) => {
    const button = event.target instanceof Element ? event.target.closest("[data-save]") : null;
    const figure = button?.closest("figure");
    if (!button || !figure) return;
    const kind = button.getAttribute("data-save");
    const name = `${figure.id || "chart"}.${kind}`;
    figure.dispatchEvent(new CustomEvent("chart:save"));
    if (kind === "csv") save(name, asCsv(figure), "text/csv");
    else if (kind === "svg") save(name, standalone(figure), "image/svg+xml");
    else {
      const picture = await asPng(figure);
      if (picture) save(name, picture, "image/png");
    }
  });

  /** @param {string} name @param {string | Blob} content @param {string} type */
  const save = (name, content, type) => {
    const href = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type }));
    made("a", { href, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(href), 1000);
  };

  /** @param {string[][]} lines @returns {string} CSV, with cells no spreadsheet takes for a formula */
  const csv = (lines) =>
    lines
      .map((line) => line.map((cell) => `"${cell.replace(/^(?=[=+\-@\t\r])/, "'").replaceAll('"', '""')}"`).join(","))
      .join("\r\n") + "\r\n";

  Object.assign(Catalog, { save, csv });

  const drawing = (/** @type {HTMLElement} */ figure) => /** @type {HTMLElement} */ (figure.querySelector(".drawing"));

  /** The page's colours, for both palettes. @param {Element} figure */
  const colours = (figure) => {
    const { color, fontFamily } = getComputedStyle(figure);
    const faint = color.replace(/^rgba?\(([^,]+,[^,]+,[^,)]+).*$/, "rgba($1, 0.2)");
    /** @type {Object<string, any>} */
    const found = { "font.color": color, "font.family": fontFamily };
    for (const axis of ["xaxis", "yaxis"]) Object.assign(found, { [`${axis}.gridcolor`]: faint, [`${axis}.zerolinecolor`]: faint });
    return found;
  };

  /** The points that the filters leave, as Plotly wants to hear it. @param {Plot} plot */
  const select = async (plot) => {
    const Plotly = await load();
    const kept = plot.data.map(({ customdata }) =>
      customdata.flatMap((slugs, index) => (!stay || slugs.split(" ").some((slug) => stay?.has(slug)) ? [index] : [])),
    );
    const all = kept.every((indices, trace) => indices.length === plot.data[trace].customdata.length);
    await Plotly.restyle(plot, { selectedpoints: all ? plot.data.map(() => null) : kept });
  };

  const follow = (/** @type {HTMLElement} */ figure, /** @type {any} */ { points }) => {
    const mark = points.length === 1 && drawing(figure).querySelector(`a[data-slug="${CSS.escape(points[0].customdata)}"]`);
    if (mark) location.assign(new URL(mark.getAttribute("href") ?? "", location.href));
  };

  /** Put the plot in the drawing's place, with a button that brings the drawing back. @param {HTMLElement} figure */
  const show = async (figure) => {
    const source = document.getElementById(figure.dataset.figure ?? "");
    if (plots.has(figure) || !source) return;
    const still = drawing(figure);
    const label = `${still.getAttribute("aria-label") ?? ""}, interactive; the numbers are in the table below`;
    const plot = /** @type {Plot} */ (made("div", { class: "plot", tabindex: 0, role: "img", "aria-label": label }));
    plots.set(figure, plot);
    const Plotly = await load().catch(() => (library = null));
    if (!Plotly) return plots.delete(figure);
    const { data, layout } = JSON.parse(source.textContent ?? "");
    const back = made("button", { type: "button", class: "unplot" }, "Back to the drawing");
    back.addEventListener("click", () => hide(figure));
    still.after(plot, back);
    still.hidden = true;
    await Plotly.newPlot(plot, data, layout, { displayModeBar: false, responsive: true });
    await Plotly.relayout(plot, colours(figure));
    plot.focus();
    plot.on("plotly_click", (/** @type {any} */ chosen) => follow(figure, chosen));
    if (stay) await select(plot);
  };

  const hide = (/** @type {HTMLElement} */ figure) => {
    const plot = plots.get(figure);
    if (!plot) return;
    load().then((Plotly) => Plotly.purge(plot));
    plots.delete(figure);
    figure.querySelector(".unplot")?.remove();
    plot.remove();
    drawing(figure).hidden = false;
    drawing(figure).focus();
  };

  /** Count again, under the filters, what a cell of a matrix stands for. */
  const recount = () => {
    for (const cell of document.querySelectorAll("figure.chart [data-slugs]")) {
      const slugs = (cell.getAttribute("data-slugs") ?? "").split(" ").filter(Boolean);
      const left = slugs.filter((slug) => !stay || stay.has(slug)).length;
      const count = cell.querySelector(".count");
      if (count) count.textContent = String(left);
      cell.classList.toggle("out", slugs.length > 0 && left === 0);
    }
  };

  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("[data-plot]") : null;
    const figure = /** @type {HTMLElement | null | undefined} */ (button?.closest("figure.chart"));
    if (figure) show(figure);
  });
  document.addEventListener("keydown", (event) => {
    const figure = /** @type {HTMLElement | null} */ (event.target instanceof Element && event.target.closest("figure.chart"));
    if (event.key === "Escape" && figure) hide(figure);
  });
  document.addEventListener("catalogue:filtered", (event) => {
    stay = /** @type {CustomEvent} */ (event).detail.slugs;
    recount();
    plots.forEach((plot) => plot.data && select(plot));
  });
  new MutationObserver(() => {
    plots.forEach((plot, figure) => plot.data && load().then((Plotly) => Plotly.relayout(plot, colours(figure))));
  }).observe(document.body, { attributes: true, attributeFilter: ["data-md-color-scheme"] });
})();
