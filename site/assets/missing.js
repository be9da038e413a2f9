/** The page for missing pages: links to what is called most like the end of the address. */
(async () => {
  const { all, byId, create, findable, pageUrl, fuzzyMatches } = Catalog;
  const MOST = 6;

  /** Decoded as a value of a query, where no sequence is an error. @param {string} text */
  const decoded = (text) => new URLSearchParams(`=${text.replaceAll("&", "+")}`).get("") ?? "";

  /** The names in the address, the last first. */
  const names = location.pathname.split("/").filter(Boolean).reverse().map(decoded);
  const kinds = await findable();
  const places = kinds.flatMap(([, places]) => places);
  const items = places.map((place) => /** @type {[string, Place]} */ ([`${place[0]}\n${place[2]}\n${place[1]}`, place]));
  const found = names.map((name) => fuzzyMatches(name.replace(/\.html?$/, ""), items)).find(({ length }) => length) ?? [];
  if (!found.length) return;
  const nearest = byId("nearest");
  nearest.hidden = false;
  all("ul", nearest)[0].append(
    ...found.slice(0, MOST).map(([title, url]) => create("li", {}, create("a", { href: pageUrl(url) }, create("bdi", {}, title)))),
  );
})();
