"""GitHub workflow commands: an annotation on each line of YAML that holds a link worth attention."""

from __future__ import annotations

from catalog.links.report import Report, advice
from catalog.links.verdicts import Outcome, Use, Verdict

_SILENT = frozenset({Verdict.BLOCKED, Verdict.TRANSIENT})


def render(report: Report) -> str:
    """One line for each place; what could not be judged is counted, not annotated."""
    lines = [
        _command(_level(outcome), use, f"{outcome.verdict} link", _said(outcome))
        for outcome in report.told
        if outcome.verdict not in _SILENT
        for use in outcome.uses or (None,)
    ]
    for problem in report.problems:
        use = Use("", problem.file, problem.line, problem.column)
        lines.append(_command("error", use, "waiver", f"{problem.message}; {problem.hint}"))
    return "\n".join([*lines, _command("notice", None, "links", report.summary)])


def _level(outcome: Outcome) -> str:
    if outcome.fails:
        return "error"
    return "notice" if outcome.verdict is Verdict.MOVED or outcome.excused else "warning"


def _said(outcome: Outcome) -> str:
    return "; ".join(filter(None, (f"{outcome.url}: {outcome.reason}", advice(outcome), outcome.excused)))


def _command(level: str, use: Use | None, title: str, message: str) -> str:
    place = ""
    if use and use.line:
        place = f"file={_property(use.file.as_posix())},line={use.line},col={use.column},"
    return f"::{level} {place}title={_property(title)}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
