"""GitHub workflow commands: an annotation on each line of YAML that holds a link worth attention."""

from __future__ import annotations

from catalog.links.report import Report, remedy
from catalog.links.results import LinkResult, Occurrence, Verdict

_SILENT = frozenset({Verdict.BLOCKED, Verdict.TRANSIENT})


def render(report: Report) -> str:
    """One line for each place; what could not be judged is counted, not annotated."""
    lines = [
        _command(_level(result), occurrence, f"{result.verdict} link", _said(result))
        for result in report.noteworthy
        if result.verdict not in _SILENT
        for occurrence in result.occurrences or (None,)
    ]
    for problem in report.problems:
        occurrence = Occurrence("", problem.file, problem.line, problem.column)
        lines.append(_command("error", occurrence, "waiver", f"{problem.message}; {problem.hint}"))
    return "\n".join([*lines, _command("notice", None, "links", report.summary)])


def _level(result: LinkResult) -> str:
    if result.fails:
        return "error"
    return "notice" if result.verdict is Verdict.MOVED or result.excused else "warning"


def _said(result: LinkResult) -> str:
    return "; ".join(filter(None, (f"{result.url}: {result.reason}", remedy(result), result.excused)))


def _command(level: str, occurrence: Occurrence | None, title: str, message: str) -> str:
    place = ""
    if occurrence and occurrence.line:
        place = f"file={_property(occurrence.file.as_posix())},line={occurrence.line},col={occurrence.column},"
    return f"::{level} {place}title={_property(title)}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
