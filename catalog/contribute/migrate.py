"""Takes data along when the model changes: small named steps over every record, each safe to run again.

A step knows nothing of YAML styles: it moves, renames or fills what stands at a dotted path, which goes through every
item of a list on its way (`encoders.name`). What it does not touch stays as it was written, comments included.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.error import YAMLError

from catalog.errors import Problem
from catalog.format import format_yaml
from catalog.format.edit import dump_yaml, parse_yaml, to_node
from catalog.load.records import Definition
from catalog.load.tree import InvalidYaml, Tree
from catalog.model.node import Node

Step = Callable[[CommentedMap], None]
"""Changes one record in place; does nothing to a record that needs nothing."""


@dataclass(frozen=True, slots=True)
class Migration:
    """A named step; the name says when and why, the newest comes last in the list."""

    name: str
    step: Step


@dataclass(frozen=True, slots=True)
class MigrationResult:
    """One record that a run of the migrations changes, by which of them, or a reason why it cannot."""

    file: Path
    text: str
    names: tuple[str, ...]
    problem: Problem | None = None


def rename(path: str, name: str) -> Step:
    """Give the key at `path` another name, in its place and with its comment."""
    *above, key = path.split(".")

    def step(record: CommentedMap) -> None:
        for part in _parts(record, above):
            if key in part and name not in part:
                _carry(part, key, part, name, position=list(part).index(key))

    return step


def move(path: str, to: str) -> Step:
    """Put what stands at `path` at `to`; neither goes through a list, and what is at `to` already stays."""
    *above, key = path.split(".")
    *there, name = to.split(".")

    def step(record: CommentedMap) -> None:
        for part in _parts(record, above):
            if key in part:
                target = record
                for down in there:
                    target = target.setdefault(down, CommentedMap())
                if name not in target:
                    _carry(part, key, target, name, position=len(target))
        _drop_empty(record, above)

    return step


def split(path: str, into: Callable[[Any], dict[str, Any]]) -> Step:
    """Replace the key at `path` by the keys that `into` makes of its value, beside it; none leaves it as it is.

    `into` is given what stands there: text, or a mapping with `value` and evidence. Keys that are there already stay.
    """
    *above, key = path.split(".")

    def step(record: CommentedMap) -> None:
        for part in _parts(record, above):
            made = into(part[key]) if key in part else {}
            if made:
                position = list(part).index(key)
                del part[key]
                for name, value in reversed(made.items()):
                    if name not in part:
                        part.insert(position, name, to_node(value))

    return step


def revalue(path: str, words: dict[str, str]) -> Step:
    """Replace words of a closed list or a vocabulary, wherever `path` holds one: plain, as a value, or in a list."""
    *above, key = path.split(".")

    def step(record: CommentedMap) -> None:
        for part in _parts(record, above):
            if key in part:
                part[key] = _reworded(part[key], words)

    return step


def require(path: str, blank: str = "not reported") -> Step:
    """Write `blank` where nothing is said, so that a field can become mandatory without losing a record."""
    *above, key = path.split(".")

    def step(record: CommentedMap) -> None:
        for part in _parts(record, above, make=True):
            if key not in part:
                part[key] = blank

    return step


def remove(path: str) -> Step:
    """Drop the key at `path` and its value."""
    *above, key = path.split(".")

    def step(record: CommentedMap) -> None:
        for part in _parts(record, above):
            part.pop(key, None)
        _drop_empty(record, above)

    return step


def _carry(source: CommentedMap, key: str, target: CommentedMap, name: str, *, position: int) -> None:
    """Take a key with its value and comment to another place."""
    comment = source.ca.items.pop(key, None)
    target.insert(position, name, source.pop(key))
    if comment:
        target.ca.items[name] = comment


def _parts(record: Any, path: Sequence[str], *, make: bool = False) -> Iterator[CommentedMap]:
    """Every mapping at `path`, through all items of the lists on the way."""
    if isinstance(record, list):
        for item in record:
            yield from _parts(item, path, make=make)
    elif isinstance(record, CommentedMap):
        if not path:
            yield record
            return
        if make and path[0] not in record:
            record[path[0]] = CommentedMap()
        yield from _parts(record.get(path[0]), path[1:], make=make)


def _drop_empty(record: CommentedMap, path: Sequence[str]) -> None:
    """Remove the mappings at the end of `path` that have nothing left."""
    for length in range(len(path), 0, -1):
        for part in _parts(record, path[: length - 1]):
            if part.get(path[length - 1]) == {}:
                del part[path[length - 1]]


def _reworded(value: Any, words: dict[str, str]) -> Any:
    if isinstance(value, list):
        for index, item in enumerate(value):
            value[index] = _reworded(item, words)
    elif isinstance(value, CommentedMap):
        for key in ("value", "instead"):
            if key in value:
                value[key] = _reworded(value[key], words)
    elif isinstance(value, str) and str(value) in words:
        return to_node(words[str(value)])
    return value


def migrate(definition: Definition, migrations: Sequence[Migration]) -> Iterator[MigrationResult]:
    """Every record that the migrations change or cannot be applied to; nothing is written."""
    for file in definition.files():
        content = file.read_bytes()
        made = migrate_record(definition.project.display_path(file), content, migrations)
        if made.names or made.problem:
            tidy = format_yaml(made.file, made.text.encode(), Node.of(definition.model))
            yield MigrationResult(file, made.text if tidy.problem else tidy.text, made.names, made.problem)


def migrate_record(file: Path, content: bytes, migrations: Sequence[Migration]) -> MigrationResult:
    """One record after all migrations; `file` is what messages call it."""
    try:
        text = Tree(file, content).text
        record = parse_yaml(text)
    except InvalidYaml as error:
        return MigrationResult(file, "", (), error.problem)
    except YAMLError:
        return MigrationResult(
            file, "", (), Problem(file, 0, 0, "", "the file cannot be rewritten", "run `catalog check`")
        )
    names = []
    for migration in migrations if isinstance(record, CommentedMap) else ():
        before = dump_yaml(record)
        migration.step(record)
        if dump_yaml(record) != before:
            names.append(migration.name)
    return MigrationResult(file, dump_yaml(record) if names else text, tuple(names))
