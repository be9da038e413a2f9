// @ts-check
/** What every page needs: the scripts' namespace with its helpers, and addresses that work without a server. */
(() => {
  const root = new URL(document.querySelector("script[src$='assets/site.js']")?.getAttribute("src") ?? ".", location.href);
  const base = new URL("..", root);
  /** Address of a data script → its content. @type {Map<string, any>} */
  const contents = new Map();

  /** Scripts stand in for fetch, which pages opened from a folder may not use. @type {typeof Catalog.load} */
  const load = (path) =>
    new Promise((resolve, reject) => {
      const { href } = new URL(path, base);
      if (contents.has(href)) return resolve(contents.get(href));
      const script = create("script", { src: href });
      script.onload = () => resolve(contents.get(href));
      script.onerror = reject;
      document.head.append(script);
    });

  /** @type {typeof Catalog.receive} */
  const receive = (content) => {
    const script = document.currentScript;
    if (script instanceof HTMLScriptElement) contents.set(script.src, content);
  };

  /** @type {typeof Catalog.json} */
  const json = (id) => JSON.parse(document.getElementById(id)?.textContent ?? "null");

  /** A folder opened without a server has no index of its own. @type {typeof Catalog.pageUrl} */
  const pageUrl = (path) => {
    const url = new URL(path, base);
    if (url.protocol === "file:" && url.pathname.endsWith("/")) url.pathname += "index.html";
    return url.href;
  };

  /** @type {typeof Catalog.evidence} */
  const evidence = (folder, slug) =>
    load(`${folder}/${slug}/evidence.js`).catch(() => ({ claims: {}, measured: {}, drawn: false, thumbnail: "" }));

  /** @type {typeof Catalog.previousSearch} */
  const previousSearch = () => {
    if (!URL.canParse(document.referrer)) return "";
    const { origin, pathname, search } = new URL(document.referrer);
    return origin === location.origin && pathname === location.pathname ? search : "";
  };

  /** @param {string} selector @param {ParentNode} root @returns {any[]} */
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];

  /** @param {ParentNode} root @param {string} selector */
  const one = (root, selector) => {
    const [node] = all(selector, root);
    if (!node) throw new Error(`There is no ${selector}`);
    return node;
  };

  /** @param {string} id */
  const byId = (id, tag = "") => one(document, `${tag}#${id}`);

  /** @type {typeof Catalog.closest} */
  const closest = ({ target }, selector) => (target instanceof Element ? target.closest(selector) : null);

  /** @type {typeof Catalog.list} */
  const list = (id, words, items) => {
    const node = byId(id);
    node.hidden = !items.length;
    node.textContent = items.length ? `${words}: ${items.join("; ")}` : "";
  };

  /** @template {Element} T @param {T} node @param {Attributes} attributes @param {Child[]} children */
  const fill = (node, attributes, children) => {
    for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, String(value));
    node.append(...children);
    return node;
  };

  /** @type {typeof Catalog.create} */
  const create = (tag, attributes = {}, ...children) => fill(document.createElement(tag), attributes, children);

  /** @type {typeof Catalog.createSvg} */
  const createSvg = (tag, attributes = {}, ...children) =>
    fill(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);

  /** @type {CatalogCore} */
  const core = { base, load, receive, json, pageUrl, evidence, previousSearch, one, byId, all, closest, list, create, createSvg };
  globalThis.Catalog = /** @type {CatalogNamespace} */ (core);

  /** Name the index in the address of a link or form that names a folder. @param {Element | null} link */
  const addIndex = (link) => {
    const name = link?.matches("form") ? "action" : "href";
    const [, path, rest] = /^([^?#]*\/|\.{1,2})([?#].*)?$/.exec(link?.getAttribute(name) ?? "") ?? [];
    if (path && !/^[a-z]+:/i.test(path)) link?.setAttribute(name, `${path.replace(/\/?$/, "/")}index.html${rest ?? ""}`);
  };

  document.querySelector(".md-search")?.setAttribute("aria-label", "Search the site");
  if (location.protocol !== "file:") return;
  const links = "a[href], form[action]";
  all(links).forEach(addIndex);
  // Links that scripts make later are changed before a reader can follow them.
  for (const type of ["focusin", "pointerover"]) {
    document.addEventListener(type, (event) => addIndex(closest(event, links)), true);
  }
})();
