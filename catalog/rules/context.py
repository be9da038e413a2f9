"""What a rule about one record is given."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from catalog.errors import Finding
from catalog.load.records import Definition, LoadedFile
from catalog.model.node import Node, facts, written_values
from catalog.values import Fact, Part, Record, Vocabularies, When

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
    def beginnings(self) -> Mapping[str, When]:
        """Name of a variant that counts, empty for the record → when it began: the date by which records are sorted."""
        column = next((column for column in self.definition.columns if column.path == self.newest), None)
        if not column or not column.type.is_date:
            return {}
        dates = {model.name: column.facts(model.facts)[0].value for model in self.record.counted_models}
        written = {"": column.read(self.record)[0].value, **dates}
        return {name: date for name, date in written.items() if date}

    @property
    def newest(self) -> str:
        """Path of the date by which records are sorted; empty where there is none."""
        return self.definition.settings.newest

    @staticmethod
    def field(path: Path) -> str:
        """The dotted path of the field at a place of the file; what a variant says is said of the record's field."""
        return ".".join(step for step in path if isinstance(step, str)).removeprefix("variants.")

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
