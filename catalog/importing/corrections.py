"""Compares the original table with the catalogue: what each says of a field, and how the two relate."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from catalog.catalog import Catalog
from catalog.importing import Imported, ImportedCell, ImportedRow
from catalog.model.columns import Column
from catalog.values import SURVEY, UNCHECKED, Blank, Bound, Fact, Grade, Record, Term, folded


class Agreement(Term):
    """How the catalogue relates to what a cell of the original table says of one field; what changed most is first."""

    CORRECTED = "corrected", "The evidence says otherwise; the original's value is kept beside it."
    COMPLETED = "completed", "The original left it open, or named only a part."
    SETTLED = "settled", "The original was in doubt; the evidence says that it was right."
    VARIES = "depends on the variant", "Right for one of the models that share the record, and not for another."
    OPEN = "open", "In doubt or left out in the original, or denied at second hand only; not settled yet."
    UNCONFIRMED = "unconfirmed", "Only the original says so; no other source was found."
    REWORDED = "reworded", "Described from the evidence in other words; the note says what differs."
    CONFIRMED = "confirmed", "The evidence says the same."


@dataclass(frozen=True, slots=True)
class Comparison:
    """One field that one cell of the original table feeds.

    `claim` is what the cell says, None where it says nothing. `fact` is what the catalogue says, and `rival`
    the original's value as the catalogue keeps it beside that. `record` is None where no record has the row's slug.
    """

    row: ImportedRow
    cell: ImportedCell
    column: Column
    record: Record | None
    claim: Fact[Any] | None
    fact: Fact[Any]
    rival: Fact[Any] | None
    verdict: Agreement

    @property
    def why(self) -> str:
        """The record's notes: on the difference, then on the value."""
        notes = [claim.note for claim in (self.rival, self.fact) if claim and claim.note]
        return " ".join(dict.fromkeys(notes))


def compare_with_original(catalog: Catalog, original: Imported) -> tuple[Comparison, ...]:
    """Return every field that a cell of the original table feeds, row by row, in the order of the table's columns."""
    records = {slug: record for record in catalog.records for slug in (*record.formerly, record.slug)}
    return tuple(line for row in original.rows for line in _row(row, records.get(row.slug)))


def _row(row: ImportedRow, record: Record | None) -> Iterator[Comparison]:
    for cell in row.cells:
        for column in cell.fields:
            claim = (cell.facts or {}).get(column.path)
            facts = column.facts(record) if record else (UNCHECKED,)
            if claim is None and cell.facts:
                continue
            fact, rival = _counterpart(claim, facts) if claim else (facts[0], None)
            varies = claim and record and _varies(column, claim, record)
            verdict = Agreement.VARIES if varies else _verdict(column, claim, fact, facts)
            yield Comparison(row, cell, column, record, claim, fact, rival, verdict)


def _varies(column: Column, claim: Fact[Any], record: Record) -> bool:
    """Whether one of the record's models is as the original says, and another is known to be otherwise."""
    by_model = [column.facts(model.facts) for model in record.counted_models]
    is_right = [any(says_the_same(fact, claim) for fact in facts) for facts in by_model]
    is_denied = [all(_denies(column, claim, fact) for fact in facts) for facts in by_model]
    return any(is_right) and any(is_denied)


def _denies(column: Column, claim: Fact[Any], fact: Fact[Any]) -> bool:
    """Whether a fact says something else, with or without enough evidence."""
    is_known = fact.blank is not Blank.NOT_CHECKED and fact.certain
    return is_known and not says_the_same(fact, claim) and _difference(column, claim, fact) is Agreement.CORRECTED


def _counterpart(claim: Fact[Any], facts: Sequence[Fact[Any]]) -> tuple[Fact[Any], Fact[Any] | None]:
    """Return the fact with the original's value, or the one that has it as a rival, with that; else the first."""
    for fact in facts:
        if says_the_same(fact, claim):
            return fact, None
    for fact in facts:
        for rival in fact.instead:
            if rival.source == SURVEY and says_the_same(rival, claim):
                return fact, rival
    return facts[0], None


def says_the_same(one: Fact[Any], other: Fact[Any]) -> bool:
    """Whether two facts have equal values, or the same blank; the order of a list does not matter."""
    if isinstance(one.value, tuple) and isinstance(other.value, tuple):
        return set(one.value) == set(other.value)
    return (one.value, one.blank) == (other.value, other.blank)


def _verdict(column: Column, claim: Fact[Any] | None, fact: Fact[Any], facts: Sequence[Fact[Any]]) -> Agreement:
    if fact.blank is Blank.NOT_CHECKED or not fact.certain:
        return Agreement.OPEN
    if claim is None:
        return Agreement.COMPLETED
    if not says_the_same(fact, claim):
        difference = _difference(column, claim, fact)
        is_enough = fact.verified in (Grade.PRIMARY, Grade.DERIVED)
        return Agreement.OPEN if difference is Agreement.CORRECTED and not is_enough else difference
    if fact.source in ("", SURVEY):
        return Agreement.UNCONFIRMED
    if not claim.certain:
        return Agreement.SETTLED
    others = {str(other.value) for other in facts if other.value is not None} - {str(fact.value)}
    return Agreement.COMPLETED if others else Agreement.CONFIRMED


def _difference(column: Column, claim: Fact[Any], fact: Fact[Any]) -> Agreement:
    """Return how two values that are not equal relate."""
    if fact.value is None or claim.value is None:
        return Agreement.COMPLETED if claim.blank else Agreement.CORRECTED
    if isinstance(claim.value, tuple):
        return Agreement.COMPLETED if set(claim.value) < set(fact.value) else Agreement.CORRECTED
    if column.type.is_free_text:
        return Agreement.CONFIRMED if folded(claim.value) == folded(fact.value) else Agreement.REWORDED
    if column.type.bound(claim.value) is Bound.AT_LEAST and _low(column, fact.value) >= _low(column, claim.value):
        return Agreement.COMPLETED
    return Agreement.CORRECTED


def _low(column: Column, value: Any) -> float:
    return column.type.bounds(value)[0]
