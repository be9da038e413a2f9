"""From what was seen of a work and what is said now to changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from catalog.values import spelling
from catalog.watch.changes import ChangeKind
from catalog.watch.state import SeenWork, UpstreamChange
from catalog.watch.upstream.huggingface import CUT
from catalog.watch.upstream.names import name_of
from catalog.watch.upstream.observation import GONE, YES, Observation

_FLAGS = {
    ChangeKind.RETRACTED: "retracted",
    ChangeKind.WITHDRAWN: "withdrawn",
    ChangeKind.GONE: GONE,
    ChangeKind.DISABLED: "disabled",
    ChangeKind.ARCHIVED: "archived",
}
"""What is a change as soon as it is seen, also the first time."""
_DATED = {
    ChangeKind.VERSION: "version",
    ChangeKind.RELEASE: "release",
    ChangeKind.REVISION: "revision",
    ChangeKind.CONTENT: "commit",
}
"""What happened on a day that the service says: whether it is a change depends on the day of reading."""
_TEXTS = {ChangeKind.RELICENSED: "licence", ChangeKind.TITLE: "title", ChangeKind.CONTENT: "digest"}
"""What is a change if it was seen before and is different now; nothing is one from or to nothing."""
_STATES = frozenset({*_FLAGS.values(), "gated"})
"""Keys of which an empty text says that it is not so."""
_SILENT = frozenset({*_FLAGS.values(), "restless"})
"""Keys that are left out where it is not so."""
_PUBLISHED = ("journal", "doi")
_MAX_LINE = 500
_MAX_AFTER = 200


@dataclass(frozen=True, slots=True)
class WorkComparison:
    """What was seen of a work, and what is said of it now."""

    work: str
    before: SeenWork | None
    now: Observation
    today: date

    @property
    def old(self) -> Mapping[str, str]:
        """What was seen."""
        return self.before.values if self.before else {}

    @property
    def values(self) -> dict[str, str]:
        """What is known now: what was not asked, or is said no more, stays as it was, and no version gets lower."""
        told = {key: value[:_MAX_LINE] for key, value in self.now.values.items()}
        known = {**self.old, **{key: value for key, value in told.items() if value or not self.old.get(key)}}
        if _number(self.old.get("version", "")) > _number(known.get("version", "")):
            known["version"] = self.old["version"]
        known |= {key: told.get(key, self.old.get(key, "")) for key in _STATES if key in told or key in self.old}
        return {key: value for key, value in known.items() if value or key not in _SILENT}

    def seen(self) -> SeenWork:
        """What is kept: as it was, if nothing is different."""
        values = self.values
        if self.before and self.before.values == values:
            return self.before
        return SeenWork(day=self.today, values=values)

    def changes(self) -> Iterator[UpstreamChange]:
        """Yield what changed, whether or not somebody has read the work since; the day of some is long ago."""
        values = self.values
        for kind, key in _FLAGS.items():
            if values.get(key) and not self.old.get(key):
                yield self._change(kind, key)
        if values.get(GONE):
            return
        yield from self._renamed()
        yield from self._texts()
        yield from self._access()
        yield from self._published()
        checkpoints = list(self._checkpoints())
        yield from checkpoints
        for kind, key in _DATED.items():
            told_already = bool(checkpoints) and kind is ChangeKind.REVISION
            said = self.now.values.get(key, "")
            is_current = said and said == values.get(key) and self.now.days.get(key)
            if is_current and not told_already and not values.get("withdrawn"):
                yield self._change(kind, key, self.old.get(key, ""), said)

    def _renamed(self) -> Iterator[UpstreamChange]:
        name = self.now.values.get("name", "")
        if name and _is_other_name(self.work, name) and self.old.get("name") != name:
            yield self._change(ChangeKind.RENAMED, "name", name_of(self.work)[1], name)

    def _texts(self) -> Iterator[UpstreamChange]:
        values = self.values
        for kind, key in _TEXTS.items():
            before, after = self.old.get(key, ""), values.get(key, "")
            is_stamped = kind is ChangeKind.TITLE and bool(values.get("retracted"))
            if before and after and spelling(before) != spelling(after) and not is_stamped:
                yield self._change(kind, key, before, after)

    def _access(self) -> Iterator[UpstreamChange]:
        if "gated" in self.old and "gated" in self.now.values and self.old["gated"] != self.now.values["gated"]:
            yield self._change(ChangeKind.GATED if self.now.values["gated"] else ChangeKind.OPENED, "gated")

    def _published(self) -> Iterator[UpstreamChange]:
        if any(self.now.values.get(key) and self.old.get(key) == "" for key in _PUBLISHED):
            told = filter(None, (self.now.values.get(key) for key in _PUBLISHED))
            yield self._change(ChangeKind.PUBLISHED, "journal", "", "; ".join(told))

    def _checkpoints(self) -> Iterator[UpstreamChange]:
        before, now = self.old.get("checkpoints"), self.now.values.get("checkpoints", "")
        if before is None or CUT in before or CUT in now:
            return
        if new := sorted(set(now.split()) - set(before.split())):
            yield self._change(ChangeKind.CHECKPOINT, "checkpoints", "", " ".join(new))

    def _change(self, kind: ChangeKind, key: str, before: str = "", after: str = "") -> UpstreamChange:
        said = self.now.days.get(key, "")
        day = min(date.fromisoformat(said), self.today) if said else self.today
        return UpstreamChange(
            work=self.work,
            kind=kind,
            day=day,
            noticed=self.today,
            before=before[:_MAX_AFTER],
            after=after[:_MAX_AFTER],
        )

    def is_undone(self, change: UpstreamChange) -> bool:
        """Whether the work is again as it was before a change that was told."""
        kind, values = change.kind, self.values
        if key := _FLAGS.get(kind):
            return not values.get(key)
        if kind in {ChangeKind.GATED, ChangeKind.OPENED}:
            return (values.get("gated") == YES) is (kind is ChangeKind.OPENED)
        if kind is ChangeKind.RENAMED:
            return not _is_other_name(self.work, values.get("name", ""))
        if kind is ChangeKind.CHECKPOINT:
            return CUT not in values.get("checkpoints", CUT) and not _has_any(values["checkpoints"], change.after)
        key = _TEXTS.get(kind)
        return bool(key and change.before and spelling(values.get(key, "")[:_MAX_AFTER]) == spelling(change.before))


def _is_other_name(work: str, name: str) -> bool:
    return name_of(work)[1] != name.casefold()


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() else 0


def _has_any(names: str, some: str) -> bool:
    return not set(names.split()).isdisjoint(some.split())
