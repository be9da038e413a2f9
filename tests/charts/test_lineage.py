"""The lineage: what is drawn, and that no edge runs through a name."""

from __future__ import annotations

import random
import re
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest

from catalog.charts import draw
from catalog.drawings.svg import WIDE, text_width
from catalog.settings.charts import Lineage

SVG = "{http://www.w3.org/2000/svg}"
CHART = Lineage(kind="lineage", title="Which came of which", x="opened", links=("replaces", "precedents"))


def draw_and_parse(catalog, **more):
    chart = draw(catalog, CHART, "it", **more)
    return chart, ET.fromstring(chart.svg)


def marks(picture):
    """Slug → the boxes of its marker and its name: left, top, right, bottom."""
    boxes = {}
    for mark in picture.iter():
        if mark.get("class") == "mark":
            circle, text = mark.find(f"{SVG}circle"), mark.find(f"{SVG}text")
            x, y, r = (float(circle.get(key)) for key in ("cx", "cy", "r"))
            left, base, size = (float(text.get(key)) for key in ("x", "y", "font-size"))
            name = (left, base - 0.75 * size, left + text_width(text.text, size), base + 0.2 * size)
            boxes[mark.get("data-slug")] = ((x - r, y - r, x + r, y + r), name)
    return boxes


def edges(picture):
    """The slugs of every edge, child and parent, and its corners."""
    for edge in picture.iter():
        if edge.get("class") == "edge":
            numbers = [float(number) for number in re.findall(r"-?[\d.]+", edge.find(f"{SVG}path").get("d"))]
            yield tuple(edge.get("data-slugs").split()), list(zip(numbers[::2], numbers[1::2], strict=True))


def overlap(one, other):
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def segments(corners):
    for (x0, y0), (x1, y1) in pairwise(corners):
        yield min(x0, x1) - 0.5, min(y0, y1) - 0.5, max(x0, x1) + 0.5, max(y0, y1) + 0.5


def assert_nothing_overlaps(picture):
    boxes = [(slug, box) for slug, pair in marks(picture).items() for box in pair]
    for index, (_, box) in enumerate(boxes):
        assert box[0] >= 0
        assert box[2] <= WIDE
        assert not any(overlap(box, other) for _, other in boxes[index + 1 :])
    for ends, corners in edges(picture):
        for segment in segments(corners):
            crossed = [slug for slug, box in boxes if overlap(segment, box)]
            assert crossed == [], (ends, corners)


def test_a_chain_is_one_row_and_its_arrows_lead_from_parent_to_child(bridges):
    catalog = bridges(
        {"opened": "1900"},
        {"opened": "1930", "replaces": "bridge-1"},
        {"opened": "1960", "precedents": ["bridge-2"]},
    )

    chart, picture = draw_and_parse(catalog)

    assert len({shape[1] for shape, _ in marks(picture).values()}) == 1
    for (child, parent), corners in edges(picture):
        assert marks(picture)[parent][0][2] <= corners[0][0] < corners[-1][0] <= marks(picture)[child][0][0]
    assert [row.cells for row in chart.rows] == [
        ("Bridge 2", "Replaces", "Bridge 1"),
        ("Bridge 3", "Built after", "Bridge 2"),
    ]
    assert_nothing_overlaps(picture)


def test_relations_differ_by_dashes_and_arrow_head_and_the_legend_names_them(bridges):
    catalog = bridges(
        {"opened": "1900"},
        {"opened": "1930", "replaces": "bridge-1"},
        {"opened": "1960", "precedents": ["bridge-2"]},
    )

    _, picture = draw_and_parse(catalog)

    arrows = [list(node.iter(f"{SVG}path")) for node in picture.iter() if node.get("class") == "edge"]
    assert len({stem.get("stroke-dasharray") for stem, _ in arrows}) == 2
    assert len({head.get("d") for _, head in arrows}) == 2
    texts = [node.text for node in picture.iter() if node.get("class") == "relation"]
    assert texts == ["B: Replaces A", "B: Built after A"]


def test_records_without_relations_are_counted_not_drawn(bridges):
    catalog = bridges(
        {"opened": "1900"},
        {"opened": "1930", "replaces": "bridge-1"},
        {"opened": "1931"},
        {"replaces": "not applicable", "precedents": "not applicable"},
        {"replaces": "not reported", "precedents": "not applicable"},
    )

    chart, picture = draw_and_parse(catalog)

    assert set(marks(picture)) == {"bridge-1", "bridge-2"}
    assert chart.shown == 2
    assert chart.left_out_text == "3 of 5 are not shown: 1 not checked, 1 not reported, 1 not applicable"


def test_records_without_a_date_and_cycles_are_drawn(bridges):
    catalog = bridges(
        {"opened": "1900", "precedents": ["bridge-2", "bridge-4"]},
        {"opened": "1950", "precedents": ["bridge-1", "bridge-3"]},
        {"replaces": "bridge-2"},
        {"precedents": ["bridge-3", "bridge-1"]},
    )

    _, picture = draw_and_parse(catalog)

    assert len(marks(picture)) == 4
    assert len(list(edges(picture))) == 7
    assert "no date" in [text.text for text in picture.iter(f"{SVG}text")]
    assert_nothing_overlaps(picture)


def test_two_relations_between_the_same_two_are_two_edges(bridges):
    catalog = bridges({"opened": "1900"}, {"opened": "1930", "replaces": "bridge-1", "precedents": ["bridge-1"]})

    _, picture = draw_and_parse(catalog)

    one, other = (corners for _, corners in edges(picture))
    assert one[-1][1] != other[-1][1]


def test_a_former_name_leads_to_the_same_record(bridges):
    catalog = bridges({"opened": "1900", "formerly": ["old-bridge"]}, {"opened": "1930", "replaces": "old-bridge"})

    chart, _ = draw_and_parse(catalog)

    assert [row.slugs for row in chart.rows] == [("bridge-2", "bridge-1")]


def test_doubt_about_a_relation_is_shown_in_words(bridges):
    catalog = bridges({"opened": "1900"}, {"replaces": {"value": "bridge-1", "certain": False}})

    chart, _ = draw_and_parse(catalog)

    assert chart.rows[0].cells[1] == "Replaces (uncertain)"


@pytest.mark.parametrize("seed", range(25))
def test_no_edge_runs_through_a_name_however_records_are_connected(bridges, seed):
    dice = random.Random(seed)
    count = 14
    slugs = [f"bridge-{number}" for number in range(1, count + 1)]

    def bridge(number):
        others = [slug for slug in slugs if slug != slugs[number]]
        fields = {"name": f"Bridge {'long ' * dice.randrange(6)}{number}"}
        fields |= {"opened": f"{dice.randrange(1900, 1904)}-{dice.randrange(1, 13):02}"} if dice.random() < 0.85 else {}
        fields |= {"replaces": dice.choice(others)} if dice.random() < 0.4 else {}
        return fields | ({"precedents": dice.sample(others, dice.randrange(1, 3))} if dice.random() < 0.3 else {})

    _, picture = draw_and_parse(bridges(*map(bridge, range(count))))

    assert_nothing_overlaps(picture)
