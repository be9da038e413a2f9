"""The table for READMEs and wikis."""

from __future__ import annotations

from html import unescape

import pytest
from markdown_it import MarkdownIt

from catalog.exports.markdown import markdown_export
from tests.exports.conftest import Make


def test_the_table_has_the_columns_the_survey_shows_first(make: Make) -> None:
    catalog = make(
        {"slug": "one", "released": {"value": "2024-02", "certain": False}, "encoders": [{"name": "wavlm-large"}]},
        {"slug": "two", "released": "not reported"},
    )
    assert markdown_export(catalog, catalog.records).splitlines() == [
        "| Record | Released | Speech encoder |",
        "| --- | --- | --- |",
        "| ONE | 2024-02 (?) | WavLM Large |",
        "| TWO | *not reported* |  |",
    ]


@pytest.mark.parametrize(
    "name",
    [
        "a | b",
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "![x](https://example.org/p.png)",
        "**bold** _it_ `code` ~~s~~",
        "line\nbreak",
        "back\\slash \\| pipe",
        "&lt;b&gt;",
        "$x$",
        "https://example.org",
        "# head",
    ],
)
def test_a_hostile_name_is_plain_text_in_one_cell(make: Make, name: str) -> None:
    catalog = make({"slug": "one", "name": name})
    table = markdown_export(catalog, catalog.records)
    assert len(table.splitlines()) == 3
    page = MarkdownIt("commonmark").enable("table").render(table)
    cell = page.partition("<tbody>")[2].partition("<td>")[2].partition("</td>")[0]
    assert "<" not in cell
    assert unescape(cell) == " ".join(name.split())
