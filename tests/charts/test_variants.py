"""Charts of records with variants: every number is drawn for the model that it belongs to, and says which that is."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from catalog.charts import draw
from catalog.settings.charts import Bars, Lineage, Matrix, Scatter, Timeline

SVG = "{http://www.w3.org/2000/svg}"
BARS = Bars(kind="bars", title="Lengths", x="length")
SCATTER = Scatter(kind="scatter", title="Length and lorries", x="length", y="lorries", colour="shape")
TIMELINE = Timeline(kind="timeline", title="Openings", x="opened", lane="shape")
MATRIX = Matrix(kind="matrix", title="Shape and material", rows="shape", columns="material")
LINEAGE = Lineage(kind="lineage", title="Which came of which", x="opened", links=("replaces", "precedents"))

TWO = {"variants": [{"name": "North", "length": 500}, {"name": "South", "length": 300}]}


def lorries(number, variant=None):
    return {"load": "lorry", "value": number} | ({"variant": variant} if variant else {})


def marks(chart):
    """Name of each mark in the picture → its slug and variant, as scripts find them."""
    picture = ET.fromstring(chart.svg)
    found = [node for node in picture.iter() if node.get("class") == "mark"]
    return [(mark.find(f"{SVG}text").text, mark.get("data-slug"), mark.get("data-variant")) for mark in found]


def hover(chart):
    """Key of each point of the plot → its text."""
    traces = chart.figure["data"]
    return {
        key: text
        for trace in traces
        for key, text in zip(trace["customdata"], trace.get("hovertext", ()), strict=False)
    }


def test_a_point_pairs_two_numbers_of_one_model_and_names_it(bridges):
    catalog = bridges(TWO | {"shape": "arch", "tests": [lorries(7, "North"), lorries(9, "South")]})

    chart = draw(catalog, SCATTER, "it")

    assert [row.cells for row in chart.rows] == [
        ("Bridge 1 North", "500 m", "7 t", "arch"),
        ("Bridge 1 South", "300 m", "9 t", "arch"),
    ]
    assert marks(chart) == [("Bridge 1 North", "bridge-1", "North"), ("Bridge 1 South", "bridge-1", "South")]
    assert [row.variant for row in chart.rows] == ["North", "South"]
    assert hover(chart)["bridge-1@South"] == "Bridge 1 South: Length 300 m; Lorries 9 t; Shape arch"
    assert "1 of 1 bridges (2 marks: variants that differ have their own)" in chart.summary


def test_numbers_of_different_models_never_meet_in_a_point(bridges):
    catalog = bridges({"variants": [*TWO["variants"][:1], {"name": "South"}], "tests": [lorries(9, "South")]})

    chart = draw(catalog, SCATTER, "it")

    assert chart.rows == ()
    assert chart.left_out_text == "2 variants are not shown"
    assert [group.text for group in chart.left_out] == [
        "Length not checked (1 variant)",
        "Lorries not checked (1 variant)",
    ]
    assert marks(chart) == []


def test_models_of_which_a_chart_says_the_same_have_one_mark_for_their_record(bridges):
    catalog = bridges(
        {"length": 960, "variants": [{"name": "North"}, {"name": "South", "shape": "beam"}]},
        {"length": 700, "variants": [{"name": "A"}, {"name": "B"}, {"name": "C", "length": 800}]},
    )

    chart = draw(catalog, BARS, "it")

    assert marks(chart) == [
        ("Bridge 1", "bridge-1", None),
        ("Bridge 2 C", "bridge-2", "C"),
        ("Bridge 2 A / B", "bridge-2", "A\nB"),
    ]
    assert hover(chart)["bridge-2@A\nbridge-2@B"] == "Bridge 2 A / B: 700 m"


def test_a_sibling_and_an_ablation_are_in_no_chart(bridges):
    outside = [
        {"name": "Ferry", "scope": {"value": "sibling", "note": "No bridge."}, "length": 9, "opened": "1900"},
        {"name": "Model", "scope": {"value": "ablation", "note": "Made to be broken."}, "shape": "beam"},
    ]
    catalog = bridges(
        {"opened": "1930", "length": 960, "shape": "arch", "variants": [{"name": "Bridge"}, *outside]}
        | {"tests": [lorries(99, "Ferry"), lorries(3, "Bridge")]}
    )

    for settings in (BARS, SCATTER, TIMELINE, MATRIX):
        chart = draw(catalog, settings, "it")
        assert "Ferry" not in chart.svg
        assert "Model" not in chart.svg
        assert not chart.left_out
    assert draw(catalog, SCATTER, "it").rows[0].cells == ("Bridge 1", "960 m", "3 t", "arch")


def test_nobody_misses_a_number_of_the_model_that_a_record_leaves_without_a_name(bridges):
    catalog = bridges(TWO | {"tests": [lorries(5), lorries(7, "North"), lorries(9, "South")]})

    chart = draw(catalog, BARS, "it")

    assert [name for name, _, _ in marks(chart)] == ["Bridge 1 North", "Bridge 1 South"]
    assert chart.left_out_text == ""


def test_a_matrix_counts_a_record_once_in_a_cell_and_says_through_which_variants(bridges):
    several = [{"name": "A"}, {"name": "B"}, {"name": "C", "shape": "beam"}]
    catalog = bridges({"shape": "arch", "material": ["iron"], "variants": several}, {"shape": "arch"})

    chart = draw(catalog, MATRIX, "it")

    assert [row.cells for row in chart.rows if row.slugs] == [
        ("arch", "iron", "1", "Bridge 1 A / B"),
        ("arch", "not checked", "1", "Bridge 2"),
        ("beam", "iron", "1", "Bridge 1 C"),
    ]
    cells = [node for node in ET.fromstring(chart.svg).iter() if node.get("class") == "cell" and node.get("data-slugs")]
    assert [cell.get("data-models") for cell in cells] == ["bridge-1@A\nbridge-1@B", None, "bridge-1@C"]
    assert "1 bridge in more than one cell" in chart.summary
    assert "dashed: no bridge; 1 bridge in more than one cell" in chart.subtitle


def test_a_timeline_has_the_date_of_each_variant_and_counts_the_record_once_in_a_lane(bridges):
    later = {"name": "South", "opened": "1960-02-02", "shape": "beam"}
    variants = [{"name": "North"}, later, {"name": "West", "opened": "1970-01-01"}]
    catalog = bridges({"opened": "1930-01-01", "shape": "arch", "variants": variants})

    chart = draw(catalog, TIMELINE, "it")

    assert [row.cells for row in chart.rows] == [
        ("Bridge 1 North", "1 January 1930", "arch"),
        ("Bridge 1 South", "2 February 1960", "beam"),
        ("Bridge 1 West", "1 January 1970", "arch"),
    ]
    lanes = [node.text for node in ET.fromstring(chart.svg).iter(f"{SVG}text") if node.get("class") == "lane"]
    assert lanes == ["arch (1)", "beam (1)"]


def test_a_lineage_says_which_variant_came_first_and_which_names_another_record(bridges):
    variants = [{"name": "North", "opened": "1930"}, {"name": "South", "opened": "1950", "precedents": ["bridge-2"]}]
    catalog = bridges({"variants": variants}, {"opened": "1900"})

    chart = draw(catalog, LINEAGE, "it")

    assert hover(chart)["bridge-1"] == ("Bridge 1: Opened 1930, Bridge 1 North; Bridge 1 South, Built after: Bridge 2")
    assert chart.rows[0].cells == ("Bridge 1 South", "Built after", "Bridge 2")


def test_a_variant_whose_name_begins_with_that_of_its_record_is_called_by_its_own_name_alone(bridges):
    variants = [{"name": "Bridge 1 North", "length": 500}, {"name": "South", "length": 300}]

    chart = draw(bridges({"variants": variants}), BARS, "it")

    assert [name for name, _, _ in marks(chart)] == ["Bridge 1 North", "Bridge 1 South"]


def test_where_a_name_is_too_long_the_variant_is_cut_last(bridges):
    variants = [{"name": "North", "length": 500}, {"name": "South", "length": 300}]
    name = "The bridge with a name that no column of names has room for"

    chart = draw(bridges({"name": name, "variants": variants}), BARS, "it")

    ends = [text.rpartition("… ") for text, _, _ in marks(chart)]
    assert [end for _, _, end in ends] == ["North", "South"]
    assert all(name.startswith(start) and start for start, _, _ in ends)
    assert [row.cells[0] for row in chart.rows] == [f"{name} North", f"{name} South"]


def test_long_names_of_variants_that_differ_in_their_ends_stay_apart_where_they_are_cut(bridges):
    variants = [{"name": f"Span of {'very ' * 9}long {end}", "length": length} for length, end in enumerate("XY", 1)]

    chart = draw(bridges({"variants": variants}), BARS, "it")

    names = [text for text, _, _ in marks(chart)]
    assert all(text.startswith("Bridge 1 Span of") and "…" in text for text in names)
    assert [text[-1] for text in names] == ["Y", "X"]
