"""A survey that uses the type of `duration.py`."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from catalog.values import UNCHECKED, Fact, Record, Show, When
from tests.values.duration import Duration


class Kettle(Record):
    """One kettle."""

    made: Annotated[Fact[When], Show("Made", scale="time"), Field(examples=["1998"])] = UNCHECKED
    """Year of the first one."""
    boiling: Annotated[Fact[Duration], Show("Boiling time", facet=True, scale="log")] = UNCHECKED
    """From cold water to the whistle."""
    pauses: Annotated[Fact[tuple[Duration, ...]], Show("Pauses")] = UNCHECKED
    """How long it must rest between two uses."""
