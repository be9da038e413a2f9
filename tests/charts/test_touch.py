"""Fingers on charts: a swipe scrolls and never filters; handles filter; drawings open at their newest end."""

from __future__ import annotations

from contextlib import suppress

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


@pytest.fixture
def phone(open_page):
    """The charts on a phone, and a way to move a finger over it: from a point, by so much."""
    page = open_page("charts/", **PHONE)
    session = page.context.new_cdp_session(page)

    def swipe(start, by):
        ends = [(start[0] + by[0] * step / 8, start[1] + by[1] * step / 8) for step in range(9)]
        for kind, (x, y) in zip(["touchStart", *["touchMove"] * 8], ends, strict=True):
            session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})
        session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")

    return page, swipe


_BRING = """async (node) => {
  for (let before = {}; ; ) {
    node.scrollIntoView({block: "center"});
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    const {top, height} = node.getBoundingClientRect();
    if (top === before.top && height === before.height) return;
    before = {top, height};
  }
}"""


def middle(drawing):
    """A point in a drawing, once it and all above it are laid out."""
    drawing.evaluate(_BRING)
    box = drawing.bounding_box()
    return box["x"] + box["width"] * 0.6, min(max(box["y"] + box["height"] / 2, 200), 700)


def scroll(drawing, swipe, at):
    """See it scroll: a browser that is busy may drop the first touches, and a finger swipes again."""
    for _ in range(5):
        with suppress(AssertionError):
            return expect(drawing).to_have_attribute("data-scrolled", "1", timeout=1000)
        swipe(at, (-180, 0))
    return expect(drawing).to_have_attribute("data-scrolled", "1")


def test_a_swipe_over_any_chart_scrolls_and_filters_nothing(phone):
    page, swipe = phone
    drawings = page.locator(".gallery .drawing").all()
    assert len(drawings) > 5
    address, found = page.url, page.locator("#found").inner_text()
    for drawing in drawings:
        at = middle(drawing)
        drawing.evaluate("node => node.addEventListener('scroll', () => { node.dataset.scrolled = '1'; })")
        for by in ((180, 0), (-180, 0), (0, 120), (90, 90)):
            swipe(at, by)
        if drawing.evaluate("node => node.scrollWidth > node.clientWidth + 150"):
            scroll(drawing, swipe, at)
        assert page.url == address
        assert page.locator("#found").inner_text() == found


def test_a_swipe_over_the_readers_own_chart_scrolls_and_filters_nothing_and_a_tap_chooses(phone):
    page, swipe = phone
    page.locator(".panel > summary").click()
    drawing = page.locator("#chart-explore .drawing")
    drawing.locator(".main-svg").first.wait_for()
    at = middle(drawing)
    address, found, before = page.url, page.locator("#found").inner_text(), page.evaluate("scrollY")
    for by in ((180, 0), (90, 90), (0, -120)):
        swipe(at, by)
    page.wait_for_function("before => scrollY !== before", arg=before)
    assert page.url == address
    assert page.locator("#found").inner_text() == found

    middle(drawing)
    mark = drawing.locator(".point").first.bounding_box()
    page.touchscreen.tap(mark["x"] + mark["width"] / 2, mark["y"] + mark["height"] / 2)
    page.wait_for_url("**pick=*")


def test_a_handle_of_a_chart_filters_by_its_axis(phone, catalog):
    page, swipe = phone
    drawing = page.locator("#chart-scatter-3 .drawing")
    middle(drawing)
    handle = drawing.locator(".handle").first.bounding_box()

    swipe((handle["x"] + handle["width"] / 2, handle["y"] + handle["height"] / 2), (90, 0))

    assert "hours.asr=" in page.url
    assert 0 < int(page.locator("#found").inner_text().split()[0]) < len(catalog.records)


def test_a_timeline_opens_at_its_newest_end_with_the_heads_of_its_lanes_in_view(phone):
    page, _ = phone
    drawing = page.locator("#chart-timeline-1 .drawing")
    middle(drawing)
    box = drawing.bounding_box()
    right = drawing.locator("svg").bounding_box()

    assert abs(right["x"] + right["width"] - box["x"] - box["width"]) < 2
    head = drawing.locator(".heads .lane").first
    page.wait_for_function("head => head.getBoundingClientRect().left >= 0", arg=head.element_handle())
    assert box["x"] - 2 <= head.bounding_box()["x"] < box["x"] + 20


def test_no_text_of_a_drawing_is_smaller_than_eleven_pixels(phone):
    page, _ = phone
    sizes = """texts => texts.filter((text) => text.getClientRects().length).map((text) => {
      const svg = text.ownerSVGElement;
      return Number(text.getAttribute("font-size")) * svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
    })"""

    assert min(page.locator("figure.chart .drawing svg text").evaluate_all(sizes)) >= 10.9
