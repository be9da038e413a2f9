/** The matrix of results: which boards, whose numbers, in which order. The address says it all: `?by=authors&boards=English&sort=…`. */
(() => {
  const { all, on, one } = Catalog;
  const [box] = all(".results:has(.matrix)");
  if (!box) return;
  const table = one(box, "table");
  const rows = [...table.tBodies];
  const heads = all("button[data-sort]", table);
  const shows = all("button[data-show]", box);
  const fields = all("select, input", box);
  let asked = new URLSearchParams(location.search);

  /** The part of the address with this name, if it is one of those that are offered. @param {string} name @param {string[]} offered */
  const chosen = (name, offered) => offered.find((value) => value === asked.get(name)) ?? offered[0];

  /** Sort by rank; those without one stay last. @param {number} column @param {string} rank @param {number} sign */
  const sort = (column, rank, sign) => {
    const ranks = new Map(
      rows.map((body) => {
        const run = one(body, "tr").cells[column].querySelector(`.run[${rank}]:not([hidden])`);
        return [body, run ? sign * Number(run.getAttribute(rank)) : Infinity];
      }),
    );
    const order = (/** @type {HTMLTableSectionElement} */ body) => ranks.get(body) ?? 0;
    table.append(...[...rows].sort((a, b) => (order(a) === order(b) ? 0 : order(a) - order(b))));
  };

  const paint = () => {
    const by = chosen("by", ["", ...all("option", box).map(({ value }) => value)]);
    const show = chosen("boards", shows.map(({ value }) => value));
    const keys = heads.map(({ value }) => value);
    const first = heads.find(({ parentElement }) => !show || parentElement?.dataset.set === show)?.value ?? "";
    const key = chosen("sort", [first, ...keys, ...keys.map((value) => `-${value}`)]);
    for (const field of fields) field.matches("select") ? (field.value = by) : (field.checked = asked.get("variants") === "1");
    for (const button of shows) button.setAttribute("aria-pressed", String(button.value === show));
    box.toggleAttribute("data-own", by !== "");
    for (const part of all("[data-by]:not([data-by=''])", box)) part.hidden = by !== "" && part.dataset.by !== by;
    for (const part of all("[data-set]", box)) part.hidden = show !== "" && part.dataset.set !== show;
    const rank = by ? "data-own" : "data-rank";
    const shown = `td:not([hidden]) > .run[${rank}]:not([hidden])`;
    for (const row of all("tbody, .variant", table)) row.hidden = !row.querySelector(shown);
    const column = keys.indexOf(key.replace(/^-/, ""));
    sort(column + 1, rank, key.startsWith("-") ? -1 : 1);
    heads.forEach(({ parentElement }, index) => {
      parentElement?.setAttribute("aria-sort", index !== column ? "none" : key.startsWith("-") ? "descending" : "ascending");
    });
  };

  /** @param {string} name @param {string} value */
  const ask = (name, value) => {
    if (value) asked.set(name, value);
    else asked.delete(name);
    history.pushState(null, "", `${location.pathname}${asked.size ? "?" : ""}${asked}`);
    paint();
  };

  on("change", ".results select", ({ value }) => ask("by", value));
  on("change", ".results input", ({ checked }) => ask("variants", checked ? "1" : ""));
  on("click", ".results button[data-show]", ({ value }) => ask("boards", value));
  on("click", ".results button[data-sort]", ({ value, parentElement }) => {
    ask("sort", `${parentElement?.ariaSort === "ascending" ? "-" : ""}${value}`);
  });
  addEventListener("popstate", () => {
    asked = new URLSearchParams(location.search);
    paint();
  });
  if (asked.size) paint();
})();
