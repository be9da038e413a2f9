// @ts-check
/** The table: which rows and columns are shown, in which order and groups, and what can be saved. */
(() => {
  const { store, query, load, byId, one, all, own, create, closest } = Catalog;
  const [table] = all("table#table");
  if (!store || !table) return;

  /** Rows shown at first, and how many more at a time. */
  const WINDOW = 100;
  const MORE = 500;
  /** A table out of sight is painted when the reader pauses for so many milliseconds. */
  const PAUSE = 150;
  const FLAGS = /** @type {const} */ (["well", "dense"]);
  const { data, columnPaths } = store;
  const body = table.tBodies[0];
  const head = one(table, "thead tr");
  /** The rows as elements, those that are there: the page has the first. */
  const rows = [...body.rows];
  const first = rows.length;
  const choosable = all("#chooser input");
  const flags = FLAGS.map((name) => /** @type {const} */ ([name, byId(name, "input")]));
  const groupBox = byId("group", "select");
  const more = byId("more-rows");
  const sheet = new CSSStyleSheet();
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  let limit = WINDOW;
  /** Paths of the columns added to those of the page. @type {string[]} */
  const addedPaths = [];

  for (const { value } of choosable) if (!columnPaths.includes(value)) columnPaths.push(value);

  const htmlOf = (/** @type {string} */ path, /** @type {number} */ index) => {
    const column = store.columns[path];
    return column ? Catalog.cell(data, column, index) : "";
  };
  const createRow = (/** @type {number} */ index) => {
    const row = create("tr", { "data-slug": data.slugs[index] });
    row.innerHTML = `<th scope="row" class="first">${Catalog.about(data, data.heads[index] ?? data.heads[0], index)}</th>`;
    for (const path of paths()) addCell(row, path, index);
    return row;
  };
  /** Long texts come when the first row is shown that the page did not have. */
  const fillTexts = () => {
    rows.forEach((row, index) => {
      if (index < first) return;
      for (const path of data.apart) row.cells[data.columns.indexOf(path) + 1].innerHTML = htmlOf(path, index);
    });
    paintRows();
  };
  let wantsTexts = true;
  const newRow = (/** @type {number} */ index) => {
    if (wantsTexts) store.need(data.apart)?.then(fillTexts);
    wantsTexts = false;
    return createRow(index);
  };
  const { of, names } = query.models(data);
  /** The variants that models of a row are; none for all of them. @param {number} index @param {number[]} models */
  const variants = (index, models) =>
    models.length < of[index].length ? models.map((model) => names[model] || "variant not named").join(", ") : "";
  /** A row that says through which variants it is there. @param {number} index @param {number[]} models @param {boolean} again */
  const rowAt = (index, models, again = false) => {
    const first = (rows[index] ??= newRow(index));
    const row = again ? /** @type {HTMLTableRowElement} */ (first.cloneNode(true)) : first;
    one(row, "th").dataset.through = variants(index, models);
    return row;
  };

  const paths = () => [...data.columns, ...addedPaths];
  const visible = () => store.view.columns ?? data.columns;

  // A table out of sight can wait until the reader pauses.
  let inSight = true;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let later;
  new IntersectionObserver(([{ isIntersecting }]) => {
    inSight = isIntersecting;
    if (inSight && later) paintRows();
  }).observe(table);

  const paint = () => {
    limit = WINDOW;
    clearTimeout(later);
    if (inSight || data.slugs.length === first) paintRows();
    else later = setTimeout(paintRows, PAUSE);
    paintHead();
    paintControls();
  };

  const paintRows = () => {
    clearTimeout(later);
    later = undefined;
    const { group, order: [by] } = store.view;
    const field = store.field(group);
    const down = by ? by.path === group && by.down : group === table.dataset.newest;
    const groups = field && query.grouped(store.rows, store.models, field, down);
    const next = groups ? underHeadings(groups) : store.rows.slice(0, limit).map((index) => rowAt(index, store.models[index]));
    // Rows that stay where they are need no new layout.
    const same = next.length === body.rows.length && next.every((row, index) => body.rows[index] === row);
    if (!same) body.replaceChildren(...next);
    more.hidden = store.rows.length <= limit;
    more.textContent = `Show ${Math.min(store.rows.length - limit, MORE)} more of ${store.rows.length}`;
    document.dispatchEvent(new Event("catalogue:drawn"));
  };

  /** Rows under a heading each; one that has several keys stands under each of them. @param {Group[]} groups */
  const underHeadings = (groups) => {
    /** @type {HTMLElement[]} */
    const nodes = [];
    const placed = new Set();
    let room = limit;
    for (const group of groups) {
      if (room <= 0) break;
      nodes.push(heading(group));
      for (const index of group.rows.slice(0, room)) {
        const models = of[index].filter((model) => group.models.includes(model));
        nodes.push(rowAt(index, models, placed.has(index)));
        placed.add(index);
      }
      room -= group.rows.length;
    }
    return nodes;
  };

  /** @param {Group} group */
  const heading = ({ label, rows: { length }, models }) => {
    const extents = data.ranges.filter(({ path }) => visible().includes(path)).flatMap((range) => {
      const words = query.extent(range, models);
      return words ? [`${range.label} ${words} ${range.unit}`.trim()] : [];
    });
    const about = [`${length} ${length === 1 ? data.one : data.many}`, ...extents].join(" · ");
    const attributes = { scope: "colgroup", colspan: head.cells.length };
    return create("tr", { class: "group" }, create("th", attributes, create("bdi", {}, label), " ", create("span", {}, about)));
  };

  let rule = "";
  const paintHead = () => {
    const { order } = store.view;
    const main = order[0] ?? { path: table.dataset.newest, down: true };
    for (const cell of head.cells) {
      const path = cell.querySelector("button")?.dataset.sort;
      const rank = order.findIndex((other) => other.path === path);
      cell.removeAttribute("aria-sort");
      cell.dataset.rank = rank > 0 ? String(rank + 1) : "";
      if (main.path === path) cell.ariaSort = main.down ? "descending" : "ascending";
    }
    const visiblePaths = visible();
    const hidden = paths().flatMap((path, index) => (visiblePaths.includes(path) ? [] : [`#table tr > :nth-child(${index + 2})`]));
    const next = hidden.length ? `${hidden.join()}{display:none}` : "";
    if (next !== rule) sheet.replaceSync(next);
    rule = next;
  };

  /** The sorting as boxes that can be read and set without a mouse. */
  const sorters = all("#sorter fieldset").map((box) => ({
    path: one(box, "select"),
    down: one(box, "input"),
  }));

  const paintControls = () => {
    for (const [name, box] of flags) {
      table.classList.toggle(name, store.view[name]);
      box.checked = store.view[name];
    }
    const visiblePaths = visible();
    for (const input of choosable) input.checked = visiblePaths.includes(input.value);
    groupBox.value = store.view.group;
    sorters.forEach(({ path, down }, index) => {
      const order = store.view.order[index];
      path.value = order?.path ?? "";
      down.checked = order?.down ?? false;
      path.disabled = down.disabled = index > store.view.order.length;
    });
  };

  /** Load and add columns that are not in the page. @param {string[]} shownPaths @param {SortOrder[]} order */
  const loadColumns = async (shownPaths, order) => {
    const added = shownPaths.filter((path) => !paths().includes(path));
    const waiting = store.need([...added, ...order.map(({ path }) => path)]);
    if (waiting) await waiting;
    for (const path of added) if (store.columns[path] && !addedPaths.includes(path)) addColumn(path, store.columns[path]);
  };

  /** @param {string} path @param {SentColumn} column */
  const addColumn = (path, { label, unit, title, kind }) => {
    addedPaths.push(path);
    const button = create("button", { type: "button", "data-sort": path }, label);
    const units = unit ? [" ", create("span", { class: "unit" }, unit)] : [];
    head.append(create("th", { scope: "col", ...(kind && { class: kind }), title }, button, ...units));
    rows.forEach((row, index) => addCell(row, path, index));
  };

  /** @param {HTMLTableRowElement} row @param {string} path @param {number} index */
  const addCell = (row, path, index) => {
    const kind = head.cells[paths().indexOf(path) + 1].className;
    const cell = create("td", { ...(kind && { class: kind }), "data-path": path });
    cell.innerHTML = htmlOf(path, index);
    row.append(cell);
  };

  /** @param {string} html */
  const cellText = (html) => {
    const copy = create("div");
    copy.innerHTML = html;
    for (const hidden of all(store.view.well ? ".vh, .sign, .poor" : ".vh, .sign", copy)) hidden.remove();
    for (const link of all("a[href^='http']", copy)) link.textContent = link.getAttribute("href");
    return copy.textContent?.replace(/^[;—\s]+|[;\s]+$/g, "") ?? "";
  };

  const saveCsv = async () => {
    const visiblePaths = visible();
    const shownPaths = paths().filter((path) => visiblePaths.includes(path));
    await store.need(shownPaths);
    /** HTML → its text: many rows share a cell. @type {Map<string, string>} */
    const texts = new Map();
    const text = (/** @type {string} */ html) => texts.get(html) ?? (texts.set(html, cellText(html)), texts.get(html) ?? "");
    const when = (/** @type {string} */ text) => (data.variants.length ? [text] : []);
    const columns = shownPaths.flatMap((path) => store.columns[path] ?? []);
    const line = (/** @type {number} */ index) => {
      const through = when(variants(index, store.models[index]));
      const cells = columns.map((column) => text(Catalog.cell(data, column, index)));
      return [data.slugs[index], data.names[index], ...through, ...cells];
    };
    const labels = columns.map(({ label }) => label);
    const lines = [["slug", one(head, "button").textContent ?? "", ...when("variants"), ...labels], ...store.rows.map(line)];
    Catalog.save("view.csv", Catalog.csv(lines), "text/csv");
  };

  /**
   * Save the references of the view; they come in files, each with those of a share of all records.
   * @param {string} file @param {string} ending @param {string} type @param {string} separator
   */
  const saveReferences = async (file, ending, type, separator) => {
    const count = Number(table.dataset.references);
    const shares = [...new Set(store.rows.map((row) => Catalog.query.share(data.slugs[row], count)))];
    /** @type {Record<string, string>} */
    const references = Object.assign({}, ...(await Promise.all(shares.map((share) => load(`assets/${file}-${share}.js`)))));
    const entries = store.rows.flatMap((row) => own(references, data.slugs[row]) ?? []);
    Catalog.save(`view.${ending}`, entries.join(separator), type);
  };

  /** @type {HTMLTableRowElement | undefined} */
  let pointedRow;
  store.components.push({
    paint,
    restore: () => loadColumns(visible(), store.view.order),
    point: (row) => {
      pointedRow?.classList.remove("pointed");
      pointedRow = row === null ? undefined : rows[row];
      pointedRow?.classList.add("pointed");
    },
  });

  head.addEventListener("click", (event) => {
    const path = closest(event, "button")?.dataset.sort;
    if (!path) return;
    const sort = () => store.change(() => {
      const { order } = store.view;
      const old = order.find((other) => other.path === path);
      const next = { path, down: old ? !old.down : false };
      store.view.order = event.shiftKey ? [...order.filter((other) => other.path !== path), next] : [next];
    });
    const waiting = store.need([path]);
    waiting ? waiting.then(sort) : sort();
  });
  byId("sorter").addEventListener("change", async () => {
    const order = sorters.filter(({ path }) => path.value).map(({ path, down }) => ({ path: path.value, down: down.checked }));
    await loadColumns([], order);
    store.change(() => (store.view.order = order));
  });
  byId("chooser").addEventListener("change", async () => {
    const chosenPaths = choosable.filter((box) => box.checked).map((box) => box.value);
    await loadColumns(chosenPaths, []);
    store.change(() => (store.view.columns = chosenPaths.join() === data.columns.join() ? null : chosenPaths));
  });
  for (const [name, box] of flags) box.addEventListener("change", () => store.change(() => (store.view[name] = box.checked)));
  groupBox.addEventListener("change", () => store.change(() => (store.view.group = groupBox.value)));
  more.addEventListener("click", () => {
    limit += MORE;
    paintRows();
  });
  byId("csv-view").addEventListener("click", saveCsv);
  byId("bib-view").addEventListener("click", () => saveReferences("bibtex", "bib", "application/x-bibtex", "\n"));
  byId("ris-view").addEventListener("click", () => saveReferences("ris", "ris", "application/x-research-info-systems", ""));
  // A row pointed at, here or in a chart, is marked in both.
  body.addEventListener("pointerover", (event) => {
    const slug = closest(event, "tr")?.dataset.slug;
    store.point(slug ? data.slugs.indexOf(slug) : null);
  });
  body.addEventListener("pointerleave", () => store.point(null));
})();
