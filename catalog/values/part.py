"""A named group of fields, as records and their parts are."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, Self

from pydantic import BaseModel, ConfigDict

_written: dict[tuple[str, ...], set[str]] = {}
"""Names of fields that were written: one set for all that were written with the same."""


class Fields(BaseModel):
    """Named fields, which never change: those of a record, of a part of it, or of a source."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)

    @classmethod
    def of_checked(cls, values: Mapping[str, Any], written: set[str]) -> Self:
        """Return what has these values, which were checked before; fields that are not among them are absent."""
        made, put = cls.__new__(cls), object.__setattr__
        put(made, "__dict__", {**_defaults(cls), **values})
        put(made, "__pydantic_fields_set__", written)
        put(made, "__pydantic_extra__", None)
        put(made, "__pydantic_private__", None)
        if cls.__pydantic_post_init__:
            made.model_post_init(None)
        return made

    def checked_values(self) -> dict[str, Any]:
        """Return the values of all fields, without what was computed of them."""
        values = vars(self)
        return {name: values[name] for name in _defaults(type(self))}

    def __reduce__(self) -> tuple[Any, ...]:
        """Be sent to another process as the fields that are not as they are where nothing was written; most are."""
        values, defaults = vars(self), _defaults(type(self))
        fields = {name: values[name] for name, default in defaults.items() if values[name] is not default}
        written = self.__pydantic_fields_set__
        return _received, (type(self), fields, None if fields.keys() == written else tuple(written))


class Part(Fields):
    """A named group of fields inside a record; every field is a fact, a part or a list of parts."""


@cache
def _defaults(kind: type[BaseModel]) -> Mapping[str, Any]:
    return {name: field.default for name, field in kind.__pydantic_fields__.items()}


def _received(kind: type[Fields], fields: Mapping[str, Any], written: tuple[str, ...] | None) -> Fields:
    """Return what another process has sent."""
    names = tuple(fields) if written is None else written
    return kind.of_checked(fields, _written.get(names) or _written.setdefault(names, set(names)))
