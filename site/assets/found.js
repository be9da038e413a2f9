/** Where a row says what is searched for; and how to go on where no row is left. */
(() => {
  const { store, terms, findable, pageUrl, byId, one, all, button, create } = Catalog;
  if (!store) return;

  const { data } = store;
  /** Most words that are offered in place of one; how long a reader pauses before they are looked for, in milliseconds. */
  const [MOST, PAUSE] = [5, 200];
  const [table] = all("table#table");
  const rowOf = new Map(data.slugs.map((slug, row) => [slug, row]));
  const help = create("section", { class: "nothing", "aria-label": "Nothing found" });
  help.hidden = true;
  byId("unknown").after(help);

  const paintLines = (/** @type {HTMLTableRowElement[]} */ rows) => {
    const wanted = terms.parse(store.view.q);
    for (const row of rows.filter(({ dataset }) => dataset.slug)) {
      const said = wanted.length ? store.finder?.where(rowOf.get(row.dataset.slug ?? "") ?? 0, wanted) ?? [] : [];
      row.classList.toggle("says", said.length > 0);
      const old = row.querySelector(".found-in");
      if (!said.length) {
        old?.remove();
        continue;
      }
      const line = create("span", {}, create("span", { class: "vh" }, "found in "), ...Catalog.saidLine(said, wanted));
      if (old) old.replaceChildren(line);
      else one(row, "th").append(create("span", { class: "found-in" }, line));
    }
  };

  /** Search for something else, or drop filters. @param {string} words @param {() => void} edit */
  const offer = (words, edit) => button({ class: "button" }, () => {
    const search = byId("filter-q", "input");
    store.change(edit);
    search.value = store.view.q;
    search.focus();
  }, words);
  const search = (/** @type {string} */ q) => () => (store.view.q = q);

  /** Filters whose removal alone would leave rows. @param {Result} result */
  const withoutOneFilter = ({ alone }) => {
    const { rows } = Catalog.query.models(data);
    return [...alone].flatMap(([path, models]) => {
      const count = new Set(models.map((model) => rows[model])).size;
      const edit = () => [store.view.included, store.view.excluded, store.view.spans].forEach((chosen) => chosen.delete(path));
      return count ? [offer(`Without ${store.field(path)?.label}: ${count}`, edit)] : [];
    });
  };

  const isFiltered = () => {
    const { included, excluded, spans, pick } = store.view;
    return included.size + excluded.size + spans.size + pick.size > 0;
  };
  const removeFilters = () => {
    const { included, excluded, all, spans, pick } = Catalog.view.empty();
    Object.assign(store.view, { included, excluded, all, spans, pick });
  };

  /** What is found of a query without one of its terms. @param {Finder} finder @param {string[]} typed */
  const withoutOneTerm = (finder, typed) =>
    (typed.length > 1 ? typed : []).flatMap((_, i) => {
      const rest = typed.filter((_, other) => other !== i).join(" ");
      const count = finder.count(rest);
      return count ? [offer(`${rest}: ${count}`, search(rest))] : [];
    });

  /** Words nearest to those that no row says. @param {Finder} finder @param {string} q */
  const nearestWords = (finder, q) =>
    (q.match(/[\p{L}\p{N}]+/gu) ?? []).filter((word) => !finder.count(word)).flatMap((word) =>
      Catalog.nearest(terms.plain(word), finder.words(), MOST).map((near) => {
        const next = q.replace(word, near);
        return { next, count: finder.count(next) };
      }),
    ).flatMap(({ next, count }) => (count ? [offer(`${next}: ${count}`, search(next))] : []));

  /** Fields whose label or path has a term. @param {string} q */
  const fieldsWith = async (q) => {
    const wanted = terms.parse(q);
    const kinds = await findable();
    const says = (/** @type {string} */ text) => wanted.some((term) => terms.has(terms.plain(text), term));
    const fitting = (kinds.at(-1)?.[1] ?? []).filter(([label, , path]) => says(`${label} ${path}`));
    return fitting.slice(0, MOST).map(([label, url]) => create("a", { href: pageUrl(url) }, label));
  };

  /** @param {string} words @param {HTMLElement[]} nodes */
  const paragraph = (words, nodes) => (nodes.length ? [create("p", {}, words, ...nodes.flatMap((node) => [" ", node]))] : []);

  /** @param {Result} result */
  const suggest = async (result) => {
    const { finder, view: { q } } = store;
    const anywhere = q && finder ? finder.count(q) : 0;
    const filters = isFiltered();
    const all = anywhere && filters ? [offer(`Without filters: ${anywhere}`, removeFilters)] : [];
    const parts = [...paragraph("Search wider:", [...withoutOneFilter(result), ...all])];
    if (q && finder && !anywhere) {
      parts.push(...paragraph("Nearest words:", nearestWords(finder, q)));
      parts.push(...paragraph("With fewer words:", withoutOneTerm(finder, terms.parse(q).map(({ typed }) => typed))));
      parts.push(...paragraph("Fields of that name:", await fieldsWith(q)));
    }
    if (q === store.view.q && !store.rows.length) help.append(...parts);
  };

  let later = 0;
  const paintHelp = (/** @type {Result} */ result) => {
    clearTimeout(later);
    help.hidden = store.rows.length > 0;
    if (help.hidden) return;
    const { q } = store.view;
    const what = q.trim() ? `says “${q.trim()}”` : "matches these filters";
    const also = q.trim() && isFiltered() ? " and matches these filters" : "";
    help.replaceChildren(create("p", { class: "lead", role: "status" }, `No ${data.one} ${what}${also}.`));
    later = setTimeout(suggest, PAUSE, result);
  };

  store.components.push({ paint: paintHelp, drawn: paintLines });
})();
