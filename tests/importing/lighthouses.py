"""A survey of another subject: what the importer may know about records, it knows from their class."""

from typing import Annotated, ClassVar

from pydantic import Field

from catalog.values import UNCHECKED, Amount, ArxivId, Entry, Fact, Link, Part, Record, Ref, Show, Term, Text, When


class Lamp(Term):
    OIL = "oil", "Burns oil."
    GAS = "gas", "Burns gas."
    ELECTRIC = "electric", "Glows."


class Office(Entry):
    vocabulary: ClassVar[str] = "offices"
    title: ClassVar[str] = "Office"


class Lens(Part):
    maker: Annotated[Fact[Text], Show("Lens maker"), Field(examples=["Barbier"])] = UNCHECKED
    lamp: Annotated[Fact[Lamp], Show("Lamp", facet=True), Field(examples=["oil"])] = UNCHECKED


class Keeper(Part):
    name: Text
    wage: Annotated[Fact[Amount], Show("Wage"), Field(examples=[10])] = UNCHECKED


class Tower(Part):
    height: Annotated[Fact[Amount], Show("Height", unit="m"), Field(examples=[40])] = UNCHECKED
    burning: Annotated[Fact[Amount], Show("Burning time", unit="hours"), Field(examples=[40])] = UNCHECKED
    stone: Annotated[Fact[Text], Show("Stone"), Field(examples=["granite"])] = UNCHECKED


class Lighthouse(Record):
    lit: Annotated[Fact[When], Show("First lit", scale="time"), Field(examples=["1811"])] = UNCHECKED
    automatic: Annotated[Fact[bool], Show("Automatic", facet=True), Field(examples=[True])] = UNCHECKED
    offices: Annotated[
        Fact[tuple[Annotated[str, Ref(Office)], ...]], Show("Office", facet=True), Field(examples=[["nlb"]])
    ] = UNCHECKED
    page: Annotated[Fact[Link], Show("Page"), Field(examples=["https://example.org"])] = UNCHECKED
    pictures: Annotated[Fact[tuple[Link, ...]], Show("Pictures"), Field(examples=[["https://example.org"]])] = UNCHECKED
    study: Annotated[Fact[ArxivId], Show("Study"), Field(examples=["2402.08846"])] = UNCHECKED
    tower: Annotated[Tower, Show("Tower")] = Tower()
    lenses: Annotated[tuple[Lens, ...], Show("Lens")] = ()
    keepers: Annotated[tuple[Keeper, ...], Show("Keepers")] = ()
