"""The report on a run of `catalog watch`, and its formats: one module each, with a function `render(report)`.

issue    the body of the standing issue: news to tick, then the report in Markdown
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from importlib import import_module

from catalog.services.asking.client import Usage
from catalog.watch.changes import ChangeKind
from catalog.watch.moved import MovedSource
from catalog.watch.news import LeftOutReason, NewsCandidate

FORMATS = ("text", "json", "markdown")


@dataclass(frozen=True, slots=True)
class WatchReport:
    """What one run tells."""

    checked: date
    news: tuple[NewsCandidate, ...] = ()
    """The closest to the catalogue first."""
    left_out: Mapping[LeftOutReason, int] = field(default_factory=dict)
    """How much was seen and is no news."""
    moved: tuple[MovedSource, ...] = ()
    """The sources that changed after they were read, the gravest changes first: new ones, and those told before."""
    new: frozenset[tuple[str, ChangeKind]] = frozenset()
    """Work and kind of the changes that are told for the first time."""
    failures: tuple[str, ...] = ()
    """What could not be asked, a sentence each."""
    hints: tuple[str, ...] = ()
    """What the survey could say so that more is looked for, a sentence each."""
    usage: Mapping[str, Usage] = field(default_factory=dict)
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
        """`arXiv 2 requests, 3 s of waiting; GitHub 8 answers of an earlier run`; empty if nothing was asked."""
        return "; ".join(_cost(name, usage) for name, usage in self.usage.items() if usage.requests or usage.kept)

    @property
    def left_out_text(self) -> str:
        """`12 in the catalogue; 2 dismissed in data/candidates.yml`; empty if nothing was left out."""
        return "; ".join(f"{count:,} {reason}" for reason, count in self.left_out.items())

    @property
    def summary(self) -> str:
        """Counts in one line."""
        new = len(self.new)
        parts = [
            f"{len(self.news)} new" if self.news else "nothing new",
            f"{new} {'change' if new == 1 else 'changes'} at the sources" if new else "no change at the sources",
        ]
        parts += [f"{self.waiting} told before"] * bool(self.waiting)
        parts += ["not everything could be asked"] * bool(self.failures)
        return f"{', '.join(parts).capitalize()}."


def _cost(name: str, usage: Usage) -> str:
    parts = [f"{usage.requests} {'request' if usage.requests == 1 else 'requests'}"] * bool(usage.requests)
    parts += [f"{usage.kept} {'answer' if usage.kept == 1 else 'answers'} of an earlier run"] * bool(usage.kept)
    parts += [f"{usage.waited:.0f} s of waiting"] * (usage.waited >= 0.5)
    return f"{name} {', '.join(parts)}"


def said_of(news: NewsCandidate) -> list[str]:
    """What is said of news below its title: its day, its authors, and why it is shown."""
    day = f"{news.dated} {news.date}" if news.date else ""
    return [text for text in (day, ", ".join(news.authors), news.reasons) if text]


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
