"""How many records have each pair of two facets' values, and which pairs nobody has tried."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from catalog.catalog import Catalog
from catalog.charts import plotly as figure
from catalog.charts import svg
from catalog.charts.chart import Chart, DataRow
from catalog.charts.data import Category, categories, names, sorted_categories
from catalog.charts.marks import ACCENT, ACCENT_HEX, SMALL, RecordUrl
from catalog.model.columns import Column
from catalog.settings.charts import Matrix
from catalog.values import Record

_GUTTER, _CELL, _ROW, _GAP, _LINE = 150.0, 96.0, 46.0, 4.0, 14.0

Cells = dict[tuple[Category, Category], list[Record]]


def draw(catalog: Catalog, chart: Matrix, ident: str, _link: RecordUrl | None) -> Chart:
    """The chart and all that belongs to it; blanks are rows and columns of their own, so nobody is left out."""
    down, across = catalog.by_path[chart.rows], catalog.by_path[chart.columns]
    rows, columns = sorted_categories(catalog, down), sorted_categories(catalog, across)
    cells = _cells(catalog, down, across)
    head = _head(columns)
    width = _GUTTER + _CELL * len(columns)
    height = head + _ROW * len(rows) + 30
    tried = sum(_known(pair) for pair in cells)
    possible = sum(_known((row, column)) for row in rows for column in columns)
    summary = (
        f"{catalog.settings.many.capitalize()} by {down.label} (down) and {across.label} (across): "
        f"{tried} of {possible} combinations have been tried. The table below names them."
    )
    picture = svg.drawing(
        *(width, height),
        *(chart.title, summary),
        *(*_heads(down, across, rows, columns, head), *_grid(rows, columns, cells, head)),
        svg.label(0, height - 6, "dashed: nobody yet", SMALL),
        class_="chart chart-matrix",
        role="img",
        data_rows=down.path,
        data_columns=across.path,
    )
    table = tuple(
        DataRow(
            tuple(record.slug for record in inside),
            (row.label, column.label, str(len(inside)), names(inside) or "nobody yet"),
        )
        for row in rows
        for column in columns
        for inside in [cells.get((row, column), [])]
    )
    headers = (down.label, across.label, "Count", catalog.settings.many.capitalize())
    drawing = _figure(down, across, rows, columns, cells)
    return Chart(ident, chart.kind, chart.title, summary, picture, headers, table, (), drawing)


def _cells(catalog: Catalog, down: Column, across: Column) -> Cells:
    cells: Cells = {}
    for record in catalog.records:
        for row in categories(catalog, down, record):
            for column in categories(catalog, across, record):
                cells.setdefault((row, column), []).append(record)
    return cells


def _known(pair: tuple[Category, Category]) -> bool:
    return pair[0].blank is None and pair[1].blank is None


def _head(columns: Sequence[Category]) -> float:
    """Room for the longest column heading."""
    return 24 + _LINE * max((len(_lines(column, _CELL - 10, 4)) for column in columns), default=1)


def _lines(category: Category, width: float, most: int) -> list[str]:
    """The label in at most so many lines, the last one shortened."""
    lines = svg.wrap(category.label, width, SMALL)
    return (
        lines if len(lines) <= most else [*lines[: most - 1], svg.truncate(" ".join(lines[most - 1 :]), width, SMALL)]
    )


def _heads(
    down: Column, across: Column, rows: Sequence[Category], columns: Sequence[Category], head: float
) -> list[Markup]:
    corner = svg.truncate(f"{across.label} →", _CELL * max(len(columns), 1), SMALL)
    made = [svg.label(_GUTTER, 12, corner, SMALL, font_weight="bold", class_="axis")]
    made.append(svg.label(0, head - 6, svg.truncate(f"{down.label} ↓", _GUTTER - 8, SMALL), SMALL, font_weight="bold"))
    for index, column in enumerate(columns):
        lines = _lines(column, _CELL - 10, 4)
        x = _GUTTER + _CELL * (index + 0.5)
        first = head - 6 - _LINE * (len(lines) - 1)
        made += [
            svg.label(x, first + _LINE * at, line, SMALL, text_anchor="middle", **_tone(column))
            for at, line in enumerate(lines)
        ]
    for index, row in enumerate(rows):
        lines = _lines(row, _GUTTER - 10, 2)
        first = head + _ROW * (index + 0.5) + 4 - _LINE / 2 * (len(lines) - 1)
        made += [svg.label(2, first + _LINE * at, line, SMALL, **_tone(row)) for at, line in enumerate(lines)]
    return made


def _tone(category: Category) -> dict[str, object]:
    return {"font_style": "italic"} if category.blank else {}


def _grid(rows: Sequence[Category], columns: Sequence[Category], cells: Cells, head: float) -> list[Markup]:
    most = max((len(inside) for inside in cells.values()), default=1)
    return [
        _cell(row, column, cells.get((row, column), []), (_GUTTER + _CELL * x, head + _ROW * y), most)
        for y, row in enumerate(rows)
        for x, column in enumerate(columns)
    ]


def _cell(row: Category, column: Category, inside: Sequence[Record], corner: tuple[float, float], most: int) -> Markup:
    x, y = corner[0] + _GAP / 2, corner[1] + _GAP / 2
    wide, high = _CELL - _GAP, _ROW - _GAP
    title = f"{row.label} and {column.label}: {len(inside) or 'nobody yet'}"
    if inside:
        paint: dict[str, object] = {"fill": ACCENT, "fill_opacity": 0.12 + 0.33 * len(inside) / most}
    else:
        paint = {"fill": "none", "stroke": "currentColor", "stroke_opacity": 0.35, "stroke_dasharray": "3 3"}
    parts = [svg.rectangle(x, y, wide, high, rx=4, **paint)]
    if inside:
        title += f" ({names(inside)})"
        middle = y + high / 2 + 5
        count = svg.label(x + wide / 2, middle, str(len(inside)), 14, text_anchor="middle", class_="count")
        parts.append(count)
    slugs = " ".join(record.slug for record in inside)
    data = {"data_slugs": slugs, "data_row": row.key, "data_column": column.key}
    return svg.element("g", svg.element("title", title), *parts, class_="cell", **data)


def _figure(
    down: Column, across: Column, rows: Sequence[Category], columns: Sequence[Category], cells: Cells
) -> dict[str, object]:
    """Circles whose area is the count: the small Plotly bundle has no heat map."""
    pairs = [(row, column) for row in rows for column in columns if (row, column) in cells]
    counts = [len(cells[pair]) for pair in pairs]
    slugs = [" ".join(record.slug for record in cells[pair]) for pair in pairs]
    hover = [f"{row.label} and {column.label}: {names(cells[row, column])}" for row, column in pairs]
    made = figure.trace("scatter", "", slugs, hover)
    made |= {"x": [figure.category_key(column) for _, column in pairs]}
    made |= {"y": [figure.category_key(row) for row, _ in pairs]}
    made |= {"mode": "markers+text", "text": [str(count) for count in counts]}
    size = {"size": counts, "sizemode": "area", "sizeref": max(counts, default=1) / 1200, "sizemin": 9}
    made |= {"marker": size | {"color": ACCENT_HEX, "opacity": 0.45}, "textfont": {"size": 13}}
    x = figure.category_axis([figure.category_key(c) for c in columns], [c.label for c in columns], top_down=False)
    y = figure.category_axis([figure.category_key(row) for row in rows], [row.label for row in rows])
    axes = {"xaxis": x | {"title": {"text": figure.plotly_text(across.label)}}}
    axes |= {"yaxis": y | {"title": {"text": figure.plotly_text(down.label)}}}
    return figure.figure([made], 120 + 46 * len(rows), **axes)
