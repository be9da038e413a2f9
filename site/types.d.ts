/** What the website's scripts share. Checked by the TypeScript compiler; never published. */

/** What models say of a field, each distinct value once; of some of these what is known by well-sourced facts alone. */
interface Coded<Value> {
  path: string;
  values: Value[];
  sourced: Record<number, Value>;
  /** Model → its value. */
  codes: number[];
  /** Model → what is known of it, by all facts or by those alone. */
  rows: Value[];
}

/** A filter by words: which of its keys each model has, as indexes; the last `blanks` keys are reasons for having none. */
interface FacetFilter extends Coded<number[]> {
  label: string;
  keys: string[];
  labels: string[];
  counts: number[];
  blanks: number;
}

/**
 * A filter by size or time. Of a model it has the index of its blank, or pairs: of an amount the number and its bound
 * (0 exact, 1 at least, 2 about, 3 at most), of a date the first and the last day it can mean since 1970.
 */
interface RangeFilter extends Coded<number | number[]> {
  label: string;
  unit: string;
  kind: "amount" | "span" | "date";
  scale: ScaleKind;
  /** Those of the scale along which it is filtered. */
  ends: [low: number, high: number];
  /** Of a linear scale. */
  step: number;
  ticks: [at: number, label: string][];
  blanks: string[];
}

type Field = FacetFilter | RangeFilter;

/**
 * A column that can be shown, by `catalog.pages.table`. An item is the place of a value in `values`, times the number of
 * `dresses`, plus the place of what is around it there.
 */
interface SentColumn {
  label: string;
  /** Its head in the table as HTML, and the words above it. */
  head: string;
  group: string;
  /** The unit of the numbers as data. */
  counted: string;
  /** The class of its cells: `k-signs` of fields that are shown as one. */
  kind: string;
  /** HTML of each value, and what is around it: `<value>`, `<slug>` and `<name>` stand for it and those of the record. */
  values: string[];
  dresses: string[];
  /** Items, one a fact. */
  entries: (number | number[])[];
  /** The item of what nobody has checked; -1 without one. */
  unknown: number;
  /** Entry → its place in the order, null without a value. */
  places: (number | null)[];
  /** The same by well-sourced facts alone, of entries where it differs. */
  sourced: Record<number, number | null>;
  /** Model → entry. */
  codes: number[];
}

/** The same as it is sent: numbers less those before them, codes as texts of their digits. */
type PackedColumn = Omit<SentColumn, "codes"> & { codes: string[] };

/** Of a filter each distinct value once; a hidden column has its own codes of models, another those of the column. */
type Sent<F extends Field> = Omit<F, "rows" | "codes"> & { codes?: string[] };

/** The data of table and charts, by `catalog.pages.table`. */
interface SentRows extends Omit<Payload, "facets" | "ranges" | "cells"> {
  facets: Sent<FacetFilter>[];
  ranges: Sent<RangeFilter>[];
  cells: Record<string, PackedColumn>;
}

/** The same with the value of each model. */
interface Payload {
  one: string;
  many: string;
  /** How many records can be compared. */
  most: number;
  /** Former slug → slug. */
  moved: Record<string, string>;
  /** What the reader's own chart shows before they choose. */
  axes: { x: string; y: string; colour: string };
  slugs: string[];
  names: string[];
  /** The rows of several models, with the names of these; every other row is one model. */
  variants: [row: number, names: string[]][];
  /** Columns that are chosen at once, the first of them at first; and those of these whose texts come in a file of their own. */
  presets: [key: string, paths: string[]][];
  apart: string[];
  facets: FacetFilter[];
  ranges: RangeFilter[];
  /** Colour and symbol of each category of a chart in order; the last is that of blanks. */
  looks: [colour: string, symbol: string][];
  /** The head of each row as HTML, or that of all; stand-ins as in cells. */
  heads: string[];
  /** Path → column, of those that come with the rows. */
  cells: Record<string, SentColumn>;
}

/** What one record says of one field, with its evidence. */
interface Claim {
  /** The part of the record it belongs to, where it has several. */
  of?: string;
  /** The keys of the variants it holds for, and their names, where it does not hold for all. */
  keys?: string[];
  variants?: string;
  /** It holds for no variant that counts. */
  aside?: boolean;
  value: string;
  /** A number as tables have it, where that differs. */
  short?: string;
  /** Of a measurement: its number, and what keeps it apart from others. */
  number?: number;
  group?: string;
  /** The number of its source, from 1; whether that was read itself. */
  source?: number;
  where?: string;
  read?: boolean;
  note?: string;
  marks?: string[];
  instead?: Claim[];
}

