/** The filter form, and what is said about the rows that are left. */
(() => {
  const { store, view: views, query, byId, one, all, button, create, icon, closest } = Catalog;
  if (!store) return;

  const { data } = store;
  const form = byId("filters", "form");
  const search = byId("filter-q", "input");
  const clear = byId("clear");

  /** @param {Map<string, Set<string>>} map @param {string} path @param {string} key @param {boolean} on */
  const toggle = (map, path, key, on) => {
    const keys = map.get(path) ?? new Set();
    keys[on ? "add" : "delete"](key);
    if (keys.size) map.set(path, keys);
    else map.delete(path);
  };

  const options = all(".option", form).map((whole) => {
    const [count, input] = [one(whole, ".count"), one(whole, "input")];
    const field = store.field(input.name);
    const keys = field && "keys" in field ? field.keys : field?.blanks ?? [];
    const not = whole.querySelector(".not");
    return { whole, count, input, not, shown: Number(count.textContent), index: keys.indexOf(input.value) };
  });
  const modes = all("input[data-all]", form);
  const [trusted] = all("input#well", form);
  const folds = all(".facet", form).map((fold) => {
    const paths = [fold.dataset.path ?? "", ...all(".option input", fold).map(({ name }) => name)];
    return { paths: [...new Set(paths)], summary: one(fold, ".chosen") };
  });

  /** Ask for well-sourced facts alone, or for all: then nothing is left that can be asked of the others. @param {boolean} on */
  const trust = (on) => {
    const { included, excluded } = store.view;
    store.view.well = on;
    for (const map of on ? [] : [included, excluded]) for (const path of map.keys()) toggle(map, path, query.POOR, false);
  };

  /** How many keys and ranges of a field are set. @param {string} path */
  const usedOf = (path) => {
    const { included, excluded, spans } = store.view;
    return (included.get(path)?.size ?? 0) + (excluded.get(path)?.size ?? 0) + Number(spans.has(path));
  };

  /** @param {Result} result */
  const paintForm = ({ counts }) => {
    const { included, excluded, all: wanted, spans, q, pick } = store.view;
    // The page is touched only where something is different: it has hundreds of options.
    for (const option of options) {
      const { input, not, whole } = option;
      const { name, value } = input;
      const count = counts.get(name)?.[option.index] ?? 0;
      input.checked = included.get(name)?.has(value) ?? false;
      const pressed = excluded.get(name)?.has(value) ?? false;
      if (not && (not.ariaPressed === "true") !== pressed) not.ariaPressed = String(pressed);
      whole.classList.toggle("zero", !count && !input.checked && !pressed);
      if (count !== option.shown) option.count.textContent = String(count);
      option.shown = count;
    }
    for (const { paths, summary } of folds) {
      const used = paths.reduce((sum, path) => sum + usedOf(path), 0);
      summary.textContent = used ? `(${used})` : "";
    }
    for (const mode of modes) mode.checked = wanted.has(mode.value);
    const set = new Set([...included.keys(), ...excluded.keys(), ...spans.keys()]).size + pick.size + Number(store.view.well);
    if (trusted) trusted.checked = store.view.well;
    form.classList.toggle("well", store.view.well);
    clear.hidden = !(q || set);
    for (const node of all("[data-count=filters]")) {
      node.textContent = String(set);
      node.hidden = !set;
    }
  };

  /** The filters in use, one of each field, each with a button that removes it. */
  const paintChips = () => {
    const { included, excluded, spans, pick, all: wanted } = store.view;
    /** @type {HTMLElement[]} */
    const chips = [];
    const put = (/** @type {string} */ label, /** @type {string} */ words, /** @type {() => void} */ remove) => {
      const name = `Remove filter ${[label, words].filter(Boolean).join(": ")}`;
      const cross = button({ "aria-label": name }, () => store.change(remove), icon("close"));
      chips.push(create("span", { class: "chip" }, ...(label ? [create("span", {}, label)] : []), ` ${words} `, cross));
    };
    const label = (/** @type {string} */ path) => store.field(path)?.label ?? "";
    for (const [map, not] of /** @type {const} */ ([[included, ""], [excluded, "not "]])) {
      for (const [path, keys] of map) {
        const facet = store.facet(path);
        const words = [...keys].map((key) => facet?.labels[facet.keys.indexOf(key)] ?? key);
        put(label(path), not + words.join(not || !wanted.has(path) ? " or " : " and "), () => map.delete(path));
      }
    }
    for (const [path, span] of spans) put(label(path), spanWords(path, span), () => spans.delete(path));
    for (const slug of pick) put("", data.names[data.slugs.indexOf(slug)], () => pick.delete(slug));
    if (store.view.well) put("", "Well-sourced only", () => trust(false));
    byId("chips").replaceChildren(...chips, clear);
  };

  /** @param {string} path @param {Span} span */
  const spanWords = (path, { low, high }) => {
    const range = store.range(path);
    if (!range) return "";
    const [from, to] = [low, high].map((value) => (value === null ? "" : query.endText(range, value)));
    const words = from && to ? `${from} to ${to}` : from ? `from ${from}` : to ? `up to ${to}` : "any";
    return `${words} ${range.unit}`.trim();
  };

  /** What nobody can say: which blanks hide rows and which are included, with a button for the opposite. @param {Result} result */
  const paintUnknown = ({ unknown, doubts, counts }) => {
    const { included, excluded, spans } = store.view;
    const line = byId("unknown");
    const part = (/** @type {string} */ path, /** @type {[blank: string, count: number][]} */ blanks, /** @type {boolean} */ on) => {
      const what = `${store.field(path)?.label}: ${blanks.map(([blank, count]) => [count, blank].join(" ")).join(", ")}`;
      const name = on ? "Include" : "Hide";
      return [` ${what} `, button({ class: "plain", "aria-label": `${name} ${what}` }, () => {
        store.change(() => blanks.forEach(([blank]) => toggle(included, path, blank, on)));
        line.querySelector("button")?.focus();
      }, name)];
    };
    const shown = [...included].flatMap(([path, chosen]) => {
      const field = store.field(path);
      const [keys, first] = field && "keys" in field ? [field.keys, field.keys.length - field.blanks] : [field?.blanks ?? [], 0];
      const isFilter = spans.has(path) || excluded.has(path) || keys.slice(0, first).some((key) => chosen.has(key));
      const blanks = keys.flatMap((key, index) =>
        isFilter && index >= first && chosen.has(key) ? [/** @type {[string, number]} */ ([key, counts.get(path)?.[index] ?? 0])] : [],
      );
      return blanks.length ? part(path, blanks, false) : [];
    });
    const total = [...unknown.values()].reduce((sum, count) => sum + count, 0);
    line.replaceChildren(
      ...(total ? [`Hidden because they cannot be judged: ${total}.`] : []),
      ...[...doubts].flatMap(([path, blanks]) => part(path, [...blanks], true)),
      ...(shown.length ? [" Included although unknown:", ...shown] : []),
    );
    line.hidden = !line.childNodes.length;
  };

  const paintCount = () => {
    const [count, total] = [store.rows.length, data.slugs.length];
    const rest = [...(count === total ? [] : ["of", total.toLocaleString("en")]), data.many].join(" ");
    byId("found").replaceChildren(create("b", {}, count.toLocaleString("en")), ` ${rest}`);
  };

  /** The same view on the other page. */
  const paintLinks = () => {
    const search = views.write({ ...store.view, order: [], preset: "", columns: null, tab: "", focus: "" }, data);
    for (const link of all("a#to-charts")) link.href = `../charts/${search}`;
    for (const link of all("a#to-table")) link.href = `../catalogue/${search}`;
  };

  store.components.push({
    paint: (result) => {
      paintForm(result);
      paintChips();
      paintUnknown(result);
      paintCount();
      paintLinks();
    },
    restore: () => {
      search.value = store.view.q;
    },
  });

  // What words are searched in comes while a reader begins to type.
  search.addEventListener("focus", store.needSearch);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", (event) => {
    event.preventDefault();
    search.value = "";
    const { q, included, excluded, all, spans, pick, well } = views.empty();
    store.change(() => Object.assign(store.view, { q, included, excluded, all, spans, pick, well }));
  });
  search.addEventListener("input", () => store.change(() => (store.view.q = search.value), true));
  form.addEventListener("input", ({ target: input }) => {
    if (!(input instanceof HTMLInputElement)) return;
    const { view } = store;
    if (input === trusted) store.change(() => trust(input.checked));
    else if (input.dataset.all) store.change(() => view.all[input.checked ? "add" : "delete"](input.value));
    else if (input.type === "checkbox") {
      store.change(() => {
        toggle(view.excluded, input.name, input.value, false);
        toggle(view.included, input.name, input.value, input.checked);
      });
    }
  });
  form.addEventListener("click", (event) => {
    const not = closest(event, ".not");
    const input = not?.parentElement?.querySelector("input");
    if (!not || !input) return;
    store.change(() => {
      toggle(store.view.included, input.name, input.value, false);
      toggle(store.view.excluded, input.name, input.value, not.ariaPressed !== "true");
    });
  });

  document.addEventListener("DOMContentLoaded", async () => {
    // What a reader did to the form before this script was there counts, on top of what the address says.
    const isTouched = (/** @type {HTMLInputElement} */ input) =>
      input.checked !== input.defaultChecked || input.value !== input.defaultValue;
    const inputs = [search, ...all("input", form)].filter(isTouched);
    const states = inputs.map(({ checked, value }) => ({ checked, value }));
    const isSent = /\.(from|to)=/.test(location.search);
    if (isSent) {
      const search = `?${Catalog.previousSearch().slice(1)}&${location.search.slice(1)}`;
      history.replaceState(null, "", search + location.hash);
    }
    if (location.search) await store.restore();
    if (isSent) store.writeAddress(true);
    inputs.forEach((input, index) => {
      Object.assign(input, states[index]);
      input.dispatchEvent(new Event(input.type === "text" ? "change" : "input", { bubbles: true }));
    });
    document.documentElement.classList.add("catalogue-ready");
  }, { once: true });
})();
