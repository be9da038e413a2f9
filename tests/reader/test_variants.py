"""Records of several models: which of them a row, a cell, a count and a file speak of."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from catalog.pages.cells import ValueWriter, by_variant, variants_text
from catalog.pages.variants import UNNAMED
from catalog.settings.query import read_view
from tests.browsing import menu

TWO = "training.llm=frozen&wer-test-clean=..1.99"
"""Two conditions on one model."""


def fitting(survey, query):
    """Slug → the names of the models that fit, for the records of which not all do."""
    filters = read_view(query, survey.by_path, survey.vocabularies).filters.values()
    names = {
        record.slug: [
            m.name or UNNAMED for m in record.counted_models if all(f.judge(m.facts) is True for f in filters)
        ]
        for record in survey.records
    }
    return {slug: own for slug, own in names.items() if 0 < len(own) < len(survey.by_slug[slug].counted_models)}


def saved(page):
    with page.expect_download() as download:
        menu(page, "Export").get_by_role("button", name="CSV of this view").click()
    text = Path(download.value.path()).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


@pytest.mark.browser
def test_a_row_and_its_file_say_through_which_variants_it_matches(open_page, survey):
    page = open_page(f"catalogue/?{TWO}")
    through = "rows => Object.fromEntries(rows.map(row => [row.dataset.slug, row.querySelector('th').dataset.through]))"
    found = page.locator("#table tbody tr[data-slug]").evaluate_all(through)
    wanted = fitting(survey, TWO)
    assert wanted
    assert {slug: text for slug, text in found.items() if text} == {s: ", ".join(own) for s, own in wanted.items()}
    shown = page.locator("th[data-through]:not([data-through=''])").first
    assert shown.evaluate("th => getComputedStyle(th, '::after').content === JSON.stringify(`(${th.dataset.through})`)")
    lines = saved(page)
    assert {line["slug"] for line in lines} == {*found}
    for slug, own in wanted.items():
        assert {name for line in lines if line["slug"] == slug for name in line["variants"].split(", ")} == {*own}
    page.get_by_role("button", name="Clear all").click()
    assert page.locator("th[data-through]:not([data-through=''])").count() == 0
    assert page.locator("#found").inner_text() == f"{len(survey.records)} systems"
    page.get_by_label("Well-sourced only").check()
    page.locator("#table.well").wait_for()
    (poor,) = page.locator("#table td[data-path=hours\\.asr]:has(> .poor:only-child)").all()[:1]
    slug = poor.locator("xpath=..").get_attribute("data-slug")
    assert next(line for line in saved(page) if line["slug"] == slug)["ASR hours (hours)"] == ""


def test_a_cell_names_the_variants_where_a_fact_does_not_hold_for_all_of_them(survey):
    write = ValueWriter(survey, "../")
    named = 0
    for record in survey.records:
        for column in survey.shown:
            cell = write.cell(column, record)
            facts = by_variant(column, record, lambda fact: fact)
            assert ('class="of"' in cell) <= any(names for _, names in facts)
            if len(record.counted_models) == 1:
                assert 'class="of"' not in cell
            named += 'class="of"' in cell
    assert named > 5


def test_variants_of_a_fact_are_those_whose_own_record_has_it(survey):
    record = next(
        r for r in survey.records if len(r.counted_models) > 1 and len(survey.by_path["parameters"].facts(r)) > 1
    )
    column = survey.by_path["parameters"]
    facts = by_variant(column, record, lambda fact: fact)
    assert {fact for fact, _ in facts} == set(column.facts(record))
    for fact, names in facts:
        right = {model.name or UNNAMED for model in record.counted_models if fact in column.facts(model.facts)}
        assert set(names) == right


@pytest.mark.parametrize(
    ("names", "text"),
    [(["small"], "small"), (["small", "large"], "small, large"), (["a", "b", "c"], "3 of 5 variants")],
)
def test_a_cell_has_room_for_two_names(names, text):
    assert variants_text(names, 5) == text


def test_siblings_and_ablations_are_in_no_filter_and_no_column(survey, payload):
    listed = {name for _, names in payload["variants"] for name in names}
    for record in survey.records:
        others = {model.name for model in record.all_models if not model.counts}
        own = {name for row, names in payload["variants"] if payload["slugs"][row] == record.slug for name in names}
        assert own.isdisjoint(others)
    assert listed
    models = sum(len(record.counted_models) for record in survey.records)
    assert {len(field["rows"]) for field in payload["facets"] + payload["ranges"]} == {models}


@pytest.mark.browser
def test_a_mark_about_a_variant_fades_with_it(open_page, survey):
    query = "training.llm=frozen"
    page = open_page(f"charts/?{query}")
    script = """marks => marks.map(mark => ({slug: mark.dataset.slug, names: mark.dataset.variant?.split("\\n"),
                                            out: mark.classList.contains("out")}))"""
    marks = page.locator("figure[data-figure] :is(svg, .missing) [data-variant]").evaluate_all(script)
    (asked,) = read_view(query, survey.by_path, survey.vocabularies).filters.values()
    for mark in marks:
        models = [m for m in survey.by_slug[mark["slug"]].counted_models if m.name in mark["names"]]
        assert mark["out"] is not any(asked.judge(model.facts) is True for model in models), mark
    shown = {(mark["slug"], mark["out"]) for mark in marks}
    assert any((slug, True) in shown and (slug, False) in shown for slug, _ in shown)


@pytest.mark.browser
@pytest.mark.parametrize("down", [False, True])
def test_a_sorted_column_shows_the_variant_that_decides_where_its_row_stands(open_page, survey, down):
    page = open_page(f"catalogue/?sort={'-' if down else ''}hours.asr")
    numbers = """rows => rows.map(row => row.querySelector("td[data-path='hours.asr'] > :first-child data"
      + ", td[data-path='hours.asr'] > data:first-child")?.value)"""
    shown = [float(each) for each in page.locator("#table tbody tr[data-slug]").evaluate_all(numbers) if each]
    assert shown == sorted(shown, reverse=down)
    several = [r for r in survey.records if len(set(survey.by_path["hours.asr"].facts(r))) > 1]
    assert several
    page.locator('[data-sort="released"]').click()
    page.locator('th[aria-sort]:has([data-sort="released"])').wait_for()
    plain = open_page("catalogue/?sort=released")
    text = "rows => rows.map(row => row.querySelector(\"td[data-path='hours.asr']\").innerHTML)"
    assert page.locator("#table tbody tr").evaluate_all(text) == plain.locator("#table tbody tr").evaluate_all(text)
