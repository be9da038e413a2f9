/** Filters by size or time: a histogram, two handles and two text boxes that say the same. */
(() => {
  const { store, scales, query, one, all, createSvg } = Catalog;
  if (!store) return;
  const [WIDTH, HEIGHT, BINS] = [240, 44, 24];
  /** The last position of a handle, as in the template. */
  const STEPS = 200;

  /** @param {HTMLDetailsElement} box */
  const controlOf = (box) => {
    const range = store.range(box.dataset.path ?? "");
    const inputs = (/** @type {string} */ type) =>
      ["low", "high"].map((end) => one(box, `input[type=${type}][data-end=${end}]`));
    if (!range) return [];
    const [low, high] = range.ends;
    const scale = { kind: range.scale, low, high, start: 0, end: WIDTH };
    return [{ box, range, scale, picture: one(box, "svg"), handles: inputs("range"), texts: inputs("text") }];
  };

  /** @typedef {ReturnType<typeof controlOf>[0]} Control */

  /** @param {Control} control @param {Result} result */
  const paint = ({ box, range, scale, picture, handles, texts }, result) => {
    if (!box.open) return;
    const { path } = range;
    const span = store.view.spans.get(path);
    // The histogram has the models that this filter leaves out, too.
    const models = [...result.models.flat(), ...(result.alone.get(path) ?? [])];
    const edges = [scale.low, scale.high];
    const values = [span?.low ?? null, span?.high ?? null];
    const positions = values.map((value, end) => scales.at(scale, value ?? edges[end]));
    values.forEach((value, end) => {
      const words = value === null ? "" : query.endText(range, value);
      if (document.activeElement !== texts[end]) texts[end].value = words;
      texts[end].placeholder = query.endText(range, edges[end]);
      // A handle that is being moved stays where the reader put it.
      if (document.activeElement !== handles[end]) handles[end].value = String((positions[end] / WIDTH) * STEPS);
      handles[end].ariaValueText = `${words || texts[end].placeholder} ${range.unit}`.trim();
    });
    paintBars(picture, query.bins(store.data, range, models, scale, BINS), positions);
  };

  /** @param {SVGElement} picture @param {number[]} counts @param {number[]} positions */
  const paintBars = (picture, counts, [from, to]) => {
    const most = Math.max(...counts, 1);
    const width = WIDTH / BINS;
    let [kept, lost] = ["", ""];
    counts.forEach((count, index) => {
      const height = count ? Math.max((count / most) * HEIGHT, 2) : 0;
      const bar = `M${index * width + 1} ${HEIGHT}v${-height}h${width - 2}v${height}z`;
      const middle = (index + 0.5) * width;
      if (middle >= from && middle <= to) kept += bar;
      else lost += bar;
    });
    picture.replaceChildren(createSvg("path", { d: lost, class: "lost" }), createSvg("path", { d: kept, class: "kept" }));
  };

  /**
   * Move one end; the other goes along where they would cross.
   * @param {string} path @param {number} end @param {number | null} value @param {boolean} quiet
   */
  const setEnd = (path, end, value, quiet) => {
    const span = store.view.spans.get(path);
    const ends = [span?.low ?? null, span?.high ?? null];
    ends[end] = value;
    const [low, high] = ends;
    if (low !== null && high !== null && low > high) ends[1 - end] = value;
    store.change(() => store.setSpan(path, ends[0], ends[1]), quiet);
  };

  /** @param {Control} control @param {HTMLInputElement} handle @param {number} end */
  const listenToHandle = ({ range, scale }, handle, end) => {
    let moved = false;
    handle.addEventListener("input", (event) => {
      event.stopPropagation();
      const step = Number(handle.value);
      const open = step === [0, STEPS][end];
      const value = open ? null : scales.round(range.scale, scales.value(scale, (step / STEPS) * WIDTH));
      setEnd(range.path, end, value, moved);
      moved = true;
    });
    // One step in the history from taking the handle to leaving it.
    for (const type of ["pointerdown", "blur"]) handle.addEventListener(type, () => (moved = false));
  };

  /** @param {Control} control @param {HTMLInputElement} text @param {number} end */
  const listenToText = ({ range }, text, end) => {
    text.addEventListener("input", (event) => event.stopPropagation());
    text.addEventListener("change", () => {
      const value = range.kind === "date" ? scales.day(text.value, end === 1) : scales.amount(text.value);
      const wrong = value === null && text.value.trim() !== "";
      text.ariaInvalid = wrong ? "true" : null;
      if (!wrong) setEnd(range.path, end, value, false);
    });
  };

  const controls = all("details.range").flatMap(controlOf);
  const paintAll = (result = store.filter()) => controls.forEach((control) => paint(control, result));
  store.components.push({ paint: paintAll });
  for (const control of controls) {
    control.handles.forEach((handle, end) => listenToHandle(control, handle, end));
    control.texts.forEach((text, end) => listenToText(control, text, end));
    control.box.addEventListener("toggle", () => paint(control, store.filter()));
  }
  // The histograms that are open from the start have time until the page is there.
  addEventListener("load", () => setTimeout(paintAll));
})();
