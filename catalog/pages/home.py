"""The home page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from catalog.catalog import Catalog
from catalog.model.columns import Column
from catalog.pages import coverage, glimpses
from catalog.pages.drawings import drawings
from catalog.pages.labels import labelled
from catalog.pages.variants import variant_keys
from catalog.pages.vocabulary_pages import date_text
from catalog.settings.query import read_view
from catalog.values import Record

NEWEST = 6
"""Records on the home page."""
TALLEST = 440
"""Of a drawing as an example, in its own units: a higher one would stand far below the lines beside it."""
MOST_ASKED = 6
"""Questions that are seen at once."""
_VIEW_BOX = re.compile(r'viewBox="[-\d. ]* ([\d.]+)"')
_WORDS = 3
"""What a line about a record says of it."""


@dataclass(frozen=True, slots=True)
class Answered:
    """A question with the view that answers it: how many records it finds, and how many it cannot judge, and why."""

    ask: str
    query: str
    found: int
    unknown: int
    why: str


def answered_questions(catalog: Catalog) -> list[Answered]:
    """Return the questions of the settings with their answers."""
    return [_answered(catalog, saved.ask, saved.query) for saved in catalog.settings.questions]


def _answered(catalog: Catalog, ask: str, query: str) -> Answered:
    found, unknown = read_view(query, catalog.by_path, catalog.vocabularies).answer(catalog.records)
    why = ", ".join(f"{count:,} {blank}" for blank, count in unknown.items())
    return Answered(ask, query, found, sum(unknown.values()), why)


def home_data(catalog: Catalog) -> dict[str, Any]:
    """Return what the home page prints."""
    shown = glimpses.example_record(catalog, lambda record: _height(_picture(catalog, record)) <= TALLEST)
    picture = _picture(catalog, shown) if shown else ""
    asked = answered_questions(catalog)
    return {
        "counts": coverage.counts(catalog),
        "questions": asked[:MOST_ASKED],
        "more_questions": asked[MOST_ASKED:],
        "example": shown if picture else None,
        "picture": picture,
        "comparison": glimpses.side_by_side(catalog, shown) if shown else None,
        "plot": glimpses.dot_plot(catalog),
        "size": (glimpses.WIDTH, glimpses.HEIGHT),
        "choices": glimpses.word_counts(catalog),
        "evidence": glimpses.shown_claim(catalog, shown) if shown else None,
        "newest": [_line(catalog, record) for record in catalog.newest_first[:NEWEST]],
    }


def _picture(catalog: Catalog, record: Record) -> str:
    """The first drawing of a record; empty where the survey draws none."""
    return next((drawing.picture for drawing in drawings(catalog, record, variant_keys(record))), "")


def _height(picture: str) -> float:
    box = _VIEW_BOX.search(picture)
    return float(box[1]) if box else 0


def _line(catalog: Catalog, record: Record) -> tuple[Record, str, str]:
    """A record with a few words about it, and its date."""
    columns = _columns(catalog)
    texts = [labelled(catalog, column, glimpses.first_value(catalog, column, record)) for column in columns]
    return record, " · ".join(filter(None, texts)), date_text(catalog, record)


def _columns(catalog: Catalog) -> Sequence[Column]:
    """The first columns of words that the table shows."""
    shown = catalog.display.presets[0].columns
    return [each.column for each in shown if each.column.show.facet and not each.folded][:_WORDS]
