"""What a record says of a column, as filters count and judge it: by all facts, or by well-sourced ones alone."""

from __future__ import annotations

from typing import Any

from catalog.model.columns import Column
from catalog.values import NOT_WELL_SOURCED, Blank, Record


def filter_keys(column: Column, record: Record, *, well: bool = False) -> list[str]:
    """Return the words under which a filter counts a record: its values, or why it has none.

    Where only `well` sourced facts are asked for, another one has no value.
    """
    keys: dict[str, None] = {}
    for fact in column.facts(record):
        if fact.blank:
            keys[fact.blank.value] = None
        elif well and not fact.is_well_sourced:
            keys[NOT_WELL_SOURCED] = None
        else:
            keys |= dict.fromkeys(map(column.type.short, fact.values))
    if len(keys) > 1:
        keys.pop(Blank.NOT_CHECKED.value, None)
    return list(keys)


def known_values(column: Column, record: Record, *, well: bool = False) -> list[Any]:
    """Return the values of a column: all, or those that are `well` sourced."""
    return [value for fact in column.facts(record) if fact.is_well_sourced or not well for value in fact.values]


def reason_of(column: Column, record: Record, *, well: bool = False) -> str:
    """Return why a record has no value of a column: the first reason that somebody wrote."""
    return next(iter(filter_keys(column, record, well=well)), Blank.NOT_CHECKED.value)


def has_value(column: Column, record: Record) -> bool:
    """Return whether a record has any value of a column, and not only reasons why there is none."""
    return any(fact.values for fact in column.facts(record))
