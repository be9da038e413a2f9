"""Which records name which others in their fields: the edges, and the connected components they make."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from catalog.catalog import Catalog
from catalog.charts.data import Position, fact_of
from catalog.charts.missing import LeftOut
from catalog.charts.subjects import Subject, subjects_by, whole
from catalog.model.columns import Column
from catalog.values import Blank, Fact, Record


@dataclass(frozen=True, slots=True)
class Edge:
    """`subject`, a `child` or some of its models, names `parent` in the column whose index is `relation`."""

    subject: Subject
    parent: Record
    column: Column
    relation: int
    fact: Fact[Any]

    @property
    def child(self) -> Record:
        """The record that names the other."""
        return self.subject.record

    @property
    def slugs(self) -> str:
        """Those of both, for scripts."""
        return f"{self.child.slug} {self.parent.slug}"

    @property
    def poor(self) -> str | None:
        """The same where it is not well sourced, as `poor_keys` gives them."""
        return None if self.fact.is_well_sourced else self.slugs.replace(" ", "\n")

    @property
    def label(self) -> str:
        """The column's label, with what makes the fact doubtful."""
        return self.column.label + (f" ({', '.join(self.fact.marks)})" if self.fact.marks else "")


def edges(catalog: Catalog, columns: Sequence[Column]) -> list[Edge]:
    """Return every edge between two records of the catalogue, in its order; each once."""
    by_any_slug = {slug: record for record in catalog.records for slug in record.formerly} | dict(catalog.by_slug)
    all_edges = [
        Edge(subject, by_any_slug[slug], column, relation, _naming(column, subject, slug))
        for record in catalog.records
        for relation, column in enumerate(columns)
        for slug, subject in subjects_by(record, [column], partial(catalog.values, column)).items()
        if slug in by_any_slug and by_any_slug[slug] is not record
    ]
    return list({(edge.child.slug, edge.parent.slug, edge.relation): edge for edge in all_edges}.values())


def _naming(column: Column, subject: Subject, slug: str) -> Fact[Any]:
    """The fact in which it names another record."""
    return next(fact for fact in column.facts(subject.facts) if slug in fact.values)


def connected_components(edges: Iterable[Edge], dated: Mapping[str, Position]) -> list[list[Record]]:
    """Return the records of each component, oldest first, and the oldest component first.

    Records without a date come before all others.
    """
    distinct = _components(edges)
    ordered = [sorted(component, key=lambda record: _age(record, dated)) for component in distinct]
    return sorted(ordered, key=lambda component: (_first_day(component, dated), _age(component[0], dated)))


def _components(edges: Iterable[Edge]) -> list[list[Record]]:
    """Records that lead to each other: each set of them is named by one, its root."""
    above: dict[str, str] = {}
    records: dict[str, Record] = {}

    def root(slug: str) -> str:
        while above[slug] != slug:
            above[slug] = above[above[slug]]
            slug = above[slug]
        return slug

    for edge in edges:
        for record in (edge.child, edge.parent):
            records.setdefault(record.slug, record)
            above.setdefault(record.slug, record.slug)
        above[root(edge.child.slug)] = root(edge.parent.slug)
    components: dict[str, list[Record]] = {}
    for slug, record in records.items():
        components.setdefault(root(slug), []).append(record)
    return list(components.values())


def largest_components(edges: Sequence[Edge], most: int) -> list[Edge]:
    """Return the edges of the largest components with no more records than that in all.

    If the largest alone has more, those between its most connected records.
    """
    degrees = Counter(record.slug for edge in edges for record in (edge.child, edge.parent))
    kept: set[str] = set()
    for component in sorted(_components(edges), key=len, reverse=True):
        if len(kept) + len(component) <= most:
            kept |= {record.slug for record in component}
        elif not kept:
            ranked = sorted(component, key=lambda record: -degrees[record.slug])
            kept = {record.slug for record in ranked[:most]}
    return [edge for edge in edges if {edge.child.slug, edge.parent.slug} <= kept]


def _age(record: Record, dated: Mapping[str, Position]) -> tuple[float, str, str]:
    position = dated.get(record.slug)
    return (position.middle if position else 0.0), record.name.casefold(), record.slug


def _first_day(component: Sequence[Record], dated: Mapping[str, Position]) -> float:
    return min((dated[record.slug].middle for record in component if record.slug in dated), default=0.0)


def unconnected(catalog: Catalog, columns: Sequence[Column], edges: Iterable[Edge]) -> tuple[LeftOut, ...]:
    """Return the records without an edge, by the blank of their columns that says least: not checked, not reported."""
    connected = {record.slug for edge in edges for record in (edge.child, edge.parent)}
    groups: dict[Blank, list[Subject]] = {}
    for record in catalog.records:
        if record.slug not in connected:
            blanks = {fact_of(column, record).blank for column in columns}
            unknown = (Blank.NOT_CHECKED, Blank.NOT_REPORTED)
            blank = next((blank for blank in unknown if blank in blanks), Blank.NOT_APPLICABLE)
            groups.setdefault(blank, []).append(whole(record))
    label = " and ".join(column.label for column in columns)
    return tuple(LeftOut(label, blank, tuple(groups[blank])) for blank in Blank if blank in groups)
