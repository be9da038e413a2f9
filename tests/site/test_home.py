"""The home page says what the survey is, and shows what its data has to offer."""

from __future__ import annotations

import gzip
import re
from dataclasses import replace
from html import unescape
from urllib.parse import quote

import pytest

from catalog.pages import glimpses
from catalog.pages.home import MOST_ASKED, NEWEST, TALLEST, home_data
from catalog.settings.query import read_view
from catalog.values import Blank

MOST = 80_000
"""Bytes of the page, compressed, at any number of records."""


@pytest.fixture(scope="module")
def home(built):
    return unescape((built / "index.html").read_text(encoding="utf-8"))


def test_it_begins_with_the_headline_and_the_description_of_the_settings(home, catalog):
    settings = catalog.settings
    assert re.search(r"<h1[^>]*>(.*?)<", home)[1] == settings.headline
    assert f'<p class="lead">{settings.description}</p>' in home


def test_every_question_says_how_many_fit_and_how_many_cannot_be_judged(home, catalog):
    assert len(catalog.settings.questions) > MOST_ASKED, "the others are in a fold"
    for saved in catalog.settings.questions:
        found, unknown = read_view(saved.query, catalog.by_path, catalog.vocabularies).answer(catalog.records)
        card = re.search(rf'href="catalogue/\?{re.escape(saved.query)}".*?</li>', home)[0]
        judged = f"{sum(unknown.values())} not known" if unknown else "all known"
        assert saved.ask in card
        assert f"<strong>{found}</strong>" in card
        assert judged in card


def test_the_newest_records_are_on_it(home, catalog):
    newest = home[home.index('id="newest"') :]
    folder = catalog.settings.folder
    links = re.findall(rf'<a href="{folder}/([^/]+)/">', newest)[:NEWEST]
    assert links == [record.slug for record in catalog.newest_first[:NEWEST]]


def test_the_example_is_the_record_that_the_settings_choose_by_its_slug_or_a_former_one(catalog):
    record = catalog.records[3].model_copy(update={"formerly": ("old-name",)})
    for slug in (record.slug, "old-name"):
        settings = catalog.settings.model_copy(update={"example": slug})
        chosen = replace(catalog, settings=settings, records=(*catalog.records[:3], record))
        assert glimpses.example_record(chosen) == record


def test_without_a_choice_the_example_is_a_record_of_which_much_is_known(catalog):
    free = replace(catalog, settings=catalog.settings.model_copy(update={"example": None}))
    shown = glimpses.example_record(free)
    known = [sum(bool(free.values(column, record)) for column in free.shown) for record in free.records]
    assert sum(bool(free.values(column, shown)) for column in free.shown) == max(known)


def test_an_example_rather_fits_and_is_another_only_where_one_does(catalog):
    free = replace(catalog, settings=catalog.settings.model_copy(update={"example": None}))
    best = glimpses.example_record(free)
    other = glimpses.example_record(free, lambda record: record is not best)
    assert other not in (None, best)
    assert glimpses.example_record(free, lambda _: False) == best


def test_the_drawing_of_the_example_is_no_higher_than_what_stands_beside_it(catalog):
    picture = home_data(catalog)["picture"]
    assert float(re.search(r'viewBox="0 0 [\d.]+ ([\d.]+)"', picture)[1]) <= TALLEST


def test_the_comparison_has_rows_in_which_both_say_something_else(home, catalog):
    pair = glimpses.side_by_side(catalog, home_data(catalog)["example"])
    assert len(pair.rows) >= glimpses.FEWEST_ROWS
    assert all(one and other and one != other for _, one, other in pair.rows)
    assert f"compare/?s={','.join(record.slug for record in pair.records)}" in home


def test_the_filter_counts_the_records_that_its_links_lead_to(home, catalog):
    filtered = glimpses.word_counts(catalog)
    for _, count, query in filtered.lines:
        view = read_view(query, catalog.by_path, catalog.vocabularies)
        assert view.answer(catalog.records).found == count
        assert f'href="catalogue/?{query}"' in home
    unchecked = read_view(filtered.lines[0][2].split("=")[0] + f"={quote(Blank.NOT_CHECKED)}", catalog.by_path, {})
    assert unchecked.answer(catalog.records).found == filtered.unchecked


def test_the_plot_has_the_records_with_both_numbers_and_no_more_dots_than_can_be_told_apart(catalog):
    plot = glimpses.dot_plot(catalog)
    declared = next(chart for chart in catalog.settings.charts if chart.kind == "scatter")
    columns = [catalog.by_path[declared.x], catalog.by_path[declared.y]]
    both = [
        record
        for record in catalog.records
        if any(all(any(f.values for f in c.facts(m.facts)) for c in columns) for m in record.counted_models)
    ]
    assert plot.count == len(both)
    assert plot.dots.count("M") <= plot.count
    many = glimpses.dot_plot(replace(catalog, records=catalog.records * 50))
    assert many.dots == plot.dots


def test_the_evidence_is_of_a_fact_about_which_sources_disagree(home, catalog):
    shown = glimpses.shown_claim(catalog, home_data(catalog)["example"])
    assert shown.claim["instead"]
    assert f'href="{catalog.settings.folder}/{shown.record.slug}/{shown.link}"' in home


def test_a_catalogue_without_records_has_a_home_page_without_pictures(catalog):
    data = home_data(replace(catalog, records=()))
    assert not any(data[name] for name in ("example", "comparison", "plot", "choices", "evidence", "newest"))


def test_it_is_small(built):
    assert len(gzip.compress((built / "index.html").read_bytes())) < MOST
