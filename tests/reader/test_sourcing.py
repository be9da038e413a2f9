"""With "Well-sourced only", a fact that is not well sourced counts as unknown: in table, counts, charts and exports.

What is well sourced is read from the files of the records here.
"""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import expect

from catalog.values import NOT_WELL_SOURCED, Blank
from tests.browsing import menu

BLANKS = [blank.value for blank in Blank]


@pytest.fixture(scope="module")
def files(survey):
    """Slug → what the file of a record says; only of those that are one model."""
    single = [record.slug for record in survey.records if not getattr(record, "variants", ())]
    folder = survey.project.data / survey.settings.folder
    return {slug: yaml.safe_load((folder / f"{slug}.yml").read_text(encoding="utf-8")) for slug in single}


def facts(part, path):
    """What a file says at a path, each time as value and evidence."""
    if isinstance(part, list) and path:
        return [fact for item in part for fact in facts(item, path)]
    if not path:
        return [part if isinstance(part, dict) else {"value": part}]
    return facts(part[path[0]], path[1:]) if path[0] in part else []


def is_poor(fact):
    read = fact.get("source", "survey") != "survey" and fact.get("verified") != "secondary"
    return fact["value"] not in BLANKS and not (read and fact.get("certain", True))


def poor(files, path):
    """The records that are one model and say something at a path that is not well sourced."""
    return {slug for slug, file in files.items() if any(map(is_poor, facts(file, path.split("."))))}


def written(survey):
    """The paths of filters that files have."""
    columns = [column for column in survey.columns if column.show.facet or column.show.scale]
    measures = {measure.key for measure in survey.settings.measures}
    return [column.path for column in columns if not column.derived and column.path not in measures]


TOLD = """
Catalog.trust(given, true);
const {of} = Catalog.query.models(given);
return [...given.facets, ...given.ranges].map((field) => [
  field.path,
  given.slugs.filter((_, row) => !of[row][1] && Catalog.query.text(field, of[row][0]).includes(Catalog.query.POOR)),
]);
"""


def test_every_filter_knows_nothing_of_what_the_files_say_without_a_good_source(script, payload, survey, files):
    told = {path: {*slugs} & {*files} for path, slugs in script(TOLD, payload)}
    paths = [path for path in written(survey) if path in told]
    wanted = {path: poor(files, path) for path in paths}
    assert sum(map(bool, wanted.values())) > 20
    # Beside values that are well sourced, a number that is not needs no word of its own.
    numbers = {field["path"] for field in payload["ranges"]}
    for path in paths:
        assert told[path] <= wanted[path], path
        assert path in numbers or told[path] == wanted[path], path


def test_all_facts_are_there_again_without_the_switch(script, payload):
    again = """
    const before = JSON.stringify(given.data);
    for (const well of [true, false]) Catalog.trust(given.data, well);
    return before === JSON.stringify(given.data);
    """
    assert script(again, {"data": payload})


@pytest.mark.browser
def test_the_table_and_its_csv_hide_what_is_not_well_sourced(open_page, survey, files):
    hidden = poor(files, "hours.asr")
    assert hidden
    page = open_page("catalogue/?well=1&cols=hours.asr,training.llm&sort=-hours.asr")
    # Of a row that is not shown yet, `innerText` has what is hidden, too.
    cells = page.locator("#table td[data-path='hours.asr']").evaluate_all(
        "cells => cells.filter((cell) => cell.checkVisibility())"
        ".map((cell) => [cell.parentNode.dataset.slug, cell.innerText.trim()])"
    )
    assert {slug for slug, text in cells if slug in hidden and text} == set()
    known = [bool(re.search(r"\d", text)) for slug, text in cells if slug in files]
    assert any(known)
    assert known == sorted(known, reverse=True), "what is hidden comes last, as the unknown does"
    signs = page.locator("#table .poor:visible")
    assert signs.count() == 0
    with page.expect_download() as download:
        menu(page, "Export").get_by_role("button", name="CSV of this view").click()
    lines = [*csv.DictReader(Path(download.value.path()).read_text(encoding="utf-8").splitlines())]
    assert {line["slug"] for line in lines} == {record.slug for record in survey.records}
    for line in lines:
        number = line["ASR hours (hours)"]
        assert not number or float(number.lstrip("~<>=≥≤ ")) >= 0, line
        assert not (line["slug"] in hidden and number), line
    secret = poor(files, "training.llm")
    assert secret
    assert {line["LLM training"] for line in lines if line["slug"] in secret} == {""}


