/** Menus close on Escape and on what is done outside of them; arrow keys lead through what they offer. */
(() => {
  const { all, closest, one, own } = Catalog;
  const opened = () => all("details.menu[open]");
  const ENDS = { Home: 0, End: -1 };

  for (const type of ["pointerdown", "focusin"]) {
    document.addEventListener(type, (event) => {
      for (const menu of opened()) if (event.target instanceof Node && !menu.contains(event.target)) menu.open = false;
    });
  }

  document.addEventListener("keydown", (event) => {
    const menu = closest(event, "details.menu[open]") ?? opened()[0];
    if (!menu) return;
    const summary = one(menu, "summary");
    if (event.key === "Escape") {
      menu.removeAttribute("open");
      summary.focus();
      return;
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const end = own(ENDS, event.key);
    const inField = closest(event, "select, textarea, input:not([type=checkbox], [type=radio])");
    if (inField || !menu.contains(document.activeElement) || (!step && end === undefined)) return;
    const items = all("summary ~ * :is(a[href], :enabled:not(fieldset, option))", menu).filter((item) => item.checkVisibility());
    const at = items.findIndex((item) => item === document.activeElement);
    const next = end ?? at + (step ?? 0);
    (next === -1 && end === undefined ? summary : items.at(next % items.length))?.focus();
    event.preventDefault();
  });
})();
