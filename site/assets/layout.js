// @ts-check
/** A chart of any two fields, as numbers and paths: where every model stands and what is left out. Nothing here touches the page. */
(() => {
  const { scales } = Catalog;
  /** User units: the drawing, a lane, a strip below the drawing. */
  const FRAME = { width: 880, left: 66, right: 868, top: 30 };
  const BOTTOM = 420;
  const LANE = 34;
  const STRIP = 28;
  const MOST_LANES = 14;
  /** What a legend calls those without a look of their own. */
  const OTHERS = ["other or several", "unknown"];

  /** The one value a chart shows: the largest number, the earliest date. @type {typeof Catalog.layout.valueOf} */
  const valueOf = (range, model) => {
    const cell = range.rows[model];
    if (typeof cell === "number") return null;
    let at = 0;
    for (let i = 2; i < cell.length; i += 2) if (range.kind === "date" ? cell[i] < cell[at] : cell[i] > cell[at]) at = i;
    const [first, second] = [cell[at], cell[at + 1]];
    if (range.kind === "date") return { ends: [first, second], middle: (first + second) / 2, bound: 0 };
    return { ends: [first, first], middle: first, bound: second };
  };

  /** @param {RangeFilter} range @param {string} kind @param {number} start @param {number} end */
  const scaleOf = (range, kind, start, end) => {
    const values = range.rows.flatMap((_, model) => valueOf(range, model)?.ends ?? []);
    return scales.around(/** @type {ScaleKind} */ (range.kind === "date" ? "time" : kind || range.scale), values, start, end);
  };

  /** Which keys of a facet get a lane or a look of their own: the most used. @param {FacetFilter} facet @param {number} most */
  const leading = (facet, most) => {
    const keys = facet.keys.map((_, index) => index).filter((index) => index < facet.keys.length - facet.blanks);
    const byCount = [...keys].sort((a, b) => facet.counts[b] - facet.counts[a]);
    const top = new Set(byCount.slice(0, keys.length > most ? most - 1 : most));
    return keys.filter((index) => top.has(index));
  };

  /** @type {typeof Catalog.layout.compute} */
  const compute = (data, { x, y, colour, xScale, yScale }, fixed = {}) => {
    const { left, right, top } = FRAME;
    const across = fixed.across ?? scaleOf(x, xScale, left, right);
    const lanes = "keys" in y ? lanesOf(y) : [];
    const bottom = lanes.length ? top + lanes.length * LANE : BOTTOM;
    const up = "keys" in y ? null : fixed.up ?? scaleOf(y, yScale, bottom, top);
    const stripOf = (/** @type {string} */ blank, /** @type {number} */ i) =>
      ({ label: `${y.label} ${blank}`, at: bottom + 58 + i * STRIP });
    const strips = "keys" in y ? [] : y.blanks.filter((_, i) => y.rows.includes(i)).map(stripOf);
    const { looks, lookOf } = looksOf(data, colour);
    /** @returns {Point} */
    const pointOf = (/** @type {number} */ model, /** @type {number} */ row) => {
      const { ends, middle, bound } = valueOf(x, model) ?? { ends: [], middle: 0, bound: 0 };
      const height = "keys" in y ? inLane(y, model, lanes) : onAxis(y, model, up, strips);
      const hollow = bound === 2 || height.hollow;
      const arrows = ["", "r", "", "l"][bound] + height.arrows;
      return { ...height, row, models: [], ends, cx: scales.at(across, middle), look: lookOf(model), hollow, arrows };
    };
    /** Points by what they show: models of a row that agree in it share one. @type {Map<string, Point>} */
    const points = new Map();
    const counts = x.blanks.map(() => 0);
    Catalog.query.models(data).of.forEach((models, row) => {
      const drawn = models.filter((model) => typeof x.rows[model] !== "number");
      if (!drawn.length) counts[Number(x.rows[models[0]])]++;
      for (const model of drawn) {
        const key = [row, x.rows[model], y.rows[model], lookOf(model)].join(";");
        const point = points.get(key) ?? pointOf(model, row);
        point.models.push(model);
        points.set(key, point);
      }
    });
    const missing = x.blanks.flatMap((blank, index) => (counts[index] ? [`${x.label} ${blank} (${counts[index]})`] : []));
    const height = bottom + 56 + (strips.length && 8) + strips.length * STRIP;
    return { ...FRAME, height, bottom, across, up, lanes, strips, points: [...points.values()], looks, missing };
  };

  /**
   * Spread the marks within a lane, the same way every time.
   * @param {FacetFilter} y @param {number} model @param {ChartLayout["lanes"]} lanes
   */
  const inLane = (y, model, lanes) => {
    const lane = lanes.findIndex(({ keys }) => y.rows[model].some((key) => keys.has(key)));
    // 37 and 53 have no common divisor: 53 models in succession have 53 heights.
    return { cy: FRAME.top + (lane + 0.28 + (((model * 37) % 53) / 53) * 0.5) * LANE, strip: false, hollow: false, arrows: "" };
  };

  /** @param {RangeFilter} y @param {number} model @param {Scale | null} up @param {ChartLayout["strips"]} strips */
  const onAxis = (y, model, up, strips) => {
    const value = valueOf(y, model);
    if (!value || !up) return { cy: strips[Number(y.rows[model])].at, strip: true, hollow: false, arrows: "" };
    return { cy: scales.at(up, value.middle), strip: false, hollow: value.bound === 2, arrows: ["", "u", "", "d"][value.bound] };
  };

  /** @param {FacetFilter} facet @returns {ChartLayout["lanes"]} */
  const lanesOf = (facet) => {
    const own = leading(facet, MOST_LANES);
    const lanes = own.map((key) => ({ label: facet.labels[key], keys: new Set([key]) }));
    const named = facet.keys.length - facet.blanks;
    const rest = facet.keys.map((_, key) => key).filter((key) => key < named && !own.includes(key));
    if (rest.length) lanes.push({ label: "others", keys: new Set(rest) });
    for (let key = named; key < facet.keys.length; key++) {
      if (facet.rows.some((keys) => keys.includes(key))) lanes.push({ label: facet.labels[key], keys: new Set([key]) });
    }
    return lanes;
  };

  /** A look for each of the most used keys, then one for the others and one for blanks. @type {typeof Catalog.layout.looksOf} */
  const looksOf = ({ looks }, facet) => {
    const own = facet ? leading(facet, looks.length - 2) : [];
    const labels = facet ? [...own.map((key) => facet.labels[key]), ...OTHERS] : [""];
    const [other, blank] = [own.length, own.length + 1];
    const lookOf = (/** @type {number} */ model) => {
      if (!facet) return 0;
      const keys = facet.rows[model];
      if (keys.some((key) => key >= facet.keys.length - facet.blanks)) return blank;
      const index = own.indexOf(keys[0]);
      return keys.length === 1 && index >= 0 ? index : other;
    };
    const form = (/** @type {number} */ index) => looks[index === blank ? looks.length - 1 : index];
    return { lookOf, looks: labels.map((label, index) => ({ label, colour: form(index)[0], outline: form(index)[1] })) };
  };

  /** Arrows: the true value lies further this way. @type {Record<string, string>} */
  const ARROWS = { r: "m5 0h10m-5-4l5 4l-5 4", l: "m-5 0h-10m5-4l-5 4l5 4", u: "m0-5v-10m-4 5l4-5l4 5", d: "m0 5v10m-4-5l4 5l4-5" };
  /** More marks than this are dots, and their bounds plain bars: a browser paints rectangles ten times as fast as circles. */
  const MANY = 1500;
  const DOTS = { filled: "m-2.5-2.5h5v5h-5z", hollow: "m-1.5-1.5h3v3h-3z" };
  /** @type {Record<string, string>} */
  const BARS = { r: "m0-.8h11v1.6h-11z", l: "m0-.8v1.6h-11v-1.6z", u: "m-.8 0v-11h1.6v11z", d: "m-.8 0h1.6v11h-1.6z" };

  /** Each mark as two paths: itself, and the ways its true value may lie. @type {typeof Catalog.layout.markPaths} */
  const markPaths = ({ points, looks }) => {
    const many = points.length > MANY;
    return points.map(({ cx, cy, look, hollow, arrows }) => {
      const at = `M${cx.toFixed(1)} ${cy.toFixed(1)}`;
      const bounds = [...arrows].map((way) => at + (many ? BARS : ARROWS)[way]).join("");
      return many ? [at + DOTS[hollow ? "hollow" : "filled"] + bounds, ""] : [at + looks[look].outline, bounds];
    });
  };

  /** @type {typeof Catalog.layout.nameOf} */
  const nameOf = (data, { row, models }) => Catalog.query.name(data, row, models);

  /** With more marks than this, none is named. */
  const NAMED = 40;
  /** Names beside the marks, as many as have room; none with too many marks. @type {typeof Catalog.layout.labels} */
  const labels = (data, layout, points) => {
    const named = points.length > NAMED ? points.filter(({ strip }) => !strip) : points;
    if (named.length > NAMED) return [];
    /** @type {number[][]} */
    const boxes = named.map(({ cx, cy }) => [cx - 6, cy - 6, cx + 6, cy + 6]);
    const overlap = (/** @type {number[]} */ a, /** @type {number[]} */ b) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
    return named.flatMap((point) => {
      const { cx, cy, look } = point;
      const name = nameOf(data, point);
      // User units: a letter of 11 is on average 6.6 wide.
      const width = Math.min(name.length, 30) * 6.6;
      for (const x of [cx + 9, cx - 9 - width]) {
        const box = [x, cy - 6, x + width, cy + 6];
        if (x < layout.left || box[2] > layout.right || boxes.some((other) => overlap(box, other))) continue;
        boxes.push(box);
        return [{ x, y: cy + 4, look, text: name.length > 30 ? `${name.slice(0, 29)}…` : name }];
      }
      return [];
    });
  };

  /** The nearest mark within 14 user units. @type {typeof Catalog.layout.nearest} */
  const nearest = ({ points }, x, y) => {
    /** @type {Point | null} */
    let best = null;
    let least = 14 ** 2;
    for (const point of points) {
      const distance = (point.cx - x) ** 2 + (point.cy - y) ** 2;
      if (distance < least) [best, least] = [point, distance];
    }
    return best;
  };

  Catalog.layout = { MANY, OTHERS, compute, valueOf, looksOf, markPaths, nameOf, labels, nearest };
})();
