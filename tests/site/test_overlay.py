"""A survey's own `mkdocs.yml`, pages and files lie over the engine's, and can run no code."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from catalog.errors import DataError
from catalog.paths import Project
from catalog.site import build
from catalog.site.builders import BUILDERS
from catalog.site.overlay import own_overlay, page_title
from tests.conftest import ROOT, Command

GENERATORS = ROOT / "tests" / "surveys" / "generators"
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><path d="M0 0h8v8z"/></svg>'
SETTINGS = """\
theme:
  logo: assets/logo.svg
  favicon: assets/icon.svg
  language: de
  palette: {primary: brown}
extra:
  social: [{icon: fontawesome/brands/mastodon, link: "https://social.example.org/@tools", name: Mastodon}]
extra_css: [assets/own.css]
nav:
  - Method: method.md
  - Shop: https://shop.example.org/
"""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A small survey with pages and files of its own."""
    shutil.copytree(GENERATORS, tmp_path / "tools")
    site = tmp_path / "tools" / "site"
    (site / "assets").mkdir(parents=True)
    for name in ("logo.svg", "icon.svg"):
        (site / "assets" / name).write_text(PICTURE, encoding="utf-8")
    (site / "assets" / "own.css").write_text(":root { --accent: #700 }\n", encoding="utf-8")
    (site / "method.md").write_text("# How we look at tools\n\nSlowly.\n", encoding="utf-8")
    (site / "zoo.md").write_text("---\ntitle: Zoo\n---\n\n# The zoo {#z}\n\nAnimals.\n", encoding="utf-8")
    (site / "archives.md").write_text("# Archives\n\nOld.\n", encoding="utf-8")
    (site / "hidden.md").write_text("---\nmenu: false\n---\n\n# Hidden\n\nFound by links.\n", encoding="utf-8")
    (site / "about.md").write_text("# Who we are\n\nPeople.\n", encoding="utf-8")
    return Project(tmp_path / "tools")


def menu(html: str) -> list[str]:
    return re.findall(r'md-tabs__link">\s*([^<]+?)\s*<', html)


def test_without_settings_own_pages_follow_the_engine_s_by_their_headings(project: Project) -> None:
    website = build(project)
    titles = menu((website / "index.html").read_text(encoding="utf-8"))
    assert titles[:2] == ["Home", "Catalogue"]
    assert titles[-4:] == ["About", "Archives", "How we look at tools", "The zoo"]
    assert "Hidden" not in titles
    assert (website / "hidden" / "index.html").is_file()
    assert "Archives" in (website / "assets" / "findable.js").read_text(encoding="utf-8"), "the search opens it, too"


@pytest.mark.parametrize("name", BUILDERS)
def test_own_settings_reach_the_pages_of_every_builder(project: Project, name: str) -> None:
    (project.root / "mkdocs.yml").write_text(SETTINGS, encoding="utf-8")
    website = build(project, builder=BUILDERS[name])
    html = (website / "index.html").read_text(encoding="utf-8")
    assert menu(html)[-5:] == ["About", "Method", "Shop", "Archives", "The zoo"]
    assert '<html lang="de"' in html
    assert html.count('data-md-color-primary="brown"') >= 3
    for part in ("assets/logo.svg", "assets/icon.svg", "assets/own.css", "https://social.example.org/@tools"):
        assert part in html, part
    assert (website / "assets" / "logo.svg").read_text(encoding="utf-8") == PICTURE
    assert "--accent: #700" in (website / "assets" / "own.css").read_text(encoding="utf-8")
    assert "script-src 'self'" in html, "the policy stays"


@pytest.mark.parametrize("name", BUILDERS)
def test_an_icon_of_the_theme_may_stand_in_the_head(project: Project, name: str) -> None:
    (project.root / "mkdocs.yml").write_text("theme: {icon: {logo: material/bread-slice}}\n", encoding="utf-8")
    head = (build(project, builder=BUILDERS[name]) / "index.html").read_text(encoding="utf-8").partition("<nav")[2]
    assert "M12 2c" in head.partition('data-md-component="logo"')[2][:400]


