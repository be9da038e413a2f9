// @ts-check
/** The view that form, table, charts and address share: whoever changes it, all components are painted. */
(() => {
  const { view: views, query, all, list } = Catalog;
  /** @type {Payload | null} */
  const data = Catalog.json("catalogue-data");
  if (!data) return;

  const models = query.models(data);
  const facets = new Map(data.facets.map((facet) => [facet.path, facet]));
  const ranges = new Map(data.ranges.map((range) => [range.path, range]));
  /** Lower-case text of the rows, each read when it is first wanted. @type {string[]} */
  const texts = [];
  const text = (/** @type {number} */ row) => (texts[row] ??= store.rowText(row).toLowerCase());

  /** @type {Store} */
  const store = {
    data,
    view: views.empty(),
    rows: data.slugs.map((_, row) => row),
    models: models.of,
    keys: new Set(),
    components: [],
    sortKeys: { ...data.sort, name: models.rows.map((row) => data.names[row].toLowerCase()) },
    columnPaths: [...data.columns],
    rowText: (row) => {
      const words = data.facets.flatMap((facet) => models.of[row].map((model) => query.text(facet, model)));
      return [data.names[row], ...words].join(" ");
    },
    clearTexts: () => texts.splice(0),
    facet: (path) => facets.get(path),
    range: (path) => ranges.get(path),
    field: (path) => facets.get(path) ?? ranges.get(path),
    setSpan: (path, low, high) => {
      if (low === null && high === null) store.view.spans.delete(path);
      else store.view.spans.set(path, { low, high });
    },
    filter: () => query.apply(store.view, data, text),
    change: (edit, quiet = false) => {
      edit();
      paint();
      clearTimeout(pending);
      if (quiet) pending = setTimeout(store.writeAddress, PAUSE, true);
      else store.writeAddress(false);
    },
    restore: async () => {
      clearTimeout(pending);
      const tabs = all("[data-tab]").map(({ dataset }) => dataset.tab ?? "");
      const legends = all(".key").map(({ dataset }) => dataset.name ?? "");
      const { view, ignored } = views.read(location.search, data, store.columnPaths, tabs, legends);
      store.view = view;
      list("ignored", "Ignored, because no field or value here has that name", ignored);
      for (const component of store.components) await component.restore?.();
      paint();
    },
    writeAddress: (over) => {
      pending = undefined;
      const address = location.pathname + views.write(store.view, data) + location.hash;
      if (address === location.pathname + location.search + location.hash) return;
      history[over ? "replaceState" : "pushState"](null, "", address);
    },
    point: (row) => {
      for (const component of store.components) component.point?.(row);
    },
  };

  // Writing the address takes a browser longer than painting: while a reader types or drags, it waits (milliseconds).
  const PAUSE = 150;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let pending;
  addEventListener("pagehide", () => pending && store.writeAddress(true));
  addEventListener("popstate", store.restore);

  /** A record, and those of its models that fit. @param {number} row */
  const keysOf = (row) => {
    const slug = data.slugs[row];
    return [slug, ...store.models[row].map((model) => `${slug}@${models.names[model]}`)];
  };

  const paint = () => {
    const result = store.filter();
    store.rows = query.sorted(result, store.view.order, store.sortKeys);
    store.models = result.models;
    store.keys = new Set(store.rows.flatMap(keysOf));
    for (const component of store.components) component.paint(result);
    document.dispatchEvent(new CustomEvent("catalogue:filtered", { detail: { keys: store.keys } }));
  };

  // The first key should not have to wait for the text of every row: 200 rows at a time, between which a browser can paint.
  const warm = (/** @type {number} */ row) => {
    const end = Math.min(row + 200, data.slugs.length);
    while (row < end) text(row++);
    if (row < data.slugs.length) setTimeout(warm, 20, row);
  };
  document.addEventListener("DOMContentLoaded", () => setTimeout(warm, 200, 0));

  Catalog.store = store;
})();
