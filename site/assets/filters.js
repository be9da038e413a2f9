// @ts-check
/** The filter form, and the view that form, table, charts and address share: whoever changes it, all are painted. */
(() => {
  const source = document.getElementById("catalogue-data");
  const form = /** @type {HTMLFormElement | null} */ (document.getElementById("filters"));
  if (!source || !form) return;

  const { view: address, query } = Catalog;
  /** @type {Data} */
  const data = JSON.parse(source.textContent ?? "");
  const facets = new Map(data.facets.map((facet) => [facet.path, facet]));
  const ranges = new Map(data.ranges.map((range) => [range.path, range]));
  const byId = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
  const search = /** @type {HTMLInputElement} */ (byId("filter-q"));

  /** @param {Map<string, Set<string>>} map @param {string} path @param {string} key @param {boolean} on */
  const toggle = (map, path, key, on) => {
    const keys = map.get(path) ?? new Set();
    if (on) keys.add(key);
    else keys.delete(key);
    if (keys.size) map.set(path, keys);
    else map.delete(path);
  };

  /** @type {Page} */
  const page = {
    data,
    form,
    view: address.empty(),
    found: data.slugs.map((_, row) => row),
    shown: [],
    sortKeys: { ...data.sort, name: data.names.map((name) => name.toLowerCase()) },
    known: data.columns.map(({ path }) => path),
    text: (row) => `${data.names[row]} ${data.facets.map((facet) => facet.rows[row].map((key) => facet.labels[key]).join(" ")).join(" ")}`,
    facet: (path) => facets.get(path),
    range: (path) => ranges.get(path),
    span: (path, low, high) => {
      if (low === null && high === null) page.view.spans.delete(path);
      else page.view.spans.set(path, { low, high });
    },
    /** Change the view, paint it, and put it in the address: a step in the history unless `quiet`. */
    change: (edit, quiet = false) => {
      edit();
      paint();
      clearTimeout(pending);
      if (quiet) pending = setTimeout(writeAddress, PAUSE, true);
      else writeAddress(false);
    },
    forget: () => {
      texts.length = 0;
    },
    point: (row) => document.dispatchEvent(new CustomEvent("catalogue:pointed", { detail: row })),
  };

  // Writing the address takes a browser longer than painting: while a reader types or drags, it waits.
  const PAUSE = 150;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let pending;
  const writeAddress = (/** @type {boolean} */ over) => {
    pending = undefined;
    const text = location.pathname + address.write(page.view, data) + location.hash;
    if (text === location.pathname + location.search + location.hash) return;
    history[over ? "replaceState" : "pushState"](null, "", text);
  };
  addEventListener("pagehide", () => pending && writeAddress(true));

  /** @type {string[]} */
  const texts = [];
  const text = (/** @type {number} */ row) => (texts[row] ??= page.text(row).toLowerCase());

  const paint = () => {
    const result = query.apply(page.view, data, text);
    page.found = query.sorted(result.rows, page.view.order, page.sortKeys);
    for (const part of page.shown) part.paint(result);
    const { length } = page.found;
    byId("found").textContent = length === data.slugs.length ? `${length} ${data.many}` : `${length} of ${data.slugs.length} ${data.many}`;
    paintLinks();
    const slugs = new Set(page.found.map((row) => data.slugs[row]));
    document.dispatchEvent(new CustomEvent("catalogue:filtered", { detail: { slugs } }));
  };

  /** The same view on the other page. */
  const paintLinks = () => {
    for (const [id, to] of [["to-charts", "charts/"], ["to-table", "catalogue/"]]) {
      document.getElementById(id)?.setAttribute("href", `../${to}${address.write({ ...page.view, order: [], columns: null, tab: "", focus: "" }, data)}`);
    }
  };

  /** @param {Result} result */
  const paintForm = ({ counts }) => {
    const { view } = page;
    for (const box of boxes) {
      const found = counts.get(box.path) ?? [];
      const chosen = view.chosen.get(box.path);
      const barred = view.barred.get(box.path);
      for (const [index, option] of box.options.entries()) paintOption(option, found[index] ?? 0, chosen, barred);
      const used = (chosen?.size ?? 0) + (barred?.size ?? 0) + Number(view.spans.has(box.path));
      if (used !== box.used) box.summary.textContent = used ? `(${used})` : "";
      box.used = used;
      if (box.all) box.all.checked = view.all.has(box.path);
    }
    byId("clear").hidden = !(view.q || view.chosen.size || view.barred.size || view.spans.size || view.pick.size);
  };

  /** @typedef {{input: HTMLInputElement, not: HTMLElement | null, whole: HTMLElement, count: HTMLElement, shown: number}} Option */

  /** Touches the page only where something is different. @param {Option} option @param {number} count @param {Set<string> | undefined} chosen @param {Set<string> | undefined} barred */
  const paintOption = (option, count, chosen, barred) => {
    const { input, not, whole } = option;
    input.checked = chosen?.has(input.value) ?? false;
    const without = barred?.has(input.value) ?? false;
    if (not && (not.ariaPressed === "true") !== without) not.ariaPressed = String(without);
    whole.classList.toggle("zero", !count && !input.checked && !without);
    if (count !== option.shown) option.count.textContent = String(count);
    option.shown = count;
  };

  const boxes = [...form.querySelectorAll(".facet")].map((box) => ({
    path: box.getAttribute("data-path") ?? "",
    used: 0,
    summary: /** @type {HTMLElement} */ (box.querySelector(".chosen")),
    all: /** @type {HTMLInputElement | null} */ (box.querySelector("[data-all]")),
    options: [...box.querySelectorAll(".option")].map((whole) => {
      const count = /** @type {HTMLElement} */ (whole.querySelector(".count"));
      return /** @type {Option} */ ({ whole, count, input: whole.querySelector("input"), not: whole.querySelector(".not"), shown: Number(count.textContent) });
    }),
  }));

  /** What is filtered by, each with a button that takes it away. */
  const paintChips = () => {
    const { chosen, barred, spans, pick } = page.view;
    /** @type {HTMLElement[]} */
    const chips = [];
    const put = (/** @type {string} */ words, /** @type {() => void} */ remove) => {
      const made = Catalog.made("button", { type: "button", class: "chip", "aria-label": `Remove filter ${words}` }, `${words} ×`);
      made.addEventListener("click", () => page.change(remove));
      chips.push(made);
    };
    const label = (/** @type {string} */ path) => `${(facets.get(path) ?? ranges.get(path))?.label}: `;
    for (const [map, no] of /** @type {const} */ ([[chosen, ""], [barred, "not "]])) {
      for (const [path, keys] of map) {
        const facet = facets.get(path);
        for (const key of keys) put(label(path) + no + (facet ? facet.labels[facet.keys.indexOf(key)] : key), () => toggle(map, path, key, false));
      }
    }
    for (const [path, span] of spans) put(label(path) + spanWords(/** @type {Range} */ (ranges.get(path)), span), () => spans.delete(path));
    for (const slug of pick) put(data.names[data.slugs.indexOf(slug)], () => pick.delete(slug));
    byId("chips").replaceChildren(...chips);
  };

  /** @param {Range} range @param {Span} span */
  const spanWords = (range, { low, high }) => {
    const [from, to] = [low, high].map((value) => (value === null ? "" : query.end(range, value)));
    const words = from && to ? `${from} to ${to}` : from ? `from ${from}` : to ? `up to ${to}` : "any";
    return `${words} ${range.unit}`.trim();
  };

  /** Who is out of sight only because nobody knows. @param {Result} result */
  const paintUnknown = ({ counts }) => {
    const told = [...page.view.spans.keys()].flatMap((path) => {
      const range = /** @type {Range} */ (ranges.get(path));
      const chosen = page.view.chosen.get(path);
      const parts = range.blanks.flatMap((blank, index) => {
        const count = counts.get(path)?.[index];
        return count && !chosen?.has(blank) ? [`${count} ${blank}`] : [];
      });
      return parts.length ? [`${range.label}: ${parts.join(", ")}`] : [];
    });
    const note = byId("unknown");
    note.hidden = !told.length;
    note.textContent = told.length ? `Hidden because the value is unknown: ${told.join("; ")}. Tick a reason in that filter to see them.` : "";
  };

  page.shown.push({
    paint: (result) => {
      paintForm(result);
      paintChips();
      paintUnknown(result);
    },
    restore: () => {
      search.value = page.view.q;
    },
  });

  const restore = async () => {
    clearTimeout(pending);
    const tabs = [...document.querySelectorAll("[data-tab]")].map((tab) => tab.getAttribute("data-tab") ?? "");
    const legends = [...document.querySelectorAll(".key")].map((entry) => entry.getAttribute("data-name") ?? "");
    const { view, ignored } = address.read(location.search, data, page.known, tabs, legends);
    page.view = view;
    const note = byId("ignored");
    note.hidden = !ignored.length;
    note.textContent = ignored.length ? `Ignored, because nothing here has that name or value: ${ignored.join(", ")}` : "";
    for (const part of page.shown) await part.restore?.();
    paint();
  };

  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", (event) => {
    event.preventDefault();
    search.value = "";
    const { q, chosen, barred, all, spans, pick } = address.empty();
    page.change(() => Object.assign(page.view, { q, chosen, barred, all, spans, pick }));
  });
  form.addEventListener("input", (event) => {
    const input = /** @type {HTMLInputElement} */ (event.target);
    if (input === search) page.change(() => (page.view.q = input.value), true);
    else if (input.dataset.all) {
      const { all } = page.view;
      page.change(() => (input.checked ? all.add(input.dataset.all ?? "") : all.delete(input.dataset.all ?? "")));
    } else if (input.type === "checkbox") {
      page.change(() => {
        toggle(page.view.barred, input.name, input.value, false);
        toggle(page.view.chosen, input.name, input.value, input.checked);
      });
    }
  });
  form.addEventListener("click", (event) => {
    const not = event.target instanceof Element ? event.target.closest(".not") : null;
    const input = not?.parentElement?.querySelector("input");
    if (!not || !input) return;
    page.change(() => {
      toggle(page.view.chosen, input.name, input.value, false);
      toggle(page.view.barred, input.name, input.value, not.ariaPressed !== "true");
    });
  });
  addEventListener("popstate", restore);
  document.addEventListener("DOMContentLoaded", async () => {
    // What a reader did to the form before this script was there counts, on top of what the address says.
    const inputs = /** @type {HTMLInputElement[]} */ ([...form.querySelectorAll("input")]);
    const early = inputs.filter((input) => input.checked !== input.defaultChecked || input.value !== input.defaultValue);
    const states = early.map(({ checked, value }) => ({ checked, value }));
    const sent = /\.(from|to)=/.test(location.search);
    if (sent) history.replaceState(null, "", `?${Catalog.before().slice(1)}&${location.search.slice(1)}${location.hash}`);
    if (location.search) await restore();
    if (sent) writeAddress(true);
    early.forEach((input, index) => {
      Object.assign(input, states[index]);
      input.dispatchEvent(new Event(input.type === "text" ? "change" : "input", { bubbles: true }));
    });
    document.documentElement.classList.add("catalogue-ready");
    // The first key should not have to wait for the text of every row.
    const warm = (/** @type {number} */ row) => {
      const end = Math.min(row + 200, data.slugs.length);
      while (row < end) text(row++);
      if (row < data.slugs.length) setTimeout(warm, 20, row);
    };
    setTimeout(warm, 200, 0);
  });

  Catalog.shared = page;
})();
