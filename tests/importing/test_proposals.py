"""What a new survey's fields are, judged by the headings and cells of its table."""

import pytest
import yaml

from tests.importing.surveys import make


@pytest.fixture
def proposed(tmp_path):
    """The survey for a CSV table of these columns, each as `Heading: cell | cell`, and its fields."""

    def propose(*columns, rows=20):
        names = [f"n{number}" for number in range(rows)]
        texts = [column.partition(":")[2].split("|") for column in columns]
        lines = [["Name", *(column.partition(":")[0] for column in columns)]]
        lines += [[name, *(cells[at % len(cells)].strip() for cells in texts)] for at, name in enumerate(names)]
        file = tmp_path / "t.csv"
        file.write_text("\n".join(";".join(line) for line in lines) + "\n", encoding="utf-8")
        made = make(tmp_path, file)
        return made, yaml.safe_load(made.proposal.fields_yml)

    return propose


@pytest.mark.parametrize(
    ("column", "entry"),
    [
        ("Size: 1 | 20 | 3000", {"label": "Size", "type": "number", "scale": "log"}),
        ("Size (GB): 1 | 2", {"label": "Size", "type": "number", "unit": "GB", "scale": "linear"}),
        ("Size: 1 GB | 2 GB", {"label": "Size", "type": "number", "unit": "GB", "scale": "linear"}),
        ("Size (MFU): 1 | 2", {"label": "Size (MFU)", "type": "number", "scale": "linear"}),
        ("Size: 1-2 | 3", {"label": "Size", "type": "range", "scale": "linear"}),
        ("Sizes: 1, 2 | 3", {"label": "Sizes", "type": "number", "scale": "linear", "many": True}),
        ("Price: $5 | $7.50", {"label": "Price", "type": "money", "unit": "USD", "scale": "linear"}),
        ("Released: 2024 | 2023", {"label": "Released", "type": "date", "scale": "time"}),
        ("Power: 2024 | 2023", {"label": "Power", "type": "number", "scale": "linear"}),
        ("Open: yes | no", {"label": "Open", "type": "yes-no", "filter": True}),
        ("Latest: 1.10 | 2.0", {"label": "Latest", "type": "version"}),
        ("Country: France | DE", {"label": "Country", "type": "country", "filter": True}),
        ("Site: https://example.org/a | https://example.org/b", {"label": "Site", "type": "link"}),
        ("Logo: https://e.org/a.png | https://e.org/b.svg", {"label": "Logo", "type": "image"}),
        ("Paper: https://arxiv.org/abs/2402.08846", {"label": "Paper", "type": "arxiv"}),
        ("Licence: MIT | Apache 2.0", {"label": "Licence", "type": "licence", "filter": True}),
        ("Kind: static | hybrid", {"label": "Kind", "words": ["static", "hybrid"], "filter": True}),
        ("Kinds: a, b | b", {"label": "Kinds", "words": ["b", "a"], "filter": True, "many": True}),
        ("release_date: 2024-05", {"label": "Release date", "type": "date", "scale": "time"}),
    ],
)
def test_a_column_is_taken_for_what_its_cells_are(proposed, column, entry):
    _, fields = proposed(column)
    assert list(fields.values()) == [entry]


def test_many_words_that_rows_share_are_a_vocabulary_and_read_from_it(proposed):
    made, fields = proposed("Maker: " + " | ".join(f"Maker {number}" for number in range(15)), rows=45)
    assert fields == {"maker": {"label": "Maker", "vocabulary": "maker", "filter": True}}
    assert yaml.safe_load(made.proposal.vocabularies["maker"])["maker-3"]["name"] == "Maker 3"
    assert made.rows["n3"]["maker"] == "maker-3"
    assert made.told == []


def test_what_most_cells_do_not_bear_out_is_text_and_the_comment_says_so(proposed):
    made, fields = proposed("Size: 1 | 2 | 3 | lots of it | 5")
    assert fields == {"size": {"label": "Size"}}
    assert "# text, because only 16 of 20 cells read as a number" in made.proposal.fields_yml
    assert made.told == []


def test_a_guess_says_how_many_cells_bear_it_out_and_the_others_are_told(proposed):
    made, _ = proposed("Size: " + " | ".join([*map(str, range(1, 20)), "lots"]))
    assert "# 19 of 20 cells read as a number" in made.proposal.fields_yml
    assert made.told == ["t.csv:21:5: error: found 'lots' where a number belongs"]


def test_date_charts_and_first_columns_are_named(proposed):
    made, _ = proposed("Released: 2024-05 | 2023-06", "Kind: a | b", "Size: 1 | 2")
    proposal = made.proposal
    assert (proposal.newest, proposal.columns, proposal.filters) == ("released", ["released", "kind", "size"], ["kind"])
    assert [(chart["kind"], chart["x"]) for chart in proposal.charts] == [
        ("scatter", "released"),
        ("timeline", "released"),
    ]


def test_a_table_of_names_alone_is_a_survey_too(tmp_path):
    (tmp_path / "t.csv").write_text("Name\na\nb\n", encoding="utf-8")
    assert list(make(tmp_path, tmp_path / "t.csv").rows) == ["a", "b"]


def test_lists_of_mappings_are_lists_of_parts_and_keys_without_a_field_are_told(tmp_path):
    file = tmp_path / "t.json"
    file.write_text(
        '[{"name": "a", "releases": [{"version": "1.0.1", "day": "2024-05-01"}, {"version": "1.10.0", "by": {"x": 1}}],'
        ' "stars": {"2023": 5, "2024": 7}}]',
        encoding="utf-8",
    )
    made = make(tmp_path, file)
    fields = yaml.safe_load(made.proposal.fields_yml)
    assert fields["releases"]["fields"]["version"] == {"label": "Version", "type": "version"}
    parts = made.imported.rows[0].parts
    assert parts["releases"] == [{"version": "1.0.1", "day": "2024-05-01"}, {"version": "1.10.0"}]
    assert [item["value"] for item in parts.get("stars", [])] in ([5, 7], [])
    assert any("`releases` has no field for the key 'by'" in told for told in made.told)
