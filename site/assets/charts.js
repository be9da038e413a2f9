// @ts-check
/** Charts on any page: under the view's filters, pointed at together with rows, brushed, and taken along as files. */
(() => {
  const { shared: page, scale: axis } = Catalog;
  const SVG = "http://www.w3.org/2000/svg";

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
    for (const mark of copy.querySelectorAll(".out")) mark.setAttribute("opacity", "0.13");
    for (const link of copy.querySelectorAll("a[href]")) link.setAttribute("href", new URL(link.getAttribute("href") ?? "", location.href).href);
    for (const helper of copy.querySelectorAll(".brush, .ring")) helper.remove();
    const paper = element("rect", { x: -8, y: -8, width: width + 16, height: height + 36, fill: backgroundColor });
    const line = element("text", { x: 0, y: height + 20, "font-size": 9 }, origin(figure));
    copy.prepend(element("metadata", {}, origin(figure)), paper);
    copy.append(line);
    return new XMLSerializer().serializeToString(copy);
  };

  /** @param {string} name @param {Record<string, string | number>} attributes @param {string} [text] */
  const element = (name, attributes, text = "") => {
    const made = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
    if (text) made.textContent = text;
    return made;
  };

  /** @param {Element} figure */
  const asCsv = (figure) => {
    const lines = [...figure.querySelectorAll("table tr:not(.out)")].map((row) => [...row.children].map((cell) => cell.textContent?.trim() ?? ""));
    return `# ${origin(figure)}\r\n${Catalog.query.csv(lines)}`;
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
    if (kind === "csv") Catalog.save(name, asCsv(figure), "text/csv");
    else if (kind === "svg") Catalog.save(name, standalone(figure), "image/svg+xml");
    else {
      const picture = await asPng(figure);
      if (picture) Catalog.save(name, picture, "image/png");
    }
  });

  Catalog.save = (name, content, type) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  };

  if (!page) return;
  /** @type {Map<string, Element[]>} */
  const marks = new Map();
  for (const mark of document.querySelectorAll("figure.chart [data-slug]")) {
    const slug = mark.getAttribute("data-slug") ?? "";
    marks.set(slug, [...(marks.get(slug) ?? []), mark]);
  }
  /** @type {Set<string>} */
  let out = new Set();
  const tabs = [...document.querySelectorAll("button[data-tab]")];

  page.shown.push({
    paint: ({ rows }) => {
      const stay = new Set(rows.map((row) => page.data.slugs[row]));
      const next = new Set([...marks.keys()].filter((slug) => !stay.has(slug)));
      for (const [slug, found] of marks) {
        if (next.has(slug) !== out.has(slug)) for (const mark of found) mark.classList.toggle("out", next.has(slug));
      }
      out = next;
      paintTabs();
    },
  });

  /** One chart alone, or all of them. */
  const paintTabs = () => {
    for (const tab of tabs) {
      const wanted = tab.getAttribute("data-tab") ?? "";
      tab.setAttribute("aria-pressed", String(wanted === page.view.tab));
      const figure = wanted && document.getElementById(`chart-${wanted}`);
      if (figure) figure.hidden = Boolean(page.view.tab) && wanted !== page.view.tab;
    }
  };
  for (const tab of tabs) {
    tab.addEventListener("click", () => page.change(() => (page.view.tab = tab.getAttribute("data-tab") ?? "")));
  }

  document.addEventListener("pointerover", (event) => {
    const mark = event.target instanceof Element ? event.target.closest("figure.chart [data-slug]") : null;
    if (mark) page.point(page.data.slugs.indexOf(mark.getAttribute("data-slug") ?? ""));
  });
  /** @type {Element[]} */
  let pointed = [];
  document.addEventListener("catalogue:pointed", (event) => {
    const row = /** @type {CustomEvent<number | null>} */ (event).detail;
    for (const mark of pointed) mark.classList.remove("pointed");
    pointed = (row !== null && marks.get(page.data.slugs[row])) || [];
    for (const mark of pointed) mark.classList.add("pointed");
  });

  /** A stretch of an axis becomes a filter; nothing picked takes it away again. */
  document.addEventListener("chart:pick", (event) => {
    const { slugs, range } = /** @type {CustomEvent<{slugs: string[], range?: Record<string, (string | number)[]>}>} */ (event).detail;
    const drawing = event.target instanceof Element ? event.target.querySelector("svg") : null;
    const paths = /** @type {const} */ (["x", "y"]).flatMap((name) => {
      const found = page.range(drawing?.getAttribute(`data-${name}`) ?? "");
      return found ? [{ name, found }] : [];
    });
    if (!range && slugs.length) return;
    if (!range && !paths.some(({ found }) => page.view.spans.has(found.path))) return;
    page.change(() => {
      for (const { name, found } of paths) {
        const ends = range?.[name]?.map((end) => (typeof end === "number" ? axis.round(found.scale, end) : axis.day(end.slice(0, 10))));
        page.span(found.path, ends?.[0] ?? null, ends?.[1] ?? null);
      }
    });
  });
})();
