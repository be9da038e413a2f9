from __future__ import annotations

import json
import re
from itertools import chain, pairwise
from typing import Any, get_args
from xml.etree import ElementTree as ET

import pytest
from plotly.graph_objects import Figure

from catalog.catalog import Catalog
from catalog.charts import KINDS, Chart, draw
from catalog.drawings.svg import text_width
from catalog.settings.charts import Bars, ChartSection, ChartSettings, Lineage, Matrix, Scatter, Timeline

SVG = "{http://www.w3.org/2000/svg}"
TIMELINE = Timeline(kind="timeline", title="Openings", x="opened", lane="shape")
BARS = Bars(kind="bars", title="Lengths", x="length", scale="log")
SCATTER = Scatter(kind="scatter", title="Length and towers", x="length", y="towers", colour="shape")
MATRIX = Matrix(kind="matrix", title="Shape and material", rows="shape", columns="material")
LINEAGE = Lineage(kind="lineage", title="Which came of which", x="opened", links=("replaces", "precedents"))
ALL = (TIMELINE, BARS, SCATTER, MATRIX, LINEAGE)
HOSTILE = "<script>alert('1')</script> \"q\" & \u0645\u0631\u062d\u0628\u0627 \U0001f309"
FULL: dict[str, Any] = {"opened": "1930", "length": 960, "towers": 2, "shape": "arch", "material": ["iron"]}
LINKED = FULL | {"replaces": "bridge-1"}


def draw_and_parse(catalog: Catalog, settings: ChartSettings, **more: Any) -> tuple[Chart, ET.Element]:
    chart = draw(catalog, settings, "it", **more)
    return chart, ET.fromstring(chart.svg)


def marks(picture: ET.Element, slug: str) -> list[ET.Element]:
    return [node for node in picture.iter() if node.get("data-slug") == slug]


def texts(picture: ET.Element) -> list[str]:
    return ["".join(node.itertext()) for node in picture.iter(f"{SVG}text")]


def test_every_kind_of_the_settings_is_drawn():
    kinds = {get_args(section.model_fields["kind"].annotation)[0] for section in ChartSection.__subclasses__()}
    assert set(KINDS) == kinds == {settings.kind for settings in ALL}


@pytest.mark.parametrize("settings", ALL, ids=lambda settings: settings.kind)
def test_every_kind_gives_picture_table_and_figure(bridges, settings):
    chart, picture = draw_and_parse(bridges(FULL, LINKED), settings)

    assert picture.find(f"{SVG}title").text == settings.title
    assert picture.find(f"{SVG}desc").text == chart.summary
    assert all(len(row.cells) == len(chart.headers) for row in chart.rows)
    assert chart.shown == 2
    assert json.loads(json.dumps(chart.figure)) == chart.figure


@pytest.mark.parametrize("settings", ALL, ids=lambda settings: settings.kind)
def test_plotly_takes_every_figure_as_it_is(bridges, settings):
    chart, _ = draw_and_parse(bridges(FULL, LINKED), settings)

    assert json.loads(Figure(chart.figure).to_json()) == chart.figure


@pytest.mark.parametrize("settings", ALL, ids=lambda settings: settings.kind)
def test_an_empty_survey_can_be_drawn(bridges, settings):
    chart, _ = draw_and_parse(bridges(), settings)

    assert (chart.shown, chart.left_out) == (0, ())


@pytest.mark.parametrize("settings", ALL, ids=lambda settings: settings.kind)
def test_hostile_names_are_shown_literally_and_inject_nothing(bridges, settings):
    catalog = bridges(FULL | {"name": HOSTILE, "material": [HOSTILE]}, LINKED)

    chart, picture = draw_and_parse(catalog, settings)

    assert HOSTILE in " ".join(picture.itertext())
    assert {node.tag.removeprefix(SVG) for node in picture.iter()}.isdisjoint({"script", "foreignObject", "image"})
    assert "<script" not in json.dumps(chart.figure)
    assert any(HOSTILE in cell for row in chart.rows for cell in row.cells)


@pytest.mark.parametrize("settings", ALL, ids=lambda settings: settings.kind)
def test_pictures_need_no_ids_no_styles_and_nothing_from_elsewhere(bridges, settings):
    _, picture = draw_and_parse(bridges(FULL, LINKED), settings)

    names = {name for node in picture.iter() for name in node.attrib}
    assert names.isdisjoint({"id", "style", "href", "onload"})


@pytest.mark.parametrize("settings", ALL, ids=lambda settings: settings.kind)
def test_figures_use_only_what_the_small_plotly_bundle_draws(bridges, settings):
    chart, _ = draw_and_parse(bridges(FULL, LINKED), settings)

    assert {trace["type"] for trace in chart.figure["data"]} <= {"scatter", "bar"}


