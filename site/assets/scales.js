// @ts-check
/** Axes: from values to positions and back, round ends, ticks; and how numbers and days are written. */
(() => {
  const DAY = 86_400_000;
  /** Added to logarithms and quotients: 1000 is the third power of ten, although its logarithm comes out a little less. */
  const EPSILON = 1e-9;

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

  /** Round ends around the values. @param {ScaleKind} kind @param {number[]} values @param {number} start @param {number} end */
  const around = (kind, values, start, end) => {
    if (kind === "log") values = values.filter((number) => number > 0);
    // Not `Math.min(...values)`: a browser limits the number of arguments.
    let low = values.reduce((a, b) => Math.min(a, b), Infinity);
    let high = values.reduce((a, b) => Math.max(a, b), -Infinity);
    if (!values.length) [low, high] = [1, 10];
    if (kind === "log") {
      low = 10 ** Math.floor(Math.log10(low) + EPSILON);
      high = Math.max(10 ** Math.ceil(Math.log10(high) - EPSILON), low * 10);
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

  /** The least of 1, 2, 5 times a power of ten that takes at most six steps to the top. @param {number} top */
  const step = (top) => {
    const size = 10 ** Math.floor(Math.log10(top / 6));
    return size * ([1, 2, 5, 10].find((factor) => size * factor >= top / 6) ?? 10);
  };

  /** An empty label marks a line between two named ones. @param {Scale} scale @returns {Tick[]} */
  const ticks = (scale) => {
    if (scale.kind === "time") return timeTicks(scale);
    // Sums of steps miss the end by less than this.
    const end = scale.high * 1.0001;
    const values = [];
    if (scale.kind === "log") {
      const decades = Math.round(Math.log10(scale.high / scale.low));
      for (let power = 0; power <= decades; power++) {
        for (const factor of decades > 3 ? [1] : [1, 2, 5]) values.push(scale.low * 10 ** power * factor);
      }
    } else {
      const size = step(scale.high);
      for (let index = 0; index * size <= end; index++) values.push(index * size);
    }
    return values.filter((number) => number <= end).map((at) => ({ at, label: compact(Number(at.toPrecision(6))) }));
  };

  /** One a quarter, or one a year where a quarter has less than 12 user units; named where there is room. @param {Scale} scale */
  const timeTicks = (scale) => {
    const days = [];
    for (let day = scale.low; day <= scale.high; day = quarter(day, 1)) days.push(day);
    const width = Math.abs(scale.end - scale.start) / Math.max(days.length - 1, 1);
    const years = Math.max(1, Math.ceil(10 / width));
    return days.flatMap((at) => {
      const [year, month] = iso(at).split("-").map(Number);
      if (month === 1) return { at, label: year % years ? "" : String(year) };
      const hasRoom = width >= 44 || (width >= 24 && month === 7);
      return width < 12 ? [] : { at, label: hasRoom ? ["", "Apr", "Jul", "Oct"][(month - 1) / 3] : "" };
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

  /** A value as a handle shows it: no more digits than a reader can aim at. @param {ScaleKind} kind @param {number} value */
  const round = (kind, value) => (kind === "time" ? Math.round(value) : Number(value.toPrecision(kind === "log" ? 2 : 3)));

  /** `10K` → 10000. @param {string} text */
  const amount = (text) => {
    const [, digits, letter] = /^\s*(\d{1,15}(?:\.\d{1,9})?|\.\d{1,9})\s*([kmbt]?)\s*$/i.exec(text.replaceAll(",", "")) ?? [];
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

  Catalog.scales = { at, value, around, ticks, compact, round, amount, iso, day };
})();
