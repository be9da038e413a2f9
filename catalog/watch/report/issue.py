"""The body of the standing issue: news to tick, one line each, and below them what changed.

Lines that are there stay as people left them, ticks and notes included, until what they name has a record or was
dismissed; text above the list and below the report is theirs too. Each line carries its work in a comment.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import quote

from catalog.watch.news import NewsCandidate
from catalog.watch.report import WatchReport
from catalog.watch.report.as_markdown import LIMIT, MARKER, changes_section, closing, length, news_line

MAX_NEW = 8
"""Lines that one run adds."""
_LIST = ("<!-- catalog watch: news -->", "<!-- catalog watch: end of news -->")
_REPORT = ("<!-- catalog watch: report -->", "<!-- catalog watch: end of report -->")
_LINE = re.compile(r"\s{0,3}[-*+] \[[ xX]\] .*<!-- (\S+) -->")
_INTRODUCTION = (
    "What was found for this survey. Tick a line when you take it on; to dismiss one, add it to "
    "`data/candidates.yml` with a reason, or close this issue: no line is ever offered again."
)


@dataclass(frozen=True, slots=True)
class IssueBody:
    """A new body, and the news that it adds."""

    text: str
    added: tuple[NewsCandidate, ...]


def new_body(report: WatchReport, old: str, is_known: Callable[[str], bool]) -> IssueBody:
    """Return the body after a run: `old` is the present one, empty without an open issue; it stays if nothing is new.

    `is_known` says whether a work, as `work_mark` writes it, has a record or was dismissed.
    """
    above, listed, below = _parts(old.replace("\r\n", "\n"))
    lines = list(_open_lines(listed, is_known))
    there = set(_works(lines))
    fresh = [news for news in report.news if work_mark(news.work) not in there]
    added = fresh[:MAX_NEW]
    lines = [*map(_tickable, added), *lines]
    more = len(fresh) - len(added)
    head = [*above, _LIST[0], *lines, _LIST[1]]
    rest = [f"{more:,} more were found; the next runs bring them.", ""] if more else []
    room = LIMIT - length([*head, *below])
    rest += changes_section(report, list(report.moved), max(room, 0))
    text = "\n".join([*head, "", _REPORT[0], f"**{report.summary}**", "", *rest, *closing(report), _REPORT[1], *below])
    return IssueBody(old.rstrip("\n") if _is_said(text, old) else text, tuple(added))


def _is_said(text: str, old: str) -> bool:
    """Whether the present body says all of it but for the day, the counts and the costs of the run."""
    new, before = (
        [line for line in each.splitlines() if line and not line.startswith(("**", "<sub>"))] for each in (text, old)
    )
    return new == before


def work_mark(work: str) -> str:
    """A work as it stands in a comment, which nothing in it can end."""
    shown = "".join(quote(letter, safe="", errors="replace") if _is_unsafe(letter) else letter for letter in work)
    return shown.replace("--", "-%2D")


def _is_unsafe(letter: str) -> bool:
    return letter in "<>" or letter.isspace() or not letter.isprintable()


def _tickable(news: NewsCandidate) -> str:
    return f"- [ ] {news_line(news).removeprefix('- ')} <!-- {work_mark(news.work)} -->"


def _parts(old: str) -> tuple[list[str], list[str], list[str]]:
    """The lines above the list, those of the list, and those below the report."""
    lines = old.strip("\n").split("\n") if old.strip() else []
    start, end = _place(lines, _LIST[0]), _place(lines, _LIST[1])
    if 0 <= start < end:
        report_end = _place(lines, _REPORT[1])
        below = lines[report_end + 1 :] if report_end > end else []
        return lines[:start], lines[start + 1 : end], below
    listed = [line for line in lines if _LINE.match(line)]
    if listed or not lines or lines[0].startswith(MARKER):
        return [MARKER, _INTRODUCTION, ""], listed, []
    return [MARKER, *lines, ""], [], []


def _place(lines: list[str], mark: str) -> int:
    return next((number for number, line in enumerate(lines) if line.strip() == mark), -1)


def _open_lines(lines: Iterable[str], is_known: Callable[[str], bool]) -> Iterator[str]:
    """The lines without those of what is known meanwhile; notes below such a line go with it."""
    is_dropped = False
    for line in lines:
        match = _LINE.match(line)
        if match:
            is_dropped = is_known(match[1])
        elif not line.startswith((" ", "\t")):
            is_dropped = False
        if not is_dropped:
            yield line


def _works(lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        if match := _LINE.match(line):
            yield match[1]
