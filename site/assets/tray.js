// @ts-check
/** Boxes in the rows of the table, and the tray that says which are ticked for comparison. */
(() => {
  const { store, all, create, closest, pageUrl } = Catalog;
  const [table] = all("table[data-compare]");
  if (!store || !table) return;

  const { slugs, names, most } = store.data;
  const count = create("output");
  const link = create("a", { class: "button primary" }, "Compare");
  const clear = create("button", { type: "button", class: "plain" }, "Clear");
  const attributes = { class: "tray", "aria-label": "Chosen for comparison", hidden: "" };
  const tray = create("section", attributes, count, link, clear);

  /** @param {HTMLTableRowElement} row */
  const boxOf = ({ cells: [head] }) => {
    const box = head.querySelector("input") ?? create("input", { type: "checkbox", class: "pick", autocomplete: "off" });
    if (!box.isConnected) {
      box.ariaLabel = `Compare ${head.textContent}`;
      head.prepend(box);
    }
    return box;
  };

  const paint = () => {
    const ticked = store.view.tray;
    tray.hidden = !ticked.size;
    count.textContent = `${ticked.size} of ${most} selected: ${[...ticked].map((slug) => names[slugs.indexOf(slug)]).join(", ")}`;
    link.href = pageUrl(`compare/?s=${[...ticked].join(",")}`);
    for (const row of table.tBodies[0].rows) {
      const { slug } = row.dataset;
      if (!slug) continue;
      const box = boxOf(row);
      box.checked = ticked.has(slug);
      box.disabled = !box.checked && ticked.size >= most;
    }
  };

  const scroller = table.closest(".scroll");
  clear.addEventListener("click", () => {
    store.change(() => store.view.tray.clear());
    if (scroller instanceof HTMLElement) scroller.focus();
  });
  table.addEventListener("change", (event) => {
    const slug = closest(event, "tr")?.dataset.slug;
    if (slug) store.change(() => store.view.tray.delete(slug) || store.view.tray.add(slug));
  });
  document.addEventListener("catalogue:drawn", paint);
  paint();
  scroller?.after(tray);
})();
