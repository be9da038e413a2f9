"""The JSON report, for programs; its keys are a contract, which the README lists."""

from __future__ import annotations

from typing import Any

from catalog.escape import json_text
from catalog.services.asking.client import Usage
from catalog.watch.moved import MovedSource
from catalog.watch.report import WatchReport


def render(report: WatchReport) -> str:
    """An object with `checked`, `news`, `left_out`, `changes`, `not_asked` and `services`."""
    content = {
        "checked": report.checked.isoformat(),
        "news": [
            {
                "work": news.work,
                "works": list(news.works),
                "name": news.name,
                "title": news.title,
                "date": news.date,
                "dated": news.dated,
                "authors": list(news.authors),
                "addresses": [{"kind": str(kind), "url": url} for kind, url in news.addresses],
                "words": list(news.words),
                "reasons": news.reasons,
                "score": news.score,
                "command": news.command,
            }
            for news in report.news
        ],
        "left_out": {str(reason): count for reason, count in report.left_out.items()},
        "changes": _changes(report),
        "not_asked": list(report.failures),
        "services": {name: _usage(usage) for name, usage in report.usage.items()},
    }
    return json_text(content, indent=1)


def _changes(report: WatchReport) -> list[dict[str, Any]]:
    """Each change once, with the citations that it concerns."""
    changes: dict[tuple[str, str], dict[str, Any]] = {}
    for moved in report.moved:
        change = moved.change
        entry = changes.setdefault(
            (change.work, change.kind),
            {
                "work": change.work,
                "kind": str(change.kind),
                "day": change.day.isoformat(),
                "noticed": change.noticed.isoformat(),
                "before": change.before,
                "after": change.after,
                "sentence": change.sentence,
                "new": report.is_new(moved),
                "citations": [],
            },
        )
        entry["citations"].append(_citation(moved))
    return list(changes.values())


def _citation(moved: MovedSource) -> dict[str, Any]:
    citation = moved.citation
    return {
        "record": citation.slug,
        "name": citation.name,
        "source": citation.key,
        "title": citation.title,
        "url": citation.url,
        "read": str(citation.read) if citation.read else None,
        "facts": [".".join(map(str, path)) for path in citation.facts],
    }


def _usage(usage: Usage) -> dict[str, Any]:
    return {
        "requests": usage.requests,
        "kept": usage.kept,
        "waited": round(usage.waited, 1),
        "failure": usage.failure,
    }
