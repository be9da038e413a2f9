"""The data of the page that compares records: the fields as grouped rows, and one script per record with its claims."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any
from urllib.parse import quote

from catalog.catalog import Catalog
from catalog.model.columns import Column, columns, group_columns
from catalog.model.node import field_values
from catalog.pages.cells import MARKS, claim
from catalog.pages.leaderboards import Leaderboard, leaderboard_column
from catalog.pages.measurements import MeasurementRow
from catalog.pages.render import data_script
from catalog.values import Blank, Record

MOST = 5
"""Records that can be compared at once: more do not fit on a screen."""


def page_data(catalog: Catalog) -> dict[str, Any]:
    """The data of the page before a record is chosen."""
    survey = catalog.settings
    return {
        "one": survey.one,
        "many": survey.many,
        "folder": survey.folder,
        "most": MOST,
        "groups": [[group, list(map(_about, members))] for group, members in group_columns(columns(catalog.model))],
        "blanks": [blank.value for blank in Blank],
        "signs": {mark: sign for mark, (sign, _) in MARKS.items()},
        "names": {record.slug: record.name for record in catalog.records},
        "moved": dict(catalog.former_slugs),
    }


def _about(column: Column) -> list[Any]:
    return [column.path, column.label, column.type.base_address]


MeasurementsOfRecords = Mapping[str, Sequence[tuple[Leaderboard, Sequence[MeasurementRow]]]]


def measurements_of_records(catalog: Catalog, boards: Sequence[Leaderboard]) -> MeasurementsOfRecords:
    """Slug → the leaderboards that a record is on, with its measurements there."""
    result: dict[str, list[tuple[Leaderboard, list[MeasurementRow]]]] = {record.slug: [] for record in catalog.records}
    for board in boards:
        for slug, lines in groupby(sorted(board.lines, key=_slug), _slug):
            result[slug].append((board, list(lines)))
    return result


def _slug(line: MeasurementRow) -> str:
    return line.record.slug


def script(
    catalog: Catalog, record: Record, measurements: MeasurementsOfRecords, *, drawn: bool = False, thumbnail: str = ""
) -> str:
    """Every claim of one record with its evidence, as a script.

    Measurements have keys that begin with `=`, which `measured` labels. `thumbnail` is the small drawing; `drawn` says
    whether the whole one is a file beside the script.
    """
    claims = {column.path: list(_claims(catalog, record, column)) for column in catalog.columns}
    titles: dict[str, list[str]] = {}
    for board, lines in measurements[record.slug]:
        key = f"={'/'.join(quote(value, safe='') for value in board.values)}"
        title = ", ".join(filter(None, (board.entry.name, board.title)))
        titles[key] = [title, board.path]
        column = leaderboard_column(board)
        claims[key] = [_measurement(catalog, column, line, board.more) for line in lines]
    claims = {path: items for path, items in claims.items() if items}
    return data_script({"claims": claims, "measured": titles, "drawn": drawn, "thumbnail": thumbnail})


def _claims(catalog: Catalog, record: Record, column: Column) -> Iterator[dict[str, Any]]:
    facts = column.facts(record)
    if all(fact.blank is Blank.NOT_CHECKED for fact in facts):
        return
    owners = list(_owners(record, column.path.split(".")))
    for index, fact in enumerate(facts):
        if fact.blank is not Blank.NOT_CHECKED:
            owner = owners[index] if len(owners) == len(facts) else ""
            yield _owned(owner, claim(catalog, record, column, fact))


def _owned(owner: str, claim: dict[str, Any]) -> dict[str, Any]:
    return {"of": owner, **claim} if owner else claim


def _measurement(catalog: Catalog, column: Column, line: MeasurementRow, more: Sequence[str]) -> dict[str, Any]:
    owner = ", ".join(filter(None, (line.item.variant, *(line.field(name)[0] for name in more))))
    return _owned(owner, claim(catalog, line.record, column, line.item.value))


def _owners(node: Any, steps: Sequence[str], owner: str = "") -> Iterator[str]:
    """For each fact at `steps`, the name of the list item it belongs to; empty outside lists."""
    first, *rest = steps
    value = getattr(node, first, ())
    if not rest:
        yield owner
        return
    for item in value if isinstance(value, tuple) else (value,):
        yield from _owners(item, rest, _item_name(item) or owner)


def _item_name(item: Any) -> str:
    """The plain texts of a part, such as its name and its variant."""
    return ", ".join(value for _, value in field_values(item) if isinstance(value, str) and value)
