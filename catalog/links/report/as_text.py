"""For people at a terminal: failures first, under the record that uses the link, with place and remedy."""

from __future__ import annotations

from collections import defaultdict

from catalog.escape import printable
from catalog.links.report import Report
from catalog.links.results import LinkResult, Occurrence


def render(report: Report) -> str:
    """Return one block per record, in the order of its worst link, then the problems of the policy and the counts."""
    groups: dict[str, list[tuple[Occurrence | None, LinkResult]]] = defaultdict(list)
    for result in report.noteworthy:
        for occurrence in result.occurrences or (None,):
            groups[occurrence.record if occurrence else ""].append((occurrence, result))
    blocks = []
    for record, entries in groups.items():
        lines = [line for occurrence, result in entries for line in _lines(occurrence, result)]
        blocks.append([record, *lines] if record else lines)
    if report.problems:
        blocks.append([f"{problem.location} {problem.message}; {problem.hint}" for problem in report.problems])
    if report.improvable:
        blocks.append(["These links work, and could be written better:", *map(_improvement, report.improvable)])
    summary = f"{report.summary} ({report.stopped}: the report is incomplete)" if report.stopped else report.summary
    return "\n\n".join("\n".join(map(printable, lines)) for lines in [*blocks, [summary]])


def _lines(occurrence: Occurrence | None, result: LinkResult) -> list[str]:
    place = f"  ({occurrence.location})" if occurrence and occurrence.line else ""
    lines = [f"  {result.verdict}  {result.url}{place}"]
    lines += [f"      {text}" for text in (result.reason, result.remedy, result.excused) if text]
    return lines


def _improvement(result: LinkResult) -> str:
    places = ", ".join(occurrence.location for occurrence in result.occurrences if occurrence.line)
    return f"  {result.url}: {result.advice}{f' ({places})' if places else ''}"
