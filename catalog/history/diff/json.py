"""A diff for other programs: texts in full, empty members left out."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from catalog.history.diff.changes import Change, Diff, RecordChange


def diff_json(diff: Diff) -> str:
    """Return `{"base", "head", "records": [{"kind", "slug", "name", "changes": […]}], "files", "unreadable"}`."""
    document = {
        "base": diff.base,
        "head": diff.head,
        "records": [_record(record) for record in diff.records],
        "files": [{"file": file.file, "changes": list(map(_change, file.changes))} for file in diff.files],
        "unreadable": [asdict(item) for item in diff.unreadable],
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _record(record: RecordChange) -> dict[str, Any]:
    return _without_empty(asdict(record) | {"changes": list(map(_change, record.changes))})


def _change(change: Change) -> dict[str, Any]:
    return _without_empty(asdict(change) | {"notes": list(map(str, change.notes))})


def _without_empty(members: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in members.items() if value}
