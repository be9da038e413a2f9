"""What a mark of a chart stands for: a record, or those of its models of which it says something of their own."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from catalog.drawings.svg import text_width, truncate
from catalog.model.columns import Column
from catalog.values import Blank, Fact, Model, Record

K = TypeVar("K", bound=Hashable)
_OWN_SHARE = 0.6
"""How much of a short name is the variant's at most."""


@dataclass(frozen=True, slots=True)
class Subject:
    """A record where `is_whole`, else some of the models that it describes."""

    record: Record
    models: tuple[Model, ...]
    is_whole: bool = True

    @property
    def facts(self) -> Record:
        """What holds for it; its models agree in all that its mark shows."""
        return self.models[0].facts

    @property
    def name(self) -> str:
        """The record's name, with those of the variants where it is about some of them: `Batard White`."""
        own = " / ".join(filter(None, self._variants))
        return own if own.startswith(self.record.name) else f"{self.record.name} {own}".rstrip()

    def short_name(self, width: float, size: float) -> str:
        """Return the name no wider than that: a variant's is cut last, since marks of one record differ in it."""
        if self.is_whole or text_width(self.name, size) <= width or self.name.startswith(self._variants):
            return truncate(self.name, width, size)
        own = f"{len(self.models)} variants" if len(self.models) > 1 else self._variants[0]
        room = max(width * _OWN_SHARE, width - text_width(f"{self.record.name} ", size))
        own = _without_middle(own, room, size)
        return f"{truncate(self.record.name, width - text_width(f' {own}', size), size)} {own}"

    @property
    def variant(self) -> str | None:
        """The names of its variants for a script, a line each; None for a whole record."""
        return None if self.is_whole else "\n".join(self._variants)

    @property
    def key(self) -> str:
        """Names it for scripts: `batard`, or a line `batard@White` for each of its models."""
        slug = self.record.slug
        return slug if self.is_whole else "\n".join(f"{slug}@{name}" for name in self._variants)

    @property
    def _variants(self) -> tuple[str, ...]:
        return () if self.is_whole else tuple(model.name for model in self.models)


def _without_middle(text: str, width: float, size: float) -> str:
    """Variants often differ in the end of their names."""
    if text_width(text, size) <= width:
        return text
    start, end = truncate(text, width / 2, size), truncate(text[::-1], width / 2, size)[::-1]
    return start.removesuffix("…").rstrip() + end


def whole(record: Record) -> Subject:
    """Return the subject that is a record with all its models, whatever they differ in."""
    return Subject(record, (Model(record, record),))


def subjects_by(record: Record, columns: Sequence[Column], keys: Callable[[Record], Iterable[K]]) -> dict[K, Subject]:
    """Return key → those of a record's models that have it; `keys` reads it from what holds for one of them."""
    models = _described(record, columns)
    if len(models) == 1:
        return dict.fromkeys(keys(models[0].facts), Subject(record, tuple(models)))
    groups: dict[K, list[Model]] = {}
    for model in models:
        for key in keys(model.facts):
            groups.setdefault(key, []).append(model)
    return {key: Subject(record, tuple(group), len(group) == len(models)) for key, group in groups.items()}


def _described(record: Record, columns: Sequence[Column]) -> Sequence[Model]:
    """The models that count; that without a name only if it has a fact of each column, since nobody misses one."""
    models = record.counted_models
    if len(models) == 1:
        return models
    return [model for model in models if model.name or not any(_is_unchecked(column, model) for column in columns)]


def _is_unchecked(column: Column, model: Model) -> bool:
    return all(fact.blank is Blank.NOT_CHECKED for fact in column.facts(model.facts))


Shown = Callable[[Record], Iterable[Fact[Any]]]
"""From what holds for a model to the facts of it that a mark shows."""


def poor_keys(subjects: Iterable[Subject], shown: Shown) -> str | None:
    """Return the keys of those of which no model is shown by well-sourced facts alone, a line each; None without any.

    Scripts leave them out where a reader asks for well-sourced facts only.
    """
    poor = (each.key for each in subjects if not any(_is_sourced(shown(model.facts)) for model in each.models))
    return "\n".join(poor) or None


def _is_sourced(facts: Iterable[Fact[Any]]) -> bool:
    return all(fact.is_well_sourced for fact in facts)


def share(subjects: Iterable[Subject], total: int, many: str) -> str:
    """Return how many of the records these are: `25 of 67 systems`, and how many marks if they are more."""
    marks = list(subjects)
    records = len({subject.record.slug for subject in marks})
    more = f" ({len(marks)} marks: variants that differ have their own)" if len(marks) > records else ""
    return f"{records} of {total} {many}{more}"
