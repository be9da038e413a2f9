"""A rule about one record: a source that changed since it was read is read again."""

from __future__ import annotations

from collections.abc import Iterator

from catalog.errors import Finding
from catalog.rules.context import RecordContext
from catalog.services.works import paper_version
from catalog.values import Source
from catalog.watch.moved import MovedSource, cited_source

_NAME_IT = "look at it; if what the record says still holds, name it among the `sources` with `read: YYYY-MM-DD`"


def sources_are_read_after_they_changed(context: RecordContext) -> Iterator[Finding]:
    """No source has changed since it was read, as far as `catalog watch` has noticed; age alone is no fault.

    Of an address that is only named, nothing counts but what is grave.
    """
    by_key: dict[str, list[MovedSource]] = {}
    for moved in context.survey.changed.of(context.record, context.facts):
        if cited_source(context.record, moved.citation) or moved.change.kind.is_grave:
            by_key.setdefault(moved.citation.key, []).append(moved)
    for key, found in by_key.items():
        source = cited_source(context.record, found[0].citation)
        changes = dict.fromkeys(f"{each.change.sentence} ({each.change.day})" for each in found)
        message = f"{found[0].rests}; {'; '.join(changes)}"
        if source:
            path: tuple[str | int, ...] = ("sources", key, "read") if source.read else ("sources", key)
            yield Finding(path, message, _advice(source), severity="warning")
        else:
            yield Finding(found[0].citation.facts[0], message, _NAME_IT, severity="warning")


def _advice(source: Source) -> str:
    """What to do so that nobody is warned again."""
    version = ", with the `date:` of the version that you read" if source.date else ""
    version += ", and its address" if paper_version(str(source.url)) else ""
    return f"read it again, correct what differs, then write `read: YYYY-MM-DD` there{version}"
