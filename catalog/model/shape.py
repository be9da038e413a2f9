"""What each place of a YAML file may hold, read off the model: which keys, in which order, in which style."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin

import yaml
from pydantic import BaseModel

from catalog.values import Entry, Grade, Measurement, Part
from catalog.values.fact import FactOf, evidence_json_schema

EVIDENCE = (*evidence_json_schema(), "instead")
"""The keys beside a value, in the order they are written."""


@dataclass(frozen=True, slots=True)
class Shape:
    """One place of a file.

    `models` are what a mapping there may be read as (several for a choice), `items` is what a list or a mapping with
    free keys holds, `fact` says that a value with evidence may stand there. A single value has its type, with marks.
    """

    models: tuple[type[BaseModel], ...] = ()
    items: Shape | None = None
    fact: FactOf | None = None
    type: Any = None
    marks: tuple[Any, ...] = ()

    def model(self, present: Sequence[str]) -> type[BaseModel] | None:
        """The class that has all the keys that are there, else the first."""
        fitting = (model for model in self.models if set(present) <= {*model.model_fields, *EVIDENCE})
        return next(fitting, self.models[0] if self.models else None)

    def keys(self, present: Sequence[str]) -> tuple[str, ...]:
        """The keys a mapping may have, in the order they are written; none where they are free."""
        if self.fact:
            return ("value", *EVIDENCE)
        model = self.model(present)
        if model is None:
            return ()
        if not issubclass(model, Measurement):
            return tuple(model.model_fields)
        measured = [name for name in model.model_fields if name not in Measurement.model_fields]
        return (*measured, *Measurement.model_fields, *EVIDENCE)

    def below(self, step: str | int, present: Sequence[str]) -> Shape:
        """What stands one step further."""
        if self.items:
            return self.items
        if self.fact:
            return self._in_fact(step, present)
        model = self.model(present)
        if model is None:
            return _NOTHING
        if issubclass(model, Measurement) and step in ("value", *EVIDENCE):
            return _field(model, "value").below(step, present)
        return _field(model, step) if step in model.model_fields else _NOTHING

    def _in_fact(self, step: str | int, present: Sequence[str]) -> Shape:
        if step == "instead":
            return Shape(items=self)
        if step in EVIDENCE:
            return _GRADE if step == "verified" else _NOTHING
        return self.value if step == "value" else self.value.below(step, present)

    @property
    def value(self) -> Shape:
        """What a single value here is: that of the fact, where a fact may stand."""
        return _value(self.fact) if self.fact else self

    def at(self, data: Any, path: Sequence[str | int]) -> Shape:
        """What stands at `path` of a file whose content is `data`."""
        here = self
        for step in path:
            here = here.below(step, list(data) if isinstance(data, Mapping) else ())
            data = data[step]
        return here

    def is_block(self, present: Sequence[str]) -> bool:
        """Whether the house style gives every key a line of its own: parts do, single facts and measurements do not."""
        if "instead" in present:
            return bool(self.fact or self.models)
        model = self.model(present)
        return model is not None and issubclass(model, Part) and not issubclass(model, Measurement)


_NOTHING = Shape()
_GRADE = Shape(type=Grade)


@cache
def _value(fact: FactOf) -> Shape:
    return shape(fact.inner)


@cache
def _field(model: type[BaseModel], name: str | int) -> Shape:
    info = model.model_fields[str(name)]
    return shape(info.annotation, info.metadata)


def shape(annotation: Any, marks: Sequence[Any] = ()) -> Shape:
    """The shape of what a model, or a field of one, reads."""
    fact = next((mark for mark in marks if isinstance(mark, FactOf)), None)
    if fact:
        return Shape(fact=fact)
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return shape(arguments[0], arguments[1:])
    if origin is tuple:
        return Shape(items=shape(arguments[0]))
    if origin is dict:
        return Shape(items=shape(arguments[1]))
    if origin in (Union, UnionType):
        choices = [shape(item) for item in arguments if item is not NoneType]
        return choices[0] if len(choices) == 1 else Shape(models=tuple(m for one in choices for m in one.models))
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return Shape(models=(annotation,))
    return Shape(type=annotation, marks=tuple(marks))


def vocabulary(entry: type[Entry]) -> Shape:
    """The shape of a vocabulary's file."""
    return Shape(items=shape(entry))


def nodes(node: yaml.Node, at: Shape, path: tuple[str | int, ...] = ()) -> Iterator[tuple[Any, Shape, tuple[Any, ...]]]:
    """Every node of a parsed file with its shape and its path, outer ones first."""
    yield node, at, path
    for step, below, inner in _below(node, at):
        yield from nodes(below, inner, (*path, step))


def collections(node: yaml.Node, at: Shape) -> Iterator[tuple[Any, Shape]]:
    """Every mapping and list of a parsed file that holds something, with its shape, outer ones first."""
    if node.value and not isinstance(node, yaml.ScalarNode):
        yield node, at
        for _, below, inner in _below(node, at):
            yield from collections(below, inner)


def _below(node: yaml.Node, at: Shape) -> Iterator[tuple[str | int, Any, Shape]]:
    if isinstance(node, yaml.MappingNode):
        present = present_keys(node)
        for key, value in node.value:
            if isinstance(key, yaml.ScalarNode):
                yield key.value, value, at.below(key.value, present)
    elif isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            yield index, item, at.below(index, ())


def present_keys(node: yaml.MappingNode) -> list[str]:
    """The keys of a mapping as they stand; what is no word is none."""
    return [key.value for key, _ in node.value if isinstance(key, yaml.ScalarNode)]
