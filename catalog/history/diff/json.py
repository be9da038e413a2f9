"""A diff for other programs: texts in full, keys that say nothing left out."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from catalog.history.diff.changes import Change, Diff


def as_json(diff: Diff) -> str:
    """`{"base", "head", "records": [{"kind", "slug", "name", "was", "changes": […]}], "files", "unreadable"}`."""
    document = {
        "base": diff.base,
        "head": diff.head,
        "records": [
            _kept(
                {
                    "kind": record.kind,
                    "slug": record.slug,
                    "name": record.name,
                    "was": record.was,
                    "facts": record.facts[0],
                    "primary": record.facts[1],
                    "unsourced": record.facts[2],
                    "changes": [_change(change) for change in record.changes],
                }
            )
            for record in diff.records
        ],
        "files": [{"file": file.file, "changes": [_change(change) for change in file.changes]} for file in diff.files],
        "unreadable": [asdict(item) for item in diff.unreadable],
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _change(change: Change) -> dict[str, Any]:
    notes = [str(note) for note in change.notes]
    return _kept(asdict(change) | {"notes": notes})


def _kept(mapping: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in mapping.items() if value}
