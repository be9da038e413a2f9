"""One record as a card for a slide: its name and main facts, with colours written in, as a slide has no style sheet.

All cards are alike but for their texts: the script of a record has these, one script for all what is around them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, islice
from typing import Any

from markupsafe import Markup

from catalog.catalog import Catalog
from catalog.drawings.svg import drawing, label, rectangle, truncate, xml
from catalog.model.columns import Column
from catalog.pages.record import RecordView
from catalog.pages.render import data_script

_WIDTH, _HEIGHT, _EDGE, _LABEL = 960, 540, 48, 290
_TOP, _STEP, _ROWS = 150, 42, 8
_NAME, _TITLE, _LEFT, _RIGHT, _ORIGIN = 44, 18, 16, 18, 14
"""Font sizes: of the name, of the survey's, of the two columns and of the last line."""
_INK, _QUIET, _PAPER, _ACCENT = "#1c2a30", "#5a666c", "#ffffff", "#0b4a5c"
_TEXT = Markup("\0")
"""What stands for a text of the record."""


def card_script(catalog: Catalog) -> str:
    """The script from the number of texts to the SVG file in the format 16:9, in the parts before and after each."""
    frames = (str(_frame(catalog, rows)).split(_TEXT) for rows in range(_ROWS + 1))
    return data_script({len(frame) - 1: frame for frame in frames})


def card_texts(view: RecordView, claims: Mapping[str, Sequence[Mapping[str, Any]]]) -> list[str]:
    """The texts of a record's card in their order, as XML; what has no room is cut.

    `claims` are those of `view`, as its script has them.
    """
    settings = view.catalog.settings
    rows = list(islice(_rows(view, claims), _ROWS))
    address = f"{str(settings.address).rstrip('/')}/{settings.folder}/{view.record.slug}/" if settings.address else ""
    origin = " · ".join(filter(None, (address, f"Data under {settings.licences.data}")))
    cut = ((truncate(name, _LABEL - 20, _LEFT), _fitting(_EDGE + _LABEL, text, _RIGHT)) for name, text in rows)
    texts = (
        view.record.name,
        "; ".join(f"{name}: {text}" for name, text in rows),
        _fitting(_EDGE, view.record.name, _NAME),
        *chain.from_iterable(cut),
        _fitting(_EDGE, origin, _ORIGIN),
    )
    return list(map(xml, texts))


def _frame(catalog: Catalog, rows: int) -> Markup:
    """The card with so many rows."""
    parts = [
        rectangle(0, 0, _WIDTH, _HEIGHT, fill=_PAPER),
        rectangle(0, 0, 12, _HEIGHT, fill=_ACCENT),
        label(_EDGE, 84, _TEXT, _NAME, fill=_INK),
        label(_EDGE, 116, _fitting(_EDGE, catalog.settings.title, _TITLE), _TITLE, fill=_QUIET),
        *chain.from_iterable(_row(_TOP + row * _STEP) for row in range(rows)),
        label(_EDGE, _HEIGHT - 28, _TEXT, _ORIGIN, fill=_QUIET),
    ]
    return drawing(_WIDTH, _HEIGHT, _TEXT, _TEXT, *parts)


def _row(top: float) -> Iterator[Markup]:
    yield rectangle(_EDGE, top, _WIDTH - 2 * _EDGE, 1, fill=_INK, opacity=0.15)
    yield label(_EDGE, top + 27, _TEXT, _LEFT, fill=_QUIET)
    yield label(_EDGE + _LABEL, top + 27, _TEXT, _RIGHT, fill=_INK)


def _fitting(x: float, text: str, size: float) -> str:
    return truncate(text, _WIDTH - _EDGE - x, size)


def _rows(view: RecordView, claims: Mapping[str, Sequence[Mapping[str, Any]]]) -> Iterator[tuple[str, str]]:
    """Every known value of a column once, with the variants it is of where these are not all."""
    for column in view.catalog.shown:
        if column.path in claims and _fits(column):
            said = zip(view.claims[column.path], claims[column.path], strict=True)
            known = (_known(claim) for item, claim in said if item.counts and not item.fact.blank)
            if text := "; ".join(dict.fromkeys(known)):
                yield column.label, text


def _fits(column: Column) -> bool:
    """Return True if values of a column fit on a card, as neither free text nor addresses do."""
    return column.type.base_address is None and not column.type.is_free_text


def _known(claim: Mapping[str, Any]) -> str:
    doubt = " (?)" if "uncertain" in claim.get("marks", ()) else ""
    variants = f" ({claim['variants']})" if "variants" in claim else ""
    return f"{claim['value']}{doubt}{variants}"
