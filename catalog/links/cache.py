"""What one run leaves to the next: answers that were good, failures already known, and since when links fail."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from catalog.errors import SetupError
from catalog.links.results import FAILING, LinkResult, LinkTarget, Verdict
from catalog.paths import write_file

KEPT = {False: timedelta(days=7), True: timedelta(days=2)}
"""How long a good result is valid: direct, and through a temporary redirect. A moved link is checked in every run: its
advice must be right."""
_JITTER = 0.25  # share of the age by which answers of one run expire apart
CONFIRMED = timedelta(days=1)
"""How far apart two runs must both have met a failure before it counts."""


def read_json(path: Path) -> Any:
    """The JSON in `path`; raises SetupError when it cannot be read."""
    try:
        return json.loads(path.read_bytes())
    except OSError as error:
        raise SetupError(f"cannot read {path}: {error.strerror}") from error
    except (ValueError, RecursionError) as error:
        raise SetupError(f"{path} is not JSON: {error}") from error


def _titles(target: LinkTarget) -> list[str]:
    return sorted({title for occurrence in target.occurrences for title in occurrence.titles})


@dataclass(slots=True)
class Cache:
    """Good answers of earlier runs, each with the moment until which it stands; failures are never kept."""

    path: Path
    _kept: dict[str, dict[str, Any]] = field(default_factory=dict)

    @classmethod
    def read(cls, path: Path) -> Cache:
        """The cache in `path`; empty when there is none yet, or none that can be used."""
        try:
            told = read_json(path) if path.exists() else {}
        except SetupError:
            told = {}
        kept = told.get("answers") if isinstance(told, dict) and told.get("version") == 1 else None
        return cls(path, {url: entry for url, entry in (kept or {}).items() if isinstance(entry, dict)})

    def get(self, target: LinkTarget, now: datetime) -> LinkResult | None:
        """The earlier result, if it still stands for this link and the titles it must have."""
        entry = self._kept.get(target.url)
        if not entry or entry.get("titles") != _titles(target):
            return None
        until = entry.get("until")
        if not isinstance(until, int | float) or until <= now.timestamp():
            return None
        status = entry.get("status")
        return LinkResult(
            target.url,
            Verdict.OK,
            str(entry.get("reason", "")),
            status if isinstance(status, int) else None,
            occurrences=target.occurrences,
        )

    def store(self, result: LinkResult, now: datetime) -> None:
        """Remember a good response and forget one that is none any more."""
        if result.verdict is not Verdict.OK:
            self._kept.pop(result.url, None)
            return
        age = KEPT[result.redirected] * random.uniform(1 - _JITTER, 1 + _JITTER)  # noqa: S311
        self._kept[result.url] = {
            "until": round((now + age).timestamp()),
            "status": result.status,
            "reason": result.reason,
            "titles": _titles(LinkTarget(result.url, result.occurrences)),
        }

    def save(self, now: datetime) -> None:
        """Write what still stands."""
        stand = {url: entry for url, entry in sorted(self._kept.items()) if entry.get("until", 0) > now.timestamp()}
        write_file(self.path, json.dumps({"version": 1, "answers": stand}, ensure_ascii=False, indent=0) + "\n")


def excuse_known(results: Iterable[LinkResult], known: Mapping[str, Verdict]) -> list[LinkResult]:
    """The results, with failures that the baseline already has excused."""
    return [
        replace(result, excused="failed in the baseline too")
        if result.fails and known.get(result.url) in FAILING
        else result
        for result in results
    ]


@dataclass(slots=True)
class History:
    """Since when links fail."""

    path: Path
    _since: dict[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, path: Path) -> History:
        """The history in `path`; empty when there is none yet."""
        told = read_json(path) if path.exists() else {}
        return cls(path, {str(url): str(since) for url, since in told.items()} if isinstance(told, dict) else {})

    def weigh(self, results: Iterable[LinkResult], now: datetime) -> list[LinkResult]:
        """The results, with failures excused that no run at least a day earlier has met; remembers them all."""
        weighed = []
        for result in results:
            if result.verdict in FAILING:
                since = self._since.setdefault(result.url, now.isoformat(timespec="seconds"))
                young = now - _moment(since, now) < CONFIRMED
                weighed.append(replace(result, excused="failed for the first time") if young else result)
            else:
                # No response is no news: what failed before and cannot be asked now still failed.
                if result.verdict not in {Verdict.TRANSIENT, Verdict.BLOCKED}:
                    self._since.pop(result.url, None)
                weighed.append(result)
        return weighed

    def save(self) -> None:
        """Write it."""
        write_file(self.path, json.dumps(dict(sorted(self._since.items())), ensure_ascii=False, indent=0) + "\n")


def _moment(text: str, otherwise: datetime) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return otherwise
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
