"""A diff as the comment on a pull request.

What comes from the data is shown as code, or escaped: no mention, link or HTML in it comes alive.
"""

from __future__ import annotations

from collections.abc import Iterator

from catalog.escape import escape_markdown, inline_code
from catalog.history.diff.changes import Change, Diff, FileChange, RecordChange
from catalog.history.diff.text import brings, clipped, evidence_groups, headline

MOST = 50_000
"""Characters; GitHub takes 65,536 for a comment, of which the diff is a part."""
_OPEN = 12
"""As many changed records are shown unfolded."""


def as_markdown(diff: Diff) -> str:
    """The whole diff, ended by a line feed, cut at a line where it is too long for a comment."""
    if not diff:
        return "No changes in the data.\n"
    blocks = [*map(_record, diff.records), *map(_file, diff.files)]
    blocks += [f"- not compared: {inline_code(item.message)}" for item in diff.unreadable]
    body = "\n".join(_bounded(blocks))
    if len(blocks) > _OPEN:
        body = f"<details><summary>All changes</summary>\n\n{body}\n\n</details>"
    return f"**{escape_markdown(headline(diff))}**\n\n{body}\n"


def _bounded(blocks: list[str]) -> Iterator[str]:
    length = 0
    for index, block in enumerate(blocks):
        length += len(block) + 1
        if length > MOST:
            yield f"- … and {len(blocks) - index} more; `catalog diff` shows them all"
            return
        yield block


def _record(record: RecordChange) -> str:
    name = f"**{escape_markdown(record.name)}**"
    title = {
        "new": f"new: {name} ({brings(record)})",
        "removed": f"removed: {name}",
        "renamed": f"renamed: {name}, {inline_code(record.was)} → {inline_code(record.slug)}",
        "changed": name,
    }[record.kind]
    changes = [_line(change) for change in record.changes if not change.evidence]
    evidence = "; ".join(evidence_groups(record.changes))
    changes += [f"evidence: {escape_markdown(evidence)}"] if evidence else []
    return "\n".join([f"- {title}", *(f"  - {line}" for line in changes)])


def _file(file: FileChange) -> str:
    return "\n".join([f"- {escape_markdown(file.title)}", *(f"  - {_line(change)}" for change in file.changes)])


def _line(change: Change) -> str:
    notes = escape_markdown(", ".join(map(str, change.notes)))
    change = clipped(change)
    parts = [f"{verb} {', '.join(map(inline_code, values))}" for verb, values in _lists(change) if values]
    if change.before or change.after:
        parts = [f"{inline_code(change.before or 'nothing')} → {inline_code(change.after or 'nothing')}"]
    told = "; ".join(parts)
    told = f"{told} ({notes})" if told and notes else told or notes
    return f"{escape_markdown(change.name)}: {told}" if change.name else told


def _lists(change: Change) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return ("added", change.added), ("removed", change.removed)
