"""The JSON report: a list with one entry a link, for programs."""

from __future__ import annotations

from catalog.escape import json_text
from catalog.links.report import Report, result_dict


def render(report: Report) -> str:
    """A list of `{"url", "verdict", "location", "status", "seconds", "reason", "records"}`."""
    # One line an entry: readable in a diff, and written at C speed.
    entries = [json_text(result_dict(result)) for result in report.results]
    return "[\n" + ",\n".join(entries) + "\n]" if entries else "[]"
