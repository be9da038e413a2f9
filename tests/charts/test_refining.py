"""Charts that count, under the filters, in a real browser: counted again, and offered one by one where few are left."""

from __future__ import annotations

import csv
import json
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from random import Random
from threading import Thread
from typing import Any

import pytest

from catalog.charts import draw
from catalog.pages.site_data import templates
from catalog.pages.table import CatalogTable
from catalog.pages.table_cells import CellWriter
from catalog.paths import Project, engine_resource, write_file
from tests.charts.test_charts import BARS, LINEAGE, MATRIX, SCATTER, TIMELINE
from tests.charts.test_counts import bridge

pytestmark = pytest.mark.browser
ASSETS = engine_resource("site") / "assets"
CHARTS = {chart.kind: chart for chart in (TIMELINE, BARS, SCATTER, MATRIX, LINEAGE)}
CHARTS["years"] = MATRIX.model_copy(update={"rows": "material", "columns": "opened"})
SCRIPTS = ("site", "scales", "view", "query", "decode", "store", "charts", "points", "counts", "figures")
FILTER = "([path, ...keys]) => Catalog.store.change(() => Catalog.store.view.included.set(path, new Set(keys)))"
CLEAR = "() => Catalog.store.change(() => Object.assign(Catalog.store.view, Catalog.view.empty()))"
COUNTS = """kind => Object.fromEntries([...document.querySelectorAll(`#chart-${kind} svg [data-cell]`)].map((cell) =>
  [cell.dataset.cell, Number(cell.dataset.count)]).filter(([, count]) => count))"""
COUNTED = "kind => Object.fromEntries(Catalog.charts.counts.get(document.getElementById(`chart-${kind}`)))"
COUNT = 500
HOSTILE = "<b>bold</b> <script>window.hurt = 1</script>"


def few(number: int) -> dict[str, Any]:
    """One of the few that carry their load as cables do, of a name that a page must not read as markup."""
    return {"name": HOSTILE, "opened": f"1931-0{number}", "length": f"{number}K+", "towers": number, "shape": "cable"}


@pytest.fixture(scope="module")
def catalog(bridges):
    random = Random(5)
    made = [bridge(random, number) for number in range(1, COUNT + 1)]
    many = [each | {"shape": "beam"} if each.get("shape") == "cable" else each for each in made]
    return bridges(*many, *map(few, range(1, 6)))


@pytest.fixture(scope="module")
def address(catalog, tmp_path_factory):
    folder = tmp_path_factory.mktemp("counting")
    macros = templates(Project(Path())).get_template("_macros.jinja").module
    figures = "".join(
        str(macros.chart(draw(catalog, chart, kind, "page.html?{}".format))) for kind, chart in CHARTS.items()
    )
    for name, content in CatalogTable(CellWriter(catalog, "../")).scripts("data"):
        write_file(folder / name, content)
    first, *others = (f'<script src="assets/{name}.js"></script>' for name in SCRIPTS)
    scripts = f'{first}<script src="data/rows.js"></script>{"".join(others)}'
    (folder / "page.html").write_text(
        f'<!doctype html><meta charset="utf-8"><title>Charts</title><link rel="icon" href="data:,"><body>'
        f'<div class="charts">{figures}</div><p id="ignored" hidden></p>{scripts}',
        encoding="utf-8",
    )
    (folder / "assets").symlink_to(ASSETS)
    handler = type("Quiet", (SimpleHTTPRequestHandler,), {"log_message": lambda *_: None})
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(folder)))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/page.html"
    server.shutdown()
    server.server_close()


@pytest.fixture
def counting(page, address):
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(address)
    page.evaluate(CLEAR)
    page.wait_for_function("Catalog.charts.counts.has(document.getElementById('chart-matrix'))")
    yield page
    assert errors == []


def test_the_scripts_count_as_the_drawing_did(counting):
    drawn = {kind: counting.evaluate(COUNTS, kind) for kind in CHARTS if kind != "lineage"}

    assert {kind: counting.evaluate(COUNTED, kind) for kind in drawn} == drawn
    assert all(drawn.values())


