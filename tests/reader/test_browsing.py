"""Numeric filters, groups, sorting, the reader's own chart and brushing, in a browser."""

from __future__ import annotations

import base64
import csv
import hashlib
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from catalog.values import Blank
from tests.browsing import every_row, group_by, menu, ready, reload

pytestmark = pytest.mark.browser
CHART = "#chart-explore svg"
DAY = r"\d{4}-\d\d-\d\d"


def names(page):
    """The names of all systems found, which take a button beyond the first hundred rows."""
    return every_row(page).locator("#table tbody tr:not(.group) th").all_inner_texts()


def stripped(page):
    return [name.strip() for name in names(page)]


def facet(page, path):
    box = page.locator(f'.facet[data-path="{path}"]')
    if box.get_attribute("open") is None:
        box.locator("> summary").click()
    return box


def hours(survey, record):
    return survey.values(survey.by_path["hours.asr"], record)


def in_range(survey, low, high):
    matches = set()
    for record in survey.records:
        for value in hours(survey, record):
            top = float("inf") if value.bound == "at least" else value.number
            if top >= low and value.number <= high:
                matches.add(record.name)
    return matches


def test_a_typed_range_keeps_what_can_lie_in_it_and_says_who_is_hidden_and_why(open_page, survey):
    page = open_page("catalogue/")
    box = facet(page, "hours.asr")
    box.get_by_label("from").fill("60K")
    box.get_by_label("to", exact=True).fill("1M")
    box.get_by_label("to", exact=True).press("Tab")
    assert "hours.asr=60000..1000000" in page.url
    assert set(stripped(page)) == in_range(survey, 60_000, 1_000_000)
    known = in_range(survey, 60_000, 1_000_000)
    silent = {
        record.name
        for record in survey.records
        for model in record.counted_models
        if model.facts.hours.asr.blank is Blank.NOT_REPORTED
    }
    assert len(silent - known) > 1
    unknown = page.locator("#unknown")
    assert re.match(r"Hidden because they cannot be judged: \d+\. ASR hours: .*\d+ not reported", words(unknown))
    box.get_by_label(re.compile("not reported")).check()
    assert set(stripped(page)) == known | silent
    assert re.search(rf"Included although unknown: ASR hours: {len(silent)} not reported", words(unknown))
    page.get_by_role("button", name=re.compile("^Hide ASR hours")).click()
    assert set(stripped(page)) == known
    page.get_by_role("button", name=re.compile("^Include ASR hours")).click()
    assert set(stripped(page)) > known | silent


def words(place):
    return " ".join(place.inner_text().split())


def least_of(url):
    """The lower end of the hours in an address, which is written when the reader pauses."""
    match = re.search(r"hours\.asr=([\d.]+)\.\.", url)
    return float(match[1]) if match else 0


def test_a_range_can_be_set_with_the_arrow_keys(open_page):
    page = open_page("catalogue/")
    least = facet(page, "hours.asr").get_by_label("ASR hours, least")
    least.focus()
    for _ in range(60):
        page.keyboard.press("ArrowRight")
    page.wait_for_url(lambda url: least_of(url) >= 1_000)
    assert least_of(page.url) <= 10_000
    assert "K hours" in least.get_attribute("aria-valuetext")
    reload(page)
    assert "ASR hours from" in words(page.locator("#chips"))


def test_what_cannot_be_read_as_a_number_is_marked_and_changes_nothing(open_page, survey):
    page = open_page("catalogue/")
    text = facet(page, "hours.asr").get_by_label("from")
    text.fill("plenty")
    text.press("Tab")
    assert text.get_attribute("aria-invalid") == "true"
    assert len(names(page)) == len(survey.records)


def test_options_can_be_barred_and_wanted_together(open_page, survey):
    page = open_page("catalogue/")
    box = facet(page, "institutes")
    box.locator(".rest > summary").click()
    box.locator('input[value="alibaba"]').check()
    box.locator('input[value="sjtu"]').check()
    either = len(names(page))
    box.get_by_label("Match all").check()
    institutes = survey.by_path["institutes"]
    both = {r.name for r in survey.records if {"alibaba", "sjtu"} <= set(survey.values(institutes, r))}
    assert set(stripped(page)) == both
    assert 0 < len(both) < either
    page.get_by_role("button", name="Clear all").click()
    box.get_by_role("button", name="not Alibaba", exact=True).click()
    assert "institutes=!alibaba" in page.url
    without = {r.name for r in survey.records if "alibaba" not in (survey.values(institutes, r) or ["alibaba"])}
    assert set(stripped(page)) == without


