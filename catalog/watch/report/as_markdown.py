"""For an issue or a pull request: nothing in it notifies anybody, and it fits into one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import quote

from catalog.escape import escape_markdown, inline_code
from catalog.watch.moved import MovedSource
from catalog.watch.news import NewsCandidate
from catalog.watch.report import WatchReport, by_record, said_of

MARKER = "<!-- catalog watch -->"
LIMIT = 52_000
"""Bytes of the list and what changed: a body may hold 65,536 characters, and the workflow cuts it at 60,000 bytes."""
_MAX_TEXT = 300
_HEADING = (
    "### Sources that changed after they were read",
    "",
    "Read the source again, correct what rests on it, and write the day of reading to its `read:`; then the line goes.",
)
_CROSS_REFERENCE = re.compile(r"github\.com/[^/]+/[^/]+/(?:issues|pull|discussions|commit)/", re.IGNORECASE)
"""Addresses of which GitHub tells the people behind them when they stand in an issue."""


def render(report: WatchReport) -> str:
    """Return news, then what changed since the last run, then what could not be asked."""
    head = [MARKER, f"**{report.summary}**", ""]
    if report.news:
        head += ["### New", "", *map(news_line, report.news), ""]
    changes = changes_section(report, report.new_moved, LIMIT - length(head))
    return "\n".join([*head, *changes, *closing(report)])


def news_line(news: NewsCandidate) -> str:
    """What is new, in one line of a list."""
    first, *others = [(str(kind), url) for kind, url in news.addresses]
    links = "".join(f", {_link(kind, url)}" for kind, url in others)
    why = "; ".join(map(_text, said_of(news)))
    return f"- {_link(f'**{_text(news.title)}**', first[1])}{links} ({why}) {inline_code(news.command[:_MAX_TEXT])}"


def changes_section(report: WatchReport, moved: list[MovedSource], room: int) -> list[str]:
    """A list a record of what changed at its sources, the gravest first, in at most `room` bytes."""
    if not moved:
        return []
    lines, left = [*_HEADING, ""], room - length(_HEADING)
    shown = 0
    for (_, name), entries in by_record(moved).items():
        block = _record(report, name, entries)
        left -= length(block)
        if left < 0:
            break
        lines += block
        shown += len(entries)
    lines.append("")
    if shown < len(moved):
        lines += [f"… and {len(moved) - shown:,} more: `catalog watch` lists all of them.", ""]
    return lines


def closing(report: WatchReport) -> list[str]:
    """What could not be asked, the counts and the costs."""
    lines = [f"- {_text(sentence)}" for sentence in report.failures]
    if lines:
        lines = ["### Not asked, or without a usable answer", "", *lines, ""]
    lines += [text for sentence in report.hints for text in (_text(sentence), "")]
    left_out = f" Seen, and no news: {_text(report.left_out_text)}." if report.left_out_text else ""
    costs = f" Asked: {_text(report.costs)}." if report.costs else ""
    return [*lines, f"<sub>{report.checked}.{left_out}{costs}</sub>"]


def _record(report: WatchReport, name: str, entries: list[MovedSource]) -> list[str]:
    changes = [_change(report, each) for each in entries]
    if len(changes) == 1:
        return [f"- **{_text(name)}**: {changes[0]}"]
    return [f"- **{_text(name)}**", *(f"  - {change}" for change in changes)]


def _change(report: WatchReport, moved: MovedSource) -> str:
    mark = "" if report.is_new(moved) or not report.new else " (told before)"
    return f"{_text(moved.sentence)} ({_link('source', moved.citation.url)}){mark}"


def _text(text: str) -> str:
    return escape_markdown(text[:_MAX_TEXT] + ("…" if len(text) > _MAX_TEXT else ""))


def _link(label: str, url: str) -> str:
    """A link that notifies nobody; the address as code where a link would."""
    if not url.startswith(("https://", "http://")):
        return label
    if _CROSS_REFERENCE.search(url):
        return f"{label} {inline_code(url[:_MAX_TEXT])}"
    return f"[{label}]({quote(url, safe=_ADDRESS)})"


_ADDRESS = "".join(sorted(set("%/:?=&.,;~+$!'-_#")))


def length(lines: Iterable[str]) -> int:
    """Bytes of lines that are joined."""
    return sum(len(line.encode(errors="replace")) + 1 for line in lines)
