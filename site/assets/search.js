// @ts-check
/**
 * The worker of the site's search, in place of the theme's own, whose messages it speaks. It gets the titles of all
 * entries from the theme, and loads their texts with the first query. Nothing is indexed: to read all of it takes less time.
 *
 * @typedef {{location: string, title: string, text: string}} SearchEntry
 * @typedef {SearchEntry & {score: number, terms: Record<string, boolean>}} SearchHit `terms` says which words it has.
 * @typedef {Map<number, number[]>} Found The entries that fit, best first; of each, the ranges of its line to be marked.
 */
(() => {
  importScripts("vendor/ufuzzy.min.js");

  const [SETUP, READY, QUERY, RESULT] = [0, 1, 2, 3];
  /** Limits: words whose order does not matter, entries that are ranked, characters of a text, and those before a mark. */
  const [WORDS, RANKED, EXCERPT, LEAD] = [3, 1000, 200, 60];
  const LONGEST = 100;

  const letters = { unicode: true, interSplit: "[^\\p{L}\\d']+", interBound: "[^\\p{L}\\d]", intraChars: "[\\p{L}\\d']" };
  const bounds = { intraSplit: "\\p{Ll}\\p{Lu}", intraBound: "\\p{L}\\d|\\d\\p{L}|\\p{Ll}\\p{Lu}", intraContr: "'\\p{L}{1,2}\\b" };
  const exact = new uFuzzy({ ...letters, ...bounds });
  const forgiving = new uFuzzy({ ...letters, ...bounds, intraMode: 1 });

  /** @type {Record<string, string>} */
  const CHARACTERS = { "&lt;": "<", "&gt;": ">", "&amp;": "&" };
  const plain = (/** @type {string} */ html) => html.replace(/&(?:lt|gt|amp);/g, (name) => CHARACTERS[name]);
  const escaped = (/** @type {string} */ text) => text.replace(/[<>&"]/g, (mark) => `&#${mark.charCodeAt(0)};`);
  const pageOf = (/** @type {SearchEntry} */ { location }) => location.split("#")[0];

  /** @type {SearchEntry[]} */
  let entries = [];
  /** Address of a page → its own entry. @type {Map<string, number>} */
  let pages = new Map();
  /** Titles, and titles with texts: as they are shown, and without accents, letter by letter. @type {string[][]} */
  let [titles, lines, plainTitles, plainLines] = [[], [], [], []];
  let query = "";
  /** Whether the texts have come, or never will. */
  let isSettled = false;
  /** @type {Promise<void> | undefined} */
  let loading;

  const setTexts = (/** @type {Record<string, string>} */ texts) => {
    lines = entries.map(({ location }, i) => `${titles[i]} ${plain(texts[location] ?? "")}`);
    plainLines = uFuzzy.latinize(lines);
  };

  const setEntries = (/** @type {SearchEntry[]} */ docs) => {
    entries = docs;
    pages = new Map(docs.map((entry, i) => /** @type {const} */ ([pageOf(entry), i])).reverse());
    titles = docs.map(({ title }) => plain(title));
    plainTitles = uFuzzy.latinize(titles);
    setTexts({});
  };

  const loadTexts = async () => {
    try {
      const response = await fetch(new URL("../search/texts.json", location.href));
      setTexts(await response.json());
    } finally {
      isSettled = true;
      answer();
    }
  };

  /** Entries with all words of the query; those with these in the title come first. @param {uFuzzy} matcher */
  const withAll = (matcher) => {
    /** @type {Found} */
    const found = new Map();
    for (const haystack of [plainTitles, plainLines]) {
      const all = matcher.search(haystack, query, WORDS, 0)[0] ?? [];
      const [, info, order] = matcher.search(haystack, query, WORDS, RANKED, all.slice(0, RANKED));
      for (const k of order ?? []) if (!found.has(info.idx[k])) found.set(info.idx[k], info.ranges[k]);
      for (const i of all) if (!found.has(i)) found.set(i, []);
    }
    return found;
  };

  /** How many of the words each text has. @param {string[]} texts @param {string[]} words */
  const counted = (texts, words) => {
    const counts = texts.map(() => 0);
    for (const word of words) for (const i of exact.filter(texts, word) ?? []) counts[i]++;
    return counts;
  };

  /** Entries with as many of the words as any has; those with these in the title come first. @param {string[]} words */
  const withMost = (words) => {
    const [inTitles, inLines] = [counted(plainTitles, words), counted(plainLines, words)];
    const most = Math.max(1, ...new Set(inLines));
    const found = [...inLines.keys()].filter((i) => inLines[i] === most).sort((a, b) => inTitles[b] - inTitles[a]);
    return new Map(found.map((i) => /** @type {[number, number[]]} */ ([i, []])));
  };

  /** A text as HTML, with its ranges marked. @param {string} text @param {number[]} ranges */
  const marked = (text, ranges) => {
    const piece = (/** @type {string} */ part, /** @type {boolean} */ fits) => (fits ? `<mark>${escaped(part)}</mark>` : escaped(part));
    return ranges.length ? uFuzzy.highlight(text, ranges, piece) : escaped(text);
  };

  /** The beginning of a word at most LEAD characters behind a place, else the place. @param {string} text @param {number} at */
  const wordAt = (text, at) => {
    const space = text.slice(at, at + LEAD).indexOf(" ");
    return space < 0 ? at : at + space + 1;
  };

  /** The part of a text that holds the first mark. @param {string} text @param {number[]} ranges */
  const excerpt = (text, ranges) => {
    const start = ranges[0] > LEAD ? wordAt(text, ranges[0] - LEAD) : 0;
    const end = start + EXCERPT < text.length ? wordAt(text, start + EXCERPT) : text.length;
    const shown = text.slice(start, end);
    const within = ranges.map((at) => at - start).filter((at) => at <= shown.length);
    const html = marked(shown, within.slice(0, within.length & ~1));
    return html && `<p>${start ? "… " : ""}${html}${end < text.length ? " …" : ""}</p>`;
  };

  /** @param {number} i @param {number[]} ranges @param {number} score @param {SearchHit["terms"]} terms @returns {SearchHit} */
  const hit = (i, ranges, score, terms) => {
    const begin = titles[i].length + 1;
    const first = ranges.findIndex((at) => at >= begin);
    const inTitle = first < 0 ? ranges : ranges.slice(0, first);
    const text = excerpt(lines[i].slice(begin), ranges.slice(inTitle.length).map((at) => at - begin));
    return { location: entries[i].location, title: marked(titles[i], inTitle), text, score, terms };
  };

  /**
   * Hits by page, as the theme shows them: a page stands above its sections.
   * @param {Found} found @param {(i: number) => SearchHit["terms"]} termsOf
   */
  const byPage = (found, termsOf) => {
    /** @type {Map<string, SearchHit[]>} */
    const groups = new Map();
    let score = found.size;
    for (const [i, ranges] of found) {
      const page = pageOf(entries[i]);
      const hits = groups.get(page) ?? [];
      hits.push(hit(i, ranges, score--, termsOf(i)));
      groups.set(page, hits);
    }
    for (const [page, hits] of groups) {
      const own = pages.get(page) ?? 0;
      if (!hits.some(({ location }) => location === entries[own].location)) hits.push(hit(own, [], 0, {}));
    }
    return [...groups.values()];
  };

  /** What was typed of the last word, completed from the title of the best entry. @param {number | undefined} best */
  const suggestions = (best) => {
    const last = query.split(/[\s-]+/).at(-1) ?? "";
    const word = titles[best ?? -1]?.split(/[\s-]+/).find((part) => part.toLowerCase().startsWith(last.toLowerCase()));
    const rest = word?.slice(last.length) ?? "";
    return word ? [last + (last === last.toLowerCase() ? rest.toLowerCase() : rest)] : [];
  };

  /**
   * Post what fits the query: with all its words, else with typing errors, else with some of its words. While the texts
   * are on their way, only what has all words in its name is certain.
   */
  const answer = () => {
    const words = exact.split(query);
    let found = withAll(exact);
    if (query && !found.size && !isSettled) return;
    if (!found.size) found = withAll(forgiving);
    const hasAll = found.size > 0;
    if (!hasAll) found = withMost(words);
    const has = (/** @type {number} */ i, /** @type {string} */ word) => hasAll || !!exact.filter([plainLines[i]], word)?.length;
    const items = byPage(found, (i) => Object.fromEntries(words.map((word) => [word, has(i, word)])));
    postMessage({ type: RESULT, data: { items, suggest: suggestions(found.keys().next().value) } });
  };

  addEventListener("message", ({ data: { type, data } }) => {
    if (type === SETUP) {
      setEntries(data.docs);
      postMessage({ type: READY });
    } else if (type === QUERY) {
      query = uFuzzy.latinize(data.slice(0, LONGEST).trim());
      if (query) loading ??= loadTexts().catch(() => (loading = undefined));
      answer();
    }
  });
})();
