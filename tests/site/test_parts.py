"""Parts that pages share: what has the focus is seen, menus open and close, marks explain themselves."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

# A field shows the focus with its sign around it.
_OUTLINE = """(node) => {
  const { outlineStyle, outlineWidth } = getComputedStyle(node.closest(".field") ?? node);
  return [outlineStyle, outlineWidth];
}"""
_MENUS = """() => document.querySelector('.md-content article').insertAdjacentHTML('afterbegin', `
  <details class="menu" name="menu"><summary>Export</summary>
    <div><a href="#a">CSV</a><button>RIS</button></div></details>
  <details class="menu" name="menu"><summary>Columns</summary>
    <div><label><input type="checkbox">Name</label></div></details>
  <button>Elsewhere</button>`)"""


@pytest.mark.parametrize(("path", "control"), [("catalogue/", "#filter-q"), ("catalogue/", "#well"), ("", "#home-q")])
def test_fields_and_boxes_show_that_they_have_the_focus(open_page, path, control):
    field = open_page(path).locator(control)
    field.evaluate("field => field.closest('details')?.setAttribute('open', '')")
    before = field.evaluate(_OUTLINE)
    field.focus()
    assert field.evaluate(_OUTLINE) == ["solid", "2px"] != before


@pytest.fixture
def menus(open_page):
    """A page with two menus and a button."""
    page = open_page("about/")
    page.evaluate(_MENUS)
    return page


def test_escape_closes_a_menu_and_gives_the_focus_back(menus):
    menus.get_by_text("Export").click()
    menus.get_by_role("link", name="CSV").focus()
    menus.keyboard.press("Escape")
    expect(menus.get_by_role("link", name="CSV")).to_be_hidden()
    expect(menus.get_by_text("Export")).to_be_focused()


def test_a_menu_closes_for_another_and_for_a_click_elsewhere(menus):
    menus.get_by_text("Export").click()
    menus.get_by_text("Columns").click()
    expect(menus.get_by_role("link", name="CSV")).to_be_hidden()
    expect(menus.get_by_label("Name")).to_be_visible()
    menus.get_by_role("button", name="Elsewhere").click()
    expect(menus.get_by_label("Name")).to_be_hidden()


def test_arrow_keys_lead_through_a_menu_and_round(menus):
    menus.get_by_text("Export").click()
    for key, role, name in (
        ("ArrowDown", "link", "CSV"),
        ("ArrowDown", "button", "RIS"),
        ("ArrowDown", "link", "CSV"),
        ("End", "button", "RIS"),
    ):
        menus.keyboard.press(key)
        expect(menus.get_by_role(role, name=name)).to_be_focused()
    menus.keyboard.press("Home")
    menus.keyboard.press("ArrowUp")
    expect(menus.get_by_text("Export")).to_be_focused()


def test_a_mark_of_the_legend_explains_itself_and_leads_to_the_explanation_of_all(open_page):
    page = open_page("catalogue/")
    page.get_by_role("link", name="second-hand", exact=True).focus()
    popup = page.get_by_role("tooltip")
    expect(popup).to_contain_text("Read in a secondary source.")
    popup.get_by_role("link", name="All marks").click()
    expect(page.locator("#marks")).to_be_in_viewport()
