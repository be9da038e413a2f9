"""The charts of `data/survey.yml`: what each kind asks for, and which columns fit."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from catalog.model.columns import Column, Kind
from catalog.values import Text


class Section(BaseModel):
    """One part of the settings: nothing else may stand in it."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


class Timeline(Section):
    """Records by date, in lanes."""

    kind: Literal["timeline"]
    title: Text
    """Heading of the chart."""
    x: Text
    """A date."""
    lane: Text
    """A filterable field."""


class Bars(Section):
    """One bar a record, in order of size."""

    kind: Literal["bars"]
    title: Text
    """Heading of the chart."""
    x: Text
    """A number."""
    scale: Literal["linear", "log"] = "linear"
    """How the axis counts."""
    first: Literal["largest", "smallest"] = "largest"
    """Which stands on top."""


class Scatter(Section):
    """Two numbers or dates against each other."""

    kind: Literal["scatter"]
    title: Text
    """Heading of the chart."""
    x: Text
    """A number or a date."""
    y: Text
    """A number."""
    colour: Text = ""
    """A filterable field."""


class Matrix(Section):
    """How many records have each pair of values."""

    kind: Literal["matrix"]
    title: Text
    """Heading of the chart."""
    rows: Text
    """A filterable field, or a date, by year."""
    columns: Text
    """A filterable field, or a date, by year."""


class Lineage(Section):
    """Which records follow others or build on them, by date."""

    kind: Literal["lineage"]
    title: Text
    """Heading of the chart."""
    x: Text
    """A date."""
    links: Annotated[tuple[Text, ...], Field(min_length=1, max_length=4)]
    """Fields that name other records."""


ChartSettings = Annotated[Timeline | Bars | Scatter | Matrix | Lineage, Field(discriminator="kind")]


def _is_date(column: Column) -> bool:
    return column.kind is Kind.DATE


def _is_number(column: Column) -> bool:
    return column.kind is Kind.AMOUNT


def _is_axis(column: Column) -> bool:
    return _is_number(column) or _is_date(column)


def _is_record(column: Column) -> bool:
    return column.kind is Kind.RECORD


def _is_facet(column: Column) -> bool:
    return column.show.facet


def _is_group(column: Column) -> bool:
    return _is_facet(column) or _is_date(column)


_NUMBER, _DATE = (_is_number, "a number"), (_is_date, "a date")
_AXIS, _FACET = (_is_axis, "a number or a date"), (_is_facet, "a filterable field")
_GROUP = (_is_group, "a filterable field or a date")
_RECORD = (_is_record, "a field that names other records")
AXES: dict[str, dict[str, tuple[Callable[[Column], bool], str]]] = {
    "timeline": {"x": _DATE, "lane": _FACET},
    "bars": {"x": _NUMBER},
    "scatter": {"x": _AXIS, "y": _NUMBER, "colour": _FACET},
    "matrix": {"rows": _GROUP, "columns": _GROUP},
    "lineage": {"x": _DATE, "links": _RECORD},
}
