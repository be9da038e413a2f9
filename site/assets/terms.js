/** What a reader types, as terms that a text has or has not, in British and American spelling alike. Nothing here touches the page. */
(() => {
  /** Limits: characters of a query, and those of an excerpt and before its first mark. */
  const [LONGEST, EXCERPT, LEAD] = [100, 130, 40];
  /** What is written in two ways, thousands and English words: where it is found in a word, and a pattern of both. */
  const SPELLINGS = /** @type {const} */ ([
    [/(?<=^\d+)(?=(?:\d{3})+$)/g, ",?"],
    [/(?<=\w{3}[iy])[sz](?=[aei]|$)/g, "[sz]"],
    [/(?<=licen|defen|offen|preten|practi)[cs]/g, "[cs]"],
    [/(?<=behavi|col|endeav|fav|flav|harb|hon|hum|lab|neighb|rig|rum|vap|vig)ou?r/g, "ou?r"],
    [/(?<=cent|fib|lit|lust|calib|theat|met)(?:re|er)(?=[ds]?$)/g, "(?:re|er)"],
    [/(?<=cance|channe|counse|fue|labe|leve|mode|signa|trave|tunne)ll?(?=e[dr]|ing)/g, "ll?"],
    [/(?<=ana|cata|dia|epi|mono|pro)log(?:ue?)?(?=s?$)/g, "log(?:ue)?"],
    [/(?<=ag|judg|acknowledg)e?(?=ing|ment)/g, "e?"],
    [/(?<=^gr)[ae](?=y)/g, "[ae]"],
    [/(?<=^art)[ei](?=fact)/g, "[ei]"],
    [/(?<=^s)[ck](?=eptic)/g, "[ck]"],
    [/(?<=^alumin)i?(?=um)/g, "i?"],
    [/(?<=^(?:pro)?gram)me(?=s?$)/g, "(?:me)?"],
    [/(?<=^(?:enrol|fulfil|instal|skil))l?(?=$|f|m)/g, "l?"],
  ]);
  const WORD = /[\p{L}\p{N}]+/gu;

  /** A text without case and accents; those of letters beyond Latin, Greek and Cyrillic stay. @type {typeof Catalog.terms.plain} */
  const plain = (text) =>
    (/[^\x00-\x7f]/.test(text) ? text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").normalize() : text).toLowerCase();

  const bothSpellings = (/** @type {string} */ word) =>
    SPELLINGS.reduce((pattern, [letters, both]) => pattern.replace(letters, both), word);

  /** What may stand between two words that were typed with no blank between. @param {string} before @param {string} next */
  const between = (before, next) => {
    const numbers = /\d$/.test(before) && /^\d/.test(next);
    return `[^\\p{L}\\p{N}]{${numbers && !/^\d{3}(?!\d)/.test(next) ? 1 : 0},3}`;
  };

  /**
   * A word, or words that stand together: one or two letters only at the beginning of a word, digits only at that of a number.
   * @param {string} typed @returns {Term[]}
   */
  const termOf = (typed) => {
    const words = typed.match(WORD) ?? [];
    if (!words.length) return [];
    const patterns = words.map(bothSpellings);
    const joined = patterns.map((pattern, i) => (i ? between(words[i - 1], words[i]) : "") + pattern).join("");
    const start = /^[a-z\d]{1,2}$/.test(typed) ? "(?<![\\p{L}\\p{N}])" : /^\d/.test(typed) ? "(?<!\\p{N})" : "";
    const [word] = words.filter((word, i) => word === patterns[i]).sort((a, b) => b.length - a.length);
    return [{ typed: typed.replaceAll('"', ""), word: word ?? "", source: start + joined, pattern: new RegExp(start + joined, "u") }];
  };

  /** @type {typeof Catalog.terms.parse} */
  const parse = (query) => (plain(query.slice(0, LONGEST)).match(/"[^"]+"?|[^\s"]+/g) ?? []).flatMap(termOf);

  /** Whether a plain text has a term: to look for a word takes less time than for a pattern. @type {typeof Catalog.terms.has} */
  const has = (text, { word, pattern, source }) => text.includes(word) && (word === source || pattern.test(text));

  /** The places of terms in a text, from where to where. @param {string} text @param {Term[]} terms */
  const placesIn = (text, terms) => {
    if (!terms.length || plain(text).length !== text.length) return [];
    const any = new RegExp(terms.map(({ source }) => source).join("|"), "gu");
    return [...plain(text).matchAll(any)].map(({ index = 0, 0: found }) => /** @type {const} */ ([index, index + found.length]));
  };

  /** @type {typeof Catalog.terms.marked} */
  const marked = (text, terms) => {
    /** @type {(string | HTMLElement)[]} */
    const parts = [];
    let end = 0;
    for (const [from, to] of placesIn(text, terms)) {
      parts.push(text.slice(end, from), Catalog.create("mark", {}, text.slice(from, to)));
      end = to;
    }
    return [...parts, text.slice(end)];
  };

  /** The part of a text around its first mark, from word to word. @type {typeof Catalog.terms.excerpt} */
  const excerpt = (text, terms) => {
    if (text.length <= EXCERPT) return text;
    const [first] = placesIn(text, terms);
    const lead = Math.max(0, (first?.[0] ?? 0) - LEAD);
    const start = lead && text.indexOf(" ", lead) + 1;
    const end = text.lastIndexOf(" ", start + EXCERPT);
    const [from, to] = [start > (first?.[0] ?? 0) ? lead : start, end > start ? end : start + EXCERPT];
    return `${from ? "… " : ""}${text.slice(from, to)}${to < text.length ? " …" : ""}`;
  };

  Catalog.terms = { parse, plain, has, marked, excerpt };
})();
