"""What one run leaves to the next: good results, and since when links fail."""

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

MAX_AGE = {False: timedelta(days=7), True: timedelta(days=2)}
"""How long a good result is valid: direct, and through a temporary redirect. A moved link is checked in every run: its
advice must be right."""
_JITTER = 0.25  # share of the age by which results of one run expire apart
CONFIRMATION = timedelta(days=1)
"""The time between two runs that both find a failure, before it counts."""


def read_json(path: Path) -> Any:
    """Return the JSON in `path`.

    Raises:
        SetupError: it cannot be read.
    """
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
    """Good results of earlier runs, each with the time until which it is valid; failures are never stored."""

    path: Path
    _entries: dict[str, dict[str, Any]] = field(default_factory=dict)

    @classmethod
    def read(cls, path: Path) -> Cache:
        """Return the cache in `path`; empty when there is none yet, or none that can be used."""
        try:
            content = read_json(path) if path.exists() else {}
        except SetupError:
            content = {}
        entries = content.get("answers") if isinstance(content, dict) and content.get("version") == 1 else None
        return cls(path, {url: entry for url, entry in (entries or {}).items() if isinstance(entry, dict)})

    def get(self, target: LinkTarget, now: datetime) -> LinkResult | None:
        """Return the earlier result if it is still valid for this link and the titles that it must have."""
        entry = self._entries.get(target.url)
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
        """Store a good result; remove one that is not good any more."""
        if result.verdict is not Verdict.OK:
            self._entries.pop(result.url, None)
            return
        age = MAX_AGE[result.redirected] * random.uniform(1 - _JITTER, 1 + _JITTER)  # noqa: S311
        self._entries[result.url] = {
            "until": round((now + age).timestamp()),
            "status": result.status,
            "reason": result.reason,
            "titles": _titles(LinkTarget(result.url, result.occurrences)),
        }

    def save(self, now: datetime) -> None:
        """Write what is still valid."""
        valid = {url: entry for url, entry in sorted(self._entries.items()) if entry.get("until", 0) > now.timestamp()}
        write_file(self.path, json.dumps({"version": 1, "answers": valid}, ensure_ascii=False, indent=0) + "\n")


def excuse_known(results: Iterable[LinkResult], baseline: Mapping[str, Verdict]) -> list[LinkResult]:
    """Return the results, with failures excused that the baseline has too."""
    return [
        replace(result, excused="failed in the baseline too")
        if result.fails and baseline.get(result.url) in FAILING
        else result
        for result in results
    ]


@dataclass(slots=True)
class FailureHistory:
    """Since when links fail."""

    path: Path
    _since: dict[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, path: Path) -> FailureHistory:
        """Return the history in `path`; empty when there is none yet."""
        content = read_json(path) if path.exists() else {}
        return cls(path, {str(url): str(since) for url, since in content.items()} if isinstance(content, dict) else {})

    def excuse_new(self, results: Iterable[LinkResult], now: datetime) -> list[LinkResult]:
        """Return the results, with failures excused that no run at least a day earlier has found; note all failures."""
        excused = []
        for result in results:
            if result.verdict in FAILING:
                since = self._since.setdefault(result.url, now.isoformat(timespec="seconds"))
                is_new = now - _moment(since, now) < CONFIRMATION
                excused.append(replace(result, excused="failed for the first time") if is_new else result)
            else:
                # Without a clear response a link that failed before still counts as failing.
                if result.verdict not in {Verdict.TRANSIENT, Verdict.BLOCKED}:
                    self._since.pop(result.url, None)
                excused.append(result)
        return excused

    def save(self) -> None:
        """Write the history."""
        write_file(self.path, json.dumps(dict(sorted(self._since.items())), ensure_ascii=False, indent=0) + "\n")


def _moment(text: str, default: datetime) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return default
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
