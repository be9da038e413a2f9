// @ts-check
/**
 * The palette on `/` and Ctrl-K: jumps to a page, a record, a term or a field, and forgives typing errors.
 *
 * @typedef {[title: string, url: string, other: string]} Place
 */
(() => {
  const MOST = 12;
  const { load, page, element, made } = Catalog;

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

  const bare = (/** @type {string} */ text) => text.normalize("NFKD").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ").trim();

  /** How far `text` is from what was typed: 0 is best, Infinity no match. @param {string} typed @param {string} text */
  const distance = (typed, text) => {
    const squashed = text.replaceAll(" ", "");
    const whole = squashed.indexOf(typed.replaceAll(" ", ""));
    if (whole === 0) return squashed.length / 1000;
    if (whole > 0) return 1 + squashed.length / 1000;
    const words = text.split(" ");
    return typed.split(" ").reduce((sum, part) => {
      const allowed = part.length < 4 ? 0 : part.length < 8 ? 1 : 2;
      const least = Math.min(...words.map((word) => (word.startsWith(part) ? 0 : edits(part, word))));
      return sum + (least <= allowed ? 2 + 2 * least : Infinity);
    }, words.length / 1000);
  };

  /**
   * What fits what was typed, nearest first.
   * @template T @param {string} typed @param {[string, T][]} items @returns {T[]}
   */
  const nearest = (typed, items) => {
    const wanted = bare(typed);
    if (!wanted) return [];
    const found = items.map(([text, item]) => ({ item, far: distance(wanted, bare(text)) }));
    return found.filter(({ far }) => far < Infinity).sort((a, b) => a.far - b.far).map(({ item }) => item);
  };

  Catalog.nearest = nearest;

  /** @type {[string, {kind: string, place: Place}][] | null} */
  let places = null;
  /** @param {Object<string, Place[]>} kinds */
  Catalog.findable = (kinds) =>
    (places = Object.entries(kinds).flatMap(([kind, all]) =>
      all.map((place) => /** @type {[string, any]} */ ([`${place[0]} ${place[2]}`, { kind, place }])),
    ));

  const list = made("div", { id: "palette-list", role: "listbox", "aria-label": "Found" });
  const roles = { type: "text", role: "combobox", autocomplete: "off", spellcheck: "false", placeholder: "Find a page, a name, a term" };
  const states = { "aria-label": "Find", "aria-expanded": "false", "aria-controls": list.id, "aria-autocomplete": "list" };
  const input = /** @type {HTMLInputElement} */ (made("input", { ...roles, ...states }));
  const told = element("output", "", "told");
  const dialog = /** @type {HTMLDialogElement} */ (made("dialog", { class: "palette", "aria-label": "Find a page" }, input, list, told));
  let at = 0;

  /** @returns {HTMLAnchorElement[]} */
  const options = () => [...list.querySelectorAll("a")];

  const mark = (/** @type {number} */ next) => {
    const all = options();
    at = all.length ? (next + all.length) % all.length : 0;
    all.forEach((option, i) => option.setAttribute("aria-selected", String(i === at)));
    input.setAttribute("aria-activedescendant", all[at]?.id ?? "");
    all[at]?.scrollIntoView({ block: "nearest" });
  };

  const paint = () => {
    const all = places ?? [];
    const found = input.value.trim() ? nearest(input.value, all) : all.map(([, item]) => item);
    const shown = found.slice(0, MOST);
    const lines = shown.map(({ kind, place }, i) => {
      const option = { href: page(place[1]), id: `palette-${i}`, tabindex: -1, role: "option" };
      return made("a", option, element("bdi", place[0]), element("span", kind, "kind"));
    });
    list.replaceChildren(...lines);
    list.hidden = !lines.length;
    input.setAttribute("aria-expanded", String(lines.length > 0));
    told.textContent = found.length > MOST ? `${MOST} of ${found.length} shown` : found.length ? `${found.length} found` : "Nothing found";
    mark(0);
  };

  const open = async () => {
    if (dialog.open) return;
    if (!dialog.isConnected) document.body.append(dialog);
    dialog.showModal();
    input.select();
    if (!places) await load("assets/findable.js").catch(() => {});
    paint();
  };

  input.addEventListener("input", paint);
  dialog.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.key === "ArrowDown") mark(at + 1);
    else if (event.key === "ArrowUp") mark(at - 1);
    else if (event.key === "Enter") options()[at]?.click();
    else return;
    event.preventDefault();
  });
  dialog.addEventListener("click", (event) => {
    const option = event.target instanceof Element ? event.target.closest("a") : null;
    if (event.target === dialog || option) dialog.close();
  });

  // Before Material's own search hears of it, which also answers to `/`; its button and the keys F and S stay its own.
  addEventListener(
    "keydown",
    (event) => {
      const typing = event.target instanceof Element && event.target.closest("input, textarea, select, [contenteditable]");
      const slash = event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey;
      const control = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey);
      if (!slash && !control) return;
      event.preventDefault();
      event.stopPropagation();
      open();
    },
    true,
  );
  document.addEventListener("click", (event) => {
    if (event.target instanceof Element && event.target.closest("[data-find]")) open();
  });
})();