def test_where_many_are_left_every_count_is_of_the_view(counting, catalog):
    arches = sum(
        any("arch" in map(str, model.facts.shape.values) for model in record.counted_models)
        for record in catalog.records
    )
    total = {kind: sum(counting.evaluate(COUNTS, kind).values()) for kind in ("bars", "matrix")}

    counting.evaluate(FILTER, ["shape", "arch", "beam", "not reported"])

    for kind, before in total.items():
        assert 0 < sum(counting.evaluate(COUNTED, kind).values()) < before
    rows = counting.locator("#chart-matrix tbody tr", has_text="arch").locator(".count").all_text_contents()
    assert sum(map(int, rows)) >= arches > 0
    column = counting.locator("#chart-bars .bin:has(.part)").first
    heights = [float(column.locator(part).get_attribute("height")) for part in (".part", ".column")]
    assert 0 < heights[0] < heights[1]
    assert "of the view" in column.locator("title").text_content()
    assert counting.locator("#chart-bars .refined").inner_text() == "Counted now: those that match the filters."


AXES = {"timeline": ("opened", "shape", ""), "scatter": ("length", "towers", "shape"), "bars": ("length", "", "")}
"""Kind of chart → what the reader's own chart of the same records has along x and y and as colour."""


@pytest.mark.parametrize("kind", AXES)
def test_where_few_are_left_the_readers_own_chart_draws_them_one_by_one(counting, kind):
    counting.evaluate(FILTER, ["shape", "cable"])
    words = counting.locator(f"#chart-{kind} .refined")
    assert words.inner_text() == "Counted now: those that match the filters. Draw them one by one"

    words.get_by_role("button").click()

    view = counting.evaluate("(({tab, x, y, colour}) => [tab, x, y, colour])(Catalog.store.view)")
    assert view == ["explore", *AXES[kind]]
    assert [*counting.evaluate("[...Catalog.store.view.included.get('shape')]")] == ["cable"]
    assert "tab=explore" in counting.url


def test_without_filters_nothing_is_offered_and_all_is_as_it_was(counting):
    counting.evaluate(FILTER, ["shape", "cable"])
    assert counting.locator("#chart-matrix .refined button").count() == 0

    counting.evaluate(CLEAR)

    assert counting.locator("#chart-scatter .bin").count() > 5
    assert counting.locator("#chart-bars .head .mark").count() == 50
    assert counting.locator(".part").count() == 0
    assert counting.locator("#chart-scatter .refined").inner_text() == ""
    assert counting.evaluate("typeof window.hurt") == "undefined"


def test_bars_of_records_that_do_not_match_fade_with_their_lines_of_the_table(counting):
    counting.evaluate(FILTER, ["shape", "arch"])

    marks, rows = (
        counting.locator(f"#chart-bars {kind}:not(.out)").evaluate_all(
            "nodes => nodes.map((node) => node.dataset.slug)"
        )
        for kind in (".head .mark", "tbody tr[data-slug]")
    )
    assert 0 < len(marks) < 50
    assert rows == marks


def test_arrow_keys_go_from_cell_to_cell_and_filter_by_their_ranges(counting):
    drawing = counting.locator("#chart-timeline .drawing")
    drawing.press("ArrowRight")
    first = counting.locator("#chart-timeline .bin:focus").get_attribute("data-x").split("..")[0]

    counting.keyboard.press("Shift+ArrowRight")

    span = counting.evaluate("Catalog.store.view.spans.get('opened')")
    assert counting.evaluate("day => Catalog.scales.iso(day)", span["low"]) == first
    assert span["high"] > span["low"]


def test_the_table_is_taken_along_as_it_is_counted(counting):
    counting.evaluate(FILTER, ["shape", "arch", "beam", "not reported"])

    with counting.expect_download() as download:
        counting.locator('#chart-timeline [data-save="csv"]').click()

    lines = csv.DictReader(Path(download.value.path()).read_text(encoding="utf-8").splitlines()[1:])
    counts = [int(line["Count"]) for line in lines]
    assert sum(counts) == sum(counting.evaluate(COUNTED, "timeline").values())
    assert 0 not in counts


def test_the_interactive_plot_counts_the_view(counting):
    counting.evaluate(FILTER, ["shape", "cable"])
    figure = counting.locator("#chart-timeline")
    figure.locator("[data-plot]").click()
    figure.locator(".unplot").wait_for()

    counts = "plot => plot.data.flatMap(({text}) => text).reduce((sum, count) => sum + Number(count), 0)"
    plot = figure.locator(".plot").element_handle()
    counting.wait_for_function(f"plot => ({counts})(plot) === 5", arg=plot)
    counting.evaluate(CLEAR)

    total = json.loads(counting.locator("#figure-timeline").text_content())["data"]
    counting.wait_for_function(
        f"([plot, total]) => ({counts})(plot) === total",
        arg=[plot, sum(int(count) for trace in total for count in trace["text"])],
    )
