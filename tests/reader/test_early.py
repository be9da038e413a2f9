"""A reader who is faster than the scripts loses nothing."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.browser


@pytest.fixture
def early_page(page):
    """A page whose own scripts wait until they are let go."""
    routes_held = []

    def hold(route):
        if routes_held is None:
            route.continue_()
        else:
            routes_held.append(route)

    def let_go():
        nonlocal routes_held
        routes, routes_held = routes_held, None
        for route in routes:
            route.continue_()

    page.route("**/assets/*.js", hold)
    page.let_go = let_go
    return page


def start(page, address):
    page.goto(address, wait_until="commit")
    page.locator(".noscript-note").first.wait_for(state="attached")


def test_what_was_typed_and_ticked_before_the_script_came_is_filtered_by(early_page, site, survey):
    start(early_page, f"{site}catalogue/?connector.family=mlp")
    early_page.locator("#filter-q").fill("whisper")
    early_page.locator('.facet[data-path="training.llm"] > summary').click()
    early_page.locator('.facet[data-path="training.llm"] input[value="frozen"]').check()
    early_page.let_go()
    early_page.locator("html.catalogue-ready").wait_for(state="attached")
    early_page.wait_for_url("**find=whisper*")
    assert all(part in early_page.url for part in ("connector.family=mlp", "training.llm=frozen"))
    assert 0 < early_page.locator("#table tbody tr").count() < len(survey.records)


def test_a_form_sent_before_the_script_came_asks_the_same(early_page, site, survey):
    start(early_page, f"{site}catalogue/?connector.family=mlp&hours.asr=..1000000")
    early_page.locator('input[name="hours.asr.from"]').fill("1K")
    early_page.locator("#filter-q").fill("whisper")
    early_page.locator("#filter-q").press("Enter")
    early_page.wait_for_url("**find=whisper*", wait_until="commit")
    early_page.let_go()
    early_page.locator("html.catalogue-ready").wait_for(state="attached")
    assert early_page.url.endswith("catalogue/?find=whisper&hours.asr=1000..1000000&connector.family=mlp")
    assert not early_page.locator("#ignored").is_visible()


def test_a_name_sent_before_the_script_came_joins_the_comparison(early_page, site):
    start(early_page, f"{site}compare/?s=salmonn")
    early_page.locator("#compare-q").fill("slam asrr")
    early_page.locator("#compare-q").press("Enter")
    early_page.wait_for_url("**add=slam*", wait_until="commit")
    early_page.let_go()
    early_page.wait_for_url("**/compare/?s=salmonn,slam-asr")
    early_page.locator(".comparison thead a").nth(1).wait_for()
