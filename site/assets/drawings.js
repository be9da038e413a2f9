// @ts-check
/** Drawings of a record as files: that of each architecture, and a card with the main facts for a slide. */
(() => {
  const { create, createSvg, one, on } = Catalog;
  const [WIDTH, HEIGHT, EDGE, LABEL] = [960, 540, 48, 250];
  const [TOP, STEP, ROWS] = [150, 42, 8];
  /** A slide has no style sheet. */
  const [INK, QUIET, PAPER, ACCENT] = ["#1c2a30", "#5a666c", "#ffffff", "#0b4a5c"];
  const FONT = "Helvetica, Arial, 'Noto Sans', sans-serif";
  const pen = /** @type {CanvasRenderingContext2D} */ (create("canvas").getContext("2d"));

  /**
   * One line, cut where it has no room.
   * @param {number} x @param {number} y @param {string} text @param {number} size @param {string} fill
   */
  const write = (x, y, text, size, fill, room = WIDTH - EDGE - x) => {
    pen.font = `${size}px ${FONT}`;
    while (pen.measureText(text).width > room) text = text.replace(/.…?$/su, "…");
    return createSvg("text", { x, y, "font-size": size, fill }, text);
  };

  /** Every known value once, with the variants it is of where these are not all. @param {Claim[]} claims @param {string[]} blanks */
  const known = (claims, blanks) => {
    const texts = claims
      .filter(({ aside, value }) => !aside && !blanks.includes(value))
      .map(({ value, marks, variants }) => value + (marks?.includes("uncertain") ? " (?)" : "") + (variants ? ` (${variants})` : ""));
    return [...new Set(texts)].join("; ");
  };

  /** @param {string} selector @param {string} key */
  const attribute = (selector, key) => document.querySelector(selector)?.getAttribute(key) ?? "";

  const evidence = () => Catalog.load(new URL("evidence.js", location.href).href);

  const card = async () => {
    /** @type {[RecordEvidence, {columns: [string, string][], blanks: string[]}]} */
    const [{ claims }, { columns, blanks }] = await Promise.all([evidence(), Catalog.load("assets/card.js")]);
    const texts = columns.map(([path, label]) => [label, known(Catalog.own(claims, path) ?? [], blanks)]);
    const rows = texts.filter(([, text]) => text).slice(0, ROWS);
    const [name, licence] = [".crumbs bdi", ".site-licence"].map((selector) => one(document, selector).textContent ?? "");
    const origin = [attribute("link[rel=canonical]", "href"), licence].filter(Boolean).join(" · ");
    return createSvg(
      "svg",
      { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, width: WIDTH, height: HEIGHT, "font-family": FONT },
      createSvg("title", {}, name),
      createSvg("rect", { width: WIDTH, height: HEIGHT, fill: PAPER }),
      createSvg("rect", { width: 12, height: HEIGHT, fill: ACCENT }),
      write(EDGE, 84, name, 44, INK),
      write(EDGE, 116, attribute("meta[property='og:site_name']", "content"), 18, QUIET),
      ...rows.flatMap(([label, text], row) => {
        const y = TOP + row * STEP;
        return [
          createSvg("rect", { x: EDGE, y, width: WIDTH - 2 * EDGE, height: 1, fill: INK, opacity: 0.15 }),
          write(EDGE, y + 27, label, 16, QUIET, LABEL - 20),
          write(EDGE + LABEL, y + 27, text, 18, INK),
        ];
      }),
      write(EDGE, HEIGHT - 28, origin, 14, QUIET),
    );
  };

  /** `data-draw` is the number of a drawing, or empty for the card; `data-name` names the file. */
  on("click", "[data-draw]", async ({ dataset: { draw, name = "" } }) => {
    const drawing = draw ? (await evidence()).drawings[Number(draw)][0] : new XMLSerializer().serializeToString(await card());
    Catalog.save(name, drawing, "image/svg+xml");
  });
})();
