// @ts-check
/**
 * The palette on `/` and Ctrl-K: jumps to a page, a record, a term or a field, and forgives typing errors.
 *
 * @typedef {{kind: string, place: Place}} Entry
 */
(() => {
  const { load, pageUrl, create, all, closest, on } = Catalog;
  const MOST = 12;

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
      const allowed = part.length < 4 ? 0 : part.length < 8 ? 1 : 2;
      const least = Math.min(...words.map((word) => (word.startsWith(part) ? 0 : edits(part, word))));
      return sum + (least <= allowed ? 2 + 2 * least : Infinity);
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
  Catalog.fuzzyMatches = fuzzyMatches;

  /** @type {[text: string, entry: Entry][]} */
  let entries = [];
  const list = create("div", { id: "palette-list", role: "listbox", "aria-label": "Found" });
  const roles = { type: "text", role: "combobox", autocomplete: "off", spellcheck: "false", placeholder: "Find a page, a name, a term" };
  const states = { "aria-label": "Find", "aria-expanded": "false", "aria-controls": list.id, "aria-autocomplete": "list" };
  const input = create("input", { ...roles, ...states });
  const status = create("output", { class: "status" });
  const dialog = create("dialog", { class: "palette", "aria-label": "Find a page" }, input, list, status);
  let selected = 0;

  const select = (/** @type {number} */ next) => {
    const options = all("a", list);
    selected = options.length ? (next + options.length) % options.length : 0;
    options.forEach((option, i) => option.setAttribute("aria-selected", String(i === selected)));
    input.setAttribute("aria-activedescendant", options[selected]?.id ?? "");
    options[selected]?.scrollIntoView({ block: "nearest" });
  };

  const paint = () => {
    const matches = input.value.trim() ? fuzzyMatches(input.value, entries) : entries.map(([, entry]) => entry);
    const options = matches.slice(0, MOST).map(({ kind, place: [title, url] }, i) => {
      const attributes = { href: pageUrl(url), id: `palette-${i}`, tabindex: -1, role: "option" };
      return create("a", attributes, create("bdi", {}, title), create("span", { class: "kind" }, kind));
    });
    list.replaceChildren(...options);
    list.hidden = !options.length;
    input.setAttribute("aria-expanded", String(options.length > 0));
    const { length } = matches;
    status.textContent = length > MOST ? `${MOST} of ${length} shown` : length ? `${length} found` : "Nothing found";
    select(0);
  };

  const loadEntries = async () => {
    /** @type {Findable} */
    const kinds = await load("assets/findable.js");
    entries = Object.entries(kinds).flatMap(([kind, places]) =>
      places.map((place) => /** @type {[string, Entry]} */ ([`${place[0]}\n${place[2]}`, { kind, place }])),
    );
  };

  const open = async () => {
    if (dialog.open) return;
    if (!dialog.isConnected) document.body.append(dialog);
    dialog.showModal();
    input.select();
    if (!entries.length) await loadEntries().catch(() => {});
    paint();
  };

  input.addEventListener("input", paint);
  dialog.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.key === "ArrowDown") select(selected + 1);
    else if (event.key === "ArrowUp") select(selected - 1);
    else if (event.key === "Enter") all("a", list)[selected]?.click();
    else return;
    event.preventDefault();
  });
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog || closest(event, "a")) dialog.close();
  });

  // In the capture phase, because Material's own search answers to `/`, too; its button and the keys F and S remain.
  addEventListener(
    "keydown",
    (event) => {
      const typing = closest(event, "input, textarea, select, [contenteditable]");
      const slash = event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey;
      const control = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey);
      if (!slash && !control) return;
      event.preventDefault();
      event.stopPropagation();
      open();
    },
    true,
  );
  on("click", "[data-find]", open);
})();
