/** Sharing: copied links, drawings as files, embedded views, and what is new since the last visit. */
(() => {
  const { base, escaped, load, save, pageUrl, button, create, fill, on, closest, one, all, byId } = Catalog;
  const SEEN = "catalogue:seen";
  /** A reader who was away for less is still on the same visit; in milliseconds. */
  const PAUSE = 30 * 60 * 1000;

  const params = new URLSearchParams(location.search);

  /** `data-copy` names the element whose text is copied; empty is the address of the page as it is now. */
  on("click", "[data-copy]", async (copy) => {
    const source = document.getElementById(copy.dataset.copy ?? "");
    const text = source instanceof HTMLTextAreaElement ? source.value : source?.textContent;
    const label = copy.textContent;
    await navigator.clipboard?.writeText(text ?? location.href).catch(() => {});
    copy.textContent = "Copied";
    setTimeout(() => (copy.textContent = label), 1500);
  });

  /** `data-draw` is the number of a drawing of the record, that of its card is -1; `data-name` names the file. */
  on("click", "[data-draw]", async ({ dataset: { draw, name = "" } }) => {
    const { drawings, card } = await load(new URL("evidence.js", location.href).href);
    const whole = async () => String.raw({ raw: (await load("assets/card.js"))[card.length] }, ...card);
    save(name, drawings[Number(draw)] ?? (await whole()), "image/svg+xml");
  });

  /** Embedded in another page: show the content alone with a line that names its source, and post its height. */
  const embed = () => {
    document.documentElement.classList.add("embed");
    params.delete("embed");
    const href = `${location.pathname}${params.size ? "?" : ""}${params}${location.hash}`;
    const site = document.querySelector("meta[property='og:site_name']")?.getAttribute("content") ?? document.title;
    document.querySelector(".md-content__inner")?.append(create("p", { class: "credit" }, "From ", create("a", { href }, site)));
    document.addEventListener("click", (event) => {
      const link = closest(event, "a[href]");
      if (link && !link.getAttribute("href")?.startsWith("#")) link.setAttribute("target", "_blank");
    }, true);
    const postHeight = () => {
      parent.postMessage({ type: "catalogue:height", height: document.documentElement.scrollHeight }, "*");
    };
    new ResizeObserver(postHeight).observe(document.body);
  };
  if (params.get("embed") === "1") embed();

  /** The form that writes the HTML code of an embedded page. @param {HTMLFormElement} form */
  const writeFrame = (form) => {
    const [address, title, height] = ["of", "title", "height"].map((name) => one(form, `input[name=${name}]`));
    const code = byId("frame-line", "textarea");
    const frame = byId("frame-preview", "iframe");
    const paint = () => {
      const url = URL.canParse(address.value, base.href) ? new URL(address.value, base.href) : null;
      const isOwn = url?.href.startsWith(base.href) ?? false;
      byId("frame-told").textContent = isOwn ? "" : `Only pages below ${base.href} can be embedded.`;
      code.value = "";
      if (!url || !isOwn) return;
      url.searchParams.set("embed", "1");
      const size = Math.min(Math.max(Number(height.value) || 600, 100), 5000);
      const [src, name] = [url.href, title.value].map(escaped);
      code.value = `<iframe src="${src}" title="${name}" width="100%" height="${size}" loading="lazy"></iframe>`;
      if (frame.src !== pageUrl(url.href)) frame.src = pageUrl(url.href);
      frame.title = title.value;
      frame.height = String(size);
    };
    address.value = new URL(params.get("of") ?? "catalogue/", base.href).href;
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("change", paint);
    addEventListener("message", ({ data, source }) => {
      if (source !== frame.contentWindow || data?.type !== "catalogue:height") return;
      frame.height = String(Math.min(Number(data.height) || 600, 5000));
    });
    paint();
  };
  all("form#embed-form").forEach(writeFrame);

  on("click", "[data-embed]", (link) => fill(link, { href: `${pageUrl("embed/")}?of=${encodeURIComponent(location.href)}` }));

  /** Changes later than the last visit, whose time stays on this device and can be deleted. @param {HTMLElement} line */
  const sinceLast = (line) => {
    const now = Date.now();
    const { visit, active } = JSON.parse(localStorage.getItem(SEEN) ?? "{}");
    const last = active && now - active > PAUSE ? active : visit;
    localStorage.setItem(SEEN, JSON.stringify({ visit: last, active: now }));
    const count = (line.dataset.since ?? "").split(" ").filter((when) => last && Date.parse(when) > last).length;
    if (!count) return;
    const day = new Date(last).toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric" });
    const words = `${count} change${count === 1 ? "" : "s"} since your last visit on ${day}`;
    const title = "The date is stored on this device only.";
    const forget = button({ class: "plain", title }, () => {
      localStorage.removeItem(SEEN);
      line.hidden = true;
    }, "Forget my visit");
    line.replaceChildren(create("a", { href: pageUrl("changes/") }, words), " ", forget);
    line.hidden = false;
  };
  try {
    all("[data-since]").forEach(sinceLast);
  } catch {
    // A browser that stores nothing for pages has no last visit.
  }
})();
