"""Draws the charts of a survey: as SVG for the page, as a table for everybody, as a figure for Plotly."""

from collections.abc import Callable

from catalog.catalog import Catalog
from catalog.charts import bars, lineage, matrix, scatter, timeline
from catalog.charts.chart import Chart, DataRow, LeftOut
from catalog.charts.marks import RecordUrl
from catalog.settings.charts import ChartSettings

__all__ = ["Chart", "DataRow", "LeftOut", "draw"]

_KINDS: dict[str, Callable[..., Chart]] = {
    "timeline": timeline.draw,
    "bars": bars.draw,
    "scatter": scatter.draw,
    "matrix": matrix.draw,
    "lineage": lineage.draw,
}


def draw(catalog: Catalog, chart: ChartSettings, ident: str, link: RecordUrl | None = None) -> Chart:
    """A chart of the survey's settings as picture, table and figure.

    `ident` names it on its page. With `link`, which turns a slug into an address, marks lead to the records' pages.
    """
    return _KINDS[chart.kind](catalog, chart, ident, link)
