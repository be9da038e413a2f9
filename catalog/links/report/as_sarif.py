"""SARIF 2.1.0, for code scanning: one result for each place a link is written."""

from __future__ import annotations

import hashlib
import json
from importlib import metadata
from pathlib import Path
from typing import Any

from catalog.links.report import Report, advice
from catalog.links.verdicts import MEANING, Outcome, Use, Verdict

_NOTE = frozenset({Verdict.MOVED, Verdict.BLOCKED, Verdict.TRANSIENT})


def render(report: Report) -> str:
    """The log of one run."""
    rules = [{"id": str(verdict), "shortDescription": {"text": text}} for verdict, text in MEANING.items()]
    rules.append({"id": "waiver", "shortDescription": {"text": "a waiver that expired or is not needed"}})
    results = [_result(outcome, use) for outcome in report.told for use in outcome.uses or (None,)]
    results += [
        {
            "ruleId": problem.rule,
            "level": "error",
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
        "invocations": [{"executionSuccessful": not report.stopped}],
        "results": results,
    }
    schema = "https://json.schemastore.org/sarif-2.1.0.json"
    return json.dumps({"$schema": schema, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=1)


def _result(outcome: Outcome, use: Use | None) -> dict[str, Any]:
    level = "error" if outcome.fails else "note" if outcome.verdict in _NOTE or outcome.excused else "warning"
    said = [f"{outcome.url}: {outcome.reason or MEANING[outcome.verdict]}", advice(outcome), outcome.excused]
    place = f"{use.record} {use.file.as_posix()}" if use else ""
    mark = hashlib.sha256(f"{outcome.verdict} {outcome.url} {place}".encode(errors="replace")).hexdigest()
    result: dict[str, Any] = {
        "ruleId": str(outcome.verdict),
        "level": level,
        "message": {"text": "; ".join(filter(None, said))},
        "partialFingerprints": {"link/v1": mark},
    }
    if use and use.line:
        result["locations"] = [_location(use.file, use.line, use.column)]
    return result


def _location(file: Path, line: int, column: int) -> dict[str, Any]:
    region = {"startLine": max(line, 1), "startColumn": max(column, 1)}
    return {"physicalLocation": {"artifactLocation": {"uri": file.as_posix()}, "region": region}}
