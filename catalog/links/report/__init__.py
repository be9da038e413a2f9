"""A run's result, and its formats: one small module each, with a function `render(report)`."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import quote

from catalog.errors import Problem, SetupError
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
"""The verdicts worth a reader's time, most urgent first."""


@dataclass(frozen=True, slots=True)
class Report:
    """Every result of one run, what is wrong with the policy, and why the run stopped early, if it did."""

    results: tuple[LinkResult, ...]
    checked: datetime
    problems: tuple[Problem, ...] = ()
    stopped: str = ""

    @property
    def fails(self) -> bool:
        """Whether anything here fails a run."""
        return any(result.fails for result in self.results) or any(
            problem.severity == "error" for problem in self.problems
        )

    @property
    def noteworthy(self) -> list[LinkResult]:
        """What is not simply fine, most urgent first."""
        kept = [result for result in self.results if result.verdict in NOTEWORTHY]
        return sorted(kept, key=lambda result: (not result.fails, ORDER[result.verdict], result.url))

    @property
    def advised(self) -> list[LinkResult]:
        """Links that answer and could be written better."""
        return [result for result in self.results if result.verdict is Verdict.OK and result.advice]

    @property
    def summary(self) -> str:
        """Counts in one line: `312 links: 290 ok, 12 moved`."""
        counts = Counter(result.verdict for result in self.results)
        shown = ", ".join(f"{counts[verdict]} {verdict}" for verdict in reversed(Verdict) if counts[verdict])
        one = len(self.results) == 1
        return f"{len(self.results)} {'link' if one else 'links'}: {shown}" if shown else "No links."


def render(report: Report, form: str) -> str:
    """The report in one of the `FORMATS`."""
    text = import_module(f"catalog.links.report.as_{form}").render(report)
    assert isinstance(text, str)  # noqa: S101
    return text


def archived_copy(url: str) -> str:
    """Where the last archived copy of `url` would be; nothing is asked for it."""
    return f"https://web.archive.org/web/{quote(url, safe=':/?&=%~+,;@!$()*')}"


def remedy(result: LinkResult) -> str:
    """What to do about an result, in one clause; empty when nothing."""
    if result.verdict is Verdict.MOVED or (result.verdict is Verdict.SUSPECT and result.location):
        return f"write {result.location}"
    if result.verdict is Verdict.BROKEN and result.url.startswith("http"):
        return f"archived copy, if there is one: {archived_copy(result.url)}"
    return result.advice


def dated_json(report: Report) -> str:
    """The report with its date, for the website, a baseline or a merge."""
    links = [result_dict(result) for result in report.results]
    told = {"checked": report.checked.isoformat(timespec="seconds"), "stopped": report.stopped, "links": links}
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def result_dict(result: LinkResult) -> dict[str, Any]:
    """One entry of the JSON report, which is a contract."""
    return {
        "url": result.url,
        "verdict": str(result.verdict),
        "location": result.location,
        "status": result.status,
        "seconds": result.seconds,
        "reason": result.reason,
        "records": list(result.records),
    }


def read_results(told: Any, path: Path) -> list[LinkResult]:
    """The results of a JSON report, bare or saved with its date.

    Raises:
        SetupError: it is no such report.
    """
    try:
        links = told["links"] if isinstance(told, Mapping) else told
        return [_outcome(entry) for entry in links]
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise SetupError(f"{path} is no report of `catalog links --format json`") from error


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
    """The results of several machines as one list; the worse of two for one link, with the occurrences of both."""
    found: dict[str, LinkResult] = {}
    for result in (result for report in reports for result in report):
        other = found.get(result.url)
        if other is None:
            found[result.url] = result
            continue
        worse = min(other, result, key=lambda each: ORDER[each.verdict])
        occurrences = tuple(dict.fromkeys((*other.occurrences, *result.occurrences)))
        found[result.url] = LinkResult(
            worse.url, worse.verdict, worse.reason, worse.status, worse.location, worse.seconds, occurrences
        )
    return list(found.values())
