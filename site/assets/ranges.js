// @ts-check
/** Filters by size or time: a histogram, two handles and two text boxes that say the same. */
(() => {
  const { shared: page, scale: axis, query } = Catalog;
  if (!page) return;
  const WIDTH = 240;
  const HEIGHT = 44;
  const BINS = 24;
  const STEPS = 200;

  /** @param {Range} range */
  const scaleOf = (range) => {
    /** @type {number[]} */
    const values = [];
    for (const cell of range.rows) if (typeof cell !== "number") cell.forEach((value, i) => (range.kind === "date" || i % 2 === 0) && values.push(value));
    return axis.around(range.scale, values, 0, WIDTH);
  };

  /** @param {HTMLDetailsElement} box */
  const control = (box) => {
    const path = box.dataset.path ?? "";
    const range = /** @type {Range} */ (page.range(path));
    const picture = /** @type {SVGElement} */ (box.querySelector("svg"));
    const ends = /** @type {const} */ (["low", "high"]);
    const inputs = (/** @type {string} */ type) =>
      ends.map((end) => /** @type {HTMLInputElement} */ (box.querySelector(`input[type=${type}][data-end=${end}]`)));
    const [handles, texts] = [inputs("range"), inputs("text")];
    /** @type {Scale | undefined} */
    let scale;

    /** @param {Result} result */
    const paint = (result) => {
      if (!box.open) return;
      scale ??= scaleOf(range);
      const span = page.view.spans.get(path);
      const rows = span || page.view.chosen.has(path) ? [...result.rows, ...(result.alone.get(path) ?? [])] : result.rows;
      const counts = query.bins(range, rows, scale, BINS);
      const { low, high } = scale;
      const values = [span?.low ?? null, span?.high ?? null];
      const places = values.map((value, end) => axis.at(/** @type {Scale} */ (scale), value ?? [low, high][end]));
      values.forEach((value, end) => {
        const words = value === null ? "" : query.end(range, value);
        if (document.activeElement !== texts[end]) texts[end].value = words;
        texts[end].placeholder = query.end(range, [low, high][end]);
        // A handle that is being moved stays where the reader put it.
        if (document.activeElement !== handles[end]) handles[end].value = String((places[end] / WIDTH) * STEPS);
        handles[end].ariaValueText = `${words || texts[end].placeholder} ${range.unit}`.trim();
      });
      draw(counts, places);
    };

    /** @param {number[]} counts @param {number[]} places */
    const draw = (counts, places) => {
      const most = Math.max(...counts, 1);
      const wide = WIDTH / BINS;
      let [kept, lost] = ["", ""];
      counts.forEach((count, index) => {
        const tall = count ? Math.max((count / most) * HEIGHT, 2) : 0;
        const bar = `M${index * wide + 1} ${HEIGHT}v${-tall}h${wide - 2}v${tall}z`;
        const middle = (index + 0.5) * wide;
        if (middle >= places[0] && middle <= places[1]) kept += bar;
        else lost += bar;
      });
      picture.replaceChildren(Catalog.svg("path", { d: lost, class: "lost" }), Catalog.svg("path", { d: kept, class: "kept" }));
    };

    /** @param {number} end @param {number | null} value @param {boolean} quiet */
    const set = (end, value, quiet) => {
      const old = page.view.spans.get(path);
      const next = [old?.low ?? null, old?.high ?? null];
      next[end] = value;
      const [low, high] = next;
      if (low !== null && high !== null && low > high) next[1 - end] = value;
      page.change(() => page.span(path, next[0], next[1]), quiet);
    };

    handles.forEach((handle, end) => {
      const move = (/** @type {boolean} */ quiet) => {
        if (!scale) return;
        const place = Number(handle.value);
        const edge = place === [0, STEPS][end];
        set(end, edge ? null : axis.round(range.scale, axis.value(scale, (place / STEPS) * WIDTH)), quiet);
      };
      let moved = false;
      handle.addEventListener("input", (event) => {
        event.stopPropagation();
        move(moved);
        moved = true;
      });
      // One step in the history from taking the handle to leaving it.
      for (const type of ["pointerdown", "blur"]) handle.addEventListener(type, () => (moved = false));
    });
    texts.forEach((text, end) => {
      text.addEventListener("input", (event) => event.stopPropagation());
      text.addEventListener("change", () => {
        const value = range.kind === "date" ? axis.day(text.value, end === 1) : axis.amount(text.value);
        const wrong = value === null && text.value.trim() !== "";
        text.ariaInvalid = wrong ? "true" : null;
        if (!wrong) set(end, value, false);
      });
    });
    return { box, paint };
  };

  const controls = [...page.form.querySelectorAll("details.range")].map((box) => control(/** @type {HTMLDetailsElement} */ (box)));
  /** @type {Result | undefined} */
  let last;
  page.shown.push({
    paint: (result) => {
      last = result;
      for (const { paint } of controls) paint(result);
    },
  });
  for (const { box, paint } of controls) {
    box.addEventListener("toggle", () => paint(last ?? query.apply(page.view, page.data, page.text)));
  }
})();
