/** The pop-up that shows the evidence of a fact. */
(() => {
  const { create, closest, pageUrl } = Catalog;
  const POINTED = 250;
  const popup = create("div", { class: "popup", role: "tooltip", id: "evidence-popup", hidden: "" });
  /** @type {HTMLElement | null} */
  let shownFor = null;
  let timer = 0;

  /** @param {RecordEvidence} record @param {Claim} claim @returns {HTMLElement} */
  const describe = (record, claim) => {
    const value = [[claim.variants, claim.of].filter(Boolean).join(", "), claim.value].filter(Boolean).join(": ");
    const box = create("div", { class: "claim" }, create("p", { class: "claimvalue" }, value));
    const [title, url] = record.sources[(claim.source ?? 0) - 1] ?? [];
    const source = [title, claim.where].filter(Boolean).join(", ");
    if (source) box.append(url ? create("a", { href: url }, source) : create("p", {}, source));
    const grade = [claim.read && record.read, ...(claim.marks ?? [])].filter(Boolean).join(" · ");
    if (grade) box.append(create("p", { class: "grade" }, grade));
    if (claim.note) box.append(create("p", { class: "claimnote" }, claim.note));
    const rivals = (claim.instead ?? []).map((rival) => describe(record, rival));
    if (rivals.length) box.append(create("p", { class: "also" }, "Also claimed"), ...rivals);
    return box;
  };

  /** Place the pop-up below its cell, or above where there is no room; never outside the window. @param {HTMLElement} cell */
  const place = (cell) => {
    const box = cell.getBoundingClientRect();
    const width = Math.min(340, innerWidth - 16);
    popup.style.width = `${width}px`;
    popup.style.left = `${Math.max(8, Math.min(box.left, innerWidth - width - 8)) + scrollX}px`;
    const below = box.bottom + popup.offsetHeight + 8 < innerHeight;
    popup.style.top = `${(below ? box.bottom + 4 : Math.max(8, box.top - popup.offsetHeight - 4)) + scrollY}px`;
  };

  const about = (/** @type {string} */ text) =>
    create("p", { class: "also" }, text, create("a", { href: `${pageUrl("guide/")}#marks` }, "All marks"));

  /** @param {HTMLElement} cell @param {HTMLElement[]} content @param {Element | null} mark */
  const show = (cell, content, mark) => {
    popup.replaceChildren(...content);
    popup.hidden = false;
    mark?.setAttribute("aria-describedby", popup.id);
    place(cell);
  };

  /** @param {HTMLElement} cell */
  const open = async (cell) => {
    shownFor = cell;
    const { explained } = cell.dataset;
    if (explained) return show(cell, [about(`${explained} `)], cell);
    const folder = document.querySelector("[data-folder]")?.getAttribute("data-folder") ?? "";
    const record = await Catalog.evidence(folder, cell.closest("[data-slug]")?.getAttribute("data-slug") ?? "");
    const list = Catalog.claims(record, cell.dataset.path ?? "", cell.dataset.key ?? "");
    if (shownFor !== cell || !list?.length) return;
    const marks = cell.querySelector(".marks");
    show(cell, [...list.map((claim) => describe(record, claim)), ...(marks ? [about("")] : [])], marks);
  };

  const hide = () => {
    shownFor = null;
    popup.hidden = true;
  };

  const cellOf = (/** @type {Event} */ event) => closest(event, ":is(td, dd)[data-path], [data-explained]");
  const inPopup = (/** @type {Event} */ event) => closest(event, ".popup");

  document.addEventListener("pointerover", (event) => {
    clearTimeout(timer);
    if (inPopup(event)) return;
    const cell = cellOf(event);
    if (cell && cell !== shownFor && event.pointerType === "mouse") timer = setTimeout(open, POINTED, cell);
    else if (!cell && shownFor) timer = setTimeout(hide, POINTED);
  });
  document.addEventListener("focusin", (event) => {
    const cell = cellOf(event);
    if (cell) open(cell);
    else if (!inPopup(event)) hide();
  });
  document.addEventListener("click", (event) => {
    const cell = cellOf(event);
    const mark = closest(event, ".marks");
    if (cell && (mark || !closest(event, "a"))) {
      // On a touch screen a tap on the marks opens the pop-up instead of following the link.
      if (mark && matchMedia("(hover: none)").matches) event.preventDefault();
      open(cell);
    } else if (!inPopup(event)) hide();
  });
  document.addEventListener("keydown", (event) => event.key === "Escape" && hide());

  (document.querySelector("main") ?? document.body).append(popup);
})();
