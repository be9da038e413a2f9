"""The class of a small survey, for the examples of the API."""

from __future__ import annotations

from typing import Annotated

from catalog.values import UNCHECKED, Amount, Fact, Measurement, Part, Record, Show, Variant, When


class Build(Part):
    """What a kettle and each of its variants may say."""

    volume: Annotated[Fact[Amount], Show("Volume", unit="l", scale="linear")] = UNCHECKED
    """How much it holds."""


class Size(Build, Variant):
    """One size of a kettle."""


class Boil(Measurement):
    """Minutes until it boils."""


class Kettle(Build, Record):
    """One kettle."""

    sold: Annotated[Fact[When], Show("First sold", scale="time")] = UNCHECKED
    """The first day in a shop."""
    variants: Annotated[tuple[Size, ...], Show("Variants")] = ()
    """Its sizes."""
    boils: Annotated[tuple[Boil, ...], Show("Boils")] = ()
    """Minutes, one number an entry."""
