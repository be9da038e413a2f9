"""The JSON report: a list with one entry a link, for programs."""

from __future__ import annotations

import json

from catalog.links.report import Report, as_dict


def render(report: Report) -> str:
    """A list of `{"url", "verdict", "location", "status", "seconds", "reason", "records"}`."""
    return json.dumps([as_dict(outcome) for outcome in report.outcomes], ensure_ascii=False, indent=1)
