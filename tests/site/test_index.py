"""The texts of pages that the site's search reads: no placeholder, no HTML, no words that only help to read."""

from __future__ import annotations

import gzip
import json

import pytest
from markupsafe import Markup

from catalog.pages.render import Content, SitePage, data_script
from catalog.site.builders import DEFAULT
from catalog.site.index import SEARCH_PAGES, IndexEntry, entry, write_search
from tests.benchmarks import generate

BUILDER = {
    "config": {"lang": ["en"]},
    "docs": [
        {"location": "about/", "title": "About &amp; method", "text": "<p>As <b>read</b>: 1 &lt; 2.</p><p>x</p>"},
        {"location": "zqshell/#zqident", "title": "zqtitle", "text": "zqcontent"},
    ],
}  # fmt: skip


@pytest.fixture
def written(tmp_path):
    """The texts of the builder's pages above and of others."""

    def write(*entries):
        (tmp_path / DEFAULT.search_index).parent.mkdir()
        (tmp_path / DEFAULT.search_index).write_text(json.dumps(BUILDER), encoding="utf-8")
        write_search(DEFAULT, tmp_path, tmp_path / "site", entries, ["zqshell"])
        text = (tmp_path / "site" / SEARCH_PAGES).read_text(encoding="utf-8")
        return json.loads(text.removeprefix("Catalog.receive(").removesuffix(");\n"))

    return write


def page(*html, searchable=True):
    content = Content({"a": Markup("A &amp; B"), "part": Markup("Part")}, {"a": [], "part": [Markup("".join(html))]})
    return entry("words/a", SitePage("record", "A", "", {}, searchable=searchable), content)


def test_texts_come_by_heading_and_placeholders_are_gone(written):
    assert written(page("<p>Words</p>")) == [
        ["words/a/", "A & B", ""],
        ["words/a/#part", "Part", "Words"],
        ["about/", "About & method", "As read: 1 < 2.\nx"],
    ]


def test_a_row_is_a_line_and_what_only_helps_to_read_is_left_out():
    hidden = '<span class="vh">, second-hand</span> <span class="sign">2nd</span>'
    row = f"<tr><th>A</th><td>1{hidden}</td><td></td><td>x</td></tr>"
    drawn = '<svg><text>drawn</text></svg><button type="button">Copy</button>'
    assert page(f"<table>{row}{row}</table>{drawn}").docs[1]["text"] == "A · 1 · x\nA · 1 · x"


def test_records_are_searched_by_their_fields_instead(written):
    assert [location for location, _, _ in written(page("x", searchable=False), IndexEntry("b"))] == ["about/"]


def test_the_names_of_ten_thousand_records_weigh_less_than_200_kb():
    names = [[generate.name(i), f"records/{generate.slug(i)}/", ""] for i in range(10_000)]
    assert len(gzip.compress(data_script(names).encode())) <= 200_000
