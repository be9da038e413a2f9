"""The website's link-health page: rows from the last saved report, with its date."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from catalog.errors import SetupError
from catalog.links.report import TOLD, advice, outcomes_in
from catalog.links.verdicts import MEANING, ORDER, Verdict

REPORT = "link-report.json"
"""The file in a survey's `data/` that `catalog links --save` writes for the website."""


@dataclass(frozen=True, slots=True)
class HealthRow:
    """One link that needs attention: plain text, to be escaped by whoever prints it."""

    url: str
    verdict: str
    reason: str
    advice: str
    records: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Health:
    """The state of all links at a moment; `counts` and `meanings` are by verdict, best first."""

    checked: datetime
    links: int
    counts: dict[str, int]
    meanings: dict[str, str]
    rows: tuple[HealthRow, ...]
    stopped: str = ""


def health(data: Path) -> Health | None:
    """The health that the saved report in the folder `data` tells; None where there is no report.

    Raises:
        SetupError: the file is no saved report.
    """
    path = data / REPORT
    if not path.is_file():
        return None
    try:
        told = json.loads(path.read_bytes())
        checked = datetime.fromisoformat(told["checked"])
    except (OSError, ValueError, TypeError, KeyError, RecursionError) as error:
        raise SetupError(f"{path} is no report of `catalog links --save`") from error
    outcomes = outcomes_in(told, path)
    counts = Counter(outcome.verdict for outcome in outcomes)
    present = [verdict for verdict in reversed(Verdict) if counts[verdict]]
    urgent = sorted(
        (outcome for outcome in outcomes if outcome.verdict in TOLD),
        key=lambda outcome: (ORDER[outcome.verdict], outcome.url),
    )
    return Health(
        checked,
        len(outcomes),
        {str(verdict): counts[verdict] for verdict in present},
        {str(verdict): MEANING[verdict] for verdict in present},
        tuple(
            HealthRow(outcome.url, str(outcome.verdict), outcome.reason, advice(outcome), outcome.records)
            for outcome in urgent
        ),
        str(told.get("stopped") or ""),
    )
