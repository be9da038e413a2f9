"""A table that stays the source: what came from it follows it, and what people wrote stays."""

import json

import pytest
from click.testing import CliRunner

from catalog.cli import group
from catalog.errors import SetupError
from catalog.rules import check
from tests.importing.surveys import make

TABLE = """\
| Name | Lit | Height | Stone |
| - | - | - | - |
| Bell Rock | 1911 | [36 m](https://example.org/bell) | granite |
| Eddystone | 1982 | 49 m | granite |
"""
MAPPING = "name: Name\ncolumns: {Lit: lit, Height: tower.height, Stone: tower.stone}\n"


@pytest.fixture
def run(project):
    def invoke(*arguments):
        found = CliRunner().invoke(
            group, ["import", *map(str, arguments), "--survey", str(project.root)], standalone_mode=False
        )
        if found.exception:
            raise found.exception
        return found.return_value, found.stdout, found.stderr

    return invoke


@pytest.fixture
def update(run, written):
    """Brings the records up to date with a table."""

    def bring(table, *options):
        written("data/towers.mapping.yml", MAPPING)
        return run(written("towers.md", table), "--update", *options)

    return bring


@pytest.fixture
def record(project):
    """The text of a record; with a function, after it was edited by hand."""

    def text(slug, edit=None):
        path = project.data / "lighthouses" / f"{slug}.yml"
        if edit:
            path.write_text(edit(path.read_text(encoding="utf-8")), encoding="utf-8")
        return path.read_text(encoding="utf-8")

    return text


def test_the_first_update_makes_every_record_and_the_second_says_that_nothing_changes(update, project):
    status, out, _ = update(TABLE)
    assert status == 0
    assert out.endswith("2 lighthouses new, 0 changed, 0 unchanged.\n")
    status, out, _ = update(TABLE)
    assert (status, out.splitlines()[-1]) == (0, "Nothing to change: 2 lighthouses are as the table has them.")
    assert [problem.message for problem in check(project) if problem.severity == "error"] == []


def test_a_changed_cell_changes_its_value_and_nothing_else(update, record):
    update(TABLE)
    comment = "# Seen from the boat.\n"
    before = record("eddystone", lambda text: text.replace("tower:", f"{comment}tower:").replace("49", "49 "))
    status, out, _ = update(TABLE.replace("49 m", "51 m"))
    assert (status, "data/lighthouses/eddystone.yml: tower.height: 49 -> 51" in out) == (0, True)
    assert record("eddystone") == before.replace("value: 49 ", "value: 51").replace("49 ,", "51,")


def test_a_new_row_is_a_new_record_and_an_emptied_cell_takes_its_value_away(update, record):
    update(TABLE)
    changed = TABLE.replace("| 49 m | granite |", "| 49 m |  |") + "| Skerryvore | 1844 | 48 m | - |\n"
    _, out, _ = update(changed)
    assert "data/lighthouses/skerryvore.yml: new" in out
    assert "data/lighthouses/eddystone.yml: tower.stone: granite -> (nothing)" in out
    assert "stone:" not in record("eddystone")
    assert "stone:" in record("bell-rock")
    assert "Nothing to change" in update(changed)[1]


@pytest.mark.parametrize(
    "by_hand",
    [
        "stone: pink granite",
        "stone: {value: pink granite, source: visit, where: On the rock}",
        "stone: {value: granite, source: survey, where: Another table}",
    ],
)
def test_what_a_person_wrote_stays_and_is_told(update, record, by_hand):
    update(TABLE)
    line = "stone: {value: granite, source: survey, where: Stone column of row Eddystone}"
    kept = record("eddystone", lambda text: text.replace(line, by_hand))
    status, out, _ = update(TABLE.replace("| 49 m | granite |", "| 49 m | slate |"))
    assert status == 0
    assert record("eddystone") == kept
    assert "towers.md:4:29: notice: tower.stone: data/lighthouses/eddystone.yml:6 says" in out
    assert "by hand, which stays; the table says 'slate'" in out


def test_what_people_added_to_a_value_of_the_table_stays(update, record):
    update(TABLE)
    record("eddystone", lambda text: text.replace("row Eddystone}", "row Eddystone, verified: primary, note: Read.}"))
    update(TABLE.replace("49 m", "51 m"))
    assert "height: {value: 51, source: survey, where: Height column of row Eddystone, verified: primary" in record(
        "eddystone"
    )


def test_a_link_that_changes_changes_the_source(update, record):
    update(TABLE)
    before = record("bell-rock")
    assert "height: https://example.org/bell\n" in before
    changed = TABLE.replace("example.org/bell", "example.org/rock")
    _, out, _ = update(changed)
    assert "sources.height: https://example.org/bell -> https://example.org/rock" in out
    assert record("bell-rock") == before.replace("example.org/bell", "example.org/rock")
    assert "Nothing to change" in update(changed)[1]


def test_a_source_that_other_facts_have_too_stays_beside_the_new_one(update, record):
    update(TABLE)
    record("bell-rock", lambda text: text + "study: {value: 2402.08846, source: height, where: Page 1}\n")
    update(TABLE.replace("example.org/bell", "example.org/rock"))
    text = record("bell-rock")
    assert "  height: https://example.org/bell\n  height-2: https://example.org/rock\n" in text
    assert "{value: 36, source: height-2, where: Height column of row Bell Rock}" in text


def test_a_row_that_is_gone_is_told_and_its_record_stays(update, record):
    update(TABLE)
    _, out, _ = update(TABLE[: TABLE.index("| Eddystone")])
    assert "the table has no row of 'Eddystone' any more; the record is kept" in out
    assert record("eddystone")