type FlowBox = [heading: string, name: string, details: string, state: string];

/** The script of one record, by `catalog.pages.compare`. Paths of measurements begin with `=`. */
interface RecordEvidence {
  claims: Record<string, Claim[]>;
  sources: [title: string, url: string][];
  /** What is said of a claim whose source was read itself. */
  read: string;
  /** Path of a measurement → its label, the address of its leaderboard, and which numbers are best there. */
  measured: Record<string, [label: string, url: string, best: string]>;
  /** Drawings of its models as SVG text. */
  drawings: string[];
  /** Texts of its card for a slide, as XML. */
  card: string[];
  /** Figures of its models: boxes, what stands on the arrows between them, and whose they are. */
  flows: [boxes: FlowBox[], arrows: string[], variants: string, counts: number, ...keys: string[]][];
  /** Key → name of each variant. */
  variants: Record<string, string>;
}

/** A place to jump to: other names have blanks between. */
type Place = [title: string, url: string, otherNames: string];
/** Places by their kind, by `catalog.pages.palette`: pages, records, words of each vocabulary, fields. */
type Findable = [kind: string, places: Place[]][];

/** What records say, by `catalog.pages.search_texts`: distinct texts by the title of their field; of each record their places. */
interface SaidTexts { fields: [title: string, texts: string[]][]; records: number[][] }
/** A text of a record with the title of its field, and its place: values come first; `plain` has neither case nor accents. */
interface Said { label: string; text: string; plain: string; place: number }
/** What a reader types between two blanks: a pattern, and its longest word of one spelling. */
interface Term { typed: string; word: string; source: string; pattern: RegExp }
/** A page that fits a query, and why. */
interface Hit {
  kind: string;
  url: string;
  title: (string | HTMLElement)[];
  why: (string | HTMLElement)[] | (() => (string | HTMLElement)[]);
}
/** What rows say. */
interface Finder {
  says(row: number, terms: Term[]): boolean;
  /** The texts in which a row has the terms that its name has not. */
  where(row: number, terms: Term[]): Said[];
  /** How many rows say what is typed. */
  count(query: string): number;
  /** Word → how often it stands in the texts. */
  words(): Map<string, number>;
}

/** The data of the comparison page, by `catalog.pages.compare`. */
interface ComparisonPayload {
  one: string;
  many: string;
  folder: string;
  most: number;
  /** The path of the field below a name. */
  byline: string[];
  /** Label of a group, and its fields; `prefix` turns their values into addresses, those of an identity differ always. */
  groups: [label: string, fields: [path: string, label: string, prefix: string | null, identity: number][]][];
  /** Main leaderboards: short name, address, and the numbers of all records as dots between the least and the greatest. */
  boards: Record<string, [label: string, url: string, dots?: string, low?: number, high?: number]>;
  blanks: string[];
  marks: Record<string, string>;
  /** Word → its tone and its sign as HTML. */
  signs: Record<string, [tone: string, sign: string]>;
}

type SortKey = string | number | null;
type ScaleKind = "linear" | "log" | "time";
interface SortOrder { path: string; down: boolean }
/** Both ends belong to it; null is open. */
interface Span { low: number | null; high: number | null }
interface Scale { kind: ScaleKind; low: number; high: number; start: number; end: number }

/** Everything a reader can choose; empty texts stand for the default. */
interface View {
  q: string;
  /** Path → keys of which a row needs any, or all of them where the path is in `all`. */
  included: Map<string, Set<string>>;
  excluded: Map<string, Set<string>>;
  all: Set<string>;
  spans: Map<string, Span>;
  pick: Set<string>;
  /** Ticked for comparison. */
  tray: Set<string>;
  order: SortOrder[];
  /** The key of columns that belong together; `columns` has others. */
  preset: string;
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
  /** The entry of a legend that is highlighted. */
  focus: string;
  /** Parameters of other scripts, kept as they are. */
  rest: [string, string][];
}

/** Whether a model fits; a blank where nobody can say, for want of a value. */
type Verdict = boolean | string;

