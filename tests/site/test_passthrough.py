"""Long tables bypass Markdown and come back where they stood."""

from __future__ import annotations

import json

import pytest
from jinja2 import DictLoader

from catalog.pages.render import SitePage, environment, render_page


def passthrough(html):
    return f"{{% filter passthrough %}}{html}{{% endfilter %}}"


MARK = '<hr class="passthrough">'


@pytest.fixture
def written(project):
    def write(template):
        env = environment(project)
        env.loader = DictLoader({"x.md.jinja": template})
        head, text = render_page(env, SitePage("x", "Title", "", {})).removeprefix("---\n").split("---\n", 1)
        parts = [line.removeprefix("passthroughs: ") for line in head.splitlines() if line.startswith("passthroughs: ")]
        return text, json.loads(parts[0]) if parts else []

    return write


def test_a_passthrough_leaves_a_mark_in_the_text_and_stands_in_the_front_matter(written):
    text, parts = written(f"# A\n{passthrough('one')}\nB\n{passthrough('two')}")
    assert [line for line in text.splitlines() if line] == ["# A", MARK, "B", MARK]
    assert parts == ["one", "two"]


def test_a_passthrough_inside_another_is_printed_inside_it(written):
    inner = f"<b>{passthrough('1')}{passthrough('2')}</b>"
    text, parts = written(passthrough("first") + passthrough(inner))
    assert text.count("<hr") == 2
    assert [part.replace("\n", "") for part in parts] == ["first", "<b>12</b>"]


def test_no_page_is_left_with_a_mark_and_nothing_in_its_place(built):
    pages = [file.read_text(encoding="utf-8") for file in built.rglob("*.html")]
    assert any("<table" in text for text in pages)
    assert [text[:200] for text in pages if MARK in text] == []
