/** The search of the site is loaded when a reader opens it: by its button, on `/` and Ctrl-K, or by an address with `?q=`. */
(() => {
  const { load, on, closest, create, base } = Catalog;
  /** @type {Promise<unknown> | undefined} */
  let styled;
  const style = () =>
    new Promise((resolve) => {
      const link = create("link", { rel: "stylesheet", href: new URL("assets/finder.css", base).href });
      link.onload = link.onerror = resolve;
      document.head.append(link);
    });
  /** @type {typeof Catalog.needFinder} */
  const needFinder = async () => {
    styled ??= style();
    await Promise.all([load("assets/nearest.js"), load("assets/finder.js"), styled]);
  };
  const open = async (/** @type {string} */ typed = "") => {
    await needFinder();
    Catalog.openPalette(typed);
  };

  addEventListener("keydown", (event) => {
    const typing = closest(event, "input, textarea, select, [contenteditable]");
    const slash = event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey;
    const control = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey);
    if (!slash && !control) return;
    event.preventDefault();
    event.stopPropagation();
    open();
  }, true);
  on("click", "[data-find]", () => open());
  const asked = new URLSearchParams(location.search).get("q");
  // A page with filters reads it itself.
  if (asked) addEventListener("load", () => document.getElementById("filters") || open(asked));

  Object.assign(Catalog, { needFinder });
})();
