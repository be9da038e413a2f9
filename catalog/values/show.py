"""How a field is presented, and what is expected of its values beyond their type."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from pydantic import GetJsonSchemaHandler
from pydantic_core import CoreSchema

AxisScale = Literal["linear", "log", "time"]


@dataclass(frozen=True, slots=True)
class Show:
    """The one marker for presentation and expectations, put beside the type of a field.

    `label` heads the table column and the field guide. `unit` follows numbers ("hours", "Hz", "%").
    `facet` offers the field as a filter. `scale` makes it a chart axis, and a filter by range. `unique` forbids two
    records with the same value. `plausible` is the range of usual numbers: others are warnings. `whole` says that
    things are counted, in whole numbers. `earlier` says that the records referred to came before this one. What the
    field's type cannot do is an error of the record's class.
    """

    label: str
    unit: str = ""
    facet: bool = False
    scale: AxisScale | None = None
    unique: bool = False
    plausible: tuple[float, float] | None = None
    whole: bool = False
    earlier: bool = False

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return handler(schema) | {"title": with_unit(self.label, self.unit)}


@lru_cache(maxsize=1024)
def says_unit(label: str, unit: str) -> bool:
    """Return whether a label has the unit as a word of its own, so that nothing repeats it."""
    return re.search(rf"(?<!\w){re.escape(unit)}(?!\w)", label, re.IGNORECASE) is not None


def with_unit(label: str, unit: str) -> str:
    """Return a label with its unit in brackets, once: `Size (m)`, `Compute (FLOP)`."""
    return f"{label} ({unit})" if unit and not says_unit(label, unit) else label
