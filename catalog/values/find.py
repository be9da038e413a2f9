"""Finds the type of a value, or of what an annotation promises: the class or the mark itself says it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from catalog.values.flag import FLAG
from catalog.values.text import TEXT
from catalog.values.type import Value, ValueType

_BUILT_IN: dict[Any, ValueType[Any]] = {bool: FLAG, str: TEXT}
"""The two classes of Python that cannot say it themselves."""


def type_of(value: Any) -> ValueType[Any]:
    """Return the type of a value; keys of vocabularies, numbers and whatever else counts as text."""
    return value.type if isinstance(value, Value) else FLAG if isinstance(value, bool) else TEXT


def annotated_type(annotation: Any, marks: Iterable[Any] = ()) -> ValueType[Any] | None:
    """Return the type of the values that a class with its marks stands for: `Amount`, `str` with a `Ref`; else None."""
    marked = next((mark for mark in marks if isinstance(mark, ValueType)), None)
    if marked or not (isinstance(annotation, type) and issubclass(annotation, Value)):
        return marked or _BUILT_IN.get(annotation)
    return annotation.type


def short(value: Any, unit: str = "") -> str:
    """Return a value for a table cell: `≥ 50K`, `2024-02`, `yes`."""
    return type_of(value).short(value, unit)


def long(value: Any, unit: str = "") -> str:
    """Return a value for a sentence: `at least 50,000 hours`, `February 2024`."""
    return type_of(value).long(value, unit)


def raw_value(value: Any) -> Any:
    """Return a value, or the values of a tuple, as JSON has them."""
    return [raw_value(item) for item in value] if isinstance(value, tuple) else type_of(value).raw(value)
