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
CHART = "#chart-explore"
PLOT = f"{CHART} .main-svg >> nth=0"
TALL = {"width": 1280, "height": 1300}
DAY = r"\d{4}-\d\d-\d\d"
ADDRESS_SAYS_THE_DAYS = """() => {
  const days = document.querySelector("#chips").innerText.match(/\\d{4}-\\d\\d-\\d\\d/g);
  return days && location.search.includes(`=${days.join("..")}`);
}"""


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
    assert re.search(r"Released \d{4}-\d\d-\d\d to \d{4}", heads[0])
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
    page.wait_for_function(ADDRESS_SAYS_THE_DAYS)


def own_chart(open_page, address, **options):
    """The page with the reader's own chart drawn and in sight."""
    page = open_page(address, **options)
    page.locator(PLOT).wait_for()
    page.locator(f"{CHART} .plot").evaluate("node => node.scrollIntoView({block: 'center'})")
    return page


def drag_on_plot(page, *ends):
    """Drag over the plot from place to place, each as shares of its width and height."""
    box = page.locator(f"{CHART} .nsewdrag").first.bounding_box()
    (x, y), *others = [(box["x"] + box["width"] * across, box["y"] + box["height"] * down) for across, down in ends]
    page.mouse.move(x, y)
    page.mouse.down()
    for x, y in others:
        page.mouse.move(x, y, steps=5)
    page.mouse.up()


def choose_tool(page, tool):
    """Choose what dragging does, and wait until it does so."""
    page.get_by_label("Dragging").select_option(tool)
    page.wait_for_function(f"tool => document.querySelector('{CHART} .plot').layout.dragmode === tool", arg=tool)
    page.locator(f"{CHART} .plot").evaluate("node => node.scrollIntoView({block: 'center'})")


def test_a_box_on_the_own_chart_filters_the_table_by_both_axes_and_escape_takes_it_back(open_page, survey):
    page = own_chart(open_page, "catalogue/?tab=explore&y=hours.asr")
    drag_on_plot(page, (0.3, 0.2), (0.7, 0.6))
    page.wait_for_url(re.compile(rf"released={DAY}\.\.{DAY}&hours\.asr=\d+\.\.\d+"))
    brushed = names(page)
    assert 0 < len(brushed) < len(survey.records)
    reload(page)
    assert names(page) == brushed
    page.locator(f"{CHART} .drawing").press("Escape")
    assert len(names(page)) == len(survey.records)
    page.go_back()
    assert names(page) == brushed


def test_a_flat_box_filters_by_the_x_axis_alone_and_a_double_click_takes_it_back(open_page):
    page = own_chart(open_page, "catalogue/?tab=explore&y=hours.asr")
    drag_on_plot(page, (0.3, 0.3), (0.6, 0.305))
    page.wait_for_url(re.compile(rf"released={DAY}\.\.{DAY}&tab=explore&y=hours.asr$"))
    page.locator(f"{CHART} .shapelayer path").first.wait_for(state="attached")
    page.locator(f"{CHART} .plot").evaluate("node => node.scrollIntoView({block: 'center'})")
    box = page.locator(f"{CHART} .nsewdrag").first.bounding_box()
    page.mouse.dblclick(box["x"] + box["width"] * 0.95, box["y"] + 3)
    page.wait_for_url("**/catalogue/?tab=explore&y=hours.asr")


def test_zooming_in_filters_and_shows_what_is_left_larger(open_page):
    page = own_chart(open_page, "catalogue/?tab=explore&y=hours.asr")
    ranges = "plot => [plot.layout.xaxis.range, plot.layout.yaxis.range].map((ends) => ends.map(String))"
    whole = page.locator(f"{CHART} .plot").evaluate(ranges)
    choose_tool(page, "zoom")
    drag_on_plot(page, (0.3, 0.2), (0.7, 0.6))
    page.wait_for_url(re.compile(rf"released={DAY}\.\.{DAY}&hours\.asr=\d+\.\.\d+"))
    low, high = re.search(r"hours\.asr=(\d+)\.\.(\d+)", page.url).groups()
    page.wait_for_function(
        f"([low, high]) => {{ const [from, to] = document.querySelector('{CHART} .plot').layout.yaxis.range;"
        " return Math.abs(10 ** from / low - 1) < 1e-6 && Math.abs(10 ** to / high - 1) < 1e-6; }",
        arg=[int(low), int(high)],
    )
    page.locator(f"{CHART} .drawing").press("Escape")
    page.wait_for_function(
        f"whole => String(({ranges})(document.querySelector('{CHART} .plot'))) === whole",
        arg=",".join(",".join(ends) for ends in whole),
    )


