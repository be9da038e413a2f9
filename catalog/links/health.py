"""The link-health page of the website: the last saved report."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from catalog.errors import SetupError
from catalog.links.report import NOTEWORTHY, read_results
from catalog.links.results import MEANING, ORDER, LinkResult, Verdict

REPORT = "link-report.json"
"""The file in a survey's `data/` that `catalog links --save` writes for the website."""


@dataclass(frozen=True, slots=True)
class Health:
    """The state of all links; `counts` and `meanings` by verdict, best first; `rows` need attention, worst first."""

    checked: datetime
    links: int
    counts: dict[str, int]
    meanings: dict[str, str]
    rows: tuple[LinkResult, ...]
    stopped: str = ""


def health(data: Path) -> Health | None:
    """Return the state by the report saved in the folder `data`; None where there is none.

    Raises:
        SetupError: the file is not a saved report.
    """
    path = data / REPORT
    if not path.is_file():
        return None
    try:
        content = json.loads(path.read_bytes())
        checked = datetime.fromisoformat(content["checked"])
    except (OSError, ValueError, TypeError, KeyError, RecursionError) as error:
        raise SetupError(f"{path} is not a report of `catalog links --save`") from error
    results = read_results(content, path)
    counts = Counter(result.verdict for result in results)
    present = [verdict for verdict in reversed(Verdict) if counts[verdict]]
    rows = [result for result in results if result.verdict in NOTEWORTHY]
    return Health(
        checked,
        len(results),
        {str(verdict): counts[verdict] for verdict in present},
        {str(verdict): MEANING[verdict] for verdict in present},
        tuple(sorted(rows, key=lambda result: (ORDER[result.verdict], result.url))),
        str(content.get("stopped") or ""),
    )
