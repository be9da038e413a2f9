"""The table for READMEs and wikis."""

from __future__ import annotations

from dataclasses import replace
from html import unescape

import pytest
from markdown_it import MarkdownIt

from catalog.catalog import Catalog
from catalog.exports.markdown import markdown_export
from catalog.model.columns import Column
from catalog.settings import SurveySettings
from tests.exports.conftest import Make


def test_the_table_has_the_columns_the_survey_shows_first(make: Make) -> None:
    catalog = make(
        {"slug": "one", "released": {"value": "2024-02", "certain": False}, "encoders": [{"name": "wavlm-large"}]},
        {"slug": "two", "released": "not reported"},
    )
    assert "".join(markdown_export(catalog, catalog.records)).splitlines() == [
        "| Record | Released | Speech encoder |",
        "| --- | --- | --- |",
        "| ONE | 2024-02 (?) | WavLM Large |",
        "| TWO | *not reported* |  |",
    ]


def test_a_hostile_label_is_plain_text_in_one_cell(make: Make) -> None:
    label = "<img src=x onerror=alert(1)> | *a* `b`"
    catalog = make({"slug": "one"})
    first = catalog.columns[0]
    column = replace(first, show=replace(first.show, label=label))
    catalog = replace(catalog, columns=(column, *catalog.columns[1:]), settings=labelled(catalog, column))
    page = MarkdownIt("commonmark").enable("table").render("".join(markdown_export(catalog, catalog.records)))
    head = page.partition("<thead>")[2].partition("</thead>")[0]
    assert [unescape(cell.partition("</th>")[0]) for cell in head.split("<th>")[1:]] == [label.capitalize(), label]


def labelled(catalog: Catalog, column: Column) -> SurveySettings:
    return catalog.settings.model_copy(update={"one": column.label, "columns": (column.path,)})


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
    table = "".join(markdown_export(catalog, catalog.records))
    assert len(table.splitlines()) == 3
    page = MarkdownIt("commonmark").enable("table").render(table)
    cell = page.partition("<tbody>")[2].partition("<td>")[2].partition("</td>")[0]
    assert "<" not in cell
    assert unescape(cell) == " ".join(name.split())