def test_a_lasso_chooses_the_records_inside_it(open_page):
    page = own_chart(open_page, "catalogue/?tab=explore&y=hours.asr")
    choose_tool(page, "lasso")
    drag_on_plot(page, (0.3, 0.3), (0.5, 0.3), (0.5, 0.6), (0.3, 0.6), (0.3, 0.32))
    page.wait_for_url("**pick=*")
    picked = re.search(r"pick=([^&]*)", page.url)[1].split(",")
    assert len(names(page)) == len(picked) > 2


def test_a_mark_can_be_found_and_chosen_with_the_keyboard(open_page):
    page = own_chart(open_page, "catalogue/?tab=explore")
    drawing = page.locator(f"{CHART} .drawing")
    for key in ("ArrowRight", "ArrowRight", "Enter"):
        drawing.press(key)
    description = page.locator("#explore-said").inner_text()
    assert len(names(page)) == 1
    assert description.startswith(stripped(page)[0])
    assert "pick=" in page.url


def test_row_and_mark_are_pointed_at_together(open_page):
    page = own_chart(open_page, "catalogue/?tab=explore&y=hours.asr&hours.asr=..", viewport=TALL)
    row = page.locator("#table tbody tr").first
    row.hover()
    expect(page.locator(f"{CHART} .hovertext").first).to_contain_text(row.locator("th").inner_text().strip())
    page.mouse.move(5, 5)
    page.locator(f"{CHART} .plot").evaluate("node => node.scrollIntoView({block: 'center'})")
    mark = page.locator(f"{CHART} .point:not(.out)").first.bounding_box()
    page.mouse.move(mark["x"] + mark["width"] / 2 - 1, mark["y"] + mark["height"] / 2)
    page.mouse.move(mark["x"] + mark["width"] / 2, mark["y"] + mark["height"] / 2)
    expect(page.locator(f"{CHART} .hovertext").first).to_be_visible()
    expect(page.locator("#table tr.pointed")).to_have_count(1)
    assert page.locator("#explore-said").inner_text() != ""


def test_a_mark_that_is_clicked_is_chosen(open_page):
    page = own_chart(open_page, "catalogue/?tab=explore&y=hours.asr")
    mark = page.locator(f"{CHART} .point").first.bounding_box()
    page.mouse.move(mark["x"] + mark["width"] / 2 - 1, mark["y"] + mark["height"] / 2)
    page.mouse.move(mark["x"] + mark["width"] / 2, mark["y"] + mark["height"] / 2)
    page.locator(f"{CHART} .hovertext").first.wait_for()
    page.mouse.click(mark["x"] + mark["width"] / 2, mark["y"] + mark["height"] / 2)
    page.wait_for_url("**pick=*")
    assert len(names(page)) == 1


def test_axes_and_colour_are_the_readers_and_survive_reload(open_page):
    page = own_chart(open_page, "charts/?tab=explore")
    page.get_by_label("x axis").select_option("hours.asr")
    page.get_by_label("y axis").select_option("connector.family")
    page.get_by_label("Colour").select_option("training.llm")
    assert all(part in page.url for part in ("tab=explore", "x=hours.asr", "y=connector.family", "colour=training.llm"))
    assert re.search(r"not drawn: ASR hours not reported \(\d+\)", page.locator("#explore-left").inner_text())
    title = page.locator(f"{CHART} .xtitle")
    expect(title).to_have_text("ASR hours")
    texts = page.locator(f"{CHART} svg text")
    before = texts.all_text_contents()
    assert {"1K", "10K", "100K", "1M", "frozen", "LoRA"} <= set(before)
    reload(page)
    expect(title).to_have_text("ASR hours")
    assert texts.all_text_contents() == before


