"""JSON, YAML and TOML: where the records are, what their cells are called, and what cells hold."""

import json
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog.errors import DataError
from tests.importing.reading import noticed, read_all, read_one, texts, told


def raws(table):
    return [[cell.raw for cell in row] for row in table.rows]


def test_a_list_of_mappings_is_a_table_whose_cells_keep_what_is_written_and_what_it_means(tmp_path):
    text = "- name: NO\n  version: 7.10\n  free: true\n  day: 2024-02-03\n  tags: [a, b]\n- name: '007'\n  free: no\n"
    table = read_one(tmp_path, "t.yml", text)
    assert table.headings == ["name", "version", "free", "day", "tags"]
    assert texts(table) == [["NO", "7.10", "true", "2024-02-03", "a\nb"], ["007", "", "no", "", ""]]
    assert raws(table) == [[None, 7.1, True, date(2024, 2, 3), ["a", "b"]], [None, None, None, None, None]]
    assert [(cell.line, cell.column) for cell in table.rows[1]] == [(6, 9), (6, 3), (7, 9), (6, 3), (6, 3)]


def test_json_keeps_how_numbers_are_written_and_calls_places_by_their_path(tmp_path):
    table = read_one(tmp_path, "t.json", '{"items": [{"v": 7.10, "ok": false}, {"v": 2, "x": null}]}')
    assert texts(table) == [["7.10", "false", ""], ["2", "", ""]]
    assert raws(table) == [[7.1, False, None], [2, None, None]]
    assert table.rows[1][0].place == "items[1].v"


def test_names_with_records_are_a_table_with_the_names_as_a_column(tmp_path):
    table = read_one(tmp_path, "t.json", '{"gpt": {"size": 1}, "llama": {"size": 2, "open": true}}')
    assert (table.headings, texts(table)) == (["Key", "size", "open"], [["gpt", "1", ""], ["llama", "2", "true"]])


CATEGORIES = """\
landscape:
  - category:
    name: Storage
    subcategories:
      - subcategory:
        name: Block
        items:
          - item:
            name: A
            extra: {site: a.example, day: '2024'}
          - item:
            name: B
      - subcategory:
        name: Empty
        items: []
  - category:
    name: Networks
    subcategories:
      - {subcategory: null, name: Mesh, items: [{item: null, name: C}]}
      - {subcategory: null, name: DNS, items: [{item: null, name: D}]}
      - {subcategory: null, name: Ring, items: [{item: null, name: E}]}
"""


def test_lists_below_categories_are_rows_with_the_categories_as_columns(tmp_path):
    text = CATEGORIES.replace("      - subcategory:\n        name: Empty\n        items: []\n", "")
    table = read_one(tmp_path, "t.yml", text)
    assert table.headings == ["Category", "Subcategory", "name", "extra.site", "extra.day"]
    assert texts(table)[:3] == [
        ["Storage", "Block", "A", "a.example", "2024"],
        ["Storage", "Block", "B", "", ""],
        ["Networks", "Mesh", "C", "", ""],
    ]


def test_records_with_a_list_of_their_own_are_no_categories(tmp_path):
    records = [{"name": n, "a": 1, "b": 2, "c": 3, "d": 4, "releases": [{"v": 1}, {"v": 2}]} for n in "xy"]
    table = read_one(tmp_path, "t.json", json.dumps(records))
    assert len(table.rows) == 2
    assert table.rows[0][5].raw == [{"v": 1}, {"v": 2}]
    assert table.rows[0][5].text == '{"v": 1}\n{"v": 2}'


def test_a_mapping_whose_keys_are_dates_or_names_stays_one_cell(tmp_path):
    table = read_one(tmp_path, "t.yml", "- name: a\n  commits: {2025-01: 3, 2025-02: 4}\n- name: b\n")
    assert table.rows[0][1].raw == {"2025-01": 3, "2025-02": 4}


def test_a_value_with_its_evidence_stays_one_cell(tmp_path):
    records = [
        {"slug": "a", "hours": {"value": 7, "source": "paper", "where": "p. 2"}, "derived": {"x": []}},
        {"slug": "b", "hours": {"value": None, "blank": "not reported"}, "models": []},
    ]
    table = read_one(tmp_path, "t.json", json.dumps({"survey": {"title": "T"}, "records": records}))
    assert (table.headings, texts(table)) == (["slug", "hours"], [["a", "7"], ["b", "not reported"]])
    assert table.rows[0][1].raw == {"value": 7, "source": "paper", "where": "p. 2"}
    said = "what the export computes (derived, models, changed_sources) and its settings are not read"
    assert noticed(table) == [("t.json", said)]


