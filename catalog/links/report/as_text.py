"""For people at a terminal: broken first, under the record that uses the link, with place and advice."""

from __future__ import annotations

import re
from collections import defaultdict

from catalog.links.report import Report, advice
from catalog.links.verdicts import Outcome, Use

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def render(report: Report) -> str:
    """One block a record, in the order of its worst link, then the policy's problems and the counts."""
    groups: dict[str, list[tuple[Use | None, Outcome]]] = defaultdict(list)
    for outcome in report.told:
        for use in outcome.uses or (None,):
            groups[use.record if use else ""].append((use, outcome))
    blocks = []
    for record, entries in groups.items():
        lines = [line for use, outcome in entries for line in _lines(use, outcome)]
        blocks.append("\n".join([record, *lines] if record else lines))
    if report.problems:
        blocks.append("\n".join(f"{problem.location} {problem.message}; {problem.hint}" for problem in report.problems))
    if report.advised:
        blocks.append("\n".join(["These answer, and could be written better:", *map(_advised, report.advised)]))
    tail = f"{report.summary} ({report.stopped}: the report is incomplete)" if report.stopped else report.summary
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", "\n\n".join([*blocks, tail]))


def _lines(use: Use | None, outcome: Outcome) -> list[str]:
    place = f"  ({use.place})" if use and use.line else ""
    lines = [f"  {outcome.verdict}  {outcome.url}{place}"]
    lines += [f"      {text}" for text in (outcome.reason, advice(outcome), outcome.excused) if text]
    return lines


def _advised(outcome: Outcome) -> str:
    places = ", ".join(use.place for use in outcome.uses if use.line)
    return f"  {outcome.url}: {outcome.advice}{f' ({places})' if places else ''}"
