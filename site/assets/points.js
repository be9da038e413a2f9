/** What the reader's own chart shows: where every model stands, as what, and what is left out. Nothing here touches the page. */
(() => {
  const { query, view } = Catalog;
  const MOST_LANES = 14;

  /** The one value a chart shows: the largest number, the earliest date. @type {typeof Catalog.points.valueOf} */
  const valueOf = (range, model) => {
    const cell = range.rows[model];
    if (typeof cell === "number") return null;
    let at = 0;
    for (let i = 2; i < cell.length; i += 2) if (range.kind === "date" ? cell[i] < cell[at] : cell[i] > cell[at]) at = i;
    const [first, second] = [cell[at], cell[at + 1]];
    if (range.kind !== "amount") return { ends: [first, second], middle: query.middleOf(first, second), bound: 0 };
    return { ends: [first, first], middle: first, bound: second };
  };

  /**
   * The most used words each by itself, the others together, then the blanks.
   * @param {FacetFilter} facet @param {number} most @param {string} rest what the others are called
   */
  const categoriesOf = (facet, most, rest) => {
    const named = facet.keys.length - facet.blanks;
    const keys = facet.keys.map((_, key) => key);
    const byCount = keys.slice(0, named).sort((a, b) => facet.counts[b] - facet.counts[a]);
    const own = new Set(byCount.slice(0, named > most ? most - 1 : most));
    const category = (/** @type {number} */ key) => ({ label: facet.labels[key], keys: [key], isBlank: key >= named });
    const others = { label: rest, keys: keys.slice(0, named).filter((key) => !own.has(key)), isBlank: false };
    return [...keys.filter((key) => own.has(key)).map(category), others, ...keys.slice(named).map(category)];
  };

  /** The looks of models by the words of a field. @param {Payload} data @param {FacetFilter | undefined} facet */
  const looksOf = ({ looks }, facet) => {
    if (!facet) return { looks: [{ label: "", colour: looks[0][0], symbol: looks[0][1] }], lookOf: () => 0 };
    const categories = categoriesOf(facet, looks.length - 2, view.OTHER);
    const other = categories.findIndex(({ label }) => label === view.OTHER);
    return {
      looks: categories.map(({ label, isBlank }, index) => {
        const [colour, symbol] = looks[isBlank ? looks.length - 1 : index];
        return { label, colour, symbol };
      }),
      lookOf: (/** @type {number} */ model) => {
        const [key, another] = facet.rows[model];
        return another === undefined ? categories.findIndex(({ keys }) => keys.includes(key)) : other;
      },
    };
  };

  /** @type {typeof Catalog.points.compute} */
  const compute = (data, { x, y, colour, xScale, yScale }) => {
    const kindOf = (/** @type {Field} */ field, /** @type {string} */ chosen) =>
      /** @type {ScaleKind} */ ("keys" in field ? "linear" : field.kind === "date" ? "time" : chosen || field.scale);
    const kinds = [kindOf(x, xScale), kindOf(y, yScale)];
    const used = "keys" in y ? new Set(y.rows.flat()) : new Set();
    const lanes = "keys" in y ? categoriesOf(y, MOST_LANES, "others").filter(({ keys }) => keys.some((key) => used.has(key))) : [];
    const { looks, lookOf } = looksOf(data, colour);
    /** Why a model has no place: its blank, or that it is zero where the axis has none. @param {number} model */
    const reasonOf = (model) => {
      const cell = x.rows[model];
      if (typeof cell === "number") return `${x.label} ${x.blanks[cell]}`;
      const zero = [x, y].find((field, i) => kinds[i] === "log" && "kind" in field && valueOf(field, model)?.middle === 0);
      return zero ? `${zero.label} 0 on a logarithmic axis` : "";
    };
    /** Where a model stands along y: on the axis, else in the strip of its blank; of words in a lane. @param {number} model */
    const heightOf = (model) => {
      if ("keys" in y) {
        const lane = lanes.findIndex(({ keys }) => y.rows[model].some((key) => keys.includes(key)));
        // 37 and 53 have no common divisor: 53 models in succession have 53 heights.
        return { middle: lane + (((model * 37) % 53) / 53 - 0.5) * 0.6, bound: 0, strip: "" };
      }
      const cell = y.rows[model];
      return { middle: 0, bound: 0, ...valueOf(y, model), strip: typeof cell === "number" ? y.blanks[cell] : "" };
    };
    /** Points by what they show: models of a row that agree in it share one. @type {Map<string, Point>} */
    const points = new Map();
    const missing = new Map(x.blanks.map((blank) => [`${x.label} ${blank}`, 0]));
    query.models(data).of.forEach((models, row) => {
      const drawn = models.filter((model) => !reasonOf(model));
      if (!drawn.length) missing.set(reasonOf(models[0]), (missing.get(reasonOf(models[0])) ?? 0) + 1);
      for (const model of drawn) {
        const [across, up, look] = [/** @type {Reading} */ (valueOf(x, model)), heightOf(model), lookOf(model)];
        const key = [row, x.rows[model], y.rows[model], look].join(";");
        const ways = ["", "r", "", "l"][across.bound] + ["", "u", "", "d"][up.bound];
        const hollow = [across.bound, up.bound].includes(2);
        const place = { ends: across.ends, x: across.middle, y: up.middle, strip: up.strip, ways, hollow };
        if (!points.has(key)) points.set(key, { index: points.size, row, models: [], look, ...place });
        points.get(key)?.models.push(model);
      }
    });
    const reasons = [...missing].filter(([, count]) => count).map(([reason, count]) => `${reason} (${count})`);
    return { points: [...points.values()], kinds, lanes: lanes.map(({ label }) => label), looks, missing: reasons };
  };

  /** Points whose names, of these at pixels, have room on their right. @type {typeof Catalog.points.withRoom} */
  const withRoom = (names) => {
    /** @type {Set<Point>} */
    const kept = new Set();
    for (const name of names) {
      const isNear = (/** @type {typeof name} */ other) => other !== name && Math.abs(other.y - name.y) < 14 &&
        other.x - 8 < name.x + name.width && name.x < other.x + (kept.has(other.point) ? other.width : 8);
      if (!names.some(isNear)) kept.add(name.point);
    }
    return kept;
  };

  Catalog.points = { compute, valueOf, withRoom };
})();
