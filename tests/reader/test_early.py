"""A reader who is faster than the scripts loses nothing."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.browser


@pytest.fixture
def held(page):
    """A page whose own scripts wait until they are let go."""
    waiting = []

    def hold(route):
        if waiting is None:
            route.continue_()
        else:
            waiting.append(route)

    def let_go():
        nonlocal waiting
        routes, waiting = waiting, None
        for route in routes:
            route.continue_()

    page.route("**/assets/*.js", hold)
    page.let_go = let_go
    return page


def start(page, address):
    page.goto(address, wait_until="commit")
    page.locator(".noscript-note").wait_for(state="attached")


def test_what_was_typed_and_ticked_before_the_script_came_is_filtered_by(held, site, survey):
    start(held, f"{site}catalogue/?connector.family=mlp")
    held.locator("#filter-q").fill("whisper")
    held.locator(".facets > summary").click()
    held.locator('.facet[data-path="training.llm"] > summary').click()
    held.locator('input[name="training.llm"][value="frozen"]').check()
    held.let_go()
    held.locator("html.catalogue-ready").wait_for(state="attached")
    held.wait_for_url("**find=whisper*")
    assert all(part in held.url for part in ("connector.family=mlp", "training.llm=frozen"))
    assert 0 < held.locator("#table tbody tr").count() < len(survey.records)


def test_a_form_sent_before_the_script_came_asks_the_same(held, site, survey):
    start(held, f"{site}catalogue/?connector.family=mlp&hours.asr=..1000000")
    held.locator(".facets > summary").click()
    held.locator('.facet[data-path="hours.asr"] > summary').click()
    held.locator('input[name="hours.asr.from"]').fill("1K")
    held.locator("#filter-q").fill("whisper")
    held.locator("#filter-q").press("Enter")
    held.wait_for_url("**find=whisper*", wait_until="commit")
    held.let_go()
    held.locator("html.catalogue-ready").wait_for(state="attached")
    assert held.url.endswith("catalogue/?find=whisper&hours.asr=1000..1000000&connector.family=mlp")
    assert not held.locator("#ignored").is_visible()


def test_a_name_sent_before_the_script_came_joins_the_comparison(held, site):
    start(held, f"{site}compare/?s=salmonn")
    held.locator("#compare-q").fill("slam asrr")
    held.locator("#compare-q").press("Enter")
    held.wait_for_url("**add=slam*", wait_until="commit")
    held.let_go()
    held.wait_for_url("**/compare/?s=salmonn,slam-asr")
    held.locator(".comparison thead a").nth(1).wait_for()
