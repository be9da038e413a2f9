// @ts-check
/** Axes: from values to positions and back, round ends, ticks; and how numbers and days are written. */
(() => {
  const DAY = 86_400_000;

  /** @param {Scale} scale @param {number} value @returns {number} where it stands; what lies outside stands at the edge */
  const at = ({ kind, low, high, start, end }, value) => {
    const inside = Math.min(Math.max(value, low), high);
    const share = kind === "log" ? Math.log(inside / low) / Math.log(high / low) : (inside - low) / (high - low);
    return start + share * (end - start);
  };

  /** @param {Scale} scale @param {number} position */
  const value = ({ kind, low, high, start, end }, position) => {
    const share = Math.min(Math.max((position - start) / (end - start), 0), 1);
    return kind === "log" ? low * (high / low) ** share : low + share * (high - low);
  };

  /** Round ends around the values. @param {ScaleKind} kind @param {number[]} values @param {number} start @param {number} end */
  const around = (kind, values, start, end) => {
    if (kind === "log") values = values.filter((number) => number > 0);
    let low = values.reduce((a, b) => Math.min(a, b), Infinity);
    let high = values.reduce((a, b) => Math.max(a, b), -Infinity);
    if (!values.length) [low, high] = [1, 10];
    if (kind === "log") {
      low = 10 ** Math.floor(Math.log10(low) + 1e-9);
      high = Math.max(10 ** Math.ceil(Math.log10(high) - 1e-9), low * 10);
    } else if (kind === "linear") {
      low = 0;
      high = Math.ceil((high || 1) / step(high || 1)) * step(high || 1);
    } else [low, high] = [quarter(low, 0), quarter(high, 1)];
    return { kind, low, high, start, end };
  };

  /** First day of the quarter of a day, or of a later quarter. @param {number} day @param {number} later */
  const quarter = (day, later) => {
    const date = new Date(day * DAY);
    return Date.UTC(date.getUTCFullYear(), (Math.floor(date.getUTCMonth() / 3) + later) * 3) / DAY;
  };

  /** @param {number} top */
  const step = (top) => {
    const size = 10 ** Math.floor(Math.log10(top / 6));
    return size * ([1, 2, 5, 10].find((factor) => size * factor >= top / 6) ?? 10);
  };

  /** @param {Scale} scale @returns {Tick[]} an empty label marks a line between two named ones */
  const ticks = (scale) => {
    if (scale.kind === "time") return timeTicks(scale);
    const found = [];
    if (scale.kind === "log") {
      const decades = Math.round(Math.log10(scale.high / scale.low));
      for (let power = 0; power <= decades; power++) {
        for (const factor of decades > 3 ? [1] : [1, 2, 5]) found.push(scale.low * 10 ** power * factor);
      }
    } else {
      const size = step(scale.high);
      for (let index = 0; index * size <= scale.high * 1.0001; index++) found.push(index * size);
    }
    return found.filter((at) => at <= scale.high * 1.0001).map((at) => ({ at, label: compact(Number(at.toPrecision(6))) }));
  };

  /** @param {Scale} scale */
  const timeTicks = (scale) => {
    const found = [];
    for (let day = scale.low; day <= scale.high; day = quarter(day, 1)) found.push(day);
    const wide = Math.abs(scale.end - scale.start) / Math.max(found.length - 1, 1);
    const years = Math.max(1, Math.ceil(10 / wide));
    return found.flatMap((at) => {
      const [year, month] = iso(at).split("-").map(Number);
      if (month === 1) return { at, label: year % years ? "" : String(year) };
      const named = wide >= 44 || (wide >= 24 && month === 7);
      return wide < 12 ? [] : { at, label: named ? ["", "Apr", "Jul", "Oct"][(month - 1) / 3] : "" };
    });
  };

  /** `81000` → `81K`, `19572` → `19,572`: shorter where no digit is lost. @param {number} number */
  const compact = (number) => {
    for (const [size, letter] of /** @type {const} */ ([[1e9, "B"], [1e6, "M"], [1e3, "K"]])) {
      const scaled = Number((number / size).toPrecision(12));
      if (scaled >= 1 && Number(scaled.toPrecision(3)) === scaled) return scaled + letter;
    }
    return number.toLocaleString("en", { maximumFractionDigits: 6 });
  };

  /** What a handle may say: no more digits than a reader can aim at. @param {ScaleKind} kind @param {number} value */
  const round = (kind, value) => (kind === "time" ? Math.round(value) : Number(value.toPrecision(kind === "log" ? 2 : 3)));

  /** `10K` → 10000. @param {string} text @returns {number | null} */
  const amount = (text) => {
    const [, digits, letter] = /^\s*(\d{1,15}(?:\.\d{1,9})?|\.\d{1,9})\s*([kmbt]?)\s*$/i.exec(text.replaceAll(",", "")) ?? [];
    if (digits === undefined) return null;
    return Number((Number(digits) * 1000 ** " kmbt".indexOf(letter.toLowerCase() || " ")).toPrecision(15));
  };

  /** @param {number} day since 1 January 1970 */
  const iso = (day) => new Date(day * DAY).toISOString().slice(0, 10);

  /** The first or the last day that a day, month or year can mean. @param {string} text @returns {number | null} */
  const day = (text, last = false) => {
    const [, year, month, date] = /^\s*(\d{4})(?:-(\d\d)(?:-(\d\d))?)?\s*$/.exec(text) ?? [];
    if (!year || Number(month ?? 1) > 12 || month === "00") return null;
    const first = Date.UTC(Number(year), month ? Number(month) - 1 : 0, Number(date ?? 1)) / DAY;
    if (date) return iso(first) === text.trim() ? first : null;
    if (!last) return first;
    return Date.UTC(Number(year) + (month ? 0 : 1), month ? Number(month) : 0) / DAY - 1;
  };

  Object.assign((globalThis.Catalog ??= /** @type {any} */ ({})), {
    scale: { at, value, around, ticks, compact, round, amount, iso, day },
  });
})();
