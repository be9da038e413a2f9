"""For a comment on a pull request or an issue; by the marker in its first line it can be found and updated."""

from __future__ import annotations

import re

from catalog.escape import printable
from catalog.links.report import Report
from catalog.links.results import MEANING, LinkResult, Verdict

MARKER = "<!-- catalog links -->"
_MAX_ROWS = 200  # per verdict: a comment may hold 65,536 characters
_MAX_PLACES = 5  # of one link
_MAX_TEXT = 300  # characters of one cell


def render(report: Report) -> str:
    """Return a table for each verdict that needs attention."""
    state = "not checked" if report.failure else "attention needed" if report.fails else "fine"
    lines = [MARKER, f"### Links: {state}", "", f"{report.summary}."]
    if report.failure:
        lines.append(_cell(report.failure))
    elif report.stopped:
        lines.append(f"The report is incomplete: {report.stopped}.")
    for problem in report.problems:
        lines += ["", f"- {_cell(problem.message)} (`{problem.location}`): {_cell(problem.hint)}"]
    by_verdict: dict[Verdict, list[LinkResult]] = {}
    for result in report.noteworthy:
        by_verdict.setdefault(result.verdict, []).append(result)
    for verdict, results in by_verdict.items():
        lines += [
            "",
            f"**{verdict}**: {MEANING[verdict]}",
            "",
            "| Link | Place | Reason | What to do |",
            "|---|---|---|---|",
        ]
        lines += [_row(result) for result in results[:_MAX_ROWS]]
        if len(results) > _MAX_ROWS:
            lines += ["", f"… and {len(results) - _MAX_ROWS} more."]
    checked = f"{report.checked:%Y-%m-%d %H:%M} UTC"
    return "\n".join([*lines, "", f"<sub>Checked {checked}.</sub>"])


def _row(result: LinkResult) -> str:
    places = [
        _code(occurrence.location) if occurrence.line else _cell(occurrence.record)
        for occurrence in result.occurrences[:_MAX_PLACES]
    ]
    if len(result.occurrences) > _MAX_PLACES:
        places.append(f"and {len(result.occurrences) - _MAX_PLACES} more")
    reason = f"{result.reason}; {result.excused}" if result.excused else result.reason
    return f"| {_code(result.url)} | {'<br>'.join(places)} | {_cell(reason)} | {_cell(result.remedy)} |"


def _code(text: str) -> str:
    """Return `text` as code in a table cell: nothing in it is markup, a mention or a link."""
    plain = printable(" ".join(text.split())).replace("`", "%60").replace("|", "\\|")
    return f"`{plain[:_MAX_TEXT]}{'…' if len(plain) > _MAX_TEXT else ''}`"


def _cell(text: str) -> str:
    """Return `text` for a table cell, with everything escaped that Markdown or HTML would act on."""
    plain = (
        printable(" ".join(text.split()))[:_MAX_TEXT].replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    )
    return re.sub(r"([\\`*_{}\[\]|~#])", r"\\\1", plain).replace("@", "@\u200b")
