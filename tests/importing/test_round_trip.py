"""What the tool exports comes back: JSON as it was, CSV and xlsx as far as a table can hold a record."""

import shutil
from dataclasses import replace

import pytest
from click.testing import CliRunner

from catalog.cli import group
from catalog.exports import csv, json, xlsx
from catalog.importing.mapping import importable
from catalog.importing.own_exports.table import with_bounds
from catalog.importing.table import read_tables
from catalog.load.records import open_survey
from catalog.model.node import Node
from catalog.paths import Project
from catalog.rules import load

FORMATS = {"csv": csv.EXPORT, "xlsx": xlsx.EXPORT, "json": json.EXPORT}


@pytest.fixture(scope="module")
def catalogue(here):
    whole = load(here)
    return replace(whole, records=whole.records[::4])


@pytest.fixture
def empty(here, tmp_path):
    """The same survey without its records."""
    (tmp_path / "data" / "systems").mkdir(parents=True)
    for file in here.data.glob("*.yml"):
        shutil.copy(file, tmp_path / "data" / file.name)
    return Project(tmp_path)


@pytest.fixture
def taken_back(catalogue, empty):
    """Exports the catalogue, imports that into the empty survey, and gives its records by slug."""

    def run(ending):
        file = empty.root / f"export.{ending}"
        with file.open("wb") as stream:
            for chunk in FORMATS[ending].write(catalogue, catalogue.records):
                stream.write(chunk.encode() if isinstance(chunk, str) else chunk)
        mapping = empty.root / "mapping.yml"
        if ending != "json":
            _import(empty, file, "--output", mapping)
        options = () if ending == "json" else ("--mapping", mapping)
        output = _import(empty, file, *options, "--output", empty.data / "systems")
        records = {loaded.file.stem: loaded.value for loaded in open_survey(empty).read_all()}
        return records, output

    return run


def _import(project, *arguments):
    arguments = ["import", *map(str, arguments), "--survey", str(project.root)]
    found = CliRunner().invoke(group, arguments, standalone_mode=False)
    if found.exception:
        raise found.exception
    return found.stdout


def test_json_gives_back_every_record_exactly(catalogue, taken_back):
    records, _ = taken_back("json")
    assert records == {record.slug: record for record in catalogue.records}


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_tables_give_back_values_blanks_and_lists_and_tell_what_they_cannot_hold(catalogue, taken_back, ending):
    records, output = taken_back(ending)
    assert set(records) == {record.slug for record in catalogue.records}
    root, compared, lost = Node.of(catalogue.model), 0, []
    for path, column in importable(catalogue.model).items():
        if any(node.is_list for node in root.along(path)[:-1]):
            continue  # several parts are one cell
        for record in (record for record in catalogue.records if len(record.all_models) == 1):
            (before,), (after,) = column.facts(record), column.facts(records[record.slug])
            if before.value == () and ending == "csv":
                continue  # CSV holds no empty list
            compared += 1
            if (before.value, before.blank) != (after.value, after.blank):
                lost.append((record.slug, path, before.value or before.blank, after.value or after.blank))
    assert [item for item in lost if f" {item[1]}: " not in output] == []
    assert compared > 500
    assert len(lost) * 100 < compared


def test_currencies_and_texts_of_links_come_back_from_the_columns_beside(tmp_path):
    table = tmp_path / "own.csv"
    rows = ["price,price.currency,links,links.label", "19.99,USD,https://a.org; https://b.org,; B", "5,,https://a.org,"]
    table.write_text("\n".join(rows), encoding="utf-8")

    first, second = with_bounds(read_tables(table, table)[0]).rows

    assert [first[0].text, first[2].text] == ["19.99 USD", "https://a.org; [B](https://b.org)"]
    assert [second[0].text, second[2].text] == ["5", "https://a.org"]
