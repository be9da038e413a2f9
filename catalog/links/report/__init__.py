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
from catalog.links.verdicts import ORDER, Outcome, Use, Verdict

FORMATS = ("text", "json", "markdown", "junit", "sarif", "github")
TOLD = (
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
    """Every outcome of one run, what is wrong with the policy, and why the run stopped early, if it did."""

    outcomes: tuple[Outcome, ...]
    checked: datetime
    problems: tuple[Problem, ...] = ()
    stopped: str = ""

    @property
    def fails(self) -> bool:
        """Whether anything here fails a run."""
        return any(outcome.fails for outcome in self.outcomes) or any(
            problem.severity == "error" for problem in self.problems
        )

    @property
    def told(self) -> list[Outcome]:
        """What is not simply fine, most urgent first."""
        kept = [outcome for outcome in self.outcomes if outcome.verdict in TOLD]
        return sorted(kept, key=lambda outcome: (not outcome.fails, ORDER[outcome.verdict], outcome.url))

    @property
    def advised(self) -> list[Outcome]:
        """Links that answer and could be written better."""
        return [outcome for outcome in self.outcomes if outcome.verdict is Verdict.OK and outcome.advice]

    @property
    def summary(self) -> str:
        """Counts in one line: `312 links: 290 ok, 12 moved`."""
        counts = Counter(outcome.verdict for outcome in self.outcomes)
        shown = ", ".join(f"{counts[verdict]} {verdict}" for verdict in reversed(Verdict) if counts[verdict])
        one = len(self.outcomes) == 1
        return f"{len(self.outcomes)} {'link' if one else 'links'}: {shown}" if shown else "No links."


def render(report: Report, form: str) -> str:
    """The report in one of the `FORMATS`."""
    text = import_module(f"catalog.links.report.as_{form}").render(report)
    assert isinstance(text, str)  # noqa: S101
    return text


def archive(url: str) -> str:
    """Where the last archived copy of `url` would be; nothing is asked for it."""
    return f"https://web.archive.org/web/{quote(url, safe=':/?&=%~+,;@!$()*')}"


def advice(outcome: Outcome) -> str:
    """What to do about an outcome, in one clause; empty when nothing."""
    if outcome.verdict is Verdict.MOVED or (outcome.verdict is Verdict.SUSPECT and outcome.location):
        return f"write {outcome.location}"
    if outcome.verdict is Verdict.BROKEN and outcome.url.startswith("http"):
        return f"archived copy, if there is one: {archive(outcome.url)}"
    return outcome.advice


def saved(report: Report) -> str:
    """The report with its date, for the website, a baseline or a merge."""
    links = [as_dict(outcome) for outcome in report.outcomes]
    told = {"checked": report.checked.isoformat(timespec="seconds"), "stopped": report.stopped, "links": links}
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def as_dict(outcome: Outcome) -> dict[str, Any]:
    """One entry of the JSON report, which is a contract."""
    return {
        "url": outcome.url,
        "verdict": str(outcome.verdict),
        "location": outcome.location,
        "status": outcome.status,
        "seconds": outcome.seconds,
        "reason": outcome.reason,
        "records": list(outcome.records),
    }


def outcomes_in(told: Any, path: Path) -> list[Outcome]:
    """The outcomes of a JSON report, bare or saved with its date.

    Raises:
        SetupError: it is no such report.
    """
    try:
        links = told["links"] if isinstance(told, Mapping) else told
        return [_outcome(entry) for entry in links]
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise SetupError(f"{path} is no report of `catalog links --format json`") from error


def _outcome(entry: Mapping[str, Any]) -> Outcome:
    location, status = entry.get("location"), entry.get("status")
    return Outcome(
        str(entry["url"]),
        Verdict(entry["verdict"]),
        str(entry.get("reason") or ""),
        int(status) if status is not None else None,
        str(location) if location is not None else None,
        float(entry.get("seconds") or 0),
        tuple(Use(str(record), Path()) for record in entry.get("records", ())),
    )


def merged(reports: Iterable[Iterable[Outcome]]) -> list[Outcome]:
    """The outcomes of several machines as one list; of two for one link the worse stands, with the uses of both."""
    found: dict[str, Outcome] = {}
    for outcome in (outcome for report in reports for outcome in report):
        other = found.get(outcome.url)
        if other is None:
            found[outcome.url] = outcome
            continue
        worse = min(other, outcome, key=lambda each: ORDER[each.verdict])
        uses = tuple(dict.fromkeys((*other.uses, *outcome.uses)))
        found[outcome.url] = Outcome(
            worse.url, worse.verdict, worse.reason, worse.status, worse.location, worse.seconds, uses
        )
    return list(found.values())
