"""One record as a card for a slide: its name and main facts, with colours written in, as a slide has no style sheet."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup

from catalog.drawings.svg import drawing, label, rectangle, truncate
from catalog.model.columns import Column
from catalog.pages.cells import fact_text
from catalog.pages.record import RecordView
from catalog.pages.variants import Said

_WIDTH, _HEIGHT, _EDGE, _LABEL = 960, 540, 48, 290
_TOP, _STEP, _ROWS = 150, 42, 8
_INK, _QUIET, _PAPER, _ACCENT = "#1c2a30", "#5a666c", "#ffffff", "#0b4a5c"


def card(view: RecordView) -> str:
    """The card as an SVG file in the format 16:9; what has no room is cut."""
    settings = view.catalog.settings
    known = ((column.label, _known(view, column)) for column in view.catalog.shown if _fits(column))
    rows = [(name, text) for name, text in known if text][:_ROWS]
    address = f"{str(settings.address).rstrip('/')}/{settings.folder}/{view.record.slug}/" if settings.address else ""
    origin = " · ".join(filter(None, (address, f"Data under {settings.licences.data}")))
    parts = [
        rectangle(0, 0, _WIDTH, _HEIGHT, fill=_PAPER),
        rectangle(0, 0, 12, _HEIGHT, fill=_ACCENT),
        _text(_EDGE, 84, view.record.name, 44, _INK),
        _text(_EDGE, 116, settings.title, 18, _QUIET),
        *(part for row, (name, text) in enumerate(rows) for part in _row(_TOP + row * _STEP, name, text)),
        _text(_EDGE, _HEIGHT - 28, origin, 14, _QUIET),
    ]
    summary = "; ".join(f"{name}: {text}" for name, text in rows)
    return str(drawing(_WIDTH, _HEIGHT, view.record.name, summary, *parts))


def _fits(column: Column) -> bool:
    """Return True if values of a column fit on a card, as neither free text nor addresses do."""
    return column.type.base_address is None and not column.type.is_free_text


def _row(top: float, name: str, text: str) -> Iterable[Markup]:
    yield rectangle(_EDGE, top, _WIDTH - 2 * _EDGE, 1, fill=_INK, opacity=0.15)
    yield _text(_EDGE, top + 27, truncate(name, _LABEL - 20, 16), 16, _QUIET)
    yield _text(_EDGE + _LABEL, top + 27, text, 18, _INK)


def _text(x: float, y: float, text: str, size: float, fill: str) -> Markup:
    return label(x, y, truncate(text, _WIDTH - _EDGE - x, size), size, fill=fill)


def _known(view: RecordView, column: Column) -> str:
    """Every known value once, with the variants it is of where these are not all."""
    items = [item for item in view.claims.get(column.path, ()) if item.counts and not item.fact.blank]
    return "; ".join(dict.fromkeys(_said(view, column, item) for item in items))


def _said(view: RecordView, column: Column, item: Said) -> str:
    doubt = " (?)" if "uncertain" in item.fact.marks else ""
    variants = f" ({item.variants})" if item.variants else ""
    return fact_text(view.catalog, column, item.fact) + doubt + variants
