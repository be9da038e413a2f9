"""Which item of a list is which: by what it is called, not by where it stands."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from typing import Any

from catalog.model.node import field_values
from catalog.values import Fact, Measurement, Part

Key = Callable[[Any], Hashable]
Pair = tuple[Part | None, Part | None]


def pairs(before: Sequence[Part], after: Sequence[Part]) -> Iterator[Pair]:
    """Every item beside its counterpart, None where there is none: in the order of `after`, then what is gone.

    Equal items find each other first, then those called the same, then those nearly so.
    """
    found: dict[int, int] = {}
    free = list(range(len(before)))
    sample = next(iter((*before, *after)), None)
    for key in _MEASUREMENT_KEYS if isinstance(sample, Measurement) else _PART_KEYS:
        for index, item in enumerate(after):
            if index in found:
                continue
            match = next((other for other in free if key(before[other]) == key(item)), None)
            if match is not None:
                found[index] = match
                free.remove(match)
    missing = [index for index in range(len(after)) if index not in found]
    if len(missing) == len(free) == 1 and not isinstance(sample, Measurement):
        found[missing[0]] = free.pop()
    for index, item in enumerate(after):
        yield (before[found[index]] if index in found else None), item
    for other in free:
        yield before[other], None


def moved(before: Sequence[Part], pairing: Sequence[Pair]) -> bool:
    """Whether the items that stayed stand in another order."""
    places = [next(index for index, item in enumerate(before) if item is old) for old, new in pairing if old and new]
    return places != sorted(places)


def title(part: Part) -> Hashable:
    """The value of the first field: what the item is."""
    _, first = next(field_values(part))
    return (first.value, first.blank) if isinstance(first, Fact) else first


def qualifiers(part: Part) -> tuple[str, ...]:
    """The other plain texts of an item, such as its variant."""
    _, *others = (value for _, value in field_values(part))
    return tuple(value for value in others if isinstance(value, str))


def _measured(item: Measurement) -> tuple[Hashable, ...]:
    return tuple(getattr(item, name) for name in type(item).comparable)


_PART_KEYS: tuple[Key, ...] = (
    lambda item: item,
    lambda item: (title(item), qualifiers(item)),
    title,
)
_MEASUREMENT_KEYS: tuple[Key, ...] = (
    lambda item: item,
    lambda item: (_measured(item), item.variant, item.value.value, item.value.source),
    lambda item: (_measured(item), item.variant, item.value.source),
    lambda item: (_measured(item), item.variant),
    lambda item: (_measured(item), item.value.value),
)
