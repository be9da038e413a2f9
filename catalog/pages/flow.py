"""The figure of a record's page: the flows of its models as one, with what differs between them said in its boxes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any, TypeVar

from catalog.catalog import Catalog
from catalog.drawings.flow import BlockFlow, Box, Step
from catalog.errors import SetupError
from catalog.pages.variants import variant_names
from catalog.settings import import_object
from catalog.values import Blank, Model

T = TypeVar("T")
Told = tuple[tuple[str, T], ...]
"""What is said, each once, with the names of the variants it holds for; empty names where it holds for all."""


@dataclass(frozen=True, slots=True)
class SharedBox:
    """A box of all models: its names with details, and its words."""

    heading: str
    lines: Told[tuple[str, str]]
    states: Told[str]

    @property
    def name(self) -> str:
        """The name in all models; empty where they differ."""
        names = {name for _, (name, _) in self.lines}
        return names.pop() if len(names) == 1 else ""

    @property
    def details(self) -> Told[str]:
        """What else is known of the one name."""
        return tuple((variants, details) for variants, (_, details) in self.lines)

    @property
    def state(self) -> str:
        """The word of all models; empty where they differ."""
        return self.states[0][1] if len(self.states) == 1 else ""

    @property
    def is_unknown(self) -> bool:
        """Whether nobody knows what the word would be."""
        return self.state in {*Blank}


@dataclass(frozen=True, slots=True)
class SharedFlow:
    """The figure: boxes with the texts of the arrows between them, and the steps of the models."""

    start: str
    end: str
    boxes: tuple[SharedBox, ...]
    arrows: tuple[tuple[str, ...], ...]
    steps_heading: str
    steps: Told[tuple[Step, ...]]


def shared_flow(flows: Mapping[Model, BlockFlow]) -> SharedFlow | None:
    """Return the figure of the models that count; None where the survey says nothing of figures."""
    counted = {model: flow for model, flow in flows.items() if model.counts}
    return _shared(counted) if counted else None


def model_flows(catalog: Catalog, models: Iterable[Model]) -> dict[Model, BlockFlow]:
    """Return the figure of each model; none where the survey says nothing of figures.

    Raises:
        SetupError: the survey's own function cannot be imported.
    """
    path = catalog.settings.flow
    if path is None:
        return {}
    draw = _function(path)
    return {model: draw(model.facts, catalog.vocabularies) for model in models}


def _function(path: str) -> Callable[..., BlockFlow]:
    try:
        found: Callable[..., BlockFlow] = import_object(path)
    except ImportError as error:
        raise SetupError(f"flow in data/survey.yml: {error}") from error
    return found


def _shared(flows: Mapping[Model, BlockFlow]) -> SharedFlow:
    first = next(iter(flows.values()))
    headings = dict.fromkeys(box.heading for flow in flows.values() for box in flow.boxes)
    arrows = (flow.arrows for flow in flows.values())
    return SharedFlow(
        start=first.start,
        end=first.end,
        boxes=tuple(_box(heading, flows) for heading in headings),
        arrows=tuple(tuple(dict.fromkeys(filter(None, texts))) for texts in zip_longest(*arrows)),
        steps_heading=first.steps_heading,
        steps=_told((model, flow.steps) for model, flow in flows.items() if flow.steps),
    )


def _box(heading: str, flows: Mapping[Model, BlockFlow]) -> SharedBox:
    boxes: list[tuple[Model, Box]] = [
        (model, box) for model, flow in flows.items() for box in flow.boxes if box.heading == heading
    ]
    lines = _told((model, (box.name, box.details)) for model, box in boxes)
    return SharedBox(heading, lines, _told((model, box.state) for model, box in boxes))


def _told(said: Iterable[tuple[Model, T]]) -> Told[T]:
    owners: dict[Any, list[Model]] = {}
    for model, what in said:
        owners.setdefault(what, []).append(model)
    return tuple((variant_names(models), what) for what, models in owners.items())
