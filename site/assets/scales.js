/** Axes: from values to positions and back; and how numbers and days are written. */
(() => {
  const DAY = 86_400_000;

  /** The position of a value; what lies outside stands at the edge. @param {Scale} scale @param {number} value */
  const at = ({ kind, low, high, start, end }, value) => {
    const clamped = Math.min(Math.max(value, low), high);
    const share = kind === "log" ? Math.log(clamped / low) / Math.log(high / low) : (clamped - low) / (high - low);
    return start + share * (end - start);
  };

  /** @param {Scale} scale @param {number} position */
  const value = ({ kind, low, high, start, end }, position) => {
    const share = Math.min(Math.max((position - start) / (end - start), 0), 1);
    return kind === "log" ? low * (high / low) ** share : low + share * (high - low);
  };

  /** `81000` → `81K`, `19572` → `19,572`: shorter where no digit is lost. @param {number} number */
  const compact = (number) => {
    if (Math.abs(number) >= 1e15) return String(Number(number.toPrecision(6))).replace("+", "");
    for (const [size, letter] of /** @type {const} */ ([[1e12, "T"], [1e9, "B"], [1e6, "M"], [1e3, "K"]])) {
      const scaled = Number((number / size).toPrecision(12));
      if (Math.abs(scaled) >= 1 && Number(scaled.toPrecision(3)) === scaled) return scaled + letter;
    }
    return number.toLocaleString("en", { maximumFractionDigits: 6 });
  };

  /** A value as a handle shows it: no more digits than a reader can aim at. @param {ScaleKind} kind @param {number} value */
  const round = (kind, value) => (kind === "time" ? Math.round(value) : Number(value.toPrecision(kind === "log" ? 2 : 3)));

  /** `10K` → 10000. @param {string} text */
  const amount = (text) => {
    const form = /^\s*(-?\d{1,15}(?:\.\d{1,9})?(?:e[+-]?\d{1,3})?|\.\d{1,9})\s*([kmbt]?)\s*$/i;
    const [, digits, letter] = form.exec(text.replaceAll(",", "")) ?? [];
    if (digits === undefined) return null;
    return Number((Number(digits) * 1000 ** " kmbt".indexOf(letter.toLowerCase() || " ")).toPrecision(15));
  };

  /** @param {number} day since 1 January 1970 */
  const iso = (day) => new Date(day * DAY).toISOString().slice(0, 10);

  /** The first or the last day that a day, month or year can mean. @param {string} text */
  const day = (text, last = false) => {
    const [, year, month, date] = /^\s*(\d{4})(?:-(\d\d)(?:-(\d\d))?)?\s*$/.exec(text) ?? [];
    if (!year || Number(month ?? 1) > 12 || month === "00") return null;
    const first = Date.UTC(Number(year), month ? Number(month) - 1 : 0, Number(date ?? 1)) / DAY;
    if (date) return iso(first) === text.trim() ? first : null;
    if (!last) return first;
    return Date.UTC(Number(year) + (month ? 0 : 1), month ? Number(month) : 0) / DAY - 1;
  };

  Catalog.scales = { at, value, compact, round, amount, iso, day };
})();
