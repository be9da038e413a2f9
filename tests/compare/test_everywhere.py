"""The built folder wherever it is put: under a path, without a server, with a strict policy."""

from __future__ import annotations

import re

import pytest

from catalog.site.policy import policy, script_hash


def test_every_page_allows_its_own_scripts_alone(built):
    for file in built.rglob("*.html"):
        meta = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', file.read_text(encoding="utf-8"))
        assert meta, file
        scripts = re.search(r"script-src ([^;]*)", meta[1])[1]
        assert re.fullmatch(r"'self'( 'sha256-[\w+/=]+')*", scripts), file


def test_the_policy_names_scripts_that_run_and_no_data():
    text = '<script>a()</script><script type="application/json">{}</script><script src="x.js"></script>'
    assert re.findall(r"sha256-([^']+)", policy(text)) == [script_hash("a()")]


@pytest.mark.browser
@pytest.mark.parametrize("path", ["", "catalogue/", "systems/salmonn/"])
def test_no_page_breaks_its_policy_under_a_path_or_asks_another_host(open_page, site, path):
    """A page of each depth; tests/site/test_every_view.py asks the same of every kind of page."""
    page = open_page(path)
    page.keyboard.press("Control+k")
    page.locator(".palette [role=option]").first.wait_for()
    assert page.hosts == {site.removesuffix("/llm-asr/")}


@pytest.mark.browser
def test_an_injected_script_does_not_run(open_page):
    page = open_page("about/")
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=\"window.broken = 1\">')")
    page.evaluate("document.body.append(Object.assign(document.createElement('script'), {text: 'window.broken = 1'}))")
    assert page.evaluate("window.broken") is None
    assert any("Content Security Policy" in error for error in page.errors)
    page.errors.clear()


@pytest.mark.browser
@pytest.mark.parametrize(
    "path", ["catalogue/index.html", "compare/index.html?s=salmonn,slam-asr", "systems/salmonn/index.html"]
)
def test_a_page_opened_from_the_folder_works(open_page, built, path):
    page = open_page(path, address=built.as_uri() + "/")
    page.keyboard.press("/")
    page.locator(".palette [role=option]").first.wait_for()
    page.keyboard.type("slam")
    page.keyboard.press("Enter")
    page.wait_for_url("**/systems/slam-asr/index.html")
    assert page.locator("h1").inner_text().startswith("SLAM-ASR")


@pytest.mark.browser
def test_the_folder_alone_leads_from_the_catalogue_to_a_comparison_with_its_evidence(open_page, built):
    page = open_page("catalogue/index.html", address=built.as_uri() + "/")
    for name in ("SALMONN", "SLAM-ASR"):
        page.locator("#filter-q").fill(name)
        page.get_by_label(f"Compare {name}", exact=True).check()
    page.locator("#compare").click()
    page.wait_for_url("**/compare/index.html?s=salmonn,slam-asr")
    page.locator('.comparison td[data-path="released"] .marks').first.focus()
    page.locator(".popup").wait_for()
    page.keyboard.press("Escape")
    page.locator(".comparison thead a").first.click()
    page.wait_for_url("**/systems/salmonn/index.html")


@pytest.mark.browser
def test_two_systems_are_compared_by_keyboard_alone(open_page):
    page = open_page("catalogue/")
    page.get_by_role("button", name=re.compile(r"^Show \d+ more")).focus()
    page.keyboard.press("Enter")
    for name in ("SALMONN", "SLAM-ASR"):
        page.get_by_label(f"Compare {name}", exact=True).focus()
        page.keyboard.press("Space")
    page.locator("#compare").focus()
    page.keyboard.press("Enter")
    page.locator(".comparison thead a").nth(1).wait_for()
    page.get_by_label("Differences only").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Remove SALMONN").press("Enter")
    page.locator(".comparison thead a").nth(1).wait_for(state="detached")
    assert page.url.endswith("?s=slam-asr&only=1")


@pytest.mark.browser
def test_nothing_is_kept_about_a_reader_who_follows_a_shared_link(open_page):
    page = open_page("compare/?s=salmonn,slam-asr", fresh=True)
    page.locator(".comparison thead a").nth(1).wait_for()
    assert page.context.cookies() == []
    assert page.evaluate("Object.keys(localStorage).filter((key) => !key.includes('__'))") == []
