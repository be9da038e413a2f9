import pytest

from catalog.errors import DataError
from catalog.importing import CellState, import_table, original_table

TABLE = """\
| Name | Lit | Height | Lamp | Office |
| --- | --- | --- | --- | --- |
| Bell Rock | 1911/2/1 | 36 m | oil, then electric | NLB |
| Eddystone | 1982 | 49 m (?) | electric | Trinity House + NLB |
"""


@pytest.fixture
def imported(survey, written):
    def run(mapping, table=TABLE):
        return import_table(survey, written("t.md", table), written("t.mapping.yml", mapping))

    return run


def places(imported, mapping, table=TABLE):
    """What is wrong with the mapping: place and message of each problem."""
    with pytest.raises(DataError) as caught:
        imported(mapping, table)
    return [(problem.location, problem.message) for problem in caught.value.problems]


def facts(imported, mapping, table=TABLE):
    """Path → value or blank, certainty, note and place, of each row."""
    return [
        {path: (fact.value or fact.blank, fact.certain, fact.note, fact.where) for path, fact in row.facts.items()}
        for row in imported(mapping, table).rows
    ]


def test_a_column_feeds_the_field_it_is_given(imported):
    found = facts(imported, "name: Name\ncolumns: {Lit: lit}\nignore: [Height, Lamp, Office]\n")
    assert [str(row["lit"][0]) for row in found] == ["1911-02-01", "1982"]
    assert found[0]["lit"][3] == "Lit column of row Bell Rock"


def test_headings_and_words_are_compared_without_capitals_and_spacing(imported):
    table = "| Name |  The   LAMP |\n| - | - |\n| a |  Petroleum   lamp |\n"
    mapping = "name: name\ncolumns: {the lamp: {called: Lamp, field: lenses.lamp, words: {PETROLEUM lamp: oil}}}\n"
    assert facts(imported, mapping, table) == [{"lenses.lamp": ("oil", True, "", "Lamp column of row a")}]


def test_one_cell_may_feed_several_fields(imported):
    table = "| Name | Tower |\n| - | - |\n| a | pink granite (?) |\n"
    mapping = """\
name: Name
columns:
  Tower:
    field: tower.stone
    also:
      - {field: lenses.maker, words: {pink granite: null}}
      - {field: lenses.lamp, contains: {granite: gas}}
"""
    (row,) = facts(imported, mapping, table)
    assert row == {
        "tower.stone": ("pink granite", False, "", "Tower column of row a"),
        "lenses.lamp": ("gas", False, "", "Tower column of row a"),
    }


def test_parts_of_a_cell_go_to_the_fields_that_know_their_words(imported):
    table = "| Name | What |\n| - | - |\n| a | lit (?) + gas lamp |\n| b | gas lamp + bell |\n"
    mapping = """\
name: Name
columns:
  What:
    split: +
    field: automatic
    words: {lit: true}
    also: [{field: lenses.lamp, words: {gas lamp: gas}}]
"""
    found = imported(mapping, table)
    assert [row.facts["lenses.lamp"].value for row in found.rows] == ["gas", "gas"]
    assert found.rows[0].facts["automatic"].certain is False
    assert found.rows[0].facts["lenses.lamp"].certain is True
    (problem,) = found.problems
    assert (problem.location, problem.message) == ("t.md:4:7", "no field of the column defines the words 'bell'")


def test_two_parts_for_one_value_and_a_common_word_no_field_can_have_are_told(imported):
    table = "| Name | What |\n| - | - |\n| a | lit + unlit |\n| b | ~ |\n| c | lit + ~ |\n"
    mapping = """\
name: Name
words: {"~": perhaps}
columns:
  What:
    split: +
    field: automatic
    words: {lit: true, unlit: false}
    also: [{field: lenses.lamp, words: {gas lamp: gas}}]
"""
    assert [(problem.location, problem.field) for problem in imported(mapping, table).problems] == [
        ("t.md:3:7", "automatic"),
        ("t.md:4:7", "automatic"),
        ("t.md:4:7", "lenses.lamp"),
        ("t.md:5:7", "automatic"),
        ("t.md:5:7", "lenses.lamp"),
    ]


def test_a_list_takes_every_part_of_a_cell(imported):
    mapping = (
        "name: Name\nignore: [Lit, Height, Lamp]\ncolumns: {Office: {split: +, field: offices, words: {NLB: nlb}}}\n"
    )
    assert [row["offices"][0] for row in facts(imported, mapping)] == [("nlb",), ("trinity", "nlb")]


