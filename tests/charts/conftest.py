"""A toy survey of bridges, made in memory."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, ClassVar

import pytest
from pydantic import Field

from catalog.catalog import Catalog
from catalog.paths import Project
from catalog.settings import SurveySettings, all_columns
from catalog.values import (
    UNCHECKED,
    Amount,
    Fact,
    Measurement,
    Part,
    Record,
    RecordRef,
    Show,
    Term,
    Text,
    Variant,
    When,
)


class Shape(Term):
    """How a bridge carries its load."""

    ARCH = "arch", "Pressed together."
    BEAM = "beam", "Bent."
    CABLE = "cable", "Pulled apart."


class Design(Part):
    """What a bridge and each of its variants may say."""

    opened: Annotated[Fact[When], Show("Opened", scale="time")] = UNCHECKED
    length: Annotated[Fact[Amount], Show("Length", unit="m", scale="log")] = UNCHECKED
    towers: Annotated[Fact[Amount], Show("Towers", scale="linear")] = UNCHECKED
    shape: Annotated[Fact[Shape], Show("Shape", facet=True)] = UNCHECKED
    material: Annotated[Fact[tuple[Text, ...]], Show("Material", facet=True)] = UNCHECKED
    precedents: Annotated[Fact[tuple[RecordRef, ...]], Show("Built after")] = UNCHECKED


class BridgeVariant(Design, Variant):
    """One of several bridges of a record."""


class Test(Measurement):
    """How much it bore."""

    comparable: ClassVar[tuple[str, ...]] = ("load",)

    load: Annotated[Text, Show("Load"), Field(examples=["lorry"])]
    """What drove over it."""


class Bridge(Design, Record):
    """One bridge."""

    replaces: Annotated[Fact[RecordRef], Show("Replaces")] = UNCHECKED
    variants: Annotated[tuple[BridgeVariant, ...], Show("Variants")] = ()
    tests: Annotated[tuple[Test, ...], Show("Tests")] = ()


Bridges = Callable[..., Catalog]


@pytest.fixture(scope="session")
def bridges() -> Bridges:
    """Makes a catalogue of bridges, each a mapping of fields; missing names and slugs are added."""

    def make(*fields: dict[str, Any]) -> Catalog:
        settings = {
            "title": "Bridges",
            "description": "Bridges.",
            "record": "x:Y",
            "newest": "opened",
            "columns": [],
            "measures": [
                {"key": "lorries", "label": "Lorries", "unit": "t", "of": "tests", "where": {"load": "lorry"}}
            ],
        }
        survey = SurveySettings.model_validate(settings | {"one": "bridge", "many": "bridges"})
        records = tuple(
            Bridge.model_validate({"slug": f"bridge-{number}", "name": f"Bridge {number}"} | bridge)
            for number, bridge in enumerate(fields, 1)
        )
        return Catalog(Project(Path()), survey, Bridge, all_columns(survey, Bridge), {}, records=records)

    return make
