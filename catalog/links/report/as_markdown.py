"""For a pull request's comment or an issue; the marker in the first line lets it be found and edited in place."""

from __future__ import annotations

import re

from catalog.links.report import Report, remedy
from catalog.links.results import MEANING, LinkResult, Verdict

MARKER = "<!-- catalog links -->"
_MOST = 200  # rows a verdict; a comment may hold 65,536 characters


def render(report: Report) -> str:
    """A table for each verdict that needs attention."""
    lines = [MARKER, f"### Links: {'attention needed' if report.fails else 'fine'}", "", f"{report.summary}."]
    if report.stopped:
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
            "| Link | Where | What | What to do |",
            "|---|---|---|---|",
        ]
        lines += [_row(result) for result in results[:_MOST]]
        if len(results) > _MOST:
            lines += ["", f"… and {len(results) - _MOST} more."]
    checked = f"{report.checked:%Y-%m-%d %H:%M} UTC"
    return "\n".join([*lines, "", f"<sub>Checked {checked}.</sub>"])


def _row(result: LinkResult) -> str:
    where = "<br>".join(
        _code(occurrence.place) if occurrence.line else _cell(occurrence.record)
        for occurrence in result.occurrences[:5]
    )
    if len(result.occurrences) > 5:
        where += f"<br>and {len(result.occurrences) - 5} more"
    reason = f"{result.reason}; {result.excused}" if result.excused else result.reason
    return f"| {_code(result.url)} | {where} | {_cell(reason)} | {_cell(remedy(result))} |"


def _code(text: str) -> str:
    """`text` as code in a table cell: nothing in it is markup, a mention or a link."""
    plain = " ".join(text.split()).replace("`", "%60").replace("|", "\\|")
    return f"`{plain[:300]}{'…' if len(plain) > 300 else ''}`"


def _cell(text: str) -> str:
    """`text` in a table cell, with everything escaped that Markdown or HTML would act on."""
    plain = " ".join(text.split())[:300].replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return re.sub(r"([\\`*_{}\[\]|~#])", r"\\\1", plain).replace("@", "@\u200b")
