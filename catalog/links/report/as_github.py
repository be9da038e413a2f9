"""GitHub workflow commands: an annotation on each line of YAML that holds a link that needs attention."""

from __future__ import annotations

from catalog.escape import workflow_message, workflow_property
from catalog.links.report import Report
from catalog.links.results import LinkResult, Occurrence, Verdict

_COUNTED = frozenset({Verdict.BLOCKED, Verdict.TRANSIENT})
"""Verdicts that are counted, not annotated: nobody can act on them."""


def render(report: Report) -> str:
    """Return one command per place, and the counts as a notice."""
    lines = [
        _command(_level(result), occurrence, f"{result.verdict} link", _message(result))
        for result in report.noteworthy
        if result.verdict not in _COUNTED
        for occurrence in result.occurrences or (None,)
    ]
    for problem in report.problems:
        place = Occurrence("", problem.file, problem.line, problem.column)
        lines.append(_command(problem.severity, place, "waiver", f"{problem.message}; {problem.hint}"))
    if report.failure:
        lines.append(_command("error", None, "links", report.failure))
    return "\n".join([*lines, _command("notice", None, "links", report.summary)])


def _level(result: LinkResult) -> str:
    if result.fails:
        return "error"
    return "notice" if result.verdict is Verdict.MOVED or result.excused else "warning"


def _message(result: LinkResult) -> str:
    return "; ".join(filter(None, (f"{result.url}: {result.reason}", result.remedy, result.excused)))


def _command(level: str, place: Occurrence | None, title: str, message: str) -> str:
    properties = f"title={workflow_property(title)}"
    if place and place.line:
        file = workflow_property(place.file.as_posix())
        properties = f"file={file},line={place.line},col={place.column},{properties}"
    return f"::{level} {properties}::{workflow_message(message)}"
