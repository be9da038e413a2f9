// @ts-check
/** A view applied to the data: which rows stay, counts, order, groups. Nothing here touches the page. */
(() => {
  /**
   * Which rows stay, and how many each option would leave under all the other filters.
   * @param {View} view @param {Data} data @param {(row: number) => string} text lower-case text of a row
   * @returns {Result}
   */
  const apply = (view, data, text) => {
    const words = view.q.toLowerCase().split(/\s+/).filter(Boolean);
    const tests = [...facetTests(view, data), ...rangeTests(view, data)];
    const picked = view.pick.size ? data.slugs.map((slug) => view.pick.has(slug)) : null;
    const { facets, ranges } = data;
    const facetCounts = facets.map((facet) => new Array(facet.keys.length).fill(0));
    const blankCounts = ranges.map((range) => new Array(range.blanks.length).fill(0));
    /** @type {Map<string, number[]>} */
    const alone = new Map([...view.spans.keys()].map((path) => [path, []]));
    /** @type {number[]} */
    const rows = [];
    for (let row = 0; row < data.slugs.length; row++) {
      if ((picked && !picked[row]) || (words.length && !hasWords(text(row), words))) continue;
      let failed = null;
      let failures = 0;
      for (const test of tests) {
        if (test.fits(row)) continue;
        failed = test;
        if (++failures > 1) break;
      }
      if (failures > 1) continue;
      if (failed?.range !== undefined) {
        const cell = ranges[failed.range].rows[row];
        if (typeof cell === "number") blankCounts[failed.range][cell]++;
        alone.get(ranges[failed.range].path)?.push(row);
      } else if (failed) {
        for (const key of facets[failed.facet].rows[row]) if (failed.counts(key)) facetCounts[failed.facet][key]++;
      } else {
        rows.push(row);
        for (let i = 0; i < facets.length; i++) for (const key of facets[i].rows[row]) facetCounts[i][key]++;
        for (let i = 0; i < ranges.length; i++) {
          const cell = ranges[i].rows[row];
          if (typeof cell === "number") blankCounts[i][cell]++;
        }
      }
    }
    const counts = new Map(facets.map(({ path }, i) => [path, facetCounts[i]]));
    ranges.forEach(({ path }, i) => counts.set(path, blankCounts[i]));
    return { rows, counts, alone };
  };

  /** @typedef {{facet: number, range?: number, fits: (row: number) => boolean, counts: (key: number) => boolean}} Test */

  /** A row that fails one test alone still counts for the options that would bring it back. @param {View} view @param {Data} data */
  const facetTests = (view, data) => {
    /** @type {Test[]} */
    const tests = [];
    data.facets.forEach((facet, index) => {
      const chosen = view.chosen.get(facet.path);
      const barred = view.barred.get(facet.path);
      if (chosen?.size) {
        const wanted = facet.keys.map((key) => chosen.has(key));
        const all = view.all.has(facet.path);
        const fits = all
          ? (/** @type {number} */ row) => facet.rows[row].filter((key) => wanted[key]).length === chosen.size
          : (/** @type {number} */ row) => facet.rows[row].some((key) => wanted[key]);
        tests.push({ facet: index, fits, counts: () => !all });
      }
      if (barred?.size) {
        const unwanted = facet.keys.map((key) => barred.has(key));
        const fits = (/** @type {number} */ row) => !facet.rows[row].some((key) => unwanted[key]);
        tests.push({ facet: index, fits, counts: (key) => unwanted[key] });
      }
    });
    return tests;
  };

  /** @param {View} view @param {Data} data */
  const rangeTests = (view, data) => {
    /** @type {Test[]} */
    const tests = [];
    data.ranges.forEach((range, index) => {
      const span = view.spans.get(range.path);
      const chosen = view.chosen.get(range.path);
      if (!span && !chosen?.size) return;
      const wanted = range.blanks.map((blank) => chosen?.has(blank) ?? false);
      const fits = (/** @type {number} */ row) => {
        const cell = range.rows[row];
        return typeof cell === "number" ? wanted[cell] : span !== undefined && inside(range, cell, span);
      };
      tests.push({ facet: -1, range: index, fits, counts: () => false });
    });
    return tests;
  };

  /** Whether a value can lie in the span: "at least" reaches upward without end. @param {Range} range @param {number[]} pairs @param {Span} span */
  const inside = (range, pairs, { low, high }) => {
    for (let i = 0; i < pairs.length; i += 2) {
      const [from, to] = interval(range, pairs[i], pairs[i + 1]);
      if ((low === null || to >= low) && (high === null || from <= high)) return true;
    }
    return false;
  };

  /** @param {Range} range @param {number} first @param {number} second @returns {[number, number]} */
  const interval = (range, first, second) => {
    if (range.kind === "date") return [first, second];
    return [second === 3 ? 0 : first, second === 1 ? Infinity : first];
  };

  /** @param {string} text @param {string[]} words */
  const hasWords = (text, words) => words.every((word) => text.includes(word));

  /**
   * Rows in the wanted order; unknown values come last in either direction, ties keep the order they had.
   * @param {number[]} rows @param {Order[]} order @param {Record<string, SortKey[]>} keys
   */
  const sorted = (rows, order, keys) => {
    const known = order.filter(({ path }) => keys[path]);
    if (!known.length) return rows;
    return [...rows].sort((a, b) => {
      for (const { path, down } of known) {
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
   * Rows under each key they have: words in the facet's order, years and sizes in theirs; rows without a value come last.
   * @param {number[]} rows @param {Facet | Range} field @param {boolean} down the latest or largest first @returns {Group[]}
   */
  const grouped = (rows, field, down) => {
    const make = (/** @type {string} */ label) => /** @type {Group} */ ({ label, rows: [] });
    const put = (/** @type {Group} */ group, /** @type {number} */ row) => group.rows.at(-1) === row || group.rows.push(row);
    const worded = ("keys" in field ? field.labels : field.blanks).map(make);
    /** @type {Map<number, Group>} */
    const sized = new Map();
    if ("keys" in field) for (const row of rows) for (const key of field.rows[row]) put(worded[key], row);
    else {
      const of = part(field);
      for (const row of rows) {
        const cell = field.rows[row];
        if (typeof cell === "number") put(worded[cell], row);
        pairs(field, [row], (first) => {
          const [low, label] = of(first);
          const group = sized.get(low) ?? make(label);
          sized.set(low, group);
          put(group, row);
        });
      }
    }
    const order = [...sized].sort(([a], [b]) => (down ? b - a : a - b)).map(([, group]) => group);
    return [...order, ...worded].filter((group) => group.rows.length);
  };

  /** Where the part of an axis begins that a value lies in, and what it is called: a year, a power of ten, a round step. @param {Range} range @returns {(value: number) => [number, string]} */
  const part = (range) => {
    const { iso, ticks, around, compact } = Catalog.scale;
    if (range.kind === "date") return (day) => [Number(iso(day).slice(0, 4)), iso(day).slice(0, 4)];
    let most = 0;
    pairs(range, [...range.rows.keys()], (first) => (most = Math.max(most, first)));
    const wide = ticks(around("linear", [most], 0, 1))[1].at;
    return (value) => {
      const power = value > 0 ? 10 ** Math.floor(Math.log10(value) + 1e-9) : 0;
      const low = range.scale === "log" ? power : Math.floor(value / wide + 1e-9) * wide;
      const high = range.scale === "log" ? 10 * power : low + wide;
      return [low, `${[...new Set([low, high].map((end) => compact(Number(end.toPrecision(6)))))].join(" to under ")} ${range.unit}`.trim()];
    };
  };

  /** Every known pair. @param {Range} range @param {number[]} rows @param {(first: number, second: number) => void} see */
  const pairs = (range, rows, see) => {
    for (const row of rows) {
      const cell = range.rows[row];
      if (typeof cell !== "number") for (let i = 0; i < cell.length; i += 2) see(cell[i], cell[i + 1]);
    }
  };

  /** `960–10M+`: from the least to the most that is known; empty where nothing is. @param {Range} range @param {number[]} rows */
  const extent = (range, rows) => {
    let low = Infinity;
    let high = -Infinity;
    let open = "";
    pairs(range, rows, (first, second) => {
      const last = range.kind === "date" ? second : first;
      low = Math.min(low, first);
      if (last >= high) open = range.kind === "amount" && second === 1 ? "+" : last > high ? "" : open;
      high = Math.max(high, last);
    });
    if (low === Infinity) return "";
    const ends = [end(range, low), end(range, high) + open];
    return ends[0] === ends[1] ? ends[0] : ends.join("–");
  };

  /** How many values fall into each of equal parts of an axis. @param {Range} range @param {number[]} rows @param {Scale} scale @param {number} count */
  const bins = (range, rows, scale, count) => {
    const found = new Array(count).fill(0);
    const wide = (scale.end - scale.start) / count;
    pairs(range, rows, (first, second) => {
      const middle = range.kind === "date" ? (first + second) / 2 : first;
      found[Math.min(count - 1, Math.floor((Catalog.scale.at(scale, middle) - scale.start) / wide))]++;
    });
    return found;
  };

  /** One end of a range, as a reader types it. @param {Range} range @param {number} value */
  const end = (range, value) => (range.kind === "date" ? Catalog.scale.iso(value) : Catalog.scale.compact(value));

  /** The values of a row as text, or why there is none. @param {Range} range @param {number} row */
  const words = (range, row) => {
    const cell = range.rows[row];
    if (typeof cell === "number") return range.blanks[cell];
    /** @type {string[]} */
    const found = [];
    pairs(range, [row], (first, second) => {
      if (range.kind === "amount") found.push(["", "at least ", "about ", "at most "][second] + Catalog.scale.compact(first));
      else if (first === second) found.push(end(range, first));
      else found.push(end(range, first).slice(0, second - first > 31 ? 4 : 7));
    });
    return `${[...new Set(found)].join(", ")} ${range.unit}`.trim();
  };

  Object.assign((globalThis.Catalog ??= /** @type {any} */ ({})), {
    query: { apply, sorted, grouped, interval, extent, bins, words, end },
  });
})();
