"""What pages look like on paper: every row and column of the view is there, and no page is empty."""

from __future__ import annotations

import re
from io import BytesIO
from unicodedata import normalize

import pytest
from pypdf import PdfReader

pytestmark = pytest.mark.browser


def printed(page):
    """The text of each page of paper, with single spaces."""
    pages = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True, format="A4"))).pages
    return [re.sub(r"\s+", " ", each.extract_text()) for each in pages]


def letters(text):
    """A text without the spaces and hyphens that line ends add, and with letters instead of ligatures."""
    return re.sub(r"[\s­-]", "", normalize("NFKC", text))


def missing(texts, pages):
    """Those of the texts that no page of paper has."""
    paper = letters("".join(pages))
    return [text for text in texts if letters(text) not in paper]


def empty(pages):
    return [number for number, text in enumerate(pages, 1) if len(text) < 40]


def seen(page, selector):
    """The texts in sight of what a selector finds."""
    return [text.strip() for text in page.locator(selector).filter(visible=True).all_inner_texts() if text.strip()]


def test_the_catalogue_prints_every_row_and_column(open_page, catalog):
    page = open_page("catalogue/")
    page.wait_for_function("Object.keys(Catalog.store.columns).length >= Catalog.store.shown().length")
    heads = seen(page, "#table thead tr:last-child th button")
    assert len(heads) == 1 + len(catalog.display.presets[0].columns)
    pages = printed(page)
    assert empty(pages) == []
    assert missing([record.name for record in catalog.records], pages) == []
    last = page.locator("#table tbody tr:last-child td:last-child").inner_text()
    assert last
    assert missing([last], pages) == []
    for number, text in enumerate(pages, 1):
        assert missing(heads, [text]) == [], number


def test_the_comparison_prints_every_row_and_system(open_page):
    page = open_page("compare/?s=salmonn,qwen-audio,fun-asr")
    page.locator("#comparison tbody tr").first.wait_for()
    pages = printed(page)
    assert empty(pages) == []
    labels = page.locator("#comparison tbody th > :first-child").all_text_contents()
    assert len(labels) > 20
    assert missing(labels, pages) == []
    assert missing(["SALMONN", "Qwen-Audio", "Fun-ASR"], pages[:1]) == []


def test_the_charts_print_every_drawing(open_page, catalog):
    page = open_page("charts/")
    titles = [chart.title for chart in catalog.settings.charts]
    pages = printed(page)
    assert empty(pages) == []
    assert missing(titles, pages) == []


def test_a_record_prints_all_its_evidence(open_page):
    page = open_page("systems/salmonn/")
    heads = seen(page, "main h2[id]")
    pages = printed(page)
    assert empty(pages) == []
    assert missing([re.sub("[¶#]", "", head) for head in heads], pages) == []
