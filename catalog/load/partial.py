"""A record without its faulty pieces: so that rules can judge the rest of it in the same run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from pydantic import ValidationError

M = TypeVar("M")
Path = tuple[str | int, ...]

_ROUNDS = 4
"""What is left out may leave something else incomplete; deeper than this nothing is worth judging."""


def without_errors(
    data: Mapping[str, Any], read: Callable[[Any], M], error: ValidationError, defaults: Mapping[str, Any]
) -> tuple[M, frozenset[Path]] | None:
    """What `read` makes of `data` without the pieces that `error` names, and the paths of those pieces.

    `defaults` stand in for keys a record cannot be without. None where the rest cannot be read either.
    """
    gone: set[Path] = set()
    for _ in range(_ROUNDS):
        gone |= {_next(data, item["loc"], gone) for item in error.errors(include_url=False)} - {()}
        try:
            return read({**defaults, **_without(data, (), gone)}), frozenset(gone)
        except ValidationError as next_error:
            error = next_error
    return None


def _next(data: Any, path: Path, gone: set[Path]) -> Path:
    """What to leave out because of an error at `path`; the whole around it where it is left out already."""
    found = _written(data, original(path, gone))
    while found in gone:
        found = found[:-1]
    return found


def original(path: Sequence[str | int], gone: Iterable[Path]) -> Path:
    """A path in what is left, as a path in the file: items left out of lists count again."""
    made: Path = ()
    for step in path:
        at = step
        if isinstance(at, int):
            for index in sorted(left[-1] for left in gone if left[:-1] == made and isinstance(left[-1], int)):
                at += index <= at
        made = (*made, at)
    return made


def _written(data: Any, path: Path) -> Path:
    """The part of pydantic's path that stands in the file; steps of its own are passed over."""
    made: Path = ()
    for position, step in enumerate(path):
        if not _has(data, step):
            continue
        below = data[step]
        rest = path[position + 1 :]
        if rest and not isinstance(below, (dict, list)) and _has(data, rest[0]):
            continue
        data, made = below, (*made, step)
    return made


def _has(data: Any, step: str | int) -> bool:
    if isinstance(data, dict):
        return step in data
    return isinstance(data, list) and isinstance(step, int) and step < len(data)


def _without(data: Any, at: Path, gone: set[Path]) -> Any:
    """A copy that lacks everything at the paths in `gone`."""
    if isinstance(data, dict):
        return {key: _without(item, (*at, key), gone) for key, item in data.items() if (*at, key) not in gone}
    if isinstance(data, list):
        kept = [(index, item) for index, item in enumerate(data) if (*at, index) not in gone]
        return [_without(item, (*at, index), gone) for index, item in kept]
    return data
