"""What a rule about one record is given."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from catalog.errors import Finding
from catalog.load.records import Definition, LoadedFile
from catalog.model.node import Node, facts, written_values
from catalog.values import Fact, Part, Record, Vocabularies, When, type_of

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class RecordContext:
    """A record with its file, and the definition of the survey it was read with."""

    loaded: LoadedFile[Record]
    record: Record
    definition: Definition

    @property
    def vocabularies(self) -> Vocabularies:
        """The vocabularies of the survey."""
        return self.definition.vocabularies

    @cached_property
    def facts(self) -> tuple[tuple[Path, Fact[Any]], ...]:
        """Every fact that the file gives, with its path there."""
        return tuple(facts(self.record))

    @cached_property
    def part_lists(self) -> tuple[tuple[Path, Node, tuple[Part, ...]], ...]:
        """Every list of parts that the file gives, with its path there."""
        return tuple(_part_lists(self.record, ()))

    @cached_property
    def beginning(self) -> When | None:
        """When the thing began that the record describes: the date by which records are sorted."""
        path = self.definition.settings.newest
        column = next((column for column in self.definition.columns if column.path == path), None)
        value: Any = column.facts(self.record)[0].value if column else None
        return value if value is not None and type_of(value).is_date else None

    @property
    def sources(self) -> list[str]:
        """The keys of the record's sources as they are in the file, including those of invalid sources."""
        sources = self.loaded.tree.data.get("sources") if self.loaded.tree else None
        return list(sources) if isinstance(sources, dict) else list(self.record.sources)

    def line(self, path: Path) -> int:
        """The line of what is at `path`."""
        return self.loaded.locate(Finding(path, "")).line


Rule = Callable[[RecordContext], Iterator[Finding]]


def _part_lists(part: Part, above: Path) -> Iterator[tuple[Path, Node, tuple[Part, ...]]]:
    for field, value in written_values(part):
        if field.part and field.is_list:
            yield (*above, field.name), field, value
            for index, item in enumerate(value):
                yield from _part_lists(item, (*above, field.name, index))
        elif field.part:
            yield from _part_lists(value, (*above, field.name))
