"""How a field is presented; never how it is checked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from pydantic import GetJsonSchemaHandler
from pydantic_core import CoreSchema


@dataclass(frozen=True, slots=True)
class Show:
    """The one marker for presentation, put beside the type of a field.

    `label` heads the table column and the field guide. `unit` follows numbers ("hours", "Hz", "%").
    `facet` offers the field as a filter. `scale` makes it a chart axis and says which kind.
    `unique` forbids two records with the same value.
    """

    label: str
    unit: str = ""
    facet: bool = False
    scale: Literal["", "linear", "log", "time"] = ""
    unique: bool = False

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        unit = "" if self.label.endswith(self.unit) else f" ({self.unit})"
        return handler(schema) | {"title": self.label + unit}
