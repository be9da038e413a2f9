"""A survey of kettles: small, and nothing like the survey this repository is about."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from catalog.values import (
    UNCHECKED,
    Amount,
    Entry,
    Fact,
    Measurement,
    Part,
    Record,
    RecordRef,
    Ref,
    Show,
    Term,
    Text,
    When,
)


class Heat(Term):
    GAS = "gas", "A flame below it."
    ELECTRIC = "electric", "A coil inside it."


class MakerEntry(Entry):
    vocabulary: ClassVar[str] = "makers"
    title: ClassVar[str] = "Maker"


class Lid(Part):
    name: Annotated[Fact[Text], Show("Lid"), Field(examples=["hinged"])] = UNCHECKED
    """What it is called."""
    weight: Annotated[Fact[Amount], Show("Lid weight", unit="g", scale="linear"), Field(examples=[80])] = UNCHECKED
    """Without knob."""
    variant: Text = ""
    """Which variant has it."""


class Boil(Measurement):
    comparable: ClassVar[tuple[str, ...]] = ("water", "start")

    water: Annotated[Text, Show("Water"), Field(examples=["1 litre"])]
    """How much."""
    start: Annotated[Text, Show("Start"), Field(examples=["cold"])] = "cold"
    """How warm it was."""


class Kettle(Record):
    """One kettle."""

    title: Annotated[Fact[Text], Show("Title", unique=True), Field(examples=["The Boiler"])] = UNCHECKED
    """On the box."""
    sold: Annotated[Fact[When], Show("Sold since", scale="time"), Field(examples=["1999"])] = UNCHECKED
    """First day in a shop."""
    volume: Annotated[Fact[Amount], Show("Volume", unit="litres", scale="log"), Field(examples=[1.7])] = UNCHECKED
    """Up to the mark."""
    heat: Annotated[Fact[Heat], Show("Heat", facet=True), Field(examples=["gas"])] = UNCHECKED
    """How it gets hot."""
    makers: Annotated[
        Fact[tuple[Annotated[str, Ref(MakerEntry)], ...]], Show("Maker", facet=True), Field(examples=[["acme"]])
    ] = UNCHECKED
    """Who makes it."""
    follows: Annotated[Fact[RecordRef], Show("Follows"), Field(examples=["boiler"])] = UNCHECKED
    """The kettle it replaced."""
    lids: Annotated[tuple[Lid, ...], Show("Lids")] = ()
    """Its lids."""
    boils: Annotated[tuple[Boil, ...], Show("Boiling times")] = ()
    """Seconds until it boils."""
