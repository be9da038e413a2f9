// @ts-check
/** The table: which rows and columns are drawn, in which order and groups, and what can be taken along. */
(() => {
  const { shared: page, query, load } = Catalog;
  const table = /** @type {HTMLTableElement | null} */ (document.getElementById("table"));
  const body = table?.tBodies[0];
  const head = table?.tHead?.rows[0];
  if (!page || !table || !body || !head) return;

  const FIRST = 100;
  const MORE = 500;
  const { data, known } = page;
  const rows = [...body.rows];
  const shownFirst = data.columns.map((column) => column.path);
  const choosable = /** @type {HTMLInputElement[]} */ ([...document.querySelectorAll("#chooser input")]);
  const byId = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
  const sheet = new CSSStyleSheet();
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  let limit = FIRST;
  /** @type {Record<string, Extra> | null} */
  let extra = null;
  /** @type {string[]} */
  const drawn = [];

  for (const { value } of choosable) if (!known.includes(value)) known.push(value);
  page.text = (row) => rows[row].textContent ?? "";

  const paths = () => [...shownFirst, ...drawn];
  const visible = () => page.view.columns ?? shownFirst;

  const paint = () => {
    limit = FIRST;
    paintRows();
    paintHead();
    paintSorter();
  };

  const paintRows = () => {
    const facet = page.facet(page.view.group);
    const wanted = facet ? underHeadings(query.grouped(page.found, facet)) : page.found.slice(0, limit).map((row) => rows[row]);
    // Rows that stay where they are need no new layout.
    const same = wanted.length === body.rows.length && wanted.every((row, index) => body.rows[index] === row);
    if (!same) body.replaceChildren(...wanted);
    body.classList.add("ruled");
    const more = byId("more-rows");
    more.hidden = page.found.length <= limit;
    more.textContent = `Show ${Math.min(page.found.length - limit, MORE)} more of ${page.found.length}`;
  };

  /** Rows under a heading each; one that has several keys stands under each of them. @param {Group[]} groups */
  const underHeadings = (groups) => {
    /** @type {HTMLTableRowElement[]} */
    const made = [];
    const taken = new Set();
    let room = limit;
    for (const group of groups) {
      if (room <= 0) break;
      made.push(heading(group));
      for (const row of group.rows.slice(0, room)) {
        made.push(/** @type {HTMLTableRowElement} */ (taken.has(row) ? rows[row].cloneNode(true) : rows[row]));
        taken.add(row);
      }
      room -= group.rows.length;
    }
    return made;
  };

  /** @param {Group} group */
  const heading = (group) => {
    const row = document.createElement("tr");
    row.className = "group";
    const cell = document.createElement("th");
    Object.assign(cell, { scope: "colgroup", colSpan: head.cells.length });
    const told = data.ranges.filter(({ path }) => visible().includes(path)).flatMap((range) => {
      const words = query.extent(range, group.rows);
      return words ? [`${range.label} ${words}${range.unit ? ` ${range.unit}` : ""}`] : [];
    });
    const name = document.createElement("bdi");
    name.textContent = group.label;
    const about = document.createElement("span");
    about.textContent = [`${group.rows.length} ${group.rows.length === 1 ? data.one : data.many}`, ...told].join(" · ");
    cell.append(name, " ", about);
    row.append(cell);
    return row;
  };

  const paintHead = () => {
    const { order, well, dense } = page.view;
    const first = order[0] ?? { path: table.dataset.newest, down: true };
    for (const button of head.querySelectorAll("button")) {
      const cell = /** @type {HTMLElement} */ (button.parentElement);
      const rank = order.findIndex(({ path }) => path === button.dataset.sort);
      cell.removeAttribute("aria-sort");
      cell.dataset.rank = rank > 0 ? String(rank + 1) : "";
      if (first.path === button.dataset.sort) cell.ariaSort = first.down ? "descending" : "ascending";
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
    const cell = document.createElement("th");
    cell.scope = "col";
    const button = document.createElement("button");
    Object.assign(button, { type: "button", textContent: column.label });
    button.dataset.sort = path;
    cell.append(button);
    head.append(cell);
    rows.forEach((row, index) => {
      const made = row.insertCell();
      made.dataset.path = path;
      made.textContent = column.texts[index] === "not checked" ? "—" : column.texts[index];
    });
    page.forget();
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
    const line = (/** @type {number} */ row) => [data.slugs[row], data.names[row], ...at.map((i) => cellText(rows[row].cells[i]))];
    Catalog.save("view.csv", query.csv([["slug", heads[0], ...at.map((i) => heads[i])], ...page.found.map(line)]), "text/csv");
  };

  const saveBib = async () => {
    if (!Catalog.cited) await load("assets/references.js");
    const entries = page.found.map((row) => Catalog.cited?.[data.slugs[row]]).filter(Boolean);
    Catalog.save("view.bib", entries.join("\n"), "application/x-bibtex");
  };

  Catalog.more = (columns) => (extra = columns);
  Catalog.references = (found) => (Catalog.cited = found);

  page.shown.push({ paint, restore: () => fetchColumns([...visible(), ...page.view.order.map(({ path }) => path)]) });
  if (rows.length > FIRST) paintRows();

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
  byId("bib-view").addEventListener("click", saveBib);
  const copy = byId("copy-link");
  copy.addEventListener("click", async () => {
    await navigator.clipboard?.writeText(location.href).catch(() => {});
    copy.textContent = "Copied";
    setTimeout(() => (copy.textContent = "Copy link to this view"), 1500);
  });

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