def test_a_list_of_lists_has_its_headings_first(tmp_path):
    table = read_one(tmp_path, "t.json", '[["a", "b"], [1, 2], [3, null, "x"]]')
    assert (table.headings, texts(table)) == (["a", "b", "Column 3"], [["1", "2", ""], ["3", "", "x"]])


def test_lines_of_json_are_rows_and_a_bad_line_costs_itself(tmp_path):
    table = read_one(tmp_path, "t.jsonl", '{"a": 1}\nnot json\n\n{"a": 2, "a": 3}\n')
    assert [(row[0].text, row[0].line) for row in table.rows] == [("1", 1), ("2", 4)]
    assert [place for place, _ in told(table)] == ["t.jsonl:2:1", "t.jsonl:4:1"]


def test_keys_that_stand_twice_are_told_in_yaml_and_merged_keys_are_read(tmp_path):
    text = "base: &b {os: linux}\nitems:\n  - name: a\n    <<: *b\n    name: c\n  - {name: d}\n  - just text\n"
    table = read_one(tmp_path, "t.yml", text)
    assert texts(table) == [["a", "linux"], ["d", ""]]
    assert told(table) == [
        ("t.yml:5:5", "the key `name` occurs a second time; only the first is read"),
        ("t.yml:7:5", "'just text' stands where others have keys and values, and is not read"),
    ]


def test_a_toml_date_that_does_not_exist_costs_nothing_but_its_type(tmp_path):
    table = read_one(tmp_path, "t.toml", 'name = "x"\nday = 2024-02-30\nsize = 262_144\n[limit]\nout = 7.10\n')
    assert table.headings == ["name", "day", "size", "limit.out"]
    assert texts(table) == [["x", "2024-02-30", "262144", "7.10"]]
    assert told(table) == [("t.toml:2:7", "the date 2024-02-30 does not exist; it is kept as text")]


def test_front_matter_without_tables_is_a_record_with_its_text(tmp_path):
    table = read_one(tmp_path, "t.md", "---\ntitle: T\nn: 1\n---\n\n# Hello\n\n*you*\n")
    assert texts(table) == [["T", "1", "# Hello\n\n*you*"]]
    assert [table.markup_of(index) for index in range(3)] == ["plain", "plain", "markdown"]
    assert [cell.line for cell in table.rows[0]] == [2, 3, 6]


@pytest.mark.parametrize(
    ("name", "content", "place", "message"),
    [
        ("t.json", '[{"a": 1},\n {"b"}]', "t.json:2:6", "this is not JSON: expecting ':' delimiter"),
        ("t.yml", "a:\n\t- b\n", "t.yml:2:1", "a tab where only spaces are allowed"),
        ("t.toml", "a = 1\nb = \n", "t.toml:2:5", "this is not TOML: invalid value"),
        ("t.json", "[1, 2]", "t.json", "the file contains no table"),
    ],
)
def test_a_file_that_cannot_be_read_says_where_and_why(tmp_path, name, content, place, message):
    with pytest.raises(DataError) as caught:
        read_all(tmp_path, name, content)
    (problem,) = caught.value.problems
    assert (problem.location, problem.message) == (place, message)


def test_records_with_lists_of_their_own_stay_records(tmp_path):
    releases = [{"version": "1"}, {"version": "2"}]
    one = {"name": "a", "licence": "MIT", "releases": releases}
    table = read_one(tmp_path, "t.json", json.dumps([one, {**one, "name": "b", "releases": releases[:1]}]))
    assert (table.headings, len(table.rows)) == (["name", "licence", "releases"], 2)


keys = st.text("abcdef", min_size=1, max_size=3)
scalars = st.none() | st.booleans() | st.integers() | st.text("xyz", min_size=1, max_size=5)
plain_records = st.lists(
    st.dictionaries(keys, scalars, min_size=1).map(lambda record: {"n": "x", **record}), min_size=2, max_size=6
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(plain_records)
def test_every_value_of_every_record_is_in_the_table(tmp_path, records):
    table = read_one(tmp_path, "t.json", json.dumps(records))
    rows = [dict(zip(table.headings, row, strict=True)) for row in table.rows]
    for record, row in zip(records, rows, strict=True):
        for key, value in record.items():
            assert row[key].text == ("" if value is None else value if isinstance(value, str) else json.dumps(value))
