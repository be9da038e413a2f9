"""A new type of values is one file: nothing else in the program has to know it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from catalog.catalog import Catalog
from catalog.charts import draw
from catalog.contribute.issues import forms, propose_record
from catalog.contribute.json_schema import schemas
from catalog.contribute.template import record_template
from catalog.exports.csv import csv_export
from catalog.exports.json import json_export
from catalog.exports.markdown import markdown_export
from catalog.importing import import_table
from catalog.importing.propose import propose
from catalog.importing.table import read_tables
from catalog.importing.write import record_data
from catalog.load.exported import exported_record
from catalog.load.records import Definition, open_survey
from catalog.pages.filters import facet_filter
from catalog.pages.site_data import SiteData
from catalog.paths import Project
from catalog.rules import check, load
from tests.rendering import content
from tests.values.duration import Duration
from tests.values.kettles import Kettle

SETTINGS = """\
title: Kettles
description: They boil water.
record: tests.values.kettles:Kettle
folder: kettles
one: kettle
many: kettles
newest: made
columns: [made, boiling]
charts:
  - {kind: bars, title: By time, x: boiling, scale: log}
  - {kind: scatter, title: By year, x: made, y: boiling}
  - {kind: scatter, title: Against itself, x: boiling, y: boiling, colour: boiling}
  - {kind: matrix, title: Counts, rows: made, columns: boiling}
  - {kind: bars, title: By rest, x: pauses}
