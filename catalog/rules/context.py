"""What a rule about one record is given."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property, lru_cache
from typing import Any

from catalog.errors import Finding
from catalog.load.exported import ExportedDefinition
from catalog.load.records import Definition, LoadedFile
from catalog.model.columns import Column, columns
from catalog.model.node import Node, Path, WrittenFact, WrittenFields
from catalog.services.works import arxiv_paper
from catalog.values import Fact, Measurement, Part, Record, ValueType, Vocabularies, When, type_of
from catalog.watch.moved import ChangedWorks
from catalog.watch.state import WatchState, known_state


def tomorrow() -> date:
    """The last day that is today somewhere on earth."""
    return datetime.now(UTC).date() + timedelta(days=1)


class SurveyContext:
    """What rules about records ask of their survey, found out once for all of them."""

    def __init__(self, definition: Definition) -> None:
        self.definition = definition
        self.tomorrow = tomorrow()
        self.unique = tuple(column for column in definition.columns if column.show.unique)
        self.free_texts = frozenset(column.path for column in definition.columns if column.type.is_free_text)
        numbers = (column for column in columns(definition.model) if column.type.is_number)
        self.limits = {
            item.path: item.show for item in numbers if item.show.plausible or item.show.whole or item.show.unit
        }
        # An export has no folder of its own: what lies beside it may be of another survey.
        is_folder = not isinstance(definition, ExportedDefinition)
        self.changed = ChangedWorks(known_state(definition.project) if is_folder else WatchState())
        # Settings that name another field are reported, and the records are checked all the same.
        dates = (column for column in definition.columns if column.type.is_date)
        self.newest: Column | None = next((item for item in dates if item.path == definition.settings.newest), None)


@dataclass(frozen=True)
class RecordContext:
    """A record with its file, and the survey it is read for."""

    loaded: LoadedFile[Record]
    record: Record
    survey: SurveyContext

    @property
    def vocabularies(self) -> Vocabularies:
        """The vocabularies of the survey."""
        return self.survey.definition.vocabularies

    @cached_property
    def _written(self) -> WrittenFields:
        return WrittenFields.of(self.record)

    @property
    def facts(self) -> list[WrittenFact]:
        """Every fact that the file gives, with its path there."""
        return self._written.facts

    @property
    def fact_lists(self) -> list[WrittenFact]:
        """The facts that may have several values."""
        return self._written.fact_lists

    @cached_property
    def contested(self) -> list[WrittenFact]:
        """The facts that have rivals."""
        return [(path, fact) for path, fact in self.facts if fact.instead]

    @cached_property
    def claims(self) -> list[WrittenFact]:
        """The facts, then their rivals."""
        facts = self.contested
        return [
            *self.facts,
            *(((*path, "instead", i), item) for path, fact in facts for i, item in enumerate(fact.instead)),
        ]

    def facts_of(self, is_wanted: Callable[[ValueType[Any]], bool]) -> Iterator[WrittenFact]:
        """Return the facts that are no blanks and of the types that are wanted."""
        return (item for kind, facts in self._written.by_type.items() if is_wanted(kind) for item in facts)

    @cached_property
    def dates(self) -> list[WrittenFact]:
        """The facts that are dates."""
        return list(self.facts_of(lambda kind: kind.is_date))

    @cached_property
    def addresses(self) -> list[tuple[Path, int, Any, str]]:
        """Every value that is an address or stands for one: path of its fact, index there, value, address."""
        found = self.facts_of(lambda kind: kind.base_address is not None)
        return [
            (path, index, value, type_of(value).address(value))
            for path, fact in found
            for index, value in enumerate(fact.values)
        ]

    @cached_property
    def papers(self) -> Mapping[str, str]:
        """Key of a source → identifier of the paper on arXiv that it is."""
        papers = {key: arxiv_paper(source.url) for key, source in self.record.sources.items() if source.url}
        return {key: paper for key, paper in papers.items() if paper}

    @cached_property
    def unique(self) -> list[tuple[Column, Fact[Any]]]:
        """The facts of columns of which no two records have the same value."""
        return [(column, fact) for column in self.survey.unique for fact in column.facts(self.record) if fact.values]

    @property
    def part_lists(self) -> list[tuple[Path, Node, tuple[Part, ...]]]:
        """Every list of parts that the file gives, with its path there."""
        return self._written.part_lists

    @cached_property
    def measurements(self) -> list[tuple[Path, Measurement]]:
        """Every measurement that the file gives, with its path there."""
        lists = [(path, items) for path, field, items in self.part_lists if field.measurement]
        return [
            ((*path, index), item)
            for path, items in lists
            for index, item in enumerate(items)
            if isinstance(item, Measurement)
        ]

    @cached_property
    def beginnings(self) -> Mapping[str, When]:
        """Name of a variant that counts, empty for the record → when it began: the date by which records are sorted."""
        column = self.survey.newest
        if not column:
            return {}
        dates = {model.name: column.facts(model.facts)[0].value for model in self.record.counted_models}
        written = {"": column.read(self.record)[0].value, **dates}
        return {name: date for name, date in written.items() if date}

    @property
    def newest(self) -> str:
        """Path of the date by which records are sorted; empty where there is none."""
        return self.survey.definition.settings.newest

    @staticmethod
    @lru_cache(1 << 12)
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
