"""Legends say which marks they speak of, so that a script can bring those out."""

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
        Lineage(kind="lineage", title="Lines", x="opened", links=("replaces", "models")),
        {"Replaces": 1, "Built after": 1},
    ),
)


@pytest.mark.parametrize(("chart", "entries"), CHARTS, ids=[chart.kind for chart, _ in CHARTS])
def test_every_entry_of_a_legend_is_named_by_the_marks_it_speaks_of(bridges, chart, entries):
    catalog = bridges(
        {"opened": "1930", "length": 100, "towers": 1, "shape": "arch"},
        {"opened": "1940", "length": "1000+", "towers": 2, "shape": "arch", "replaces": "bridge-1"},
        {"opened": "1950", "length": "~700", "towers": 3, "shape": "cable", "models": ["bridge-1"]},
    )
    picture = list(ET.fromstring(draw(catalog, chart, "chart").svg).iter())
    told = {found.get("data-name"): found.get("data-key") for found in picture if found.get("class") == "key"}
    marks = [found.get("data-keys", "").split() for found in picture]
    assert {name: sum(key in keys for keys in marks) for name, key in told.items()} == entries
