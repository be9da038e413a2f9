/** What the website's scripts share. Checked by the TypeScript compiler; never published. */

/** A filter by words: which of its keys each row has, as indexes; the last `blanks` keys are reasons for having none. */
interface Facet {
  path: string;
  label: string;
  keys: string[];
  labels: string[];
  meanings: string[];
  counts: number[];
  blanks: number;
  /** Some row has several keys. */
  many: boolean;
  rows: number[][];
}

/**
 * A filter by size or time. A row is the index of its blank, or pairs: of an amount the number and its bound
 * (0 exact, 1 at least, 2 about, 3 at most), of a date the first and the last day it can mean since 1970.
 */
interface Range {
  path: string;
  label: string;
  unit: string;
  kind: "amount" | "date";
  scale: ScaleKind;
  blanks: string[];
  counts: number[];
  rows: (number | number[])[];
}

interface Data {
  one: string;
  many: string;
  /** As many can be compared. */
  most: number;
  /** Former slug → slug. */
  moved: Record<string, string>;
  /** What the reader's own chart shows before they choose. */
  axes: { x: string; y: string; colour: string };
  slugs: string[];
  names: string[];
  columns: { path: string; label: string; kind: string }[];
  sort: Record<string, SortKey[]>;
  facets: Facet[];
  ranges: Range[];
}

type SortKey = string | number | null;
type ScaleKind = "linear" | "log" | "time";
interface Order { path: string; down: boolean }
/** Both ends belong to it; null is open. */
interface Span { low: number | null; high: number | null }
interface Scale { kind: ScaleKind; low: number; high: number; start: number; end: number }
interface Tick { at: number; label: string }

/** Everything a reader can choose; empty texts stand for the default. */
interface View {
  q: string;
  chosen: Map<string, Set<string>>;
  barred: Map<string, Set<string>>;
  all: Set<string>;
  spans: Map<string, Span>;
  pick: Set<string>;
  /** Ticked for comparison. */
  tray: Set<string>;
  order: Order[];
  columns: string[] | null;
  well: boolean;
  dense: boolean;
  group: string;
  tab: string;
  x: string;
  y: string;
  colour: string;
  xScale: string;
  yScale: string;
  /** The entry of a legend that is brought out. */
  focus: string;
  /** Parameters of other scripts, kept as they are. */
  rest: [string, string][];
}

interface Result {
  rows: number[];
  /** Path → rows with each key of a facet, or each blank of a range, under all the other filters. */
  counts: Map<string, number[]>;
  /** Path of a range in use → rows that only this range leaves out. */
  alone: Map<string, number[]>;
}

/** Where a row stands in the reader's own chart, and from what to what; `arrows` are the ways its true value may lie. */
interface Point { row: number; ends: number[]; cx: number; cy: number; look: number; hollow: boolean; arrows: string; strip: boolean }

/** Something a drawing shows along a direction, and can be filtered by. */
interface Axis { range: Range; scale: Scale }

interface Plot {
  width: number;
  height: number;
  left: number;
  right: number;
  top: number;
  bottom: number;
  across: Scale;
  /** Null where the other axis has lanes. */
  up: Scale | null;
  lanes: { label: string; keys: Set<number> }[];
  strips: { label: string; at: number }[];
  points: Point[];
  looks: string[];
  missing: string[];
}

interface Group { label: string; rows: number[] }

/** Something that shows the view, and is told when it changes. */
interface Shown {
  paint(result: Result): void;
  /** Called before the first paint of a view that came from the address. */
  restore?(): void | Promise<void>;
}

interface Extra { label: string; texts: string[]; sort: SortKey[] }

interface Page {
  data: Data;
  form: HTMLFormElement;
  view: View;
  /** The rows of the view, in its order. */
  found: number[];
  shown: Shown[];
  sortKeys: Record<string, SortKey[]>;
  /** Column paths that may be shown or sorted by. */
  known: string[];
  text(row: number): string;
  /** The text of the rows has changed. */
  forget(): void;
  facet(path: string): Facet | undefined;
  range(path: string): Range | undefined;
  span(path: string, low: number | null, high: number | null): void;
  change(edit: () => void, quiet?: boolean): void;
  /** Tell every part that one row is pointed at, or none. */
  point(row: number | null): void;
}

/** Scripts of their own purpose add what they offer. */
interface CatalogNamespace {
  base: URL;
  load(path: string): Promise<unknown>;
  folder?: string;
  receive(slug: string, claims: Record<string, unknown>): void;
  more(columns: Record<string, Extra>): void;
  shared?: Page;
  scale: {
    at(scale: Scale, value: number): number;
    value(scale: Scale, position: number): number;
    around(kind: ScaleKind, values: number[], start: number, end: number): Scale;
    ticks(scale: Scale): Tick[];
    compact(number: number): string;
    round(kind: ScaleKind, value: number): number;
    amount(text: string): number | null;
    iso(day: number): string;
    day(text: string, last?: boolean): number | null;
  };
  view: {
    empty(): View;
    read(search: string, data: Data, known: string[], tabs?: string[], legends?: string[]): { view: View; ignored: string[] };
    write(view: View, data: Data): string;
  };
  query: {
    apply(view: View, data: Data, text: (row: number) => string): Result;
    sorted(rows: number[], order: Order[], keys: Record<string, SortKey[]>): number[];
    grouped(rows: number[], field: Facet | Range, down: boolean): Group[];
    interval(range: Range, first: number, second: number): [number, number];
    extent(range: Range, rows: number[]): string;
    bins(range: Range, rows: number[], scale: Scale, count: number): number[];
    words(range: Range, row: number): string;
    end(range: Range, value: number): string;
  };
  plot: {
    lay(data: Data, wanted: { x: Range; y: Range | Facet; colour: Facet | undefined; xScale: string; yScale: string }): Plot;
    MANY: number;
    OTHERS: string[];
    drawn(points: Point[]): [string, string][];
    outline(look: number, x: number, y: number): string;
    labels(plot: Plot, points: Point[], names: string[]): { x: number; y: number; look: number; text: string }[];
    nearest(plot: Plot, x: number, y: number): Point | null;
    words(field: Range | Facet, row: number): string;
  };
  svg(tag: string, attributes: Record<string, string | number>, ...children: (Node | string)[]): SVGElement;
  made(tag: string, attributes: Record<string, string | number>, ...children: (Node | string)[]): HTMLElement;
  csv(lines: string[][]): string;
  brush(svg: SVGSVGElement, axes: () => (Axis | null)[]): (event: MouseEvent) => number[];
  brushed(svg: SVGSVGElement, axes: (Axis | null)[]): void;
  steps(stage: HTMLElement, across: () => Axis | null, marks: (all: boolean) => any[], ends: (mark: any) => number[], go: (mark: any) => void): void;
  legend(svg: SVGSVGElement): void;
  save(name: string, content: string | Blob, type: string): void;
  [more: string]: any;
}

declare var Catalog: CatalogNamespace;
