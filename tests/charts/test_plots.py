"""The interactive plots, in a real browser, under the policy a careful host would send."""

from __future__ import annotations

import json
from html import escape
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from plotly.offline import get_plotlyjs_version

from catalog.charts import draw
from catalog.paths import engine_resource
from catalog.settings.charts import Bars, Lineage, Matrix, Scatter, Timeline

ASSETS = engine_resource("site") / "assets"
POLICY = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:"
HOSTILE = "<b>bold</b> <script>window.hurt = 1</script>"
CHARTS = (
    Timeline(kind="timeline", title="Openings", x="opened", lane="shape"),
    Bars(kind="bars", title="Lengths", x="length", scale="log"),
    Scatter(kind="scatter", title="Length and towers", x="length", y="towers", colour="shape"),
    Matrix(kind="matrix", title="Shape and material", rows="shape", columns="material"),
    Lineage(kind="lineage", title="Which came of which", x="opened", links=("replaces", "precedents")),
)


class Handler(SimpleHTTPRequestHandler):
    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def log_message(self, *_: object) -> None:
        """Requests are no news."""


def figure(chart) -> str:
    data = json.dumps(chart.figure).replace("<", "\\u003c")
    return (
        f'<figure class="chart" data-figure="figure-{chart.ident}"><div class="drawing" tabindex="0" role="group" '
        f'aria-label="{escape(chart.title)}">{chart.svg}</div><button type="button" data-plot>Interactive plot</button>'
        f'<script type="application/json" id="figure-{chart.ident}">{data}</script></figure>'
    )


@pytest.fixture
def charts_page(bridges, tmp_path, page):
    """A page with all kinds of chart, open in a browser; errors in its console fail the test."""
    shape = ("arch", "beam", "cable")
    catalog = bridges(
        *(
            {"opened": f"19{30 + i}-05", "length": 10**i, "towers": i, "shape": shape[i % 3], "material": ["iron"]}
            for i in range(1, 6)
        ),
        {"name": HOSTILE, "opened": "1950", "length": "~700", "towers": 3, "shape": "arch", "material": ["wood"]}
        | {"replaces": "bridge-1", "precedents": ["bridge-2"]},
    )
    figures = "".join(
        figure(draw(catalog, chart, str(i), lambda slug: f"page.html?{slug}")) for i, chart in enumerate(CHARTS)
    )
    (tmp_path / "page.html").write_text(
        f'<!doctype html><meta charset="utf-8"><title>Charts</title><link rel="icon" href="data:,">'
        f'<body data-md-color-scheme="default">{figures}'
        '<script src="assets/site.js"></script><script src="assets/figures.js"></script>',
        encoding="utf-8",
    )
    (tmp_path / "assets").symlink_to(ASSETS)
    server = ThreadingHTTPServer(("127.0.0.1", 0), lambda *args: Handler(*args, directory=str(tmp_path)))
    Thread(target=server.serve_forever, daemon=True).start()
    errors: list[str] = []
    page.on(
        "console",
        lambda message: errors.append(f"{message.text} {message.location}") if message.type == "error" else None,
    )
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(f"http://127.0.0.1:{server.server_port}/page.html")
    yield page
    assert errors == []
    server.shutdown()
    server.server_close()


def plot(page, number: int):
    """The figure, once its plot is drawn."""
    figure = page.locator("figure.chart").nth(number)
    figure.locator("[data-plot]").click()
    figure.locator(".plot .main-svg").first.wait_for()
    figure.locator(".unplot").wait_for()
    return figure


def test_the_vendored_bundle_is_the_one_plotly_py_speaks_to():
    banner = (ASSETS / "vendor" / "plotly-basic.min.js").read_text(encoding="utf-8")[:200]

    assert f"plotly.js (basic - minified) v{get_plotlyjs_version()}\n" in banner
    assert "MIT" in (ASSETS / "vendor" / "plotly-basic.LICENSE").read_text(encoding="utf-8")


@pytest.mark.browser
def test_the_bundle_is_fetched_once_and_only_on_request(charts_page):
    fetched: list[str] = []
    charts_page.on("request", lambda request: fetched.append(request.url))
    charts_page.reload()
    assert not any("plotly" in url for url in fetched)

    for number in range(len(CHARTS)):
        plot(charts_page, number)

    assert sum("plotly" in url for url in fetched) == 1
    assert all(url.startswith(("http://127.0.0.1", "data:")) for url in fetched)


@pytest.mark.browser
def test_hovering_loads_nothing_and_the_button_works_by_keyboard(charts_page):
    charts_page.locator(".drawing").first.hover()
    charts_page.locator(".drawing").nth(2).focus()
    assert charts_page.locator("script[src*=plotly]").count() == 0

    charts_page.locator("[data-plot]").nth(2).press("Enter")
    charts_page.locator("figure").nth(2).locator(".plot .main-svg").first.wait_for()


