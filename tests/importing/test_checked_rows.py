"""Imported rows are held to the survey's own check: what it refuses costs its cell, and is a comment of the record."""

import json

from catalog.api.files import inspect_other_files
from catalog.importing.write import write_records
from catalog.rules import check
from tests.importing.surveys import make


def _written(folder, name, text):
    """The texts of the records of a table, after a check that finds no error in them."""
    (folder / name).write_text(text, encoding="utf-8")
    made = make(folder, folder / name)
    files = write_records(made.definition, made.imported, made.definition.folder)
    assert [problem.message for problem in check(made.definition.project) if problem.severity == "error"] == []
    return [file.read_text(encoding="utf-8") for file in files], made


def test_an_address_that_no_reader_can_open_becomes_a_comment(tmp_path):
    rows = "".join(f"{name},https://e.org/{name}\n" for name in "abcdefghi")
    texts, made = _written(tmp_path, "t.csv", f"Name,Page\n{rows}j,http://127.0.0.1:1234/v1\n")
    assert texts[-1].splitlines()[2:] == [
        '# page: "http://127.0.0.1:1234/v1"  # t.csv:11:3: no reader can open 127.0.0.1, a loopback address'
    ]
    assert made.told == ["t.csv:11:3: error: no reader can open 127.0.0.1, a loopback address"]


def test_a_source_that_no_reader_can_open_costs_the_values_that_have_it(tmp_path):
    table = "| Name | Size |\n| - | - |\n| a | [5](http://localhost/x) |\n| b | [6](https://e.org/b) |\n"
    texts, _ = _written(tmp_path, "t.md", table)
    assert '# size: "[5](http://localhost/x)"' in texts[0]
    assert "localhost" not in texts[0].split("#", maxsplit=1)[0]


def test_items_that_are_listed_twice_cost_themselves_alone(tmp_path):
    items = [{"version": f"1.{n}.0", "day": "2024-01-01"} for n in (1, 2, 1, 3, 1)]
    rows = [{"name": "a", "licence": "MIT", "made": 2020, "releases": items}]
    rows += [{**rows[0], "name": "b", "releases": items[:2]}]
    (text, _), made = _written(tmp_path, "t.json", json.dumps(rows))
    assert [item["version"] for item in made.imported.rows[0].parts["releases"] if item] == ["1.1.0", "1.2.0", "1.3.0"]
    assert text.count("# releases") == 2


def test_a_mapping_does_not_take_a_vocabulary_for_its_table(project, written):
    written("data/offices.mapping.yml", "name: Name\ncolumns: {Lit: lit}\n")
    problems = check(project, inspections=[inspect_other_files])
    assert [problem.message for problem in problems if problem.file.name == "offices.mapping.yml"] == []