def test_the_three_blanks_are_counted_apart(bridges):
    catalog = bridges(FULL, {"length": "not reported"}, {"length": "not applicable"}, {}, {"length": "not reported"})

    chart, picture = draw_and_parse(catalog, BARS)

    assert chart.left_out_text == "4 of 5 are not shown: 1 not checked, 2 not reported, 1 not applicable"
    slugs = [[subject.record.slug for subject in group.subjects] for group in chart.left_out]
    assert slugs == [["bridge-2", "bridge-5"], ["bridge-3"], ["bridge-4"]]
    assert [bool(marks(picture, f"bridge-{number}")) for number in range(1, 6)] == [True, False, False, False, False]


@pytest.mark.parametrize(("scale", "form"), [("log", "circle"), ("linear", "rect")])
def test_the_form_of_a_dot_or_bar_shows_how_exact_its_number_is(bridges, scale, form):
    catalog = bridges({"length": 500}, {"length": "~400"}, {"length": "300+"}, {"length": "<=200"})

    _, picture = draw_and_parse(catalog, BARS.model_copy(update={"scale": scale}))

    forms = [marks(picture, f"bridge-{number}")[0].find(f"{SVG}{form}") for number in range(1, 5)]
    assert [form.get("fill") == "none" for form in forms] == [False, True, False, True]
    arrows = [marks(picture, f"bridge-{number}")[0].find(f"{SVG}path") for number in range(1, 5)]
    assert [arrow is not None for arrow in arrows] == [False, False, True, True]
    assert {"500", "~400", "≥ 300", "≤ 200"} <= set(texts(picture))


def test_a_logarithmic_axis_has_dots_between_names_at_the_left_and_values_at_the_right(bridges):
    _, picture = draw_and_parse(bridges({"length": 10}, {"length": "2K"}), BARS)

    assert list(picture.iter(f"{SVG}rect")) == []
    for slug in ("bridge-1", "bridge-2"):
        (mark,) = marks(picture, slug)
        name, value = mark.findall(f"{SVG}text")
        x = float(mark.find(f"{SVG}circle").get("cx"))
        assert float(name.get("x")) < x < float(value.get("x")) - 40


def test_the_largest_bar_is_on_top(bridges):
    chart, _ = draw_and_parse(bridges({"length": 10}, {"length": "2K"}, {"length": 300}), BARS)

    assert [row.slugs[0] for row in chart.rows] == ["bridge-2", "bridge-3", "bridge-1"]
    assert chart.rows[0].cells == ("Bridge 2", "2,000 m")


def test_the_smallest_bar_is_on_top_where_the_smallest_is_best(bridges):
    settings = BARS.model_copy(update={"first": "smallest"})

    chart, _ = draw_and_parse(bridges({"length": 10}, {"length": "2K"}, {"length": 300}), settings)

    assert [row.slugs[0] for row in chart.rows] == ["bridge-1", "bridge-3", "bridge-2"]
    assert "smallest first" in chart.summary


def test_a_matrix_counts_dates_by_year(bridges):
    settings = MATRIX.model_copy(update={"columns": "opened"})
    catalog = bridges(FULL, FULL | {"opened": "1930-05-02"}, FULL | {"opened": "1900"}, {"shape": "beam"})

    chart, _ = draw_and_parse(catalog, settings)

    assert [row.cells[:3] for row in chart.rows if row.cells[2] != "0"] == [
        ("arch", "1900", "1"),
        ("arch", "1930", "2"),
        ("beam", "not checked", "1"),
    ]


def test_a_date_of_a_month_or_year_is_drawn_as_a_span(bridges):
    catalog = bridges(FULL | {"opened": "1930-03-05"}, FULL | {"opened": "1930-03"}, FULL | {"opened": "1930"})

    _, picture = draw_and_parse(catalog, TIMELINE)

    day, month, year = (marks(picture, f"bridge-{number}")[0] for number in (1, 2, 3))
    assert day.find(f"{SVG}rect") is None
    widths = [float(mark.find(f"{SVG}rect").get("width")) for mark in (month, year)]
    assert widths[1] == pytest.approx(widths[0] * 365 / 31, rel=0.1)


def test_a_record_with_several_values_is_in_each_lane(bridges):
    settings = TIMELINE.model_copy(update={"lane": "material"})

    _, picture = draw_and_parse(bridges(FULL | {"material": ["iron", "stone"]}), settings)

    assert [mark.get("data-lane") for mark in marks(picture, "bridge-1")] == ["iron", "stone"]
    assert {"iron (1)", "stone (1)"} <= set(texts(picture))


def test_a_record_without_a_lane_is_in_the_lane_of_its_blank(bridges):
    _, picture = draw_and_parse(bridges({"opened": "1930", "shape": "not reported"}, {"opened": "1931"}), TIMELINE)

    assert {"not reported (1)", "not checked (1)"} <= set(texts(picture))


def test_lanes_follow_the_order_of_a_closed_list(bridges):
    catalog = bridges(FULL | {"shape": "cable"}, FULL | {"shape": "cable"}, FULL)

    _, picture = draw_and_parse(catalog, TIMELINE)

    lanes = [text for text in texts(picture) if text.endswith(")")]
    assert lanes == ["arch (1)", "cable (2)"]


