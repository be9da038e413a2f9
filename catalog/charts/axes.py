"""What axes have in common in every kind of chart: their titles, and the gridlines of time."""

from __future__ import annotations

from markupsafe import Markup

from catalog.charts.marks import TEXT
from catalog.charts.plot import Axis
from catalog.charts.scales import Scale
from catalog.drawings import svg
from catalog.drawings.svg import WIDE
from catalog.model.columns import Column
from catalog.values.show import with_unit

AXIS_HEIGHT = 26.0
"""Room for the tick labels of an axis above the plot, in user units."""

_LABEL_WIDTH = 24.0
"""Of the label of a year."""


def axis_title(column: Column, *, log: bool = False) -> str:
    """Return the column's label with its unit: `Size (MB), logarithmic`."""
    return with_unit(column.label, column.unit) + (", logarithmic" if log else "")


def time_axis(column: Column, scale: Scale) -> Axis:
    """Return the axis of a chart that is as wide as a page; behind its end is room for a name."""
    return Axis(title=axis_title(column), ends=(scale.start - 10, WIDE), scale=scale, is_on_top=True)


def time_gridlines(scale: Scale, bottom: float) -> list[Markup]:
    """Return a line and a label for every tick of a time axis at the top; years are stronger than months."""
    parts: list[Markup] = []
    for tick in scale.ticks:
        x = scale.at(tick.at)
        is_year = tick.label.isdigit()
        parts.append(svg.line(x, AXIS_HEIGHT - 6, x, bottom, stroke_opacity=0.3 if is_year else 0.1))
        if tick.label and x + _LABEL_WIDTH < scale.end + 8:
            weight = "bold" if is_year else None
            parts.append(svg.label(x + 3, AXIS_HEIGHT - 9, tick.label, TEXT, font_weight=weight, class_="tick"))
    return parts