@pytest.mark.browser
def test_a_plot_has_a_label_and_escape_brings_the_drawing_back(charts_page):
    figure = plot(charts_page, 1)
    drawn = figure.locator(".plot")
    assert drawn.get_attribute("role") == "img"
    assert drawn.get_attribute("aria-label").startswith("Lengths")
    assert figure.locator(".modebar-btn").count() == 0

    drawn.focus()
    charts_page.keyboard.press("Escape")

    assert figure.locator(".plot").count() == 0
    assert figure.locator(".drawing").is_visible()


@pytest.mark.browser
def test_hostile_names_are_literal_in_a_plot(charts_page):
    figure = plot(charts_page, 1)

    assert figure.locator(".plot").get_by_text(HOSTILE[:12]).count() == 1
    assert charts_page.evaluate("typeof window.hurt") == "undefined"


@pytest.mark.browser
def test_a_plot_of_a_lineage_has_names_arrows_and_nothing_from_the_data_as_markup(charts_page):
    figure = plot(charts_page, 4)

    assert figure.locator(".plot").get_by_text(HOSTILE[:12]).count() == 1
    assert figure.locator(".plot .legendtext").all_text_contents() == ["Replaces", "Built after"]
    assert figure.locator(".plot .gtitle, .plot .annotation-text").count() == 0
    assert charts_page.evaluate("typeof window.hurt") == "undefined"


@pytest.mark.browser
def test_text_follows_the_palette(charts_page):
    figure = plot(charts_page, 1)
    charts_page.evaluate("document.body.style.color = 'rgb(1, 200, 3)'")
    charts_page.evaluate("document.body.setAttribute('data-md-color-scheme', 'slate')")

    charts_page.wait_for_function(
        "plot => getComputedStyle(plot.querySelector('.xtick text')).fill === 'rgb(1, 200, 3)'",
        arg=figure.locator(".plot").element_handle(),
    )


@pytest.mark.browser
def test_the_filters_of_the_table_reach_plots_and_matrix(charts_page):
    figure = plot(charts_page, 1)
    charts_page.evaluate(
        "document.dispatchEvent(new CustomEvent('catalogue:filtered', {detail: {keys: new Set(['bridge-2'])}}))"
    )

    charts_page.wait_for_function(
        "plot => plot.data[0].selectedpoints?.length === 1", arg=figure.locator(".plot").element_handle()
    )
    assert charts_page.locator(".chart-matrix .count").all_text_contents().count("1") == 1
    assert charts_page.locator(".chart-matrix .cell.out").count() == 3


@pytest.mark.browser
def test_whoever_zooms_in_gets_ticks_there_and_those_of_the_drawing_when_back(charts_page):
    element = plot(charts_page, 2).locator(".plot").element_handle()
    tickmode = "plot => plot.layout.yaxis.tickmode"
    assert charts_page.evaluate(tickmode, element) == "array"
    whole = charts_page.evaluate("plot => plot.layout.yaxis.range", element)

    charts_page.evaluate("plot => Plotly.relayout(plot, {'yaxis.range': [1.1, 1.9]})", element)
    charts_page.wait_for_function(f"plot => ({tickmode})(plot) === 'auto'", arg=element)
    charts_page.evaluate("([plot, range]) => Plotly.relayout(plot, {'yaxis.range': range})", [element, whole])

    charts_page.wait_for_function(f"plot => ({tickmode})(plot) === 'array'", arg=element)


@pytest.mark.browser
def test_a_name_with_a_line_to_its_mark_fades_with_it(charts_page):
    element = plot(charts_page, 0).locator(".plot").element_handle()
    names = "plot => plot.layout.annotations.map(({name, opacity}) => [name, opacity ?? 1])"
    assert len(charts_page.evaluate(names, element)) > 1

    charts_page.evaluate(
        "document.dispatchEvent(new CustomEvent('catalogue:filtered', {detail: {keys: new Set(['bridge-2'])}}))"
    )

    shown = f"plot => ({names})(plot).every(([name, opacity]) => (opacity === 1) === (name === 'bridge-2'))"
    charts_page.wait_for_function(shown, arg=element)


@pytest.mark.browser
def test_a_clicked_point_is_picked_and_leads_to_its_page(charts_page):
    figure = plot(charts_page, 1)
    dot = figure.locator(".plot .points .point").first
    dot.scroll_into_view_if_needed()
    box = dot.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    charts_page.mouse.move(x - 30, y)
    charts_page.mouse.move(x, y)
    figure.locator(".hovertext").first.wait_for()
    charts_page.mouse.click(x, y)

    charts_page.wait_for_url("**/page.html?bridge-5")
