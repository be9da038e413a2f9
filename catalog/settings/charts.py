"""The charts of `data/survey.yml`: the settings of each kind, and which columns fit them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated, ClassVar, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field

from catalog.model.columns import Column
from catalog.values import Text


class SettingsSection(BaseModel):
    """One part of the settings; unknown keys are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


class ColumnRole(NamedTuple):
    """Which columns fit one setting."""

    fits: Callable[[Column], bool]
    description: str
    """What fits: `a number`."""
    is_axis: bool = True
    """Whether a record without a value has no place in the chart."""
    takes_sets: bool = False
    """Whether the key of a set of `together` fits as well."""


def _is_date(column: Column) -> bool:
    return column.type.is_date


def _is_number(column: Column) -> bool:
    return column.type.is_number


def _is_axis(column: Column) -> bool:
    return _is_number(column) or _is_date(column)


def _is_record(column: Column) -> bool:
    return column.type.is_record


def _is_address(column: Column) -> bool:
    return column.type.base_address is not None


def _is_facet(column: Column) -> bool:
    return column.show.facet


def _is_group(column: Column) -> bool:
    return _is_facet(column) or _is_date(column)


_NUMBER, DATE = ColumnRole(_is_number, "a number"), ColumnRole(_is_date, "a date")
_AXIS = ColumnRole(_is_axis, "a number or a date")
_FACET = ColumnRole(_is_facet, "a filterable field", is_axis=False)
_GROUP = ColumnRole(_is_group, "a filterable field or a date")
_STAND_IN = ColumnRole(_is_number, "a number", is_axis=False)
_RECORD = ColumnRole(_is_record, "a field that refers to other records")
ANY = ColumnRole(lambda _: True, "a column")
ADDRESS = ColumnRole(_is_address, "a field of addresses")


class ChartSection(SettingsSection):
    """The settings that every kind of chart has.

    A new kind is a class here, listed in `ChartSettings`, and a module in `catalog.charts`, listed in its `__init__`.
    """

    column_roles: ClassVar[Mapping[str, ColumnRole]]
    """For each setting that names a column: which columns fit."""

    kind: str
    title: Text
    """Heading of the chart, best a question that it answers."""
    short: str = ""
    """The title in a row of links to all charts."""


class Timeline(ChartSection):
    """Records by date, in lanes."""

    column_roles: ClassVar = {"x": DATE, "lane": _FACET}

    kind: Literal["timeline"]
    x: Text
    """A date."""
    lane: Text
    """A filterable field."""


class Bars(ChartSection):
    """One bar for each record, sorted by size."""

    column_roles: ClassVar = {"x": _NUMBER}

    kind: Literal["bars"]
    x: Text
    """A number."""
    scale: Literal["linear", "log"] = "linear"
    """Scale of the axis."""
    first: Literal["largest", "smallest"] = "largest"
    """Which is on top."""


class Scatter(ChartSection):
    """A number against another number or a date."""

    column_roles: ClassVar = {"x": _AXIS, "y": _NUMBER, "stand_ins": _STAND_IN, "colour": _FACET}

    kind: Literal["scatter"]
    x: Text
    """A number or a date."""
    y: Text
    """A number."""
    stand_ins: Annotated[tuple[Text, ...], Field(max_length=2)] = ()
    """Numbers of the same kind, each shown with a halo where a record has none of those before it."""
    colour: Text = ""
    """A filterable field."""
    x_scale: Literal["", "linear", "log"] = ""
    """Scale of the x axis; that of the field where it is left out."""
    y_scale: Literal["", "linear", "log"] = ""
    """Scale of the y axis; that of the field where it is left out."""


class Matrix(ChartSection):
    """The number of records with each pair of values."""

    column_roles: ClassVar = {"rows": _GROUP, "columns": _GROUP}

    kind: Literal["matrix"]
    rows: Text
    """A filterable field, or a date, by year."""
    columns: Text
    """A filterable field, or a date, by year."""


class Lineage(ChartSection):
    """Which records follow others or build on them, by date."""

    column_roles: ClassVar = {"x": DATE, "links": _RECORD}

    kind: Literal["lineage"]
    x: Text
    """A date."""
    links: Annotated[tuple[Text, ...], Field(min_length=1, max_length=4)]
    """Fields that refer to other records."""


COLUMN_ROLES = {kind.__name__: kind.column_roles for kind in ChartSection.__subclasses__()}
"""Column roles by the name that each kind of chart has in the JSON Schema."""

ChartSettings = Annotated[Timeline | Bars | Scatter | Matrix | Lineage, Field(discriminator="kind")]
"""Every kind of chart that `data/survey.yml` may name."""
