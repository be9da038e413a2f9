"""A named group of fields, as records and their parts are."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict

_written: dict[frozenset[str], set[str]] = {}
"""Names of fields that parts were written with: one set for all parts that were written with the same."""


class Part(BaseModel):
    """A named group of fields inside a record; every field is a fact, a part or a list of parts."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)

    def __setstate__(self, state: dict[Any, Any]) -> None:
        """Be what another process has sent."""
        written = state["__pydantic_fields_set__"]
        super().__setstate__(state | {"__pydantic_fields_set__": _written.setdefault(frozenset(written), written)})