/** The models of the data, those of a row together: the row of each and its name; and those of each row. */
interface Models { rows: number[]; names: string[]; of: number[][] }

interface Result {
  rows: number[];
  /** Row → those of its models that fit. */
  models: number[][];
  /** Path → rows with each key of a facet, or each blank of a range, under all the other filters. */
  counts: Map<string, number[]>;
  /** Path → models that only the filter of this field leaves out. */
  alone: Map<string, number[]>;
  /** Blank → rows of which nobody can say whether they fit. */
  unknown: Map<string, number>;
  /** The same by the path of what is not known. */
  doubts: Map<string, Map<string, number>>;
}

interface Group { label: string; rows: number[]; models: number[] }

/** A part of the page that shows the view. */
interface Component {
  paint?(result: Result): void;
  /** Rows of the table have come into view. */
  drawn?(rows: HTMLTableRowElement[]): void;
  /** Called before the first paint of a view that came from the address. */
  restore?(): void | Promise<void>;
  /** A row is pointed at, or none. */
  point?(row: number | null): void;
}

/** The view that form, table, charts and address share. */
interface Store {
  data: Payload;
  view: View;
  /** The rows of the view, in its order. */
  rows: number[];
  /** Row → those of its models that fit the view. */
  models: number[][];
  /** What marks of charts are about: slugs of the rows, and `slug@name` of their models that fit. */
  keys: Set<string>;
  components: Component[];
  /** Path → column, of those loaded so far. */
  columns: Record<string, SentColumn>;
  /** Load columns; nothing to wait for where they are there. What cannot be loaded stays away. */
  need(paths: string[]): Promise<void> | undefined;
  /** Load what is searched in; nothing to wait for where it is there. */
  needSearch(): Promise<void> | undefined;
  /** What is searched in, once it is loaded. */
  finder?: Finder;
  /** Paths of columns that may be shown or sorted by. */
  columnPaths: string[];
  /** Paths of the columns of the view, in order. */
  shown(): string[];
  facet(path: string): FacetFilter | undefined;
  range(path: string): RangeFilter | undefined;
  field(path: string): Field | undefined;
  setSpan(path: string, low: number | null, high: number | null): void;
  /** The model that decides where a row stands by a column that is loaded. */
  first(path: string, row: number, down: boolean): number;
  /** The rows under the filters as they are. */
  filter(): Result;
  /** Change the view, paint it, and write it to the address: a step in the history unless `quiet`. */
  change(edit: () => void, quiet?: boolean): void;
  /** Read the view from the address and paint it. */
  restore(): Promise<void>;
  /** Write the view to the address, over the step in the history that is there or as one more. */
  writeAddress(over: boolean): void;
  /** Tell every component that a row is pointed at, or none. */
  point(row: number | null): void;
}

/** A direction of a drawing along which it can be filtered. */
interface Axis { range: RangeFilter; scale: Scale }

/** How the marks of a category are drawn: a CSS colour, and one of Plotly's symbols. */
interface Look { label: string; colour: string; symbol: string }

/** Where models of a row stand in the reader's own chart, in the units of its fields, and from what to what along x. */
interface Point {
  index: number;
  row: number;
  models: number[];
  ends: number[];
  x: number;
  /** In a chart of words it is near the index of its lane. */
  y: number;
  /** The blank in place of a value on the y axis. */
  strip: string;
  look: number;
  /** The value is not exact. */
  hollow: boolean;
  /** Where the true value may lie: letters of left, right, up and down. */
  ways: string;
}

/** The one value of a model that a chart shows; `bound` as in the data. */
interface Reading { ends: number[]; middle: number; bound: number }

/** The fields of the reader's own chart. */
interface ChartFields { x: RangeFilter; y: Field; colour: FacetFilter | undefined; xScale: string; yScale: string }

/** The reader's own chart. */
interface OwnChart {
  points: Point[];
  /** Of x and y. */
  kinds: ScaleKind[];
  /** Labels of the lanes of words. */
  lanes: string[];
  looks: Look[];
  missing: string[];
}

type Attributes = Record<string, string | number>;
type Child = Node | string;

