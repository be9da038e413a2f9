"""An update compares three versions of a value: the record, the table now, and what the table said last time."""

import json
import shutil
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.api.files import inspect_other_files
from catalog.errors import DataError
from catalog.format.edit import edit_text, get_at, parse_yaml, remove_text
from catalog.importing import import_table
from catalog.importing.updating.plan import plan_update
from catalog.importing.valid import valid_rows
from catalog.load.records import open_survey
from catalog.paths import Project
from catalog.rules import check
from tests.importing.conftest import OFFICES, SETTINGS
from tests.importing.surveys import make

MAPPING = "name: Name\nkey: Key\ncolumns: {Lit: lit, Height: tower.height, Stone: tower.stone}\n"
PATHS = {"lit": ("lit",), "height": ("tower", "height"), "stone": ("tower", "stone")}
ROWS = {"bell": ("Bell Rock", "1911", "36 m", "granite"), "eddy": ("Eddystone", "1982", "[49 m](https://e.org/e)", "")}


LOCK = """\
{
 "columns": {"lit": "Lit", "tower.height": "Height", "tower.stone": "Stone"},
 "records": {
  "bell": {"name": "Bell Rock", "row": "bell", "facts": {"lit": "1911", "tower.height": 36, "tower.stone": "granite"}},
  "eddy": {"name": "Eddystone", "row": "eddy", "facts": {"lit": "1982", "tower.height": @}}
 }
}
""".replace("@", '{"value": 49, "source": "https://e.org/e"}')


class Towers:
    """A survey of lighthouses whose records follow a table."""

    def __init__(self, folder):
        (folder / "data" / "lighthouses").mkdir(parents=True)
        for name, text in (("survey", SETTINGS), ("offices", OFFICES), ("towers.mapping", MAPPING)):
            (folder / "data" / f"{name}.yml").write_text(text, encoding="utf-8")
        self.folder, self.lock = folder, folder / "data" / "towers.imported.json"

    def update(self, rows):
        """The plan of an update with these rows, which is carried out."""
        lines = ["| Key | Name | Lit | Height | Stone |", "| - | - | - | - | - |"]
        lines += [f"| {key} | {' | '.join(cells)} |" for key, cells in rows.items()]
        (self.folder / "towers.md").write_text("\n".join(lines) + "\n", encoding="utf-8")
        definition = open_survey(Project(self.folder))
        imported = import_table(definition, self.folder / "towers.md", self.folder / "data" / "towers.mapping.yml")
        plan = plan_update(definition, valid_rows(definition, imported), self.lock)
        plan.write()
        return SimpleNamespace(told=[problem.message for problem in plan.notices], texts=plan.texts)

    def file(self, slug):
        return self.folder / "data" / "lighthouses" / f"{slug}.yml"

    def data(self, slug):
        return parse_yaml(self.file(slug).read_text(encoding="utf-8"))

    def edit(self, slug, change):
        file = self.file(slug)
        file.write_text(change(file.read_text(encoding="utf-8")), encoding="utf-8")


@pytest.fixture
def towers(tmp_path):
    return Towers(tmp_path)


def test_a_value_changed_by_hand_stays_though_its_evidence_is_the_tables(towers):
    towers.update(ROWS)
    towers.edit("bell", lambda text: text.replace("granite", "marble"))
    assert towers.update(ROWS).told == []
    assert "value: marble" in towers.file("bell").read_text(encoding="utf-8")


def test_what_both_changed_stays_as_people_have_it_and_is_told_once(towers):
    towers.update(ROWS)
    towers.edit("bell", lambda text: text.replace("granite", "marble"))
    changed = ROWS | {"bell": ("Bell Rock", "1911", "36 m", "slate")}
    says = "data/lighthouses/bell.yml:6 says 'marble' by hand, which stays; the table says 'slate'"
    assert towers.update(changed).told == [says]
    assert towers.update(changed).told == []


