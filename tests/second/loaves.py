"""A second survey's record, of quite another subject: sourdough breads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Annotated, ClassVar

from pydantic import Field

from catalog.errors import Finding
from catalog.values import (
    UNCHECKED,
    Amount,
    Derived,
    Entry,
    Fact,
    Link,
    Measurement,
    Part,
    Record,
    RecordRef,
    Ref,
    Show,
    Term,
    Text,
    Variant,
    Vocabularies,
    When,
)


class Oven(Term):
    """What it is baked in."""

    HEARTH = "hearth", "A stone floor, heated by wood or gas."
    DECK = "deck oven", "Steel decks with steam."
    POT = "iron pot", "A lidded pot in a kitchen oven."


class Pace(Term):
    """How long a baker waits."""

    QUICK = "same day", "Mixed and baked on one day."
    SLOW = "overnight", "Mixed a day ahead."


class Criterion(Term):
    """What a panel judged."""

    CRUMB = "crumb", "Openness and moisture of the inside."
    CRUST = "crust", "Crackle and colour of the outside."


class Flour(Entry):
    """A flour."""

    vocabulary: ClassVar[str] = "flours"
    title: ClassVar[str] = "Flour"

    ash: Amount | None = None
    """Ash content in percent of dry mass."""


class Bakery(Entry):
    """Where it is baked."""

    vocabulary: ClassVar[str] = "bakeries"
    title: ClassVar[str] = "Bakery"


class Dough(Part):
    """One flour of the dough."""

    flour: Annotated[Fact[Annotated[str, Ref(Flour)]], Show("Flour", facet=True), Field(examples=["rye-1150"])] = (
        UNCHECKED
    )
    """Which flour, from `data/flours.yml`."""
    share: Annotated[Fact[Amount], Show("Share of flour", unit="%", scale="linear"), Field(examples=[80])] = UNCHECKED
    """Part of all flour by mass."""


class Proof(Part):
    """How it rises."""

    time: Annotated[Fact[Amount], Show("Proofing time", unit="hours", scale="log"), Field(examples=["12+"])] = UNCHECKED
    """From mixing to oven."""
    cold: Annotated[Fact[bool], Show("Cold proof", facet=True), Field(examples=[True])] = UNCHECKED
    """Part of it in a refrigerator."""

    @Derived.shown(Show("Pace", facet=True))
    def pace(self) -> Fact[Pace]:
        """Overnight from twelve hours on."""
        time = self.time.value
        return replace(self.time, value=Pace.SLOW if time.number >= 12 else Pace.QUICK) if time else self.time


class Score(Measurement):
    """What a tasting panel gave."""

    comparable: ClassVar[tuple[str, ...]] = ("judges", "criterion")

    judges: Annotated[str, Ref(Bakery), Show("Judges"), Field(examples=["harbour"])]
    """Whose bakers tasted, from `data/bakeries.yml`."""
    criterion: Annotated[Criterion, Show("Criterion"), Field(examples=["crumb"])]
    """What they judged."""


class Price(Measurement):
    """What a loaf costs; prices of different shops are not compared."""

    shop: Annotated[Text, Show("Shop"), Field(examples=["Market Square"])]
    """Where it was bought."""


class Bake(Part):
    """What a bread and each of its variants may say."""

    oven: Annotated[Fact[Oven], Show("Oven", facet=True), Field(examples=["hearth"])] = UNCHECKED
    """What it is baked in."""
    hydration: Annotated[Fact[Amount], Show("Hydration", unit="%", scale="linear"), Field(examples=["~78"])] = UNCHECKED
    """Water by mass of flour."""
    doughs: Annotated[tuple[Dough, ...], Show("Dough")] = ()
    """The flours, the main one first."""
    proof: Annotated[Proof, Show("Proof")] = Proof()
    """How it rises."""


class LoafVariant(Bake, Variant):
    """A bread of the same name that is made otherwise."""


class Loaf(Bake, Record):
    """One bread."""

    first_baked: Annotated[Fact[When], Show("First baked", scale="time"), Field(examples=["1998-05"])] = UNCHECKED
    """When it was first sold."""
    bakery: Annotated[Fact[Annotated[str, Ref(Bakery)]], Show("Bakery", facet=True), Field(examples=["old-mill"])] = (
        UNCHECKED
    )
    """Who bakes it, from `data/bakeries.yml`."""
    recipe: Annotated[Fact[Link], Show("Recipe"), Field(examples=["https://example.org/recipe"])] = UNCHECKED
    """Where it is written down."""
    starter_from: Annotated[Fact[RecordRef], Show("Starter from"), Field(examples=["miche"])] = UNCHECKED
    """The bread whose starter it was begun with."""
    variants: Annotated[tuple[LoafVariant, ...], Show("Variants")] = ()
    """The breads that share the record."""
    scores: Annotated[tuple[Score, ...], Show("Scores")] = ()
    """Points out of ten, one number an entry."""
    prices: Annotated[tuple[Price, ...], Show("Prices")] = ()
    """Euros a kilogram."""

    def findings(self, vocabularies: Vocabularies) -> Iterator[Finding]:
        """Shares of one dough are parts of a whole."""
        shares = [dough.share.value.number for dough in self.doughs if dough.share.value]
        if sum(shares) > 100:
            yield Finding(("doughs",), "the shares of flour add up to more than 100 %", "correct one of them", "shares")
