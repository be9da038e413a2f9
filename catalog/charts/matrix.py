"""How many records have each pair of two facets' values, and which pairs no record has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import product
from typing import Any

from markupsafe import Markup

from catalog.catalog import Catalog
from catalog.charts.chart import Chart, DataRow
from catalog.charts.counts import ShownCategories, cells_attributes
from catalog.charts.data import Category, categories, category_facts, names, sorted_categories
from catalog.charts.marks import MOST_MARKS, TEXT, RecordUrl
from catalog.charts.picture import draw_cells
from catalog.charts.plot import Axis, Cell, Plot, Point
from catalog.charts.scales import Tick
from catalog.charts.subjects import Subject, poor_keys, subjects_by
from catalog.drawings import svg
from catalog.drawings.svg import HALF
from catalog.model.columns import Column
from catalog.settings.charts import Matrix
from catalog.values import Fact, Record

_HEADING_WIDTH, _CELL_WIDTH, _CELL_HEIGHT, _GAP, _LINE = 144.0, 78.0, 32.0, 2.0, 14.0
_LEAST_CELL_WIDTH = 62.0
_MOST_LINES, _MOST_LINES_OF_ROW = 4, 2
_MOST_ROWS, _MOST_COLUMNS = 24, 12
"""Categories of a matrix that only counts; blanks come on top."""


@dataclass(frozen=True, slots=True)
class _Grid:
    """The categories of two columns, and the subjects of each pair, one a record; blanks are categories too."""

    down: Column
    across: Column
    rows: Sequence[Category]
    columns: Sequence[Category]
    cells: Mapping[tuple[Category, Category], Sequence[Subject]]
    one: str
    many: str
    shown: Sequence[ShownCategories] = ()
    """Those of rows and of columns, where cells only count their subjects."""

    @property
    def no_record(self) -> str:
        """What an empty cell says: `no system`."""
        return f"no {self.one}"

    @property
    def several(self) -> str:
        """How many records count more than once, which the sum of the cells would hide."""
        counts = Counter(subject.record.slug for subjects in self.cells.values() for subject in subjects)
        number = sum(count > 1 for count in counts.values())
        return f"{number or 'no'} {self.one if number == 1 else self.many} in more than one cell"

    def subjects(self, row: Category, column: Category) -> Sequence[Subject]:
        return self.cells.get((row, column), [])

    @property
    def cell_width(self) -> float:
        """Narrower than usual where the matrix is then half as wide as a page, and no word of a heading is cut."""
        words = (word for column in self.columns for word in column.label.split())
        longest = max((svg.text_width(word, TEXT) for word in words), default=0.0) + 8
        fitting = (HALF - _HEADING_WIDTH) / max(len(self.columns), 1)
        return min(_CELL_WIDTH, max(longest, fitting, _LEAST_CELL_WIDTH))

    @property
    def top(self) -> float:
        """Where the cells begin, below the longest heading of a column."""
        return 24 + _LINE * max((len(_column_lines(self, column)) for column in self.columns), default=1)


def draw(catalog: Catalog, chart: Matrix, ident: str, _: RecordUrl | None) -> Chart:
    """Return the matrix of two facets. Blanks have rows and columns of their own, so that no record is left out."""
    grid = _grid(catalog, catalog.by_path[chart.rows], catalog.by_path[chart.columns])
    if len(catalog.records) > MOST_MARKS or len(grid.rows) * len(grid.columns) > 2 * MOST_MARKS:
        grid = _counted(grid)
    pairs = [(row, column) for row in grid.rows for column in grid.columns]
    width = _HEADING_WIDTH + grid.cell_width * len(grid.columns)
    height = grid.top + _CELL_HEIGHT * len(grid.rows) + 6
    many, plot = catalog.settings.many.capitalize(), _plot(grid)
    return Chart(
        settings=chart,
        ident=ident,
        total=len(catalog.records),
        subtitle=f"{grid.down.label} down, {grid.across.label} across; dashed: {grid.no_record}; {grid.several}",
        summary=(
            f"{many} by {grid.down.label} (down) and {grid.across.label} (across): {sum(map(_is_known, grid.cells))} "
            f"of {sum(map(_is_known, pairs))} combinations occur; {grid.several}. "
            f"The table below {'counts' if grid.shown else 'names'} them."
        ),
        size=(width, height),
        parts=[*_headings(grid), draw_cells(plot.cells)],
        attributes={
            "role": "img",
            "data_rows": grid.down.path,
            "data_columns": grid.across.path,
            **(cells_attributes([own.dimension for own in grid.shown]) if grid.shown else {}),
        },
        headers=(grid.down.label, grid.across.label, "Count", *([] if grid.shown else [many])),
        rows=tuple(_data_row(grid, row, column) for row, column in pairs),
        aggregated=_words(grid),
        plot=plot,
    )


def _grid(catalog: Catalog, down: Column, across: Column) -> _Grid:
    cells: dict[tuple[Category, Category], list[Subject]] = {}

    of_row, of_column = categories(catalog, down), categories(catalog, across)

    def pairs(facts: Record) -> Iterator[tuple[Category, Category]]:
        return product(of_row(facts), of_column(facts))

    for record in catalog.records:
        for pair, subject in subjects_by(record, [down, across], pairs).items():
            cells.setdefault(pair, []).append(subject)
    rows, columns = sorted_categories(catalog, down), sorted_categories(catalog, across)
    return _Grid(down, across, rows, columns, cells, catalog.settings.one, catalog.settings.many)


def _counted(grid: _Grid) -> _Grid:
    """The grid with its less used categories as one, whose cells do not name their records."""
    counts = [dict.fromkeys(order, 0) for order in (grid.rows, grid.columns)]
    for pair, subjects in grid.cells.items():
        for category, own in zip(pair, counts, strict=True):
            own[category] += len(subjects)
    rows = ShownCategories.most_used(grid.down, counts[0], _MOST_ROWS)
    columns = ShownCategories.most_used(grid.across, counts[1], _MOST_COLUMNS)
    cells: dict[tuple[Category, Category], dict[str, Subject]] = {}
    for (row, column), subjects in grid.cells.items():
        cells.setdefault((rows.own(row), columns.own(column)), {}).update((each.record.slug, each) for each in subjects)
    lists = {pair: list(subjects.values()) for pair, subjects in cells.items()}
    return replace(grid, rows=rows.order, columns=columns.order, cells=lists, shown=(rows, columns))


def _words(grid: _Grid) -> str:
    """What is only counted: records, and the less used categories."""
    if not grid.shown:
        return ""
    shared = [side.column.label for side in grid.shown if side.others]
    more = f" The less used values of {' and '.join(shared)} are counted together." if shared else ""
    return f"Each cell counts its {grid.many}, without their names.{more}"


def _ident(grid: _Grid, row: Category, column: Category) -> str | None:
    """A cell as scripts name it, where it is only counted."""
    return (
        " ".join(side.ident(own) for side, own in zip(grid.shown, (row, column), strict=True)) if grid.shown else None
    )


def _is_known(pair: tuple[Category, Category]) -> bool:
    return pair[0].blank is None and pair[1].blank is None


def _data_row(grid: _Grid, row: Category, column: Category) -> DataRow:
    subjects = grid.subjects(row, column)
    cells = (row.label, column.label, str(len(subjects)))
    if grid.shown:
        return DataRow((), cells, cell=_ident(grid, row, column))
    slugs = tuple(subject.record.slug for subject in subjects)
    poor = poor_keys(subjects, partial(_shown, grid, row, column))
    return DataRow(slugs, (*cells, names(subjects) or grid.no_record), poor=poor, subjects=tuple(subjects))


def _column_lines(grid: _Grid, column: Category) -> list[str]:
    return _lines(column.label, grid.cell_width - 6, _MOST_LINES)


def _lines(text: str, width: float, most: int) -> list[str]:
    """Return the text in at most so many lines, the last one truncated."""
    lines = svg.wrap(text, width, TEXT)
    if len(lines) <= most:
        return lines
    return [*lines[: most - 1], svg.truncate(" ".join(lines[most - 1 :]), width, TEXT)]


def _headings(grid: _Grid) -> list[Markup]:
    across = svg.truncate(f"{grid.across.label} →", grid.cell_width * max(len(grid.columns), 1), TEXT)
    down = svg.truncate(f"{grid.down.label} ↓", _HEADING_WIDTH - 8, TEXT)
    parts = [
        svg.label(_HEADING_WIDTH, 12, across, TEXT, font_weight="bold", class_="axis"),
        svg.label(0, grid.top - 6, down, TEXT, font_weight="bold"),
    ]
    for index, column in enumerate(grid.columns):
        lines = _column_lines(grid, column)
        x = _HEADING_WIDTH + grid.cell_width * (index + 0.5)
        parts += _heading(column, lines, x, grid.top - 6 - _LINE * (len(lines) - 1), text_anchor="middle")
    for index, row in enumerate(grid.rows):
        lines = _lines(row.label, _HEADING_WIDTH - 10, _MOST_LINES_OF_ROW)
        middle = grid.top + _CELL_HEIGHT * (index + 0.5) + 4
        parts += _heading(row, lines, 2, middle - _LINE / 2 * (len(lines) - 1))
    return parts


def _heading(category: Category, lines: Sequence[str], x: float, y: float, **attributes: object) -> list[Markup]:
    """Return the lines from baseline `y` downward; blanks in italics."""
    style = attributes | ({"font_style": "italic"} if category.blank else {})
    return [svg.label(x, y + _LINE * number, line, TEXT, **style) for number, line in enumerate(lines)]


def _title(grid: _Grid, row: Category, column: Category) -> str:
    """What a cell says, with the names of those in it where they are not only counted."""
    subjects = grid.subjects(row, column)
    own = f" ({names(subjects)})" if subjects and not grid.shown else ""
    return f"{row.label} and {column.label}: {len(subjects) or grid.no_record}{own}"


def _shown(grid: _Grid, row: Category, column: Category, facts: Record) -> list[Fact[Any]]:
    """The facts by which a model is in a cell."""
    return [*category_facts(grid.down, facts, row), *category_facts(grid.across, facts, column)]


def _plot(grid: _Grid) -> Plot:
    xs = [_HEADING_WIDTH + grid.cell_width * (index + 0.5) for index in range(len(grid.columns))]
    ys = [grid.top + _CELL_HEIGHT * (index + 0.5) for index in range(len(grid.rows))]
    columns = [Tick(x, "\n".join(_column_lines(grid, own))) for x, own in zip(xs, grid.columns, strict=True)]
    rows = [Tick(y, svg.truncate(own.label, _HEADING_WIDTH, TEXT)) for y, own in zip(ys, grid.rows, strict=True)]
    right, bottom = _HEADING_WIDTH + grid.cell_width * len(xs), grid.top + _CELL_HEIGHT * len(ys)
    down, across = zip(ys, grid.rows, strict=True), list(zip(xs, grid.columns, strict=True))
    return Plot(
        x=Axis(title=grid.across.label, ends=(_HEADING_WIDTH, right), places=columns, is_on_top=True),
        y=Axis(title=grid.down.label, ends=(bottom, grid.top), places=rows),
        cells=[_cell(grid, row, column, (x, y)) for y, row in down for x, column in across],
        is_counted=bool(grid.shown),
    )


def _cell(grid: _Grid, row: Category, column: Category, at: Point) -> Cell:
    subjects, (x, y) = grid.subjects(row, column), at
    width, height = grid.cell_width - _GAP, _CELL_HEIGHT - _GAP
    keys, data = "\n".join(subject.key for subject in subjects), dict[str, object]()
    if not grid.shown:
        data = {
            "data_cell": None,
            "data_count": None,
            "data_slugs": " ".join(subject.record.slug for subject in subjects),
            "data_models": None if all(subject.is_whole for subject in subjects) else keys,
            "data_poor": poor_keys(subjects, partial(_shown, grid, row, column)),
        }
    return Cell(
        ident=_ident(grid, row, column) or keys,
        count=len(subjects),
        title=_title(grid, row, column),
        box=(x - width / 2, y - height / 2, x + width / 2, y + height / 2),
        values=at,
        data=data | {"class_": "cell", "data_row": row.key, "data_column": column.key},
    )