def test_what_both_changed_to_the_same_is_not_told(towers):
    towers.update(ROWS)
    towers.edit("bell", lambda text: text.replace("granite", "slate"))
    assert towers.update(ROWS | {"bell": ("Bell Rock", "1911", "36 m", "slate")}).told == []


def test_a_value_deleted_by_hand_is_not_written_again(towers):
    towers.update(ROWS)
    towers.edit("bell", lambda text: remove_text(text, ("lit",)))
    assert towers.update(ROWS).texts == {}
    told = towers.update(ROWS | {"bell": ("Bell Rock", "1912", "36 m", "granite")}).told
    assert told == ["data/lighthouses/bell.yml has no value by hand, which stays; the table says '1912'"]
    assert "lit" not in towers.data("bell")


def test_an_emptied_cell_leaves_what_people_added_to(towers):
    towers.update(ROWS)
    towers.edit("bell", lambda text: edit_text(text, ("tower", "stone", "note"), "Seen."))
    told = towers.update(ROWS | {"bell": ("Bell Rock", "1911", "36 m", "")}).told
    assert told == ["data/lighthouses/bell.yml:6 says 'granite' by hand, which stays; the table has no value"]


def test_a_record_deleted_by_hand_is_told_and_not_written_again(towers):
    towers.update(ROWS)
    towers.file("bell").unlink()
    assert towers.update(ROWS).told == ["the record 'bell' was deleted by hand, and is not written again"]
    assert not towers.file("bell").exists()


def test_without_the_lock_evidence_tells_what_is_the_tables_and_that_is_said(towers):
    towers.update(ROWS)
    towers.lock.unlink()
    towers.edit("bell", lambda text: text.replace("granite", "marble"))
    assert towers.update(ROWS).told == ["there is no such file, so what the table said last time is not known"]
    assert towers.data("bell")["tower"]["stone"]["value"] == "granite"
    assert towers.lock.exists()


def test_the_lock_has_a_line_for_each_record(towers):
    towers.update(ROWS)
    assert towers.lock.read_text(encoding="utf-8") == LOCK


@pytest.mark.parametrize(
    "text", ["", "[]", '{"columns": {}}', "<<<<<<< HEAD\n{}", '{"columns": {}, "records": {"a": 1}}']
)
def test_a_damaged_lock_is_told_in_a_sentence(towers, text):
    towers.update(ROWS)
    towers.lock.write_text(text, encoding="utf-8")
    problems = check(Project(towers.folder), inspections=[inspect_other_files])
    told = [f"{problem.location}: {problem.message}" for problem in problems if problem.severity == "error"]
    assert told == ["data/towers.imported.json: this is not what an import writes about its table"]
    with pytest.raises(DataError, match="this is not what an import writes"):
        towers.update(ROWS)


def test_lists_of_parts_are_merged_item_by_item(tmp_path):
    releases = [{"version": f"{n}.0.0", "day": f"2024-0{n}-01"} for n in (1, 2, 3)]
    others = [{"name": "b", "licence": "MIT", "made": 2020, "releases": releases[:2]}]
    file = tmp_path / "t.json"

    def table(items):
        rows = [{"name": "a", "licence": "MIT", "made": 2020, "releases": items}, *others]
        file.write_text(json.dumps(rows), encoding="utf-8")

    table(releases)
    definition = make(tmp_path, file).definition
    lock = definition.project.data / "t.imported.json"

    def update():
        mapping = definition.project.data / "t.mapping.yml"
        plan = plan_update(definition, valid_rows(definition, import_table(definition, file, mapping)), lock)
        plan.write()
        return [problem.message for problem in plan.notices]

    update()
    record = definition.folder / "a.yml"
    text = record.read_text(encoding="utf-8")
    record.write_text(text.replace("2024-02-01", "2024-02-02"), encoding="utf-8")
    assert update() == []
    table([{"version": "2.0.0", "day": "2024-02-09"}, {"version": "4.0.0", "day": "2024-04-01"}, releases[2]])
    assert update() == [
        "[0].releases: data/records/a.yml:9 says '2024-02-02' by hand, which stays; the table says '2024-02-09'"
    ]
    assert update() == []
    items = parse_yaml(record.read_text(encoding="utf-8"))["releases"]
    assert [(item["version"], str(item["day"])) for item in items] == [
        ("2.0.0", "2024-02-02"), ("4.0.0", "2024-04-01"), ("3.0.0", "2024-03-01")
    ]  # fmt: skip