def test_marks_link_to_pages_where_there_are_pages(bridges):
    _, picture = draw_and_parse(bridges(FULL), SCATTER, record_url="bridges/{}/".format)

    (mark,) = marks(picture, "bridge-1")
    assert (mark.tag, mark.get("href")) == (f"{SVG}a", "bridges/bridge-1/")
    assert mark.find(f"{SVG}title").text == "Bridge 1: Length 960 m; Towers 2; Shape arch"


def test_axes_have_attributes_with_which_scripts_turn_positions_into_values(bridges):
    _, picture = draw_and_parse(bridges(FULL, FULL | {"length": "20K"}), SCATTER)

    attributes = {name: picture.get(f"data-x-{name}") for name in ("scale", "low", "high")}
    assert attributes == {"scale": "log", "low": "500.0", "high": "20000.0"}
    assert marks(picture, "bridge-2")[0].get("data-x") == "20000.0"


def test_categories_differ_by_shape_as_well_as_by_colour(bridges):
    catalog = bridges(*(FULL | {"shape": shape, "towers": towers} for towers, shape in enumerate(("arch", "beam"), 1)))

    chart, _ = draw_and_parse(catalog, SCATTER)

    markers = [trace["marker"] for trace in chart.figure["data"]]
    assert len({*chain(*(marker["symbol"] for marker in markers))}) == len({marker["color"] for marker in markers}) == 2


def test_a_matrix_names_the_records_of_every_cell_and_marks_empty_ones(bridges):
    catalog = bridges(FULL, FULL, FULL | {"shape": "beam", "material": ["stone"]})

    chart, picture = draw_and_parse(catalog, MATRIX)

    assert [row.cells for row in chart.rows] == [
        ("arch", "iron", "2", "Bridge 1, Bridge 2"),
        ("arch", "stone", "0", "no bridge"),
        ("beam", "iron", "0", "no bridge"),
        ("beam", "stone", "1", "Bridge 3"),
    ]
    cells = [node.get("data-slugs") for node in picture.iter() if node.get("class") == "cell"]
    assert cells == ["bridge-1 bridge-2", "", "", "bridge-3"]
    assert "2 of 4 combinations" in chart.summary


def test_names_on_a_crowded_timeline_never_overlap(bridges):
    records = [FULL | {"opened": f"1930-01-{day:02}", "name": f"A rather long name {day}"} for day in range(1, 29)] * 3
    catalog = bridges(*({**given, "slug": f"b{number}"} for number, given in enumerate(records)))

    _, picture = draw_and_parse(catalog, TIMELINE)

    all_marks = [node for node in picture.iter() if node.get("class") == "mark"]
    names = [text for mark in all_marks for text in mark.iter(f"{SVG}text")]
    rows: dict[str, list[tuple[float, float]]] = {}
    for text in names:
        start = float(text.get("x"))
        rows.setdefault(text.get("y"), []).append((start, start + text_width(text.text, float(text.get("font-size")))))
    assert all(one[1] <= other[0] for row in rows.values() for one, other in pairwise(sorted(row)))
    assert 0 < len(names) < len(all_marks) == len(records)


def test_doubt_about_a_value_is_shown_in_words(bridges):
    catalog = bridges({"length": {"value": 960, "certain": False, "verified": "secondary"}})

    chart, _ = draw_and_parse(catalog, BARS)

    assert chart.rows[0].cells[1] == "960 m (uncertain, second-hand)"


def test_control_characters_cannot_break_the_picture(bridges):
    chart, _ = draw_and_parse(bridges(FULL | {"name": "a\x0bb\x1fc"}), BARS)

    assert not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", chart.svg)


def test_a_number_that_stands_in_for_another_has_a_halo_and_says_whose_it_is(bridges):
    tested = {"tests": [{"load": "lorry", "value": 40}]}
    catalog = bridges(
        {"length": 100} | tested, {"length": 200, "towers": 2}, {"length": 300, "towers": 3} | tested, {"length": 5}
    )
    chart = Scatter(kind="scatter", title="What they bear", x="length", y="lorries", stand_ins=("towers",))
    drawn = draw(catalog, chart, "c", "{}/".format)
    assert [row.cells[2] for row in drawn.rows] == ["40 t, Lorries", "2 t, Towers", "40 t, Lorries"]
    marks = [part for part in drawn.parts if 'class="mark"' in part]
    assert ["halo" in mark for mark in marks] == [False, True, False]
    assert [part for part in drawn.parts if 'data-name="Towers"' in part and "halo" in part]
    assert "without a halo: Lorries" in drawn.subtitle
    assert [[each.record.name for each in group.subjects] for group in drawn.left_out] == [["Bridge 4"]]
    assert "data_y" not in drawn.attributes
    rings = drawn.figure["data"][-1]
    assert (rings["customdata"], rings["marker"]["symbol"]) == (["bridge-2"], "circle-open")


def test_only_what_stands_in_for_another_number_has_a_halo(bridges):
    drawn = draw(bridges({"length": 100, "towers": 2}), SCATTER, "c", None)
    assert "halo" not in drawn.svg + drawn.subtitle
