/** What every page needs: the scripts' namespace with its helpers, and addresses that work without a server. */
(() => {
  const root = new URL(document.querySelector("script[src$='assets/site.js']")?.getAttribute("src") ?? ".", location.href);
  const base = new URL("..", root);
  /** Limits of what is quoted of an address: how many of its parts, and characters of each. */
  const [MOST_IGNORED, QUOTED] = [10, 60];
  /** Address of a data script → its content. @type {Map<string, any>} */
  const contents = new Map();
  /** Address of a script → what waits for it. @type {Map<string, Promise<any>>} */
  const loading = new Map();

  /** @type {CatalogCore["fill"]} */
  const fill = (node, attributes, ...children) => {
    for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, String(value));
    node.append(...children);
    return node;
  };

  /** @param {string} selector @param {ParentNode} root @returns {any[]} */
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];

  /** @type {CatalogCore} */
  const core = {
    base,
    all,
    // Scripts stand in for fetch, which pages opened from a folder may not use.
    load: (path) => {
      const { href } = new URL(path, base);
      const wanted = loading.get(href) ?? new Promise((resolve, reject) => {
        if (contents.has(href)) return resolve(contents.get(href));
        const script = core.create("script", { src: href });
        script.onload = () => resolve(contents.get(href));
        script.onerror = reject;
        document.head.append(script);
      });
      loading.set(href, wanted);
      wanted.catch(() => loading.delete(href));
      return wanted;
    },
    receive: (content) => {
      const script = document.currentScript;
      if (script instanceof HTMLScriptElement) contents.set(script.src, content);
    },
    received: (href) => contents.get(href),
    findable: () => core.load("assets/findable.js").catch(() => []),
    evidence: (folder, slug) =>
      core.load(`${folder}/${slug}/evidence.js`).catch(() =>
        ({ claims: {}, sources: [], read: "", measured: {}, drawings: [], card: [], flows: [], variants: {} })),
    claims: ({ claims }, path, key) =>
      core.own(claims, path)?.filter(({ keys, aside }) => (key ? !keys || keys.includes(key) : !aside)),
    json: (id) => JSON.parse(document.getElementById(id)?.textContent ?? "null"),
    // A folder opened without a server has no index of its own.
    pageUrl: (path) => {
      const url = new URL(path, base);
      if (url.protocol === "file:" && url.pathname.endsWith("/")) url.pathname += "index.html";
      return url.href;
    },
    previousSearch: () => {
      if (!URL.canParse(document.referrer)) return "";
      const { origin, pathname, search } = new URL(document.referrer);
      return origin === location.origin && pathname === location.pathname ? search : "";
    },
    one: (root, selector) => {
      const [node] = all(selector, root);
      if (!node) throw new Error(`There is no ${selector}`);
      return node;
    },
    save: (name, content, type) => {
      const href = URL.createObjectURL(new Blob([content], { type }));
      core.create("a", { href, download: name }).click();
      // Some browsers read the file only after the click has returned.
      setTimeout(() => URL.revokeObjectURL(href), 1000);
    },
    byId: (id, tag) => core.one(document, `${tag ?? ""}#${id}`),
    escaped: (text) => core.create("b", {}, text).innerHTML.replaceAll('"', "&#34;"),
    own: (object, key) => Object.getOwnPropertyDescriptor(object, key)?.value,
    closest: ({ target }, selector) => (target instanceof Element ? target.closest(selector) : null),
    listIgnored: (id, reason, items) => {
      const node = core.byId(id);
      const quoted = items.slice(0, MOST_IGNORED).map((text) => text.slice(0, QUOTED));
      node.hidden = !items.length;
      node.textContent = items.length ? `Ignored, because ${reason}: ${quoted.join("; ")}` : "";
    },
    create: (tag, attributes = {}, ...children) => fill(document.createElement(tag), attributes, ...children),
    button: (attributes, act, ...children) => {
      const node = core.create("button", { type: "button", ...attributes }, ...children);
      node.addEventListener("click", act);
      return node;
    },
    icon: (name, more = "") =>
      core.createSvg("svg", { class: `icon ${more}`.trim(), "aria-hidden": "true" }, core.createSvg("use", { href: `#i-${name}` })),
    createSvg: (tag, attributes = {}, ...children) =>
      fill(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, ...children),
    fill,
    on: (type, selector, act) =>
      document.addEventListener(type, (event) => {
        const node = core.closest(event, selector);
        if (node) act(/** @type {any} */ (node), event);
      }),
  };
  globalThis.Catalog = /** @type {CatalogNamespace} */ (core);

  /** Name the index in the address of a link or form that names a folder. @param {Element | null} link */
  const addIndex = (link) => {
    const name = link?.matches("form") ? "action" : "href";
    const [, path, rest] = /^([^?#]*\/|\.{1,2})([?#].*)?$/.exec(link?.getAttribute(name) ?? "") ?? [];
    if (path && !/^[a-z]+:/i.test(path)) link?.setAttribute(name, `${path.replace(/\/?$/, "/")}index.html${rest ?? ""}`);
  };

  addEventListener("load", () => {
    for (const script of all("script[type='text/later']")) {
      const started = core.create("script", { src: script.src });
      // The theme waits for this event, which was long ago.
      started.onload = () => document.dispatchEvent(new Event("DOMContentLoaded"));
      script.replaceWith(started);
    }
  });
  document.querySelector(".md-search")?.setAttribute("aria-label", "Search the site");
  if (location.protocol !== "file:") return;
  const links = "a[href], form[action]";
  all(links).forEach(addIndex);
  // Links that scripts make later are changed before a reader can follow them.
  for (const type of ["focusin", "pointerover"]) {
    document.addEventListener(type, (event) => addIndex(core.closest(event, links)), true);
  }
})();
