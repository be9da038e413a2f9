"""What pages show first: declared in the settings, or made from the model."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from catalog.catalog import Catalog
from catalog.pages.main_boards import main_boards
from catalog.paths import Project
from catalog.rules import load
from catalog.settings import SurveySettings
from catalog.settings.display import Display, ShownColumn

HERE = Path(__file__).parent
DECLARED = """
presets:
  - {label: At a glance, columns: [first_baked, pace-of-two, hydration, proof.time]}
  - {label: Dough, columns: [doughs.flour, doughs.share]}
groups:
  - {label: Making, of: [hydration, proof]}
heads:
  - {of: hydration, label: Water}
  - {of: proof.time, label: Rest, unit: days, factor: 24}
together:
  - key: pace-of-two
    label: Paces
    fields: [{of: proof.pace, letter: P, label: Proof}, {of: proof.pace-again, letter: A, label: Again}]
signs:
  - {word: overnight, label: night, tone: blue, line: M2 8h12}
boards:
  - {label: Taste, measured: points of ten, of: scores,
     boards: [{head: Harbour, part: crumb, where: {judges: harbour, criterion: crumb}}]}
summary:
  - {label: Rest, of: [proof.time], below: [proof.cold]}
  - {label: Crumb, of: [best-crumb]}
filters: [pace-of-two, oven]
"""


@pytest.fixture(scope="module")
def bread() -> Iterator[Catalog]:
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(HERE)
        yield load(Project(HERE / "survey"))


def settings(bread: Catalog, text: str = "") -> SurveySettings:
    """The survey's settings with what `text` declares in place of its columns."""
    own = bread.settings.model_dump(mode="json", exclude={"columns"}, exclude_none=True)
    return SurveySettings.model_validate(own | (yaml.safe_load(text) or {}))


def declared(bread: Catalog) -> Display:
    """The display of a survey that declares all there is; a second field with the words of `proof.pace` is made up."""
    again = replace(bread.by_path["proof.pace"], path="proof.pace-again")
    return Display(settings(bread, DECLARED), bread.model, {**bread.by_path, again.path: again})


def keys(columns: tuple[ShownColumn, ...]) -> list[str]:
    return [shown.key for shown in columns]


def test_presets_are_shown_as_declared_and_the_last_has_every_column(bread: Catalog) -> None:
    presets = declared(bread).presets
    assert [(preset.key, preset.label) for preset in presets] == [
        ("at-a-glance", "At a glance"),
        ("dough", "Dough"),
        ("all", "All"),
    ]
    assert keys(presets[0].columns) == ["first_baked", "pace-of-two", "hydration", "proof.time"]
    assert {column.path for column in presets[-1].fields} >= set(bread.by_path)


def test_a_head_is_short_stands_below_its_group_and_has_a_unit(bread: Catalog) -> None:
    groups = declared(bread).presets[0].groups
    assert [(group.label, [shown.head for shown in group.columns]) for group in groups] == [
        ("", ["First baked"]),
        ("Paces", ["Paces"]),
        ("Making", ["Water", "Rest"]),
    ]
    rest = declared(bread).column("proof.time")
    assert (rest.unit, rest.factor) == ("days", 24)
    assert (declared(bread).column("hydration").unit, declared(bread).column("hydration").factor) == ("%", 1)


def test_fields_with_the_same_words_fold_into_one_column_of_signs(bread: Catalog) -> None:
    (folded,) = declared(bread).folded
    assert [(member.letter, member.label, member.column.path) for member in folded.members] == [
        ("P", "Proof", "proof.pace"),
        ("A", "Again", "proof.pace-again"),
    ]
    night, day = folded.sign("overnight"), folded.sign("same day")
    assert (night.label, night.tone, night.line, night.fill) == ("night", "blue", "M2 8h12", "")
    assert (day.label, day.tone, day.line, day.meaning) == ("same day", "plain", "", "Mixed and baked on one day.")


def test_the_open_filters_and_the_numbers_of_a_record_are_those_declared(bread: Catalog) -> None:
    display = declared(bread)
    assert keys(display.filters) == ["pace-of-two", "oven"]
    rest, crumb = display.summary
    assert (rest.label, keys(rest.of), keys(rest.below), rest.measure) == ("Rest", ["proof.time"], ["proof.cold"], None)
    assert crumb.measure == bread.settings.measures[0]


def test_the_matrix_of_results_has_the_boards_that_are_declared(bread: Catalog) -> None:
    (taste,) = main_boards(replace(bread, settings=settings(bread, DECLARED)))
    (board,) = taste.boards
    assert (taste.label, taste.measured) == ("Taste", "points of ten")
    assert (board.head, board.part, board.leaderboard.path) == ("Harbour", "crumb", "bakeries/harbour/#crumb")


def test_a_survey_that_declares_nothing_has_an_overview_and_a_preset_for_each_group(bread: Catalog) -> None:
    display = Display(settings(bread), bread.model, bread.by_path)
    assert [preset.label for preset in display.presets] == ["Overview", "General", "Dough", "Proof", "All"]
    overview = keys(display.presets[0].columns)
    assert overview[0] == "first_baked"
    assert overview[-1] == "best-crumb"
    assert {"doughs.flour", "proof.time", "oven"} <= set(overview)
    assert len(overview) <= 10
    assert display.folded == ()
    assert keys(display.filters) == ["first_baked", "oven", "hydration", "doughs.flour"]
    assert [value.label for value in display.summary][:4] == [
        "Hydration",
        "Proofing time",
        "Best crumb",
        "Oven",
    ], "what is said of each entry of a list, as of a flour of the dough, is in its table"


def test_columns_alone_are_the_overview(bread: Catalog) -> None:
    assert bread.settings.presets == ()
    assert [column.path for column in bread.shown] == list(bread.settings.columns)
    assert bread.display.presets[0].label == "Overview"


def test_without_a_choice_the_matrix_has_the_boards_with_most_records(bread: Catalog) -> None:
    (scores,) = main_boards(bread)
    assert scores.label == "Scores"
    assert [(board.head, board.part) for board in scores.boards] == [("Harbour Bakehouse", "crumb")]


def test_a_word_is_short_in_narrow_places_alone(bread: Catalog) -> None:
    column = bread.by_path["bakery"]
    key, entry = next(iter(bread.vocabularies["bakeries"].items()))
    words = {**bread.vocabularies["bakeries"], key: entry.model_copy(update={"short": "HB"})}
    short = replace(bread, vocabularies={**bread.vocabularies, "bakeries": words})
    assert (short.short_name(column, key), short.short(column, key)) == ("HB", entry.name)
    assert bread.short_name(column, key) == entry.name
