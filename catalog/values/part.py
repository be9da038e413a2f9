"""A named group of fields, as records and their parts are."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Part(BaseModel):
    """A named group of fields inside a record; every field is a fact, a part or a list of parts."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)