def test_a_menu_with_the_home_page_is_the_whole_menu(project: Project) -> None:
    (project.root / "mkdocs.yml").write_text("nav:\n  - Start: index.md\n  - Tools: catalogue.md\n", encoding="utf-8")
    assert menu((build(project) / "index.html").read_text(encoding="utf-8")) == ["Start", "Tools"]


def test_a_changed_setting_builds_the_website_again(project: Project) -> None:
    build(project)
    (project.root / "mkdocs.yml").write_text("theme: {palette: {primary: teal}}\n", encoding="utf-8")
    assert 'primary="teal"' in (build(project) / "index.html").read_text(encoding="utf-8")


def test_another_survey_has_no_page_and_no_picture_of_the_first(project: Project) -> None:
    website = build(project)
    for name in ("introduction", "first-record", "assets/picture.png"):
        assert not (website / name).exists(), name
    assert (website / "links-robot" / "index.html").is_file(), "servers are told of the robot by every survey"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("hooks: [evil.py]", "`hooks` can run code while the website is built"),
        ("plugins: [search]", "`plugins` can run code while the website is built"),
        ("theme: {custom_dir: mine}", "`custom_dir` can run code while the website is built"),
        ("markdown_extensions: [pymdownx.snippets]", "`markdown_extensions` can run code while the website is built"),
        ("docs_dir: /", "`docs_dir` is chosen by `catalog build`"),
        ("INHERIT: ../mkdocs.yml", "`INHERIT` is chosen by `catalog build`"),
        ("extra: {analytics: {provider: google}}", "`analytics` would send requests to other servers"),
        ("theme: {font: {text: Roboto}}", "`font` would send requests to other servers"),
        ("extra_javascript: [https://example.org/x.js]", "`extra_javascript` would send requests to other servers"),
        ("site_name: Tools", "`site_name` is not set here"),
        ("theme: {logo: assets/none.svg}", "there is no file site/assets/none.svg"),
        ("theme: {logo: ../../secret}", "found '../../secret', which is not a file below site/"),
        ("theme: {language: klingon}", "found 'klingon', which is not the code of a language of the theme"),
        ("theme: {palette: {primary: browm}}", "found 'browm', which is not a colour of the theme"),
        ("theme: {icon: {logo: material/nothing}}", "found 'material/nothing', which is not an icon of the theme"),
        (
            "extra: {social: [{icon: ../../x, link: 'https://a.org/'}]}",
            "found '../../x', which is not an icon of the theme",
        ),
        ("nav: [{Deep: {Page: zoo.md}}]", "found a mapping where text belongs"),
        ("extra: !!python/object/apply:os.system [ls]", "the tag !!python/object/apply:os.system is not supported"),
        ("- a list", "found a list where a mapping belongs"),
        ("theme: [", "mkdocs.yml"),
    ],
)
def test_what_it_may_not_say_is_refused_in_a_sentence(project: Project, text: str, message: str) -> None:
    (project.root / "mkdocs.yml").write_text(f"{text}\n", encoding="utf-8")
    with pytest.raises(DataError) as error:
        own_overlay(project)
    assert any(message in f"{problem.location} {problem.message}" for problem in error.value.problems)


def test_the_command_shows_the_line(project: Project, command: Command) -> None:
    (project.root / "mkdocs.yml").write_text("# Ours\nhooks: [evil.py]\n", encoding="utf-8")
    done = command("build", "--survey", project.root)
    assert done.returncode == 1
    assert "mkdocs.yml:2:1: error: `hooks` can run code" in done.stderr.replace("hooks: ", "", 1)
    assert "2 | hooks: [evil.py]" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_empty_file_says_nothing(project: Project) -> None:
    (project.root / "mkdocs.yml").write_text("", encoding="utf-8")
    assert own_overlay(project).nav == ()


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("# One\n\n# Two\n", "One"),
        ("---\ntitle: x\n---\n# One {#id .c}\n", "One"),
        ("---\nmenu: false\n---\n# One\n", ""),
        ("---\n: [\n---\n# One\n", "One"),
        ("No heading.\n", ""),
        ("", ""),
    ],
)
def test_a_page_is_called_by_its_first_heading(text: str, title: str) -> None:
    assert page_title(text) == title
