"""What fits on the screen with each set of fonts that a machine may have alone, and with text twice as large."""

from __future__ import annotations

import os
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from tests.browsing import KINDS_OF_PAGES, ready

pytestmark = pytest.mark.browser

FONTS = {"DejaVu": "DejaVuSans.ttf", "Liberation": "LiberationSans-Regular.ttf", "Noto": "NotoSans-Regular.ttf"}
"""A set of fonts → a file in its folder. DejaVu Sans is the widest of all; its condensed fonts are often missing."""
FONTCONFIG = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig><include ignore_missing="yes">/etc/fonts/conf.d</include><dir>{fonts}</dir><cachedir>{cache}</cachedir>
<selectfont><rejectfont><glob>*DejaVuSansCondensed*</glob></rejectfont></selectfont></fontconfig>"""
WIDTHS = (320, 390, 768, 1024, 1280, 1440, 2560)
PAGES = (
    *KINDS_OF_PAGES,
    "catalogue/",
    "catalogue/?view=all",
    "charts/",
    "compare/?s=salmonn,qwen-audio,fun-asr",
    "systems/fun-asr/",
    "systems/salmonn/",
)
_ROWS_IN_VIEW = """() => [...document.querySelectorAll('#table tbody tr')].filter((row) => {
  const {left, right, top, bottom} = row.getBoundingClientRect();
  const uncovered = (y) => row.contains(document.elementFromPoint((left + Math.min(right, innerWidth)) / 2, y));
  return uncovered(top + 2) && uncovered(bottom - 2);
}).length"""
_TOO_WIDE = """async ({path, widths}) => {
  const frame = document.querySelector('iframe');
  await new Promise((done) => { frame.onload = done; frame.src = new URL(path, new URL('..', location.href)); });
  const page = frame.contentDocument.documentElement;
  const isReady = () => page.matches('.catalogue-ready') || !frame.contentDocument.querySelector('#filters');
  while (!isReady()) await new Promise((done) => setTimeout(done, 20));
  const wide = frame.contentDocument.querySelector('.md-content') ? [] : [`${path} is missing`];
  for (const width of widths) {
    frame.style.cssText = `height: 900px; border: 0; max-width: none; width: ${width}px`;
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    const wider = page.scrollWidth - page.clientWidth;
    if (wider > 0) wide.push(`${path}: ${wider} px wider than ${width}`);
  }
  return wide;
}"""
_HEADS = """() => [...document.querySelectorAll('#table thead tr:last-child th')].map((head) => ({
  head: head.textContent, right: head.getBoundingClientRect().right}))"""


def folder_with(font: str) -> Path:
    """The folder of a font; skips where it is not installed, fails where REQUIRE_FONTS=1 demands it."""
    data = [os.environ.get("XDG_DATA_HOME", "~/.local/share")]
    data += os.environ.get("XDG_DATA_DIRS", "/usr/local/share:/usr/share").split(":")
    file = next((file for root in data for file in Path(root).expanduser().glob(f"fonts/**/{font}")), None)
    if file is None:
        (pytest.fail if os.environ.get("REQUIRE_FONTS") == "1" else pytest.skip)(f"the font {font} is not installed")
    return file.parent


def page_with(font, options, launch, site, folder):
    """A page of a browser that has one set of fonts."""
    fonts = folder_with(FONTS[font])
    text = FONTCONFIG.format(fonts=escape(str(fonts)), cache=escape(str(folder / "cache")))
    (folder / "fonts.conf").write_text(text, encoding="utf-8")
    page = launch(*options, FONTCONFIG_FILE=str(folder / "fonts.conf")).new_page(base_url=site)
    page.set_default_timeout(30_000)
    return page


@pytest.fixture(scope="module", params=FONTS)
def page(request, launch, site, tmp_path_factory):
    page = page_with(request.param, [], launch, site, tmp_path_factory.mktemp("fonts"))
    page.goto("about/")
    assert {font.split()[0] for font in fonts_of(page)} == {request.param}
    yield page
    page.context.browser.close()


@pytest.fixture
def large(launch, site, tmp_path):
    """A page for a reader who has set text to twice its size, in the widest fonts."""
    page = page_with("DejaVu", ["--blink-settings=defaultFontSize=32"], launch, site, tmp_path)
    yield page
    page.context.browser.close()


def fonts_of(page):
    """The families in which the heading of a page is drawn."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("DOM.enable")
    devtools.send("CSS.enable")
    root = devtools.send("DOM.getDocument")["root"]["nodeId"]
    heading = devtools.send("DOM.querySelector", {"nodeId": root, "selector": "h1"})["nodeId"]
    return [font["familyName"] for font in devtools.send("CSS.getPlatformFontsForNode", {"nodeId": heading})["fonts"]]


def go(page, path, width=1440, height=900):
    page.set_viewport_size({"width": width, "height": height})
    page.goto(path)
    return ready(page)


def wider(page, paths):
    """What is wider than the window, of pages in a frame: it is laid out anew in less time than a window is resized."""
    page.goto("about/")
    page.evaluate("document.body.replaceChildren(document.createElement('iframe'))")
    return [fault for path in paths for fault in page.evaluate(_TOO_WIDE, {"path": path, "widths": WIDTHS})]


def test_no_page_scrolls_sideways_at_any_width(page):
    assert wider(page, PAGES) == []


def test_no_page_scrolls_sideways_with_text_twice_as_large(large):
    assert wider(large, PAGES) == []


def test_many_rows_of_the_catalogue_are_in_view_at_once(page, catalog):
    seen = {}
    for size in ((1440, 900), (1920, 1080), (390, 844)):
        go(page, "catalogue/", *size)
        seen[size] = page.evaluate(_ROWS_IN_VIEW)
        if size == (1440, 900):
            heads = page.evaluate(_HEADS)
    assert (seen[1440, 900] >= 18, seen[1920, 1080] >= 24, seen[390, 844] >= 5) == (True, True, True), seen
    assert len(heads) == 1 + len(catalog.display.presets[0].columns)
    assert [head for head in heads if head["right"] > 1440] == []
