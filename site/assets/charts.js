// @ts-check
/** Charts under the view: faded by its filters, pointed at together with rows, brushed, and brought out by their legends. */
(() => {
  const { shared: page, scale: axis } = Catalog;
  if (!page) return;
  /** @type {Map<string, Element[]>} */
  const marks = new Map();
  for (const mark of document.querySelectorAll("figure.chart [data-slug]")) {
    const slug = mark.getAttribute("data-slug") ?? "";
    marks.set(slug, [...(marks.get(slug) ?? []), mark]);
  }
  const tabs = [...document.querySelectorAll("button[data-tab]")];

  page.shown.push({
    paint: ({ rows }) => {
      const stay = new Set(rows.map((row) => page.data.slugs[row]));
      for (const [slug, found] of marks) for (const mark of found) mark.classList.toggle("out", !stay.has(slug));
      paintTabs();
      for (const { svg, axes } of drawings) {
        brushed(svg, axes);
        legend(svg);
      }
    },
  });

  /** One chart alone, or all of them. */
  const paintTabs = () => {
    for (const tab of tabs) {
      const wanted = tab.getAttribute("data-tab") ?? "";
      tab.setAttribute("aria-pressed", String(wanted === page.view.tab));
      const figure = wanted && document.getElementById(`chart-${wanted}`);
      if (figure) figure.hidden = Boolean(page.view.tab) && wanted !== page.view.tab;
    }
  };
  for (const tab of tabs) {
    tab.addEventListener("click", () => page.change(() => (page.view.tab = tab.getAttribute("data-tab") ?? "")));
  }

  document.addEventListener("pointerover", (event) => {
    const mark = event.target instanceof Element ? event.target.closest("figure.chart [data-slug]") : null;
    if (mark) page.point(page.data.slugs.indexOf(mark.getAttribute("data-slug") ?? ""));
  });
  /** @type {Element[]} */
  let pointed = [];
  document.addEventListener("catalogue:pointed", (event) => {
    const row = /** @type {CustomEvent<number | null>} */ (event).detail;
    for (const mark of pointed) mark.classList.remove("pointed");
    pointed = (row !== null && marks.get(page.data.slugs[row])) || [];
    for (const mark of pointed) mark.classList.add("pointed");
  });

  /**
   * Dragging over a drawing filters by what lies below; what is pressed without dragging stays a click.
   * @param {SVGSVGElement} svg @param {() => (Axis | null)[]} axes @returns {(event: MouseEvent) => number[]} where in the drawing
   */
  const brush = (svg, axes) => {
    /** @type {number[] | null} */
    let begun = null;
    let moved = false;
    let waiting = 0;
    const place = (/** @type {MouseEvent} */ { clientX, clientY }) => {
      const { left, top, width } = svg.getBoundingClientRect();
      const share = svg.viewBox.baseVal.width / width;
      return [(clientX - left) * share, (clientY - top) * share];
    };
    const drag = (/** @type {number[]} */ from, /** @type {number[]} */ to) => {
      page.change(() => {
        axes().forEach((found, i) => {
          if (!found) return;
          const { range, scale } = found;
          const ends = [from[i], to[i]].map((at) => axis.round(scale.kind, axis.value(scale, at))).sort((a, b) => a - b);
          const far = !i || Math.abs(to[i] - from[i]) > 24;
          page.span(range.path, far ? ends[0] : null, far ? ends[1] : null);
        });
      }, moved);
      moved = true;
    };
    svg.addEventListener("pointerdown", (event) => {
      moved = false;
      if (!event.button) begun = place(event);
    });
    svg.addEventListener("pointermove", (event) => {
      const at = place(event);
      if (!begun || (!moved && Math.abs(at[0] - begun[0]) < 6)) return;
      svg.setPointerCapture(event.pointerId);
      cancelAnimationFrame(waiting);
      waiting = requestAnimationFrame(() => begun && drag(begun, at));
    });
    for (const type of ["pointerup", "pointercancel"]) {
      document.addEventListener(type, (event) => {
        cancelAnimationFrame(waiting);
        if (begun && moved && type === "pointerup") drag(begun, place(/** @type {PointerEvent} */ (event)));
        begun = null;
      });
    }
    svg.addEventListener("dragstart", (event) => event.preventDefault());
    svg.addEventListener("click", (event) => {
      if (!moved) return;
      event.preventDefault();
      event.stopImmediatePropagation();
    }, true);
    return place;
  };

  /** The filters of a drawing's axes, as a box on it. @param {SVGSVGElement} svg @param {(Axis | null)[]} axes */
  const brushed = (svg, axes) => {
    svg.querySelector(".brush")?.remove();
    const spans = axes.map((found) => found && page.view.spans.get(found.range.path));
    if (!spans.some(Boolean)) return;
    const line = svg.querySelector("line");
    const [[x1, x2], [y1, y2]] = [0, 1].map((i) => {
      const scale = axes[i]?.scale;
      if (!scale) return ["y1", "y2"].map((end) => Number(line?.getAttribute(end)));
      return [spans[i]?.low ?? -Infinity, spans[i]?.high ?? Infinity].map((end) => axis.at(scale, end)).sort((a, b) => a - b);
    });
    svg.append(Catalog.svg("rect", { class: "brush", x: x1, y: y1, width: x2 - x1, height: y2 - y1, fill: "currentColor", "fill-opacity": 0.08, stroke: "currentColor", "stroke-opacity": 0.5, "pointer-events": "none" }));
  };

  /**
   * Arrow keys go from mark to mark, with Shift they filter by the stretch between.
   * @param {HTMLElement} stage @param {() => Axis | null} across @param {(all: boolean) => any[]} marks in the order of the axis
   * @param {(mark: any) => number[]} ends from where to where a mark reaches @param {(mark: any) => void} go
   */
  const steps = (stage, across, marks, ends, go) => {
    /** @type {any} */
    let at = null;
    /** @type {any} */
    let anchor = null;
    stage.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      const found = step ? marks(event.shiftKey) : [];
      if (!step || !found.length) return;
      event.preventDefault();
      const now = Math.max(found.indexOf(document.activeElement), found.indexOf(at));
      const next = found[Math.min(Math.max(now < 0 && step < 0 ? 0 : now + step, 0), found.length - 1)];
      const range = across()?.range;
      if (event.shiftKey && range) {
        const more = anchor !== null;
        anchor ??= found[now] ?? next;
        const reach = [...ends(anchor), ...ends(next)];
        page.change(() => page.span(range.path, Math.min(...reach), Math.max(...reach)), more);
      } else anchor = null;
      at = next;
      go(next);
    });
  };

  /** An axis of a drawing that is one of the filters, too. @param {DOMStringMap} told @param {string} name @returns {Axis | null} */
  const axisOf = (told, name) => {
    const range = page.range(told[name] ?? "");
    const kind = /** @type {ScaleKind} */ (told[`${name}Scale`]);
    const [low, high] = ["Low", "High"].map((end) => reach(kind, told[name + end])[0]);
    const [start, end] = ["Start", "End"].map((end) => Number(told[name + end]));
    return range && kind ? { range, scale: { kind, low, high, start, end } } : null;
  };
  /** @param {ScaleKind} kind @param {string} [text] */
  const reach = (kind, text = "") => [false, true].map((last) => (kind === "time" && axis.day(text, last)) || Number(text));

  const drawings = /** @type {SVGSVGElement[]} */ ([...document.querySelectorAll("figure[data-figure] .drawing svg")]).map((svg) => {
    const axes = ["x", "y"].map((name) => axisOf(svg.dataset, name));
    const ends = (/** @type {SVGElement} */ mark) => reach(/** @type {ScaleKind} */ (svg.dataset.xScale), mark.dataset.x);
    const marks = /** @type {SVGElement[]} */ ([...svg.querySelectorAll("[data-slug][data-x]")]).sort((a, b) => ends(a)[0] - ends(b)[0]);
    if (axes[0]) {
      brush(svg, () => axes);
      steps(/** @type {HTMLElement} */ (svg.parentElement), () => axes[0], (all) => marks.filter((mark) => all || !mark.matches(".out")), ends, (mark) => mark.focus());
    }
    return { svg, axes };
  });

  /** @type {Element | null} */
  let hovered = null;
  /** Of a legend, the entry that is pointed at is brought out, else the one that was chosen. @param {SVGSVGElement} svg */
  const legend = (svg) => {
    const entries = /** @type {SVGElement[]} */ ([...svg.querySelectorAll(".key")]);
    const chosen = entries.find((entry) => entry.dataset.name === page.view.focus);
    for (const entry of entries) {
      const states = { role: "button", tabindex: "0", "aria-pressed": String(entry === chosen) };
      for (const [name, value] of Object.entries(states)) entry.setAttribute(name, value);
    }
    const wanted = (entries.find((entry) => entry === hovered) ?? chosen)?.dataset.key;
    for (const mark of /** @type {NodeListOf<SVGElement>} */ (svg.querySelectorAll("[data-keys]"))) {
      mark.classList.toggle("faded", wanted !== undefined && !mark.dataset.keys?.split(" ").includes(wanted));
    }
  };
  const entryOf = (/** @type {Event} */ event) => (event.target instanceof Element ? /** @type {SVGElement | null} */ (event.target.closest("figure.chart .key")) : null);
  for (const type of ["pointerover", "focusin"]) {
    document.addEventListener(type, (event) => {
      const entry = entryOf(event);
      if (entry === hovered || (entry && type === "focusin" && !entry.matches(":focus-visible"))) return;
      const both = [hovered, entry];
      hovered = entry;
      for (const svg of both.map((one) => one?.closest("svg"))) if (svg) legend(svg);
    });
  }
  for (const type of ["click", "keydown"]) {
    document.addEventListener(type, (event) => {
      const entry = entryOf(event);
      if (!entry || (event instanceof KeyboardEvent && event.key !== "Enter" && event.key !== " ")) return;
      event.preventDefault();
      const name = entry.dataset.name ?? "";
      if (page.view.focus === name) hovered = null;
      page.change(() => (page.view.focus = page.view.focus === name ? "" : name));
    });
  }

  /** Escape takes back what was chosen in a chart. */
  document.addEventListener("keydown", (event) => {
    const figure = event.target instanceof Element ? event.target.closest("figure.chart") : null;
    const told = /** @type {SVGElement | null | undefined} */ (figure?.querySelector(".drawing svg"))?.dataset;
    const { spans, pick, focus } = page.view;
    if (event.key !== "Escape" || !told) return;
    const paths = [told.x ?? "", told.y ?? ""];
    if (!pick.size && !focus && !paths.some((path) => spans.has(path))) return;
    hovered = null;
    page.change(() => {
      for (const path of paths) spans.delete(path);
      pick.clear();
      page.view.focus = "";
    });
  });

  for (const { svg } of drawings) legend(svg);
  Object.assign(Catalog, { brush, brushed, steps, legend });
})();
