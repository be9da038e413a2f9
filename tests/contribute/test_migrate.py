"""Migrations update old records when the model changes."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from catalog.cli.migrate import command
from catalog.contribute.migrate import (
    Migration,
    into_variants,
    migrate_record,
    move,
    remove,
    rename,
    require,
    revalue,
    split,
)
from catalog.format.edit import dump_yaml, parse_yaml
from catalog.paths import Project
from catalog.rules import check
from tests.history.survey import change, make_survey, record

FIXTURES = Path(__file__).parent / "fixtures"


def sides(size: str) -> dict[str, str]:
    width, cross, height = str(size).partition("x")
    return {"width": width, "height": height, "size_source": "survey"} if cross else {}


MIGRATIONS = (
    Migration("2025 titles", rename("box_title", "title")),
    Migration("2025 volume", rename("litres", "volume")),
    Migration("2025 heat", rename("heating", "heat")),
    Migration("2025 words of heat", revalue("heat", {"flame": "gas", "electricity": "electric"})),
    Migration("2025 lids", rename("lids.label", "name")),
    Migration("2025 weight of lids", rename("lids.grams", "weight")),
    Migration("2026 every lid has a weight", require("lids.weight")),
    Migration("2026 size", split("size", sides)),
    Migration("2026 remarks", move("notes.private", "remark")),
    Migration("2026 shops", require("sold")),
)


def run(text: str, *steps) -> str:
    content = parse_yaml(text)
    for step in steps:
        step(content)
    return dump_yaml(content)


def test_an_old_record_becomes_a_new_one_with_its_comments():
    result = migrate_record(Path("old.yml"), (FIXTURES / "kettle-2024.yml").read_bytes(), MIGRATIONS)
    assert result.text == (FIXTURES / "kettle-2026.yml").read_text(encoding="utf-8")
    assert result.names == tuple(migration.name for migration in MIGRATIONS)


def test_a_second_run_changes_nothing():
    once = (FIXTURES / "kettle-2026.yml").read_bytes()
    result = migrate_record(Path("old.yml"), once, MIGRATIONS)
    assert result.names == ()
    assert result.text.encode() == once


@pytest.mark.parametrize("step", [migration.step for migration in MIGRATIONS], ids=lambda step: step.__qualname__)
def test_a_step_run_again_changes_nothing(step):
    once = run((FIXTURES / "kettle-2024.yml").read_text(encoding="utf-8"), step)
    assert run(once, step) == once


@pytest.mark.parametrize(
    ("step", "before", "after"),
    [
        (rename("a", "b"), "a: 1\nb: 2\n", "a: 1\nb: 2\n"),
        (rename("a.b", "c"), "a: text\n", "a: text\n"),
        (move("a.b", "c.d"), "a: {b: 1, x: 2}\n", "a: {x: 2}\nc:\n  d: 1\n"),
        (move("a.b", "c"), "a:\n  b: 1\nc: 2\n", "a:\n  b: 1\nc: 2\n"),
        (remove("a.b.c"), "a:\n  b:\n    c: 1\nx: 1\n", "x: 1\n"),
        (require("a.b", "not applicable"), "x: 1\n", "x: 1\na:\n  b: not applicable\n"),
        (require("a.b"), "a: []\n", "a: []\n"),
        (
            revalue("a", {"x": "y: z"}),
            "a: {value: x, instead: [{value: x, note: n}]}\n",
            'a: {value: "y: z", instead: [{value: "y: z", note: n}]}\n',
        ),
        (split("a", lambda _: {}), "a: 1\n", "a: 1\n"),
        (into_variants("a"), "a:\n  - {b: 1}\n", "a:\n  - {b: 1}\n"),
        (into_variants("a"), "a: text\n", "a: text\n"),
    ],
)
def test_steps_change_nothing_else(step, before, after):
    assert run(before, step) == after


@pytest.fixture
def project(tmp_path, monkeypatch) -> Project:
    survey = make_survey(tmp_path / "survey")
    change(record(survey, "whistler"), ("sold:", "first_sold:"))
    change(survey.settings, ("folder:", f"migrations: {__name__}:STEPS\nfolder:"))
    return survey


STEPS = (Migration("2026 shops", rename("first_sold", "sold")),)


def migrating(project: Project, *options: str, monkeypatch) -> Result:
    monkeypatch.setattr("catalog.cli.migrate.import_object", lambda _: STEPS)
    return CliRunner().invoke(command, ["--survey", str(project.root), *options], standalone_mode=False)


def test_items_that_name_a_variant_become_its_own_with_those_that_are_everybodys():
    old = "a:\n  - {b: all, c: 1} # shared\n  - {b: own, c: 2, variant: L}\nvariants:\n  - {name: S, d: 5} # small\n"
    new = run(old, into_variants("a"))
    everybodys, own = {"b": "all", "c": 1}, {"b": "own", "c": 2}
    assert yaml.safe_load(new) == {
        "a": [everybodys],
        "variants": [{"name": "S", "d": 5}, {"name": "L", "a": [everybodys, own]}],
    }
    assert "# small" in new
    assert "{b: all, c: 1} # shared" in new
    assert run(new, into_variants("a")) == new


def test_a_list_of_which_all_belongs_to_variants_is_left_to_them():
    new = run("a:\n  - {b: 1, variant: S}\n  - {b: 2, variant: L}\n", into_variants("a"))
    assert yaml.safe_load(new) == {"variants": [{"name": "S", "a": [{"b": 1}]}, {"name": "L", "a": [{"b": 2}]}]}


def test_check_names_what_would_change_and_changes_nothing(project, monkeypatch):
    result = migrating(project, "--check", monkeypatch=monkeypatch)
    assert result.return_value == 1
    assert result.stdout == "data/kettles/whistler.yml: 2026 shops\n"
    assert "first_sold" in record(project, "whistler").read_text(encoding="utf-8")


def test_no_record_is_lost_when_a_field_is_renamed(project, monkeypatch):
    assert check(project)
    assert migrating(project, monkeypatch=monkeypatch).return_value == 0
    assert not check(project)
    assert migrating(project, "--check", monkeypatch=monkeypatch).return_value == 0


def test_a_record_that_cannot_be_read_is_reported_and_the_others_are_migrated(project, monkeypatch):
    record(project, "boiler").write_text("slug: [", encoding="utf-8")
    result = migrating(project, monkeypatch=monkeypatch)
    assert result.return_value == 1
    assert "data/kettles/boiler.yml:1:7: error" in result.stderr
    assert "first_sold" not in record(project, "whistler").read_text(encoding="utf-8")


def test_missing_migrations_are_reported(project):
    change(project.settings, (f"migrations: {__name__}:STEPS", "migrations: catalog.surveys.asr.migrations:NOTHING"))
    result = CliRunner().invoke(command, ["--survey", str(project.root)], standalone_mode=False)
    assert "names migrations that do not exist" in str(result.exception)
