# ruff: noqa: RUF001
"""The search of the site: one dialog that the header's button, `/` and Ctrl-K open, with names, records and pages."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from catalog.pages.search_texts import search_data
from tests.browsing import EVERY_RULE, arriving, sideways, violations

pytestmark = pytest.mark.browser

FIRST = {
    "SALMONN": "SALMONN",
    "salmo": "SALMONN",
    "salmmon": "SALMONN",
    "sálmonn": "SALMONN",
    "qwen25omni": "Qwen2.5-Omni",
    "librispeech": "LibriSpeech",
    "librispech": "LibriSpeech",
    "whisper large v2": "Whisper large-v2",
    "whisper-large-v2": "Whisper large-v2",
    "large whisper": "Whisper large",
    "2310.13289": "SALMONN",
    "downlaods": "Downloads",
    "code license": "Code licence",
    "hours.asr": "ASR hours",
}
"""What is typed → the name of the first hit: names before texts, in any order and spelling, and with a slip."""

HITS = {
    "tsinghua": ("System", "SALMONN", "Organisation: Tsinghua University"),
    "diarization": ("System", "VibeVoice-ASR", "Diarisation: yes"),
    "2310.13289": ("System", "SALMONN", "arXiv: 2310.13289"),
    "internet archive": ("Test set", "People's Speech", "English speech with free licences from the Internet Archive."),
    "in doubt": ("Page", "Corrections › Settled", "The original was in doubt; the evidence says that it was right."),
}
"""What is typed → kind, name and why of a hit."""


@pytest.fixture
def search(open_page):
    """The search, opened from a page, as a function of what is typed that returns the list of hits."""
    page = open_page("about/", viewport={"width": 1440, "height": 900})
    page.get_by_role("button", name="Search the site").click()
    box = page.get_by_role("combobox", name="Search the site")

    def typed(text):
        box.fill(text)
        expect(page.locator(".palette .status")).not_to_contain_text("loading")
        return page.locator(".palette [role=option]")

    typed.page, typed.box = page, box
    return typed


def test_a_reader_finds_first_what_has_the_name(search):
    for text, title in FIRST.items():
        expect(search(text).first.locator("bdi")).to_have_text(title)


def test_a_hit_says_what_it_is_and_in_one_line_why_it_fits(search):
    for text, (kind, name, why) in HITS.items():
        hit = search(text).filter(has=search.page.get_by_text(name, exact=True)).first
        expect(hit.locator(".kind")).to_have_text(kind)
        expect(hit.locator(".why")).to_contain_text(why)
        marks = {mark.lower()[:5] for mark in hit.locator("mark").all_inner_texts()}
        assert marks & {word[:5] for word in text.split()}
        assert hit.locator(".why").evaluate("(line) => line.getClientRects().length") == 1


def test_the_last_hit_leads_to_all_records_that_say_it(search, catalog):
    data = search_data(catalog)
    texts = [text.lower() for _, texts in data["fields"] for text in texts]
    found = sum(any("tsinghua" in texts[place] for place in places) for places in data["records"])
    assert found > 1
    last = search("tsinghua").last
    expect(last).to_contain_text(f"Catalogue: all {found} that say “tsinghua”")
    with arriving(search.page):
        last.click()
    expect(search.page.locator("#found")).to_have_text(f"{found} of {len(catalog.records)} systems")


def test_what_nothing_says_is_told(search):
    expect(search("zzzzzzzz")).to_have_count(0)
    expect(search.page.locator(".palette .status")).to_have_text("Nothing says “zzzzzzzz”.")
    search("salmmon")
    expect(search.page.locator(".palette .status")).to_contain_text("these are the nearest names")


def test_arrows_choose_enter_follows_and_escape_gives_back_the_focus(open_page):
    page = open_page("catalogue/")
    page.locator("#table thead button").first.focus()
    page.keyboard.press("/")
    box = page.get_by_role("combobox", name="Search the site")
    expect(box).to_be_focused()
    page.keyboard.type("audio")
    options = page.locator(".palette [role=option]")
    expect(options.first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", options.nth(1).get_attribute("id"))
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Escape")
    expect(page.locator(".palette")).to_be_hidden()
    assert page.evaluate("document.activeElement.dataset.sort") == "name"
    page.keyboard.press("Control+k")
    expect(box).to_be_focused()
    page.keyboard.type("salmonn")
    expect(options.first.locator("bdi")).to_have_text("SALMONN")
    with arriving(page):
        page.keyboard.press("Enter")
    assert page.url.endswith("/systems/salmonn/")


def test_a_slash_in_a_text_box_stays_a_slash(open_page):
    page = open_page("catalogue/")
    page.locator("#filter-q").press("/")
    expect(page.locator("#filter-q")).to_have_value("/")
    expect(page.locator(".palette")).to_have_count(0)


def test_on_a_phone_the_search_fills_the_screen_and_closes_by_its_button(open_page):
    page = open_page("about/", viewport={"width": 320, "height": 640}, has_touch=True)
    button = page.get_by_role("button", name="Search the site")
    assert min(button.bounding_box()[side] for side in ("width", "height")) >= 40
    button.tap()
    page.get_by_role("combobox", name="Search the site").fill("librispeech")
    expect(page.locator(".palette .why mark").first).to_be_visible()
    assert sideways(page) <= 0
    assert violations(page, EVERY_RULE) == []
    page.get_by_role("button", name="Close").tap()
    expect(page.locator(".palette")).to_be_hidden()


def test_no_tab_leads_to_what_nobody_sees(open_page):
    page = open_page("about/", viewport={"width": 1440, "height": 900})
    for _ in range(12):
        page.keyboard.press("Tab")
        # The theme's switch of colours shows its focus on the label beside it.
        assert page.evaluate("document.activeElement.closest('.md-option') || document.activeElement.offsetWidth > 0")


def test_an_address_may_hold_the_query(open_page):
    page = open_page("about/?q=salmonn")
    expect(page.locator(".palette bdi").first).to_have_text("SALMONN")


def test_names_are_found_although_texts_do_not_come(search, visitor):
    visitor.route("**/said.js", lambda route: route.abort())
    expect(search("salmmon").first.locator("bdi")).to_have_text("SALMONN")
    expect(search.page.locator(".palette .status")).to_contain_text("Only names could be searched")
    assert [error for error in search.page.errors if "ERR_FAILED" not in error] == []
    search.page.errors.clear()
    visitor.unroute_all()
