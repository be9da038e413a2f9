"""A record model of another survey: nothing in the checker may know its fields."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from catalog.values import UNCHECKED, ArxivId, Entry, Fact, Link, Part, Record, Ref, Show, Text, When


class Material(Entry):
    """What a toy is made of."""

    vocabulary = "materials"
    title = "Material"


class Texts(Part):
    """Where it is written about."""

    heading: Annotated[Fact[Text], Show("Heading"), Field(examples=["On toys"])] = UNCHECKED
    """Title."""
    preprint: Annotated[Fact[ArxivId], Show("Preprint"), Field(examples=["2402.08846"])] = UNCHECKED
    """On arXiv."""
    shops: Annotated[Fact[tuple[Link, ...]], Show("Shops"), Field(examples=[["https://example.org"]])] = UNCHECKED
    """Where it is sold."""


class Toy(Record):
    """A toy."""

    made: Annotated[Fact[When], Show("Made"), Field(examples=["2024"])] = UNCHECKED
    """Date."""
    material: Annotated[Fact[Annotated[str, Ref(Material)]], Show("Material"), Field(examples=["wood"])] = UNCHECKED
    """Material."""
    texts: Annotated[Texts, Show("Texts")] = Texts()
    """Texts."""
