"""A chart as a file: a page to zoom in, the drawing, a picture for a paper, or JSON for Plotly."""

from __future__ import annotations

import json
import logging
import os
import shutil
from collections.abc import Callable
from importlib.util import find_spec

from markupsafe import Markup

from catalog.charts import Chart
from catalog.charts.marks import TEXT
from catalog.drawings import svg as pen
from catalog.errors import SetupError
from catalog.escape import script_json
from catalog.paths import engine_resource

_BROWSERS = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
)
_NEEDED = "Chromium or Chrome, or its path in BROWSER_PATH"
_PLOTLY = engine_resource("site") / "assets" / "vendor" / "plotly-basic.min.js"
_WIDTH, _TITLE, _LINE = 24, 18.0, 17.0
"""How much wider a picture is than its drawing, and the heights of a title and of a line, in user units."""


def html(chart: Chart) -> str:
    """Return a page with the figure that needs nothing else, not even a network."""
    plotly = _PLOTLY.read_text(encoding="utf-8")
    return Markup(
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{}</title>\n'
        "<script>{}</script>\n</head>\n<body>\n"
        '<div id="figure"></div>\n<script>const figure = {};\n'
        'Plotly.newPlot("figure", figure.data, figure.layout, {{ responsive: true }});</script>\n</body>\n</html>\n'
    ).format(chart.title, Markup(plotly), Markup(script_json(chart.figure)))  # noqa: S704


def svg(chart: Chart) -> str:
    """Return the drawing with its title above it, and below it what it does not show."""
    width, height = chart.size
    head = _lines(chart.subtitle, width, _TITLE + _LINE)
    notes = " ".join(filter(None, (chart.aggregated, chart.left_out_text)))
    top = _TITLE + _LINE * (len(head) + 1)
    foot = _lines(notes, width, top + height + _LINE)
    title = pen.label(0, _TITLE, chart.title, 16, font_weight="bold")
    body = pen.element("g", *chart.parts, transform=f"translate(0 {top:g})")
    bottom = top + height + _LINE * (len(foot) + 1)
    return f"{pen.drawing(width, bottom, chart.title, chart.summary, title, *head, body, *foot)}\n"


def _lines(text: str, width: float, top: float) -> list[Markup]:
    lines = pen.wrap(text, width, TEXT)
    return [pen.label(0, top + _LINE * index, line, TEXT) for index, line in enumerate(lines)]


def as_json(chart: Chart) -> str:
    """Return what `plotly.io.from_json` reads."""
    return json.dumps(chart.figure, ensure_ascii=False, separators=(",", ":")) + "\n"


def _picture(ending: str) -> Callable[[Chart], bytes]:
    def write(chart: Chart) -> bytes:
        os.environ["BROWSER_PATH"] = _browser(ending)
        from kaleido import calc_fig_sync  # noqa: PLC0415 - an extra

        for library in ("choreographer", "kaleido"):
            # They log with tracebacks what they then ignore, such as the last words of a browser that closes.
            logging.getLogger(library).setLevel(logging.CRITICAL + 1)
        options = {"format": ending, "width": round(chart.size[0]) + _WIDTH, "scale": 2}
        try:
            # Neither Plotly nor what typesets formulas is asked of a network.
            image: bytes = calc_fig_sync(chart.figure, opts=options, kopts={"plotlyjs": _PLOTLY, "mathjax": False})
        except Exception as error:  # of kaleido, of the browser, or of what is between them
            what = " ".join(map(str, error.args)) or type(error).__name__
            raise SetupError(f"{ending} could not be drawn: {what}; html and svg need no browser") from error
        return image

    return write


def _browser(ending: str) -> str:
    """Return the browser in which kaleido draws."""
    if find_spec("kaleido") is None:
        raise SetupError(f"{ending} needs kaleido: pip install 'survey-catalog[figures]'; html, svg and json do not")
    named = os.environ.get("BROWSER_PATH")
    found = next(filter(None, map(shutil.which, [named] if named else _BROWSERS)), None)
    if found is None:
        what = f"a browser: {named}, named in BROWSER_PATH, is no program" if named else _NEEDED
        raise SetupError(f"{ending} needs {what}; html, svg and json do not")
    return found


WRITERS: dict[str, Callable[[Chart], str | bytes]] = {
    "json": as_json,
    "html": html,
    "svg": svg,
    "png": _picture("png"),
    "pdf": _picture("pdf"),
}
"""Ending of a file → what writes it."""
