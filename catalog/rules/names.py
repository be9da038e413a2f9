"""Records whose names readers would take for one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from catalog.errors import Problem, Severity
from catalog.load.records import Definition
from catalog.rules.context import RecordContext
from catalog.rules.keys import Key, key_at, problem_at
from catalog.values.spelling import looks, spelling


class NamesDiffer:
    """No two records have one name, whatever its case and spacing."""

    def __init__(self, definition: Definition) -> None:  # noqa: ARG002
        self._owners: dict[str, tuple[Path, Key]] = {}

    def extract(self, context: RecordContext) -> Iterator[Key]:
        """Yield the name."""
        yield key_at(context.loaded, ("name",), "name", context.record.name)

    def compare(self, file: Path, keys: Iterable[Key]) -> Iterator[Problem]:
        """Yield a problem for a name that another record has: a warning where they differ in separators."""
        for key in keys:
            owner, other = self._owners.setdefault(spelling(key.value), (file, key))
            if owner is not file:
                severity: Severity = "error" if looks(other.value) == looks(key.value) else "warning"
                message = f"the name {key.value!r} is also in {owner}:{other.line}"
                if other.value != key.value:
                    message += f", as {other.value!r}"
                hint = "if both are one thing, merge the files; otherwise say in the names what is different"
                yield problem_at(file, key, message, hint, "name", severity=severity)

    def finish(self) -> Iterator[Problem]:
        """Yield nothing."""
        return iter(())