/** `table` of `.box table[id]`: the tag that the last part of a selector begins with. */
type Tag<S extends string> = S extends `${string} ${infer Last}` ? Tag<Last> : Before<Before<Before<S, ".">, "[">, "#">;
type Before<S extends string, Mark extends string> = S extends `${infer Start}${Mark}${string}` ? Start : S;
/** What a selector matches; a selector without a tag is taken to match HTML. */
type Selected<S extends string> = Tag<S> extends keyof HTMLElementTagNameMap ? HTMLElementTagNameMap[Tag<S>]
  : Tag<S> extends keyof SVGElementTagNameMap ? SVGElementTagNameMap[Tag<S>] : HTMLElement;

/** What is done with what matches a selector when an event happens to it. */
type Act<K extends keyof DocumentEventMap, S extends string> = (node: Selected<S>, event: DocumentEventMap[K]) => unknown;

/** What `site.js` offers on every page. */
interface CatalogCore {
  /** The root of the website. */
  base: URL;
  /** Load a script once; returns what it hands to `receive`. */
  load<T>(path: string): Promise<T>;
  /** Called by data scripts with their content. */
  receive(content: unknown): void;
  /** What the data script at this address handed over when it ran. */
  received(href: string): any;
  /** What the element with this ID holds as JSON, or null without one. */
  json(id: string): any;
  /** The address of a page of this site. */
  pageUrl(path: string): string;
  /** Places to jump to; none where they cannot be loaded. */
  findable(): Promise<Findable>;
  /** The claims of a record; none where they cannot be loaded. */
  evidence(folder: string, slug: string): Promise<RecordEvidence>;
  /** What is said at a path of the variant with this key, or without key of all variants that count. */
  claims(record: RecordEvidence, path: string, key: string): Claim[] | undefined;
  /** The query string that this page had before a form was sent from it. */
  previousSearch(): string;
  /** A text as HTML, inside an element or an attribute. */
  escaped(text: string): string;
  /** Give the reader a file. */
  save(name: string, content: string | Blob, type: string): void;
  /** The element with this ID, which is one of `tag`; an error without one. */
  byId<S extends string = "">(id: string, tag?: S): Selected<S>;
  /** The first match below `root`; an error without one. */
  one<S extends string, E extends Element = Selected<S>>(root: ParentNode, selector: S): E;
  /** All matches in the document, or below `root`. */
  all<S extends string, E extends Element = Selected<S>>(selector: S, root?: ParentNode): E[];
  /** The match that an event happened to or inside of. */
  /** The value of a key that an object has itself: every object inherits `constructor` and others. */
  own<T>(object: Record<string, T>, key: string): T | undefined;
  closest<S extends string, E extends Element = Selected<S>>(event: Event, selector: S): E | null;
  /** Say which parts of the address are ignored, and why; without any the element is hidden. */
  listIgnored(id: string, reason: string, items: string[]): void;
  /** Call `act` with what matches `selector` whenever an event happens to or inside of it. */
  on<K extends keyof DocumentEventMap, S extends string>(type: K, selector: S, act: Act<K, S>): void;
  /** Give an element attributes and children. */
  fill<E extends Element>(node: E, attributes: Attributes, ...children: Child[]): E;
  /** A button and what a click does. */
  button(attributes: Attributes, act: () => unknown, ...children: Child[]): HTMLButtonElement;
  /** An icon of the page's sprite. */
  icon(name: string, more?: string): SVGElement;
  create<K extends keyof HTMLElementTagNameMap>(tag: K, attributes?: Attributes, ...children: Child[]): HTMLElementTagNameMap[K];
  createSvg<K extends keyof SVGElementTagNameMap>(tag: K, attributes?: Attributes, ...children: Child[]): SVGElementTagNameMap[K];
}

