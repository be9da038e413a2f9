"""One record as a card for a slide: its name and main facts, with colours written in, as a slide has no style sheet."""

from __future__ import annotations

from markupsafe import Markup

from catalog.catalog import Catalog
from catalog.charts.svg import drawing, label, line, rectangle, truncate
from catalog.model.columns import Column
from catalog.pages.cells import fact_text
from catalog.pages.variants import Said, said
from catalog.values import Record

WIDTH, HEIGHT = 960, 540
_EDGE, _LABEL = 48, 250
_INK, _QUIET, _PAPER, _ACCENT = "#1c2a30", "#5a666c", "#ffffff", "#0b4a5c"
_ROWS = 8
_TOP, _STEP = 150, 42


def card(catalog: Catalog, record: Record) -> str:
    """The card as an SVG file in the format 16:9."""
    rows = [(column.label, _text(catalog, record, column)) for column in catalog.shown if _fits(column)]
    lines = [(name, text) for name, text in rows if text][:_ROWS]
    parts: list[Markup] = [
        rectangle(0, 0, WIDTH, HEIGHT, fill=_PAPER),
        rectangle(0, 0, 12, HEIGHT, fill=_ACCENT),
        label(_EDGE, 84, truncate(record.name, WIDTH - 2 * _EDGE, 44, bold=True), 44, font_weight="bold", fill=_INK),
        label(_EDGE, 116, truncate(catalog.settings.title, WIDTH - 2 * _EDGE, 18), 18, fill=_QUIET),
    ]
    for index, (name, text) in enumerate(lines):
        parts += _row(_TOP + index * _STEP, name, text)
    source = f"{str(catalog.settings.address or '').rstrip('/')}/{catalog.settings.folder}/{record.slug}/"
    foot = (
        f"{source}  ·  {catalog.settings.licences.data}" if catalog.settings.address else catalog.settings.licences.data
    )
    parts.append(label(_EDGE, HEIGHT - 28, truncate(foot, WIDTH - 2 * _EDGE, 14), 14, fill=_QUIET))
    summary = "; ".join(f"{name}: {text}" for name, text in lines)
    return str(drawing(WIDTH, HEIGHT, record.name, summary, *parts))


def _fits(column: Column) -> bool:
    """Return True if values of a column fit on a card, as neither free text nor addresses do."""
    return column.type.base_address is None and not column.type.is_free_text


def _row(top: float, name: str, text: str) -> list[Markup]:
    room = WIDTH - _EDGE - _LABEL - _EDGE
    return [
        line(_EDGE, top, WIDTH - _EDGE, top, stroke_opacity="0.15"),
        label(_EDGE, top + 27, truncate(name, _LABEL - 20, 16), 16, fill=_QUIET),
        label(_EDGE + _LABEL, top + 27, truncate(text, room, 18), 18, fill=_INK),
    ]


def _text(catalog: Catalog, record: Record, column: Column) -> str:
    """Every known value once, with the variant it is of where it is not that of all, uncertain ones with `(?)`."""
    known = [item for item in said(column, record) if item.counts and not item.fact.blank]
    return "; ".join(dict.fromkeys(_claim(catalog, column, item) for item in known))


def _claim(catalog: Catalog, column: Column, item: Said) -> str:
    variants = f" ({item.variants})" if item.variants else ""
    return fact_text(catalog, column, item.fact) + ("" if item.fact.certain else " (?)") + variants
