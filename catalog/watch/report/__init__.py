"""The report on a run of `catalog watch`, and its formats: one module each, with a function `render(report)`.

issue    the body of the standing issue: news to tick, then the report in Markdown
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from importlib import import_module

from catalog.services.client import Usage
from catalog.watch.changes import ChangeKind
from catalog.watch.moved import MovedSource

FORMATS = ("text", "json", "markdown")


@dataclass(frozen=True, slots=True)
class NewsLine:
    """Something that may deserve a record, as it is shown."""

    work: str
    """The key that it is remembered by (`work_at`)."""
    title: str
    link: str
    day: str
    """YYYY-MM-DD; empty if unknown."""
    authors: tuple[str, ...]
    matches: str
    """Why it is shown, in words: `matches: projector, LoRA; same authors as …`."""
    command: str
    """What begins a record of it."""


@dataclass(frozen=True, slots=True)
class WatchReport:
    """What one run tells."""

    checked: date
    news: tuple[NewsLine, ...] = ()
    """The closest first."""
    moved: tuple[MovedSource, ...] = ()
    """The sources that changed after they were read, the gravest changes first: new ones, and those told before."""
    new: frozenset[tuple[str, ChangeKind]] = frozenset()
    """Work and kind of the changes that are told for the first time."""
    failures: tuple[str, ...] = ()
    """What could not be asked, a sentence each."""
    usage: Mapping[str, Usage] | None = None
    """What asking cost, by service."""

    def is_new(self, moved: MovedSource) -> bool:
        """Whether a change is told for the first time."""
        return (moved.change.work, moved.change.kind) in self.new

    @property
    def new_moved(self) -> list[MovedSource]:
        """The sources whose change is told for the first time."""
        return [moved for moved in self.moved if self.is_new(moved)]

    @property
    def waiting(self) -> int:
        """How many changes were told before and wait for somebody to read their sources again."""
        return len({(moved.change.work, moved.change.kind) for moved in self.moved if not self.is_new(moved)})

    @property
    def has_findings(self) -> bool:
        """Whether there is anything that was not told before."""
        return bool(self.news or self.new)

    @property
    def costs(self) -> str:
        """`arXiv 2 requests, 3 s of waiting; GitHub 12 requests, 8 answers kept`; empty if nothing was asked."""
        return "; ".join(
            _cost(name, usage) for name, usage in (self.usage or {}).items() if usage.requests or usage.kept
        )

    @property
    def summary(self) -> str:
        """Counts in one line."""
        new = len(self.new)
        parts = [
            f"{len(self.news)} new" if self.news else "nothing new",
            f"{new} {'change' if new == 1 else 'changes'} since the last run"
            if new
            else "no change since the last run",
        ]
        parts += [f"{self.waiting} told before"] * bool(self.waiting)
        parts += ["not everything could be asked"] * bool(self.failures)
        return f"{', '.join(parts).capitalize()}."


def _cost(name: str, usage: Usage) -> str:
    parts = [f"{name} {usage.requests} {'request' if usage.requests == 1 else 'requests'}"]
    parts += [f"{usage.kept} answers kept"] * bool(usage.kept)
    parts += [f"{usage.waited:.0f} s of waiting"] * (usage.waited >= 0.5)
    return ", ".join(parts)


def by_record(moved: list[MovedSource]) -> dict[tuple[str, str], list[MovedSource]]:
    """The sources by slug and name of their records, in the order of the gravest change of each."""
    groups: dict[tuple[str, str], list[MovedSource]] = {}
    for each in moved:
        groups.setdefault((each.citation.slug, each.citation.name), []).append(each)
    return groups


def render(report: WatchReport, form: str) -> str:
    """Return the report in one of the `FORMATS`."""
    text = import_module(f"catalog.watch.report.as_{form}").render(report)
    assert isinstance(text, str)  # noqa: S101
    return text
