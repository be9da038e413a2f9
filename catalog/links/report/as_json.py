"""The JSON report: a list with one entry a link, for programs."""

from __future__ import annotations

import json

from catalog.links.report import Report, result_dict


def render(report: Report) -> str:
    """A list of `{"url", "verdict", "location", "status", "seconds", "reason", "records"}`."""
    # One line an entry: readable in a diff, and written at C speed.
    entries = [json.dumps(result_dict(result), ensure_ascii=False) for result in report.results]
    return "[\n" + ",\n".join(entries) + "\n]" if entries else "[]"
