"""What survey.yml asks of the records and none of them has is a warning at the place where it is asked."""

from __future__ import annotations

import pytest

from catalog.errors import Problem
from catalog.paths import Project
from catalog.rules import CheckCache, check
from catalog.rules.expectations import FEW

SETTINGS = """\
title: Speech recognisers
description: A few recognisers.
record: catalog.surveys.asr.record:System
folder: systems
newest: released
columns: [released, encoders.name, ranking, clean]
measures:
  - {key: clean, label: C, of: results, where: {test_set: librispeech, split: test-clean, metric: WER, run_by: authors}}
  - {key: other, label: O, of: results, where: {test_set: librispeech, split: test-other, metric: WER, run_by: authors}}
  - {key: aishell, label: Mandarin, of: results, where: {test_set: aishell, metric: CER, run_by: authors}}
charts:
  - {kind: timeline, title: Full, x: released, lane: connector.family}
  - {kind: bars, title: Empty, x: hours.asr}
  - {kind: scatter, title: Half empty, x: released, y: hours.asr}
  - {kind: lineage, title: Nobody succeeds, x: released, links: [relations.successor_of, relations.built_on]}
questions:
  - {ask: "Found?", query: "released=2024..&encoders.name=wavlm-large&sort=-released"}
  - {ask: "Before the first?", query: "released=..1999"}
  - {ask: "A misspelt word?", query: "code.licence=Apache-2"}
  - {ask: "These two?", query: "pick=whole,hole"}
example: sole
"""
MEASURED = """\
slug: measured
name: Measured ASR
sources: {paper: "https://arxiv.org/abs/2402.08847"}
code: {licence: {value: Apache-2.0, source: paper, where: title page}}
results:
  - {test_set: librispeech, split: test-clean, metric: WER, value: 2.1, as_of: 2024, run_by: authors, source: paper}
"""


@pytest.fixture
def survey(small_survey: Project) -> Project:
    """As many records as are needed, of which one has a date and one a result."""
    small_survey.settings.write_text(SETTINGS, encoding="utf-8")
    (small_survey.data / "systems" / "measured.yml").write_text(MEASURED, encoding="utf-8")
    for number in range(FEW - 2):
        write(small_survey, f"more-{number}", "")
    return small_survey


def write(survey: Project, slug: str, text: str) -> None:
    (survey.data / "systems" / f"{slug}.yml").write_text(
        f"slug: {slug}\nname: Recogniser {slug}\n{text}", encoding="utf-8"
    )


def told(problems: list[Problem]) -> list[tuple[str, str, str]]:
    return [(problem.field, problem.message, problem.severity) for problem in problems]


EMPTY = [
    ("columns.2", "no record has a value in `ranking`: the column is empty", "warning"),
    (
        "measures.1.where.split",
        (
            "no record has a measurement with test_set `librispeech`, split `test-other`, metric `WER`,"
            " run_by `authors`: the column is empty"
        ),
        "warning",
    ),
    (
        "measures.2.where",
        "no record has a measurement with test_set `aishell`, metric `CER`, run_by `authors`: the column is empty",
        "warning",
    ),
    ("charts.1", "the chart is empty: no record has a value on every axis (hours.asr)", "warning"),
    ("charts.2", "the chart is empty: no record has a value on every axis (released, hours.asr)", "warning"),
    (
        "charts.3",
        (
            "the chart is empty: no record has a value on every axis"
            " (released, relations.successor_of, relations.built_on)"
        ),
        "warning",
    ),
    ("questions.1.query", "the question finds nothing", "warning"),
    ("questions.2.query", "the question finds nothing: no record has `Apache-2` in `code.licence`", "warning"),
    ("questions.3.query", "there is no record `hole`", "error"),
    ("example", "there is no record `sole`", "error"),
]


def test_what_no_record_has_is_told_where_it_is_asked_for(survey: Project) -> None:
    problems = check(survey)
    assert told(problems) == EMPTY
    assert [problem.location for problem in problems[:2]] == ["data/survey.yml:6:36", "data/survey.yml:9:79"]
    assert "`Apache-2.0`" in problems[7].hint


def test_a_handful_of_records_cannot_have_everything_yet(survey: Project) -> None:
    (survey.data / "systems" / "more-0.yml").unlink()
    assert told(check(survey)) == EMPTY[-2:]


def test_what_is_in_a_faulty_part_of_a_record_may_be_what_is_missing(survey: Project) -> None:
    write(survey, "more-0", "hours: {asr: lots}\ncode: {licence: [MIT]}\n")
    fields = {problem.field for problem in check(survey)}
    assert {"hours.asr", "columns.2", "charts.3"} <= fields
    assert fields.isdisjoint({"charts.1", "questions.2.query"})
    write(survey, "more-1", "hours: [")
    assert not [problem for problem in check(survey) if problem.file.name == "survey.yml"]


def test_a_record_that_was_checked_before_still_counts(survey: Project) -> None:
    cache = CheckCache(survey.root / "cache.json")
    assert told(check(survey, cache)) == told(check(survey, cache)) == EMPTY
    write(survey, "more-7", "ranking: 1\n")
    assert told(check(survey, CheckCache(survey.root / "cache.json"))) == EMPTY[1:]
    assert told(check(survey, CheckCache(survey.root / "cache.json"))) == EMPTY[1:]
    write(survey, "more-7", "")
    assert told(check(survey, CheckCache(survey.root / "cache.json"))) == EMPTY
