"""The report on a run, and its formats: one module each, with a function `render(report)`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import Any

from catalog.errors import Problem, SetupError
from catalog.escape import json_text
from catalog.links.results import ORDER, LinkResult, Occurrence, Verdict

FORMATS = ("text", "json", "markdown", "junit", "sarif", "github")
NOTEWORTHY = (
    Verdict.BROKEN,
    Verdict.INVALID,
    Verdict.SUSPECT,
    Verdict.REFUSED,
    Verdict.MOVED,
    Verdict.BLOCKED,
    Verdict.TRANSIENT,
)
"""The verdicts that need attention, most urgent first."""


@dataclass(frozen=True, slots=True)
class Report:
    """All results of one run, the problems of the policy, and why the run did not check every link, if it did not.

    `failure` is the sentence that says so where the run proves nothing.
    """

    results: tuple[LinkResult, ...]
    checked: datetime
    problems: tuple[Problem, ...] = ()
    stopped: str = ""
    failure: str = ""

    @property
    def fails(self) -> bool:
        """Whether any result or problem fails the run."""
        return any(result.fails for result in self.results) or any(
            problem.severity == "error" for problem in self.problems
        )

    @property
    def noteworthy(self) -> list[LinkResult]:
        """The results that need attention, most urgent first; of a run that failed only what it did check."""
        shown = [result for result in self.results if result.is_checked or not self.failure]
        results = [result for result in shown if result.verdict in NOTEWORTHY]
        return sorted(results, key=lambda result: (not result.fails, ORDER[result.verdict], result.url))

    @property
    def improvable(self) -> list[LinkResult]:
        """The results of links that are fine and could be written better."""
        return [result for result in self.results if result.verdict is Verdict.OK and result.advice]

    @property
    def summary(self) -> str:
        """Counts in one line: `312 links: 290 ok, 12 moved`."""
        counts = Counter(result.verdict for result in self.results)
        shown = ", ".join(f"{counts[verdict]} {verdict}" for verdict in reversed(Verdict) if counts[verdict])
        return f"{len(self.results)} {'link' if len(self.results) == 1 else 'links'}: {shown}" if shown else "No links."


def render(report: Report, form: str) -> str:
    """Return the report in one of the `FORMATS`."""
    text = import_module(f"catalog.links.report.as_{form}").render(report)
    assert isinstance(text, str)  # noqa: S101
    return text


def dated_json(report: Report) -> str:
    """Return the report with its date, for the website, a baseline or a merge."""
    links = [result_dict(result) for result in report.results]
    content = {"checked": report.checked.isoformat(timespec="seconds"), "stopped": report.stopped, "links": links}
    return json_text(content, indent=1) + "\n"


def result_dict(result: LinkResult) -> dict[str, Any]:
    """Return one entry of the JSON report; its keys are a contract."""
    return {
        "url": result.url,
        "verdict": str(result.verdict),
        "location": result.location,
        "status": result.status,
        "seconds": result.seconds,
        "reason": result.reason,
        "records": list(result.records),
    }


def read_results(content: Any, path: Path) -> list[LinkResult]:
    """Return the results in a JSON report, with or without its date.

    Raises:
        SetupError: it is not such a report.
    """
    try:
        links = content["links"] if isinstance(content, Mapping) else content
        return [_outcome(entry) for entry in links]
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise SetupError(f"{path} is not a report of `catalog links --format json`") from error


def _outcome(entry: Mapping[str, Any]) -> LinkResult:
    location, status = entry.get("location"), entry.get("status")
    return LinkResult(
        str(entry["url"]),
        Verdict(entry["verdict"]),
        str(entry.get("reason") or ""),
        int(status) if status is not None else None,
        str(location) if location is not None else None,
        float(entry.get("seconds") or 0),
        tuple(Occurrence(str(record), Path()) for record in entry.get("records", ())),
    )


def merge_results(reports: Iterable[Iterable[LinkResult]]) -> list[LinkResult]:
    """Return the results of several machines as one list; of two for one link the worse, with the places of both."""
    merged: dict[str, LinkResult] = {}
    for result in (result for report in reports for result in report):
        other = merged.get(result.url)
        if other is None:
            merged[result.url] = result
            continue
        worse = min(other, result, key=lambda candidate: ORDER[candidate.verdict])
        occurrences = tuple(dict.fromkeys((*other.occurrences, *result.occurrences)))
        merged[result.url] = LinkResult(
            worse.url, worse.verdict, worse.reason, worse.status, worse.location, worse.seconds, occurrences
        )
    return list(merged.values())
