"""One or two charts that fit the fields of a proposed survey."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from catalog.importing.proposals.survey import ProposedField

_NUMBERS = frozenset({"number", "range", "money", "duration"})


def charts_for(fields: Sequence[ProposedField], newest: str) -> list[dict[str, Any]]:
    """Return up to two charts, as `data/survey.yml` has them."""
    numbers = _fullest(item for item in fields if item.kind.type in _NUMBERS)
    groups = _fullest(item for item in fields if "filter" in item.kind.entry and "vocabulary" not in item.kind.entry)
    label = {item.path: item.label for item in fields}
    charts: list[dict[str, Any]] = []
    if newest and numbers:
        charts.append({"kind": "scatter", "title": f"{label[numbers[0]]} over time", "x": newest, "y": numbers[0]})
    elif len(numbers) > 1:
        title = f"{label[numbers[0]]} against {label[numbers[1]]}"
        charts.append({"kind": "scatter", "title": title, "x": numbers[1], "y": numbers[0]})
    elif numbers:
        charts.append({"kind": "bars", "title": label[numbers[0]], "x": numbers[0]})
    if newest and groups:
        charts.append({"kind": "timeline", "title": f"{label[groups[0]]} by date", "x": newest, "lane": groups[0]})
    elif len(groups) > 1:
        title = f"{label[groups[0]]} and {label[groups[1]]}"
        charts.append({"kind": "matrix", "title": title, "rows": groups[0], "columns": groups[1]})
    return charts


def _fullest(fields: Any) -> list[str]:
    """The paths of fields, those that most rows have first."""
    return [item.path for item in sorted(fields, key=lambda item: -item.cells)]
