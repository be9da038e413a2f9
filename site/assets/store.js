// @ts-check
/** The view that form, table, charts and address share: whoever changes it, all components are painted. */
(() => {
  const { view: views, query, all, listIgnored, create } = Catalog;
  const [script] = all("script[src$='rows.js']");
  /** @type {SentRows | undefined} */
  const sent = script && Catalog.received(script.src);
  if (!sent) return;

  const data = Catalog.decode(sent);
  const models = query.models(data);
  const facets = new Map(data.facets.map((facet) => [facet.path, facet]));
  const ranges = new Map(data.ranges.map((range) => [range.path, range]));
  /** Lower-case text of the rows, each read when it is first wanted. @type {string[]} */
  const texts = [];
  const text = (/** @type {number} */ row) => (texts[row] ??= store.rowText(row).toLowerCase());
  /** Path → text of each entry. @type {Record<string, string[]>} */
  const entryTexts = {};
  // A text area decodes character references and runs nothing.
  const decoder = create("textarea");
  const plain = (/** @type {string} */ html) => {
    const text = html.replace(/<[^>]*>/g, "");
    if (!text.includes("&")) return text;
    decoder.innerHTML = text;
    return decoder.value;
  };

  /** Columns that can be shown, as far as they are loaded. @type {Record<string, SentColumn>} */
  const columns = {};
  /** @type {Record<string, SortKey[]>} */
  const sortKeys = { name: models.rows.map((row) => data.names[row].toLowerCase()) };
  const put = (/** @type {[string, SentColumn][]} */ entries) => {
    for (const [path, column] of entries) {
      columns[path] = column;
      sortKeys[path] = column.codes.map((code) => column.places[code]);
    }
    store.clearTexts();
  };
  /**
   * File beside that of the rows → its columns; none where it cannot be loaded.
   * @type {Record<string, Promise<Record<string, SentColumn>>>}
   */
  const files = {};
  const columnsIn = (/** @type {string} */ file) => (files[file] ??= Catalog.load(new URL(file, script.src).href).catch(() => ({})));
  /** Columns without which not every row can be searched: the page itself has its first rows. */
  const searched = all("#table tr[data-slug]").length < data.slugs.length ? data.apart : [];

  /** @type {Store} */
  const store = {
    data,
    view: views.empty(),
    rows: data.slugs.map((_, row) => row),
    models: models.of,
    keys: new Set(),
    components: [],
    columns,
    columnPaths: [...data.columns],
    need: (paths) => {
      const missing = paths.filter((path) => path !== "name" && !columns[path]);
      const names = new Set(missing.map((path) => (data.apart.includes(path) ? "texts.js" : `columns/${path}.js`)));
      if (!names.size) return undefined;
      return Promise.all([...names].map(columnsIn)).then((parts) => put(parts.flatMap(Object.entries)));
    },
    needSearch: () => store.need(searched),
    rowText: (row) => {
      const cells = Object.entries(columns).flatMap(([path, column]) => {
        const texts = (entryTexts[path] ??= column.entries.map((_, entry) => plain(Catalog.entryHtml(column, entry))));
        return models.of[row].map((model) => texts[column.codes[model]]);
      });
      return [data.names[row], ...models.of[row].map((model) => models.names[model]), ...cells].join("\n");
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
      const show = () => {
        paint();
        clearTimeout(pending);
        if (quiet) pending = setTimeout(store.writeAddress, PAUSE, true);
        else store.writeAddress(false);
      };
      const waiting = store.view.q && store.needSearch();
      waiting ? waiting.then(show) : show();
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
    store.rows = query.sorted(result, store.view.order, sortKeys);
    store.models = result.models;
    store.keys = new Set(store.rows.flatMap(keysOf));
    for (const component of store.components) component.paint(result);
    document.dispatchEvent(new CustomEvent("catalogue:filtered", { detail: { keys: store.keys } }));
  };

  put(Object.entries(sent.cells));
  Catalog.store = store;
})();
