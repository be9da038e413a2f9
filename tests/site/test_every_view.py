"""Every kind of page and every open state, from the narrowest phone to the widest screen, in both palettes."""

from __future__ import annotations

import pytest

from tests.browsing import EVERY_RULE, KINDS_OF_PAGES, wrong_in_views

pytestmark = pytest.mark.browser

NARROW = {"width": 320, "height": 900}
PHONE_AND_SCREEN = ((320, "dark", EVERY_RULE), (1440, "light", EVERY_RULE))
FILTERED = "tab=explore&group=connector.family&hours.asr=1000..&training.llm=!frozen&well=1&nonsense=1"


@pytest.mark.parametrize(
    "path",
    KINDS_OF_PAGES,
)
def test_a_page_is_accessible_fits_every_width_and_asks_nobody_else(open_page, site, path):
    page = open_page(path, viewport=NARROW, color_scheme="dark")
    assert wrong_in_views(page) == []
    assert page.hosts == {site.removesuffix("/llm-asr/")}


def open_all_there_is_to_open(page):
    page.evaluate("document.querySelectorAll('.md-content details').forEach((box) => { box.open = true; })")


def open_all_and_look_at_evidence(page):
    open_all_there_is_to_open(page)
    page.locator('td[data-path="released"] .marks').first.focus()
    page.locator(".popup").wait_for()


def open_all_choose_some_and_look_at_evidence(page):
    page.locator(".pick").first.check()
    open_all_and_look_at_evidence(page)


def find_a_page(page):
    page.keyboard.press("/")
    page.locator(".palette [role=option]").first.wait_for()
    page.keyboard.type("qwen")
    page.locator(".palette .why mark").first.wait_for()


def open_the_menu(page):
    page.locator(".md-header [for=__drawer]").click()


@pytest.mark.parametrize(
    ("path", "act"),
    [
        (f"catalogue/?{FILTERED}", open_all_choose_some_and_look_at_evidence),
        (f"charts/?{FILTERED}", open_all_there_is_to_open),
        ("catalogue/?find=qwen", open_all_there_is_to_open),
        ("compare/?s=salmonn,qwen-audio", open_all_and_look_at_evidence),
        ("systems/fun-asr/", open_all_there_is_to_open),
        ("systems/salmonn/", open_all_there_is_to_open),
        ("about/", find_a_page),
        ("about/", open_the_menu),
    ],
)
def test_an_open_state_is_accessible_fits_every_width_and_asks_nobody_else(open_page, site, path, act):
    page = open_page(path, viewport=NARROW, color_scheme="dark")
    act(page)
    assert wrong_in_views(page) == []
    assert page.hosts == {site.removesuffix("/llm-asr/")}


def ask_for_the_plots(page):
    for figure in page.locator("figure.chart:has([data-plot])").all():
        figure.locator("[data-plot]").click()
        figure.locator(".plot .main-svg").first.wait_for()


@pytest.mark.parametrize(
    ("path", "act"),
    [
        ("catalogue/", open_all_there_is_to_open),
        ("catalogue/?find=qwen&embed=1", open_all_there_is_to_open),
        ("systems/fun-asr/?embed=1", open_all_there_is_to_open),
        ("charts/", ask_for_the_plots),
    ],
)
def test_more_of_the_same_is_accessible_on_a_phone_and_a_screen(open_page, path, act):
    """All rows of the table and all plots of the charts, of which some are looked at above; pages inside others."""
    page = open_page(path, viewport=NARROW, color_scheme="dark")
    act(page)
    assert wrong_in_views(page, PHONE_AND_SCREEN) == []


def test_what_is_wrong_with_one_of_many_rows_alone_is_found(open_page):
    page = open_page("about/")
    rows = "".join(f"<tr><td>{number}</td></tr>" for number in range(9)) + "<tr><td><img src='data:,'></td></tr>"
    page.locator(".md-content article").evaluate(
        "(article, rows) => { article.innerHTML = rows; }", f"<table>{rows}</table>"
    )
    faults = [fault for fault in wrong_in_views(page, PHONE_AND_SCREEN) if "image-alt" in fault]
    assert [fault.partition(" image-alt")[0] for fault in faults] == ["320 pixels, dark:", "1440 pixels, light:"]
    assert page.locator(".md-content tr").count() == 4
