"""The palette that finds pages, in a browser."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.browser


def definition(page, typed):
    page.keyboard.press("/")
    page.get_by_role("combobox", name="Find").wait_for()
    page.locator(".palette [role=option]").first.wait_for()
    page.keyboard.type(typed)
    return page.locator(".palette [role=option]")


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("salmmon", "/systems/salmonn/"),
        ("qwen25omni", "/systems/qwen2.5-omni/"),
        ("whisper large v2", "/encoders/whisper-large-v2/"),
        ("downlaods", "/downloads/"),
        ("librispech", "/test-sets/librispeech/"),
        ("hours.asr", "/guide/#g-hours-asr"),
    ],
)
def test_a_slash_finds_a_page_in_spite_of_typing_errors(open_page, typed, address):
    page = open_page("about/")
    definition(page, typed)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{address}")


def test_arrows_choose_escape_closes_and_focus_returns(open_page):
    page = open_page("catalogue/")
    page.locator("#table thead button").first.focus()
    options = definition(page, "audio")
    first = page.get_by_role("combobox", name="Find").get_attribute("aria-activedescendant")
    page.keyboard.press("ArrowDown")
    assert options.nth(1).get_attribute("aria-selected") == "true"
    assert page.get_by_role("combobox", name="Find").get_attribute("aria-activedescendant") != first
    page.keyboard.press("Escape")
    assert not page.locator(".palette").is_visible()
    assert page.evaluate("document.activeElement.dataset.sort") == "name"


def test_a_slash_in_a_text_box_stays_a_slash(open_page):
    page = open_page("catalogue/")
    page.locator("#filter-q").press("/")
    assert page.locator("#filter-q").input_value() == "/"
    assert page.locator(".palette").count() == 0


def test_nothing_found_is_told(open_page):
    page = open_page("about/")
    definition(page, "zzzzzzzz")
    assert page.locator(".palette .status").inner_text() == "Nothing found"