/** What the other scripts add. */
interface CatalogNamespace extends CatalogCore {
  /** What fits a text typed with errors, nearest first. */
  fuzzyMatches<T>(typed: string, items: [text: string, item: T][]): T[];
  /** Words, of those counted, for which a word may have been typed by mistake. */
  nearest(typed: string, words: Map<string, number>, most: number): string[];
  terms: {
    parse(query: string): Term[];
    plain(text: string): string;
    has(plain: string, term: Term): boolean;
    /** A text with its terms as `mark` elements. */
    marked(text: string, terms: Term[]): (string | HTMLElement)[];
    excerpt(text: string, terms: Term[]): string;
  };
  /** Load the scripts and styles of the search. */
  needFinder(): Promise<void>;
  /** Reads what records say, once; `heads` are their names. */
  finder(file: string, heads: string[]): Promise<Finder>;
  /** Texts with the titles of their fields, as one line. */
  saidLine(said: Said[], terms: Term[]): (string | HTMLElement)[];
  /** Load what `hits` finds by name; and what it finds by text. */
  loadNames(): Promise<void>;
  loadTexts(): Promise<void>;
  /** What the site has of a query: hits to be shown, how many there are, how many records say it; else the nearest names. */
  hits(query: string): { hits: Hit[]; total: number; records: number; exact: boolean };
  /** Open the search of the site with words in it. */
  openPalette(typed: string): void;
  /** Only on pages with a filter form. */
  store?: Store;
  scales: {
    at(scale: Scale, value: number): number;
    value(scale: Scale, position: number): number;
    compact(number: number): string;
    round(kind: ScaleKind, value: number): number;
    amount(text: string): number | null;
    iso(day: number): string;
    day(text: string, last?: boolean): number | null;
  };
  view: {
    OTHER: string;
    empty(): View;
    read(search: string, data: Payload, columnPaths: string[], tabs?: string[], legends?: string[]): { view: View; ignored: string[] };
    write(view: View, data: Payload): string;
  };
  query: {
    POOR: string;
    apply(view: View, data: Payload, says: (row: number) => boolean): Result;
    models(data: Payload): Models;
    keysOf(field: Field, cell: number | number[]): number[];
    /** Visit every value of models: number and bound, or first and last day. */
    eachPair(range: RangeFilter, models: number[], visit: (first: number, second: number) => void): void;
    name(data: Payload, row: number, models: number[]): string;
    sorted(result: Pick<Result, "rows" | "models">, order: SortOrder[], keys: Record<string, SortKey[]>): number[];
    /** Of some models the one that comes first by the keys of all, which decides where their row stands. */
    first(models: number[], keys: SortKey[], down: boolean): number;
    bins(data: Payload, range: RangeFilter, models: number[], scale: Scale, count: number): number[];
    text(field: Field, model: number): string;
    endText(range: RangeFilter, value: number): string;
    middleOf(first: number, second: number): number;
    /** Which of `count` files has the references of a record, by `catalog.pages.references`. */
    share(slug: string, count: number): number;
  };
  groups: {
    grouped(rows: number[], models: number[][], field: Field, down: boolean): Group[];
    extent(range: RangeFilter, models: number[]): string;
  };
  points: {
    compute(data: Payload, fields: ChartFields): OwnChart;
    valueOf(range: RangeFilter, model: number): Reading | null;
    withRoom<Name extends { x: number; y: number; width: number; point: Point }>(names: Name[]): Set<Point>;
  };
  charts: {
    stepThrough<T>(stage: HTMLElement, steps: Steps<T>): void;
    /** Highlight, in a drawing, what an entry of its legend stands for. */
    paintLegend(drawing: Element): void;
    reset(figure: Element): void;
    /** Charts that count → cell → records of the view in it. */
    counts: WeakMap<Element, Map<string, number>>;
  };
  decode(sent: SentRows): Payload;
  /** Of each code its value; of well-sourced facts alone where only these are asked for. */
  byCode<Value>(codes: number[], values: Value[], sourced: Record<number, Value>, well: boolean): Value[];
  /** Let every field say what all facts say, or well-sourced ones alone. */
  trust(data: Payload, well: boolean): void;
  unpack(column: PackedColumn): SentColumn;
  /** HTML with the record of a row in the place of its stand-ins. */
  about(data: Payload, html: string, row: number): string;
  /** What models of an entry say, each part as HTML. */
  items(column: SentColumn, entry: number): string[];
  /** The cell of a row, as the page would have it; or with what a model says first. */
  cell(data: Payload, column: SentColumn, row: number, first?: number): string;
  csv(lines: string[][]): string;
  /** The plotting library, loaded once. */
  plotly(): Promise<any>;
  /** The page's colours, by the attributes of a plot's layout. */
  colours(figure: Element): Record<string, string>;
  /** The title, licence and address of a drawing, in a line. */
  origin(figure: Element): string;
}

/** How arrow keys go through the marks of a drawing. */
interface Steps<T> {
  across(): RangeFilter | undefined;
  /** In the order of the axis: all marks, or those of the view. */
  marks(all: boolean): T[];
  /** From where to where a mark reaches. */
  ends(mark: T): number[];
  go(mark: T): void;
}

declare var Catalog: CatalogNamespace;
