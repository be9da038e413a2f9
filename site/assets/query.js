/**
 * A view applied to the data: which rows stay, counts, order. Nothing here touches the page. A row stands for one
 * or several models; every filter, key and value is that of one model.
 */
(() => {
  /**
   * What models of a row have to meet; `count` counts a row of which a model fails this condition alone.
   * @typedef {{path: string, judge: (model: number) => Verdict, count: (row: number, model: number) => void}} Condition
   */

  /** What a model says in place of what is not well sourced, where a reader asks for that alone. */
  const POOR = "not well sourced";
  /** The end of a span that has none. */
  const ENDLESS = 1e300;

  /** Models in the order of their rows. @type {WeakMap<Payload, Models>} */
  const known = new WeakMap();

  /** @type {typeof Catalog.query.models} */
  const modelsOf = (data) => {
    const old = known.get(data);
    if (old) return old;
    const several = new Map(data.variants);
    /** @type {Models} */
    const models = { rows: [], names: [], of: [] };
    data.slugs.forEach((_, row) => {
      const names = several.get(row) ?? [""];
      models.of.push(names.map((_, index) => models.rows.length + index));
      for (const name of names) {
        models.rows.push(row);
        models.names.push(name);
      }
    });
    known.set(data, models);
    return models;
  };

  /**
   * Which rows stay, each through a model that fits as a whole; how many each option would leave under all the other
   * filters; and how many nobody can judge.
   * @type {typeof Catalog.query.apply}
   */
  const apply = (view, data, says) => {
    const tallies = [...data.facets, ...data.ranges].map(tallyOf);
    const conditions = tallies.flatMap((tally) => conditionOf(tally, view));
    /** @type {Result} */
    const result = { rows: [], models: [], counts: new Map(), alone: new Map(), unknown: new Map(), doubts: new Map() };
    for (const { field, counts } of tallies) {
      result.counts.set(field.path, counts);
      result.alone.set(field.path, []);
    }
    /** Models of rows that have no other. @type {number[]} */
    const alone = [];
    modelsOf(data).of.forEach((own, row) => {
      /** @type {number[]} */
      const fitting = [];
      result.models.push(fitting);
      if (!says(row) || (view.pick.size && !view.pick.has(data.slugs[row]))) return;
      /** What is not known of the first model that may fit. @type {[path: string, blank: Verdict][] | undefined} */
      let doubts;
      for (const model of own) {
        const failed = conditions.flatMap((condition) => {
          const verdict = condition.judge(model);
          return verdict === true ? [] : [{ ...condition, verdict }];
        });
        if (failed.length === 1) {
          failed[0].count(row, model);
          result.alone.get(failed[0].path)?.push(model);
        }
        if (failed.every(({ verdict }) => verdict)) doubts ??= failed.map(({ path, verdict }) => [path, verdict]);
        if (failed.length) continue;
        fitting.push(model);
        if (own.length === 1) alone.push(model);
        else for (const { count } of tallies) count(row, model);
      }
      if (fitting.length) result.rows.push(row);
      else if (doubts) countDoubts(doubts, result);
    });
    for (const { countAll } of tallies) countAll(alone);
    return result;
  };

  /** Reasons for having no value, first the one that leaves most open. */
  const DOUBT = ["not checked", POOR, "not reported", "not applicable"];
  const leastKnown = (/** @type {Verdict[]} */ blanks) => DOUBT.find((blank) => blanks.includes(blank)) ?? false;

  /** @param {[path: string, blank: Verdict][]} doubts @param {Result} result */
  const countDoubts = (doubts, { unknown, doubts: byPath }) => {
    const more = (/** @type {Map<string, number>} */ counts, /** @type {Verdict} */ blank) =>
      counts.set(String(blank), (counts.get(String(blank)) ?? 0) + 1);
    more(unknown, leastKnown(doubts.map(([, blank]) => blank)));
    for (const [path, blank] of doubts) byPath.set(path, more(byPath.get(path) ?? new Map(), blank));
  };

  /** The keys of a value, as indexes; of a range the blank in place of one. @type {typeof Catalog.query.keysOf} */
  const keysOf = (field, cell) => (typeof cell === "number" ? [cell] : "keys" in field ? cell : []);

  /** Counts rows under each of the keys of their models, once. @param {Field} field */
  const tallyOf = (field) => {
    const keys = "keys" in field ? field.keys : field.blanks;
    const counts = keys.map(() => 0);
    /** @type {number[]} */
    const last = [];
    const count = (/** @type {number} */ row, /** @type {number} */ model, /** @type {boolean[] | undefined} */ only = undefined) => {
      for (const key of keysOf(field, field.rows[model])) {
        if ((only && !only[key]) || last[key] === row) continue;
        last[key] = row;
        counts[key]++;
      }
    };
    /** Rows of one model, which most are, are first counted by its entry. @param {number[]} models */
    const countAll = (models) => {
      const { codes, values, rows } = field;
      const times = new Uint32Array(values.length);
      /** @type {(number | number[])[]} */
      const cells = [];
      for (const model of models) {
        times[codes[model]]++;
        cells[codes[model]] = rows[model];
      }
      cells.forEach((cell, entry) => {
        for (const key of new Set(keysOf(field, cell))) counts[key] += times[entry];
      });
    };
    return { field, keys, counts, count, countAll };
  };

  /**
   * What a view asks of a field, if anything. A blank is neither the word or value that is asked for nor another: it fits
   * where it is asked for, and else nobody can say.
   * @param {ReturnType<typeof tallyOf>} tally @param {View} view @returns {Condition[]}
   */
  const conditionOf = ({ field, keys, count }, view) => {
    const { path } = field;
    const [included, excluded] = [view.included.get(path), view.excluded.get(path)];
    const span = view.spans.get(path);
    if (!included && !excluded && !span) return [];
    const [isIncluded, isExcluded] = [included, excluded].map((chosen) => keys.map((key) => chosen?.has(key) ?? false));
    const first = "keys" in field ? keys.length - field.blanks : 0;
    const [names, negates] = [isIncluded, isExcluded].map((chosen) => chosen.slice(0, first).includes(true));
    const asks = names || span;
    const all = view.all.has(path);
    const judge = (/** @type {number} */ model) => {
      const cell = keysOf(field, field.rows[model]);
      if ("kind" in field && !cell.length) return span !== undefined && inside(field, /** @type {number[]} */ (field.rows[model]), span);
      if (cell.some((key) => isExcluded[key])) return false;
      const unknown = leastKnown(cell.filter((key) => key >= first && !isIncluded[key]).map((key) => keys[key]));
      if (negates && (unknown || !asks)) return unknown || true;
      const found = cell.filter((key) => isIncluded[key]).length;
      return (!included && !span) || (all ? found === included?.size : found > 0) || (asks ? unknown : false);
    };
    const countAlone = (/** @type {number} */ row, /** @type {number} */ model) => {
      const hit = keysOf(field, field.rows[model]).some((key) => isExcluded[key]);
      // One more key to be had as well would not bring back a row that lacks another.
      if (hit || !all) count(row, model, hit ? isExcluded : undefined);
    };
    return [{ path, judge, count: countAlone }];
  };

  /**
   * Whether a value can lie in the span: "at least" reaches upward without end, "at most" down to zero.
   * @param {RangeFilter} range @param {number[]} cell @param {Span} span
   */
  const inside = (range, cell, { low, high }) => {
    for (let i = 0; i < cell.length; i += 2) {
      const [first, second] = [cell[i], cell[i + 1]];
      const from = range.kind === "amount" && second === 3 ? Math.min(range.ends[0], 0) : first;
      const to = range.kind !== "amount" ? second : second === 1 ? Infinity : first;
      if ((low === null || to >= low) && (high === null || from <= high)) return true;
    }
    return false;
  };

  /**
   * Rows in the wanted order, each by the least or the greatest key of its models that fit; unknown values come last in
   * either direction, ties keep the order they had.
   * @type {typeof Catalog.query.sorted}
   */
  const sorted = ({ rows, models }, order, keys) => {
    const columns = order.filter(({ path }) => keys[path]).map(({ path, down }) => {
      return { down, best: models.map((own) => keys[path][first(own, keys[path], down)]) };
    });
    if (!columns.length) return rows;
    return [...rows].sort((a, b) =>
      columns.reduce((before, { down, best }) => before || compare(best[a], best[b], down), 0) || a - b,
    );
  };

  /** @type {typeof Catalog.query.first} */
  const first = (models, keys, down) =>
    models.reduce((best, model) => (compare(keys[model], keys[best], down) < 0 ? model : best), models[0]);

  const { compare: collate } = new Intl.Collator();

  /** @param {SortKey} a @param {SortKey} b @param {boolean} down */
  const compare = (a, b, down) => {
    if (a === null || b === null) return Number(a === null) - Number(b === null);
    const difference = typeof a === "string" ? collate(a, String(b)) : a - Number(b);
    return down ? -difference : difference;
  };

  /** @type {typeof Catalog.query.eachPair} */
  const eachPair = (range, models, visit) => {
    for (const model of models) {
      const cell = range.rows[model];
      if (typeof cell !== "number") for (let i = 0; i < cell.length; i += 2) visit(cell[i], cell[i + 1]);
    }
  };

  /**
   * How many values fall into each of equal parts of an axis; what several models of a row have counts once.
   * @type {typeof Catalog.query.bins}
   */
  const bins = (data, range, models, scale, count) => {
    const counts = new Array(count).fill(0);
    const width = (scale.end - scale.start) / count;
    const { rows, of } = modelsOf(data);
    const seen = new Set();
    const isNew = (/** @type {number} */ model) => {
      const row = rows[model];
      const { size } = seen;
      return of[row].length < 2 || seen.add(`${row} ${range.rows[model]}`).size > size;
    };
    eachPair(range, models.filter(isNew), (first, second) => {
      const middle = range.kind === "amount" ? first : middleOf(first, second);
      counts[Math.min(count - 1, Math.floor((Catalog.scales.at(scale, middle) - scale.start) / width))]++;
    });
    return counts;
  };

  /** One end of a range, as a reader types it. @type {typeof Catalog.query.endText} */
  const endText = (range, value) => (range.kind === "date" ? Catalog.scales.iso(value) : Catalog.scales.compact(value));

  /** The middle of a span; of one without end its other end. @type {typeof Catalog.query.middleOf} */
  const middleOf = (first, second) => (second >= ENDLESS ? first : first <= -ENDLESS ? second : (first + second) / 2);

  /** @type {(ends: number[]) => string} */
  const spanText = (ends) => {
    const [low, high] = ends.map((end) => (Math.abs(end) < ENDLESS ? Catalog.scales.compact(end) : ""));
    return low === high ? low : !high ? `at least ${low}` : !low ? `at most ${high}` : `${low}–${high}`;
  };

  /** The values of a model, or why there is none. @type {typeof Catalog.query.text} */
  const text = (field, model) => {
    if ("keys" in field) return field.rows[model].map((key) => field.labels[key]).join(", ");
    const cell = field.rows[model];
    if (typeof cell === "number") return field.blanks[cell];
    /** @type {Set<string>} */
    const values = new Set();
    eachPair(field, [model], (first, second) => {
      if (field.kind === "amount") values.add(["", "at least ", "about ", "at most "][second] + Catalog.scales.compact(first));
      else if (field.kind === "span") values.add(spanText([first, second]));
      else if (first === second) values.add(endText(field, first));
      // A date of more than a month is a year.
      else values.add(endText(field, first).slice(0, second - first > 31 ? 4 : 7));
    });
    return `${[...values].join(", ")} ${field.unit}`.trim();
  };

  /** @type {typeof Catalog.query.share} */
  const share = (slug, count) => [...slug].reduce((sum, letter) => (31 * sum + letter.charCodeAt(0)) % 65521, 0) % count;

  /** A record, with its variants where these are only some of its models. @type {typeof Catalog.query.name} */
  const name = (data, row, models) => {
    const { of, names } = modelsOf(data);
    const own = models.length < of[row].length ? models.map((model) => names[model]).filter(Boolean).join(" / ") : "";
    return own.startsWith(data.names[row]) ? own : `${data.names[row]} ${own}`.trim();
  };

  Catalog.query = { POOR, models: modelsOf, name, apply, sorted, first, keysOf, eachPair, bins, text, endText, middleOf, share };
})();
