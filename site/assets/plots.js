// @ts-check
/**
 * Charts beyond their drawing: counts under the filters, and an interactive plot for readers who ask for one.
 *
 * `<figure class="chart" data-figure="ID">` holds a `.drawing` (the SVG) and a JSON script with that ID.
 * A plot that is clicked or brushed sends `chart:pick` with `{slugs, path, range}` from its figure; where nobody
 * prevents that event, a click on one point opens the page its mark leads to.
 */
(() => {
  const own = /** @type {HTMLScriptElement} */ (document.currentScript);
  const bundle = new URL("vendor/plotly-basic.min.js", own.src).href;
  /** @typedef {HTMLElement & {on: Function, data: {customdata: string[]}[]}} Plot */
  /** @type {Promise<any> | null} */
  let library = null;
  /** @type {Map<HTMLElement, Plot>} */
  const plots = new Map();
  /** @type {Set<string> | null} */
  let stay = null;

  const load = () =>
    (library ??= new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = bundle;
      script.onload = () => resolve(/** @type {any} */ (window).Plotly);
      script.onerror = () => ((library = null), reject(new Error(`cannot load ${bundle}`)));
      document.head.append(script);
    }));

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

  const pick = (/** @type {HTMLElement} */ figure, /** @type {any} */ chosen) => {
    const slugs = (chosen?.points ?? []).flatMap((/** @type {any} */ point) => String(point.customdata).split(" "));
    const detail = { slugs: [...new Set(slugs)], path: figure.querySelector("svg")?.getAttribute("data-x"), range: chosen?.range };
    return figure.dispatchEvent(new CustomEvent("chart:pick", { bubbles: true, cancelable: true, detail })) && detail.slugs;
  };

  const follow = (/** @type {HTMLElement} */ figure, /** @type {string[] | false} */ slugs) => {
    const mark = slugs && slugs.length === 1 && drawing(figure).querySelector(`a[data-slug="${CSS.escape(slugs[0])}"]`);
    if (mark) location.assign(new URL(mark.getAttribute("href") ?? "", location.href));
  };

  /** Put the plot in the drawing's place, with a button that brings the drawing back. @param {HTMLElement} figure */
  const show = async (figure) => {
    const source = document.getElementById(figure.dataset.figure ?? "");
    if (plots.has(figure) || figure.dataset.plain !== undefined || !source) return;
    const plot = /** @type {Plot} */ (/** @type {unknown} */ (document.createElement("div")));
    plots.set(figure, plot);
    const Plotly = await load().catch(() => plots.delete(figure));
    if (!Plotly?.newPlot || !figure.isConnected) return;
    const { data, layout } = JSON.parse(source.textContent ?? "");
    const still = drawing(figure);
    const hadFocus = document.activeElement === still;
    plot.className = "plot";
    plot.tabIndex = 0;
    plot.setAttribute("role", "img");
    plot.setAttribute("aria-label", `${still.getAttribute("aria-label") ?? ""}, interactive; the numbers are in the table below`);
    const back = document.createElement("button");
    back.type = "button";
    back.className = "unplot";
    back.textContent = "Back to the drawing";
    back.addEventListener("click", () => hide(figure));
    still.after(plot, back);
    still.hidden = true;
    const selectdirection = still.querySelector("svg[data-y]") ? "any" : "h";
    await Plotly.newPlot(plot, data, { ...layout, selectdirection }, { displayModeBar: false, responsive: true });
    await Plotly.relayout(plot, colours(figure));
    if (hadFocus) plot.focus();
    plot.on("plotly_click", (/** @type {any} */ chosen) => follow(figure, pick(figure, chosen)));
    plot.on("plotly_selected", (/** @type {any} */ chosen) => chosen && pick(figure, chosen));
    if (stay) await select(plot);
  };

  const remove = (/** @type {HTMLElement} */ figure, /** @type {Plot} */ plot) => {
    load().then((Plotly) => Plotly.purge(plot));
    plots.delete(figure);
  };

  const hide = (/** @type {HTMLElement} */ figure) => {
    const plot = plots.get(figure);
    if (!plot) return;
    remove(figure, plot);
    figure.querySelector(".unplot")?.remove();
    plot.remove();
    figure.dataset.plain = "";
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

  const intent = (/** @type {Event} */ event) => {
    const target = event.target instanceof Element ? event.target : null;
    const figure = /** @type {HTMLElement | null} */ (target?.closest("figure.chart[data-figure]"));
    const still = target?.closest(".drawing");
    if (!figure || !still) return;
    if (event instanceof PointerEvent && event.type === "pointerover" && event.pointerType === "touch") return;
    if (event.type === "focusin" && target !== still) return;
    if (event.type === "click" && target?.closest("a")) return;
    if (event.type === "click") delete figure.dataset.plain;
    show(figure);
  };

  for (const type of ["pointerover", "focusin", "click"]) document.addEventListener(type, intent);
  document.addEventListener("keydown", (event) => {
    const figure = event.target instanceof Element && event.target.closest("figure.chart");
    if (event.key !== "Escape" || !figure) return;
    pick(/** @type {HTMLElement} */ (figure), null);
    hide(/** @type {HTMLElement} */ (figure));
  });
  document.addEventListener("catalogue:filtered", (event) => {
    stay = /** @type {CustomEvent} */ (event).detail.slugs;
    recount();
    plots.forEach((plot) => plot.data && select(plot));
  });
  new MutationObserver(() => {
    plots.forEach((plot, figure) => plot.data && load().then((Plotly) => Plotly.relayout(plot, colours(figure))));
  }).observe(document.body, { attributes: true, attributeFilter: ["data-md-color-scheme"] });
  /** Material replaces the page without loading it anew. */
  const left = () => plots.forEach((plot, figure) => figure.isConnected || remove(figure, plot));
  /** @type {any} */ (window).document$?.subscribe(left);
})();
