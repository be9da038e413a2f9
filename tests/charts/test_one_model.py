"""Picture, table and figure of every chart say the same: points, names, bounds, counts, and what is missing."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator
from html import unescape
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from catalog.catalog import Catalog
from catalog.charts import Chart, draw
from catalog.paths import Project
from catalog.rules import load
from catalog.settings.charts import Bars, ChartSettings, Lineage, Matrix
from tests.benchmarks.generate import ROOT, survey

SVG = "{http://www.w3.org/2000/svg}"
OF_THE_SECOND = (
    Bars(kind="bars", title="Water", x="hydration"),
    Bars(kind="bars", title="Time", x="proof.time", scale="log", first="smallest"),
    Matrix(kind="matrix", title="Ovens and bakeries", rows="oven", columns="bakery"),
    Lineage(kind="lineage", title="Starters", x="first_baked", links=("starter_from",)),
)


def charts_of(catalog: Catalog, *more: ChartSettings) -> Iterator[Chart]:
    for number, settings in enumerate((*catalog.settings.charts, *more)):
        yield draw(catalog, settings, f"chart-{number}", "{}/".format)


@pytest.fixture(scope="module", params=["the committed survey", "the second survey", "a large survey"])
def charts(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> list[Chart]:
    folder = tmp_path_factory.mktemp("survey")
    if request.param == "the committed survey":
        return list(charts_of(load(Project(ROOT))))
    if request.param == "a large survey":
        return list(charts_of(load(survey(folder, 400))))
    second = ROOT / "tests" / "second"
    shutil.copytree(second / "survey", folder, dirs_exist_ok=True)
    shutil.copy(second / "loaves.py", folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(folder)
        return list(charts_of(load(Project(Path(folder))), *OF_THE_SECOND))


def key(slug: str, variant: str | None) -> str:
    return slug if variant is None else "\n".join(f"{slug}@{name}" for name in variant.split("\n"))


def marks(chart: Chart) -> list[tuple[str, ET.Element]]:
    """Key → mark of the picture."""
    nodes = ET.fromstring(chart.svg).iter()
    return [
        (key(node.get("data-slug", ""), node.get("data-variant")), node)
        for node in nodes
        if node.get("class") == "mark"
    ]


def title(node: ET.Element) -> str:
    return node.findtext(f"{SVG}title") or ""


def points(chart: Chart) -> Iterator[tuple[str, dict[str, Any], int]]:
    """Key → trace of the figure, and index in it."""
    for trace in chart.figure["data"]:
        if trace.get("hoverinfo") == "text" and "meta" not in trace and not is_of_cells(chart):
            yield from ((name, trace, index) for index, name in enumerate(trace["customdata"]))


def is_of_cells(chart: Chart) -> bool:
    return chart.settings.kind == "matrix"


def test_every_point_is_in_all_three_with_the_same_words(charts):
    for chart in charts:
        drawn = Counter((name, title(mark)) for name, mark in marks(chart))
        figured = Counter((name, unescape(trace["hovertext"][i])) for name, trace, i in points(chart))
        assert drawn == figured, chart.title
        if chart.settings.kind != "lineage":
            assert {name for name, _ in drawn} == {
                key(row.slugs[0], row.variant) for row in chart.rows if row.slugs and not row.subjects
            }


def names_of_the_figure(chart: Chart) -> Iterator[tuple[str, str]]:
    layout = chart.figure["layout"]
    ticks = dict(zip(layout["yaxis"]["tickvals"], layout["yaxis"]["ticktext"], strict=True))
    for name, trace, i in points(chart):
        text = ticks[trace["y"][i]] if chart.settings.kind == "bars" else trace["text"][i]
        if text:
            yield name, unescape(text).strip()
    for annotation in layout.get("annotations", ()):
        if annotation["name"] != "(note)":
            yield annotation["name"], unescape(annotation["text"])


def test_a_name_that_is_drawn_is_in_the_figure_and_no_other(charts):
    for chart in charts:
        texts = ((name, mark.findall(f"{SVG}text")) for name, mark in marks(chart))
        drawn = Counter((name, text.text) for name, own in texts for text in own if text.get("class") != "value")
        assert drawn == Counter(names_of_the_figure(chart)), chart.title


def test_bounds_point_the_same_way_in_picture_and_figure(charts):
    for chart in charts:
        arrows = Counter({name: len(mark.findall(f".//{SVG}path[@class='bound']")) for name, mark in marks(chart)})
        triangles = [
            trace for trace in chart.figure["data"] if trace.get("marker", {}).get("symbol") == "triangle-down"
        ]
        assert +arrows == Counter(name for trace in triangles for name in trace["customdata"]), chart.title
        for trace in triangles:
            assert (
                trace["name"]
                == {270: "at least", 180: "at least", 90: "at most", 0: "at most"}[trace["marker"]["angle"] % 360]
            )


def test_every_cell_has_the_same_count_in_all_three(charts):
    for chart in charts:
        cells = [node for node in ET.fromstring(chart.svg).iter() if node.get("class") in {"bin", "cell"}]
        drawn = Counter(
            {
                unescape(title(cell)): int(cell.get("data-count") or len((cell.get("data-slugs") or "").split()))
                for cell in cells
            }
        )
        counted = [trace for trace in chart.figure["data"] if "meta" in trace or is_of_cells(chart)]
        figured = {
            unescape(words): int(count.replace(",", ""))
            for trace in counted
            for words, count in zip(trace["hovertext"], trace["text"], strict=True)
        }
        assert +drawn == Counter(figured), chart.title
        number = -1 if chart.aggregated else 2
        rows = [row.cells[number] for row in chart.rows if row.cell or row.subjects]
        assert sum(drawn.values()) == sum(int(count.replace(",", "")) for count in rows)


def test_the_figure_says_what_it_does_not_show_in_the_words_of_the_page(charts):
    for chart in charts:
        layout = chart.figure["layout"]
        notes = [
            note["text"].replace("<br>", " ") for note in layout.get("annotations", ()) if note["name"] == "(note)"
        ]
        assert [unescape(note) for note in notes] == list(
            filter(None, [f"{chart.aggregated} {chart.left_out_text}".strip()])
        )
        assert unescape(layout["title"]["text"]) == chart.title


def test_axes_have_the_ends_and_ticks_of_the_picture(charts):
    for chart in charts:
        picture, axis = ET.fromstring(chart.svg), chart.figure["layout"]["xaxis"]
        kind = picture.get("data-x-scale")
        assert axis["type"] == {"log": "log", "linear": "linear", "time": "date", None: "linear"}[kind]
        shown = {text.text for text in picture.iter(f"{SVG}text") if text.get("class") in {"tick", "axis"}}
        if kind:
            drawn = {label for label in axis["ticktext"] if label in shown}
            assert len(drawn) >= min(len(axis["ticktext"]), 3), chart.title


@pytest.mark.browser
def test_nothing_beside_the_plane_of_a_figure_lies_over_anything_else(page):
    page.add_script_tag(path=ROOT / "site" / "assets" / "vendor" / "plotly-basic.min.js")
    boxes = """({data, layout}) => {
        document.body.replaceChildren(document.createElement('div'));
        const parts = ['.gtitle', '.gtitle-subtitle', '.legend .bg', '.annotation-text'];
        const boxes = () => parts.map((part) => {
            const all = [...document.querySelectorAll(part)];
            const own = part === '.annotation-text' ? all.slice(-1) : all;
            const rounded = ({top, bottom}) => [Math.round(top), Math.round(bottom)];
            return own.map((node) => rounded(node.getBoundingClientRect()));
        }).flat();
        return Plotly.newPlot(document.body.firstChild, data, layout).then(boxes);
    }"""
    for chart in charts_of(load(Project(ROOT))):
        figure = chart.figure | {"layout": chart.figure["layout"] | {"width": round(chart.size[0]) + 24}}
        found = sorted(page.evaluate(boxes, figure))
        assert all(above[1] <= below[0] + 1 for above, below in pairwise(found)), (chart.title, found)
