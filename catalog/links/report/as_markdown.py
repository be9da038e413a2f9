"""For a pull request's comment or an issue; the marker in the first line lets it be found and edited in place."""

from __future__ import annotations

import re

from catalog.links.report import Report, advice
from catalog.links.verdicts import MEANING, Outcome, Verdict

MARKER = "<!-- catalog links -->"
_MOST = 200  # rows a verdict; a comment may hold 65,536 characters


def render(report: Report) -> str:
    """A table for each verdict that needs attention."""
    lines = [MARKER, f"### Links: {'attention needed' if report.fails else 'fine'}", "", f"{report.summary}."]
    if report.stopped:
        lines.append(f"The report is incomplete: {report.stopped}.")
    for problem in report.problems:
        lines += ["", f"- {_cell(problem.message)} (`{problem.location}`): {_cell(problem.hint)}"]
    by_verdict: dict[Verdict, list[Outcome]] = {}
    for outcome in report.told:
        by_verdict.setdefault(outcome.verdict, []).append(outcome)
    for verdict, outcomes in by_verdict.items():
        lines += [
            "",
            f"**{verdict}**: {MEANING[verdict]}",
            "",
            "| Link | Where | What | What to do |",
            "|---|---|---|---|",
        ]
        lines += [_row(outcome) for outcome in outcomes[:_MOST]]
        if len(outcomes) > _MOST:
            lines += ["", f"… and {len(outcomes) - _MOST} more."]
    checked = f"{report.checked:%Y-%m-%d %H:%M} UTC"
    return "\n".join([*lines, "", f"<sub>Checked {checked}.</sub>"])


def _row(outcome: Outcome) -> str:
    where = "<br>".join(_code(use.place) if use.line else _cell(use.record) for use in outcome.uses[:5])
    if len(outcome.uses) > 5:
        where += f"<br>and {len(outcome.uses) - 5} more"
    reason = f"{outcome.reason}; {outcome.excused}" if outcome.excused else outcome.reason
    return f"| {_code(outcome.url)} | {where} | {_cell(reason)} | {_cell(advice(outcome))} |"


def _code(text: str) -> str:
    """`text` as code in a table cell: nothing in it is markup, a mention or a link."""
    plain = " ".join(text.split()).replace("`", "%60").replace("|", "\\|")
    return f"`{plain[:300]}{'…' if len(plain) > 300 else ''}`"


def _cell(text: str) -> str:
    """`text` in a table cell, with everything escaped that Markdown or HTML would act on."""
    plain = " ".join(text.split())[:300].replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return re.sub(r"([\\`*_{}\[\]|~#])", r"\\\1", plain).replace("@", "@\u200b")
