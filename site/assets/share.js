// @ts-check
/** Taking things along: copied links, embedded views, and what is new since last time. */
(() => {
  const { element } = Catalog;
  const SEEN = "catalogue:seen";
  const PAUSE = 30 * 60 * 1000;

  /** `data-copy` names what is copied; empty is the address of the page as it is now. */
  document.addEventListener("click", async (event) => {
    const button = event.target instanceof Element ? event.target.closest("[data-copy]") : null;
    if (!button) return;
    const source = document.getElementById(button.getAttribute("data-copy") ?? "");
    const text = source instanceof HTMLTextAreaElement ? source.value : source?.textContent;
    const said = button.textContent;
    await navigator.clipboard?.writeText(text ?? location.href).catch(() => {});
    button.textContent = "Copied";
    setTimeout(() => (button.textContent = said), 1500);
  });

  /** Inside somebody else's page: the content alone, a line that says where it is from, and its height told outside. */
  const embed = () => {
    document.documentElement.classList.add("embed");
    const params = new URLSearchParams(location.search);
    params.delete("embed");
    const credit = element("p", "From ", "credit");
    const link = element("a", document.querySelector("meta[property='og:site_name']")?.getAttribute("content") ?? document.title);
    link.setAttribute("href", `${location.pathname}${params.size ? "?" : ""}${params}${location.hash}`);
    credit.append(link);
    document.querySelector(".md-content__inner")?.append(credit);
    document.addEventListener("click", (event) => {
      const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
      if (link && !link.getAttribute("href")?.startsWith("#")) link.setAttribute("target", "_blank");
    }, true);
    const tell = () => parent.postMessage({ type: "catalogue:height", height: document.documentElement.scrollHeight }, "*");
    new ResizeObserver(tell).observe(document.body);
  };
  if (new URLSearchParams(location.search).get("embed") === "1") embed();

  /** The page that writes the line others put into theirs. */
  const writeFrame = (/** @type {HTMLFormElement} */ form) => {
    const [address, title, height] = ["of", "title", "height"].map((name) => /** @type {HTMLInputElement} */ (form.elements.namedItem(name)));
    const line = /** @type {HTMLTextAreaElement} */ (document.getElementById("frame-line"));
    const told = /** @type {HTMLElement} */ (document.getElementById("frame-told"));
    const frame = /** @type {HTMLIFrameElement} */ (document.getElementById("frame-preview"));
    const quoted = (/** @type {string} */ text) => text.replace(/[&"<>]/g, (letter) => `&#${letter.charCodeAt(0)};`);
    const paint = () => {
      const url = URL.canParse(address.value, Catalog.base.href) ? new URL(address.value, Catalog.base.href) : null;
      const ours = url?.href.startsWith(Catalog.base.href) ?? false;
      told.textContent = ours ? "" : `Only pages below ${Catalog.base.href} can be embedded.`;
      line.value = "";
      if (!url || !ours) return;
      url.searchParams.set("embed", "1");
      const size = Math.min(Math.max(Number(height.value) || 600, 100), 5000);
      line.value = `<iframe src="${quoted(url.href)}" title="${quoted(title.value)}" width="100%" height="${size}" loading="lazy"></iframe>`;
      if (frame.src !== Catalog.page(url.href)) frame.src = Catalog.page(url.href);
      frame.title = title.value;
      frame.height = String(size);
    };
    const asked = new URLSearchParams(location.search).get("of");
    address.value = new URL(asked ?? "catalogue/", Catalog.base.href).href;
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("change", paint);
    addEventListener("message", ({ data, source }) => {
      if (source === frame.contentWindow && data?.type === "catalogue:height") frame.height = String(Math.min(Number(data.height) || 600, 5000));
    });
    paint();
  };
  const form = document.getElementById("embed-form");
  if (form instanceof HTMLFormElement) writeFrame(form);

  document.querySelector("[data-embed]")?.addEventListener("click", (event) => {
    const link = /** @type {HTMLAnchorElement} */ (event.currentTarget);
    link.href = `${Catalog.page("embed/")}?of=${encodeURIComponent(location.href)}`;
  });

  /** Changes later than the last visit. The day of that visit stays on this device, and can be forgotten. */
  const sinceLast = (/** @type {HTMLElement} */ line) => {
    const now = Date.now();
    const { visit, active } = JSON.parse(localStorage.getItem(SEEN) ?? "{}");
    const last = active && now - active > PAUSE ? active : visit;
    localStorage.setItem(SEEN, JSON.stringify({ visit: last, active: now }));
    const fresh = (line.dataset.since ?? "").split(" ").filter((when) => last && Date.parse(when) > last).length;
    if (!fresh) return;
    const day = new Date(last).toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric" });
    const link = element("a", `${fresh} change${fresh === 1 ? "" : "s"} since your last visit on ${day}`);
    link.setAttribute("href", Catalog.page("changes/"));
    const forget = element("button", "Forget my visit", "plain");
    forget.title = "The date is kept on this device alone.";
    forget.addEventListener("click", () => {
      localStorage.removeItem(SEEN);
      line.hidden = true;
    });
    line.replaceChildren(link, " ", forget);
    line.hidden = false;
  };
  const line = /** @type {HTMLElement | null} */ (document.querySelector("[data-since]"));
  try {
    if (line) sinceLast(line);
  } catch {
    // A browser that keeps nothing for pages has no last visit.
  }
})();
