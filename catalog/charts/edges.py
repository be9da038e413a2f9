"""Which records name which others, the families that makes, and the order in which a family is told."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from catalog.catalog import Catalog
from catalog.charts.chart import LeftOut
from catalog.charts.data import Place, fact_of
from catalog.model.columns import Column, values
from catalog.values import Blank, Fact, Record


@dataclass(frozen=True, slots=True)
class Edge:
    """`record` names `named` in one of the columns, which `sort` counts from zero."""

    child: Record
    parent: Record
    column: Column
    relation: int
    fact: Fact[Any]

    @property
    def label(self) -> str:
        """What the column says of the record, with what makes it doubtful."""
        return self.column.label + (f" ({', '.join(self.fact.marks)})" if self.fact.marks else "")


def edges(catalog: Catalog, columns: Sequence[Column]) -> list[Edge]:
    """Every edge between two records of the catalogue, in its order; each once."""
    known = {former: record for record in catalog.records for former in record.formerly} | dict(catalog.by_slug)
    found = [
        Edge(record, known[slug], column, sort, fact)
        for record in catalog.records
        for sort, column in enumerate(columns)
        for fact in column.facts(record)
        for slug in values(fact)
        if slug in known and known[slug] is not record
    ]
    return list({(edge.child.slug, edge.parent.slug, edge.relation): edge for edge in found}.values())


def connected_components(found: Iterable[Edge], places: dict[str, Place]) -> list[list[Record]]:
    """The records that hang together, oldest first; the oldest family first, undated records before all others."""
    groups: dict[str, dict[str, Record]] = {}
    for edge in found:
        pair = (edge.child, edge.parent)
        merged = {slug: known for record in pair for slug, known in groups.get(record.slug, {}).items()}
        merged |= {record.slug: record for record in pair}
        groups |= dict.fromkeys(merged, merged)
    each = {id(group): group for group in groups.values()}.values()
    told = [sorted(group.values(), key=lambda record: _age(record, places)) for group in each]
    return sorted(told, key=lambda family: (_first(family, places), _age(family[0], places)))


def _age(record: Record, places: dict[str, Place]) -> tuple[float, str, str]:
    place = places.get(record.slug)
    return (midpoint(place) if place else 0.0), record.name.casefold(), record.slug


def _first(family: Sequence[Record], places: dict[str, Place]) -> float:
    return min((midpoint(places[record.slug]) for record in family if record.slug in places), default=0.0)


def midpoint(place: Place) -> float:
    """The middle of the days a date can mean, as an ordinal."""
    return (place.first + place.last) / 2


def unconnected(catalog: Catalog, columns: Sequence[Column], found: Iterable[Edge]) -> tuple[LeftOut, ...]:
    """The records that stand alone, by what is least known of why."""
    tied = {record.slug for edge in found for record in (edge.child, edge.parent)}
    alone: dict[Blank, list[Record]] = {}
    for record in catalog.records:
        if record.slug not in tied:
            blanks = {fact_of(column, record).blank for column in columns}
            unknown = (Blank.NOT_CHECKED, Blank.NOT_REPORTED)
            blank = next((blank for blank in unknown if blank in blanks), Blank.NOT_APPLICABLE)
            alone.setdefault(blank, []).append(record)
    label = " and ".join(column.label for column in columns)
    return tuple(
        LeftOut(label, blank, tuple(r.slug for r in alone[blank]), tuple(r.name for r in alone[blank]))
        for blank in Blank
        if blank in alone
    )
