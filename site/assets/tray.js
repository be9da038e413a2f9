/** Boxes in the rows of the table, and the links that lead to the comparison of those ticked. */
(() => {
  const { store, all, one, byId, create, closest, pageUrl } = Catalog;
  const [table] = all("table[data-compare]");
  if (!store || !table) return;

  const { slugs, names, most } = store.data;
  const links = all("a.compare");
  const clear = byId("untick");

  /** @param {HTMLTableRowElement} row */
  const boxOf = ({ cells: [head] }) => {
    const box = head.querySelector("input") ?? create("input", { type: "checkbox", class: "pick", autocomplete: "off" });
    if (!box.isConnected) {
      box.ariaLabel = `Compare ${head.textContent}`;
      head.prepend(box);
    }
    return box;
  };

  const paint = (/** @type {HTMLTableRowElement[]} */ rows) => {
    const ticked = store.view.tray;
    const chosen = ticked.size ? `?s=${[...ticked].join(",")}` : "";
    for (const link of links) {
      link.href = pageUrl(`compare/${chosen}`);
      link.ariaDisabled = ticked.size ? null : "true";
      link.title = [...ticked].map((slug) => names[slugs.indexOf(slug)]).join(", ") || `Tick up to ${most} rows`;
    }
    clear.hidden = !ticked.size;
    for (const node of all("[data-count=tray]")) node.textContent = String(ticked.size);
    for (const row of rows) {
      const { slug } = row.dataset;
      if (!slug) continue;
      const box = boxOf(row);
      box.checked = ticked.has(slug);
      box.disabled = !box.checked && ticked.size >= most;
    }
  };

  clear.addEventListener("click", () => {
    store.change(() => store.view.tray.clear());
    one(table, ".pick").focus();
  });
  table.addEventListener("change", (event) => {
    const slug = closest(event, "tr")?.dataset.slug;
    if (slug) store.change(() => store.view.tray.delete(slug) || store.view.tray.add(slug));
  });
  store.components.push({ drawn: paint });
  paint(all("tbody tr:not(.late)", table));
})();
