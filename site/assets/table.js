// @ts-check
/** The table: which rows and columns are drawn, in which order and groups, and what can be taken along. */
(() => {
  const { shared: page, query, load, made } = Catalog;
  const table = /** @type {HTMLTableElement | null} */ (document.getElementById("table"));
  const body = table?.tBodies[0];
  const head = table?.tHead?.rows[0];
  if (!page || !table || !body || !head) return;

  const WINDOW = 100;
  const MORE = 500;
  const PAUSE = 150;
  const { data, known } = page;
  /** The rows as elements, those that are there; a browser takes the others, `rest`, for text until they are wanted. */
  const rows = [...body.rows];
  const first = rows.length;
  const rest = (document.getElementById("rest")?.innerHTML ?? "").split("<tr data-slug").map((text) => `<tr data-slug${text}`);
  const shownFirst = data.columns.map((column) => column.path);
  const choosable = /** @type {HTMLInputElement[]} */ ([...document.querySelectorAll("#chooser input")]);
  const byId = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
  const sheet = new CSSStyleSheet();
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  let limit = WINDOW;
  /** @type {Record<string, Extra> | null} */
  let extra = null;
  /** @type {string[]} */
  const drawn = [];

  for (const { value } of choosable) if (!known.includes(value)) known.push(value);

  /** @param {number} index a row; made anew where it is not there yet */
  const rowOf = (index) => {
    if (rows[index]) return rows[index];
    const source = document.createElement("template");
    source.innerHTML = rest[index - first + 1];
    const row = /** @type {HTMLTableRowElement} */ (source.content.firstElementChild);
    for (const path of drawn) addCell(row, path, index);
    return row;
  };
  const kept = (/** @type {number} */ index) => (rows[index] ??= rowOf(index));

  const plain = document.createElement("textarea");
  page.text = (index) => {
    if (rows[index]) return rows[index].textContent ?? "";
    plain.innerHTML = rest[index - first + 1].replace(/<[^>]*>/g, "");
    return [plain.value, ...drawn.map((path) => extra?.[path].texts[index])].join("");
  };

  const paths = () => [...shownFirst, ...drawn];
  const visible = () => page.view.columns ?? shownFirst;

  // A table out of sight can wait until the reader pauses.
  let seen = true;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let later;
  new IntersectionObserver(([{ isIntersecting }]) => {
    seen = isIntersecting;
    if (seen && later) paintRows();
  }).observe(table);

  const paint = () => {
    limit = WINDOW;
    clearTimeout(later);
    if (seen || data.slugs.length === first) paintRows();
    else later = setTimeout(paintRows, PAUSE);
    paintHead();
    paintSorter();
  };

  const paintRows = () => {
    clearTimeout(later);
    later = undefined;
    const { group, order: [by] } = page.view;
    const field = page.facet(group) ?? page.range(group);
    const down = by ? by.path === group && by.down : group === table.dataset.newest;
    const wanted = field ? underHeadings(query.grouped(page.found, field, down)) : page.found.slice(0, limit).map(kept);
    // Rows that stay where they are need no new layout.
    const same = wanted.length === body.rows.length && wanted.every((row, index) => body.rows[index] === row);
    if (!same) body.replaceChildren(...wanted);
    const more = byId("more-rows");
    more.hidden = page.found.length <= limit;
    more.textContent = `Show ${Math.min(page.found.length - limit, MORE)} more of ${page.found.length}`;
    document.dispatchEvent(new CustomEvent("catalogue:drawn"));
  };

  /** Rows under a heading each; one that has several keys stands under each of them. @param {Group[]} groups */
  const underHeadings = (groups) => {
    /** @type {HTMLTableRowElement[]} */
    const wanted = [];
    const taken = new Set();
    let room = limit;
    for (const group of groups) {
      if (room <= 0) break;
      wanted.push(heading(group));
      for (const row of group.rows.slice(0, room)) {
        wanted.push(/** @type {HTMLTableRowElement} */ (taken.has(row) ? kept(row).cloneNode(true) : kept(row)));
        taken.add(row);
      }
      room -= group.rows.length;
    }
    return wanted;
  };

  /** @param {Group} group */
  const heading = (group) => {
    const told = data.ranges.filter(({ path }) => visible().includes(path)).flatMap((range) => {
      const words = query.extent(range, group.rows);
      return words ? [`${range.label} ${words} ${range.unit}`.trim()] : [];
    });
    const about = [`${group.rows.length} ${group.rows.length === 1 ? data.one : data.many}`, ...told].join(" · ");
    const cell = made("th", { scope: "colgroup", colspan: head.cells.length }, made("bdi", {}, group.label), " ", made("span", {}, about));
    return /** @type {HTMLTableRowElement} */ (made("tr", { class: "group" }, cell));
  };

  const paintHead = () => {
    const { order, well, dense } = page.view;
    const main = order[0] ?? { path: table.dataset.newest, down: true };
    for (const button of head.querySelectorAll("button")) {
      const cell = /** @type {HTMLElement} */ (button.parentElement);
      const rank = order.findIndex(({ path }) => path === button.dataset.sort);
      cell.removeAttribute("aria-sort");
      cell.dataset.rank = rank > 0 ? String(rank + 1) : "";
      if (main.path === button.dataset.sort) cell.ariaSort = main.down ? "descending" : "ascending";
    }
    const shown = visible();
    const hidden = paths().flatMap((path, index) => (shown.includes(path) ? [] : [`#table tr > :nth-child(${index + 2})`]));
    const rule = hidden.length ? `${hidden.join()}{display:none}` : "";
    if (rule !== paintHead.rule) sheet.replaceSync(rule);
    paintHead.rule = rule;
    table.classList.toggle("well", well);
    table.classList.toggle("dense", dense);
    for (const name of /** @type {const} */ (["well", "dense"])) /** @type {HTMLInputElement} */ (byId(name)).checked = page.view[name];
    for (const input of choosable) input.checked = shown.includes(input.value);
    /** @type {HTMLSelectElement} */ (byId("group")).value = page.view.group;
  };
  paintHead.rule = "";

  /** The sorting as boxes that can be read and set without a mouse. */
  const sorters = [...document.querySelectorAll("#sorter fieldset")].map((box) => ({
    path: /** @type {HTMLSelectElement} */ (box.querySelector("select")),
    down: /** @type {HTMLInputElement} */ (box.querySelector("input")),
  }));
  const paintSorter = () => {
    sorters.forEach(({ path, down }, index) => {
      const order = page.view.order[index];
      path.value = order?.path ?? "";
      down.checked = order?.down ?? false;
      path.disabled = down.disabled = index > page.view.order.length;
    });
  };
  byId("sorter").addEventListener("change", async () => {
    const wanted = sorters.filter(({ path }) => path.value).map(({ path, down }) => ({ path: path.value, down: down.checked }));
    await fetchColumns(wanted.map(({ path }) => path));
    page.change(() => (page.view.order = wanted));
  });

  /** Columns beyond the first come from a file of their own, once somebody wants one. @param {string[]} wanted */
  const fetchColumns = async (wanted) => {
    const missing = wanted.filter((path) => path !== "name" && !shownFirst.includes(path) && !drawn.includes(path));
    if (!missing.length) return;
    if (!extra) await load("assets/columns.js");
    for (const path of missing) if (extra?.[path]) addColumn(path, extra[path]);
  };

  /** @param {string} path @param {Extra} column */
  const addColumn = (path, column) => {
    drawn.push(path);
    page.sortKeys[path] = column.sort;
    head.append(made("th", { scope: "col" }, made("button", { type: "button", "data-sort": path }, column.label)));
    rows.forEach((row, index) => addCell(row, path, index));
    page.forget();
  };

  /** @param {HTMLTableRowElement} row @param {string} path @param {number} index */
  const addCell = (row, path, index) => {
    const text = extra?.[path].texts[index] ?? "";
    row.append(made("td", { "data-path": path }, text === "not checked" ? "—" : text));
  };

  /** @param {HTMLElement} cell */
  const cellText = (cell) => {
    const copy = /** @type {HTMLElement} */ (cell.cloneNode(true));
    copy.querySelectorAll(".vh, .sign").forEach((item) => item.remove());
    for (const link of copy.querySelectorAll("a[href^='http']")) link.textContent = link.getAttribute("href");
    return copy.textContent?.trim().replace(/^—$/, "") ?? "";
  };

  const saveCsv = () => {
    const shown = visible();
    const at = paths().flatMap((path, index) => (shown.includes(path) ? [index + 1] : []));
    const heads = [...head.cells].map((cell) => cell.querySelector("button")?.textContent ?? "");
    const line = (/** @type {number} */ row) => {
      const { cells } = rowOf(row);
      return [data.slugs[row], data.names[row], ...at.map((i) => cellText(cells[i]))];
    };
    Catalog.save("view.csv", Catalog.csv([["slug", heads[0], ...at.map((i) => heads[i])], ...page.found.map(line)]), "text/csv");
  };

  /** References of the view; all of them come in a file of their own. @param {string} file @param {string} ending @param {string} type @param {string} [between] */
  const saveReferences = async (file, ending, type, between = "") => {
    /** @type {Record<string, string>} */
    let entries = {};
    Catalog[file] = (/** @type {Record<string, string>} */ found) => (entries = found);
    await load(`assets/${file}.js`);
    const found = page.found.flatMap((row) => entries[data.slugs[row]] ?? []);
    Catalog.save(`view.${ending}`, found.join(between), type);
  };

  Catalog.more = (columns) => (extra = columns);

  if (data.slugs.length > first) later = setTimeout(paintRows, PAUSE);
  page.shown.push({ paint, restore: () => fetchColumns([...visible(), ...page.view.order.map(({ path }) => path)]) });

  head.addEventListener("click", (event) => {
    const path = event.target instanceof Element ? event.target.closest("button")?.dataset.sort : "";
    if (!path) return;
    page.change(() => {
      const { order } = page.view;
      const old = order.find((one) => one.path === path);
      const next = { path, down: old ? !old.down : false };
      page.view.order = event.shiftKey ? [...order.filter((one) => one.path !== path), next] : [next];
    });
  });
  for (const input of choosable) {
    input.addEventListener("change", async () => {
      const wanted = choosable.filter((box) => box.checked).map((box) => box.value);
      await fetchColumns(wanted);
      page.change(() => (page.view.columns = wanted.join() === shownFirst.join() ? null : wanted));
    });
  }
  for (const name of /** @type {const} */ (["well", "dense"])) {
    const box = /** @type {HTMLInputElement} */ (byId(name));
    box.addEventListener("change", () => page.change(() => (page.view[name] = box.checked)));
  }
  const group = /** @type {HTMLSelectElement} */ (byId("group"));
  group.addEventListener("change", () => page.change(() => (page.view.group = group.value)));
  byId("more-rows").addEventListener("click", () => {
    limit += MORE;
    paintRows();
  });
  byId("csv-view").addEventListener("click", saveCsv);
  byId("bib-view").addEventListener("click", () => saveReferences("references", "bib", "application/x-bibtex", "\n"));
  byId("ris-view").addEventListener("click", () => saveReferences("ris", "ris", "application/x-research-info-systems"));
  // A row pointed at, here or in a chart, is marked in both.
  /** @type {HTMLTableRowElement | undefined} */
  let marked;
  body.addEventListener("pointerover", (event) => {
    const slug = event.target instanceof Element ? event.target.closest("tr")?.dataset.slug : "";
    page.point(slug ? data.slugs.indexOf(slug) : null);
  });
  body.addEventListener("pointerleave", () => page.point(null));
  document.addEventListener("catalogue:pointed", (event) => {
    const row = /** @type {CustomEvent<number | null>} */ (event).detail;
    marked?.classList.remove("pointed");
    marked = row === null ? undefined : rows[row];
    marked?.classList.add("pointed");
  });
})();
