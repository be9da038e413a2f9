"""Facts whose source changed since it was read are warned of, only where `catalog watch` has said so."""

from __future__ import annotations

import json

import pytest
import yaml

from catalog.api.files import inspect_other_files
from catalog.errors import Problem
from catalog.paths import Project
from catalog.rules import CheckCache, RecordCache, check, load
from catalog.watch.changes import ChangeKind
from tests.watching import note

PAPER = "https://arxiv.org/abs/2403.00001"
WORK = "arxiv:2403.00001"
RULE = "sources-are-read-after-they-changed"
VERSION = (WORK, ChangeKind.VERSION, "2026-03-01", "1", "2")


@pytest.fixture
def survey(small_survey: Project) -> Project:
    """A survey whose one record was read in a paper long ago, and names a repository."""
    write(small_survey, read="2024-05-01")
    return small_survey


def write(survey: Project, **source: str) -> None:
    fact = {"source": "paper", "where": "Table 1", "verified": "primary"}
    record = {
        "slug": "one",
        "name": "One",
        "sources": {"paper": {"url": PAPER, "title": "The paper"} | source},
        "asr_only": {"value": True} | fact,
        "code": {"repository": {"value": "https://github.com/o/one"} | fact},
    }
    file = survey.data / "systems" / "one.yml"
    file.write_text(yaml.safe_dump(record, sort_keys=False), encoding="utf-8")


def warnings(survey: Project, cache: CheckCache | None = None) -> list[Problem]:
    return [problem for problem in check(survey, cache, [inspect_other_files]) if problem.rule in (RULE, "watch")]


def test_age_alone_is_no_fault(survey: Project) -> None:
    assert warnings(survey) == []
    note(survey)
    assert warnings(survey) == []


def test_a_change_is_told_where_the_day_of_reading_stands_with_what_to_do(survey: Project) -> None:
    note(survey, VERSION)
    (found,) = warnings(survey)
    assert found.severity == "warning"
    assert found.field == "sources.paper.read"
    lines = (survey.root / found.file).read_text(encoding="utf-8").splitlines()
    assert lines[found.line - 1].strip().startswith("read:")
    assert "2 facts rest on “The paper”, read 2024-05-01; version 2 of the paper appeared (2026-03-01)" in found.message
    assert "read it again, correct what differs, then write `read: " in found.hint


def test_reading_it_again_ends_the_warning(survey: Project) -> None:
    note(survey, VERSION)
    write(survey, read="2026-03-01")
    assert warnings(survey) == []


def test_where_no_day_is_noted_only_what_is_grave_is_told_at_the_source(survey: Project) -> None:
    write(survey)
    note(survey, VERSION)
    assert warnings(survey) == []
    note(survey, VERSION, (WORK, ChangeKind.RETRACTED, "2026-03-02", "", ""))
    assert [(found.field, "retracted" in found.message) for found in warnings(survey)] == [("sources.paper", True)]


def test_a_source_with_a_version_is_advised_to_say_the_new_one(survey: Project) -> None:
    write(survey, read="2026-05-01", date="2024-05-01")
    note(survey, VERSION)
    (found,) = warnings(survey)
    assert "in the version of 2024-05-01; version 2" in found.message
    assert "with the `date:` of the version that you read" in found.hint
    write(survey, read="2026-05-01", url=f"{PAPER}v1")
    assert warnings(survey)[0].hint.endswith("and its address")
    write(survey, read="2026-05-01", url=f"{PAPER}v2")
    assert warnings(survey) == []


def test_of_an_address_that_is_only_named_nothing_but_what_is_grave_is_told(survey: Project) -> None:
    note(survey, ("github:o/one", ChangeKind.RELEASE, "2026-03-01", "", "v2"))
    assert warnings(survey) == []
    note(survey, ("github:o/one", ChangeKind.ARCHIVED, "2026-03-01", "", ""))
    assert [found.field for found in warnings(survey)] == ["code.repository"]


def test_several_changes_of_one_source_are_one_warning(survey: Project) -> None:
    note(survey, VERSION, (WORK, ChangeKind.VERSION, "2026-04-01", "2", "3"))
    (found,) = warnings(survey)
    assert "version 3" in found.message
    assert "version 2" in found.message


def test_a_warning_fails_no_run_and_prevents_no_build(survey: Project, command) -> None:
    note(survey, VERSION)
    assert load(survey).records
    done = command("check", "--no-cache", cwd=survey.root)
    assert done.returncode == 0, done.stderr
    assert "version 2 of the paper appeared" in done.stdout
    assert "watch.json" in done.stderr


def test_both_caches_see_the_state(survey: Project) -> None:
    file, kept = survey.root / "cache.json", RecordCache()
    for changes in ((), (VERSION,), ()):
        note(survey, *changes)
        assert len(warnings(survey, CheckCache(file))) == len(changes)
        assert load(survey, kept).records
        assert sum(len(each.findings.problems) for each in kept.read(kept.open(survey)[0], None)) == len(changes)


@pytest.mark.parametrize("text", ["", "[]", "{", '{"works": 5}', '{"version": 2}', '{"changes": [{"work": ""}]}'])
def test_a_damaged_state_is_an_error_and_stops_nothing_else(survey: Project, text: str) -> None:
    (survey.data / "watch.json").write_text(text, encoding="utf-8")
    (found,) = warnings(survey)
    assert (found.severity, found.rule) == ("error", "watch")
    assert found.file.name == "watch.json"
    assert "delete it" in found.hint
    assert load(survey).records


def test_a_state_written_by_hand_is_read_as_it_is(survey: Project) -> None:
    change = {"work": WORK, "kind": "withdrawn", "day": "2026-03-01", "noticed": "2026-03-02"}
    (survey.data / "watch.json").write_text(json.dumps({"version": 1, "changes": [change]}), encoding="utf-8")
    assert "the authors withdrew the paper" in warnings(survey)[0].message
