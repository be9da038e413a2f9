"""Highlighting, grouping, ticking and selecting a range: by pointer and by keyboard, kept in the address."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from playwright.sync_api import expect

from tests.browsing import every_row, group_by, reload

pytestmark = pytest.mark.browser
SCATTER = "#chart-scatter-3"
PLOT = "#chart-explore .main-svg >> nth=0"


def entry(page, figure, name):
    return page.locator(f'{figure} .key[data-name="{name}"]')


def faded(page, figure):
    """Marks of a chart by legend entry → whether they are faded."""
    script = "marks => Object.fromEntries(marks.map(mark => [mark.dataset.keys, mark.classList.contains('faded')]))"
    return page.locator(f"{figure} svg [data-keys]").evaluate_all(script)


def number(page):
    return int(page.locator("#found").inner_text().split()[0])


def wait_for_number(page, least, most):
    """Wait until so many are found: a key that is held down is painted first, the rows after it."""
    between = "([least, most]) => ((n) => least <= n && n < most)(parseInt(document.querySelector('#found').innerText))"
    page.wait_for_function(between, arg=[least, most])


def test_an_entry_of_a_legend_highlights_its_marks_and_pressed_keeps_them_so(open_page):
    page = open_page("charts/")
    page.locator(SCATTER).scroll_into_view_if_needed()
    frozen = entry(page, SCATTER, "frozen")
    key = frozen.get_attribute("data-key")
    frozen.hover()
    states = faded(page, SCATTER)
    assert {key in keys.split() for keys, out in states.items() if not out} == {True}
    assert any(states.values())
    page.mouse.move(5, 5)
    assert not any(faded(page, SCATTER).values())
    frozen.click()
    page.mouse.move(5, 5)
    assert "focus=frozen" in page.url
    assert faded(page, SCATTER) == states
    reload(page)
    assert frozen.get_attribute("aria-pressed") == "true"
    assert faded(page, SCATTER) == states
    frozen.click()
    assert "focus" not in page.url
    assert not any(faded(page, SCATTER).values())
    page.go_back()
    assert faded(page, SCATTER) == states


def test_a_legend_answers_the_keyboard_and_escape_takes_it_back(open_page):
    page = open_page("charts/?tab=scatter-3")
    entry(page, SCATTER, "frozen").focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    assert any(faded(page, SCATTER).values())
    page.keyboard.press("Enter")
    assert "focus=frozen" in page.url
    page.keyboard.press("Escape")
    assert "focus" not in page.url
    assert not any(faded(page, SCATTER).values())


def test_the_readers_own_chart_has_such_a_legend_and_the_other_filters_stay(open_page, survey):
    page = open_page("catalogue/?tab=explore&colour=training.llm")
    entry(page, "#chart-explore", "frozen").click()
    page.mouse.move(5, 5)
    assert "focus=frozen" in page.url
    assert number(page) == len(survey.records)
    states = faded(page, "#chart-explore")
    assert list(states.values()).count(False) == 1
    page.get_by_label("Colour").select_option("training.encoder")
    assert "focus" not in page.url
    expect(page.locator("#chart-explore .faded")).to_have_count(0)


def headings(page):
    """The headings of all rows, which take a button beyond the first hundred."""
    return [" ".join(head.split()) for head in every_row(page).locator("#table tr.group").all_inner_texts()]


def test_rows_stand_under_years_and_under_powers_of_ten_with_blanks_last(open_page, survey):
    page = open_page("catalogue/")
    group_by(page, "released")
    heads = [head.split()[:2] for head in headings(page)]
    released = survey.by_path["released"]
    years = [year for r in survey.records for year in {value.year for value in survey.values(released, r)}]
    assert [(int(year), int(count)) for year, count in heads if year != "not"] == [
        (year, years.count(year)) for year in sorted(set(years), reverse=True)
    ]
    group_by(page, "hours.asr")
    heads = headings(page)
    own = r"100 to under 1K hours \d+ systems? · .*ASR hours (\S+ to )?960 hours"
    assert any(re.match(own, head) for head in heads)
    blanks = [head.startswith("not ") for head in heads]
    assert blanks == sorted(blanks)
    assert heads[-1].startswith("not checked ")
    reload(page)
    assert headings(page) == heads


def test_rows_that_stand_under_several_headings_push_none_out(open_page):
    """Fewer than a hundred systems, in more than a hundred rows: no button is needed for the last."""
    page = open_page("catalogue/?released=2025..&group=institutes")
    assert not page.locator("#more-rows").is_visible()
    rows = every_row(page).locator("#table tr[data-slug]")
    assert number(page) <= 100 < rows.count()
    assert len(set(rows.evaluate_all("rows => rows.map((row) => row.dataset.slug)"))) == number(page)


def test_what_is_ticked_for_comparison_is_in_the_address(open_page):
    page = open_page("catalogue/?s=salmonn,nobody,<img src=x>")
    assert "nobody" in page.locator("#ignored").inner_text()
    assert "<img src=x>" in page.locator("#ignored").inner_text()
    assert page.locator("#compare").inner_text().split() == ["Compare", "1"]
    assert page.locator("#compare").get_attribute("title") == "SALMONN"
    every_row(page).get_by_label("Compare SLAM-ASR", exact=True).check()
    assert page.url.endswith("catalogue/?s=salmonn,slam-asr")
    reload(page)
    assert every_row(page).get_by_label("Compare SLAM-ASR", exact=True).is_checked()
    page.go_back()
    assert not every_row(page).get_by_label("Compare SLAM-ASR", exact=True).is_checked()
    page.go_forward()
    assert page.locator("#compare").get_attribute("href").endswith("compare/?s=salmonn,slam-asr")


def test_a_box_can_be_ticked_under_every_heading_a_row_stands_under(open_page):
    page = open_page("catalogue/?group=institutes&institutes=alibaba&institutes=sjtu&all=institutes")
    boxes = page.get_by_label("Compare SLAM-ASR", exact=True)
    if boxes.count() < 2:
        boxes = page.get_by_label(f"Compare {page.locator('#table tr[data-slug] th').first.inner_text()}", exact=True)
    boxes.last.check()
    assert boxes.first.is_checked()


def test_a_range_is_selected_along_the_marks_with_shift_and_the_arrow_keys(open_page, survey):
    page = open_page("charts/?tab=timeline-1")
    page.locator("#chart-timeline-1 .drawing").focus()
    for key in ("ArrowRight", "ArrowRight", "Shift+ArrowRight", "Shift+ArrowRight"):
        page.keyboard.press(key)
    page.wait_for_url(re.compile(r"released=\d{4}-\d\d-\d\d\.\.\d{4}-\d\d-\d\d"))
    wait_for_number(page, 3, len(survey.records) / 2)
    page.keyboard.press("Escape")
    assert number(page) == len(survey.records)


def test_the_readers_own_chart_is_filtered_the_same_way(open_page, survey):
    page = open_page("catalogue/?tab=explore")
    page.locator(PLOT).wait_for()
    page.locator("#chart-explore .drawing").focus()
    for key in ("ArrowLeft", "Shift+ArrowRight", "Shift+ArrowRight", "Shift+ArrowRight"):
        page.keyboard.press(key)
    page.wait_for_url(re.compile(r"released=\d{4}-\d\d-\d\d\.\.\d{4}-\d\d-\d\d"))
    wait_for_number(page, 2, len(survey.records) / 2)


def test_a_mark_that_is_not_dragged_is_still_a_link(open_page):
    page = open_page("charts/?tab=timeline-1")
    page.locator("#chart-timeline-1 a.mark").first.click()
    page.wait_for_url("**/systems/*/")


def test_charts_can_be_taken_along(page, site):
    page.goto(f"{site}charts/")
    with page.expect_download() as download:
        page.locator('.gallery [data-save="csv"]').first.click()
    assert download.value.suggested_filename == "chart-timeline-1.csv"


@pytest.mark.parametrize("width", [1440, 2560])
def test_filters_stand_beside_the_table_without_gaps(open_page, width):
    page = open_page("catalogue/", viewport={"width": width, "height": 900})
    boxes = [box.bounding_box() for box in page.locator(".facet").all()[:4]]
    assert len({round(box["x"]) for box in boxes}) == 1
    assert all(0 <= b["y"] - a["y"] - a["height"] < 12 for a, b in pairwise(boxes))
    beside = page.locator(".tablebox").bounding_box()
    assert beside["x"] > boxes[0]["x"] + boxes[0]["width"]
    assert beside["y"] < 220
