"""The catalogue's first screen: what is in view, presets of columns, the rail, and a sheet on phones."""

from __future__ import annotations

import pytest

from tests.browsing import menu, reload, sideways

pytestmark = pytest.mark.browser
PHONE = {"width": 390, "height": 844}
IN_VIEW = """(rows, foot) => rows.filter((row) => {
  const {top, bottom, height} = row.getBoundingClientRect();
  return height && top >= 0 && bottom <= foot;
}).length"""


@pytest.fixture
def catalogue(open_page):
    """The catalogue in a wide window."""
    return open_page("catalogue/", viewport={"width": 1440, "height": 900})


def in_view(page, foot):
    return page.locator("#table tbody tr").evaluate_all(IN_VIEW, foot)


def heads(page):
    return [text.strip() for text in page.locator("#table thead tr:last-child th").all_inner_texts()]


def test_rows_begin_high_and_have_one_height(catalogue):
    assert in_view(catalogue, 900) >= 18
    catalogue.locator("#table tbody tr").last.wait_for()
    heights = catalogue.locator("#table tbody tr").evaluate_all("rows => rows.map((row) => row.offsetHeight)")
    assert set(heights) == {32}
    table, box = (catalogue.locator(each).bounding_box() for each in ("#table", ".tablebox"))
    assert table["width"] <= box["width"] + 1
    assert sideways(catalogue) <= 0
    catalogue.set_viewport_size({"width": 1920, "height": 1080})
    assert in_view(catalogue, 1080) >= 24


def test_a_preset_of_columns_is_in_the_address(catalogue):
    before = heads(catalogue)
    catalogue.locator("#presets").get_by_role("link", name="Results").click()
    catalogue.wait_for_url("**view=results")
    chosen = heads(catalogue)
    assert chosen != before
    reload(catalogue)
    assert heads(catalogue) == chosen
    catalogue.go_back()
    catalogue.wait_for_url("**/catalogue/")
    assert heads(catalogue) == before


def test_the_rail_remembers_that_it_is_closed(catalogue):
    catalogue.get_by_role("button", name="Hide").click()
    assert not catalogue.locator("#rail").is_visible()
    reload(catalogue)
    assert not catalogue.locator("#rail").is_visible()
    catalogue.get_by_role("button", name="Filters").first.click()
    assert catalogue.locator("#rail").is_visible()


def test_escape_closes_a_menu_and_one_is_open_at_a_time(catalogue):
    columns = menu(catalogue, "Columns")
    group = menu(catalogue, "Group")
    assert columns.get_attribute("open") is None
    catalogue.keyboard.press("Escape")
    assert group.get_attribute("open") is None


def test_a_phone_shows_cards_and_filters_in_a_sheet(open_page, survey):
    family = survey.by_path["connector.family"]
    count = sum("q-former" in survey.values(family, record) for record in survey.records)
    page = open_page("catalogue/", viewport=PHONE)
    foot = page.locator(".bottom").bounding_box()["y"]
    assert in_view(page, foot) >= 5
    assert sideways(page) <= 0
    page.locator(".bottom [data-sheet=rail]").click()
    sheet = page.get_by_role("dialog", name="Filters")
    sheet.get_by_text("Q-Former", exact=True).click()
    sheet.get_by_role("button", name=f"Show {count} systems").click()
    assert not sheet.is_visible()
    assert page.locator("#table tbody tr").count() == count
    assert page.locator(".bottom [data-count=filters]").inner_text() == "1"
    page.locator(".bottom [data-sheet=sorter]").click()
    page.get_by_role("dialog", name="Sort").wait_for()
    page.keyboard.press("Escape")
    assert page.get_by_role("dialog", name="Sort").count() == 0
