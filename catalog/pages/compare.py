"""The data of the page that compares records: the fields as grouped rows, and one script per record with its claims."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import groupby
from typing import Any

from catalog.catalog import Catalog
from catalog.drawings.flow import BlockFlow
from catalog.model.columns import GENERAL, Column, columns, group_columns
from catalog.pages.card import card_texts
from catalog.pages.cells import MARKS, READ, claim, source_title, source_url
from catalog.pages.leaderboards import Leaderboard
from catalog.pages.main_boards import main_boards
from catalog.pages.matrix import MatrixColumn, result_matrix
from catalog.pages.measurements import MeasurementRow
from catalog.pages.record import RecordView
from catalog.pages.render import data_script
from catalog.pages.signs import word_sign
from catalog.pages.strips import Strip
from catalog.pages.variants import Said, variant_name, variant_names
from catalog.values import Blank, Fact, Grade, Model
from catalog.values.show import says_unit

MOST = 5
"""Records that can be compared at once: more do not fit on a screen."""


def page_data(catalog: Catalog, boards: Sequence[Leaderboard]) -> dict[str, Any]:
    """The data of the page before a record is chosen; the palette's file has the names of all records."""
    survey = catalog.settings
    identity = _identity(catalog)
    return {
        "one": survey.one,
        "many": survey.many,
        "folder": survey.folder,
        "most": MOST,
        "byline": [column.path for column in catalog.display.byline[:1]],
        "groups": [[group, [_about(each, identity) for each in own]] for group, own in _groups(catalog, identity)],
        "boards": {
            column.board.claims: _board(column) for column in result_matrix(main_boards(catalog, boards)).columns
        },
        "blanks": [blank.value for blank in Blank],
        "marks": {mark: sign for mark, (sign, _) in MARKS.items()},
        "signs": {sign.word: [sign.tone, word_sign(catalog, sign.word)] for sign in survey.signs},
    }


def _about(column: Column, identity: frozenset[str]) -> list[Any]:
    return [column.path, column.label, column.type.base_address, int(column.path in identity)]


def _identity(catalog: Catalog) -> frozenset[str]:
    """The paths of fields by which records are told apart and named: that these differ says nothing."""
    survey = catalog.settings
    cited = {path for path in survey.cite.model_dump().values() if path} if survey.cite else set()
    own = {column.path for column in catalog.columns if column.show.unique or column.type.base_address is not None}
    return frozenset({survey.newest, *cited, *own})


def _groups(catalog: Catalog, identity: frozenset[str]) -> list[tuple[str, list[Column]]]:
    """The fields under their heads: groups with most numbers first, those that name a record last."""
    groups: dict[str, list[Column]] = {}
    for group, members in group_columns(columns(catalog.model)):
        for column in members:
            groups.setdefault(_group(catalog, column) or group, []).append(column)

    def order(item: tuple[str, list[Column]]) -> tuple[bool, bool, float]:
        label, own = item
        named = sum(column.path in identity for column in own)
        return 2 * named > len(own), label == GENERAL, -sum(column.type.is_number for column in own) / len(own)

    return sorted(groups.items(), key=order)


def _group(catalog: Catalog, column: Column) -> str:
    """The head that the survey declares for a column."""
    labels = {group.label for group in catalog.settings.groups}
    label = catalog.display.column(column.path).group
    return label if label in labels else ""


def _board(column: MatrixColumn) -> list[Any]:
    """A main leaderboard: its short name and address, and the best numbers of all records as a strip."""
    values = (number.standing.best.item.value.value for number in column.numbers if number.rank)
    numbers = tuple(sorted(value.number for value in values if value))
    label = " ".join(filter(None, (column.shown.head, column.shown.part)))
    strip = [Strip(numbers).dots, numbers[0], numbers[-1]] if numbers else []
    return [label, column.board.path, *strip]


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


