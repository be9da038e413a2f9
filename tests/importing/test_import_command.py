import json
from pathlib import Path
from types import SimpleNamespace

import pytest
import yaml
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from catalog.cli import group
from catalog.errors import SetupError
from catalog.importing import import_table
from catalog.importing.propose import propose
from catalog.importing.source_table import SourceCell
from catalog.importing.table import Table
from catalog.importing.write import record_data, record_yaml
from catalog.load.records import open_survey
from catalog.load.tree import Tree
from catalog.rules import check
from catalog.values import spelling
from tests.importing.lighthouses import Lighthouse

GOOD = """\
| Name | Lit | Height |
| - | - | - |
| Bell Rock | 1911/2/1 | 36+ m (?) |
| Eddystone | 1982 | 19,572 m (sic) |
"""
MAPPING = "name: Name\ncolumns: {Lit: lit, Height: tower.height}\n"


@pytest.fixture
def run(project):
    """Runs the command line; gives the exit status, what went to stdout and what was said."""

    def invoke(*arguments):
        found = CliRunner().invoke(
            group, ["import", *map(str, arguments), "--survey", str(project.root)], standalone_mode=False
        )
        if found.exception:
            raise found.exception
        return found.return_value, found.stdout, found.stderr

    return invoke


def test_a_table_with_a_mapping_becomes_records_the_check_accepts(run, written, project):
    status, out, err = run(
        written("t.md", GOOD), "--mapping", written("m.yml", MAPPING), "--output", project.data / "lighthouses"
    )
    assert status == 0
    assert out == "2 records from 2 rows; 6 cells: 0 empty, 6 understood, 0 not understood.\n"
    assert err.startswith("2 lighthouses written to ")
    assert check(project) == []
    assert (project.data / "lighthouses" / "bell-rock.yml").read_text(encoding="utf-8") == (
        "slug: bell-rock\n"
        "name: Bell Rock\n"
        "lit: {value: '1911-02-01', source: survey, where: Lit column of row Bell Rock}\n"
        "tower:\n"
        "  height: {value: 36+, source: survey, where: Height column of row Bell Rock, certain: false}\n"
    )
    (eddystone,) = [loaded.value for loaded in open_survey(project).read_all() if loaded.value.slug == "eddystone"]
    assert (eddystone.tower.height.value.number, eddystone.tower.height.note) == (19572, "sic")


def test_records_go_to_the_build_folder_unless_told_otherwise(run, written, project):
    run(written("t.md", GOOD), "--mapping", written("m.yml", MAPPING))
    assert sorted(path.name for path in (project.root / "build" / "imported").iterdir()) == [
        "bell-rock.yml",
        "eddystone.yml",
    ]


def test_a_record_that_is_there_is_never_overwritten_and_then_nothing_is_written(run, written, project, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "eddystone.yml").write_text("mine\n", encoding="utf-8")
    with pytest.raises(SetupError, match=r"eddystone\.yml already exists and differs"):
        run(written("t.md", GOOD), "--mapping", written("m.yml", MAPPING), "--output", tmp_path / "out")
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["eddystone.yml"]
    assert (tmp_path / "out" / "eddystone.yml").read_text(encoding="utf-8") == "mine\n"


def test_importing_twice_changes_nothing(run, written):
    arguments = (written("t.md", GOOD), "--mapping", written("m.yml", MAPPING))
    assert run(*arguments) == run(*arguments)


def test_cells_not_understood_are_reported_with_their_line_and_the_status_is_1(run, written):
    table = written("t.md", GOOD.replace("1982", "long ago"))
    status, out, _ = run(table, "--mapping", written("m.yml", MAPPING))
    assert status == 1
    assert out == (
        "t.md:4:15: error: lit: found 'long ago' where a date belongs\n"
        "     4 | | Eddystone | long ago | 19,572 m (sic) |\n"
        "       |               ^\n"
        "       = year first, or the month as a word: 2024/2/13\n"
        "\n"
        "1 error in 1 file. Correct the table, or define its words in the mapping, "
        "and import again into an empty folder.\n"
        "\n"
        "2 records from 2 rows; 6 cells: 0 empty, 5 understood, 1 not understood.\n"
    )


def test_the_report_is_there_for_programs_too(run, written, project):
    table = written("t.md", GOOD.replace("1982", "long ago"))
    status, out, _ = run(table, "--mapping", written("m.yml", MAPPING), "--format", "json")
    report = json.loads(out)
    assert status == 1
    assert report["table"] == "t.md"
    assert report["cells"] == {"empty": 0, "understood": 5, "not understood": 1}
    assert report["records"][0] == {
        "slug": "bell-rock",
        "name": "Bell Rock",
        "row": "Bell Rock",
        "file": str(project.root / "build" / "imported" / "bell-rock.yml"),
    }
    (problem,) = report["problems"]
    assert (problem["file"], problem["line"], problem["column"], problem["field"]) == ("t.md", 4, 15, "lit")


