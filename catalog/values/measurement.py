"""One measured number, with what was measured on what, and how."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field, GetJsonSchemaHandler, model_validator
from pydantic_core import CoreSchema

from catalog.values.amount import Amount
from catalog.values.fact import EVIDENCE, Fact, evidence_json_schema
from catalog.values.part import Part
from catalog.values.show import Show
from catalog.values.text import Text
from catalog.values.when import When


class Measurement(Part):
    """One measured number, with the evidence beside it.

    A survey's own class adds what was measured on what; `comparable` names the fields that must agree
    before two measurements may stand side by side, `best` which of them comes first, `apart` those whose values never
    compete for being the best, and `conditions` those that say how it was measured.
    """

    comparable: ClassVar[tuple[str, ...]] = ()
    best: ClassVar[Literal["lowest", "highest"]] = "highest"
    apart: ClassVar[tuple[str, ...]] = ()
    conditions: ClassVar[tuple[str, ...]] = ()

    value: Annotated[Fact[Amount], Show("Value"), Field(examples=[1.94])]
    """The one number; two splits or two variants are two entries."""
    variant: Text = ""
    """Which of the record's variants was measured, where it has several."""
    published: When | None = None
    """When the number was first published: the date of the paper's version, of the card or of the table."""
    as_of: When | None = None
    """Day the number was read, or the date of the copy it was read in."""

    @model_validator(mode="before")
    @classmethod
    def _lift_evidence(cls, raw: Any) -> Any:
        """Move the evidence, written beside `value`, into the fact of `value`."""
        if type(raw) is not dict or "value" not in raw:
            return raw
        evidence = {key: raw[key] for key in EVIDENCE if key in raw}
        rest = {key: item for key, item in raw.items() if key not in EVIDENCE}
        return rest | {"value": {"value": raw["value"]} | evidence}

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        json_schema = handler.resolve_ref_schema(handler(schema))
        value, mapping = json_schema["properties"]["value"]["anyOf"]
        json_schema["properties"] |= {"value": value} | evidence_json_schema()
        json_schema["properties"]["instead"] = mapping["properties"]["instead"]
        return json_schema
