"""For people at a terminal: broken first, under the record that uses the link, with place and advice."""

from __future__ import annotations

import re
from collections import defaultdict

from catalog.links.report import Report, remedy
from catalog.links.results import LinkResult, Occurrence

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def render(report: Report) -> str:
    """One block a record, in the order of its worst link, then the policy's problems and the counts."""
    groups: dict[str, list[tuple[Occurrence | None, LinkResult]]] = defaultdict(list)
    for result in report.noteworthy:
        for occurrence in result.occurrences or (None,):
            groups[occurrence.record if occurrence else ""].append((occurrence, result))
    blocks = []
    for record, entries in groups.items():
        lines = [line for occurrence, result in entries for line in _lines(occurrence, result)]
        blocks.append("\n".join([record, *lines] if record else lines))
    if report.problems:
        blocks.append("\n".join(f"{problem.location} {problem.message}; {problem.hint}" for problem in report.problems))
    if report.advised:
        blocks.append("\n".join(["These answer, and could be written better:", *map(_advised, report.advised)]))
    tail = f"{report.summary} ({report.stopped}: the report is incomplete)" if report.stopped else report.summary
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", "\n\n".join([*blocks, tail]))


def _lines(occurrence: Occurrence | None, result: LinkResult) -> list[str]:
    place = f"  ({occurrence.place})" if occurrence and occurrence.line else ""
    lines = [f"  {result.verdict}  {result.url}{place}"]
    lines += [f"      {text}" for text in (result.reason, remedy(result), result.excused) if text]
    return lines


def _advised(result: LinkResult) -> str:
    places = ", ".join(occurrence.place for occurrence in result.occurrences if occurrence.line)
    return f"  {result.url}: {result.advice}{f' ({places})' if places else ''}"
