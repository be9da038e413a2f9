"""One value in words: short for a table cell, long for a sentence, bare for another program."""

from __future__ import annotations

from typing import Any

from catalog.values.amount import Amount
from catalog.values.when import When


def short(value: Any) -> str:
    """For a table cell: `≥ 50K`, `2024-02`, `yes`."""
    if isinstance(value, Amount):
        return value.short
    if isinstance(value, bool):
        return "yes" if value else "no"
    return " ".join(str(value).split())


def words(value: Any, unit: str = "") -> str:
    """For a sentence: `at least 50,000 hours`, `February 2024`."""
    if isinstance(value, Amount):
        return value.words(unit)
    return value.words if isinstance(value, When) else short(value)


def bare(value: Any) -> Any:
    """For JSON: numbers as numbers, everything else as text; a bound is told beside it."""
    if isinstance(value, Amount):
        return int(value.number) if value.number.is_integer() else value.number
    if isinstance(value, tuple):
        return [bare(item) for item in value]
    return value if isinstance(value, bool) else str(value)