def test_rows_stand_under_headings_with_counts_and_ranges(open_page, survey):
    page = open_page("catalogue/?connector.family=mlp&connector.family=q-former")
    group_by(page, "connector.family")
    heads = page.locator("#table tr.group").all_inner_texts()
    assert len(heads) == 2
    family = survey.by_path["connector.family"]
    count = sum("mlp" in survey.values(family, r) for r in survey.records)
    assert f"MLP projector {count} systems" in " ".join(heads[0].split())
    assert re.search(r"Released \d{4}-\d\d-\d\d.\d{4}", heads[0])
    reload(page)
    assert page.locator("#table tr.group").all_inner_texts() == heads


def test_sorting_by_a_second_column_can_be_chosen_and_is_in_the_address(open_page):
    page = open_page("catalogue/")
    menu(page, "View")
    page.get_by_label("Sort by").select_option("connector.family")
    page.get_by_label("then by", exact=True).select_option("name")
    assert "sort=connector.family,name" in page.url
    shown = [name.lower() for name in stripped(page)]
    column = page.locator('#table td[data-path="connector.family"]').all_inner_texts()
    pairs = list(zip(column, shown, strict=True))
    mlp = [name for family, name in pairs if family.strip() == "MLP"]
    assert len(mlp) > 2
    assert mlp == sorted(mlp)


def drag(page, selector, start, end):
    box = page.locator(selector).bounding_box()
    page.mouse.move(box["x"] + box["width"] * start[0], box["y"] + box["height"] * start[1])
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * (start[0] + end[0]) / 2, box["y"] + box["height"] * end[1], steps=3)
    page.mouse.move(box["x"] + box["width"] * end[0], box["y"] + box["height"] * end[1], steps=3)
    page.locator(f"{selector} .brush").wait_for(state="attached")
    page.mouse.up()
    # The address is written when the reader pauses; the filters are shown at once.
    page.wait_for_url(f"**={'..'.join(re.findall(DAY, page.locator('#chips').inner_text()))}*")


def test_brushing_the_chart_filters_the_table_and_escape_takes_it_back(open_page, survey):
    page = open_page("catalogue/?tab=explore")
    page.locator(CHART).scroll_into_view_if_needed()
    drag(page, CHART, (0.6, 0.3), (0.95, 0.3))
    assert re.search(r"released=\d{4}-\d\d-\d\d\.\.\d{4}-\d\d-\d\d", page.url)
    brushed = names(page)
    assert 0 < len(brushed) < len(survey.records)
    reload(page)
    assert names(page) == brushed
    page.locator("#chart-explore .drawing").press("Escape")
    assert len(names(page)) == len(survey.records)
    page.go_back()
    assert names(page) == brushed


def test_a_mark_can_be_found_and_chosen_with_the_keyboard(open_page):
    page = open_page("catalogue/?tab=explore")
    drawing = page.locator("#chart-explore .drawing")
    for key in ("ArrowRight", "ArrowRight", "Enter"):
        drawing.press(key)
    description = page.locator("#explore-said").inner_text()
    assert len(names(page)) == 1
    assert description.startswith(stripped(page)[0])
    assert "pick=" in page.url


def test_row_and_mark_are_pointed_at_together(open_page):
    page = open_page("catalogue/?tab=explore&hours.asr=..", viewport={"width": 1280, "height": 1300})
    page.locator("#table tbody tr").first.hover()
    assert page.locator(f"{CHART} .ring circle").count() == 1
    ring = page.locator(f"{CHART} .ring circle").bounding_box()
    page.mouse.move(5, 5)
    page.locator(CHART).evaluate("svg => svg.scrollIntoView({block: 'end'})")
    box = page.locator(CHART).bounding_box()
    share = box["width"] / 880
    page.locator("#table tbody tr").first.hover()
    circle = page.locator(f"{CHART} .ring circle")
    x, y = float(circle.get_attribute("cx")), float(circle.get_attribute("cy"))
    page.locator(CHART).evaluate("svg => svg.scrollIntoView({block: 'end'})")
    box = page.locator(CHART).bounding_box()
    page.mouse.move(box["x"] + x * share, box["y"] + y * share)
    assert page.locator("#table tr.pointed").count() == 1
    assert ring is not None


def test_axes_and_colour_are_the_readers_and_survive_reload(open_page):
    page = open_page("charts/?tab=explore")
    page.get_by_label("x axis").select_option("hours.asr")
    page.get_by_label("y axis").select_option("connector.family")
    page.get_by_label("Colour").select_option("training.llm")
    assert all(part in page.url for part in ("tab=explore", "x=hours.asr", "y=connector.family", "colour=training.llm"))
    ticks = page.locator(f"{CHART} text").all_text_contents()
    assert {"1K", "10K", "100K", "1M"} <= set(ticks)
    assert re.search(r"not drawn: ASR hours not reported \(\d+\)", page.locator("#explore-left").inner_text())
    before = page.locator(CHART).inner_html()
    reload(page)
    assert page.locator(CHART).inner_html() == before


