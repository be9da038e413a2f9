"""The marks and cells of a plot as SVG."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from markupsafe import Markup

from catalog.charts.marks import ACCENT, TEXT, MarkerStyle, RecordUrl, bound_arrow, bound_arrows, halo, marker
from catalog.charts.plot import Cell, Label, Mark, shade
from catalog.drawings import svg
from catalog.values import Bound

_BAR = 11.0
"""Height of a bar."""


def role(record_url: RecordUrl | None) -> str:
    """Return the ARIA role: a picture without links is one image; with links it is a group with reachable parts."""
    return "group" if record_url else "img"


def draw_marks(marks: Iterable[Mark], record_url: RecordUrl | None) -> list[Markup]:
    """Return the marks: groups with a title, and links where records have pages.

    Scripts find them by `data-slug`, and by `data-variant` where they are about some of a record's models.
    """
    return [_mark(mark, record_url) for mark in marks]


def _mark(mark: Mark, record_url: RecordUrl | None) -> Markup:
    slug, labels = mark.subject.record.slug, filter(None, (mark.name, mark.value))
    texts = [part for label in labels for part in draw_label(label)]
    children = (svg.element("title", mark.title), *_guide(mark), *_symbol(mark), *texts)
    names = {"class_": "mark", "data_slug": slug, "data_variant": mark.subject.variant}
    if record_url is None:
        return svg.element("g", *children, **names, **mark.data)
    return svg.element("a", *children, href=record_url(slug), **names, **mark.data)


def draw_label(label: Label) -> list[Markup]:
    """Return a text, and the line that leads to it."""
    text = svg.label(label.x, label.baseline, label.text, TEXT, text_anchor=label.anchor, class_=label.style)
    return [svg.line(*label.line, stroke_opacity=0.5, stroke_width=0.8), text] if label.line else [text]


def _guide(mark: Mark) -> list[Markup]:
    if not mark.guide:
        return []
    start, end = mark.guide
    return [svg.line(start, mark.at[1], end, mark.at[1], stroke_opacity=0.3, stroke_dasharray="1 3")]


def _symbol(mark: Mark) -> list[Markup]:
    """The form with all that says how exact it is."""
    (x, y), colour, (across, up) = mark.at, mark.style.css_colour, mark.bounds
    start, end = mark.reach or (x, x)
    if mark.form == "bar":
        return list(bar(start, end, y, across, hollow=mark.is_hollow))
    if mark.form == "period":
        return [period(start, end, y, mark.style, hollow=mark.is_hollow)]
    parts = [*halo(x, y, mark.rings), marker(x, y, mark.style, hollow=mark.is_hollow, radius=mark.radius)]
    if mark.reach:
        parts.append(svg.path(f"M{start:.1f} {y:.1f}L{end:.1f} {y:.1f}", stroke=colour, stroke_width=2))
    if mark.rise:
        parts.append(svg.path(f"M{x:.1f} {mark.rise[0]:.1f}L{x:.1f} {mark.rise[1]:.1f}", stroke=colour, stroke_width=2))
    return [*parts, *bound_arrows(x, y, across, colour), *bound_arrows(x, y, up, colour, vertical=True)]


def bar(start: float, end: float, middle: float, bound: Bound, *, hollow: bool) -> tuple[Markup, ...]:
    """Return a bar, with an arrow onward for at least and backward for at most."""
    paint: dict[str, object] = {"fill": "none", "stroke": ACCENT, "stroke_width": 1.6} if hollow else {"fill": ACCENT}
    body = svg.rectangle(start, middle - _BAR / 2, max(end - start, 2.0), _BAR, **paint)
    if bound is Bound.AT_LEAST:
        return body, bound_arrow(end - 2, middle, (1, 0), ACCENT)
    if bound is Bound.AT_MOST:
        return body, bound_arrow(end, middle, (-1, 0), ACCENT)
    return (body,)


def period(start: float, end: float, y: float, style: MarkerStyle, *, hollow: bool) -> Markup:
    """Return a bar over the days that a month or a year can mean."""
    fill = 0 if hollow else 0.25
    paint = {"fill": style.css_colour, "fill_opacity": fill, "stroke": style.css_colour, "stroke_width": 1.4}
    return svg.rectangle(start, y - 4, max(end - start, 8.0), 8, rx=4, **paint)


def draw_cells(cells: Sequence[Cell]) -> Markup:
    """Return the cells as a group; scripts count again under the filters what each stands for."""
    most = max((cell.count for cell in cells), default=1)
    return svg.element("g", *(_cell(cell, most) for cell in cells), class_="cells")


def _cell(cell: Cell, most: int) -> Markup:
    left, top, right, bottom = cell.box
    shape = svg.rectangle(left, top, right - left, bottom - top, **_paint(cell, most))
    baseline = {"column": top - 2, "span": bottom - 2, "shade": (top + bottom) / 2 + 4}[cell.form]
    has_room = cell.count and (cell.form != "shade" or bottom - top > 8)
    label = _count(cell.count, (left + right) / 2, baseline, right - left) if has_room else ()
    names = {"class_": "bin", "role": "img", "tabindex": -1, "data_cell": cell.ident, "data_count": cell.count}
    return svg.element("g", svg.element("title", cell.title), shape, *label, **{**names, **cell.data})


def _paint(cell: Cell, most: int) -> dict[str, object]:
    if not cell.count:
        return {"rx": 3, "fill": "none", "stroke": "currentColor", "stroke_opacity": 0.35, "stroke_dasharray": "3 3"}
    if cell.form == "span":
        return {"rx": 3, "fill": "none", "stroke": ACCENT, "stroke_dasharray": "3 1.5"}
    if cell.form == "column":
        return {"fill": ACCENT, "class_": "column"}
    return {"rx": 3, "fill": ACCENT, "fill_opacity": f"{shade(cell.count, most):.2f}"}


def _count(count: int, x: float, y: float, width: float) -> tuple[Markup, ...]:
    """A number centred at a point; nothing where it is wider than its cell."""
    text = f"{count:,}"
    if svg.text_width(text, TEXT) > width:
        return ()
    return (svg.label(x, y, text, TEXT, text_anchor="middle", class_="count"),)