NAMES, STONES = ("Bell Rock", "The Bell"), ("granite", "slate", "brick", "")
cells = st.tuples(
    st.sampled_from(NAMES),
    st.sampled_from(["1911", "1912", "?", "long ago"]),
    st.sampled_from(["36 m", "[37 m](https://e.org/a)", "36 m (?)", "[36 m](https://e.org/b)", ""]),
    st.sampled_from(STONES),
)
tables = st.dictionaries(st.sampled_from(["a", "b", "c"]), cells, min_size=1)
WHOLE = {"value": "1000", "source": "visit", "where": "There"}
EDITS = ("value", "whole", "bare", "remove", "verified", "note")
hands = st.lists(
    st.tuples(st.sampled_from(["a", "b", "c"]), st.sampled_from([*PATHS, "name"]), st.sampled_from(EDITS)),
    max_size=5,
    unique_by=lambda edit: edit[:2],
)


def _by_hand(text, path, edit):
    """The text after an edit by hand; the same where there is nothing to edit."""
    there = get_at(parse_yaml(text), path)
    if path == ("name",):
        return edit_text(text, path, "Mine")
    if edit in ("whole", "bare"):
        return edit_text(text, path, WHOLE if edit == "whole" else "1000")
    if there is None:
        return text
    if edit == "remove":
        return remove_text(text, path)
    key, value = {"value": ("value", "1000"), "verified": ("verified", "derived"), "note": ("note", "Mine.")}[edit]
    return edit_text(text, (*path, key), value)


@settings(max_examples=25, deadline=None)
@given(first=tables, second=tables, edits=hands)
def test_no_edit_by_hand_is_ever_lost_and_every_other_value_follows(tmp_path_factory, first, second, edits):
    folder = tmp_path_factory.mktemp("towers")
    towers, fresh = Towers(folder / "ours"), Towers(folder / "fresh")
    towers.update(first)
    kept = {}
    for slug, name, edit in edits:
        if slug in first:
            path = PATHS.get(name, ("name",))
            before = towers.file(slug).read_text(encoding="utf-8")
            towers.edit(slug, lambda text, path=path, edit=edit: _by_hand(text, path, edit))
            if towers.file(slug).read_text(encoding="utf-8") != before:
                kept[slug, path] = edit if path != ("name",) else "value"
    before = {slug: towers.data(slug) for slug in first}
    towers.update(second)
    fresh.update(second)
    for (slug, path), edit in kept.items():
        was, now = get_at(before[slug], path), get_at(towers.data(slug), path)
        assert now[edit] == was[edit] if edit in ("verified", "note") else now == was
    for slug in second:
        for path in (*PATHS.values(), ("name",)):
            is_unread = path == ("lit",) and second[slug][1] == "long ago"
            if (slug, path) not in kept and not is_unread:
                ours, theirs = get_at(towers.data(slug), path), get_at(fresh.data(slug), path)
                assert (ours and _claim(towers, slug, ours)) == (theirs and _claim(fresh, slug, theirs))
    again = towers.update(second)
    assert again.texts == {}
    assert all("any more" in message for message in again.told)
    shutil.rmtree(folder)


def _claim(towers, slug, there):
    """A fact with the address of its source."""
    if isinstance(there, str):
        return there
    return {**there, "source": (towers.data(slug).get("sources") or {}).get(there["source"], there["source"])}
