"""Legend entries have the indexes that their marks name, so that a script can highlight them."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from catalog.charts import draw
from catalog.settings.charts import Bars, Lineage, Scatter

CHARTS = (
    (Bars(kind="bars", title="Lengths", x="length", scale="log"), {"exact": 1, "at least": 1, "about": 1}),
    (
        Scatter(kind="scatter", title="Length and towers", x="length", y="towers", colour="shape"),
        {"arch": 2, "cable": 1, "at least": 1, "about": 1},
    ),
    (
        Lineage(kind="lineage", title="Lines", x="opened", links=("replaces", "precedents")),
        {"Replaces": 1, "Built after": 1},
    ),
)


@pytest.mark.parametrize(("chart", "entries"), CHARTS, ids=[chart.kind for chart, _ in CHARTS])
def test_every_entry_of_a_legend_is_named_by_its_marks(bridges, chart, entries):
    catalog = bridges(
        {"opened": "1930", "length": 100, "towers": 1, "shape": "arch"},
        {"opened": "1940", "length": "1000+", "towers": 2, "shape": "arch", "replaces": "bridge-1"},
        {"opened": "1950", "length": "~700", "towers": 3, "shape": "cable", "precedents": ["bridge-1"]},
    )
    picture = list(ET.fromstring(draw(catalog, chart, "chart").svg).iter())
    keys = {node.get("data-name"): node.get("data-key") for node in picture if node.get("class") == "key"}
    keys_of_marks = [node.get("data-keys", "").split() for node in picture]
    assert {name: sum(key in mark for mark in keys_of_marks) for name, key in keys.items()} == entries
