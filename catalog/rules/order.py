"""The order of records that succeed or build on each other: no circles, and nothing before what it comes after."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from catalog.errors import Problem
from catalog.load.records import Definition
from catalog.rules.context import RecordContext
from catalog.rules.keys import Key, key_at, problem_at
from catalog.values import When


class RecordsComeInOrder:
    """What a field declared `earlier` refers to came before, and nothing comes before itself."""

    def __init__(self, definition: Definition) -> None:
        self._columns = [column for column in definition.columns if column.show.earlier]
        self._slugs: dict[str, str] = {}
        self._dates: dict[str, list[tuple[Path, Key]]] = {}
        self._references: dict[str, list[tuple[Path, Key]]] = {}

    def extract(self, context: RecordContext) -> Iterator[Key]:
        """Yield the slugs, the date and the references to earlier records."""
        if not self._columns:
            return
        record, slugs = context.record, (context.record.slug, *context.record.formerly)
        yield from (Key("slug", slug, 0, 0, "") for slug in slugs)
        newest, at = context.survey.newest, tuple(context.newest.split("."))
        for value in (value for fact in newest.facts(record) for value in fact.values) if newest else ():
            yield key_at(context.loaded, at, "date", str(value))
        for column in self._columns:
            for fact in column.facts(record):
                for index, slug in enumerate(fact.values):
                    if slug not in slugs:
                        yield key_at(context.loaded, (*column.path.split("."), "value", index), "earlier", slug)

    def compare(self, file: Path, keys: Iterable[Key]) -> Iterator[Problem]:
        """Keep the keys: the order is known once all are."""
        own = ""
        for key in keys:
            if key.kind == "slug":
                own = own or key.value
                self._slugs[key.value] = own
            elif key.kind == "date":
                self._dates.setdefault(own, []).append((file, key))
            else:
                self._references.setdefault(own, []).append((file, key))
        return iter(())

    def finish(self) -> Iterator[Problem]:
        """Yield a problem for each reference that leads to a later record, and one for each circle."""
        yield from self._late()
        yield from self._circles()

    def _late(self) -> Iterator[Problem]:
        for slug, references in self._references.items():
            for file, key in references:
                own, others = self._dates.get(slug), self._dates.get(self._slugs.get(key.value, ""))
                if not own or not others:
                    continue
                (owner, earliest), (_, latest) = min(others, key=_first), max(own, key=_last)
                if _first((owner, earliest)) > _last((file, latest)):
                    place = f"{owner}:{earliest.line}"
                    message = (
                        f"`{key.value}` is of {earliest.value} ({place}), later than this record, of {latest.value}"
                    )
                    yield problem_at(file, key, message, "turn the relation around, or correct a date", "order")

    def _circles(self) -> Iterator[Problem]:
        done: set[str] = set()
        for start in self._references:
            path: list[str] = []
            pending = [(start, iter(self._references.get(start, ())))]
            while pending:
                slug, references = pending[-1]
                if slug not in path:
                    path.append(slug)
                for file, key in references:
                    target = self._slugs.get(key.value, key.value)
                    if target in path:
                        yield self._circle(file, key, [*path[path.index(target) :], target])
                    elif target not in done:
                        pending.append((target, iter(self._references.get(target, ()))))
                        break
                else:
                    done.add(slug)
                    path.pop()
                    pending.pop()

    def _circle(self, file: Path, key: Key, slugs: list[str]) -> Problem:
        first, then = slugs[0], slugs[1]
        places = (
            f"{where}:{other.line}" for where, other in self._references[first] if self._slugs.get(other.value) == then
        )
        message = f"a circle: {' → '.join(slugs)} (it begins in {next(places)})"
        return problem_at(file, key, message, "remove the relation that is wrong: nothing comes before itself", "order")


def _first(dated: tuple[Path, Key]) -> date:
    return When.read(dated[1].value).first


def _last(dated: tuple[Path, Key]) -> date:
    return When.read(dated[1].value).last
