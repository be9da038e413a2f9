"""Which places of the records rest on a paper, a repository, a model or a page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from catalog.model.node import Node, WrittenFact, written_facts
from catalog.services.works import work_at
from catalog.values import Fact, Record, When, type_of

FactPath = tuple[str | int, ...]
ByWork = Mapping[str, list["CitedSource"]]
HOSTED = ("arxiv:", "doi:", "github:", "huggingface:", "modelscope:")
"""How works begin that a service describes; others are pages."""


@dataclass(frozen=True, slots=True)
class CitedSource:
    """A source of a record, or a field whose value is an address, with the facts that rest on it."""

    slug: str
    name: str
    """Name of the record."""
    key: str
    """Key of the source, or dotted path of the field."""
    url: str
    title: str
    """What the source is called, if its record says so, or the label of the field."""
    dated: When | None
    """When the version that was read appeared."""
    read: When | None
    """When it was read for the record."""
    facts: tuple[FactPath, ...]
    """Paths in the record's file."""
    is_field: bool = False
    """Whether it is a field: its value is the address itself, whatever is written there."""

    @property
    def label(self) -> str:
        """What people call it: the title of the source, else its key."""
        return self.title or self.key


def citations(records: Iterable[Record]) -> dict[str, list[CitedSource]]:
    """Return the citations by the work that each rests on (`work_at`), in the order of the records."""
    return _by_work(citation for record in records for citation in record_citations(record))


def citations_of(record: Record, facts: Sequence[WrittenFact]) -> dict[str, list[CitedSource]]:
    """Return the same of one record, of which the facts are known already."""
    return _by_work(record_citations(record, facts))


def _by_work(cited: Iterable[CitedSource]) -> dict[str, list[CitedSource]]:
    found: dict[str, list[CitedSource]] = {}
    for citation in cited:
        if work := work_at(citation.url):
            found.setdefault(work, []).append(citation)
    return found


def record_citations(record: Record, facts: Sequence[WrittenFact] | None = None) -> Iterator[CitedSource]:
    """Yield the citations of one record: its sources, then its fields that name a work at a service.

    `facts` are those that its file gives, where they are known already.
    """
    facts = written_facts(record) if facts is None else facts
    by_source: dict[str, list[FactPath]] = {}
    for path, fact in facts:
        for claim in (fact, *fact.instead):
            paths = by_source.setdefault(claim.source, [])
            if path not in paths:
                paths.append(path)
    for key, source in record.sources.items():
        if source.url:
            rests = tuple(by_source.get(key, ()))
            yield CitedSource(
                record.slug, record.name, key, str(source.url), source.title, source.date, source.read, rests
            )
    cited = {work_at(str(source.url)) for source in record.sources.values() if source.url}
    seen: set[str] = set()
    for path, fact in facts:
        for url in _addresses(fact):
            work = work_at(url)
            if work.startswith(HOSTED) and work not in cited and work not in seen:
                seen.add(work)
                yield _field_citation(record, path, fact, url)


def _addresses(fact: Fact[Any]) -> Iterator[str]:
    """The addresses that the values of a fact are, or stand for."""
    for value in fact.values:
        kind = type_of(value)
        if kind.base_address is not None:
            yield kind.address(value)


def _field_citation(record: Record, path: FactPath, fact: Fact[Any], url: str) -> CitedSource:
    source = record.sources.get(fact.source)
    key = ".".join(str(step) for step in path if not isinstance(step, int))
    label, read = Node.of(type(record)).along(key)[-1].label, source.read if source else None
    return CitedSource(record.slug, record.name, key, url, label, None, read, (path,), is_field=True)


def facts_said(count: int) -> str:
    """`1 fact` or `3 facts`."""
    return "1 fact" if count == 1 else f"{count:,} facts"