def test_a_mapping_that_does_not_fit_is_told_with_its_line_and_nothing_is_written(run, written, project):
    status, out, err = run(written("t.md", GOOD), "--mapping", written("m.yml", "name: Name\ncolumns: {Lit: lid}\n"))
    assert (status, out) == (1, "")
    assert "m.yml:2:16: error: columns.Lit.field: there is no field `lid`" in err
    assert "did you mean `lit`?" in err
    assert not (project.root / "build").exists()


def test_without_a_mapping_one_is_proposed(run, written):
    status, out, err = run(written("t.md", GOOD))
    assert status == 0
    assert out == (
        "# Proposed from the headings of the table: look at every line before you use it.\n"
        "# Lines that begin with # are questions: they count once you have removed the # and completed them.\n"
        "name: Name\n"
        "columns:\n"
        "  Lit: lit\n"
        "  Height: tower.height\n"
    )
    assert "Without --mapping, a mapping is proposed." in err


def test_a_proposal_says_what_it_does_not_know(run, written):
    table = """\
| No. | Title | Lamp | Office | Weather |
| - | - | - | - | - |
| 1 | a | Electrik | NLB | fair |
| 2 | b | Candle | Trinity House | 7 |
"""
    say = "say under `words` what it means (oil, gas, electric, or null)"
    _, out, _ = run(written("t.md", table))
    assert out.splitlines()[2:] == [
        "name: Title",
        "row: No.",
        "columns:",
        "  Lamp: lenses.lamp",
        f"    # Electrik is not understood: did you mean `electric`? {say}",
        f"    # Candle is not understood: {say}",
        "  Office: offices",
        "  # Weather: no field looks like it; name one here, or put it under `ignore`",
    ]


@pytest.fixture
def proposal(run, written):
    """The lines proposed for a table, without the comments above them."""

    def propose_for(table, name="t.md"):
        _, out, _ = run(written(name, table))
        return [line for line in out.splitlines() if not line.startswith(("# Prop", "# Lines"))]

    return propose_for


def test_a_field_that_is_only_similar_is_a_question(proposal):
    table = "| Name | Height in m | Year | Licence |\n| - | - | - | - |\n| a | 36 m | May 1911 | nlb |\n"
    assert proposal(table) == [
        "name: Name",
        "columns:",
        "  # Height in m: is it `tower.height`? name its field here, or put it under `ignore`",
        "  # Year: is it `lit`? name its field here, or put it under `ignore`",
        "  # Licence: is it `offices`? name its field here, or put it under `ignore`",
    ]


def test_the_same_heading_gives_the_same_field_whatever_the_cells_hold(proposal):
    tables = [f"| Name | Lamp |\n| - | - |\n| a | {cell} |\n| b | {cell} |\n" for cell in ("oil", "Kerosene", "12", "")]
    assert all("  Lamp: lenses.lamp" in proposal(table) for table in tables)


@pytest.mark.parametrize(
    ("header", "row", "name"),
    [
        ("| # | Model | WER clean |", "| 1 | Whisper | 2.1 |", "Model"),
        ("| WER clean | Model |", "| 2.1 | Whisper |", "Model"),
        ("| Date | Model Name | Link |", "| 2024-08 | Whisper | https://e.org |", "Model Name"),
        ("| Stone | Lighthouse |", "| granite | Bell Rock |", "Lighthouse"),
        ("| Model | Name |", "| 3 | Bell Rock |", "Name"),
        ("| Title | Method |", "| A study of light | Lamp |", "Method"),
    ],
)
def test_the_column_of_names_is_the_one_whose_heading_says_so(proposal, header, row, name):
    table = f"{header}\n{'| - ' * (header.count('|') - 1)}|\n{row}\n"
    assert f"name: {name}" in proposal(table)


def test_no_column_is_taken_for_names_by_its_cells_alone(proposal):
    lines = proposal("| # | Stone | Weight |\n| - | - | - |\n| 1 | granite | 3 t |\n| 2 | basalt | 4 t |\n")
    assert lines[:2] == ["# name: which column names the lighthouses? Stone, Weight", "row: '#'"]


def test_a_csv_file_of_a_spreadsheet_is_proposed_like_any_other(proposal):
    assert proposal("\ufeffModel;Lit;WER clean\r\nBell;1811;2,1\r\n", "t.csv")[:3] == [
        "name: Model",
        "columns:",
        "  Lit: lit",
    ]


def test_links_in_the_column_of_names_are_asked_for(proposal):
    table = "| Name |\n| - |\n| [Bell](https://e.org/b) |\n| [Rock](https://e.org/r) |\n"
    assert proposal(table)[-1] == (
        "  # Name: are its links `page` or `pictures`? name their field here, or put it under `ignore`"
    )


