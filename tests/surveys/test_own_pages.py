"""Pages and templates of a survey itself: what is wrong with one is told with its file, in a sentence."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from catalog.errors import SetupError
from catalog.paths import Project
from catalog.site import build

HERE = Path(__file__).parent / "generators"


@pytest.fixture
def generators(tmp_path: Path) -> Project:
    shutil.copytree(HERE, tmp_path / "generators")
    return Project(tmp_path / "generators")


def told(project: Project, path: str, content: bytes) -> str:
    """What a build says once this file is there."""
    file = project.root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
    with pytest.raises(SetupError) as caught:
        build(project)
    return str(caught.value)


@pytest.mark.parametrize(
    ("path", "content", "said"),
    [
        ("site/charts.md", b"# Mine\n", "site/charts.md: the website has a page or a folder of this name"),
        ("site/index.md", b"# Mine\n", "site/index.md: the website has a page or a folder of this name"),
        ("site/tools/ember.md", b"# Mine\n", "site/tools/ember.md: the website has a page or a folder of this name"),
        ("site/makers/mine.md", b"# Mine\n", "site/makers/mine.md: the website has a page or a folder of this name"),
        ("site/a b.md", b"# Mine\n", "site/a b.md: name it with letters, digits, hyphens and dots"),
        ("site/odd.md", b"# Mine\n\n\xff\n", "site/odd.md:3: the page is not UTF-8"),
    ],
)
def test_a_page_that_cannot_be_is_refused(generators, path, content, said):
    assert told(generators, path, content).startswith(said)


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("record", "{% if %}", "record.jinja:1: TemplateSyntaxError: Expected an expression"),
        ("home", "<p>\n{{ 1 / 0 }}</p>", "home.jinja:2: ZeroDivisionError: division by zero"),
        ("guide", "{{ nothing_of_the_kind }}", "guide.jinja:1: UndefinedError: 'nothing_of_the_kind' is undefined"),
    ],
)
def test_a_template_that_fails_is_told_with_its_line(generators, name, text, said):
    message = told(generators, f"templates/pages/{name}.jinja", text.encode())
    assert said in message
    assert message.endswith("correct the template, or remove it")
