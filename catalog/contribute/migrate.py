"""Migrations: named steps that update every record after a change of the model; running one again changes nothing.

A step moves, renames or fills the keys at a dotted path, which passes through every item of a list on its way
(`makers.name`). Everything else in the file stays as it was, comments included.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from catalog.errors import Problem, UnreadableFileError
from catalog.format import format_yaml
from catalog.load.records import Definition
from catalog.load.tree import InvalidYaml, Tree
from catalog.model.node import Node
from catalog.paths import file_content

if TYPE_CHECKING:
    # A survey's module of migrations is imported by every check, which edits nothing: ruamel.yaml takes a tenth of it.
    from ruamel.yaml.comments import CommentedMap

Step = Callable[["CommentedMap"], None]
"""A function that changes one record in place, or leaves a record that needs no change."""


@dataclass(frozen=True, slots=True)
class Migration:
    """A step with a name that says when and why; a survey lists its migrations from oldest to newest."""

    name: str
    step: Step


@dataclass(frozen=True, slots=True)
class MigrationResult:
    """The new text of a record with the names of the migrations that changed it, or the problem that prevented them."""

    file: Path
    text: str
    names: tuple[str, ...]
    problem: Problem | None = None


def rename(path: str, name: str) -> Step:
    """Rename the key at `path`; its position and its comment stay."""
    *parents, key = path.split(".")

    def step(record: CommentedMap) -> None:
        for mapping in _mappings(record, parents):
            if key in mapping and name not in mapping:
                _move_key(mapping, key, mapping, name, position=list(mapping).index(key))

    return step


def move(path: str, to: str) -> Step:
    """Move the key at `path` to the path `to` unless there is one already; neither passes through a list."""
    *parents, key = path.split(".")
    *new_parents, name = to.split(".")

    def step(record: CommentedMap) -> None:
        for mapping in _mappings(record, parents):
            if key in mapping:
                target = record
                for parent in new_parents:
                    target = target.setdefault(parent, type(record)())
                if name not in target:
                    _move_key(mapping, key, target, name, position=len(target))
        _drop_empty(record, parents)

    return step


def split(path: str, into: Callable[[Any], dict[str, Any]]) -> Step:
    """Replace the key at `path` by the keys that `into` returns for its value; with none, keep it.

    `into` is called with text or with a mapping of `value` and evidence. Existing keys are not replaced.
    """
    *parents, key = path.split(".")

    def step(record: CommentedMap) -> None:
        for mapping in _mappings(record, parents):
            new = into(mapping[key]) if key in mapping else {}
            if new:
                position = list(mapping).index(key)
                del mapping[key]
                for name, value in reversed(new.items()):
                    if name not in mapping:
                        mapping.insert(position, name, _node(value))

    return step


def revalue(path: str, words: dict[str, str]) -> Step:
    """Replace words of a closed list or a vocabulary at `path`: as the value itself, in a fact or in a list."""
    *parents, key = path.split(".")

    def step(record: CommentedMap) -> None:
        for mapping in _mappings(record, parents):
            if key in mapping:
                mapping[key] = _revalued(mapping[key], words)

    return step


def into_variants(name: str) -> Step:
    """Give each variant its own items of the list `name`, which say by `variant` whose they are.

    Items that say nothing of the kind belong to every variant. A variant that is named but not listed is added.
    """

    def step(record: CommentedMap) -> None:
        items = [item for item in record.get(name) or [] if isinstance(item, dict)]
        owners = list(dict.fromkeys(item["variant"] for item in items if item.get("variant")))
        if not owners:
            return
        variants = record.setdefault("variants", [])
        listed = [variant["name"] for variant in variants]
        variants.extend(_node({"name": owner}) for owner in owners if owner not in listed)
        for variant in variants:
            if variant["name"] in owners:
                variant[name] = _node([])
                for item in items:
                    if item.get("variant", variant["name"]) == variant["name"]:
                        variant[name].append(deepcopy(item))
                        variant[name][-1].pop("variant", None)
        for item in items:
            if item.get("variant"):
                record[name].remove(item)
        if not record[name]:
            del record[name]

    return step


def require(path: str, blank: str = "not reported") -> Step:
    """Write `blank` where the key at `path` is absent, so that a field can become required without losing a record."""
    *parents, key = path.split(".")

    def step(record: CommentedMap) -> None:
        for mapping in _mappings(record, parents, create=True):
            if key not in mapping:
                mapping[key] = blank

    return step


def remove(path: str) -> Step:
    """Remove the key at `path` with its value."""
    *parents, key = path.split(".")

    def step(record: CommentedMap) -> None:
        for mapping in _mappings(record, parents):
            mapping.pop(key, None)
        _drop_empty(record, parents)

    return step


def _move_key(source: CommentedMap, key: str, target: CommentedMap, name: str, *, position: int) -> None:
    """Move a key with its value and its comment to another position, mapping or name."""
    comment = source.ca.items.pop(key, None)
    target.insert(position, name, source.pop(key))
    if comment:
        target.ca.items[name] = comment


def _mappings(record: Any, path: Sequence[str], *, create: bool = False) -> Iterator[Any]:
    """Yield every mapping at `path`, through all items of the lists on the way."""
    if isinstance(record, list):
        for item in record:
            yield from _mappings(item, path, create=create)
    elif isinstance(record, dict):
        if not path:
            yield record
            return
        if create and path[0] not in record:
            record[path[0]] = type(record)()
        yield from _mappings(record.get(path[0]), path[1:], create=create)


def _drop_empty(record: CommentedMap, path: Sequence[str]) -> None:
    """Remove the mappings along `path` that have become empty, inner ones first."""
    for length in range(len(path), 0, -1):
        for mapping in _mappings(record, path[: length - 1]):
            if mapping.get(path[length - 1]) == {}:
                del mapping[path[length - 1]]


def _revalued(value: Any, words: dict[str, str]) -> Any:
    if isinstance(value, list):
        for index, item in enumerate(value):
            value[index] = _revalued(item, words)
    elif isinstance(value, dict):
        for key in ("value", "instead"):
            if key in value:
                value[key] = _revalued(value[key], words)
    elif isinstance(value, str) and str(value) in words:
        return _node(words[str(value)])
    return value


def _node(value: Any) -> Any:
    from catalog.format.edit import to_node  # noqa: PLC0415 - see above

    return to_node(value)


def migrate(definition: Definition, migrations: Sequence[Migration]) -> Iterator[MigrationResult]:
    """Yield a result for each record that the migrations change or cannot read; write nothing."""
    for file in definition.files():
        path = definition.project.display_path(file)
        try:
            result = migrate_record(path, file_content(file, within=definition.project.data), migrations)
        except UnreadableFileError as error:
            result = MigrationResult(path, "", (), Problem(path, 0, 0, "", error.message, error.hint))
        if result.names or result.problem:
            formatted = format_yaml(result.file, result.text.encode(), Node.of(definition.model))
            text = result.text if formatted.problem else formatted.text
            yield replace(result, file=file, text=text)


def migrate_record(file: Path, content: bytes, migrations: Sequence[Migration]) -> MigrationResult:
    """Return one record after all migrations; `file` is its name in messages."""
    from ruamel.yaml.error import YAMLError  # noqa: PLC0415 - see above

    from catalog.format.edit import dump_yaml, parse_yaml  # noqa: PLC0415 - see above

    try:
        text = Tree(file, content).text
        record = parse_yaml(text)
    except InvalidYaml as error:
        return MigrationResult(file, "", (), error.problem)
    except YAMLError:
        problem = Problem(file, 0, 0, "", "the file cannot be rewritten", "run `catalog check`")
        return MigrationResult(file, "", (), problem)
    names = []
    for migration in migrations if isinstance(record, dict) else ():
        before = dump_yaml(record)
        migration.step(record)
        if dump_yaml(record) != before:
            names.append(migration.name)
    return MigrationResult(file, dump_yaml(record) if names else text, tuple(names))
