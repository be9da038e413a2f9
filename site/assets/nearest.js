/** What fits a text that was typed with errors. */
(() => {
  /**
   * Edits from `typed` to the beginning of `word` that is nearest to it; swapped neighbours count once.
   * @param {string} typed @param {string} word
   */
  const edits = (typed, word) => {
    let [before, row] = [/** @type {number[]} */ ([]), [...Array(word.length + 1).keys()]];
    for (let i = 1; i <= typed.length; i++) {
      const next = [i];
      for (let j = 1; j <= word.length; j++) {
        const change = Number(typed[i - 1] !== word[j - 1]);
        next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + change);
        const swapped = i > 1 && j > 1 && typed[i - 1] === word[j - 2] && typed[i - 2] === word[j - 1];
        if (swapped) next[j] = Math.min(next[j], before[j - 2] + 1);
      }
      [before, row] = [row, next];
    }
    return Math.min(...row);
  };

  /** How many edits a word of so many letters may have. @param {number} letters */
  const allowed = (letters) => (letters < 4 ? 0 : letters < 8 ? 1 : 2);

  /** Words without case, accents and punctuation. @param {string} text */
  const normalize = (text) => text.normalize("NFKD").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ").trim();

  /**
   * How far `text` is from what was typed: 0 is best, Infinity no match. A text that contains it in one piece comes
   * before any with errors; among equals the shorter wins, hence the thousandths.
   * @param {string} typed @param {string} text
   */
  const distance = (typed, text) => {
    const letters = text.replaceAll(" ", "");
    const position = letters.indexOf(typed.replaceAll(" ", ""));
    if (position === 0) return letters.length / 1000;
    if (position > 0) return 1 + letters.length / 1000;
    const words = text.split(" ");
    return typed.split(" ").reduce((sum, part) => {
      const least = Math.min(...words.map((word) => (word.startsWith(part) ? 0 : edits(part, word))));
      return sum + (least <= allowed(part.length) ? 2 + 2 * least : Infinity);
    }, words.length / 1000);
  };

  /** @type {typeof Catalog.fuzzyMatches} */
  const fuzzyMatches = (typed, items) => {
    const query = normalize(typed);
    if (!query) return [];
    // The title alone counts, too: one with many other names is no farther than another without.
    const far = (/** @type {string} */ text) => Math.min(...[text, text.split("\n")[0]].map((name) => distance(query, normalize(name))));
    const matches = items.map(([text, item]) => ({ item, far: far(text) }));
    return matches.filter(({ far }) => far < Infinity).sort((a, b) => a.far - b.far).map(({ item }) => item);
  };

  /** Counted words that may have been meant, the nearest and then the most frequent first. @type {typeof Catalog.nearest} */
  const nearest = (typed, words, most) => {
    const limit = allowed(typed.length);
    const near = [...words].flatMap(([word, count]) => {
      if (Math.abs(word.length - typed.length) > limit + 2) return [];
      const far = edits(typed, word);
      return far <= limit ? [{ word, order: far + Math.abs(word.length - typed.length) / 4 - count / 1e6 }] : [];
    });
    return near.sort((a, b) => a.order - b.order).slice(0, most).map(({ word }) => word);
  };

  Object.assign(Catalog, { fuzzyMatches, nearest });
})();
