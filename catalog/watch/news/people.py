"""Authors that a paper has in common with records."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from catalog.catalog import Catalog
from catalog.watch.roles import RecordRoles

_OTHERS = frozenset({"others", "et al", "and others"})
_MANY = 30  # authors of a paper that share some with any other by chance
_MAX_AUTHORS = 1000


@dataclass(frozen=True, slots=True)
class SharedAuthors:
    """The record that has most authors of a paper, and these as the paper writes them."""

    record: str
    names: tuple[str, ...]
    is_sure: bool
    """False for one name alone, which may be another person's."""


@dataclass(frozen=True, slots=True)
class KnownAuthors:
    """The authors of every record."""

    by_record: Mapping[str, frozenset[str]]
    records: Mapping[str, tuple[str, ...]]
    """Author → names of the records."""

    @classmethod
    def of(cls, catalog: Catalog) -> KnownAuthors:
        """Read the authors of a catalogue."""
        own = RecordRoles.of(catalog)
        by_record = {
            record.name: frozenset(filter(None, map(author_key, own.texts(record, "authors"))))
            for record in catalog.records
        }
        records: dict[str, list[str]] = {}
        for name, authors in by_record.items():
            for author in authors:
                records.setdefault(author, []).append(name)
        return cls(by_record, {author: tuple(names) for author, names in records.items()})

    def shared(self, authors: Sequence[str], without: str = "") -> SharedAuthors | None:
        """The record with most of the authors, the first by name of several; None if no record has any of them."""
        keys = {author_key(author): author for author in reversed(authors[:_MAX_AUTHORS])}
        counts: dict[str, int] = {}
        for key in keys.keys() & self.records.keys():
            for record in self.records[key]:
                counts[record] = counts.get(record, 0) + (record != without)
        record = min(counts, key=lambda name: (-counts[name], name), default="")
        if not record or not counts[record]:
            return None
        names = tuple(author for author in authors if author_key(author) in self.by_record[record])
        wanted = 3 if max(len(authors), len(self.by_record[record])) > _MANY else 2
        return SharedAuthors(record, tuple(dict.fromkeys(names)), len(set(map(author_key, names))) >= wanted)


def author_key(name: str) -> str:
    """A name as names are compared: `Müller, Jörg` and `Jorg Muller` are one; empty where no given name is written out.

    Surnames with initials are too common to say who it is.
    """
    family, comma, given = name.partition(",")
    plain = unicodedata.normalize("NFKD", f"{given} {family}" if comma else name)
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter)).casefold()
    words = re.findall(r"[^\W\d_]+", letters)
    if " ".join(words) in _OTHERS or (len(words) > 1 and all(len(word) == 1 for word in words[:-1])):
        return ""
    return "".join(word for word in words if len(word) > 1) if len(words) > 1 else _unspaced(words)


def _unspaced(words: Iterable[str]) -> str:
    """A name that is written in one piece, as in Chinese."""
    word = next(iter(words), "")
    return word if len(word) > 1 and not word.isascii() else ""
