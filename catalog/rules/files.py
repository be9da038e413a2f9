"""Files that records name are there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from catalog.errors import Problem
from catalog.load.records import Definition
from catalog.rules.context import RecordContext
from catalog.rules.keys import Key, key_at, problem_at
from catalog.values import guess


class NamedFilesExist:
    """Every picture that a record names is below the survey's `site/`; no answer is kept for the next run."""

    def __init__(self, definition: Definition) -> None:
        self._definition = definition
        self._named: list[tuple[Path, Key]] = []

    def extract(self, context: RecordContext) -> Iterator[Key]:
        """Yield the files that the record names."""
        for path, fact in context.facts_of(lambda kind: kind.is_image):
            for index, value in enumerate(fact.values):
                file = value.type.file(value)
                place = (*path, "value", index) if isinstance(fact.value, tuple) else path
                if file:
                    yield key_at(context.loaded, place, "file", file)

    def compare(self, file: Path, keys: Iterable[Key]) -> Iterator[Problem]:
        """Yield nothing yet."""
        self._named += [(file, key) for key in keys]
        return iter(())

    def finish(self) -> Iterator[Problem]:
        """Yield a problem for each file that is not there; an export has none of them."""
        site = self._definition.project.root / "site"
        missing = [(file, key) for file, key in self._named if not (site / key.value).is_file()]
        if not missing or not self._definition.files():
            return
        found = [each.relative_to(site).as_posix() for each in site.rglob("*") if each.is_file()]
        for file, key in missing:
            hint = f"{guess(key.value, found)}put it there, or write an address: https://…"
            yield problem_at(file, key, f"there is no file site/{key.value}", hint, "file")
