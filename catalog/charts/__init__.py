"""Draws the charts of a survey: as SVG for the page, as a table for everybody, as a figure for Plotly."""

from collections.abc import Callable
from dataclasses import replace

from catalog.catalog import Catalog
from catalog.charts import bars, lineage, matrix, scatter, timeline
from catalog.charts.chart import Chart, DataRow
from catalog.charts.marks import RecordUrl
from catalog.charts.missing import LeftOut
from catalog.settings.charts import ChartSettings

__all__ = ["KINDS", "Chart", "DataRow", "LeftOut", "RecordUrl", "bars", "draw"]

KINDS: dict[str, Callable[..., Chart]] = {
    "timeline": timeline.draw,
    "bars": bars.draw,
    "scatter": scatter.draw,
    "matrix": matrix.draw,
    "lineage": lineage.draw,
}
"""The function that draws each kind of chart in `catalog.settings.charts`."""


def draw(catalog: Catalog, chart: ChartSettings, ident: str, record_url: RecordUrl | None = None) -> Chart:
    """Return a chart of the survey's settings as picture, table and figure.

    Args:
        catalog: the records.
        chart: which chart.
        ident: names the chart on its page.
        record_url: turns a slug into the address of its page, to which the marks then link.
    """
    return replace(KINDS[chart.kind](catalog, chart, ident, record_url), record_url=record_url)
