"""The website's link-health page: rows from the last saved report, with its date."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from catalog.errors import SetupError
from catalog.links.report import NOTEWORTHY, read_results, remedy
from catalog.links.results import MEANING, ORDER, Verdict

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
    results = read_results(told, path)
    counts = Counter(result.verdict for result in results)
    present = [verdict for verdict in reversed(Verdict) if counts[verdict]]
    urgent = sorted(
        (result for result in results if result.verdict in NOTEWORTHY),
        key=lambda result: (ORDER[result.verdict], result.url),
    )
    return Health(
        checked,
        len(results),
        {str(verdict): counts[verdict] for verdict in present},
        {str(verdict): MEANING[verdict] for verdict in present},
        tuple(
            HealthRow(result.url, str(result.verdict), result.reason, remedy(result), result.records)
            for result in urgent
        ),
        str(told.get("stopped") or ""),
    )