def script(view: RecordView, measurements: MeasurementsOfRecords, *, has_page: bool = True) -> str:
    """Every claim of one record with its evidence, as a script, and the names of its variants.

    Measurements have keys that begin with `=`, which `measured` labels, the best first. A record that `has_page` has
    its drawings there, to be saved as files.
    """
    by_path = view.catalog.by_path
    claims = {path: [_claim(view, by_path[path], said) for said in items] for path, items in view.claims.items()}
    titles: dict[str, list[str]] = {}
    for board, lines in measurements[view.record.slug]:
        titles[board.claims] = [board.name, board.path, board.model.best]
        claims[board.claims] = [_measurement(view, board, line) for line in lines]
    content = {
        "claims": claims,
        "sources": _sources(view),
        "read": READ,
        "measured": titles,
        "drawings": [drawing.picture for drawing in view.drawings] if has_page else [],
        "card": card_texts(view, claims) if has_page else [],
        "flows": list(_flows(view)),
        "variants": _variants(view),
    }
    return data_script(content)


def _variants(view: RecordView) -> dict[str, str]:
    """Key in addresses → name of the variant, with its scope where it does not count; none of a single model."""
    models = view.record.all_models
    return {view.keys[model.name]: variant_name(model) for model in models if model.variant} if len(models) > 1 else {}


def _flows(view: RecordView) -> Iterator[list[Any]]:
    """The boxes and arrows of the models, each once, with the keys and the names of those that have them."""
    same: dict[BlockFlow, list[Model]] = {}
    for model, flow in view.flows.items():
        same.setdefault(flow, []).append(model)
    for flow, models in same.items():
        boxes = [[box.heading, box.name, box.details, box.state] for box in flow.boxes]
        counted = [model for model in models if model.counts]
        keys = [view.keys[model.name] for model in models if model.variant]
        yield [boxes, flow.arrows, variant_names(counted) if counted else "", int(bool(counted)), *keys]


def _claim(view: RecordView, column: Column, said: Said) -> dict[str, Any]:
    """A claim with what it is about: the item of a list, and the variants where it does not hold for all."""
    about = claim(view.catalog, column, said.fact, partial(_cited, view))
    if said.item:
        about["of"] = said.item
    if column.type.is_number and said.fact.value is not None:
        short = ", ".join([_number(column, value) for value in said.fact.values])
        if short != about["value"]:
            about["short"] = short
    if len(said.models) < len(view.record.all_models):
        about["keys"] = [view.keys[model.name] for model in said.models if model.variant]
        if variants := said.variants:
            about["variants"] = variants
        if not said.counts:
            about["aside"] = True
    return about


def _cited(view: RecordView, fact: Fact[Any]) -> dict[str, Any]:
    """The number of the source of a fact, and whether that was read itself."""
    number, _ = view.evidence.sources.get(fact.source, (0, None))
    return {"source": number, "read": fact.verified is Grade.PRIMARY}


def _sources(view: RecordView) -> list[tuple[str, str]]:
    """Title and address of every source, in the order of their numbers."""
    keys = view.evidence.sources
    return [(source_title(view.catalog, view.record, key), source_url(view.record, key)) for key in keys]


def _number(column: Column, value: Any) -> str:
    """A number as the pages of records have it: `8.4B`, `~70K`, `960`; with its unit unless the label says it."""
    return column.type.short(value, "" if says_unit(column.label, column.unit) else column.show.unit)


def _measurement(view: RecordView, board: Leaderboard, line: MeasurementRow) -> dict[str, Any]:
    words = {name: line.field(name)[0] for name in {*board.more, *board.model.apart}}
    conditions = ", ".join(filter(None, (words[name] for name in board.more)))
    models = tuple(model for model in view.record.all_models if model.name == line.item.variant)
    about = _claim(view, board.column, Said(line.item.value, models or view.record.all_models, conditions))
    if value := line.item.value.value:
        about["number"] = value.number
        about["group"] = ", ".join(words[name] or "not stated" for name in board.model.apart)
    return about
