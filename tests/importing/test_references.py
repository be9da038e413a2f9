"""Lists of references: BibTeX, and the CSL-JSON of reference managers."""

import json

from tests.importing.reading import read_one, told

BIBTEX = r"""
@string{jml = "J. ML"}
@comment{nothing}
@article{kurt84, author={Kurt G{\"o}del and {The Team} and de la Vall{\'e}e, Jean},
  title={Literate {P}rogramming \& more},
  journal=jml, year=1984, month=feb, doi={10.1/x}, url={https://e.org/a_b}, abstract={50\% of it}}
@inproceedings{two, title="Two", booktitle={Proc. of X}, year={2020}}
"""


def row(table, index):
    return {name: cell.text for name, cell in zip(table.headings, table.rows[index], strict=True) if cell.text}


def test_bibtex_becomes_one_row_a_reference_with_accents_decoded(tmp_path):
    table = read_one(tmp_path, "t.bib", BIBTEX)
    assert row(table, 0) == {
        "key": "kurt84",
        "type": "article",
        "title": "Literate Programming & more",
        "author": "Kurt Gödel\nThe Team\nJean de la Vallée",
        "year": "1984",
        "date": "1984-02",
        "venue": "J. ML",
        "doi": "10.1/x",
        "url": "https://e.org/a_b",
        "abstract": "50% of it",
    }
    assert row(table, 1) == {
        "key": "two",
        "type": "inproceedings",
        "title": "Two",
        "venue": "Proc. of X",
        "year": "2020",
    }
    assert table.rows[0][3].raw == ["Kurt Gödel", "The Team", "Jean de la Vallée"]
    assert [cells[0].line for cells in table.rows] == [4, 7]


def test_what_is_wrong_with_a_bibtex_file_is_told_and_the_rest_read(tmp_path):
    table = read_one(tmp_path, "t.bib", f'{BIBTEX}@book{{two, title="Again"}}\n@book{{c, title={{unclosed\n')
    assert len(table.rows) == 3
    assert [message.partition(":")[0] for _, message in told(table)] == ["the file is not read whole"] * 2


def test_csl_json_has_the_same_columns(tmp_path):
    items = [
        {
            "id": "z1",
            "type": "article-journal",
            "title": "T",
            "author": [{"family": "Gödel", "given": "Kurt"}, {"literal": "Team"}],
            "issued": {"date-parts": [[2020, 1, 2]]},
            "container-title": "J",
            "DOI": "10.1/x",
        },
        {"id": "z2", "type": "book", "title": "B", "issued": {"raw": "about 1999"}},
    ]
    table = read_one(tmp_path, "t.json", json.dumps(items))
    assert row(table, 0) == {
        "key": "z1",
        "type": "article-journal",
        "title": "T",
        "author": "Kurt Gödel\nTeam",
        "date": "2020-01-02",
        "venue": "J",
        "doi": "10.1/x",
    }
    assert row(table, 1)["date"] == "about 1999"
