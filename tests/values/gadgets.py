"""A survey with a field of every type that `data/fields.yml` can name, and a list of parts."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from catalog.values import (
    UNCHECKED,
    ArxivId,
    Country,
    Duration,
    Fact,
    Image,
    LabelledLink,
    Licence,
    Markdown,
    Money,
    Number,
    Part,
    Range,
    Record,
    RecordRef,
    Show,
    Term,
    Text,
    Version,
    When,
)


class Support(Term, ordered=True):
    """How well something is supported."""

    NONE = "none", "Not at all."
    PARTIAL = "partial", "Some of it."
    FULL = "full", "All of it."


class Release(Part):
    """One release."""

    version: Annotated[Fact[Version], Show("Version"), Field(examples=["1.2.3"])] = UNCHECKED
    """As its makers write it."""
    day: Annotated[Fact[When], Show("Day"), Field(examples=["2024-02-13"])] = UNCHECKED
    """When it came out."""
    support: Annotated[Fact[Duration], Show("Supported for"), Field(examples=["2 years"])] = UNCHECKED
    """From the day of the release."""


class Gadget(Record):
    """One gadget."""

    logo: Annotated[Fact[Image], Show("Logo"), Field(examples=["logos/akri.svg"])] = UNCHECKED
    """The logo of its makers."""
    introduced: Annotated[Fact[When], Show("Introduced", scale="time"), Field(examples=["2024"])] = UNCHECKED
    """When it was first sold."""
    latest: Annotated[Fact[Version], Show("Latest version", facet=True), Field(examples=["1.2.3"])] = UNCHECKED
    """The newest release."""
    sizes: Annotated[Fact[Range], Show("Sizes", unit="cm", scale="log"), Field(examples=["12 to 20"])] = UNCHECKED
    """From the smallest to the largest."""
    price: Annotated[Fact[Money], Show("Price", scale="linear"), Field(examples=["5 EUR"])] = UNCHECKED
    """In the maker's own shop."""
    charge: Annotated[Fact[Duration], Show("Charging time", scale="log"), Field(examples=["90 min"])] = UNCHECKED
    """From empty to full."""
    coldest: Annotated[Fact[Number], Show("Coldest use (°C)", unit="°C", scale="linear"), Field(examples=[-20])] = (
        UNCHECKED
    )
    """The lowest temperature at which it works."""
    compute: Annotated[Fact[Number], Show("Compute (FLOP)", unit="FLOP", scale="log"), Field(examples=["1.5e24"])] = (
        UNCHECKED
    )
    """Operations in a lifetime."""
    parameters: Annotated[
        Fact[tuple[Number, ...]], Show("Parameters", facet=True, scale="log"), Field(examples=[["7B", "70B"]])
    ] = UNCHECKED
    """Of each model sold."""
    wireless: Annotated[Fact[Support], Show("Wireless", facet=True), Field(examples=["full"])] = UNCHECKED
    """Whether it works without a cable."""
    offline: Annotated[Fact[Support], Show("Offline", facet=True), Field(examples=["partial"])] = UNCHECKED
    """Whether it works without a network."""
    open: Annotated[Fact[bool], Show("Open design", facet=True), Field(examples=[True])] = UNCHECKED
    """Whether its drawings are published."""
    licence: Annotated[Fact[Licence], Show("Licence", facet=True), Field(examples=["Apache-2.0"])] = UNCHECKED
    """Of its drawings."""
    country: Annotated[Fact[tuple[Country, ...]], Show("Made in", facet=True), Field(examples=[["DE"]])] = UNCHECKED
    """Where it is assembled."""
    downloads: Annotated[
        Fact[tuple[LabelledLink, ...]], Show("Downloads"), Field(examples=[["[7B](https://example.org/7b)"]])
    ] = UNCHECKED
    """Where its files are."""
    about: Annotated[Fact[Markdown], Show("About"), Field(examples=["A *small* gadget."])] = UNCHECKED
    """What there is to know."""
    slogan: Annotated[Fact[Text], Show("Slogan"), Field(examples=["It works."])] = UNCHECKED
    """What its makers say."""
    paper: Annotated[Fact[ArxivId], Show("Paper"), Field(examples=["2402.08846"])] = UNCHECKED
    """The paper on it."""
    follows: Annotated[Fact[RecordRef], Show("Follows"), Field(examples=["akri"])] = UNCHECKED
    """The gadget it replaces."""
    releases: Annotated[tuple[Release, ...], Show("Releases")] = ()
    """Its releases."""
