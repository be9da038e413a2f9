/** The rows of a view in groups, and what is said above each. Nothing here touches the page. */
(() => {
  const { keysOf, eachPair, endText } = Catalog.query;

  /**
   * Rows under each key that their models have: words in the facet's order, years and sizes in theirs, the latest or
   * largest first where `down`; rows without a value come last.
   * @type {typeof Catalog.groups.grouped}
   */
  const grouped = (rows, models, field, down) => {
    const create = (/** @type {string} */ label) => /** @type {Group} */ ({ label, rows: [], models: [] });
    const put = (/** @type {Group} */ group, /** @type {number} */ row, /** @type {number} */ model) => {
      if (group.rows.at(-1) !== row) group.rows.push(row);
      group.models.push(model);
    };
    const wordGroups = ("keys" in field ? field.labels : field.blanks).map(create);
    /** @type {Map<number, Group>} */
    const sizeGroups = new Map();
    const bucket = "keys" in field ? null : bucketsOf(field);
    for (const row of rows) {
      for (const model of models[row]) {
        for (const key of keysOf(field, field.rows[model])) put(wordGroups[key], row, model);
        if ("kind" in field) eachPair(field, [model], (first) => {
          const [low, label] = bucket?.(first) ?? [0, ""];
          const group = sizeGroups.get(low) ?? create(label);
          sizeGroups.set(low, group);
          put(group, row, model);
        });
      }
    }
    const order = [...sizeGroups].sort(([a], [b]) => (down ? b - a : a - b)).map(([, group]) => group);
    return [...order, ...wordGroups].filter((group) => group.rows.length);
  };

  /**
   * From a value to the start and the label of the part of an axis it lies in: a year, a power of ten, a round step.
   * @param {RangeFilter} range @returns {(value: number) => [start: number, label: string]}
   */
  const bucketsOf = (range) => {
    const { iso, compact } = Catalog.scales;
    if (range.kind === "date") return (day) => [Number(iso(day).slice(0, 4)), iso(day).slice(0, 4)];
    const { step } = range;
    // What division and logarithm lose must not put a value that is a start into the part before.
    const epsilon = 1e-9;
    return (value) => {
      const power = value > 0 ? 10 ** Math.floor(Math.log10(value) + epsilon) : 0;
      const low = range.scale === "log" ? power : Math.floor(value / step + epsilon) * step;
      const high = range.scale === "log" ? 10 * power : low + step;
      const ends = [low, high].map((end) => compact(Number(end.toPrecision(6))));
      return [low, `${[...new Set(ends)].join(" to under ")} ${range.unit}`.trim()];
    };
  };

  /** `960 to 10M+`: from the least to the most that is known; empty where nothing is. @type {typeof Catalog.groups.extent} */
  const extent = (range, models) => {
    let low = Infinity;
    let high = -Infinity;
    let open = "";
    eachPair(range, models, (first, second) => {
      const last = range.kind === "amount" ? first : second;
      low = Math.min(low, first);
      if (last >= high) open = range.kind === "amount" && second === 1 ? "+" : last > high ? "" : open;
      high = Math.max(high, last);
    });
    if (low === Infinity) return "";
    const [first, last] = [low, high].map((end) => endText(range, Number(end.toPrecision(Math.abs(end) < 1e4 ? 6 : 3))));
    return first === last + open ? first : `${first} to ${last}${open}`;
  };

  Catalog.groups = { grouped, extent };
})();