def test_nothing_is_loaded_to_draw_before_the_reader_opens_the_chart(open_page):
    for path in ("catalogue/", "charts/"):
        page = open_page(path)
        assert page.locator("script[src*=plotly]").count() == 0
        page.locator(".panel > summary").click()
        page.locator(PLOT).wait_for()
        assert page.locator("script[src*=plotly]").count() == 1
        assert "tab=explore" in page.url


def test_the_marks_stand_at_the_numbers_of_the_models_and_are_hollow_where_these_are_not_exact(open_page, survey):
    page = own_chart(open_page, "catalogue/?tab=explore&x=hours.asr&y=parameters")
    points = """plot => plot.data.filter(({yaxis, hovertext}) => yaxis === "y" && hovertext).flatMap((trace) =>
      trace.x.map((x, i) => [x, trace.y[i], trace.marker.symbol[i].endsWith("-open")]))"""
    drawn = page.locator(f"{CHART} .plot").evaluate(points)
    columns = [survey.by_path[path] for path in ("hours.asr", "parameters")]
    numbers = set()
    for record in survey.records:
        for model in record.counted_models:
            hours, size = (survey.values(column, model.facts) for column in columns)
            if hours and size:
                best = [max(values, key=lambda value: value.number) for values in (hours, size)]
                numbers.add((*(value.number for value in best), "about" in [str(value.bound.value) for value in best]))
    assert set(map(tuple, drawn)) == numbers


def test_a_palette_changed_by_the_reader_is_that_of_the_chart(open_page):
    page = own_chart(open_page, "catalogue/?tab=explore", color_scheme="light")
    colour = "text => getComputedStyle(text).fill"
    title = page.locator(f"{CHART} .xtitle")
    light = title.evaluate(colour)
    page.emulate_media(color_scheme="dark")
    page.wait_for_function(f"light => ({colour})(document.querySelector('{CHART} .xtitle')) !== light", arg=light)
    assert title.evaluate(colour) == page.locator(CHART).evaluate("figure => getComputedStyle(figure).color")


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
    page = own_chart(open_page, "catalogue/?tab=explore&training.llm=frozen")
    files = {}
    for kind in ("svg", "png", "csv"):
        with page.expect_download() as download:
            page.locator(f'#chart-explore [data-save="{kind}"]').click()
        files[kind] = Path(download.value.path()).read_bytes()
        assert download.value.suggested_filename == f"chart-explore.{kind}"
    for text in (files["svg"].decode(), files["csv"].decode()):
        assert "CC-BY-4.0" in text
        assert "training.llm=frozen" in text
        assert re.search(r"Built \d+ \w+ \d{4}\.", text)
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
    # Plotly writes styles, and makes pictures of blobs.
    policy = (
        f"default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; script-src 'self' {hashes}"
    )
    violations = []
    page.on("console", lambda message: violations.append(message.text) if "Content Security" in message.text else None)

    def guard(route):
        answer = route.fetch()
        route.fulfill(response=answer, headers={**answer.headers, "content-security-policy": policy})

    page.route("**/catalogue/*", guard)
    page.goto(f"{site}catalogue/?tab=explore&group=connector.family&hours.asr=1000..")
    ready(page)
    facet(page, "hours.asr").get_by_label("from").fill("2K")
    page.locator(PLOT).wait_for()
    page.locator("#chart-explore .drawing").press("ArrowRight")
    with page.expect_download():
        page.locator('#chart-explore [data-save="png"]').click()
    assert violations == []


def test_the_catalogue_filters_and_draws_from_a_folder_without_a_server(open_page, built, survey):
    query = "?hours.asr=..1000&tab=explore&cols=released,paper.venue"
    page = open_page(f"catalogue/index.html{query}", address=f"{built.as_uri()}/")
    assert set(stripped(page)) == in_range(survey, 0, 1000)
    page.locator(f"{CHART} .point").first.wait_for()
    assert "Venue" in " ".join(page.locator("#table thead th:visible").all_inner_texts())
