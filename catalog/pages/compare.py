"""The data of the page that compares records: the fields as grouped rows, and one script per record with its claims."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from catalog.catalog import Catalog
from catalog.model.columns import Column, columns, group_columns
from catalog.pages.cells import MARKS, claim
from catalog.pages.drawings import Drawing
from catalog.pages.leaderboards import Leaderboard, leaderboard_column
from catalog.pages.measurements import MeasurementRow
from catalog.pages.record import RecordView
from catalog.pages.render import data_script
from catalog.pages.variants import Said, variant_name
from catalog.values import Blank

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


def script(view: RecordView, measurements: MeasurementsOfRecords, drawings: Sequence[Drawing] = ()) -> str:
    """Every claim of one record with its evidence, as a script, and the names of its variants.

    Measurements have keys that begin with `=`, which `measured` labels.
    """
    by_path = view.catalog.by_path
    claims = {path: [_claim(view, by_path[path], said) for said in items] for path, items in view.claims.items()}
    titles: dict[str, list[str]] = {}
    for board, lines in measurements[view.record.slug]:
        titles[board.claims] = [board.name, board.path]
        claims[board.claims] = [_measurement(view, board, line) for line in lines]
    content = {
        "claims": claims,
        "measured": titles,
        "drawings": [[drawing.picture, drawing.thumbnail, *drawing.keys] for drawing in drawings],
        "variants": _variants(view),
    }
    return data_script(content)


def _variants(view: RecordView) -> dict[str, str]:
    """Key in addresses → name of the variant, with its scope where it does not count; none of a single model."""
    models = view.record.all_models
    return {view.keys[model.name]: variant_name(model) for model in models if model.variant} if len(models) > 1 else {}


def _claim(view: RecordView, column: Column, said: Said) -> dict[str, Any]:
    """A claim with what it is about: the item of a list, and the variants where it does not hold for all."""
    about = {"of": said.item, **claim(view.catalog, view.record, column, said.fact)}
    if len(said.models) < len(view.record.all_models):
        about["keys"] = [view.keys[model.name] for model in said.models if model.variant]
        about["variants"] = said.variants
        about["aside"] = not said.counts
    return {name: value for name, value in about.items() if value not in ("", False)}


def _measurement(view: RecordView, board: Leaderboard, line: MeasurementRow) -> dict[str, Any]:
    conditions = ", ".join(filter(None, (line.field(name)[0] for name in board.more)))
    models = tuple(model for model in view.record.all_models if model.name == line.item.variant)
    said = Said(line.item.value, models or view.record.all_models, conditions)
    return _claim(view, leaderboard_column(board), said)
