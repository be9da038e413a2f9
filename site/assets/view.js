/**
 * What the reader chose, as a value: read from the address and written to it. Nothing here touches the page.
 *
 * The address, every part of it left out where it is the default:
 *   find=words         in any cell                   sort=-path,path   by the first, then by the next
 *   path=key           any of the keys given         cols=path,path    columns   well=1   dense=1   group=path
 *   path=!key          none of these keys            tab= x= y= colour= xScale= yScale=   which chart, and its axes
 *   path=1000..50000   a range; `1000..` is open     focus=words       the entry of a legend that is highlighted
 *   path=not reported  rows without a value, too     all=path,path     fields of which all keys given are wanted
 *   pick=slug,slug     these rows alone              s=slug,slug       rows ticked for comparison, as on that page
 *   view=key           columns that belong together; `cols` has others
 * A field that is called like one of the other parameters is written with a dot at its end. Before its script runs, the
 * form sends the ends of a range as `path.from` and `path.to`, and what is empty as well.
 */
(() => {
  /** Most characters of a search. */
  const LONGEST = 200;
  const FLAGS = /** @type {const} */ (["well", "dense"]);
  const WORDS = /** @type {const} */ (["group", "tab", "x", "y", "colour", "xScale", "yScale", "focus"]);
  /** What a legend of the reader's own chart calls those without a look of their own. */
  const OTHER = "other or several";
  /** Parameters that other scripts read. */
  const OTHERS = ["embed"];
  const RESERVED = new Set(["find", "q", "sort", "cols", "view", "pick", "s", "all", ...FLAGS, ...WORDS, ...OTHERS]);

  /** @returns {View} */
  const empty = () => ({
    ...{ q: "", included: new Map(), excluded: new Map(), all: new Set(), spans: new Map(), pick: new Set() },
    ...{ tray: new Set(), order: [], preset: "", columns: null, well: false, dense: false, group: "", rest: [] },
    ...{ tab: "", x: "", y: "", colour: "", xScale: "", yScale: "", focus: "" },
  });

  /** @param {string} path */
  const parameter = (path) => (RESERVED.has(path) ? `${path}.` : path);

  /**
   * Read a query string. What it names and the data does not have is ignored, and returned.
   * @type {typeof Catalog.view.read}
   */
  const read = (search, data, columnPaths, tabs = [], legends = []) => {
    const view = empty();
    /** @type {string[]} */
    const ignored = [];
    const choices = choicesOf(data, tabs, legends);
    const readField = fieldReader(data, view);
    for (const [name, value] of new URLSearchParams(search)) {
      if ((!value && name !== "cols") || readField(name, value)) continue;
      const flag = FLAGS.find((other) => other === name);
      const word = WORDS.find((other) => other === name);
      if (flag) view[flag] = value === "1";
      else if (word && choices[word].includes(value)) view[word] = value;
      else if (name === "find" || name === "q") view.q = value.slice(0, LONGEST);
      else if (name === "sort") readOrder(value, columnPaths, view, ignored);
      else if (name === "cols") view.columns = value.split(",").filter((path) => columnPaths.includes(path));
      else if (name === "view" && data.presets.some(([key]) => key === value)) view.preset = value;
      else if (name === "pick") view.pick = readSlugs(name, value, data, Infinity, ignored);
      else if (name === "s") view.tray = readSlugs(name, value, data, data.most, ignored);
      else if (name === "all") value.split(",").forEach((path) => choices.colour.includes(path) && view.all.add(path));
      else if (OTHERS.includes(name)) view.rest.push([name, value.slice(0, LONGEST)]);
      else ignored.push(`${name}=${value}`);
    }
    return { view, ignored };
  };

  /** @param {Payload} data @param {string[]} tabs @param {string[]} legends */
  const choicesOf = (data, tabs, legends) => {
    const colour = data.facets.map(({ path }) => path);
    const x = data.ranges.map(({ path }) => path);
    const [both, kinds] = [[...x, ...colour], ["log", "linear"]];
    const focus = [...data.facets.flatMap(({ labels }) => labels), OTHER, ...legends];
    return { group: both, tab: tabs, x, y: both, colour, xScale: kinds, yScale: kinds, focus };
  };

  /**
   * Returns a function that reads a parameter named after a field into the view; false where there is no such field or value.
   * @param {Payload} data @param {View} view
   */
  const fieldReader = (data, view) => {
    const facets = new Map(data.facets.map((facet) => [parameter(facet.path), facet]));
    const ranges = new Map(data.ranges.map((range) => [parameter(range.path), range]));
    return (/** @type {string} */ name, /** @type {string} */ value) => {
      const [, path, end] = /^(.*)\.(from|to)$/.exec(name) ?? [];
      const [facet, range, half] = [facets.get(name), ranges.get(name), ranges.get(path)];
      if (half && readSpan(half, end === "to" ? `..${value}` : `${value}..`, view)) return true;
      return facet ? readKey(facet, value, view) : range ? readSpan(range, value, view) : false;
    };
  };

  /**
   * Records by their slugs, or those they had before.
   * @param {string} name @param {string} value @param {Payload} data @param {number} most @param {string[]} ignored
   */
  const readSlugs = (name, value, data, most, ignored) => {
    const all = new Set(data.slugs);
    /** @type {Set<string>} */
    const slugs = new Set();
    for (const text of value.split(",").filter(Boolean)) {
      const slug = Object.hasOwn(data.moved, text) ? data.moved[text] : text;
      if (all.has(slug) && slugs.size < most) slugs.add(slug);
      else ignored.push(`${name}=${text}`);
    }
    return slugs;
  };

  /** @param {FacetFilter} facet @param {string} value @param {View} view */
  const readKey = (facet, value, view) => {
    if (facet.keys.includes(value)) add(view.included, facet.path, value);
    else if (value.startsWith("!") && facet.keys.includes(value.slice(1))) add(view.excluded, facet.path, value.slice(1));
    else return false;
    return true;
  };

  /** @param {RangeFilter} range @param {string} value @param {View} view */
  const readSpan = (range, value, view) => {
    if (range.blanks.includes(value)) add(view.included, range.path, value);
    else {
      const ends = value.split("..");
      if (ends.length !== 2) return false;
      const { amount, day } = Catalog.scales;
      const [low, high] = ends.map((text, last) => (range.kind === "date" ? day(text, Boolean(last)) : amount(text)));
      if ((ends[0] && low === null) || (ends[1] && high === null)) return false;
      // The two ends may come one by one, as `path.from` and `path.to`.
      const before = view.spans.get(range.path);
      view.spans.set(range.path, ascending({ low: low ?? before?.low ?? null, high: high ?? before?.high ?? null }));
    }
    return true;
  };

  /** @param {Span} span */
  const ascending = ({ low, high }) => (low !== null && high !== null && low > high ? { low: high, high: low } : { low, high });

  /** @param {string} value @param {string[]} columnPaths @param {View} view @param {string[]} ignored */
  const readOrder = (value, columnPaths, view, ignored) => {
    for (const part of value.split(",").filter(Boolean)) {
      const path = part.replace(/^-/, "");
      if (path === "name" || columnPaths.includes(path)) view.order.push({ path, down: part.startsWith("-") });
      else ignored.push(`sort=${part}`);
    }
  };

  /** @param {Map<string, Set<string>>} map @param {string} path @param {string} key */
  const add = (map, path, key) => map.set(path, (map.get(path) ?? new Set()).add(key));

  /** A query string with its question mark, or nothing. @type {typeof Catalog.view.write} */
  const write = (view, data) => {
    const params = new URLSearchParams();
    const put = (/** @type {string} */ name, /** @type {string} */ value) => value && params.append(name, value);
    put("find", view.q);
    for (const [path, { low, high }] of view.spans) {
      const date = data.ranges.find((range) => range.path === path)?.kind === "date";
      const end = (/** @type {number | null} */ value) => (value === null ? "" : date ? Catalog.scales.iso(value) : String(value));
      put(parameter(path), `${end(low)}..${end(high)}`);
    }
    for (const [path, keys] of view.included) for (const key of keys) put(parameter(path), key);
    for (const [path, keys] of view.excluded) for (const key of keys) put(parameter(path), `!${key}`);
    put("all", [...view.all].filter((path) => view.included.has(path)).join());
    put("pick", [...view.pick].join());
    put("s", [...view.tray].join());
    put("sort", view.order.map(({ path, down }) => (down ? "-" : "") + path).join());
    put("view", view.preset);
    if (view.columns) params.set("cols", view.columns.join());
    for (const name of FLAGS) if (view[name]) put(name, "1");
    for (const name of WORDS) put(name, view[name]);
    for (const [name, value] of view.rest) put(name, value);
    const text = params.toString().replaceAll("%2C", ",").replaceAll("%21", "!");
    return text ? `?${text}` : "";
  };

  Catalog.view = { OTHER, empty, read, write };
})();
