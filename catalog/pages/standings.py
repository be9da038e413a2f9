"""Who stands where on a leaderboard: models, ranked among those whose measurements may compete with each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from catalog.pages.measurements import MeasurementRow
from catalog.pages.render import html_ids
from catalog.pages.strips import Strip
from catalog.values import Measurement, Model, VariantScope, short, type_of

Runs = Mapping[Model, Sequence[MeasurementRow]]
"""The measurements of each model, best first."""


@dataclass(frozen=True)
class Standing:
    """One model in a group of a leaderboard: its measurements there, and all that the leaderboard has, best first."""

    model: Model
    runs: Sequence[MeasurementRow]
    everywhere: Sequence[MeasurementRow]
    rank: int = 0
    """0 where it is not ranked."""

    @property
    def best(self) -> MeasurementRow:
        """The measurement that counts."""
        return self.runs[0]

    @property
    def scope(self) -> VariantScope | None:
        """Why it does not count for its record."""
        return self.model.variant.scope.value if self.model.variant else None

    @property
    def is_ranked(self) -> bool:
        """Whether it belongs to the survey and has a number."""
        return self.model.counts and bool(self.best.item.value.value)

    @property
    def spread(self) -> str:
        """From the least to the greatest number, whoever measured it; empty where there is only one measurement."""
        known = [line.item.value.value for line in self.everywhere if line.item.value.value]
        ordered = sorted(known, key=lambda amount: amount.number)
        return " to ".join(dict.fromkeys((short(ordered[0]), short(ordered[-1])))) if len(ordered) > 1 else ""


@dataclass(frozen=True)
class BoardGroup:
    """The part of a leaderboard in which measurements compete: they agree in the fields that keep others apart."""

    values: tuple[str, ...]
    fields: Sequence[tuple[str, str, str]]
    """Of each of these fields what a row has of it: text, meaning and path."""
    title: str
    ident: str
    standings: tuple[Standing, ...]

    @property
    def words(self) -> str:
        """What keeps it apart: `authors`; empty where nothing does."""
        return ", ".join(text or "not stated" for text, _, _ in self.fields)

    @cached_property
    def ranked(self) -> list[Standing]:
        """Those with a rank, best first."""
        return [standing for standing in self.standings if standing.rank]

    @cached_property
    def ranked_records(self) -> int:
        """The number of records with a rank."""
        return len({standing.model.record.slug for standing in self.ranked})

    @cached_property
    def by_record(self) -> Mapping[str, list[Standing]]:
        """Slug → the standings of a record, best first."""
        found = defaultdict[str, list[Standing]](list)
        for standing in self.standings:
            found[standing.model.record.slug].append(standing)
        return found

    @cached_property
    def strip(self) -> Strip:
        """The numbers of all that are ranked, as dots."""
        amounts = (standing.best.item.value.value for standing in self.ranked)
        return Strip(tuple(sorted(amount.number for amount in amounts if amount)))

    @property
    def measured(self) -> int:
        """The number of measurements."""
        return sum(len(standing.runs) for standing in self.standings)

    @property
    def scopes(self) -> list[VariantScope]:
        """Why the others have none."""
        return list(dict.fromkeys(standing.scope for standing in self.standings if standing.scope))


def board_groups(ident: str, runs: Runs) -> tuple[BoardGroup, ...]:
    """Return the groups of the leaderboard with this anchor, in the order of their words; one if nothing is apart."""
    groups: dict[tuple[str, ...], dict[Model, list[MeasurementRow]]] = {}
    for model, lines in runs.items():
        for line in lines:
            groups.setdefault(line.apart, {}).setdefault(model, []).append(line)
    examples = {values: next(iter(own.values()))[0] for values, own in groups.items()}
    titles = {values: line.apart_title for values, line in examples.items()}
    idents = html_ids({str(values): title for values, title in titles.items()})
    return tuple(
        BoardGroup(
            values=values,
            fields=[example.field(name) for name in type(example.item).apart],
            title=titles[values],
            # Two hyphens, which no anchor of a leaderboard has.
            ident=f"{ident}--{idents[str(values)]}" if values else ident,
            standings=_ranked([Standing(model, lines, runs[model]) for model, lines in groups[values].items()]),
        )
        for values, example in sorted(examples.items(), key=lambda item: _order(item[1].item))
    )


def _order(item: Measurement) -> list[tuple[bool, int, str]]:
    """Sorts groups by their words, in the order of a closed list; those without one last."""
    return [_word_order(getattr(item, name)) for name in type(item).apart]


def _word_order(value: Any) -> tuple[bool, int, str]:
    if value is None:
        return True, 0, ""
    text, words = short(value), list(type_of(value).words)
    return False, words.index(text) if text in words else len(words), text.casefold()


def _ranked(standings: Sequence[Standing]) -> tuple[Standing, ...]:
    """Those that are ranked, best first, models with the same number at the same rank; then the others."""
    ordered = sorted(standings, key=lambda standing: (not standing.is_ranked, standing.best.order))
    ranks: dict[tuple[bool, float], int] = {}
    for rank, standing in enumerate(ordered, 1):
        ranks.setdefault(standing.best.order, rank)
    return tuple(
        replace(standing, rank=ranks[standing.best.order]) if standing.is_ranked else standing for standing in ordered
    )
