// @ts-check
/**
 * The palette on `/` and Ctrl-K: jumps to a page, a record, a term or a field, and forgives typing errors.
 *
 * @typedef {{kind: string, place: Place}} Entry
 */
(() => {
  const { load, pageUrl, create, all, closest, on, fuzzyMatches } = Catalog;
  const MOST = 12;

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
