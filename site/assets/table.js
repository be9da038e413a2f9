/** The table: which rows and columns are shown, in which order and groups. */
(() => {
  const { store, query, groups: { grouped, extent }, load, byId, one, all, create, closest } = Catalog;
  const [table] = all("table#table");
  if (!store || !table) return;

  /** Rows shown at first, and how many more at a time. */
  const WINDOW = 100;
  const MORE = 500;
  /** Rows that fit the window are shown at once, those below it so many at a time, at intervals of milliseconds. */
  const [PART, INTERVAL] = [10, 30];
  /** Pixels of a row that is not there yet. */
  const LEAST = 32;
  /** A table out of sight is painted when the reader pauses for so many milliseconds. */
  const PAUSE = 150;
  const { data, columnPaths } = store;
  const [, first] = data.presets[0];
  const body = table.tBodies[0];
  const head = one(table, "thead");
  const columns = one(table, "colgroup");
  const box = one(document, ".tablebox");
  /** The page's own rows, heads and columns: those shown first. */
  const ownRows = [...body.rows];
  const ownHead = [...head.rows];
  const ownColumns = [...columns.children];
  /** The columns of the rows there are. */
  let paths = first;
  /** The rows as elements, those that are there. @type {HTMLTableRowElement[]} */
  let rows = [...ownRows];
  const choosable = all("#chooser input[name=cols]");
  const dense = byId("dense", "input");
  const groupBox = byId("group");
  const more = byId("more-rows");
  /** What cards, which have no heads, write beside numbers: the head and the unit of each column. */
  const words = new CSSStyleSheet();
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, words];
  let limit = WINDOW;

  for (const { value } of choosable) if (!columnPaths.includes(value)) columnPaths.push(value);

  /** @param {string} path @param {number} index */
  const cellHtml = (path, index) => {
    const column = store.columns[path];
    return `<td class="${column?.kind ?? ""}" data-path="${path}">${column ? Catalog.cell(data, column, index) : ""}</td>`;
  };
  const createRow = (/** @type {number} */ index) => {
    const row = create("tr", { "data-slug": data.slugs[index] });
    const name = Catalog.about(data, data.heads[index] ?? data.heads[0], index);
    row.innerHTML = `<th scope="row" class="first">${name}</th>${paths.map((path) => cellHtml(path, index)).join("")}`;
    return row;
  };
  /** Long texts, which come when the first row is shown that the page did not have. @type {Promise<void> | undefined} */
  let texts;
  const newRow = (/** @type {number} */ index) => {
    texts ??= store.need(paths)?.then(() => {
      rows = paths === first ? [...ownRows] : [];
      paintRows();
    });
    return createRow(index);
  };
  const { of, names } = query.models(data);
  /** The variants that models of a row are; none for all of them. @param {number} index @param {number[]} models */
  const variants = (index, models) =>
    models.length < of[index].length ? models.map((model) => names[model] || "variant not named").join(", ") : "";
  /** Row → the column by which it was sorted last. @type {WeakMap<HTMLTableRowElement, string>} */
  const sortedBy = new WeakMap();
  /**
   * In the column by which rows are sorted, the variant comes first that decides where its row stands.
   * @param {HTMLTableRowElement} row @param {number} index
   */
  const putFirst = (row, index) => {
    const [{ path, down } = { path: "", down: false }] = store.view.order;
    for (const cell of row.cells) {
      const { path: own = "" } = cell.dataset;
      const column = store.columns[own];
      if (!column || ![path, sortedBy.get(row)].includes(own)) continue;
      cell.innerHTML = Catalog.cell(data, column, index, own === path ? store.first(path, index, down) : undefined);
    }
    sortedBy.set(row, path);
  };
  /** A row that says through which variants it is there. @param {number} index @param {number[]} models @param {boolean} again */
  const rowAt = (index, models, again = false) => {
    const made = (rows[index] ??= newRow(index));
    if (of[index].length > 1) putFirst(made, index);
    const row = again ? /** @type {HTMLTableRowElement} */ (made.cloneNode(true)) : made;
    one(row, "th").dataset.through = variants(index, models);
    return row;
  };

  /** How many rows fit the window: to measure while a view changes would have the browser lay it out twice. */
  let room = 0;
  for (const type of ["scroll", "resize"]) addEventListener(type, () => (room = 0), { capture: true, passive: true });
  const rowsInView = () => {
    const { top, bottom } = body.getBoundingClientRect();
    return bottom > 0 ? Math.ceil((innerHeight - top) / (body.rows[0]?.offsetHeight || LEAST)) : 0;
  };
  /** What is painted later: rows of a table out of sight, when the reader pauses; then those below the window. */
  let later = 0;
  // A table wider than the page scrolls in a box of its own.
  const fit = new ResizeObserver(() => box.classList.toggle("wide", table.offsetWidth > box.clientWidth + 1));
  fit.observe(table);
  fit.observe(box);

  /** The rows and groups painted last: while they stay, as when a box is ticked, so do the rows that were asked for. */
  const wantedRows = () => [store.view.group, ...store.rows].join();
  let painted = wantedRows();
  const paint = () => {
    const before = painted;
    painted = wantedRows();
    if (painted !== before) limit = WINDOW;
    showColumns();
    room ||= rowsInView();
    if (room || data.slugs.length === ownRows.length) paintRows();
    else wait(paintRows, PAUSE);
    paintHead();
    paintControls();
  };

  const paintRows = () => {
    const { group, order: [by] } = store.view;
    const field = store.field(group);
    const down = by ? by.path === group && by.down : group === table.dataset.newest;
    const groups = field && grouped(store.rows, store.models, field, down);
    const next = groups ? underHeadings(groups) : store.rows.slice(0, limit).map((index) => rowAt(index, store.models[index]));
    arrange(next);
    more.hidden = store.rows.length <= limit;
    more.textContent = `Show ${Math.min(store.rows.length - limit, MORE)} more of ${store.rows.length}`;
  };

  let planned = () => {};
  const wait = (/** @type {() => void} */ act, /** @type {number} */ time) => {
    clearTimeout(later);
    planned = act;
    later = setTimeout(() => ((later = 0), act()), time);
  };
  // Not while a reader types: the letter would be painted after it.
  addEventListener("input", () => later && wait(planned, PAUSE), true);
  const showRest = () => {
    const late = all("tr.late", body);
    const next = late.slice(0, PART);
    for (const row of next) row.classList.remove("late");
    tellDrawn(next);
    if (late.length > PART) wait(showRest, INTERVAL);
  };
  const tellDrawn = (/** @type {HTMLTableRowElement[]} */ drawn) => {
    for (const component of store.components) component.drawn?.(drawn);
  };

  /** Put rows in place of those there are: those that stay where they are need no new layout. @param {HTMLTableRowElement[]} next */
  const arrange = (next) => {
    const wanted = new Set(next);
    for (const row of [...body.rows]) if (!wanted.has(row)) row.remove();
    let place = body.firstElementChild;
    next.forEach((row, index) => {
      const stays = row === place;
      if (index < room || !stays) row.classList.toggle("late", index >= room);
      if (stays) place = row.nextElementSibling;
      else body.insertBefore(row, place);
    });
    tellDrawn(next.filter(({ classList }) => !classList.contains("late")));
    wait(showRest, PAUSE);
  };
  addEventListener("load", () => later || wait(showRest, PAUSE));

  /** Rows under a heading each; one that has several keys stands under each of them. @param {Group[]} groups */
  const underHeadings = (groups) => {
    /** @type {HTMLTableRowElement[]} */
    const nodes = [];
    const placed = new Set();
    let left = store.rows.length > limit ? limit : Infinity;
    for (const group of groups) {
      if (left <= 0) break;
      nodes.push(heading(group));
      for (const index of group.rows.slice(0, left)) {
        const models = of[index].filter((model) => group.models.includes(model));
        nodes.push(rowAt(index, models, placed.has(index)));
        placed.add(index);
      }
      left -= group.rows.length;
    }
    return nodes;
  };

  /** @param {Group} group */
  const heading = ({ label, rows: { length }, models }) => {
    const extents = data.ranges.filter(({ path }) => paths.includes(path)).flatMap((range) => {
      const words = extent(range, models);
      return words ? [`${range.label} ${words} ${range.unit}`.trim()] : [];
    });
    const about = [`${length} ${length === 1 ? data.one : data.many}`, ...extents].join(" · ");
    const attributes = { scope: "colgroup", colspan: paths.length + 1 };
    return create("tr", { class: "group" }, create("th", attributes, create("bdi", {}, label), " ", create("span", {}, about)));
  };

  /** Put the columns of the view in place of those there are. */
  const showColumns = () => {
    const next = store.shown().filter((path) => first.includes(path) || store.columns[path]);
    if (next.join() === paths.join()) return;
    const isFirst = next.join() === first.join();
    paths = isFirst ? first : next;
    rows = isFirst ? [...ownRows] : [];
    const found = paths.flatMap((path) => store.columns[path] ?? []);
    const cols = ["first", ...found.map(({ kind }) => kind)].map((name) => create("col", { class: name }));
    columns.replaceChildren(...(isFirst ? ownColumns : cols));
    head.replaceChildren(...(isFirst ? ownHead : [groupHeads(found), columnHeads()]));
    nameNumbers();
  };

  /** Neighbours with a common head, which a column alone has only if it shows several fields. @param {SentColumn[]} shown */
  const groupHeads = (shown) => {
    /** @type {SentColumn[][]} */
    const runs = [];
    for (const column of shown) {
      if (column.group === runs.at(-1)?.[0].group) runs.at(-1)?.push(column);
      else runs.push([column]);
    }
    const cells = runs.map((run) => {
      const [{ group, kind }] = run;
      const isHead = group && (run.length > 1 || kind.startsWith("k-signs"));
      return isHead ? create("th", { scope: "colgroup", colspan: run.length }, group) : create("td", { colspan: run.length });
    });
    return create("tr", { class: "groups" }, create("td"), ...cells);
  };

  const columnHeads = () => {
    const row = create("tr");
    row.innerHTML = paths.map((path) => store.columns[path]?.head ?? "").join("");
    row.prepend(ownHead[1].cells[0].cloneNode(true));
    return row;
  };

  const nameNumbers = () => {
    const rules = [...head.rows[1].cells].filter(({ className }) => /k-(amount|named)/.test(className)).map((cell) => {
      const button = one(cell, "button");
      const place = `#table td[data-path=${JSON.stringify(button.dataset.sort)}]`;
      const [name, unit] = [button.dataset.label, cell.querySelector(".unit")?.textContent ?? ""].map((text) => JSON.stringify(text));
      if (cell.matches(".k-named")) return `${place}::before { content: ${name} ": " }`;
      return `${place}::before { content: ${name} } ${place}::after { content: ${unit} }`;
    });
    words.replaceSync(`@media screen and (max-width: 59.99em) { ${rules.join(" ")} }`);
  };
  nameNumbers();

  const paintHead = () => {
    const { order } = store.view;
    const main = order[0] ?? { path: table.dataset.newest, down: table.dataset.newest !== "name" };
    for (const cell of head.rows[1].cells) {
      const path = cell.querySelector("button")?.dataset.sort;
      const rank = order.findIndex((other) => other.path === path);
      cell.removeAttribute("aria-sort");
      cell.dataset.rank = rank > 0 ? String(rank + 1) : "";
      if (main.path === path) cell.ariaSort = main.down ? "descending" : "ascending";
    }
  };

  /** The sorting as boxes that can be read and set without a mouse. */
  const sorters = all("#sorter fieldset").map((box) => ({ path: one(box, "select"), down: one(box, "input") }));

  const paintControls = () => {
    for (const name of /** @type {const} */ (["well", "dense"])) table.classList.toggle(name, store.view[name]);
    dense.checked = store.view.dense;
    const shown = store.shown();
    for (const input of choosable) input.checked = shown.includes(input.value);
    for (const input of all("input", groupBox)) input.checked = input.value === store.view.group;
    const preset = store.view.columns ? "" : store.view.preset || data.presets[0][0];
    for (const link of all("#presets a")) {
      if (link.dataset.preset === preset) link.ariaCurrent = "true";
      else link.removeAttribute("aria-current");
    }
    sorters.forEach(({ path, down }, index) => {
      const order = store.view.order[index];
      path.value = order?.path ?? "";
      down.checked = order?.down ?? false;
      path.disabled = down.disabled = index > store.view.order.length;
    });
  };

  /** Change the view when the columns that it needs are there. @param {string[]} needed @param {() => void} edit */
  const changeWith = async (needed, edit) => {
    await store.need(needed);
    store.change(edit);
  };
  /** Of the columns shown first, the page itself has the rows. @param {string[]} shown */
  const wanted = (shown) => (shown.join() === first.join() ? [] : shown);

  // The reader's own chart comes when it is opened, and is told so then.
  const [panel] = all("details.panel");
  const loadChart = () => load("assets/explore.js");
  panel?.addEventListener("toggle", () => loadChart().then(() => panel.dispatchEvent(new Event("toggle"))), { once: true });

  /** @type {HTMLTableRowElement | undefined} */
  let pointedRow;
  store.components.push({
    paint,
    restore: async () => {
      if (panel && store.view.tab === panel.dataset.tab) await loadChart();
      await store.need([...wanted(store.shown()), ...store.view.order.map(({ path }) => path)]);
    },
    point: (row) => {
      pointedRow?.classList.remove("pointed");
      pointedRow = row === null ? undefined : rows[row];
      pointedRow?.classList.add("pointed");
    },
  });

  head.addEventListener("click", (event) => {
    const path = closest(event, "button")?.dataset.sort;
    if (!path) return;
    const sort = () => {
      const { order } = store.view;
      const old = order.find((other) => other.path === path);
      const next = { path, down: old ? !old.down : false };
      store.view.order = event.shiftKey ? [...order.filter((other) => other.path !== path), next] : [next];
    };
    store.need([path]) ? changeWith([path], sort) : store.change(sort);
  });
  byId("sorter").addEventListener("change", () => {
    const order = sorters.filter(({ path }) => path.value).map(({ path, down }) => ({ path: path.value, down: down.checked }));
    changeWith(order.map(({ path }) => path), () => (store.view.order = order));
  });
  byId("chooser").addEventListener("change", () => {
    const chosen = choosable.filter((box) => box.checked).map((box) => box.value);
    const before = store.shown();
    // Columns that stay keep their order; further ones come last.
    const next = [...before.filter((path) => chosen.includes(path)), ...chosen.filter((path) => !before.includes(path))];
    const preset = data.presets.find(([, paths]) => paths.join() === next.join());
    changeWith(wanted(next), () => {
      store.view.columns = preset ? null : next;
      store.view.preset = preset && preset !== data.presets[0] ? preset[0] : "";
    });
  });
  byId("presets").addEventListener("click", (event) => {
    const key = closest(event, "a")?.dataset.preset;
    const preset = data.presets.find(([other]) => other === key);
    if (!preset) return;
    event.preventDefault();
    changeWith(wanted(preset[1]), () => {
      store.view.columns = null;
      store.view.preset = preset === data.presets[0] ? "" : preset[0];
    });
  });
  dense.addEventListener("change", () => store.change(() => (store.view.dense = dense.checked)));
  groupBox.addEventListener("change", () => {
    store.change(() => (store.view.group = one(groupBox, "input[type=radio]:checked").value));
  });
  const showMore = (/** @type {Event} */ { type }) => {
    limit += type === "click" ? MORE : Infinity;
    paintRows();
  };
  more.addEventListener("click", showMore);
  // On paper is every row. Long texts cannot be waited for then: where they are few, they come before.
  addEventListener("load", () => ownRows.length < data.slugs.length && data.slugs.length < MORE && store.need(first));
  addEventListener("beforeprint", showMore);
  // A row pointed at, here or in a chart, is marked in both.
  body.addEventListener("pointerover", (event) => {
    const slug = closest(event, "tr")?.dataset.slug;
    store.point(slug ? data.slugs.indexOf(slug) : null);
  });
  body.addEventListener("pointerleave", () => store.point(null));
})();