def test_every_control_of_the_address_survives_reload_back_and_forward(open_page):
    query = (
        "?find=a&training.llm=LoRA&hours.asr=1000..&connector.family=!conv&sort=-released,name"
        "&dense=1&group=training.encoder&tab=explore&y=wer-test-clean&yScale=log"
    )
    page = open_page(f"catalogue/{query}")
    # The chart has pushed the table out of sight, where it is painted a moment later.
    table = page.locator("#table")
    before = every_row(page).locator("#table").inner_text()
    page.locator("#clear").click()
    expect(table).not_to_have_text(before, use_inner_text=True)
    page.go_back()
    expect(table).to_have_text(before, use_inner_text=True)
    page.go_forward()
    expect(table).not_to_have_text(before, use_inner_text=True)
    page.go_back()
    reload(page)
    expect(table).to_have_text(before, use_inner_text=True)
    assert page.locator("#filter-q").input_value() == "a"
    assert not page.locator("#ignored").is_visible()


def record_of(name, records):
    """The record that a name of one of its models begins with."""
    return max((record for record in records if name.startswith(record)), key=len)


def test_a_chart_is_taken_along_with_where_it_came_from(open_page):
    page = open_page("catalogue/?tab=explore&training.llm=frozen")
    files = {}
    for kind in ("svg", "png", "csv"):
        with page.expect_download() as download:
            page.locator(f'#chart-explore [data-save="{kind}"]').click()
        files[kind] = Path(download.value.path()).read_bytes()
        assert download.value.suggested_filename == f"chart-explore.{kind}"
    for text in (files["svg"].decode(), files["csv"].decode()):
        assert "CC-BY-4.0" in text
        assert "training.llm=frozen" in text
        assert re.search(r"\d{4}-\d\d-\d\d", text)
    assert files["png"].startswith(b"\x89PNG")
    assert len(files["png"]) > 5000
    first, *lines = files["csv"].decode().splitlines()
    assert first.startswith("#")
    drawn = [line[0] for line in csv.reader(lines)][1:]
    assert list(dict.fromkeys(record_of(name, stripped(page)) for name in drawn)) == stripped(page)


def test_brushing_a_chart_of_the_survey_filters_by_its_axis(open_page, survey):
    page = open_page("charts/")
    drawing = "#chart-timeline-1 .drawing svg"
    page.locator(drawing).scroll_into_view_if_needed()
    drag(page, drawing, (0.5, 0.2), (0.8, 0.3))
    assert re.search(r"released=\d{4}-\d\d-\d\d\.\.\d{4}-\d\d-\d\d", page.url)
    assert 0 < int(page.locator("#found").inner_text().split()[0]) < len(survey.records)
    assert page.locator(f"{drawing} .brush").count() == 1
    page.keyboard.press("Escape")
    assert page.locator("#found").inner_text() == f"{len(survey.records)} systems"
    assert page.locator(f"{drawing} .brush").count() == 0


def test_everything_works_under_a_strict_content_policy(page, built, site):
    html = (built / "catalogue" / "index.html").read_text(encoding="utf-8")
    inline = re.findall(r"<script>(.*?)</script>", html, re.DOTALL)
    hashes = " ".join(f"'sha256-{base64.b64encode(hashlib.sha256(s.encode()).digest()).decode()}'" for s in inline)
    policy = f"default-src 'self'; img-src 'self' data:; style-src 'self'; script-src 'self' {hashes}"
    violations = []
    page.on("console", lambda message: violations.append(message.text) if "Content Security" in message.text else None)

    def guard(route):
        answer = route.fetch()
        route.fulfill(response=answer, headers={**answer.headers, "content-security-policy": policy})

    page.route("**/catalogue/*", guard)
    page.goto(f"{site}catalogue/?tab=explore&group=connector.family&hours.asr=1000..")
    ready(page)
    facet(page, "hours.asr").get_by_label("from").fill("2K")
    page.locator("#chart-explore .drawing").press("ArrowRight")
    with page.expect_download():
        page.locator('#chart-explore [data-save="png"]').click()
    assert violations == []


def test_the_catalogue_filters_and_draws_from_a_folder_without_a_server(open_page, built, survey):
    query = "?hours.asr=..1000&tab=explore&cols=released,paper.venue"
    page = open_page(f"catalogue/index.html{query}", address=f"{built.as_uri()}/")
    assert set(stripped(page)) == in_range(survey, 0, 1000)
    assert page.locator(f"{CHART} path").count() > 0
    assert "Venue" in " ".join(page.locator("#table thead th:visible").all_inner_texts())
