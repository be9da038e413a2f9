"""References to other records of the same catalogue."""

from __future__ import annotations

from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, core_schema

from catalog.values.invalid import described, invalid
from catalog.values.slug import MAX_LENGTH, SLUG, Slug, slugged
from catalog.values.type import Value, ValueType, Vocabularies


class RecordRef(str, Value):
    """The slug of another record of the same catalogue; that it exists is checked once all are read."""

    __slots__ = ()

    @classmethod
    def value_type(cls) -> RecordRefType:
        """Other records."""
        return RECORD_REF

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(cls, handler.generate_schema(Slug))

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return handler(schema)


class RecordRefType(ValueType[RecordRef]):
    """Slugs of records, shown as their names."""

    name = "another record"
    is_record = True
    has_commas = False
    weight = 10

    def read(self, raw: Any, vocabularies: Vocabularies | None = None) -> RecordRef:
        """Return `raw` if it has the form of a slug."""
        if not isinstance(raw, str):
            raise invalid(f"found {described(raw)} where a slug belongs", "write the slug of a record")
        if not SLUG.fullmatch(raw) or len(raw) > MAX_LENGTH:
            hint = f"write the slug of a record, such as `{slugged(raw) or 'qwen2.5-omni'}`"
            raise invalid(f"found {raw[:60]!r}, which is not a slug", hint)
        return RecordRef(raw)


RECORD_REF = RecordRefType()
