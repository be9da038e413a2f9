"""The search of the catalogue: it finds what any field says, tells where, and helps where nothing is found."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from catalog.pages.search_texts import search_data
from catalog.values import Blank
from tests.browsing import EVERY_RULE, laid_out, violations

HAS = """
const [query, text] = given;
const terms = Catalog.terms.parse(query);
return terms.length > 0 && terms.every((term) => Catalog.terms.has(Catalog.terms.plain(text), term));
"""


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("diarization", "Speaker diarisation"),
        ("diaris", "Speaker diarization"),
        ("organisation", "An organization"),
        ("license", "Licence of the code"),
        ("behavior", "Behaviour"),
        ("colour", "by color"),
        ("modeling", "language modelling"),
        ("catalogue", "A catalog"),
        ("center", "Centre for Speech"),
        ("programme", "a program"),
        ("whisper-large-v3", "Whisper large-v3"),
        ("whisper large", "large models: Whisper"),
        ('"large v2"', "Whisper large-v2"),
        ("2310.13289", "https://arxiv.org/abs/2310.13289"),
        ("1960", "1,960 hours"),
        ("1,960", "1960 hours"),
        ("resume", "Résumé"),
        ("Ångström", "angstrom"),
        ("7b", "Vicuna-7B"),
        ("RL", "Before RL"),
    ],
)
def test_a_text_has_what_is_typed_in_whatever_spelling(script, query, text):
    assert script(HAS, [query, text])


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("rl", "world"),
        ("7b", "27B"),
        ("960", "1960"),
        ("2.1", "211"),
        ('"large whisper"', "Whisper large"),
        ("whisper beats", "Whisper"),
        ("licence", "silence"),
        ("-", "a-b"),
    ],
)
def test_a_text_has_not_what_only_looks_like_it(script, query, text):
    assert not script(HAS, [query, text])


def test_the_part_of_a_long_text_that_is_shown_has_the_term(script):
    excerpt = "const [text, query] = given; return Catalog.terms.excerpt(text, Catalog.terms.parse(query));"
    text = f"{'word ' * 60}needle {'word ' * 60}".strip()
    shown = script(excerpt, [text, "needle"])
    assert "needle" in shown
    assert shown.startswith("… word")
    assert shown.endswith("word …")
    assert len(shown) < 150
    assert script(excerpt, ["short text", "needle"]) == "short text"


def letters(text):
    """Without signs and capitals, which the search does not tell apart."""
    return " ".join(re.findall(r"[^\W_]+", text.casefold()))


def test_everything_that_a_record_says_is_searched(catalog):
    data = search_data(catalog)
    texts = [(label, text) for label, own in data["fields"] for text in own]
    for record, places in zip(catalog.newest_first, data["records"], strict=True):
        said = "\n".join(texts[place][1] for place in places)
        claims = [claim for c in catalog.columns for fact in c.facts(record) for claim in (fact, *fact.instead)]
        assert all(claim.note in said for claim in claims)
        assert all(str(source.url) in said for source in record.sources.values() if source.url)
        entries = [
            entry
            for column in catalog.columns
            for value in catalog.values(column, record)
            if (entry := catalog.entry(column, value))
        ]
        assert all(letters(name) in letters(said) for entry in entries for name in (entry.name, *entry.aliases))
    assert {text for _, text in texts}.isdisjoint(Blank)


@pytest.fixture(scope="module")
def saying(catalog):
    """How many records say the words that a pattern begins to match, in their name or in any field."""
    data = search_data(catalog)
    texts = [letters(text) for _, own in data["fields"] for text in own]
    said = [
        "\n".join([letters(f"{record.name} {record.slug}"), *map(texts.__getitem__, places)])
        for record, places in zip(catalog.newest_first, data["records"], strict=True)
    ]
    return lambda pattern: sum(bool(re.search(rf"\b(?:{pattern})", own)) for own in said)


@pytest.fixture
def total(catalog):
    """What stands behind the number of systems found."""
    return f"of {len(catalog.records)} systems"


@pytest.fixture
def find(open_page, total):
    """The catalogue as a function of what is typed, which returns the lines that say where it is found."""
    page = open_page("catalogue/")

    def typed(text, count):
        page.locator("#filter-q").fill(text)
        expect(page.locator("#found")).to_have_text(f"{count} {total}")
        laid_out(page)
        return page.locator("tr[data-slug] .found-in").all_inner_texts()

    typed.page = page
    return typed


@pytest.mark.browser
def test_the_catalogue_finds_every_kind_of_field_and_says_which(find, saying):
    for text, pattern, line in [
        ("iclr", "iclr", "Venue: ICLR 2024"),
        ("diarization", "diari[sz]ation", "Diarisation: yes"),
        ("changli tang", "changli tang", "Authors: Changli Tang"),
        ("2310.13289", "2310 13289", "arXiv: 2310.13289"),
        ("whisper-large-v3", "whisper large v3", "Speech encoder: Whisper large-v3"),
    ]:
        count = saying(pattern)
        lines = find(text, count)
        assert count > 0
        assert any(line in shown for shown in lines), lines
    expect(find.page.locator("tr[data-slug] .found-in mark").first).to_have_text("Whisper large-v3")


@pytest.mark.browser
def test_words_that_only_explain_the_page_are_not_found(find, saying):
    for word in ("evidence", "2nd"):
        assert saying(word) == 0
        assert find(word, 0) == []


@pytest.mark.browser
def test_where_nothing_is_found_the_nearest_words_lead_on(find, saying, total):
    count = saying("diari[sz]ation")
    find("diarizaton", 0)
    page, help_ = find.page, find.page.get_by_role("region", name="Nothing found")
    expect(help_.get_by_role("status")).to_have_text("No system says “diarizaton”.")
    help_.get_by_role("button", name=f"diarization: {count}", exact=True).click()
    expect(page.locator("#found")).to_have_text(f"{count} {total}")
    expect(page.locator("#filter-q")).to_have_value("diarization")
    expect(page.locator("#filter-q")).to_be_focused()
    expect(help_).to_be_hidden()


@pytest.mark.browser
def test_where_nothing_is_found_one_may_search_wider(open_page, saying, total):
    """Only the record of SALMONN, whose connector is another, names the paper of this number."""
    number = "2310.13289"
    assert saying(letters(number)) == 1
    page = open_page(f"catalogue/?find={number}&connector.family=mlp")
    help_ = page.get_by_role("region", name="Nothing found")
    expect(help_.get_by_role("button", name="Without filters: 1", exact=True)).to_be_visible()
    assert violations(page, EVERY_RULE) == []
    help_.get_by_role("button", name="Without Connector: 1", exact=True).click()
    expect(page.locator("#found")).to_have_text(f"1 {total}")
    page.locator("#filter-q").fill("salmonn zebra")
    expect(help_.get_by_role("button", name=f"salmonn: {saying('salmonn')}", exact=True)).to_be_visible()
    page.locator("#filter-q").fill("organization")
    expect(help_.get_by_role("link", name="Organisation")).to_be_visible()


@pytest.mark.browser
def test_names_are_searched_although_the_texts_do_not_come(open_page, visitor, catalog, total):
    visitor.route("**/said.js", lambda route: route.abort())
    page = open_page("catalogue/?find=salmonn")
    named = sum("salmonn" in f"{record.name} {record.slug}".lower() for record in catalog.records)
    expect(page.locator("#found")).to_have_text(f"{named} {total}")
    expect(page.locator("#ignored")).to_contain_text("only names")
    assert [error for error in page.errors if "ERR_FAILED" not in error] == []
    page.errors.clear()
    visitor.unroute_all()
