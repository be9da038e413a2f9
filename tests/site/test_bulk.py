"""Long tables go round Markdown and come back where they stood."""

from __future__ import annotations

import json

import pytest
from jinja2 import DictLoader

from catalog.pages.render import environment, page


@pytest.fixture
def written(project):
    def write(template):
        env = environment(project)
        env.loader = DictLoader({"x": template})
        head, text = page(env, "x", "Title").removeprefix("---\n").split("---\n", 1)
        kept = [line.removeprefix("bulk: ") for line in head.splitlines() if line.startswith("bulk: ")]
        return text, json.loads(kept[0]) if kept else []

    return write


def test_a_bulk_leaves_its_place_in_the_text_and_stands_in_the_front_matter(written):
    text, kept = written("# A\n{% filter bulk %}one{% endfilter %}\nB\n{% filter bulk %}two{% endfilter %}")
    assert [line for line in text.splitlines() if line] == ["# A", '<hr class="bulk">', "B", '<hr class="bulk">']
    assert kept == ["one", "two"]


def test_a_bulk_inside_another_is_printed_inside_it(written):
    text, kept = written(
        "{% filter bulk %}first{% endfilter %}"
        "{% filter bulk %}<b>{% filter bulk %}1{% endfilter %}{% filter bulk %}2{% endfilter %}</b>{% endfilter %}"
    )
    assert text.count("<hr") == 2
    assert [part.replace("\n", "") for part in kept] == ["first", "<b>12</b>"]


def test_no_page_is_left_with_a_place_and_nothing_in_it(built):
    pages = [file.read_text() for file in built.rglob("*.html")]
    assert any("<table" in text for text in pages)
    assert [text[:200] for text in pages if 'class="bulk"' in text] == []
