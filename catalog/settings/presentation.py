"""The parts of `data/survey.yml` that say what pages show first: presets, heads, folded fields, boards and numbers."""

from __future__ import annotations

import re
from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator, Field

from catalog.settings.charts import ColumnRole, SettingsSection
from catalog.values import Slug, Text
from catalog.values.invalid import invalid

_PATH = re.compile(r"[MmLlHhVvCcSsQqTtAaZz0-9., \-]{1,1000}")


def _path_data(raw: str) -> str:
    if not _PATH.fullmatch(raw):
        hint = "write SVG path data for a square of 16 by 16, at most 1,000 characters: `M2 8h12`"
        raise invalid(f"found {raw[:60]!r}, which is not the outline of a sign", hint)
    return raw


PathData = Annotated[
    str,
    Field(strict=True, json_schema_extra={"pattern": f"^{_PATH.pattern}$"}),
    AfterValidator(_path_data),
]
"""SVG path data in a square of 16 by 16."""

Short = Annotated[Text, Field(max_length=24)]
"""Text for a narrow place."""

Tone = Literal["plain", "blue", "orange", "violet", "green"]
"""Colours of signs, each of which pages have for light and dark."""

SHOWN = ColumnRole(lambda _: True, "a column", takes_sets=True)
FILTERABLE = ColumnRole(
    lambda column: bool(column.show.facet or column.show.scale), "a filterable field", takes_sets=True
)
WORDS = ColumnRole(
    lambda column: bool(column.show.facet and column.type.words), "a filterable field with a closed list of words"
)
NUMBER = ColumnRole(lambda column: column.type.is_number, "a number")
OWN = ColumnRole(lambda column: not column.derived, "a field that files have")


def preset_key(label: str) -> str:
    """Return how addresses name a preset: `open-weights` for "Open weights"."""
    return "-".join(re.findall(r"[^\W_]+", label.lower()))


class Preset(SettingsSection):
    """Columns that a reader chooses at once."""

    column_roles: ClassVar = {"columns": SHOWN}

    label: Short
    """What the choice is called."""
    columns: Annotated[tuple[Text, ...], Field(min_length=1)]
    """Its columns, in order."""

    @property
    def key(self) -> str:
        """How addresses name it."""
        return preset_key(self.label)


class ColumnGroup(SettingsSection):
    """A head above the heads of neighbouring columns, in place of the group that the record's class has."""

    label: Short
    """The common head."""
    of: Annotated[tuple[Text, ...], Field(min_length=1)]
    """Columns, sets of `together`, or parts of the record with all of their columns."""


class Head(SettingsSection):
    """How tables head a column, in place of the label that the record's class has."""

    column_roles: ClassVar = {"of": SHOWN}

    of: Text
    """The column."""
    label: Short
    """Its short head."""
    unit: Annotated[str, Field(max_length=12)] = ""
    """Unit below or beside the head, in which its numbers are then shown."""
    factor: Annotated[float, Field(gt=0, allow_inf_nan=False)] = 1
    """How much one of this unit is, in the unit of the field: 1000 for thousands."""


class FoldedField(SettingsSection):
    """One field of a set that is shown as one."""

    column_roles: ClassVar = {"of": WORDS}

    of: Text
    """The field."""
    letter: Annotated[Text, Field(max_length=2)]
    """Its letter, which stands where there is room for no more."""
    label: Short
    """What the set calls it."""


class Together(SettingsSection):
    """Fields with one closed list of words that are shown as signs in one column, and filtered in one matrix."""

    key: Slug
    """By which other settings name the set."""
    label: Short
    """Heading of the set."""
    fields: Annotated[tuple[FoldedField, ...], Field(min_length=2, max_length=6)]
    """Its fields, in order."""


class Sign(SettingsSection):
    """The sign of a word, where a set is folded or measurements are kept apart."""

    word: Text
    """A word of the closed list."""
    label: Annotated[Text, Field(max_length=12)]
    """A short word for it."""
    tone: Tone = "plain"
    """Its colour, which never says more than the sign."""
    line: PathData = ""
    """What is drawn as lines."""
    fill: PathData = ""
    """What is drawn filled."""


class MainBoard(SettingsSection):
    """One leaderboard of the matrix of results."""

    head: Short
    """Its short head."""
    part: Annotated[str, Field(max_length=24)] = ""
    """What stands below the head."""
    where: dict[str, str]
    """The fields that make measurements comparable, each with the value that they have here."""


class BoardSet(SettingsSection):
    """Leaderboards that stand side by side under one head."""

    label: Short
    """The common head."""
    measured: Annotated[Text, Field(max_length=60)]
    """What the numbers are, with their unit."""
    of: Text
    """The record's field that holds the measurements."""
    boards: Annotated[tuple[MainBoard, ...], Field(min_length=1)]
    """The leaderboards, in order."""


class SummaryNumber(SettingsSection):
    """One number or word at the top of a record's page."""

    column_roles: ClassVar = {"of": SHOWN, "below": SHOWN}

    label: Short
    """What it is."""
    of: Annotated[tuple[Text, ...], Field(min_length=1, max_length=4)]
    """Columns, of which the first that has a value is shown."""
    below: Annotated[tuple[Text, ...], Field(max_length=4)] = ()
    """Columns whose values stand below in small print."""


SECTION_ROLES = {kind.__name__: kind.column_roles for kind in (Preset, Head, FoldedField, SummaryNumber)}
"""Column roles by the name that each part of the settings has in the JSON Schema."""
