"""The search in the head of every page: what a reader types, and what the list below it shows first."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browsing import arriving

pytestmark = pytest.mark.browser

FIRST = {
    "SALMONN": "SALMONN",
    "salmo": "SALMONN",
    "salmoon": "SALMONN",
    "sálmonn": "SALMONN",
    "qwen audio": "Qwen-Audio",
    "librispeech": "LibriSpeech",
    "whisper large": "Whisper large",
    "large whisper": "Whisper large",
    '"large-v2"': "Whisper large-v2",
    "vicuna v1.5": "Vicuna-7B v1.5",
    "2310.13289": "SALMONN",
}
"""What is typed → the title of the first hit: names before texts, in any order, with accents, and with a slip."""


@pytest.fixture
def search(open_page):
    """The search of a page, opened, as a function of what is typed that returns the list of hits."""
    page = open_page("about/", viewport={"width": 1440, "height": 900})
    page.locator(".md-search__input").click()

    def typed(text):
        page.locator(".md-search__input").fill(text)
        page.keyboard.press("Shift")  # the theme listens to keys
        return page.locator(".md-search-result__item")

    return typed


def test_a_reader_finds_first_what_has_the_name(search):
    for text, title in FIRST.items():
        expect(search(text).first.locator("h1")).to_have_text(title)


def test_the_words_of_a_query_are_marked_where_they_stand(search):
    hits = search("Tsinghua")
    expect(hits.first.locator("h1 mark")).to_have_text("Tsinghua")
    texts = hits.filter(has=hits.page.locator("h1", has_text="SALMONN")).locator("p mark")
    expect(texts.first).to_have_text("Tsinghua")
    expect(search("tsinghau").first.locator("h1 mark")).to_have_text("Tsinghua")


def test_words_that_stand_together_nowhere_are_told_as_missing(search):
    hits = search("salmonn zebra")
    expect(hits.first.locator("h1")).to_have_text("SALMONN")
    expect(hits.first.locator("del")).to_have_text("zebra")


def test_what_nothing_says_is_told(search):
    hits = search("zebra")
    expect(hits.page.locator(".md-search-result__meta")).to_have_text("No matching documents")
    expect(hits).to_have_count(0)


def test_sections_stand_below_their_page(search):
    page = search("settled").filter(has_text="Corrections")
    expect(page.locator("h1")).to_have_text("Corrections")
    expect(page.locator("h2").first).to_have_text("Settled")


def test_the_rest_of_a_name_is_suggested_and_enter_leads_to_the_first_hit(search):
    hits = search("salm")
    expect(hits.first.locator("h1 mark")).to_have_text("SALM")
    hits = search("salmo")
    expect(hits.page.locator("[data-md-component=search-suggest]")).to_have_text("salmonn")
    hits.page.keyboard.press("ArrowRight")
    expect(hits.page.locator(".md-search__input")).to_have_value("salmonn")
    with arriving(hits.page):
        hits.page.keyboard.press("Enter")
    expect(hits.page).to_have_url(hits.page.url.replace("about/", "systems/salmonn/"))


def test_an_address_may_hold_the_query(open_page):
    page = open_page("about/?q=salmonn", viewport={"width": 1440, "height": 900})
    expect(page.locator(".md-search-result__item h1").first).to_have_text("SALMONN")
    assert [worker.url.rsplit("/", 2)[1:] for worker in page.workers] == [["assets", "search.js"]]


def test_names_are_found_although_texts_do_not_come(search, visitor):
    visitor.route("**/texts.json", lambda route: route.abort())
    hits = search("salmoon")
    expect(hits.first.locator("h1 mark")).to_have_text("SALMONN")
    expect(hits).to_have_count(1)
    assert [error for error in hits.page.errors if "ERR_FAILED" not in error] == []
    hits.page.errors.clear()
    visitor.unroute_all()