@pytest.mark.browser
def test_counts_say_how_many_cannot_be_judged_for_want_of_a_good_source(open_page, files):
    page = open_page("catalogue/?well=1&hours.asr=1000..")
    hidden = poor(files, "hours.asr")
    expect(page.locator("#unknown")).to_contain_text(re.compile(rf"ASR hours: .*\d+ {NOT_WELL_SOURCED}"))
    shown = page.locator("#table tbody tr").evaluate_all("rows => rows.map((row) => row.dataset.slug)")
    assert shown
    assert not hidden & {*shown}
    page.get_by_role("button", name="Remove filter Well-sourced only").click()
    expect(page.locator("#unknown")).not_to_contain_text(NOT_WELL_SOURCED)
    every = page.locator("#table tbody tr").evaluate_all("rows => rows.map((row) => row.dataset.slug)")
    assert {*shown} < {*every}
    assert not page.locator("#well").is_checked()


@pytest.mark.browser
def test_charts_leave_out_what_is_not_well_sourced_and_say_how_many(open_page, survey, files):
    hidden = poor(files, "hours.asr")
    page = open_page("charts/?well=1")
    number = next(n for n, chart in enumerate(survey.settings.charts, 1) if chart.kind == "bars")
    figure = page.locator(f"#chart-bars-{number}")
    marks = figure.locator("svg:not(.narrow) .mark").evaluate_all(
        "marks => marks.map((mark) => [mark.dataset.slug, mark.matches('.out')])"
    )
    assert {slug for slug, is_out in marks if is_out} & {*files} == hidden & {slug for slug, _ in marks}
    count = len({slug for slug, is_out in marks if is_out})
    expect(figure.locator(".doubted")).to_have_text(f"Left out as not well sourced: {count}")
    matrix = page.locator("[id^=chart-matrix]").first
    expect(matrix.locator(".doubted")).to_contain_text("Left out")
    with page.expect_download() as download:
        matrix.get_by_role("button", name="as CSV").click()
    lines = [*csv.reader(Path(download.value.path()).read_text(encoding="utf-8").splitlines()[2:])]
    one = next(chart for chart in survey.settings.charts if chart.kind == "matrix")
    secret = {files[slug]["name"] for path in (one.rows, one.columns) for slug in poor(files, path)}
    assert secret
    assert secret & {name for *_, names in lines for name in names.split(", ")} == set()
    before = {slug for slug, _ in marks} & hidden
    assert before
    page.locator("#well").uncheck()
    expect(figure.locator(".mark.out")).to_have_count(0)
    expect(figure.locator(".doubted")).to_be_empty()


@pytest.mark.browser
def test_the_custom_chart_draws_no_value_that_is_not_well_sourced(open_page, files):
    page = open_page("charts/?well=1&tab=explore&x=hours.asr")
    expect(page.locator("#explore-left")).to_contain_text(f"ASR hours {NOT_WELL_SOURCED}")
    page.locator("#chart-explore .numbers > summary").click()
    rows = page.locator("#chart-explore tbody tr")
    numbers = dict(rows.evaluate_all("rows => rows.map(({cells}) => [cells[0].textContent, cells[1].textContent])"))
    hidden = {files[slug]["name"] for slug in poor(files, "hours.asr")}
    assert {numbers[name] for name in hidden} == {NOT_WELL_SOURCED}
