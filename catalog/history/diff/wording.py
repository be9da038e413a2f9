"""Puts changes into words: shared by the formats, by feeds and by the pages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple

from catalog.history.diff.changes import CHANGE_KINDS, Change, Diff, Note, RecordChange

_MAX_LENGTH = 80
"""Characters of a text before it is shortened around the place that differs."""
_MAX_NAMES = 3
"""Fields listed by name beside a count of changes in evidence."""


class Markup(NamedTuple):
    """How a format writes what comes from the data: `text` inside a sentence, a record's `name`, a `value`."""

    text: Callable[[str], str] = str
    name: Callable[[str], str] = str
    value: Callable[[str], str] = str


PLAIN = Markup()


def headline(diff: Diff) -> str:
    """Return how many of what: `1 new, 3 changed systems; 2 other files changed`."""
    counts = [(len(diff.of(kind)), kind) for kind in CHANGE_KINDS]
    kinds = ", ".join(f"{count} {kind}" for count, kind in counts if count)
    records = f"{kinds} {diff.one if len(diff.records) == 1 else diff.many}" if kinds else ""
    others = f"{len(diff.files)} other file{'' if len(diff.files) == 1 else 's'} changed" if diff.files else ""
    unreadable = f"{len(diff.unreadable)} not compared" if diff.unreadable else ""
    return "; ".join(filter(None, (records, others, unreadable)))


def record_heading(record: RecordChange, markup: Markup = PLAIN) -> str:
    """Return what happened to a record as a whole: `new: Example one (12 facts)`; its name alone where it changed."""
    name = markup.name(record.name)
    if record.kind == "new":
        return f"new: {name} ({_fact_counts(record)})"
    if record.kind == "renamed":
        return f"renamed: {name}, {markup.value(record.was)} → {markup.value(record.slug)}"
    return f"removed: {name}" if record.kind == "removed" else name


def _fact_counts(record: RecordChange) -> str:
    """How much a new record states, and how well."""
    parts = [f"{record.facts} fact{'' if record.facts == 1 else 's'}"]
    parts += [f"{record.primary} from the source itself"] if record.primary else []
    parts += [f"{record.unsourced} without a source"] if record.unsourced else []
    return ", ".join(parts)


def record_lines(record: RecordChange, markup: Markup = PLAIN) -> list[str]:
    """Return one line for each changed value, then one for all that changed in evidence alone."""
    lines = [change_line(change, markup) for change in record.changes if not change.evidence]
    evidence = "; ".join(_evidence_groups(record.changes))
    return [*lines, f"evidence: {markup.text(evidence)}"] if evidence else lines


def spelling_lines(record: RecordChange) -> list[str]:
    """Return those of these lines that are of nothing but spelling."""
    return [change_line(change) for change in record.changes if change.is_spelling]


def file_lines(diff: Diff) -> list[str]:
    """Return the lines about each change of a vocabulary, of the settings and of other files."""
    return [f"{file.title}: {change_line(change)}" for file in diff.files for change in file.changes]


def change_line(change: Change, markup: Markup = PLAIN) -> str:
    """Return a change in words: `Time of large: 12 hours → 14 hours (source added)`."""
    notes = markup.text(", ".join(map(str, change.notes)))
    change = _shortened(change)
    if change.before or change.after:
        words = f"{markup.value(change.before or 'nothing')} → {markup.value(change.after or 'nothing')}"
    else:
        lists = (("added", change.added), ("removed", change.removed))
        words = "; ".join(f"{verb} {', '.join(map(markup.value, values))}" for verb, values in lists if values)
    words = f"{words} ({notes})" if words and notes else words or notes
    return f"{markup.text(change.name)}: {words}" if change.name else words


def _evidence_groups(changes: Iterable[Change]) -> Iterator[str]:
    """`3 facts raised to primary`, with the names of the fields where they are few."""
    groups: defaultdict[Note, list[str]] = defaultdict(list)
    for change in changes:
        for note in change.notes if change.evidence else ():
            groups[note].append(change.name)
    for note, names in groups.items():
        count = f"{len(names)} {note.thing}{'' if len(names) == 1 else 's'} {note.what}"
        yield f"{count} ({', '.join(names)})" if len(names) <= _MAX_NAMES else count


def _shortened(change: Change) -> Change:
    """Long texts from a little before the place where they begin to differ."""
    before, after = change.before, change.after
    if max(len(before), len(after)) > _MAX_LENGTH:
        same = next(
            (i for i, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), min(len(before), len(after))
        )
        start = 0 if same < _MAX_LENGTH // 2 else before.rfind(" ", 0, same - 10) + 1
        before, after = _excerpt(before, start), _excerpt(after, start)
    added, removed = tuple(map(_excerpt, change.added)), tuple(map(_excerpt, change.removed))
    return replace(change, before=before, after=after, added=added, removed=removed)


def _excerpt(text: str, start: int = 0) -> str:
    excerpt = text[start : start + _MAX_LENGTH].rstrip()
    lead, trail = "…" if start and text else "", "…" if len(text) > start + _MAX_LENGTH else ""
    return f"{lead}{excerpt}{trail}"
