// @ts-check
/**
 * What the reader chose, as a value: read from the address and written to it. Nothing here touches the page.
 *
 * The address, every part of it left out where it is the default:
 *   find=words         in any cell                   sort=-path,path   by the first, then by the next
 *   path=key           any of the keys given         cols=path,path    columns   well=1   dense=1   group=path
 *   path=!key          none of these keys            tab= x= y= colour= xScale= yScale=   which chart, and its axes
 *   path=1000..50000   a range; `1000..` is open     focus=words       the entry of a legend that is brought out
 *   path=not reported  rows without a value, too     all=path,path     fields of which all keys given are wanted
 *   pick=slug,slug     these rows alone              s=slug,slug       rows ticked for comparison, as on that page
 * A field that is called like one of the other parameters is written with a dot at its end. Before its script runs, the
 * form sends the ends of a range as `path.from` and `path.to`, and what is empty as well.
 */
(() => {
  const LONGEST = 200;
  const FLAGS = /** @type {const} */ (["well", "dense"]);
  const WORDS = /** @type {const} */ (["group", "tab", "x", "y", "colour", "xScale", "yScale", "focus"]);
  /** Parameters that other scripts read. */
  const KEPT = ["embed"];
  const TAKEN = new Set(["find", "q", "sort", "cols", "pick", "s", "all", ...FLAGS, ...WORDS, ...KEPT]);

  /** @returns {View} */
  const empty = () => ({
    ...{ q: "", chosen: new Map(), barred: new Map(), all: new Set(), spans: new Map(), pick: new Set() },
    ...{ tray: new Set(), order: [], columns: null, well: false, dense: false, group: "", rest: [] },
    ...{ tab: "", x: "", y: "", colour: "", xScale: "", yScale: "", focus: "" },
  });

  /** @param {string} path */
  const parameter = (path) => (TAKEN.has(path) ? `${path}.` : path);

  /**
   * Read a query string. What it names and the data does not have is ignored, and told.
   * @param {string} search @param {Data} data @param {string[]} known paths that can be columns or sorted by
   * @param {string[]} tabs @param {string[]} legends the entries of the page's legends
   * @returns {{view: View, ignored: string[]}}
   */
  const read = (search, data, known, tabs = [], legends = []) => {
    const view = empty();
    /** @type {string[]} */
    const ignored = [];
    const facets = new Map(data.facets.map((facet) => [parameter(facet.path), facet]));
    const ranges = new Map(data.ranges.map((range) => [parameter(range.path), range]));
    const words = allowed(data, tabs, legends);
    for (const [name, value] of new URLSearchParams(search)) {
      const [, path, end] = /^(.*)\.(from|to)$/.exec(name) ?? [];
      const facet = facets.get(name);
      const range = ranges.get(name);
      const half = ranges.get(path);
      if (!value && name !== "cols") continue;
      if (half && readSpan(half, end === "to" ? `..${value}` : `${value}..`, view)) continue;
      if (facet ? readKey(facet, value, view) : range ? readSpan(range, value, view) : false) continue;
      if (name === "find" || name === "q") view.q = value.slice(0, LONGEST);
      else if (name === "sort") readOrder(value, known, view, ignored);
      else if (name === "cols") view.columns = value.split(",").filter((path) => known.includes(path));
      else if (name === "pick") view.pick = readSlugs(name, value, data, Infinity, ignored);
      else if (name === "s") view.tray = readSlugs(name, value, data, data.most, ignored);
      else if (name === "all") value.split(",").forEach((path) => words.colour.includes(path) && view.all.add(path));
      else if (name === "well" || name === "dense") view[name] = value === "1";
      else if (KEPT.includes(name)) view.rest.push([name, value.slice(0, LONGEST)]);
      else if (Object.hasOwn(words, name) && words[name].includes(value)) view[/** @type {"x"} */ (name)] = value;
      else ignored.push(`${name}=${value}`.slice(0, 60));
    }
    return { view, ignored: ignored.slice(0, 10) };
  };

  /** @param {Data} data @param {string[]} tabs @param {string[]} legends @returns {Record<string, string[]>} */
  const allowed = (data, tabs, legends) => {
    const colour = data.facets.map(({ path }) => path);
    const x = data.ranges.map(({ path }) => path);
    const [both, scales] = [[...x, ...colour], ["log", "linear"]];
    const focus = [...data.facets.flatMap(({ labels }) => labels), ...Catalog.plot.OTHERS, ...legends];
    return { group: both, tab: tabs, x, y: both, colour, xScale: scales, yScale: scales, focus };
  };

  /** Records by their slugs, or those they had before. @param {string} name @param {string} value @param {Data} data @param {number} most @param {string[]} ignored */
  const readSlugs = (name, value, data, most, ignored) => {
    const known = new Set(data.slugs);
    /** @type {Set<string>} */
    const found = new Set();
    for (const asked of value.split(",").filter(Boolean)) {
      const slug = Object.hasOwn(data.moved, asked) ? data.moved[asked] : asked;
      if (known.has(slug) && found.size < most) found.add(slug);
      else ignored.push(`${name}=${asked}`.slice(0, 60));
    }
    return found;
  };

  /** @param {Facet} facet @param {string} value @param {View} view */
  const readKey = (facet, value, view) => {
    if (facet.keys.includes(value)) add(view.chosen, facet.path, value);
    else if (value.startsWith("!") && facet.keys.includes(value.slice(1))) add(view.barred, facet.path, value.slice(1));
    else return false;
    return true;
  };

  /** @param {Range} range @param {string} value @param {View} view */
  const readSpan = (range, value, view) => {
    if (range.blanks.includes(value)) add(view.chosen, range.path, value);
    else {
      const ends = value.split("..");
      if (ends.length !== 2 || value.length > 60) return false;
      const { amount, day } = Catalog.scale;
      const [low, high] = ends.map((text, last) => (range.kind === "date" ? day(text, Boolean(last)) : amount(text)));
      if ((ends[0] && low === null) || (ends[1] && high === null)) return false;
      const old = view.spans.get(range.path);
      view.spans.set(range.path, turned({ low: low ?? old?.low ?? null, high: high ?? old?.high ?? null }));
    }
    return true;
  };

  /** @param {Span} span */
  const turned = ({ low, high }) => (low !== null && high !== null && low > high ? { low: high, high: low } : { low, high });

  /** @param {string} value @param {string[]} known @param {View} view @param {string[]} ignored */
  const readOrder = (value, known, view, ignored) => {
    for (const part of value.split(",").filter(Boolean)) {
      const path = part.replace(/^-/, "");
      if (path === "name" || known.includes(path)) view.order.push({ path, down: part.startsWith("-") });
      else ignored.push(`sort=${part}`.slice(0, 60));
    }
  };

  /** @param {Map<string, Set<string>>} map @param {string} path @param {string} key */
  const add = (map, path, key) => map.set(path, (map.get(path) ?? new Set()).add(key));

  /** @param {View} view @param {Data} data @returns {string} a query string with its question mark, or nothing */
  const write = (view, data) => {
    const params = new URLSearchParams();
    const put = (/** @type {string} */ name, /** @type {string} */ value) => value && params.append(name, value);
    put("find", view.q);
    for (const [path, { low, high }] of view.spans) {
      const date = data.ranges.find((range) => range.path === path)?.kind === "date";
      const end = (/** @type {number | null} */ value) => (value === null ? "" : date ? Catalog.scale.iso(value) : String(value));
      put(parameter(path), `${end(low)}..${end(high)}`);
    }
    for (const [path, keys] of view.chosen) for (const key of keys) put(parameter(path), key);
    for (const [path, keys] of view.barred) for (const key of keys) put(parameter(path), `!${key}`);
    put("all", [...view.all].filter((path) => view.chosen.has(path)).join());
    put("pick", [...view.pick].join());
    put("s", [...view.tray].join());
    put("sort", view.order.map(({ path, down }) => (down ? "-" : "") + path).join());
    if (view.columns) params.set("cols", view.columns.join());
    for (const name of FLAGS) if (view[name]) put(name, "1");
    for (const name of WORDS) put(name, view[name]);
    for (const [name, value] of view.rest) put(name, value);
    const text = params.toString().replaceAll("%2C", ",").replaceAll("%21", "!");
    return text ? `?${text}` : "";
  };

  Object.assign((globalThis.Catalog ??= /** @type {any} */ ({})), { view: { empty, read, write } });
})();
