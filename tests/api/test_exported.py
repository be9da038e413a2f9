"""An export is opened as the survey it was made of, and is trusted with nothing."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pandas.testing import assert_frame_equal

from catalog.catalog import Catalog
from catalog.errors import DataError, SetupError
from catalog.exports.json import EXPORT, fact_json
from catalog.frames import facts, frame, results
from catalog.load.exported import yaml_data
from catalog.model.node import Node
from catalog.paths import LARGEST
from catalog.rules import check_export, load_export
from catalog.values import Amount, Bound, Fact
from catalog.values.fact import FactOf

Write = Callable[[Callable[[dict[str, Any]], object]], Path]


@pytest.fixture(scope="module")
def exported(catalog: Catalog, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("exported") / "catalogue.json"
    file.write_bytes(EXPORT.content(catalog))
    return file


@pytest.fixture(scope="module")
def opened(exported: Path) -> Catalog:
    return load_export(exported)


@pytest.fixture
def write(bread: Catalog, tmp_path: Path) -> Write:
    """Writes the export of the small survey after a change of its document."""

    def write(change: Callable[[dict[str, Any]], object] = lambda _: None) -> Path:
        document = json.loads(EXPORT.content(bread))
        change(document)
        file = tmp_path / "catalogue.json"
        file.write_text(json.dumps(document), encoding="utf-8")
        return file

    return write


def test_an_export_gives_the_same_records_words_and_columns(catalog: Catalog, opened: Catalog) -> None:
    assert opened.records == catalog.records
    assert opened.vocabularies == catalog.vocabularies
    assert [column.path for column in opened.columns] == [column.path for column in catalog.columns]


def test_an_export_gives_the_same_frames(catalog: Catalog, opened: Catalog) -> None:
    assert_frame_equal(frame(opened, blanks=True), frame(catalog, blanks=True))
    assert_frame_equal(frame(opened, variants=True), frame(catalog, variants=True))
    assert_frame_equal(facts(opened), facts(catalog))
    assert_frame_equal(results(opened), results(catalog))


def test_an_export_is_exported_as_it_was(opened: Catalog, exported: Path) -> None:
    assert EXPORT.content(opened) == exported.read_bytes()


def test_bounds_blanks_rivals_and_variants_of_another_survey_come_back(bread: Catalog, write: Write) -> None:
    assert load_export(write(), bread.model).records == bread.records


def test_what_json_says_of_a_value_is_read_back_by_its_type(catalog: Catalog) -> None:
    for column in catalog.columns:
        for value in {value for record in catalog.records for value in catalog.values(column, record)}:
            raw, beside = column.type.raw(value), column.type.beside(value)
            assert set(beside) <= set(column.type.json_keys)
            assert column.type.read(column.type.from_json(raw, beside)) == value


def test_bounds_of_the_items_of_a_list_are_kept() -> None:
    fact = Fact(value=(Amount(1.0), Amount(2.0, Bound.AT_LEAST), Amount(0.5, Bound.ABOUT)))
    document = fact_json(fact)
    assert document == {"value": [1, {"value": 2, "bound": "at least"}, {"value": 0.5, "bound": "about"}]}
    place = Node("sizes", fact=FactOf(tuple[Amount, ...]))
    assert tuple(map(Amount.read, yaml_data(document, place))) == fact.value


def test_a_class_that_an_export_names_is_not_imported_from_elsewhere(write: Write, tmp_path: Path) -> None:
    for path in ("loaves:Loaf", "catalog.surveysx.evil:Loaf", "os:system"):
        file = write(lambda document, path=path: document["survey"]["settings"].update(record=path))
        with pytest.raises(SetupError, match="give the class as `record=`"):
            load_export(file)


def test_no_code_that_an_export_names_is_imported(bread: Catalog, write: Write, tmp_path: Path, monkeypatch) -> None:
    (tmp_path / "trap.py").write_text("raise SystemExit('imported')", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    code = dict.fromkeys(("drawing", "flow", "migrations"), "trap:run")
    file = write(lambda document: document["survey"]["settings"].update(code))
    assert load_export(file, bread.model).settings.drawing is None
    assert "trap" not in sys.modules


def test_an_export_names_no_code_but_the_class_of_its_records(exported: Path) -> None:
    settings = json.loads(exported.read_text(encoding="utf-8"))["survey"]["settings"]
    assert settings["record"] == "catalog.surveys.asr.record:System"
    assert not {"drawing", "flow", "migrations"} & settings.keys()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"{", "cannot be read as JSON"),
        (b"\xff", "cannot be read as JSON"),
        (b"[]", "not an export"),
        (b'{"records": 3}', "not an export"),
        (b'{"records": []}', "has no settings"),
        (b'{"survey": {"settings": []}, "records": []}', "has no settings"),
        (b'{"records": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", "nested too deeply"),
        (b'{"records": ' + b"[" * 100 + b"]" * 100 + b"}", "nested too deeply"),
    ],
)
def test_what_is_no_export_is_refused_in_a_sentence(tmp_path: Path, content: bytes, message: str) -> None:
    file = tmp_path / "catalogue.json"
    file.write_bytes(content)
    with pytest.raises(SetupError, match=message):
        load_export(file)


def test_an_export_may_be_larger_than_other_files_of_a_survey(
    bread: Catalog, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = write()
    file.write_bytes(file.read_bytes() + b" " * LARGEST)
    assert load_export(file, bread.model).records == bread.records
    monkeypatch.setattr("catalog.load.exported.LARGEST_EXPORT", LARGEST)
    with pytest.raises(SetupError, match=r"the limit is 50 MB; use the folder of the survey in its place$"):
        load_export(file, bread.model)


def test_a_missing_file_and_a_folder_are_refused_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match="there is no such file"):
        load_export(tmp_path / "none.json")
    with pytest.raises(SetupError, match="it is a folder"):
        load_export(tmp_path)


def test_a_record_that_breaks_a_rule_is_named_with_its_field(bread: Catalog, write: Write) -> None:
    def spoil(document: dict[str, Any]) -> None:
        records = {record["slug"]: record for record in document["records"]}
        records["miche"]["hydration"] = {"value": 75, "bound": "nearly"}
        records["rye-brick"]["starter_from"] = {"value": "nobody"}
        document["records"].append("a text")

    file = write(spoil)
    with pytest.raises(DataError) as raised:
        load_export(file, bread.model)
    errors = [problem for problem in check_export(file, bread.model) if problem.severity == "error"]
    assert [problem for problem in raised.value.problems if problem.severity == "error"] == errors
    assert [(problem.file.relative_to(file).as_posix(), problem.field) for problem in errors] == [
        (".", "records"),
        ("miche.yml", "hydration"),
        ("rye-brick.yml", "starter_from.0"),
    ]
    assert errors[1].message == "found 'nearly 75' where a number belongs"


def test_a_character_that_no_file_may_have_is_a_problem_of_its_record(bread: Catalog, write: Write) -> None:
    def spoil(document: dict[str, Any]) -> None:
        document["survey"]["title"] = "Bread\u202e"
        document["records"][0]["remark"] = "a\x1b[31mb"

    file = write(spoil)
    problems = [problem for problem in check_export(file, bread.model) if problem.rule == "character"]
    slug = load_export(write(), bread.model).records[0].slug
    assert [problem.file for problem in problems] == [file, file / f"{slug}.yml"]
    assert all("the text contains the invisible character" in problem.message for problem in problems)


def test_settings_that_cannot_be_read_are_problems(bread: Catalog, write: Write) -> None:
    file = write(lambda document: document["survey"]["settings"].update(newest=[]))
    assert [problem.field for problem in check_export(file, bread.model)] == ["newest"]


def test_an_export_of_a_survey_is_not_checked_for_its_vocabularies_in_vain(bread: Catalog, write: Write) -> None:
    file = write(lambda document: document["survey"].update(vocabularies=None))
    assert {problem.field for problem in check_export(file, bread.model)} >= {"bakery", "doughs.0.flour"}
