// @ts-check
/** A view applied to the data: which rows stay, counts, order, groups. Nothing here touches the page. */
(() => {
  /**
   * A condition on a row; `count` counts a row that fails this one alone.
   * @typedef {{fits: (row: number) => boolean, count: (row: number) => void}} Test
   */

  /**
   * Which rows stay, and how many each option would leave under all the other filters.
   * @type {typeof Catalog.query.apply}
   */
  const apply = (view, data, text) => {
    const words = view.q.toLowerCase().split(/\s+/).filter(Boolean);
    const facetCounts = data.facets.map(({ keys }) => keys.map(() => 0));
    const blankCounts = data.ranges.map(({ blanks }) => blanks.map(() => 0));
    /** @type {Map<string, number[]>} */
    const alone = new Map([...view.spans.keys()].map((path) => [path, []]));
    /** @type {Test[]} */
    const tests = [
      { fits: (row) => words.every((word) => text(row).includes(word)), count: () => {} },
      { fits: (row) => !view.pick.size || view.pick.has(data.slugs[row]), count: () => {} },
      ...data.facets.flatMap((facet, i) => facetTests(facet, view, facetCounts[i])),
      ...data.ranges.flatMap((range, i) => rangeTests(range, view, blankCounts[i], alone.get(range.path))),
    ];
    /** @type {number[]} */
    const rows = [];
    for (let row = 0; row < data.slugs.length; row++) {
      const [failed, another] = tests.filter(({ fits }) => !fits(row));
      if (another) continue;
      if (failed) failed.count(row);
      else {
        rows.push(row);
        data.facets.forEach((facet, i) => countKeys(facet, row, facetCounts[i]));
        data.ranges.forEach((range, i) => countBlank(range, row, blankCounts[i]));
      }
    }
    const counts = new Map(data.facets.map(({ path }, i) => [path, facetCounts[i]]));
    data.ranges.forEach(({ path }, i) => counts.set(path, blankCounts[i]));
    return { rows, counts, alone };
  };

  /** @param {FacetFilter} facet @param {number} row @param {number[]} counts @param {boolean[]} [only] keys that count */
  const countKeys = (facet, row, counts, only) => {
    for (const key of facet.rows[row]) if (!only || only[key]) counts[key]++;
  };

  /** @param {RangeFilter} range @param {number} row @param {number[]} counts */
  const countBlank = (range, row, counts) => {
    const cell = range.rows[row];
    if (typeof cell === "number") counts[cell]++;
  };

  /** @param {FacetFilter} facet @param {View} view @param {number[]} counts @returns {Test[]} */
  const facetTests = (facet, view, counts) => {
    /** @type {Test[]} */
    const tests = [];
    const included = view.included.get(facet.path);
    const excluded = view.excluded.get(facet.path);
    if (included?.size) {
      const isIncluded = facet.keys.map((key) => included.has(key));
      const all = view.all.has(facet.path);
      const fits = all
        ? (/** @type {number} */ row) => facet.rows[row].filter((key) => isIncluded[key]).length === included.size
        : (/** @type {number} */ row) => facet.rows[row].some((key) => isIncluded[key]);
      // One more key to be had as well would not bring back a row that lacks another.
      tests.push({ fits, count: (row) => all || countKeys(facet, row, counts) });
    }
    if (excluded?.size) {
      const isExcluded = facet.keys.map((key) => excluded.has(key));
      const fits = (/** @type {number} */ row) => !facet.rows[row].some((key) => isExcluded[key]);
      tests.push({ fits, count: (row) => countKeys(facet, row, counts, isExcluded) });
    }
    return tests;
  };

  /** @param {RangeFilter} range @param {View} view @param {number[]} counts @param {number[]} [alone] @returns {Test[]} */
  const rangeTests = (range, view, counts, alone) => {
    const span = view.spans.get(range.path);
    const included = view.included.get(range.path);
    if (!span && !included?.size) return [];
    const isIncluded = range.blanks.map((blank) => included?.has(blank) ?? false);
    const fits = (/** @type {number} */ row) => {
      const cell = range.rows[row];
      return typeof cell === "number" ? isIncluded[cell] : span !== undefined && inside(range, cell, span);
    };
    const count = (/** @type {number} */ row) => {
      countBlank(range, row, counts);
      alone?.push(row);
    };
    return [{ fits, count }];
  };

  /**
   * Whether a value can lie in the span: "at least" reaches upward without end, "at most" down to zero.
   * @param {RangeFilter} range @param {number[]} cell @param {Span} span
   */
  const inside = (range, cell, { low, high }) => {
    for (let i = 0; i < cell.length; i += 2) {
      const [first, second] = [cell[i], cell[i + 1]];
      const from = range.kind === "amount" && second === 3 ? 0 : first;
      const to = range.kind === "date" ? second : second === 1 ? Infinity : first;
      if ((low === null || to >= low) && (high === null || from <= high)) return true;
    }
    return false;
  };

  /**
   * Rows in the wanted order; unknown values come last in either direction, ties keep the order they had.
   * @type {typeof Catalog.query.sorted}
   */
  const sorted = (rows, order, keys) => {
    const columns = order.filter(({ path }) => keys[path]);
    if (!columns.length) return rows;
    return [...rows].sort((a, b) => {
      for (const { path, down } of columns) {
        const difference = compare(keys[path][a], keys[path][b], down);
        if (difference) return difference;
      }
      return a - b;
    });
  };

  const { compare: collate } = new Intl.Collator();

  /** @param {SortKey} a @param {SortKey} b @param {boolean} down */
  const compare = (a, b, down) => {
    if (a === null || b === null) return Number(a === null) - Number(b === null);
    const difference = typeof a === "string" ? collate(a, String(b)) : a - Number(b);
    return down ? -difference : difference;
  };

  /**
   * Rows under each key they have: words in the facet's order, years and sizes in theirs, the latest or largest first
   * where `down`; rows without a value come last.
   * @type {typeof Catalog.query.grouped}
   */
  const grouped = (rows, field, down) => {
    const create = (/** @type {string} */ label) => /** @type {Group} */ ({ label, rows: [] });
    const put = (/** @type {Group} */ group, /** @type {number} */ row) => group.rows.at(-1) === row || group.rows.push(row);
    const wordGroups = ("keys" in field ? field.labels : field.blanks).map(create);
    /** @type {Map<number, Group>} */
    const sizeGroups = new Map();
    if ("keys" in field) for (const row of rows) for (const key of field.rows[row]) put(wordGroups[key], row);
    else {
      const bucket = bucketsOf(field);
      for (const row of rows) {
        const cell = field.rows[row];
        if (typeof cell === "number") put(wordGroups[cell], row);
        eachPair(field, [row], (first) => {
          const [low, label] = bucket(first);
          const group = sizeGroups.get(low) ?? create(label);
          sizeGroups.set(low, group);
          put(group, row);
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
    const { iso, ticks, around, compact } = Catalog.scales;
    if (range.kind === "date") return (day) => [Number(iso(day).slice(0, 4)), iso(day).slice(0, 4)];
    let most = 0;
    eachPair(range, [...range.rows.keys()], (first) => (most = Math.max(most, first)));
    const step = ticks(around("linear", [most], 0, 1))[1].at;
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

  /** @param {RangeFilter} range @param {number[]} rows @param {(first: number, second: number) => void} visit */
  const eachPair = (range, rows, visit) => {
    for (const row of rows) {
      const cell = range.rows[row];
      if (typeof cell !== "number") for (let i = 0; i < cell.length; i += 2) visit(cell[i], cell[i + 1]);
    }
  };

  /** `960–10M+`: from the least to the most that is known; empty where nothing is. @type {typeof Catalog.query.extent} */
  const extent = (range, rows) => {
    let low = Infinity;
    let high = -Infinity;
    let open = "";
    eachPair(range, rows, (first, second) => {
      const last = range.kind === "date" ? second : first;
      low = Math.min(low, first);
      if (last >= high) open = range.kind === "amount" && second === 1 ? "+" : last > high ? "" : open;
      high = Math.max(high, last);
    });
    if (low === Infinity) return "";
    const ends = [endText(range, low), endText(range, high) + open];
    return ends[0] === ends[1] ? ends[0] : ends.join("–");
  };

  /** How many values fall into each of equal parts of an axis. @type {typeof Catalog.query.bins} */
  const bins = (range, rows, scale, count) => {
    const counts = new Array(count).fill(0);
    const width = (scale.end - scale.start) / count;
    eachPair(range, rows, (first, second) => {
      const middle = range.kind === "date" ? (first + second) / 2 : first;
      counts[Math.min(count - 1, Math.floor((Catalog.scales.at(scale, middle) - scale.start) / width))]++;
    });
    return counts;
  };

  /** One end of a range, as a reader types it. @type {typeof Catalog.query.endText} */
  const endText = (range, value) => (range.kind === "date" ? Catalog.scales.iso(value) : Catalog.scales.compact(value));

  /** The values of a row, or why there is none. @type {typeof Catalog.query.text} */
  const text = (field, row) => {
    if ("keys" in field) return field.rows[row].map((key) => field.labels[key]).join(", ");
    const cell = field.rows[row];
    if (typeof cell === "number") return field.blanks[cell];
    /** @type {Set<string>} */
    const values = new Set();
    eachPair(field, [row], (first, second) => {
      if (field.kind === "amount") values.add(["", "at least ", "about ", "at most "][second] + Catalog.scales.compact(first));
      else if (first === second) values.add(endText(field, first));
      // A date of more than a month is a year.
      else values.add(endText(field, first).slice(0, second - first > 31 ? 4 : 7));
    });
    return `${[...values].join(", ")} ${field.unit}`.trim();
  };

  Catalog.query = { apply, sorted, grouped, extent, bins, text, endText };
})();