def test_a_word_may_mean_a_blank_or_nothing_everywhere(imported):
    table = "| Name | Lit | Height |\n| - | - | - |\n| a | \\ | - |\n| b | - | \\ |\n"
    mapping = "name: Name\nwords: {'\\': not applicable, '-': null}\ncolumns: {Lit: lit, Height: tower.height}\n"
    found = imported(mapping, table)
    assert [[cell.state for cell in row.cells[1:]] for row in found.rows] == [
        [CellState.UNDERSTOOD, CellState.EMPTY],
        [CellState.EMPTY, CellState.UNDERSTOOD],
    ]
    assert found.rows[0].facts["lit"].blank == "not applicable"


def test_rows_are_named_by_their_number_where_they_have_one(imported):
    table = "| No | Name | Lit |\n| - | - | - |\n| 7 | a | 1911 |\n|  | b | 1912 |\n"
    found = facts(imported, 'name: Name\nrow: "No"\ncolumns: {Lit: lit}\n', table)
    assert [row["lit"][3] for row in found] == ["Lit column of row 7", "Lit column of row b"]


def test_every_cell_that_is_not_understood_is_told_with_its_place(imported):
    mapping = "name: Name\ncolumns: {Lit: lit, Height: tower.burning, Lamp: lenses.lamp, Office: offices}\n"
    found = imported(mapping)
    assert [(problem.location, problem.field, problem.message) for problem in found.problems] == [
        ("t.md:3:26", "tower.burning", "found the unit 'm'; the field's own is hours"),
        ("t.md:3:33", "lenses.lamp", "found 'oil, then electric', which is not one of the allowed words"),
        ("t.md:4:22", "tower.burning", "found the unit 'm'; the field's own is hours"),
        ("t.md:4:44", "offices", "found 'Trinity House + NLB', which is not in data/offices.yml"),
    ]
    assert [found.count(state) for state in CellState] == [0, 6, 4]


def test_a_column_the_mapping_does_not_mention_is_told_and_its_cells_are_not_understood(imported):
    found = imported("name: Name\ncolumns: {Lit: lit}\nignore: [Lamp, Office]\n")
    (problem,) = found.problems
    assert problem.location == "t.md:1:16"
    assert "column 'Height' is; its 2 cells are not read" in problem.message
    assert found.count(CellState.NOT_UNDERSTOOD) == 2


def test_rows_without_a_name_or_with_a_taken_slug_are_kept_and_told(imported):
    table = """\
| Name | Lit | Stone |
| - | - | - |
|  | 1911 | granite |
| -- | 1911 |  |
| Bell Rock | 1911 |  |
| bell rock! | 1911 |  |
| C | 1911 |  |
| C++ | 1911 |  |
| 灯台 | 1911 |  |
| Маяк | 1911 |  |
| 등대 | 1911 |  |
"""
    found = imported("name: Name\ncolumns: {Lit: lit, Stone: tower.stone}\n", table)
    assert [(row.slug, row.name) for row in found.rows] == [
        ("granite", "granite"),
        ("row-2", "Row 2"),
        ("bell-rock", "Bell Rock"),
        ("bell-rock-2", "bell rock!"),
        ("c", "C"),
        ("c-plus-plus", "C++"),
        ("row-7", "灯台"),
        ("mayak", "Маяк"),
        ("deungdae", "등대"),
    ]
    assert [(problem.location, problem.message, problem.severity) for problem in found.problems] == [
        ("t.md:3:2", "the row has no name and is called 'granite'", "warning"),
        ("t.md:4:3", "the row has no name and is called 'Row 2'", "warning"),
        ("t.md:6:3", "the slug `bell-rock` is taken; the record is `bell-rock-2`", "warning"),
        ("t.md:8:3", "the slug `c` is taken; the record is `c-plus-plus`", "warning"),
        ("t.md:9:3", "no slug can be made from the name; the record is `row-7`", "warning"),
    ]


LINKED = """\
| Tower | Lamp |
| - | - |
| [Bell Rock (Stevenson, 1811)](https://e.org/bell) | oil<br>gas |
| Eddystone | gas |
"""


def test_a_linked_name_gives_the_name_its_slug_and_the_link(imported):
    mapping = "name: Tower\ncolumns: {Tower: {field: page, also: [{field: tower.stone}]}}\nignore: [Lamp]\n"
    bell, eddystone = imported(mapping, LINKED).rows
    assert (bell.slug, bell.name) == ("bell-rock-stevenson-1811", "Bell Rock (Stevenson, 1811)")
    assert bell.facts["page"].value == "https://e.org/bell"
    assert bell.facts["tower.stone"].value == "Bell Rock (Stevenson, 1811)"
    assert (eddystone.name, "page" in eddystone.facts) == ("Eddystone", False)
    assert imported(mapping, LINKED).problems == ()


