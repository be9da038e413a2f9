"""SARIF 2.1.0, for code scanning: one result for each place where a link is written."""

from __future__ import annotations

import hashlib
from importlib import metadata
from pathlib import Path
from typing import Any
from urllib.parse import quote

from catalog.escape import json_text
from catalog.links.report import Report
from catalog.links.results import MEANING, LinkResult, Occurrence, Verdict

_NOTE = frozenset({Verdict.MOVED, Verdict.BLOCKED, Verdict.TRANSIENT})


def render(report: Report) -> str:
    """Return the log of one run."""
    rules = [{"id": str(verdict), "shortDescription": {"text": text}} for verdict, text in MEANING.items()]
    rules.append({"id": "waiver", "shortDescription": {"text": "a waiver that expired or is not needed"}})
    results = [
        _result(result, occurrence) for result in report.noteworthy for occurrence in result.occurrences or (None,)
    ]
    results += [
        {
            "ruleId": problem.rule,
            "level": "note" if problem.severity == "notice" else problem.severity,
            "message": {"text": f"{problem.message}; {problem.hint}"},
            "locations": [_location(problem.file, problem.line, problem.column)],
        }
        for problem in report.problems
    ]
    driver = {
        "name": "catalog links",
        "semanticVersion": metadata.version("survey-catalog"),
        "rules": rules,
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "invocations": [_invocation(report)],
        "results": results,
    }
    schema = "https://json.schemastore.org/sarif-2.1.0.json"
    return json_text({"$schema": schema, "version": "2.1.0", "runs": [run]}, indent=1)


def _invocation(report: Report) -> dict[str, Any]:
    reason = report.failure or report.stopped
    notifications = [{"level": "error", "message": {"text": reason}}] if reason else []
    return {"executionSuccessful": not reason, "toolExecutionNotifications": notifications}


def _result(result: LinkResult, occurrence: Occurrence | None) -> dict[str, Any]:
    level = "error" if result.fails else "note" if result.verdict in _NOTE or result.excused else "warning"
    texts = [f"{result.url}: {result.reason or MEANING[result.verdict]}", result.remedy, result.excused]
    place = f"{occurrence.record} {occurrence.file.as_posix()}" if occurrence else ""
    fingerprint = hashlib.sha256(f"{result.verdict} {result.url} {place}".encode(errors="replace")).hexdigest()
    entry: dict[str, Any] = {
        "ruleId": str(result.verdict),
        "level": level,
        "message": {"text": "; ".join(filter(None, texts))},
        "partialFingerprints": {"link/v1": fingerprint},
    }
    if occurrence and occurrence.line:
        entry["locations"] = [_location(occurrence.file, occurrence.line, occurrence.column)]
    return entry


def _location(file: Path, line: int, column: int) -> dict[str, Any]:
    region = {"startLine": max(line, 1), "startColumn": max(column, 1)}
    uri = file.as_uri() if file.is_absolute() else quote(file.as_posix())
    return {"physicalLocation": {"artifactLocation": {"uri": uri}, "region": region}}
