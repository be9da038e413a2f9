"""A plot as a figure of Plotly: the same axes, marks, cells and arrows as the picture, to zoom, pan and point at.

Plotly interprets markup in the texts it shows, so every text from the data is escaped. Where an axis has no scale, its
values are user units, which are pixels in a figure of the usual size. `customdata` holds the keys of subjects, or the
names of cells, by which scripts find the points.
"""

from __future__ import annotations

from collections.abc import Sequence

from catalog.charts.plot import Plot
from catalog.charts.plotly.cells import arrow_traces, cell_traces
from catalog.charts.plotly.layout import layout
from catalog.charts.plotly.marks import mark_traces
from catalog.charts.plotly.values import Json


def figure(plot: Plot, title: str, subtitle: str, notes: Sequence[str] = ()) -> Json:
    """Return the figure as JSON that `plotly.graph_objects.Figure` takes as it is; pages need not wait for that class.

    `notes` say below it what it does not show.
    """
    traces = [*cell_traces(plot), *arrow_traces(plot), *mark_traces(plot)]
    series = [trace["name"] for trace in traces if trace["showlegend"]]
    return {"data": traces, "layout": layout(plot, title, subtitle, notes, series)}
