// @ts-check
/** The filter form and what it rules: the table's rows, the marks of charts, the address. */
(() => {
  /** @typedef {import("./view.js")} _ */
  const WINDOW = 100;
  const source = document.getElementById("catalogue-data");
  const form = /** @type {HTMLFormElement | null} */ (document.getElementById("filters"));
  if (!source || !form) return;

  const { view: logic, load } = Catalog;
  const data = JSON.parse(source.textContent ?? "");
  const table = /** @type {HTMLTableElement | null} */ (document.getElementById("table"));
  const body = table?.tBodies[0];
  const rows = body ? [...body.rows] : [];
  const sortKeys = { ...data.sort, name: data.names.map((/** @type {string} */ name) => name.toLowerCase()) };
  const shownFirst = data.columns.map((/** @type {{path: string}} */ column) => column.path);
  const choosable = [...document.querySelectorAll("#chooser input")].map((input) => /** @type {HTMLInputElement} */ (input));
  const known = [...new Set([...shownFirst, ...choosable.map((input) => input.value)])];
  const byId = (/** @type {string} */ id) => /** @type {any} */ (document.getElementById(id));
  const sheet = new CSSStyleSheet();
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  /** @type {string[]} */
  const texts = [];
  /** @type {number[]} */
  let found = [];
  let limit = WINDOW;
  /** @type {Object<string, {label: string, texts: string[], sort: any[]}> | null} */
  let extra = null;
  /** @type {string[]} */
  const drawn = [];
  let view = logic.empty();

  const text = (/** @type {number} */ row) =>
    (texts[row] ??= (rows.length ? rows[row].textContent : `${data.names[row]} ${facetWords(row)}`)?.toLowerCase() ?? "");
  const facetWords = (/** @type {number} */ row) =>
    data.facets.map((/** @type {any} */ facet) => facet.rows[row].map((/** @type {number} */ key) => facet.labels[key]).join(" ")).join(" ");

  /** Well-sourced: a cell that is second-hand, uncertain, or without any source goes blank. */
  const paths = () => [...shownFirst, ...drawn];
  const visible = () => view.columns ?? shownFirst;

  const paint = () => {
    const result = logic.apply(view, data, text);
    found = logic.sorted(result.rows, view.order, sortKeys);
    paintRows();
    paintCounts(result.counts);
    paintChips();
    paintHead();
    paintMarks();
    byId("found").textContent = found.length === data.slugs.length ? `${found.length} ${data.many}` : `${found.length} of ${data.slugs.length} ${data.many}`;
    byId("clear").hidden = !view.q && !view.chosen.size;
    for (const [id, page] of [["to-charts", "charts/"], ["to-table", "catalogue/"]]) {
      const link = document.getElementById(id);
      if (link) link.setAttribute("href", `../${page}${logic.write({ ...view, order: [], columns: null })}`);
    }
  };

  const paintRows = () => {
    if (!body) return;
    body.replaceChildren(...found.slice(0, limit).map((row) => rows[row]));
    body.classList.add("ruled");
    const more = byId("more-rows");
    more.hidden = found.length <= limit;
    more.textContent = `Show ${Math.min(found.length - limit, 500)} more of ${found.length}`;
  };

  const paintCounts = (/** @type {Map<string, number[]>} */ counts) => {
    for (const facet of data.facets) {
      const box = form.querySelector(`.facet[data-path="${CSS.escape(facet.path)}"]`);
      const chosen = view.chosen.get(facet.path);
      box?.querySelectorAll("input").forEach((input, index) => {
        const count = counts.get(facet.path)?.[index] ?? 0;
        input.checked = chosen?.has(input.value) ?? false;
        const label = /** @type {HTMLElement} */ (input.parentElement);
        label.classList.toggle("zero", !count && !input.checked);
        /** @type {HTMLElement} */ (label.querySelector(".count")).textContent = String(count);
      });
      const summary = box?.querySelector(".chosen");
      if (summary) summary.textContent = chosen?.size ? `(${chosen.size})` : "";
    }
  };

  const paintChips = () => {
    const chips = [];
    for (const facet of data.facets) {
      for (const key of view.chosen.get(facet.path) ?? []) {
        const chip = document.createElement("button");
        chip.type = "button";
        chip.className = "chip";
        chip.textContent = `${facet.label}: ${facet.labels[facet.keys.indexOf(key)]} ×`;
        chip.setAttribute("aria-label", `Remove filter ${facet.label}: ${facet.labels[facet.keys.indexOf(key)]}`);
        chip.addEventListener("click", () => change(() => toggle(facet.path, key, false)));
        chips.push(chip);
      }
    }
    byId("chips").replaceChildren(...chips);
  };

  const paintHead = () => {
    if (!table) return;
    const order = view.order[0] ?? { path: table.dataset.newest, down: true };
    for (const button of table.querySelectorAll("thead button")) {
      const head = /** @type {HTMLElement} */ (button.parentElement);
      const rank = view.order.findIndex(({ path }) => path === button.getAttribute("data-sort"));
      head.removeAttribute("aria-sort");
      head.dataset.rank = rank > 0 ? String(rank + 1) : "";
      if (order.path === button.getAttribute("data-sort")) head.setAttribute("aria-sort", order.down ? "descending" : "ascending");
    }
    const shown = visible();
    const hidden = paths().flatMap((path, index) => (shown.includes(path) ? [] : [`#table tr > :nth-child(${index + 2})`]));
    sheet.replaceSync(hidden.length ? `${hidden.join(",")}{display:none}` : "");
    table.classList.toggle("well", view.well);
    const well = byId("well");
    if (well) well.checked = view.well;
    for (const input of choosable) input.checked = shown.includes(input.value);
  };

  const paintMarks = () => {
    const stay = new Set(found.map((row) => data.slugs[row]));
    for (const mark of document.querySelectorAll("figure.chart [data-slug]")) {
      mark.classList.toggle("out", !stay.has(mark.getAttribute("data-slug")));
    }
    document.dispatchEvent(new CustomEvent("catalogue:filtered", { detail: { slugs: stay } }));
  };

  const toggle = (/** @type {string} */ path, /** @type {string} */ key, /** @type {boolean} */ on) => {
    const keys = view.chosen.get(path) ?? new Set();
    if (on) keys.add(key);
    else keys.delete(key);
    if (keys.size) view.chosen.set(path, keys);
    else view.chosen.delete(path);
  };

  /** Change the view, paint it, and put it in the address: a step in the history unless `quiet`. */
  const change = (/** @type {() => void} */ edit, quiet = false) => {
    edit();
    limit = WINDOW;
    paint();
    const address = location.pathname + logic.write(view) + location.hash;
    if (quiet) history.replaceState(null, "", address);
    else history.pushState(null, "", address);
  };

  const restore = async () => {
    const { view: read, ignored } = logic.read(location.search, data, known);
    view = read;
    byId("filter-q").value = view.q;
    const note = byId("ignored");
    note.hidden = !ignored.length;
    note.textContent = ignored.length ? `Ignored, because nothing here has that name or value: ${ignored.join(", ")}` : "";
    await fetchColumns([...visible(), ...view.order.map(({ path }) => path)]);
    limit = WINDOW;
    paint();
  };

  /** Columns beyond the first come from a file of their own, once somebody wants one. */
  const fetchColumns = async (/** @type {string[]} */ wanted) => {
    const missing = wanted.filter((path) => path !== "name" && !shownFirst.includes(path) && !drawn.includes(path));
    if (!table || !missing.length) return;
    if (!extra) await load("assets/columns.js");
    for (const path of missing) if (extra?.[path]) addColumn(path, extra[path]);
  };

  const addColumn = (/** @type {string} */ path, /** @type {{label: string, texts: string[], sort: any[]}} */ column) => {
    drawn.push(path);
    sortKeys[path] = column.sort;
    const head = document.createElement("th");
    head.scope = "col";
    const button = document.createElement("button");
    Object.assign(button, { type: "button", textContent: column.label });
    button.dataset.sort = path;
    head.append(button);
    table?.tHead?.rows[0].append(head);
    rows.forEach((row, index) => {
      const cell = row.insertCell();
      cell.dataset.path = path;
      cell.textContent = column.texts[index] === "not checked" ? "—" : column.texts[index];
      texts[index] = "";
    });
    texts.length = 0;
  };

  const save = (/** @type {string} */ name, /** @type {string} */ content, /** @type {string} */ type) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([content], { type }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  };

  const cellText = (/** @type {HTMLElement} */ cell) => {
    const copy = /** @type {HTMLElement} */ (cell.cloneNode(true));
    copy.querySelectorAll(".vh, .sign").forEach((item) => item.remove());
    for (const link of copy.querySelectorAll("a[href^='http']")) link.textContent = link.getAttribute("href");
    return copy.textContent?.trim().replace(/^—$/, "") ?? "";
  };

  const saveCsv = () => {
    const shown = visible();
    const at = paths().flatMap((path, index) => (shown.includes(path) ? [index + 1] : []));
    const head = [...(table?.tHead?.rows[0].cells ?? [])].map((cell) => cell.querySelector("button")?.textContent ?? "");
    const line = (/** @type {number} */ row) => [data.slugs[row], data.names[row], ...at.map((i) => cellText(rows[row].cells[i]))];
    save("view.csv", logic.csv([["slug", head[0], ...at.map((i) => head[i])], ...found.map(line)]), "text/csv");
  };

  const saveBib = async () => {
    if (!Catalog.cited) await load("assets/references.js");
    const entries = found.map((row) => Catalog.cited?.[data.slugs[row]]).filter(Boolean);
    save("view.bib", entries.join("\n"), "application/x-bibtex");
  };

  Object.assign(Catalog, {
    more: (/** @type {any} */ columns) => (extra = columns),
    references: (/** @type {any} */ found) => (Catalog.cited = found),
  });

  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", (event) => {
    event.preventDefault();
    byId("filter-q").value = "";
    change(() => Object.assign(view, { q: "", chosen: new Map() }));
  });
  form.addEventListener("input", (event) => {
    const input = /** @type {HTMLInputElement} */ (event.target);
    if (input.name === "find") change(() => (view.q = input.value), true);
    else if (input.type === "checkbox") change(() => toggle(input.name, input.value, input.checked));
  });
  table?.tHead?.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("button") : null;
    const path = button?.dataset.sort;
    if (!path) return;
    change(() => {
      const old = view.order.find((order) => order.path === path);
      const next = { path, down: old ? !old.down : false };
      view.order = event.shiftKey ? [...view.order.filter((order) => order.path !== path), next] : [next];
    });
  });
  for (const input of choosable) {
    input.addEventListener("change", async () => {
      const wanted = choosable.filter((box) => box.checked).map((box) => box.value);
      await fetchColumns(wanted);
      change(() => (view.columns = wanted.join() === shownFirst.join() ? null : wanted));
    });
  }
  byId("well")?.addEventListener("change", (/** @type {any} */ event) => change(() => (view.well = event.target.checked)));
  byId("more-rows")?.addEventListener("click", () => {
    limit += 500;
    paintRows();
  });
  byId("csv-view")?.addEventListener("click", saveCsv);
  byId("bib-view")?.addEventListener("click", saveBib);
  byId("copy-link")?.addEventListener("click", async (/** @type {any} */ event) => {
    await navigator.clipboard?.writeText(location.href).catch(() => {});
    event.target.textContent = "Copied";
    setTimeout(() => (event.target.textContent = "Copy link to this view"), 1500);
  });
  addEventListener("popstate", restore);
  if (location.search) restore();
  else {
    found = data.slugs.map((/** @type {string} */ _, /** @type {number} */ row) => row);
    if (rows.length > WINDOW) paintRows();
  }
  document.documentElement.classList.add("catalogue-ready");
})();
