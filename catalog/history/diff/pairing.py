"""Pairs the items of two versions of a list: by what they are called, not by their position."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from typing import Any

from catalog.model.node import field_values
from catalog.values import Fact, Measurement, Part

Key = Callable[[Any], Hashable]
Pair = tuple[Part | None, Part | None]


def pair_items(before: Sequence[Part], after: Sequence[Part]) -> Iterator[Pair]:
    """Yield every item with its counterpart, None where there is none: in the order of `after`, then what was removed.

    Equal items are paired first, then those of one name, then those that agree in less. The last two are a pair anyway.
    """
    matches: dict[int, int] = {}
    free = list(range(len(before)))
    sample = next(iter((*before, *after)), None)
    for key in _MEASUREMENT_KEYS if isinstance(sample, Measurement) else _PART_KEYS:
        for index, item in enumerate(after):
            if index in matches:
                continue
            match = next((other for other in free if key(before[other]) == key(item)), None)
            if match is not None:
                matches[index] = match
                free.remove(match)
    missing = [index for index in range(len(after)) if index not in matches]
    if len(missing) == len(free) == 1 and not isinstance(sample, Measurement):
        matches[missing[0]] = free.pop()
    for index, item in enumerate(after):
        yield (before[matches[index]] if index in matches else None), item
    for other in free:
        yield before[other], None


def is_reordered(before: Sequence[Part], pairs: Sequence[Pair]) -> bool:
    """Return whether the items that stayed are in another order."""
    places = [next(index for index, item in enumerate(before) if item is old) for old, new in pairs if old and new]
    return places != sorted(places)


def item_title(part: Part) -> Hashable:
    """Return the value of the first field: what the item is."""
    _, first = next(field_values(part))
    return (first.value, first.blank) if isinstance(first, Fact) else first


def qualifiers(part: Part) -> tuple[str, ...]:
    """Return the other plain texts of an item, such as its variant."""
    _, *others = (value for _, value in field_values(part))
    return tuple(value for value in others if isinstance(value, str))


def _comparable(item: Measurement) -> tuple[Hashable, ...]:
    return tuple(getattr(item, name) for name in type(item).comparable)


_PART_KEYS: tuple[Key, ...] = (
    lambda item: item,
    lambda item: (item_title(item), qualifiers(item)),
    item_title,
)
_MEASUREMENT_KEYS: tuple[Key, ...] = (
    lambda item: item,
    lambda item: (_comparable(item), item.variant, item.value.value, item.value.source),
    lambda item: (_comparable(item), item.variant, item.value.source),
    lambda item: (_comparable(item), item.variant),
    lambda item: (_comparable(item), item.value.value),
)
