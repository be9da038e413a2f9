/** The rail of filters: what is open is remembered, lists can be searched, and without room it is a sheet over the page. */
(() => {
  const { store, all, one, byId, create, icon, on } = Catalog;
  const [rail] = all("#rail");
  if (!store || !rail) return;
  const STATE = "catalogue:rail";
  /** As wide as a page with a rail, see table.css. */
  const WIDE = matchMedia("(min-width: 80em)");
  const beside = one(document, ".beside");
  const folds = all("details", rail);

  /** Which folds are open, in their order, and whether the rail is closed. */
  const save = () => {
    const state = { closed: beside.classList.contains("closed"), open: folds.map(({ open }) => open) };
    sessionStorage.setItem(STATE, JSON.stringify(state));
  };
  const restore = () => {
    const { closed, open } = JSON.parse(sessionStorage.getItem(STATE) ?? "{}");
    beside.classList.toggle("closed", closed ?? false);
    if (open?.length === folds.length) folds.forEach((fold, index) => (fold.open = open[index]));
  };
  /** @param {() => void} act */
  const tolerantly = (act) => {
    try {
      act();
    } catch {
      // A browser that stores nothing for pages begins anew with each.
    }
  };

  /** Open what holds a filter in use. */
  const openUsed = () => {
    const { included, excluded, spans } = store.view;
    const isUsed = (/** @type {string} */ path) => included.has(path) || excluded.has(path) || spans.has(path);
    for (const fold of folds) {
      const [boxes, range] = [all(".option input", fold), fold.dataset.path ?? ""];
      const isNested = !fold.matches(".facet");
      const used = boxes.some(({ name, value }) =>
        isNested ? included.get(name)?.has(value) || excluded.get(name)?.has(value) : isUsed(name));
      if (used || spans.has(range)) fold.open = true;
    }
  };

  /** @param {HTMLElement} content @param {string} title @param {HTMLElement[]} foot */
  const openSheet = (content, title, foot) => {
    const place = document.createComment("");
    const close = create("button", { type: "button", class: "sheetclose", "aria-label": "Close" }, icon("close", "large"));
    const head = create("div", { class: "sheethead" }, create("h2", {}, title), close);
    const sheet = create("dialog", { class: "sheet md-typeset", "aria-label": title }, head);
    content.replaceWith(place);
    sheet.append(content, create("div", { class: "sheetfoot" }, ...foot));
    document.body.append(sheet);
    const shut = () => sheet.close();
    sheet.addEventListener("close", () => {
      place.replaceWith(content);
      sheet.remove();
    });
    sheet.addEventListener("click", ({ target }) => target === sheet && shut());
    for (const button of [close, ...foot.slice(-1)]) button.addEventListener("click", shut);
    WIDE.addEventListener("change", shut, { once: true });
    sheet.showModal();
  };

  const shows = () => `Show ${store.rows.length} ${store.rows.length === 1 ? store.data.one : store.data.many}`;
  const show = create("button", { type: "button", class: "button primary" }, shows());
  const clear = create("button", { type: "reset", form: "filters", class: "plain" }, "Clear all");
  on("click", "[data-sheet]", ({ dataset }) => {
    const done = create("button", { type: "button", class: "button primary" }, "Done");
    if (dataset.sheet === "sorter") openSheet(byId("sorter"), "Sort", [done]);
    else if (!WIDE.matches) openSheet(rail, "Filters", [clear, show]);
    else {
      beside.classList.remove("closed");
      tolerantly(save);
    }
  });
  byId("rail-hide").addEventListener("click", () => {
    beside.classList.add("closed");
    tolerantly(save);
  });
  rail.addEventListener("toggle", () => tolerantly(save), true);
  on("input", "input[data-find-in]", (field) => {
    const list = field.closest(".options, .chooser");
    const words = field.value.trim().toLowerCase();
    if (!list) return;
    for (const option of all(".option", list)) option.hidden = !option.textContent?.toLowerCase().includes(words);
    for (const group of all("fieldset", list)) group.hidden = !group.querySelector(".option:not([hidden])");
    for (const rest of all("details.rest", list)) rest.open = Boolean(words);
  });

  tolerantly(restore);
  store.components.push({
    restore: openUsed,
    paint: () => (show.textContent = shows()),
  });
})();
