// @ts-check
/** The filter form, and what it says about the rows that are left. */
(() => {
  const { store, view: views, query, byId, one, all, create, closest } = Catalog;
  if (!store) return;

  const { data } = store;
  const form = byId("filters", "form");
  const search = byId("filter-q", "input");

  /** @param {Map<string, Set<string>>} map @param {string} path @param {string} key @param {boolean} on */
  const toggle = (map, path, key, on) => {
    const keys = map.get(path) ?? new Set();
    keys[on ? "add" : "delete"](key);
    if (keys.size) map.set(path, keys);
    else map.delete(path);
  };

  const boxes = all(".facet", form).map((box) => ({
    path: box.dataset.path ?? "",
    used: 0,
    summary: one(box, ".chosen"),
    mode: all("input[data-all]", box).at(0),
    options: all(".option", box).map((whole) => {
      const count = one(whole, ".count");
      const [input, not] = [one(whole, "input"), whole.querySelector(".not")];
      return { whole, count, input, not, shown: Number(count.textContent) };
    }),
  }));

  /** @param {Result} result */
  const paintForm = ({ counts }) => {
    const { included, excluded, all, spans, q, pick } = store.view;
    for (const box of boxes) {
      const [keys, not, numbers] = [included.get(box.path), excluded.get(box.path), counts.get(box.path)];
      box.options.forEach((option, index) => paintOption(option, numbers?.[index] ?? 0, keys, not));
      const used = (keys?.size ?? 0) + (not?.size ?? 0) + Number(spans.has(box.path));
      if (used !== box.used) box.summary.textContent = used ? `(${used})` : "";
      box.used = used;
      if (box.mode) box.mode.checked = all.has(box.path);
    }
    byId("clear").hidden = !(q || included.size || excluded.size || spans.size || pick.size);
  };

  /**
   * Touch the page only where something is different: it has hundreds of options.
   * @param {typeof boxes[0]["options"][0]} option @param {number} count
   * @param {Set<string> | undefined} included @param {Set<string> | undefined} excluded
   */
  const paintOption = (option, count, included, excluded) => {
    const { input, not, whole } = option;
    input.checked = included?.has(input.value) ?? false;
    const pressed = excluded?.has(input.value) ?? false;
    if (not && (not.ariaPressed === "true") !== pressed) not.ariaPressed = String(pressed);
    whole.classList.toggle("zero", !count && !input.checked && !pressed);
    if (count !== option.shown) option.count.textContent = String(count);
    option.shown = count;
  };

  /** The filters in use, each with a button that removes it. */
  const paintChips = () => {
    const { included, excluded, spans, pick } = store.view;
    /** @type {HTMLElement[]} */
    const chips = [];
    const put = (/** @type {string} */ words, /** @type {() => void} */ remove) => {
      const chip = create("button", { type: "button", class: "chip", "aria-label": `Remove filter ${words}` }, `${words} ×`);
      chip.addEventListener("click", () => store.change(remove));
      chips.push(chip);
    };
    const label = (/** @type {string} */ path) => `${store.field(path)?.label}: `;
    for (const [map, not] of /** @type {const} */ ([[included, ""], [excluded, "not "]])) {
      for (const [path, keys] of map) {
        const facet = store.facet(path);
        for (const key of keys) {
          const words = facet ? facet.labels[facet.keys.indexOf(key)] : key;
          put(label(path) + not + words, () => toggle(map, path, key, false));
        }
      }
    }
    for (const [path, span] of spans) put(label(path) + spanWords(path, span), () => spans.delete(path));
    for (const slug of pick) put(data.names[data.slugs.indexOf(slug)], () => pick.delete(slug));
    byId("chips").replaceChildren(...chips);
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
      const button = create("button", { type: "button", class: "plain", "aria-label": `${name} ${what}` }, name);
      button.addEventListener("click", () => {
        store.change(() => blanks.forEach(([blank]) => toggle(included, path, blank, on)));
        line.querySelector("button")?.focus();
      });
      return [` ${what} `, button];
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
    byId("found").textContent = [...(count === total ? [] : [count, "of"]), total, data.many].join(" ");
  };

  /** The same view on the other page. */
  const paintLinks = () => {
    const search = views.write({ ...store.view, order: [], columns: null, tab: "", focus: "" }, data);
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
    const { q, included, excluded, all, spans, pick } = views.empty();
    store.change(() => Object.assign(store.view, { q, included, excluded, all, spans, pick }));
  });
  form.addEventListener("input", ({ target: input }) => {
    if (!(input instanceof HTMLInputElement)) return;
    const { view } = store;
    if (input === search) store.change(() => (view.q = input.value), true);
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
    const inputs = all("input", form).filter((input) => input.checked !== input.defaultChecked || input.value !== input.defaultValue);
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
  });
})();
