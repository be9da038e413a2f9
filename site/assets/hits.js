/** What the whole site has of what is typed: names first, then what records say, then the texts of other pages. */
(() => {
  const { load, findable, terms } = Catalog;
  /** Most hits by name, by what records say, and in other pages. */
  const [NAMES, RECORDS, PAGES] = [8, 7, 6];
  /** Most records whose order depends on where they say it. */
  const ORDERED = 300;

  /** @typedef {{kind: string, title: string, url: string, others: string, plain: string, name: string}} Named */
  /** @typedef {{url: string, title: string, text: string, plain: string}} Paragraph */

  /** @type {Named[]} */
  let names = [];
  /** The pages of the navigation; and records, in the order of their texts. @type {Named[][]} */
  let [pages, records] = [[], []];
  /** @type {Paragraph[]} */
  let paragraphs = [];
  /** Address of a page → what it is called. @type {Map<string, {kind: string, title: string}>} */
  let titles = new Map();
  /** @type {Finder | undefined} */
  let finder;

  const loadNames = async () => {
    if (names.length) return;
    const kinds = await findable();
    names = kinds.flatMap(([kind, places]) =>
      places.map(([title, url, others]) => {
        const [name, plain] = [title, `${title}\n${others}`].map(terms.plain);
        return { kind, title, url, others, name, plain };
      }),
    );
    const [[, { length }], [, { length: count }]] = kinds;
    [pages, records] = [names.slice(0, length), names.slice(length, length + count)];
  };

  const loadTexts = async () => {
    await loadNames();
    const slugOf = (/** @type {Named} */ { url }) => url.split("/").at(-2);
    const [said, texts] = await Promise.all([
      Catalog.finder("assets/said.js", records.map((item) => [item.title, slugOf(item)].join(" "))),
      /** @type {Promise<[url: string, title: string, text: string][]>} */ (load("search/pages.js")),
    ]);
    paragraphs = texts.map(([url, title, text]) => ({ url, title, text, plain: terms.plain(`${title}\n${text}`) }));
    const whole = paragraphs.filter(({ url }) => !url.includes("#"));
    titles = new Map(whole.map(({ url, title }) => [url, { kind: pages[0].kind, title }]));
    for (const { url, kind, title } of names) titles.set(url, { kind, title });
    finder = said;
  };

  /** @param {string} text */
  const spaced = (text) => text.replace(/[^\p{L}\p{N}]+/gu, " ").trim();

  /**
   * How well a name fits: as a whole, at its beginning, at that of a word, inside; the name of a record before others'.
   * A hyphen is as good as a space.
   * @param {Named} item @param {string} typed
   */
  const order = (item, typed) => {
    const [name, kind] = [spaced(item.name), item.kind];
    const at = name.indexOf(typed);
    const place = name === typed ? 0 : at === 0 ? 1 : at > 0 ? (/[\p{L}\p{N}]/u.test(name[at - 1]) ? 3 : 2) : 4;
    return place + Number(kind !== records[0]?.kind) / 2 + name.length / 1000;
  };

  /** @param {Term[]} wanted @param {string} typed @returns {Hit[]} */
  const byName = (wanted, typed) =>
    names.filter(({ plain }) => wanted.every((term) => terms.has(plain, term)))
      .map((item) => ({ item, order: order(item, typed) }))
      .sort((a, b) => a.order - b.order)
      .map(({ item: { kind, title, url, others, name } }) => {
        const also = wanted.every((term) => terms.has(name, term)) ? "" : others;
        return { kind, url, title: terms.marked(title, wanted), why: also ? ["also ", ...terms.marked(also, wanted)] : [] };
      });

  /** @param {Term[]} wanted @param {Set<string>} shown @returns {Hit[]} */
  const bySaying = (wanted, shown) => {
    const where = (/** @type {number} */ row) => finder?.where(row, wanted) ?? [];
    const rows = [...records.keys()].filter((row) => !shown.has(records[row].url) && finder?.says(row, wanted));
    const places = rows.length > ORDERED ? [] : rows.map((row) => /** @type {const} */ ([row, where(row)[0]?.place ?? 0]));
    const ordered = rows.length > ORDERED ? rows : places.sort(([, a], [, b]) => a - b).map(([row]) => row);
    return ordered.map((row) => {
      const { kind, url, title } = records[row];
      return { kind, url, title: terms.marked(title, wanted), why: () => Catalog.saidLine(where(row), wanted) };
    });
  };

  /** @param {Term[]} wanted @param {Set<string>} shown @returns {Hit[]} */
  const byText = (wanted, shown) =>
    paragraphs.flatMap(({ url, title, text, plain }) => {
      const [page, section] = url.split("#");
      if (shown.has(url) || !wanted.every((term) => terms.has(plain, term))) return [];
      const own = titles.get(page);
      const heading = own && section ? `${own.title} › ${title}` : own?.title ?? title;
      const why = () => terms.marked(terms.excerpt(lineWith(text, wanted), wanted), wanted);
      return [{ kind: own?.kind ?? pages[0].kind, url, title: terms.marked(heading, wanted), why }];
    });

  /** The line with most of the terms. @param {string} text @param {Term[]} wanted */
  const lineWith = (text, wanted) => {
    const count = (/** @type {string} */ line) => wanted.filter((term) => terms.has(terms.plain(line), term)).length;
    const counted = text.split("\n").map((line) => ({ line, count: count(line) }));
    return counted.reduce((best, other) => (other.count > best.count ? other : best)).line;
  };

  /** @type {typeof Catalog.hits} */
  const hits = (query) => {
    const wanted = terms.parse(query);
    if (!wanted.length) {
      const all = pages.map(({ kind, url, title }) => ({ kind, url, title: [title], why: [] }));
      return { hits: all, total: all.length, records: 0, exact: true };
    }
    const named = byName(wanted, spaced(terms.plain(query)));
    const shown = new Set(named.map(({ url }) => url));
    const [said, texts] = [bySaying(wanted, shown), byText(wanted, shown)];
    const all = [...named.slice(0, NAMES), ...said.slice(0, RECORDS), ...texts.slice(0, PAGES)];
    const total = named.length + said.length + texts.length;
    if (total || query.trim().length < 3) return { hits: all, total, records: finder?.count(query) ?? 0, exact: true };
    const near = Catalog.fuzzyMatches(query, names.map((item) => [`${item.title}\n${item.others}`, item]));
    const meant = near.map(({ kind, url, title }) => ({ kind, url, title: [title], why: [] }));
    return { hits: meant.slice(0, NAMES), total: meant.length, records: 0, exact: false };
  };

  Object.assign(Catalog, { hits, loadNames, loadTexts });
})();