def test_another_version_of_a_word_is_asked_for_and_never_taken(proposal):
    table = "| Name | Lamp |\n| - | - |\n| a | GAS |\n| b | gas 2 |\n| c | oil+ |\n"
    say = "say under `words` what it means (oil, gas, electric, or null)"
    assert proposal(table)[2:] == [
        "  Lamp: lenses.lamp",
        f"    # gas 2 is not understood: the nearest is `gas` (another version?); {say}",
        f"    # oil+ is not understood: the nearest is `oil` (another version?); {say}",
    ]


def test_other_tables_of_the_file_are_mentioned(run, written):
    table = written("t.md", f"{GOOD}\n| Other |\n| - |\n| x |\n")
    sentence = "t.md has 2 tables: the one on line 1 (2 rows) is read, not line 6 (1 row)."
    _, out, err = run(table)
    assert f"# {sentence}" in out
    assert sentence in err
    assert sentence in run(table, "--mapping", written("m.yml", MAPPING))[2]


def test_a_proposal_can_be_used_as_it_stands(run, written, tmp_path):
    proposal = tmp_path / "proposed.yml"
    run(written("t.csv", "Name;Lit;Height\nBell Rock;1911;36 m\nEddystone;1982;49 m\n"), "--output", proposal)
    status, out, _ = run(tmp_path / "t.csv", "--mapping", proposal)
    assert (status, out) == (0, "2 records from 2 rows; 6 cells: 0 empty, 6 understood, 0 not understood.\n")


def test_a_proposal_never_overwrites_a_file(run, written):
    with pytest.raises(SetupError, match="already exists"):
        run(written("t.md", GOOD), "--output", written("m.yml", MAPPING))


hostile = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30)


@given(hostile, hostile)
def test_a_proposal_for_any_headings_and_cells_is_yaml(header, text):
    words = [" ".join(part.split()) for part in (header, text)]
    cells = [
        (SourceCell("Name", 1, 1), SourceCell(words[0], 1, 8)),
        (SourceCell("a", 3, 1), SourceCell(words[1], 3, 8)),
    ]
    table = Table(Path("t.md"), cells[0], (cells[1],), ())
    toy = SimpleNamespace(
        model=Lighthouse, vocabularies={}, columns=(), settings=SimpleNamespace(one="tower", many="towers")
    )
    Tree(Path("m.yml"), propose(toy, table).encode())


@given(
    st.sampled_from(["First lit", "tower height", "Lamp", "LENS_maker", "Page"]),
    st.text("aeht 2-+", max_size=3),
    st.booleans(),
)
def test_a_field_is_proposed_only_for_a_heading_that_is_its_name(name, more, in_front):
    heading = " ".join((more + name if in_front else name + more).split())
    cells = (SourceCell("Name", 1, 1), SourceCell(heading, 1, 8))
    toy = SimpleNamespace(
        model=Lighthouse, vocabularies={}, columns=(), settings=SimpleNamespace(one="tower", many="towers")
    )
    proposed = yaml.safe_load(propose(toy, Table(Path("t.md"), cells, (), ())))["columns"]
    assert (proposed is not None) == (spelling(heading) == spelling(name))


@pytest.mark.parametrize(
    "cell",
    ["no", "2501.10", "1:20", "~", "yes", "- a", "# b", "&x", "<b>&amp;</b>", "שלום", "🗼", "{a: b}"],
)
def test_text_that_yaml_would_misread_is_written_so_that_it_reads_back(survey, written, tmp_path, cell):
    table = written("t.csv", f"Name,Stone\nRock,{cell}\n")
    imported = import_table(survey, table, written("m.yml", "name: Name\ncolumns: {Stone: tower.stone}\n"))
    tree = Tree(tmp_path / "rock.yml", record_yaml(record_data(survey, imported.rows[0])).encode())
    assert tree.problems == []
    assert tree.data["tower"]["stone"]["value"] == cell


def test_a_list_of_mappings_is_proposed_for_the_list_of_parts_with_its_name(run, written):
    table = written(
        "t.yml",
        "- {name: a, page: 'https://e.org/a', lit: 1911, lens: [{maker: Barbier, lamp: oil}]}\n"
        "- {name: b, page: 'https://e.org/b', lit: 1912, lens: [{maker: Chance}]}\n"
        "- {name: c, page: 'https://e.org/c', lit: 1913}\n",
    )
    _, out, _ = run(table)
    assert "  lens: lenses\n" in out
    run(table, "--mapping", written("m.yml", out))
    text = (table.parent / "build" / "imported" / "a.yml").read_text(encoding="utf-8")
    assert "lenses:\n  - maker: Barbier\n    lamp: oil\n" in text
