"""Every builder makes the same website: what it prints, where it leads and what may run."""

from __future__ import annotations

import json
import os
import shutil
from importlib import metadata

import pytest
from playwright.sync_api import expect

from catalog.errors import SetupError
from catalog.paths import Project, engine_resource
from catalog.site import build, builders
from catalog.site.builders import BUILDERS, DEFAULT
from catalog.site.index import SEARCH_PAGES
from tests.browsing import arriving, ready, watched
from tests.compare_builds import differences
from tests.conftest import ROOT
from tests.pages import copy_pages

OTHERS = [name for name in BUILDERS if name != DEFAULT.module]
HAND_WRITTEN = ("about/", "first-record/", "links-robot/", "struck/")
BREAD = ROOT / "tests" / "second"


@pytest.fixture(scope="session")
def built_with(once):
    """The website of a small survey, one record of which is an attack, by the name of its builder.

    Skips where the builder is not installed, fails where REQUIRE_BUILDERS=1 demands it.
    """

    def get(name):
        try:
            BUILDERS[name].versions()
        except SetupError as error:
            (pytest.fail if os.environ.get("REQUIRE_BUILDERS") == "1" else pytest.skip)(str(error))
        return once(f"bread-{name}", lambda folder: make(folder, BUILDERS[name])) / "build" / "html"

    return get


def make(folder, builder):
    shutil.copytree(BREAD / "survey", folder, dirs_exist_ok=True)
    copy_pages(folder / "site", "assets")
    (folder / "site" / "struck.md").write_text("# A text\n\n<script>window.struck = 1</script>\n", encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(BREAD)
        build(Project(folder), builder=builder)


@pytest.mark.parametrize("name", OTHERS)
def test_every_builder_makes_the_same_pages_and_files(built_with, name):
    assert differences(built_with(DEFAULT.module), built_with(name)) == []


@pytest.mark.parametrize("name", OTHERS)
def test_every_builder_s_search_has_the_same_entries_of_generated_pages(built_with, name):
    def entries(builder):
        text = (built_with(builder.module) / SEARCH_PAGES).read_text(encoding="utf-8")
        found = json.loads(text.removeprefix("Catalog.receive(").removesuffix(");\n"))
        read = {location: (title, text) for location, title, text in found}
        assert read["about/"][1].startswith("This catalogue")
        assert "zq" not in str(read)
        return {location: texts for location, texts in read.items() if not location.startswith(HAND_WRITTEN)}

    assert entries(BUILDERS[name]) == entries(DEFAULT) != {}


@pytest.mark.browser
@pytest.mark.parametrize("name", BUILDERS)
def test_the_search_finds_records_with_every_builder_and_its_scripts_keep_the_policy(built_with, name, serve, page):
    watched(page).goto(f"{serve(built_with(name))}loaves/hostile/")
    ready(page).get_by_role("button", name="Search the site").click()
    search = page.get_by_role("combobox", name="Search the site")
    search.fill("<b>Bold")
    expect(page.get_by_role("option", name="<b>Bold</b>").first).to_be_visible()
    search.fill("Miche")
    expect(page.get_by_role("option").first).to_contain_text("Miche")
    with arriving(page):
        page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("Miche")
    assert page.errors == []


@pytest.mark.browser
@pytest.mark.parametrize("name", BUILDERS)
def test_a_script_in_a_text_does_not_run_with_any_builder(built_with, name, serve, page):
    page.goto(f"{serve(built_with(name))}struck/")
    assert "window.struck" in ready(page).content()
    assert page.evaluate("window.struck") is None


@pytest.mark.browser
@pytest.mark.parametrize("name", BUILDERS)
def test_on_a_phone_the_menu_leads_to_the_other_pages(built_with, name, serve, page):
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(f"{serve(built_with(name))}catalogue/")
    link = ready(page).locator(".md-sidebar--primary").get_by_role("link", name="Charts")
    expect(link).not_to_be_in_viewport()
    page.locator("header label[for=__drawer]").click()
    with arriving(page):
        link.click()
    expect(page.locator("h1")).to_contain_text("Charts")


def test_a_builder_that_is_not_installed_says_what_to_install(tmp_path, monkeypatch):
    def version(name):
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata, "version", version)
    with pytest.raises(SetupError, match=r"Zensical is not installed.*survey-catalog\[zensical\]"):
        build(Project(tmp_path), builder=BUILDERS["zensical"])


@pytest.mark.parametrize("name", BUILDERS)
def test_a_builder_that_fails_says_why(built_with, name, tmp_path, monkeypatch):
    built_with(name)
    shutil.copytree(engine_resource("templates"), tmp_path / "templates")
    (tmp_path / "templates" / "theme" / "main.html").write_text("{{ nothing.here }}", encoding="utf-8")
    monkeypatch.setattr(
        builders, "engine_resource", lambda of: tmp_path / of if of == "templates" else engine_resource(of)
    )
    with pytest.raises(SetupError, match=f"^{BUILDERS[name].title} could not build the pages: .*undefined"):
        make(tmp_path / "bread", BUILDERS[name])
