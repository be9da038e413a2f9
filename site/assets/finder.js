/** What records say, in the order of the rows: which of them have the terms that a reader types, and in which field. */
(() => {
  const { load, terms } = Catalog;
  const { plain, has, parse } = terms;
  /** Most fields that are named for a row. */
  const NAMED = 2;
  /** Most terms of which it is kept where they are. */
  const KEPT = 20;
  /** Milliseconds of a part of a long work. */
  const PART = 12;
  const WORD = /[\p{L}\p{N}]{3,}/gu;

  /** @type {typeof Catalog.saidLine} */
  const saidLine = (said, wanted) =>
    said.flatMap(({ label, text }, i) => [
      ...(i ? [" · "] : []),
      // What is answered with yes says its own name.
      ...(label === text ? [...terms.marked(label, wanted), ": yes"]
        : [Catalog.create("b", {}, `${label}: `), ...terms.marked(terms.excerpt(text, wanted), wanted)]),
    ]);

  /**
   * A long work in parts, between which the page answers.
   * @type {<Item, Made>(items: Item[], make: (item: Item, index: number) => Made) => Promise<Made[]>}
   */
  const inParts = async (items, make) => {
    const made = [];
    let since = performance.now();
    for (const [index, item] of items.entries()) {
      made.push(make(item, index));
      if (performance.now() - since < PART) continue;
      await new Promise((next) => setTimeout(next));
      since = performance.now();
    }
    return made;
  };

  /** @param {SaidTexts} said @param {string[]} heads @returns {Promise<Finder>} */
  const read = async ({ fields, records }, heads) => {
    const texts = fields.flatMap(([label, texts]) => texts.map((text) => ({ label, text })));
    const entries = await inParts(texts, ({ label, text }, place) => ({ label, text, plain: plain(text), place }));
    const names = heads.map(plain);
    /** @type {Map<string, number> | undefined} */
    let words;
    /** Which entries have a term, of the terms that were asked for last. @type {Map<string, Uint8Array>} */
    const having = new Map();
    const entriesWith = (/** @type {Term} */ term) => {
      const known = having.get(term.source);
      if (known) return known;
      if (having.size === KEPT) having.clear();
      const found = Uint8Array.from(entries, ({ plain }) => Number(has(plain, term)));
      having.set(term.source, found);
      return found;
    };
    /** @param {number} row @param {Term} term */
    const hasTerm = (row, term) => {
      const found = entriesWith(term);
      return has(names[row], term) || records[row].some((place) => found[place]);
    };
    /** @type {Finder["says"]} */
    const says = (row, wanted) => wanted.every((term) => hasTerm(row, term));

    /** @type {Finder["where"]} */
    const where = (row, wanted) => {
      const missing = wanted.filter((term) => !has(names[row], term));
      if (!missing.length) return [];
      const own = records[row].map((place) => entries[place]);
      const whole = own.find((entry) => missing.every((term) => has(entry.plain, term)));
      const parts = missing.flatMap((term) => own.find((entry) => has(entry.plain, term)) ?? []);
      return whole ? [whole] : [...new Set(parts)].slice(0, NAMED);
    };

    return {
      where,
      says,
      count: (query) => {
        const wanted = parse(query);
        return names.filter((_, row) => says(row, wanted)).length;
      },
      words: () => {
        if (!words) {
          words = new Map();
          for (const [word] of [...names, ...entries.map(({ plain }) => plain)].join("\n").matchAll(WORD)) {
            words.set(word, (words.get(word) ?? 0) + 1);
          }
        }
        return words;
      },
    };
  };

  /** Address of texts → what reads them. @type {Map<string, Promise<Finder>>} */
  const finders = new Map();
  /** @type {typeof Catalog.finder} */
  const finder = (file, heads) => {
    const { href } = new URL(file, Catalog.base);
    const wanted = finders.get(href) ?? load(href).then((said) => read(said, heads));
    finders.set(href, wanted);
    wanted.catch(() => finders.delete(href));
    return wanted;
  };

  Object.assign(Catalog, { finder, saidLine });
})();
