"""What the page of results prints: the main leaderboards, as a matrix and as rankings."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from markupsafe import Markup

from catalog.catalog import Catalog
from catalog.pages.main_boards import main_boards
from catalog.pages.matrix import result_matrix
from catalog.pages.render import filled
from catalog.pages.signs import word_sign
from catalog.pages.site_data import SiteData
from catalog.pages.variants import variant_keys
from catalog.pages.vocabulary_pages import vocabulary_title
from catalog.values import Model

MOST_SIDE_BY_SIDE = 12
"""Leaderboards that fit side by side on a wide screen; more of them scroll in a box of their own."""

MOST_ROWS = 40
"""Records in the matrix: those that are best anywhere in it."""

MOST_RANKED = 10
"""Ranks in the list of one leaderboard."""


def results_data(data: SiteData) -> dict[str, Any]:
    """Return what the template prints of a survey that has leaderboards."""
    boards = data.leaderboards
    first, lines = boards[0], [line for board in boards for line in board.lines]
    drawn = result_matrix(main_boards(data.catalog, boards))
    vocabularies = dict.fromkeys(board.vocabulary for board in boards)
    return {
        "matrix": drawn,
        "fits": len(drawn.columns) <= MOST_SIDE_BY_SIDE,
        "signs": _group_signs(data.catalog, drawn.groups),
        "key_of": _key_of,
        "total": len(lines),
        "measured": len({line.record.slug for line in lines}),
        "things": vocabulary_title(data.catalog, first.vocabulary).lower(),
        "count": len({board.page for board in boards}),
        "best": first.model.best,
        "apart": [first.label(name) for name in first.model.apart],
        "lists": [(name, vocabulary_title(data.catalog, name).lower()) for name in vocabularies],
        "most_rows": MOST_ROWS,
        "most_ranked": MOST_RANKED,
    }


def _group_signs(catalog: Catalog, groups: Iterable[str]) -> dict[str, Markup]:
    """The signs of what keeps numbers apart; the words themselves where the survey declares no sign of any."""
    signs = {words: word_sign(catalog, words) for words in groups}
    return signs if any(signs.values()) else {words: filled("<small>{}</small>", words) for words in groups}


def _key_of(model: Model) -> str:
    """The key of a variant in addresses."""
    return variant_keys(model.record)[model.name]
