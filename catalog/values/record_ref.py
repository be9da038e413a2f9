"""References to other records of the same catalogue."""

from __future__ import annotations

from typing import Any

from catalog.values.invalid import described, invalid
from catalog.values.slug import MAX_LENGTH, SLUG, slugged
from catalog.values.type import Value, ValueType


class RecordRef(str, Value):
    """The slug of another record of the same catalogue; that it exists is checked once all are read."""

    __slots__ = ()

    @classmethod
    def read(cls, raw: Any) -> RecordRef:
        """Return `raw` if it has the form of a slug.

        Raises:
            PydanticCustomError: it has not.
        """
        hint = "write the slug of a record, which is its file name without `.yml`"
        if not isinstance(raw, str):
            raise invalid(f"found {described(raw)} where the slug of a record belongs", hint)
        if not SLUG.fullmatch(raw) or len(raw) > MAX_LENGTH:
            likely = f": `{slugged(raw)}`" if slugged(raw) else ""
            raise invalid(f"found {raw[:60]!r}, which is not the slug of a record", hint + likely)
        return cls(raw)


class RecordRefType(ValueType[RecordRef]):
    """Slugs of records, shown as their names."""

    name = "another record"
    is_record = True
    has_commas = False
    weight = 10

    def json_schema(self) -> dict[str, Any]:
        """A slug."""
        return {"type": "string", "pattern": SLUG.pattern, "maxLength": MAX_LENGTH}


RecordRef.type = RecordRefType(RecordRef)