def test_a_record_nobody_imported_is_none_of_the_tables(update, project):
    other = project.data / "lighthouses" / "fastnet.yml"
    other.write_text("slug: fastnet\nname: Fastnet\nlit: 1904\n", encoding="utf-8")
    _, out, _ = update(TABLE)
    assert "Fastnet" not in out


def test_check_writes_nothing_and_fails_where_something_would_change(update, project):
    status, out, _ = update(TABLE, "--check")
    assert (status, "2 lighthouses would be new" in out) == (1, True)
    assert list((project.data / "lighthouses").iterdir()) == []
    update(TABLE)
    assert update(TABLE, "--check")[0] == 0


def test_a_cell_that_cannot_be_read_becomes_a_comment_once_and_goes_when_it_is_mended(update, record):
    update(TABLE)
    faulty = TABLE.replace("1982", "long ago")
    assert update(faulty)[0] == 1
    first = record("eddystone")
    assert "# lit: \"long ago\"  # towers.md:4:15: found 'long ago' where a date belongs\n" in first
    assert "value: 1982" in first or "value: '1982'" in first
    update(faulty)
    assert record("eddystone") == first
    update(TABLE)
    assert "# lit" not in record("eddystone")


def test_an_update_for_programs_lists_each_change(update):
    update(TABLE)
    _, out, _ = update(TABLE.replace("49 m", "51 m"), "--format", "json")
    report = json.loads(out)
    assert (report["rows"], report["update"]["unchanged"]) == (2, 1)
    assert report["update"]["changes"] == [
        {"file": "data/lighthouses/eddystone.yml", "field": "tower.height", "was": "49", "is": "51"}
    ]


def test_the_mapping_of_an_update_is_remembered(run, written, project):
    table = written("towers.md", TABLE)
    _, _, err = run(table, "--update", "--mapping", written("m.yml", MAPPING))
    assert "The mapping is remembered as data/towers.mapping.yml." in err
    assert (project.data / "towers.mapping.yml").read_text(encoding="utf-8") == MAPPING
    assert "Nothing to change" in run(table, "--update")[1]


def test_an_update_without_any_mapping_says_what_to_do(run, written):
    with pytest.raises(SetupError, match=r"--update needs a mapping: propose one with --output data/towers\.mapping"):
        run(written("towers.md", TABLE), "--update")


def test_rows_are_told_apart_by_the_key_of_the_mapping(run, written, project):
    written("data/towers.mapping.yml", "name: Name\nkey: Code\ncolumns: {Lit: lit}\n")
    run(written("towers.csv", "Code,Name,Lit\nBR,Bell Rock,1911\n"), "--update")
    assert [path.name for path in (project.data / "lighthouses").iterdir()] == ["br.yml"]
    _, out, _ = run(written("towers.csv", "Code,Name,Lit\nBR,The Bell Rock,1912\n"), "--update")
    assert "data/lighthouses/br.yml: lit: 1911 -> 1912" in out
    assert "data/lighthouses/br.yml: name: Bell Rock -> The Bell Rock" in out
    br = project.data / "lighthouses" / "br.yml"
    br.write_text(br.read_text(encoding="utf-8").replace("The Bell Rock\n", "Inchcape\n", 1), encoding="utf-8")
    _, out, _ = run(written("towers.csv", "Code,Name,Lit\nBR,Bell,1912\n"), "--update")
    assert "data/lighthouses/br.yml:2 says 'Inchcape' by hand, which stays; the table says 'Bell'" in out


def test_rows_that_move_keep_their_records(run, written, record):
    written("data/towers.mapping.yml", "name: Name\nrow: Nr\ncolumns: {Stone: tower.stone}\n")
    run(written("towers.csv", "Nr,Name,Stone\n1,Bell Rock,granite\n"), "--update")
    _, out, _ = run(written("towers.csv", "Nr,Name,Stone\n1,Fastnet,\n2,Bell Rock,slate\n"), "--update")
    assert "tower.stone: granite -> slate" in out
    assert "stone: {value: slate, source: survey, where: Stone column of row 2}" in record("bell-rock")


RELEASES = """\
- {name: a, licence: MIT, made: 2020, releases: [%s]}
- {name: b, licence: MIT, made: 2021, releases: [{version: 2.0.0, day: 2024-01-01}, {version: 2.0.0, day: 2024-01-02}]}
- {name: c, licence: MIT, made: 2022}
"""


def test_lists_of_parts_follow_the_table_and_keep_what_people_added(tmp_path):
    file = tmp_path / "t.yml"
    one = "{version: 1.0.0, day: 2024-05-01}"
    file.write_text(RELEASES % one, encoding="utf-8")
    project = make(tmp_path, file).definition.project

    def run():
        arguments = ["import", str(file), "--update", "--survey", str(project.root)]
        return CliRunner().invoke(group, arguments, standalone_mode=False).stdout

    run()
    record = project.data / "records" / "a.yml"
    record.write_text(record.read_text(encoding="utf-8") + "    # The last with support.\n", encoding="utf-8")
    two = "{version: 1.1.0, day: 2024-06-01}"
    file.write_text(RELEASES % f"{two}, {one.replace('05-01', '05-02')}", encoding="utf-8")
    assert "releases.1.day: 2024-05-01 -> 2024-05-02" in run()
    text = record.read_text(encoding="utf-8")
    assert "# The last with support." in text
    assert text.index("1.1.0") < text.index("1.0.0")
    assert "Nothing to change" in run()
