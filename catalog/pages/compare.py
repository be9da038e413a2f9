"""The data of the page that compares records: the fields as grouped rows, and one script per record with its claims."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from urllib.parse import quote

from catalog.catalog import Catalog
from catalog.model.columns import Column, columns, group_columns
from catalog.pages.cells import MARKS, claim
from catalog.pages.leaderboards import Leaderboard, leaderboard_column
from catalog.pages.measurements import MeasurementRow
from catalog.pages.render import data_script
from catalog.pages.variants import said, variant_keys, variant_name, variant_names
from catalog.values import Blank, Model, Record


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawing of some of a record's models, for its page and as a file there, and a small one.

    `keys` and `variants` are the keys and the names of the variants; no names where it shows all that count.
    """

    file: str
    picture: str
    thumbnail: str
    keys: tuple[str, ...]
    variants: str


MOST = 5
"""Records that can be compared at once: more do not fit on a screen."""


def page_data(catalog: Catalog) -> dict[str, Any]:
    """The data of the page before a record is chosen; the palette's file has the names of all records."""
    survey = catalog.settings
    return {
        "one": survey.one,
        "many": survey.many,
        "folder": survey.folder,
        "most": MOST,
        "groups": [[group, list(map(_about, members))] for group, members in group_columns(columns(catalog.model))],
        "blanks": [blank.value for blank in Blank],
        "signs": {mark: sign for mark, (sign, _) in MARKS.items()},
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
    catalog: Catalog, record: Record, measurements: MeasurementsOfRecords, drawings: Sequence[Drawing] = ()
) -> str:
    """Every claim of one record with its evidence, as a script, and the names of its variants.

    Measurements have keys that begin with `=`, which `measured` labels.
    """
    claims = {column.path: _claims(catalog, record, column) for column in catalog.columns}
    titles: dict[str, list[str]] = {}
    for board, lines in measurements[record.slug]:
        key = f"={'/'.join(quote(value, safe='') for value in board.values)}"
        title = ", ".join(filter(None, (board.entry.name, board.title)))
        titles[key] = [title, board.path]
        column = leaderboard_column(board)
        claims[key] = [_measurement(catalog, column, line, board.more) for line in lines]
    claims = {path: items for path, items in claims.items() if items}
    drawn = [[drawing.file, drawing.thumbnail, *drawing.keys] for drawing in drawings]
    return data_script({"claims": claims, "measured": titles, "drawings": drawn, "variants": _variants(record)})


def _variants(record: Record) -> dict[str, str]:
    """Key in addresses → name of the variant, with its scope where it does not count; none of a single model."""
    if len(record.all_models) == 1:
        return {}
    keys = variant_keys(record)
    return {keys[model.name]: variant_name(model) for model in record.all_models if model.variant}


def _claims(catalog: Catalog, record: Record, column: Column) -> list[dict[str, Any]]:
    return [_owned(claim(catalog, record, column, item.fact), item.item, item.models) for item in said(column, record)]


def _owned(claim: dict[str, Any], item: str, models: Sequence[Model]) -> dict[str, Any]:
    """A claim with what it is about: the item of a list, and the variants where it does not hold for all."""
    record = models[0].record
    if len(models) < len(record.all_models):
        keys = variant_keys(record)
        claim["keys"] = [keys[model.name] for model in models if model.variant]
        claim["variants"] = variant_names(models)
        claim["aside"] = not any(model.counts for model in models)
    return {name: value for name, value in {"of": item, **claim}.items() if value not in ("", False)}


def _measurement(catalog: Catalog, column: Column, line: MeasurementRow, more: Sequence[str]) -> dict[str, Any]:
    conditions = ", ".join(filter(None, (line.field(name)[0] for name in more)))
    models = [model for model in line.record.all_models if model.name == line.item.variant] or line.record.all_models
    return _owned(claim(catalog, line.record, column, line.item.value), conditions, models)
