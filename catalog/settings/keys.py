"""What a record says of a column, as filters count and judge it: by all facts, or by well-sourced ones alone."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from catalog.model.columns import Column
from catalog.values import NOT_WELL_SOURCED, Blank, Fact, Record


def filter_keys(column: Column, record: Record) -> list[str]:
    """Return the words under which a filter counts a record: its values, or why it has none."""
    return keys_of(column, column.facts(record))


def keys_of(column: Column, facts: Iterable[Fact[Any]], *, well: bool = False) -> list[str]:
    """Return the words under which a filter counts these facts of a column: their values, or why there is none.

    Where only `well` sourced facts are asked for, another one has no value.
    """
    keys: dict[str, None] = {}
    for fact in facts:
        if fact.blank:
            keys[fact.blank.value] = None
        elif well and not fact.is_well_sourced:
            keys[NOT_WELL_SOURCED] = None
        else:
            keys |= dict.fromkeys(map(column.type.short, fact.values))
    if len(keys) > 1:
        keys.pop(Blank.NOT_CHECKED.value, None)
    return list(keys)


def known_values(facts: Iterable[Fact[Any]], *, well: bool = False) -> list[Any]:
    """Return the values of the facts of a column: all, or those that are `well` sourced."""
    return [value for fact in facts if not well or fact.is_well_sourced for value in fact.values]


def reason_of(column: Column, facts: Iterable[Fact[Any]], *, well: bool = False) -> str:
    """Return why a record has no value of a column, by its facts: the first reason that somebody wrote."""
    return next(iter(keys_of(column, facts, well=well)), Blank.NOT_CHECKED.value)


def has_value(column: Column, record: Record) -> bool:
    """Return whether a record has any value of a column, and not only reasons why there is none."""
    return any(fact.values for fact in column.facts(record))
