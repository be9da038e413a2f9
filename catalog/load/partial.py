"""Reads a record without its faulty parts, so that the rules can check the rest of it in the same run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from pydantic import ValidationError

M = TypeVar("M")
Path = tuple[str | int, ...]

_MAX_ROUNDS = 4
"""Removing a part may leave another incomplete: an error of the next round. After four, too little is left to check."""


def without_errors(
    data: Mapping[str, Any], read: Callable[[Any], M], error: ValidationError, defaults: Mapping[str, Any]
) -> tuple[M, frozenset[Path]] | None:
    """Return what `read` makes of `data` without the parts that `error` names, and the paths of those parts.

    `defaults` stand in for required keys. None where the rest cannot be read either.
    """
    removed: set[Path] = set()
    for _ in range(_MAX_ROUNDS):
        removed |= {_faulty_part(data, item["loc"], removed) for item in error.errors(include_url=False)} - {()}
        try:
            return read({**defaults, **_without(data, (), removed)}), frozenset(removed)
        except ValidationError as next_error:
            error = next_error
    return None


def _faulty_part(data: Any, path: Path, removed: set[Path]) -> Path:
    """The path of what to remove because of an error at `path`; of what contains it where that is removed already."""
    part = _path_in_file(data, original_path(path, removed))
    while part in removed:
        part = part[:-1]
    return part


def original_path(path: Sequence[str | int], removed: Iterable[Path]) -> Path:
    """Return a path in what is left as a path in the file, where items removed from lists still count."""
    original: Path = ()
    for step in path:
        index = step
        if isinstance(index, int):
            for other in sorted(part[-1] for part in removed if part[:-1] == original and isinstance(part[-1], int)):
                index += other <= index
        original = (*original, index)
    return original


def _path_in_file(data: Any, path: Path) -> Path:
    """The steps of pydantic's path that exist in the file: it has some of its own, such as the choice of a union.

    The evidence of a measurement is in the file beside its value, in pydantic's path below it.
    """
    steps: Path = ()
    for position, step in enumerate(path):
        if not _has(data, step):
            continue
        below = data[step]
        rest = path[position + 1 :]
        if rest and not isinstance(below, (dict, list)) and _has(data, rest[0]):
            continue
        data, steps = below, (*steps, step)
    return steps


def _has(data: Any, step: str | int) -> bool:
    if isinstance(data, dict):
        return step in data
    return isinstance(data, list) and isinstance(step, int) and step < len(data)


def _without(data: Any, at: Path, removed: set[Path]) -> Any:
    """A copy that lacks everything at the paths in `removed`."""
    if isinstance(data, dict):
        return {key: _without(item, (*at, key), removed) for key, item in data.items() if (*at, key) not in removed}
    if isinstance(data, list):
        return [_without(item, (*at, i), removed) for i, item in enumerate(data) if (*at, i) not in removed]
    return data
