// @ts-check
/** What every page needs: addresses that work without a server, and the pop-up that shows a fact's evidence. */
(() => {
  /** @typedef {{of?: string, value: string, source?: string, url?: string, where?: string, grade?: string, note?: string, marks?: string[], instead?: Claim[]}} Claim */

  const root = new URL(document.querySelector("script[src$='assets/site.js']")?.getAttribute("src") ?? ".", location.href);
  const base = new URL("..", root);
  /** @typedef {{claims: Object<string, Claim[]>, about: any}} Known */
  /** @type {Map<string, Known>} */
  const evidence = new Map();

  /** Scripts stand in for fetch, which pages opened from a folder may not use. @param {string} path */
  const load = (path) =>
    new Promise((done, failed) => {
      const script = document.createElement("script");
      Object.assign(script, { src: new URL(path, base).href, onload: done, onerror: failed });
      document.head.append(script);
    });

  /** Address of a page of this site; a folder opened without a server has no index of its own. @param {string} path */
  const page = (path) => {
    const url = new URL(path, base);
    if (url.protocol === "file:" && url.pathname.endsWith("/")) url.pathname += "index.html";
    return url.href;
  };

  /** What is known of a record, asked for once. @param {string} folder @param {string} slug @returns {Promise<Known>} */
  const known = async (folder, slug) => {
    if (!evidence.has(slug)) await load(`${folder}/${slug}/evidence.js`).catch(() => {});
    return evidence.get(slug) ?? { claims: {}, about: { name: slug, drawn: false, thumbnail: "", measured: {} } };
  };

  /** What the address of this page asked for before a form was sent from it. */
  const before = () => {
    const from = URL.canParse(document.referrer) ? new URL(document.referrer) : location;
    return from.origin + from.pathname === location.origin + location.pathname && from !== location ? from.search : "";
  };

  /** @param {string} tag @param {string} text @param {string} [name] */
  const element = (tag, text, name = "") => {
    const made = document.createElement(tag);
    made.textContent = text;
    if (name) made.className = name;
    return made;
  };

  /**
   * @template {Element} T @param {T} node
   * @param {Record<string, string | number>} attributes @param {(Node | string)[]} children
   */
  const filled = (node, attributes, children) => {
    for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, String(value));
    node.append(...children);
    return node;
  };

  Object.assign((globalThis.Catalog ??= /** @type {any} */ ({})), {
    base,
    load,
    page,
    known,
    before,
    element,
    /** @param {string} tag @param {Record<string, string | number>} attributes @param {(Node | string)[]} children */
    made: (tag, attributes, ...children) => filled(document.createElement(tag), attributes, children),
    /** @param {string} tag @param {Record<string, string | number>} attributes @param {(Node | string)[]} children */
    svg: (tag, attributes, ...children) => filled(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children),
    /** @param {string} slug @param {Object<string, Claim[]>} claims @param {any} about */
    receive: (slug, claims, about) => evidence.set(slug, { claims, about }),
  });

  /** @param {Claim} claim */
  const describe = (claim) => {
    const box = element("div", "", "claim");
    box.append(element("p", [claim.of, claim.value].filter(Boolean).join(": "), "claimvalue"));
    const from = [claim.source, claim.where].filter(Boolean).join(", ");
    if (from && claim.url) {
      const link = element("a", from);
      link.setAttribute("href", claim.url);
      box.append(link);
    } else if (from) box.append(element("p", from));
    const words = [claim.grade, ...(claim.marks ?? [])].filter(Boolean).join(" · ");
    if (words) box.append(element("p", words, "grade"));
    if (claim.note) box.append(element("p", claim.note, "claimnote"));
    if (claim.instead?.length) box.append(element("p", "Also claimed", "also"), ...claim.instead.map(describe));
    return box;
  };

  const popup = element("div", "", "popup");
  popup.setAttribute("role", "tooltip");
  popup.id = "evidence-popup";
  popup.hidden = true;
  /** @type {HTMLElement | null} */
  let shownFor = null;

  /** @param {HTMLElement} cell */
  const place = (cell) => {
    const box = cell.getBoundingClientRect();
    const width = Math.min(340, innerWidth - 16);
    popup.style.width = `${width}px`;
    popup.style.left = `${Math.max(8, Math.min(box.left, innerWidth - width - 8)) + scrollX}px`;
    const below = box.bottom + popup.offsetHeight + 8 < innerHeight;
    popup.style.top = `${(below ? box.bottom + 4 : Math.max(8, box.top - popup.offsetHeight - 4)) + scrollY}px`;
  };

  /** @param {HTMLElement} cell @param {string} slug @param {string} path */
  const show = async (cell, slug, path) => {
    shownFor = cell;
    const folder = Catalog.folder ?? document.querySelector("[data-folder]")?.getAttribute("data-folder") ?? "";
    const claims = (await known(folder, slug)).claims[path];
    if (shownFor !== cell || !claims?.length) return;
    popup.replaceChildren(...claims.map(describe));
    popup.hidden = false;
    cell.querySelector(".marks")?.setAttribute("aria-describedby", popup.id);
    place(cell);
  };

  const hide = () => {
    shownFor = null;
    popup.hidden = true;
  };

  /** @param {EventTarget | null} target */
  const cellOf = (target) => {
    const cell = target instanceof Element ? target.closest("td[data-path]") : null;
    return cell instanceof HTMLElement ? cell : null;
  };

  /** @param {HTMLElement} cell */
  const open = (cell) =>
    show(cell, cell.closest("[data-slug]")?.getAttribute("data-slug") ?? "", cell.getAttribute("data-path") ?? "");

  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  document.addEventListener("pointerover", (event) => {
    if (popup.contains(/** @type {Node} */ (event.target))) return clearTimeout(timer);
    const cell = cellOf(event.target);
    clearTimeout(timer);
    if (cell && cell !== shownFor && event.pointerType === "mouse") timer = setTimeout(() => open(cell), 250);
    else if (!cell && shownFor) timer = setTimeout(hide, 250);
  });
  document.addEventListener("focusin", (event) => {
    const cell = cellOf(event.target);
    if (cell) open(cell);
    else if (!popup.contains(/** @type {Node} */ (event.target))) hide();
  });
  document.addEventListener("click", (event) => {
    const cell = cellOf(event.target);
    const mark = event.target instanceof Element && event.target.closest(".marks");
    if (cell && (mark || !(event.target instanceof Element && event.target.closest("a")))) {
      if (mark && matchMedia("(hover: none)").matches) event.preventDefault();
      open(cell);
    } else if (!popup.contains(/** @type {Node} */ (event.target))) hide();
  });
  document.addEventListener("keydown", (event) => event.key === "Escape" && hide());

  /** Without a server a folder's address must name its page. @param {EventTarget | null} target */
  const named = (target) => {
    const link = target instanceof Element ? target.closest("a[href], form[action]") : null;
    if (!link) return;
    const name = link.matches("form") ? "action" : "href";
    const [, path, rest] = /^([^?#]*\/|\.{1,2})([?#].*)?$/.exec(link.getAttribute(name) ?? "") ?? [];
    if (path && !/^[a-z]+:/i.test(path)) link.setAttribute(name, `${path.replace(/\/?$/, "/")}index.html${rest ?? ""}`);
  };

  const start = () => {
    (document.querySelector("main") ?? document.body).append(popup);
    document.querySelector(".md-search")?.setAttribute("aria-label", "Search the site");
    if (location.protocol !== "file:") return;
    for (const link of document.querySelectorAll("a[href], form[action]")) named(link);
    for (const sort of ["focusin", "pointerover"]) document.addEventListener(sort, (event) => named(event.target), true);
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
