/** The view that form, table, charts and address share: whoever changes it, all components are painted. */
(() => {
  const { view: views, query, load, all, listIgnored } = Catalog;
  const [script] = all("script[src$='rows.js']");
  /** @type {SentRows | undefined} */
  const sent = script && Catalog.received(script.src);
  if (!sent) return;

  const data = Catalog.decode(sent);
  const models = query.models(data);
  const facets = new Map(data.facets.map((facet) => [facet.path, facet]));
  const ranges = new Map(data.ranges.map((range) => [range.path, range]));
  const heads = data.names.map((name, row) => [name, data.slugs[row]].join(" "));
  /** Whether each row says what is searched for; only in its name, where the other texts cannot be loaded. */
  const searched = () => {
    const { finder, view: { q } } = store;
    if (!q.trim()) return () => true;
    if (!finder) return (/** @type {number} */ row) => heads[row].toLowerCase().includes(q.trim().toLowerCase());
    const wanted = Catalog.terms.parse(q);
    return (/** @type {number} */ row) => finder.says(row, wanted);
  };
  /** @type {Promise<void> | undefined} */
  let searching;
  const loadFinder = async () => {
    await Catalog.needFinder();
    store.finder = await Catalog.finder(new URL("said.js", script.src).href, heads);
  };
  const tellMissing = () => {
    searching = undefined;
    listIgnored("ignored", "the texts to search in did not come, only names", [`find=${store.view.q}`]);
  };

  /** Columns that can be shown, as far as they are loaded. @type {Record<string, SentColumn>} */
  const columns = {};
  /** @type {Record<string, SortKey[]>} */
  const sortKeys = { name: models.rows.map((row) => data.names[row].toLowerCase()) };
  const put = (/** @type {[string, SentColumn][]} */ entries) => {
    for (const [path, column] of entries) {
      columns[path] = column;
      sortKeys[path] = Catalog.byCode(column.codes, column.places, column.sourced, isWell);
    }
  };
  /** Whether the data are those of well-sourced facts alone; of any other nothing is known then, here and everywhere. */
  let isWell = false;
  const trust = () => {
    if (isWell === store.view.well) return;
    isWell = store.view.well;
    Catalog.trust(data, isWell);
    put(Object.entries(columns));
  };
  /**
   * File beside that of the rows → its columns; none where it cannot be loaded.
   * @type {Record<string, Promise<Record<string, PackedColumn>>>}
   */
  const files = {};
  /** @param {Record<string, PackedColumn>} part @returns {[string, SentColumn][]} */
  const unpacked = (part) => Object.entries(part).map(([path, column]) => [path, Catalog.unpack(column)]);
  const columnsIn = (/** @type {string} */ file) => (files[file] ??= load(new URL(file, script.src).href).catch(() => ({})));

  /** @type {Store} */
  const store = {
    data,
    view: views.empty(),
    rows: data.slugs.map((_, row) => row),
    models: models.of,
    get keys() {
      return (keys ??= new Set(store.rows.flatMap(keysOf)));
    },
    components: [],
    columns,
    columnPaths: data.presets.flatMap(([, paths]) => paths),
    shown: () => store.view.columns ?? (data.presets.find(([key]) => key === store.view.preset) ?? data.presets[0])[1],
    need: (paths) => {
      const missing = paths.filter((path) => path !== "name" && !columns[path]);
      const names = new Set(missing.map((path) => (data.apart.includes(path) ? "texts.js" : `columns/${path}.js`)));
      if (!names.size) return undefined;
      return Promise.all([...names].map(columnsIn)).then((parts) => put(parts.flatMap(unpacked)));
    },
    first: (path, row, down) => query.first(store.models[row], sortKeys[path], down),
    needSearch: () => (store.finder ? undefined : (searching ??= loadFinder().catch(tellMissing))),
    facet: (path) => facets.get(path),
    range: (path) => ranges.get(path),
    field: (path) => facets.get(path) ?? ranges.get(path),
    setSpan: (path, low, high) => {
      if (low === null && high === null) store.view.spans.delete(path);
      else store.view.spans.set(path, { low, high });
    },
    filter: () => {
      trust();
      return query.apply(store.view, data, searched());
    },
    change: (edit, quiet = false) => {
      edit();
      clearTimeout(pending);
      clearTimeout(due);
      if (quiet) {
        pending = setTimeout(store.writeAddress, PAUSE, true);
        showAfterPaint();
      } else show(() => store.writeAddress(false));
    },
    restore: async () => {
      clearTimeout(pending);
      const tabs = all("[data-tab]").map(({ dataset }) => dataset.tab ?? "");
      const legends = all(".key").map(({ dataset }) => dataset.name ?? "");
      const { view, ignored } = views.read(location.search, data, store.columnPaths, tabs, legends);
      store.view = view;
      listIgnored("ignored", "no field or value here has that name", ignored);
      if (view.q) await store.needSearch();
      for (const component of store.components) await component.restore?.();
      paint();
    },
    writeAddress: (over) => {
      pending = 0;
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
  let pending = 0;
  addEventListener("pagehide", () => pending && store.writeAddress(true));
  addEventListener("popstate", store.restore);

  /** What is left, made when it is asked for. @type {Set<string> | undefined} */
  let keys;
  /** A record, and those of its models that fit. @param {number} row */
  const keysOf = (row) => {
    const slug = data.slugs[row];
    return [slug, ...store.models[row].map((model) => `${slug}@${models.names[model]}`)];
  };

  /** What a reader types or drags is painted first, and what else waits for that frame; then what follows from it. */
  let due = 0;
  const showAfterPaint = () => requestAnimationFrame(() => {
    clearTimeout(due);
    due = setTimeout(() => (due = setTimeout(show)));
  });
  /** Paint, once the texts are there that are searched. */
  const show = (then = () => {}) => {
    const act = () => (paint(), then());
    const waiting = store.view.q && store.needSearch();
    waiting ? waiting.then(act) : act();
  };

  const paint = () => {
    const result = store.filter();
    store.rows = query.sorted(result, store.view.order, sortKeys);
    store.models = result.models;
    keys = undefined;
    for (const component of store.components) component.paint?.(result);
    // What helps where nothing is found comes with the search.
    if (!store.rows.length && !Catalog.finder) Catalog.needFinder().then(paint, () => {});
    document.dispatchEvent(new CustomEvent("catalogue:filtered", { detail: { get keys() { return store.keys; }, well: isWell } }));
  };

  put(Object.entries(data.cells));
  Catalog.store = store;
})();
