"""Lists of links in sections, as awesome lists have them."""

from catalog.importing.table import fullest
from tests.importing.reading import noticed, read_all, read_one, texts, told

LIST = """\
# Awesome Kettles [![Awesome](https://awesome.example/badge.svg)](https://awesome.example)

## Contents
- [Gas](#gas)
  - [Camping](#camping)

## Gas
- [Whistler](https://w.example) - Whistles ([manual](https://m.example)). `steel` `1.5 l`
- **[Boiler](https://b.example)** — Boils.
- 🔥 [Hot](https://h.example): Very hot.
- Nameless - Has no page.
### Camping
* [Tiny](https://t.example) - Small.
  * [Tiny lid](https://l.example) - Its lid.
  * needs wind

    and patience
* By scouts
  * [Scout](https://s.example) — Theirs.
## Electric
1. [![logo](x.png) Volt](https://v.example "Title") by A. - Electric.
2. [Watt][watt] - Also.

## Rules
- Be nice
- Be brief

[watt]: https://watt.example
"""


def test_every_item_is_a_row_with_its_section_and_nothing_of_it_is_lost(tmp_path):
    table = read_one(tmp_path, "list.md", LIST)
    assert table.headings == ["Name", "Description", "Tags", "Under", "Section", "Subsection"]
    assert (table.markup, told(table)) == ("markdown", [])
    assert texts(table) == [
        ["[Whistler](https://w.example)", "Whistles ([manual](https://m.example)).", "steel, 1.5 l", "", "Gas", ""],
        ["**[Boiler](https://b.example)**", "Boils.", "", "", "Gas", ""],
        ["🔥 [Hot](https://h.example)", "Very hot.", "", "", "Gas", ""],
        ["Nameless", "Has no page.", "", "", "Gas", ""],
        ["[Tiny](https://t.example)", "Small.\n- needs wind\n- and patience", "", "", "Gas", "Camping"],
        ["[Tiny lid](https://l.example)", "Its lid.", "", "[Tiny](https://t.example)", "Gas", "Camping"],
        ["[Scout](https://s.example)", "Theirs.", "", "By scouts", "Gas", "Camping"],
        ['[![logo](x.png) Volt](https://v.example "Title")', "by A. - Electric.", "", "", "Electric", ""],
        ["[Watt](<https://watt.example>)", "Also.", "", "", "Electric", ""],
    ]


def test_rows_stand_where_their_items_begin(tmp_path):
    table = read_one(tmp_path, "list.md", LIST)
    assert [(row[0].line, row[0].column) for row in table.rows] == [
        *((line, 3) for line in (8, 9, 10, 11, 13)),
        (14, 5),
        (19, 5),
        (21, 4),
        (22, 4),
    ]


def test_lists_that_are_no_rows_are_told(tmp_path):
    assert noticed(read_one(tmp_path, "list.md", LIST))[:2] == [
        ("list.md:4:3", "what only links to headings of the file (line 4) is not read"),
        ("list.md:25:3", "lists whose items do not begin with a link (line 25) are not read"),
    ]


def test_what_is_said_of_an_item_that_only_gathers_others_is_told(tmp_path):
    text = "- Scouts\n\n  Some words.\n\n  - [a](https://a.example)\n  - [b](https://b.example)\n"
    table = read_one(tmp_path, "t.md", text)
    assert texts(table) == [["[a](https://a.example)", "", "Scouts"], ["[b](https://b.example)", "", "Scouts"]]
    message = "what is said of 'Scouts', which is a heading of links, is not read"
    assert told(table) == [("t.md:1:3", message)]


def test_a_table_goes_before_the_links_that_a_document_lists(tmp_path):
    links = "".join(f"- [l{number}](https://e.example/{number})\n" for number in range(4))
    tables = read_all(tmp_path, "t.md", f"| a | b |\n| - | - |\n| 1 | 2 |\n\n{links}")
    assert fullest(tables).headings == ["a", "b"]
    assert fullest(tables).others[0].rows == 4


def test_items_that_begin_with_a_name_in_bold_are_rows_too(tmp_path):
    text = "- **Alpha**: First ([code](https://a.example)).\n- **Beta:** Second, [page](https://b.example).\n"
    table = read_one(tmp_path, "t.md", text)
    assert texts(table) == [
        ["**Alpha**", "First ([code](https://a.example))."],
        ["**Beta:**", "Second, [page](https://b.example)."],
    ]
