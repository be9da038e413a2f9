"""The data package: valid by Frictionless Data, the same bytes for the same data, and no value changed."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from frictionless import Package

from catalog.catalog import Catalog
from catalog.exports import export_formats
from tests.exports.conftest import Make

FORMAT = export_formats()["datapackage"]


def members(catalog: Catalog) -> dict[str, bytes]:
    with ZipFile(io.BytesIO(FORMAT.content(catalog))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def descriptor(catalog: Catalog) -> dict[str, Any]:
    return json.loads(members(catalog)["datapackage.json"])


def fields(catalog: Catalog, table: str) -> dict[str, dict[str, Any]]:
    (resource,) = (item for item in descriptor(catalog)["resources"] if item["name"] == table)
    return {field["name"]: field for field in resource["schema"]["fields"]}


def rows(catalog: Catalog, table: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(members(catalog)[f"{table}.csv"].decode(), newline="")))


def assert_valid(catalog: Catalog, folder: Path) -> Package:
    file = folder / "catalogue.datapackage.zip"
    file.write_bytes(FORMAT.content(catalog))
    package = Package(str(file))
    report = package.validate()
    assert report.valid, report.flatten(["message"])[:5]
    assert [task.name for task in report.tasks] == ["records", "facts", "results", "vocabulary"]
    return package


@pytest.mark.parametrize("survey", ["catalog", "bread"])
def test_the_package_is_valid(survey: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    catalog = request.getfixturevalue(survey)
    package = assert_valid(catalog, tmp_path)
    assert package.get_resource("records").stats.rows == len(catalog.records)


def test_the_same_data_give_the_same_bytes(make: Make) -> None:
    catalog = make({"slug": "heron", "hours": {"asr": 960}})
    assert FORMAT.content(catalog) == FORMAT.content(catalog)
    version = descriptor(catalog)["version"]
    assert descriptor(make({"slug": "heron", "hours": {"asr": 961}}))["version"] != version


def test_fields_have_type_title_unit_and_description(make: Make) -> None:
    catalog = make({"slug": "heron", "hours": {"asr": "50K+"}, "released": "2024-02"})
    records = fields(catalog, "records")
    assert records["hours.asr"] == {
        "name": "hours.asr",
        "title": "ASR hours",
        "description": catalog.by_path["hours.asr"].description,
        "type": "number",
        "unit": "hours",
    }
    assert records["hours.asr.high"]["title"] == "ASR hours, at most"
    assert {records[name]["type"] for name in ("released", "released.low", "released.high")} == {"date"}
    assert records["asr_only"]["type"] == "boolean"
    (row,) = rows(catalog, "records")
    assert [row[f"hours.asr{end}"] for end in ("", ".low", ".high")] == ["50000.0", "50000.0", ""]
    assert [row[f"released{end}"] for end in ("", ".low", ".high")] == ["2024-02-01", "2024-02-01", "2024-02-29"]


def test_every_field_of_every_table_is_described(catalog: Catalog) -> None:
    described = [
        (field["name"], field["description"])
        for resource in descriptor(catalog)["resources"]
        for field in resource["schema"]["fields"]
    ]
    assert [name for name, text in described if not text.endswith(".")] == []


def test_words_of_lists_are_constraints_and_several_in_one_cell_a_list(make: Make) -> None:
    catalog = make(
        {"slug": "heron", "connector": {"family": "mlp"}, "encoders": [{"name": "wavlm-large"}]},
        {"slug": "ibis", "encoders": [{"name": "wavlm-large"}, {"name": "whisper-large-v2"}]},
    )
    records = fields(catalog, "records")
    assert "conference" in records["paper.kind"]["constraints"]["enum"]
    assert (records["encoders.name"]["type"], records["encoders.name"]["delimiter"]) == ("list", "; ")
    assert [row["encoders.name"] for row in rows(catalog, "records")] == [
        "wavlm-large",
        "wavlm-large; whisper-large-v2",
    ]


def test_the_fields_are_the_same_whatever_the_data_are(catalog: Catalog, bread: Catalog) -> None:
    for survey in (catalog, bread):
        assert types(replace(survey, records=())) == types(survey)


def types(catalog: Catalog) -> list[tuple[str, str]]:
    tables = descriptor(catalog)["resources"]
    return [(field["name"], field["type"]) for table in tables for field in table["schema"]["fields"]]


def test_a_field_is_a_list_where_its_class_lets_a_cell_hold_several(bread: Catalog) -> None:
    found = dict(types(bread))
    assert [found[name] for name in ("doughs.flour", "oven", "proof.pace")] == ["list"] * 3
    assert [found[name] for name in ("bakery", "recipe", "judges")] == ["string"] * 3
    assert (found["hydration"], found["doughs.share"]) == ("number", "number")


def test_every_empty_cell_says_why(make: Make, tmp_path: Path) -> None:
    variants = [{"name": "small", "parameters": "1B"}, {"name": "large", "parameters": "not reported"}]
    hours = {"asr": "not reported", "audio": "not applicable"}
    catalog = make({"slug": "heron", "hours": hours, "abilities": {"tasks": []}, "variants": variants})
    (row,) = rows(catalog, "records")
    assert [row[f"parameters{end}"] for end in ("", ".low", ".blank")] == ["", "1000000000.0", "differs"]
    assert (row["abilities.tasks"], row["abilities.tasks.blank"]) == ("", "empty list")
    assert [row[f"hours.{name}.blank"] for name in ("asr", "audio", "encoder")] == [
        "not reported",
        "not applicable",
        "not checked",
    ]
    assert [row[f"hours.{name}"] for name in ("asr", "audio", "encoder")] == ["", "", ""]
    assert_valid(catalog, tmp_path)


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", '"quoted", text', "line\nbreak", "null", "1e5x", "ꙮ"])
def test_a_hostile_name_stays_as_it_is(make: Make, tmp_path: Path, name: str) -> None:
    catalog = make({"slug": "heron", "name": name})
    assert [row["name"] for row in rows(catalog, "records")] == [catalog.records[0].name]
    assert_valid(catalog, tmp_path)


def test_licence_sources_and_people_are_those_of_the_survey(make: Make) -> None:
    catalog = make({"slug": "heron"})
    found = descriptor(catalog)
    assert found["licenses"] == [{"name": "CC-BY-4.0", "path": "https://spdx.org/licenses/CC-BY-4.0"}]
    assert {"homepage", "sources", "contributors", "created"}.isdisjoint(found)
    people = [{"name": "Ada", "page": "https://ada.example/"}, {"name": "Bo"}]
    settings = type(catalog.settings).model_validate(
        catalog.settings.model_dump(exclude_unset=True) | {"people": people, "address": "https://example.org/"}
    )
    found = descriptor(Catalog(**{**vars(catalog), "settings": settings}))
    assert found["contributors"] == [{"title": "Ada", "path": "https://ada.example/"}, {"title": "Bo"}]
    assert found["sources"] == [{"title": "Website", "path": "https://example.org/"}]


def test_the_vocabulary_has_the_words_of_open_and_of_closed_lists(make: Make) -> None:
    catalog = make({"slug": "heron"})
    words = {(row["vocabulary"], row["word"]): row for row in rows(catalog, "vocabulary")}
    whisper = words["encoders", "whisper-large-v2"]
    assert (whisper["name"], whisper["aliases"]) == ("Whisper large-v2", "Whisper v2")
    assert whisper["meaning"] == "Encoder of OpenAI's second large Whisper."
    closed = next(column for column in catalog.columns if column.type.words)
    assert [words[closed.path, word]["meaning"] for word in closed.type.words] == [*closed.type.words.values()]
