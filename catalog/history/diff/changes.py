"""The result of a comparison: changes of fields, of records, of other files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple


class Note(NamedTuple):
    """What happened to the evidence of a value: `source added`, `fact raised to primary`."""

    thing: str
    what: str

    def __str__(self) -> str:
        return self.what if self.thing == "fact" else f"{self.thing} {self.what}"


@dataclass(frozen=True, slots=True)
class Change:
    """One field that differs.

    Either `before` and `after` in words, or for lists what was `added` and `removed`, or only `notes`.
    With `evidence` the value is the same and `notes` say what changed around it.
    `path` is dotted and passes through lists without an index; `item` names the item of a list it belongs to.
    The number of a measurement has no label: the item says what was measured.
    """

    path: str
    label: str
    item: str = ""
    before: str = ""
    after: str = ""
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()
    evidence: bool = False

    @property
    def name(self) -> str:
        """Label, and what it belongs to: `Time of large`."""
        return " of ".join(filter(None, (self.label, self.item)))

    @property
    def is_spelling(self) -> bool:
        """Whether nothing but capitals, blanks and punctuation differs."""
        return bool(self.before) and _letters(self.before) == _letters(self.after)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


ChangeKind = Literal["new", "removed", "renamed", "changed"]
CHANGE_KINDS: tuple[ChangeKind, ...] = ("new", "removed", "renamed", "changed")
"""In the order in which records are listed."""


@dataclass(frozen=True, slots=True)
class RecordChange:
    """One record that differs; `was` is its slug before, where that changed.

    For a new record, how many facts it states, how many were read in the source itself, how many name no source.
    """

    kind: ChangeKind
    slug: str
    name: str
    was: str = ""
    facts: int = 0
    primary: int = 0
    unsourced: int = 0
    changes: tuple[Change, ...] = ()

    @property
    def is_spelling(self) -> bool:
        """Whether nothing but the spelling of values changed."""
        return bool(self.changes) and all(change.is_spelling for change in self.changes)


@dataclass(frozen=True, slots=True)
class FileChange:
    """A vocabulary, the settings or another file of the data that differs."""

    file: str
    title: str
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class UnreadableFile:
    """A file that could not be compared at one of the two moments, and why."""

    moment: str
    file: str
    message: str


@dataclass(frozen=True, slots=True)
class Diff:
    """Everything that differs between two moments, called `base` and `head`."""

    base: str
    head: str
    one: str
    many: str
    records: tuple[RecordChange, ...] = ()
    files: tuple[FileChange, ...] = ()
    unreadable: tuple[UnreadableFile, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.records or self.files or self.unreadable)

    def of(self, kind: ChangeKind) -> tuple[RecordChange, ...]:
        """Return the records of one kind of change."""
        return tuple(record for record in self.records if record.kind == kind)
