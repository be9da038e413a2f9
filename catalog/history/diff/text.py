"""A diff for a terminal: one record a paragraph, one change a line."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace

from catalog.escape import printable
from catalog.history.diff.changes import KINDS, Change, Diff, FileChange, Note, RecordChange

_LONG = 80
"""Characters of a text before it is shortened around the place that differs."""
_NAMED = 3
"""As many fields are named beside a count of their evidence."""


def as_text(diff: Diff) -> str:
    """The whole diff, ended by a line feed."""
    if not diff:
        return f"No changes in the data between {diff.base} and {diff.head}.\n"
    parts = [headline(diff), *map(record_text, diff.records), *map(file_text, diff.files)]
    parts += [f"not compared: {item.message} [{item.moment}]" for item in diff.unreadable]
    return "".join(f"{printable(line)}\n" for part in parts for line in part.split("\n"))


def headline(diff: Diff) -> str:
    """How many of what: `1 new, 3 changed systems; 2 other files`."""
    counts = [(len(diff.of(kind)), kind) for kind in KINDS]
    told = ", ".join(f"{count} {kind}" for count, kind in counts if count)
    total = len(diff.records)
    records = f"{told} {diff.one if total == 1 else diff.many}" if told else ""
    others = f"{len(diff.files)} other file{'' if len(diff.files) == 1 else 's'} changed" if diff.files else ""
    broken = f"{len(diff.unreadable)} not compared" if diff.unreadable else ""
    return "; ".join(filter(None, (records, others, broken)))


def record_text(record: RecordChange) -> str:
    """`new: Qwen3-ASR (…)`, or the name with its changes: on one line if there is one, else indented below."""
    told = lines(record)
    head = heading(record)
    if record.kind == "changed" and len(told) == 1:
        return f"{head}: {told[0]}"
    return "\n".join([f"{head}:" if told else head, *(f"  {line}" for line in told)])


def heading(record: RecordChange) -> str:
    """What happened to the record as a whole."""
    if record.kind == "new":
        return f"new: {record.name} ({brings(record)})"
    if record.kind == "renamed":
        return f"renamed: {record.name}, {record.was} → {record.slug}"
    return f"removed: {record.name}" if record.kind == "removed" else record.name


def brings(record: RecordChange) -> str:
    """How much a new record states, and how well."""
    total, primary, bare = record.facts
    parts = [f"{total} fact{'' if total == 1 else 's'}"]
    parts += [f"{primary} from the source itself"] if primary else []
    parts += [f"{bare} without a source"] if bare else []
    return ", ".join(parts)


def file_text(file: FileChange) -> str:
    """A line for each change of a vocabulary or of the settings."""
    return "\n".join(f"{file.title}: {line(change)}" for change in file.changes)


def lines(record: RecordChange) -> list[str]:
    """One line a changed value, then one for all that changed in evidence alone."""
    told = [line(change) for change in record.changes if not change.evidence]
    evidence = "; ".join(evidence_groups(record.changes))
    return [*told, f"evidence: {evidence}"] if evidence else told


def line(change: Change) -> str:
    """`ASR hours of 1.7B: 1.2K hours → 1.96K hours (source added)`."""
    notes = ", ".join(map(str, change.notes))
    change = clipped(change)
    parts = []
    if change.added:
        parts.append(f"added {', '.join(change.added)}")
    if change.removed:
        parts.append(f"removed {', '.join(change.removed)}")
    told = f"{change.before or 'nothing'} → {change.after or 'nothing'}" if _has_value(change) else "; ".join(parts)
    told = f"{told} ({notes})" if told and notes else told or notes
    return f"{change.name}: {told}" if change.name else told


def _has_value(change: Change) -> bool:
    return bool(change.before or change.after)


def evidence_groups(changes: Iterable[Change]) -> Iterator[str]:
    """`3 facts raised to primary`, with the names of the fields where they are few."""
    groups: defaultdict[Note, list[str]] = defaultdict(list)
    for change in changes:
        for note in change.notes if change.evidence else ():
            groups[note].append(change.name)
    for note, names in groups.items():
        count = f"{len(names)} {note.thing}{'' if len(names) == 1 else 's'} {note.what}"
        yield f"{count} ({', '.join(names)})" if len(names) <= _NAMED else count


def clipped(change: Change) -> Change:
    """Long texts shortened to where they begin to differ."""
    before, after = change.before, change.after
    if max(len(before), len(after)) > _LONG:
        same = next(
            (i for i, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), min(len(before), len(after))
        )
        start = 0 if same < _LONG // 2 else before.rfind(" ", 0, same - 10) + 1
        before, after = _from(before, start), _from(after, start)
    return replace(change, before=before, after=after, added=_short(change.added), removed=_short(change.removed))


def _from(text: str, start: int) -> str:
    cut = text[start : start + _LONG].rstrip()
    lead, trail = "…" if start and text else "", "…" if len(text) > start + _LONG else ""
    return f"{lead}{cut}{trail}"


def _short(texts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(_from(text, 0) for text in texts)