"""
RECORDS = {
    "fast": "slug: fast\nname: Fast\nmade: 2001\nboiling: {value: 320 ms, source: survey}\npauses: [1.5 s, 2 min]\n",
    "slow": "slug: slow\nname: Slow\nmade: 1990\n"
    "boiling: {value: 2 min, source: survey, instead: [{value: 90 s, source: survey}]}\n",
    "odd": "slug: odd\nname: Odd\nboiling: not reported\n",
}


@pytest.fixture
def project(tmp_path: Path) -> Project:
    (tmp_path / "data" / "kettles").mkdir(parents=True)
    (tmp_path / "data" / "survey.yml").write_text(SETTINGS, encoding="utf-8")
    for slug, text in RECORDS.items():
        (tmp_path / "data" / "kettles" / f"{slug}.yml").write_text(text, encoding="utf-8")
    return Project(tmp_path)


@pytest.fixture
def catalog(project: Project) -> Catalog:
    return load(project)


@pytest.fixture
def definition(project: Project) -> Definition:
    return open_survey(project)


def test_the_check_accepts_what_the_type_reads_and_says_what_it_does_not(project: Project) -> None:
    assert [problem for problem in check(project) if problem.severity == "error"] == []
    for wrong, found in (("fast", "'fast'"), ("[1 s]", "a list"), ("-3", "the number -3"), ("5 h", "'5 h'")):
        (project.data / "kettles" / "odd.yml").write_text(f"slug: odd\nname: Odd\nboiling: {wrong}\n", encoding="utf-8")
        (problem,) = check(project)
        assert problem.location == "data/kettles/odd.yml:3:10"
        assert problem.message == f"found {found} where a duration belongs"
        assert problem.hint == "write a number with ms, s or min: `320 ms`"


def test_a_field_takes_no_unit_where_the_type_has_its_own(catalog: Catalog) -> None:
    assert catalog.by_path["boiling"].unit == "s"


def test_the_table_shows_sorts_and_filters_by_range(catalog: Catalog) -> None:
    table = SiteData(catalog).table
    (boiling,) = (field for field in table.ranges if field["path"] == "boiling")
    assert (boiling["kind"], boiling["scale"], boiling["unit"]) == ("amount", "log", "s")
    assert boiling["blanks"] == ["not reported", "not well sourced"]
    own = table.dictionaries["boiling"]
    slugs = [record.slug for record in catalog.newest_first]
    values, places = ([entries[code] for code in own.codes] for entries in (boiling["values"], own.places))
    assert dict(zip(slugs, values, strict=True)) == {"fast": [0.32, 0], "odd": 0, "slow": [120, 0]}
    assert dict(zip(slugs, places, strict=True)) == {"fast": 0, "slow": 1, "odd": None}


def test_without_a_scale_it_is_filtered_by_words(catalog: Catalog) -> None:
    table = SiteData(catalog).table
    pauses = facet_filter(catalog, table.dictionaries["pauses"], table.rows)
    assert sorted(pauses["keys"]) == ["1.5 s", "120 s", "not checked", "not well sourced"]


def test_charts_have_it_as_an_axis_and_as_categories(catalog: Catalog) -> None:
    bars, by_year, itself, matrix, rests = (draw(catalog, chart, "c") for chart in catalog.settings.charts)
    assert [row.cells for row in bars.rows] == [("Slow", "120 seconds (contested)"), ("Fast", "0.32 seconds")]
    assert bars.figure["data"][0]["text"] == ["120 s", "320 ms"]
    assert "Boiling time (s)" in by_year.svg
    assert by_year.figure["layout"]["yaxis"]["type"] == "log"
    assert [(trace["name"], trace["x"]) for trace in itself.figure["data"]] == [("120 s", [120]), ("320 ms", [0.32])]
    assert ("2001", "320 ms", "1", "Fast") in [row.cells for row in matrix.rows]
    assert rests.rows[0].cells == ("Fast", "1.5 seconds, 120 seconds")
    span, mark = rests.figure["data"]
    assert (span["x"], mark["x"]) == ([1.5, 120, None], [120])


def test_an_axis_that_the_type_has_not_is_a_problem_of_the_settings(project: Project) -> None:
    wrong = SETTINGS.replace("rows: made, columns: boiling", "rows: made, columns: pauses").replace(
        "x: made, y: boiling", "x: made, y: made"
    )
    project.settings.write_text(wrong, encoding="utf-8")
    assert [(problem.field, problem.message) for problem in check(project)] == [
        ("charts.1.y", "`made` is not a number"),
        ("charts.3.columns", "`pauses` is not a filterable field or a date"),
    ]


def test_json_holds_a_number_that_is_read_back_and_csv_the_text(catalog: Catalog) -> None:
    document = json.loads("".join(json_export(catalog, catalog.records)))
    fast = next(record for record in document["records"] if record["slug"] == "fast")
    assert (fast["boiling"], fast["pauses"]) == ({"value": 0.32, "source": "survey"}, {"value": [1.5, 120.0]})
    assert document["survey"]["units"]["boiling"] == "s"
    assert Kettle.model_validate(exported_record(fast, Kettle)) == catalog.by_slug["fast"]
    assert "fast,Fast,2001,,320 ms,survey,1.5 s; 120 s," in "".join(csv_export(catalog, catalog.records))
    assert "| Fast | 2001 | 320 ms |" in "".join(markdown_export(catalog, catalog.records))


def test_a_table_cell_is_read_with_its_doubt_and_its_note(definition: Definition, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("Name,Time,Rest\nNew,450 ms (median) (?),1 s; 2 s\n", encoding="utf-8")
    (tmp_path / "m.yml").write_text("name: Name\ncolumns: {Time: boiling, Rest: pauses}\n", encoding="utf-8")
    imported = import_table(definition, tmp_path / "t.csv", tmp_path / "m.yml")
    assert imported.problems == ()
    data = record_data(definition, imported.rows[0])
    place = {"source": "survey", "where": "Time column of row New"}
    assert data["boiling"] == {"value": "450 ms", **place, "certain": False, "note": "median"}
    assert data["pauses"]["value"] == ["1 s", "2 s"]


def test_a_column_of_a_table_is_recognised(definition: Definition, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("Name,Time to boil\nNew,450 ms\nOld,3 min\n", encoding="utf-8")
    (table,) = read_tables(tmp_path / "t.csv", Path("t.csv"))
    assert "  # Time to boil: is it `boiling` or `pauses`?" in propose(definition, table)


def test_the_issue_form_asks_for_it_and_its_answer_becomes_a_fact(definition: Definition) -> None:
    form = yaml.safe_load(forms(definition)["new-kettle.yml"])
    (asked,) = (item for item in form["body"] if item.get("id") == "boiling")
    assert asked["attributes"]["description"] == "From cold water to the whistle."
    body = "### Name\n\nNew\n\n### Main source\n\nhttps://example.org/a\n\n### Boiling time\n\n450 ms | Table 1\n"
    assert "boiling: {value: 450 ms, source: example, where: Table 1}" in propose_record(definition, body).text


def test_the_schema_the_guide_and_the_commented_record_explain_it(definition: Definition, catalog: Catalog) -> None:
    schema = json.loads(schemas(definition, {})["kettle.schema.json"])
    assert "ms|s|min" in json.dumps(schema["$defs"]["fact.duration"])
    assert "boiling: {value: 320 ms, source: site" in record_template(definition, {"slug": "new", "name": "New"})
    assert "Duration; a list" in content(catalog, "guide")
    assert '<span class="num" title="0.32 seconds">320 ms</span>' in content(catalog, "kettles/fast")


@pytest.mark.parametrize(
    ("show", "message"),
    [
        (
            'Show("Boiling time", scale="time")',
            'boiling: scale="time" does not fit the type "duration"; write scale="log" or scale="linear"',
        ),
        ('Show("Boiling time", unit="ms")', 'boiling: unit="ms" does not fit the type "duration"'),
        ('Show("Boiling time", facet=True, scale="log"), Show("Twice")', "boiling needs exactly one Show, found 2"),
    ],
)
def test_what_the_type_cannot_do_is_a_problem_of_the_record_s_class(
    project: Project, show: str, message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = f"kettles_{project.root.name}"
    text = Path(__file__).with_name("kettles.py").read_text(encoding="utf-8")
    (project.root / f"{module}.py").write_text(
        text.replace('Show("Boiling time", facet=True, scale="log")', show), encoding="utf-8"
    )
    monkeypatch.syspath_prepend(project.root)
    project.settings.write_text(SETTINGS.replace("tests.values.kettles:Kettle", f"{module}:Kettle"), encoding="utf-8")
    (problem,) = check(project)
    assert (problem.location, problem.field, problem.message) == ("data/survey.yml:3:9", "record", message)
    assert problem.hint == f"correct the field in the class {module}:Kettle"


def test_a_duration_reads_what_it_writes() -> None:
    for text in ("320 ms", "1.5 s", "2 min"):
        value = Duration.read(text)
        assert Duration.read(Duration.type.yaml(value)) == value == Duration.read(Duration.type.raw(value))
