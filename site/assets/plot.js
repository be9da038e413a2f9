// @ts-check
/** A chart of any two fields, as numbers and paths: where every row stands and what is left out. Nothing here touches the page. */
(() => {
  const WIDTH = 880;
  const LEFT = 66;
  const RIGHT = WIDTH - 12;
  const TOP = 30;
  const BOTTOM = 420;
  const LANE = 34;
  const STRIP = 22;
  const MOST_LANES = 14;
  const LOOKS = 8;
  /** What a legend calls those without a look of their own. */
  const OTHERS = ["other or several", "unknown"];
  const { scale: axis, query } = Catalog;

  /** The one value a chart shows: the largest number, the earliest date. @param {Range} range @param {number} row */
  const pick = (range, row) => {
    const cell = range.rows[row];
    if (typeof cell === "number") return null;
    let at = 0;
    for (let i = 2; i < cell.length; i += 2) if (range.kind === "date" ? cell[i] < cell[at] : cell[i] > cell[at]) at = i;
    return { first: cell[at], second: cell[at + 1] };
  };

  /** @param {Range} range @param {string} kind @param {number} start @param {number} end */
  const scaleOf = (range, kind, start, end) => {
    const values = range.rows.flatMap((_, row) => {
      const found = pick(range, row);
      return found ? (range.kind === "date" ? [found.first, found.second] : [found.first]) : [];
    });
    return axis.around(/** @type {ScaleKind} */ (range.kind === "date" ? "time" : kind || range.scale), values, start, end);
  };

  /** Which keys of a facet get a lane or a look of their own: the most used. @param {Facet} facet @param {number} most */
  const leading = (facet, most) => {
    const named = facet.keys.map((_, index) => index).filter((index) => index < facet.keys.length - facet.blanks);
    const kept = new Set([...named].sort((a, b) => facet.counts[b] - facet.counts[a]).slice(0, named.length > most ? most - 1 : most));
    return named.filter((index) => kept.has(index));
  };

  /**
   * @param {Data} data @param {{x: Range, y: Range | Facet, colour: Facet | undefined, xScale: string, yScale: string}} wanted
   * @returns {Plot}
   */
  const lay = (data, { x, y, colour, xScale, yScale }) => {
    const across = scaleOf(x, xScale, LEFT, RIGHT);
    const lanes = "keys" in y ? lanesOf(y) : [];
    const bottom = lanes.length ? TOP + lanes.length * LANE : BOTTOM;
    const up = "keys" in y ? null : scaleOf(y, yScale, bottom, TOP);
    const strips = "keys" in y ? [] : y.blanks.map((blank, index) => ({ label: `${y.label} ${blank}`, at: bottom + 58 + index * STRIP }));
    const looks = colour ? looksOf(colour) : { of: () => 0, labels: [] };
    /** @type {Point[]} */
    const points = [];
    const missing = new Array(x.blanks.length).fill(0);
    for (let row = 0; row < data.slugs.length; row++) {
      const found = pick(x, row);
      if (!found) {
        missing[/** @type {number} */ (x.rows[row])]++;
        continue;
      }
      const cx = axis.at(across, x.kind === "date" ? (found.first + found.second) / 2 : found.first);
      const ends = [found.first, x.kind === "date" ? found.second : found.first];
      const point = { row, ends, cx, cy: 0, look: looks.of(row), hollow: x.kind === "amount" && found.second === 2, arrows: "", strip: false };
      if (x.kind === "amount") point.arrows += ["", "r", "", "l"][found.second];
      if ("keys" in y) {
        // Spread within the lane, the same way every time.
        const lane = lanes.findIndex(({ keys }) => y.rows[row].some((key) => keys.has(key)));
        point.cy = TOP + (lane + 0.28 + (((row * 37) % 53) / 53) * 0.5) * LANE;
      } else placeUp(point, y, row, up, strips);
      points.push(point);
    }
    const left = x.blanks.flatMap((blank, index) => (missing[index] ? [`${x.label} ${blank} (${missing[index]})`] : []));
    return { width: WIDTH, height: bottom + 56 + (strips.length && 8) + strips.length * STRIP, left: LEFT, right: RIGHT, top: TOP, bottom, across, up, lanes, strips, points, looks: looks.labels, missing: left };
  };

  /** @param {Point} point @param {Range} y @param {number} row @param {Scale | null} up @param {{at: number}[]} strips */
  const placeUp = (point, y, row, up, strips) => {
    const found = pick(y, row);
    if (!found || !up) {
      point.strip = true;
      point.cy = strips[/** @type {number} */ (y.rows[row])].at;
      return;
    }
    point.cy = axis.at(up, y.kind === "date" ? (found.first + found.second) / 2 : found.first);
    if (y.kind !== "amount") return;
    point.hollow ||= found.second === 2;
    point.arrows += ["", "u", "", "d"][found.second];
  };

  /** @param {Facet} facet @returns {Plot["lanes"]} */
  const lanesOf = (facet) => {
    const own = leading(facet, MOST_LANES);
    const lanes = own.map((key) => ({ label: facet.labels[key], keys: new Set([key]) }));
    const named = facet.keys.length - facet.blanks;
    const rest = facet.keys.map((_, key) => key).filter((key) => key < named && !own.includes(key));
    if (rest.length) lanes.push({ label: "others", keys: new Set(rest) });
    for (let key = named; key < facet.keys.length; key++) lanes.push({ label: facet.labels[key], keys: new Set([key]) });
    return lanes;
  };

  /** @param {Facet} facet */
  const looksOf = (facet) => {
    const own = leading(facet, LOOKS - 1);
    const named = facet.keys.length - facet.blanks;
    const place = new Map(own.map((key, index) => [key, index]));
    const labels = own.map((key) => facet.labels[key]);
    const [other, blank] = [labels.length, labels.length + 1];
    const of = (/** @type {number} */ row) => {
      const keys = facet.rows[row];
      if (keys.some((key) => key >= named)) return blank;
      return keys.length === 1 ? (place.get(keys[0]) ?? other) : other;
    };
    return { of, labels: [...labels, ...OTHERS] };
  };

  /** Marks around a point: one form for each look. */
  const FORMS = [
    "m-5 0a5 5 0 1 0 10 0a5 5 0 1 0-10 0z",
    "m-4.4-4.4h8.8v8.8h-8.8z",
    "m0-6.3l6.3 6.3l-6.3 6.3l-6.3-6.3z",
    "m0-5.8l5.5 10h-11z",
    "m0 5.8l5.5-10h-11z",
    "m-2-5.5h4v3.5h3.5v4h-3.5v3.5h-4v-3.5h-3.5v-4h3.5z",
    "m-5.5-2.3h11v4.6h-11z",
    "m-2.3-5.5h4.6v11h-4.6z",
  ];
  /** Arrows: the true value lies further this way. */
  const CAPS = { r: "m5 0h10m-5-4l5 4l-5 4", l: "m-5 0h-10m5-4l-5 4l5 4", u: "m0-5v-10m-4 5l4-5l4 5", d: "m0 5v10m-4-5l4 5l4-5" };
  /** Marks this many are dots, and their bounds plain bars: rectangles are painted ten times as fast as round dots. */
  const MANY = 1500;
  const DOTS = { filled: "m-2.5-2.5h5v5h-5z", hollow: "m-1.5-1.5h3v3h-3z" };
  const BARS = { r: "m0-.8h11v1.6h-11z", l: "m0-.8v1.6h-11v-1.6z", u: "m-.8 0v-11h1.6v11z", d: "m-.8 0h1.6v11h-1.6z" };

  /** The outline of a mark. @param {number} look @param {number} x @param {number} y */
  const outline = (look, x, y) => `M${x.toFixed(1)} ${y.toFixed(1)}${FORMS[look % FORMS.length]}`;

  /** Each mark as two paths: itself, and the ways its true value may lie. @param {Point[]} points @returns {[string, string][]} */
  const drawn = (points) => {
    const many = points.length > MANY;
    return points.map(({ cx, cy, look, hollow, arrows }) => {
      const at = `M${cx.toFixed(1)} ${cy.toFixed(1)}`;
      const caps = [...arrows].map((way) => at + (many ? BARS : CAPS)[/** @type {"r"} */ (way)]).join("");
      return many ? [at + DOTS[hollow ? "hollow" : "filled"] + caps, ""] : [outline(look, cx, cy), caps];
    });
  };

  /** Names beside the marks, as many as have room. @param {Plot} plot @param {Point[]} points @param {string[]} names */
  const labels = (plot, points, names) => {
    /** @type {number[][]} */
    const taken = points.map(({ cx, cy }) => [cx - 6, cy - 6, cx + 6, cy + 6]);
    return points.flatMap(({ cx, cy, row, look }) => {
      const wide = Math.min(names[row].length, 30) * 6.6;
      for (const at of [cx + 9, cx - 9 - wide]) {
        const box = [at, cy - 6, at + wide, cy + 6];
        if (at < plot.left || box[2] > plot.right || taken.some((b) => box[0] < b[2] && b[0] < box[2] && box[1] < b[3] && b[1] < box[3])) continue;
        taken.push(box);
        return [{ x: at, y: cy + 4, look, text: names[row].length > 30 ? `${names[row].slice(0, 29)}…` : names[row] }];
      }
      return [];
    });
  };

  /** The nearest mark within reach. @param {Plot} plot @param {number} x @param {number} y */
  const nearest = (plot, x, y) => {
    /** @type {Point | null} */
    let best = null;
    let least = 14 ** 2;
    for (const point of plot.points) {
      const distance = (point.cx - x) ** 2 + (point.cy - y) ** 2;
      if (distance < least) [best, least] = [point, distance];
    }
    return best;
  };

  /** What a mark says, and a line of the table behind the chart. @param {Range | Facet} field @param {number} row */
  const words = (field, row) => ("keys" in field ? field.rows[row].map((key) => field.labels[key]).join(", ") : query.words(field, row));

  Object.assign(Catalog, { plot: { MANY, OTHERS, lay, drawn, outline, labels, nearest, words } });
})();
