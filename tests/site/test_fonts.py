"""What fits on the screen with each set of fonts that a machine may have alone."""

from __future__ import annotations

import os
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from tests.browsing import ready

pytestmark = pytest.mark.browser

FONTS = {"DejaVu": "DejaVuSans.ttf", "Liberation": "LiberationSans-Regular.ttf", "Noto": "NotoSans-Regular.ttf"}
"""A set of fonts → a file in its folder. DejaVu Sans is the widest of all; its condensed fonts are often missing."""
FONTCONFIG = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig><include ignore_missing="yes">/etc/fonts/conf.d</include><dir>{fonts}</dir><cachedir>{cache}</cachedir>
<selectfont><rejectfont><glob>*DejaVuSansCondensed*</glob></rejectfont></selectfont></fontconfig>"""
_ROWS_IN_VIEW = """() => [...document.querySelectorAll('#table tbody tr')].filter((row) => {
  const {left, right, top, bottom} = row.getBoundingClientRect();
  const uncovered = (y) => row.contains(document.elementFromPoint((left + Math.min(right, innerWidth)) / 2, y));
  return uncovered(top + 2) && uncovered(bottom - 2);
}).length"""
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


@pytest.fixture(scope="module", params=FONTS)
def page(request, launch, site, tmp_path_factory):
    """A page of a browser that has one set of fonts."""
    folder = tmp_path_factory.mktemp("fonts")
    fonts = folder_with(FONTS[request.param])
    (folder / "fonts.conf").write_text(FONTCONFIG.format(fonts=escape(str(fonts)), cache=escape(str(folder / "cache"))))
    browser = launch(FONTCONFIG_FILE=str(folder / "fonts.conf"))
    page = browser.new_page(base_url=site)
    page.set_default_timeout(30_000)
    yield page
    assert {font.split()[0] for font in fonts_of(page)} == {request.param}
    browser.close()


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
