"""A toy survey of bridges, made in memory."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import pytest

from catalog.catalog import Catalog
from catalog.paths import Project
from catalog.settings import SurveySettings, all_columns
from catalog.values import UNCHECKED, Amount, Fact, Record, RecordRef, Show, Term, Text, When


class Shape(Term):
    """How a bridge carries its load."""

    ARCH = "arch", "Pressed together."
    BEAM = "beam", "Bent."
    CABLE = "cable", "Pulled apart."


class Bridge(Record):
    """One bridge."""

    opened: Annotated[Fact[When], Show("Opened", scale="time")] = UNCHECKED
    length: Annotated[Fact[Amount], Show("Length", unit="m", scale="log")] = UNCHECKED
    towers: Annotated[Fact[Amount], Show("Towers", scale="linear")] = UNCHECKED
    shape: Annotated[Fact[Shape], Show("Shape", facet=True)] = UNCHECKED
    material: Annotated[Fact[tuple[Text, ...]], Show("Material", facet=True)] = UNCHECKED
    replaces: Annotated[Fact[RecordRef], Show("Replaces")] = UNCHECKED
    models: Annotated[Fact[tuple[RecordRef, ...]], Show("Built after")] = UNCHECKED


Bridges = Callable[..., Catalog]


@pytest.fixture
def bridges() -> Bridges:
    """Makes a catalogue of bridges, each a mapping of fields; missing names and slugs are added."""

    def make(*fields: dict[str, Any]) -> Catalog:
        settings = {
            "title": "Bridges",
            "description": "Bridges.",
            "record": "x:Y",
            "newest": "opened",
            "columns": [],
        }
        survey = SurveySettings.model_validate(settings | {"one": "bridge", "many": "bridges"})
        records = tuple(
            Bridge.model_validate({"slug": f"bridge-{number}", "name": f"Bridge {number}"} | bridge)
            for number, bridge in enumerate(fields, 1)
        )
        return Catalog(Project(Path()), survey, Bridge, all_columns(survey, Bridge), {}, records=records)

    return make
