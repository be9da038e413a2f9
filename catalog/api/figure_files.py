"""A chart as a file: a page to zoom in, the drawing, a picture for a paper, or JSON for Plotly."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from importlib.util import find_spec
from typing import Any

from markupsafe import Markup

from catalog.charts import Chart
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
_WIDTH = 24
"""How much wider a picture is than its drawing, in user units."""


def html(chart: Chart) -> str:
    """Return a page with the figure that needs nothing else, not even a network."""
    plotly = (engine_resource("site") / "assets" / "vendor" / "plotly-basic.min.js").read_text(encoding="utf-8")
    return Markup(
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{}</title>\n'
        "<script>{}</script>\n</head>\n<body>\n"
        '<div id="figure"></div>\n<script>const figure = {};\n'
        'Plotly.newPlot("figure", figure.data, figure.layout, {{ responsive: true }});</script>\n</body>\n</html>\n'
    ).format(chart.title, Markup(plotly), Markup(script_json(chart.figure)))  # noqa: S704


def svg(chart: Chart) -> str:
    """Return the drawing."""
    return f"{chart.svg}\n"


def as_json(chart: Chart) -> str:
    """Return what `plotly.io.from_json` reads."""
    return json.dumps(chart.figure, ensure_ascii=False, separators=(",", ":")) + "\n"


def _picture(ending: str) -> Callable[[Chart], bytes]:
    def write(chart: Chart) -> bytes:
        from plotly.graph_objects import Figure  # noqa: PLC0415 - takes half a second

        _need_browser(ending)
        more: dict[str, Any] = {"width": round(chart.size[0]) + _WIDTH, "scale": 2}
        image: bytes = Figure(chart.figure).to_image(format=ending, **more)
        return image

    return write


def _need_browser(ending: str) -> None:
    """Let kaleido find the browser in which it draws."""
    if find_spec("kaleido") is None:
        raise SetupError(f"{ending} needs kaleido: pip install 'survey-catalog[figures]'; html, svg and json do not")
    browser = os.environ.get("BROWSER_PATH") or next(filter(None, map(shutil.which, _BROWSERS)), None)
    if browser is None:
        raise SetupError(f"{ending} needs Chromium or Chrome, or its path in BROWSER_PATH; html, svg and json do not")
    os.environ["BROWSER_PATH"] = browser


WRITERS: dict[str, Callable[[Chart], str | bytes]] = {
    "json": as_json,
    "html": html,
    "svg": svg,
    "png": _picture("png"),
    "pdf": _picture("pdf"),
}
"""Ending of a file → what writes it."""