def test_links_of_names_that_nothing_reads_are_told_unless_they_are_ignored(imported):
    (problem,) = imported("name: Tower\ncolumns: {}\nignore: [Lamp]\n", LINKED).problems
    assert problem.location == "t.md:1:3"
    assert problem.message == "the mapping does not say what the links in the column 'Tower' are; 1 are not read"
    assert problem.hint == "name their field under `columns`, or the heading under `ignore`"
    assert imported("name: Tower\ncolumns: {}\nignore: [Lamp, Tower]\n", LINKED).problems == ()


def test_lines_of_a_cell_may_be_its_parts(imported):
    mapping = """\
name: Tower
ignore: [Tower]
columns:
  Lamp: {field: lenses.lamp, words: {oil: oil}, split: <br>, also: [{field: tower.stone, words: {gas: granite}}]}
"""
    bell, _ = facts(imported, mapping, LINKED)
    assert (bell["lenses.lamp"][0], bell["tower.stone"][0]) == ("oil", "granite")


def test_slugs_may_be_given(imported):
    table = "| Name | Lit |\n| - | - |\n| 灯台 | 1911 |\n"
    found = imported("name: Name\nslugs: {灯台: todai}\ncolumns: {Lit: lit}\n", table)
    assert [(row.slug, row.name) for row in found.rows] == [("todai", "灯台")]


def test_the_table_that_has_the_headings_is_read_of_several(imported):
    text = "| x | y |\n| - | - |\n| 1 | 2 |\n\n" + TABLE
    found = imported("name: Name\ncolumns: {Lit: lit}\nignore: [Height, Lamp, Office]\n", text)
    assert [row.name for row in found.rows] == ["Bell Rock", "Eddystone"]


def test_everything_wrong_between_mapping_survey_and_table_is_told_at_once(imported):
    mapping = """\
name: Nme
row: Number
columns:
  Lit: lid
  Heigth: tower.height
  Lamp: {field: lenses.lamp, words: {oil, then electric: steam}}
  Office:
    field: offices
    words: {Trinity House: trinty}
    also: [{field: lenses.lamp}]
  Height: {field: keepers.wage}
ignore: [Colour]
"""
    mapping = mapping.replace("{oil, then electric: steam}", '{"oil, then electric": steam}')
    assert places(imported, mapping) == [
        ("t.mapping.yml:1:7", "the table has no column 'Nme'"),
        ("t.mapping.yml:2:6", "the table has no column 'Number'"),
        ("t.mapping.yml:4:8", "there is no field `lid`"),
        ("t.mapping.yml:5:11", "the table has no column 'Heigth'"),
        ("t.mapping.yml:6:60", "found 'steam', which is not one of the allowed words"),
        ("t.mapping.yml:9:28", "found 'trinty', which is not in data/offices.yml"),
        ("t.mapping.yml:10:20", "`lenses.lamp` is already fed by the column 'Lamp'"),
        ("t.mapping.yml:11:19", "there is no field `keepers.wage`"),
        ("t.mapping.yml:12:10", "the table has no column 'Colour'"),
    ]


@pytest.mark.parametrize(
    ("mapping", "place", "message"),
    [
        ("columns: {Lit: lit}\n", "t.mapping.yml:1:1", "the key `name` is missing"),
        ("name: Name\ncolums: {Lit: lit}\n", "t.mapping.yml:2:1", "unknown key `colums`"),
        ("name: Name\ncolumns: {Lit: {field: lit, word: {}}}\n", "t.mapping.yml:2:29", "unknown key `word`"),
        ("name: Name\ncolumns: [Lit]\n", "t.mapping.yml:2:10", "found a list where a mapping belongs"),
        ("- Name\n", "t.mapping.yml:1:1", "found a list where a mapping belongs"),
        ("name: Name\nname: Lit\ncolumns: {}\n", "t.mapping.yml:2:1", "duplicate key `name`"),
    ],
)
def test_a_mapping_file_is_checked_like_every_other_file(imported, mapping, place, message):
    found = places(imported, mapping)
    assert any(at == place and said.startswith(message) for at, said in found), found


def test_a_survey_may_have_begun_as_a_table_or_not(survey, written):
    assert original_table(survey) is None
    written("data/original-table.csv", "Name,Lit\nBell Rock,1911\n")
    written("data/original-table.mapping.yml", "name: Name\ncolumns: {Lit: lit}\n")
    assert [row.slug for row in original_table(survey).rows] == ["bell-rock"]
