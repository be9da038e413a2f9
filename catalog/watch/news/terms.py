"""The terms of a survey, and what each says of whether a text is about the same."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from catalog.catalog import Catalog
from catalog.settings.watch import WatchedWords
from catalog.values import Entry, Record
from catalog.watch.news.words import words_in
from catalog.watch.roles import RecordRoles

_LONGEST = 4  # words of a term
_VOCABULARY = 1.0
_WATCHED = 0.2
_IN_TEXT = 0.5  # of the weight that a term has in a title
_EXPECTED = 20  # titles that stand for all that was never seen
_RARE = 0.02  # of these, the part that has a term
_MOST_TERMS = 8  # of each kind: long texts must not win by their length
_STOP = frozenset({
    "a", "all", "an", "and", "any", "approach", "are", "as", "at", "based", "be", "between", "beyond", "by", "can",
    "do", "does", "for", "from", "how", "in", "into", "is", "it", "its", "large", "method", "model", "new", "not",
    "novel", "of", "on", "or", "our", "study", "system", "task", "that", "the", "their",
    "this", "through", "to", "toward", "towards", "unified", "up", "using", "via", "we", "what", "when", "with",
    "without",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Terms:
    """Terms with their weights, and how people write them."""

    weights: Mapping[str, float]
    """Of the terms of titles and names, and of watched words."""
    vocabulary: frozenset[str]
    """The names of words of vocabularies, apart from those that many titles have which are no news."""
    written: Mapping[str, str]

    @classmethod
    def of(cls, catalog: Catalog, words: WatchedWords, seen: Iterable[str]) -> Terms:
        """Weigh the terms of a catalogue's titles, names and words of vocabularies.

        A term weighs the more, the more records have it, and the less, the larger the share of the titles in `seen`
        that have it is beside the share of the records: log(1 + records) · log(1 + ratio of shares) / 2.
        """
        vocabulary = _vocabulary(catalog)
        written = dict(vocabulary)
        own = RecordRoles.of(catalog)
        by_record = [_record_terms(own, record, written) for record in catalog.records]
        records = Counter(term for terms in by_record for term in terms)
        others = [terms_in(title) for title in seen]
        counts = Counter(term for terms in others for term in terms)
        weights: dict[str, float] = {}
        for term, count in records.items():
            if count > 1:
                share = (count - 0.5) / (len(by_record) + 1)
                elsewhere = (counts[term] + _EXPECTED * _RARE) / (len(others) + _EXPECTED)
                weights[term] = math.log(1 + count) * math.log(1 + share / elsewhere) / 2
        for word in (word for group in (*words.all, words.any) for word in group):
            term = " ".join(words_in(word))
            written.setdefault(term, word)
            weights[term] = max(_WATCHED, weights.get(term, 0))
        telling = {term for term in vocabulary if term and counts[term] <= _RARE * (len(others) + _EXPECTED)}
        return cls({term: weight for term, weight in weights.items() if term}, frozenset(telling), written)

    def closeness(self, title: str, text: str = "") -> tuple[float, tuple[str, ...]]:
        """How much the terms of a title and text weigh, and the heaviest of them as people write them.

        Names of the vocabularies come first, for they say most to people.
        """
        in_title = terms_in(title)
        found = dict.fromkeys(terms_in(text) - in_title, _IN_TEXT) | dict.fromkeys(in_title, 1.0)
        named = {term: part * _VOCABULARY for term, part in found.items() if term in self.vocabulary}
        other = {term: part * self.weights[term] for term, part in found.items() if term in self.weights}
        best = [*_heaviest(named), *_heaviest(other)]
        weight = math.fsum(kind[term] for kind in (named, other) for term in _heaviest(kind))
        return weight, tuple(self.written.get(term, term) for term in _without_parts(list(dict.fromkeys(best))))


def _heaviest(weights: Mapping[str, float]) -> list[str]:
    return sorted(weights, key=lambda term: (-weights[term], -len(term), term))[:_MOST_TERMS]


def _without_parts(terms: Sequence[str]) -> list[str]:
    """Terms without those that stand in another of them already."""
    return [term for term in terms if not any(f" {term} " in f" {other} " for other in terms if other != term)]


def terms_in(text: str) -> set[str]:
    """Every word and every two to four words of a text in a row, apart from those that every text has."""
    words = words_in(text)
    found: set[str] = set()
    for start, first in enumerate(words):
        if not first[0].isalnum() or first in _STOP:
            continue
        if not first.isdigit() and len(first) > 1:
            found.add(first)
        for end in range(start + 2, min(start + _LONGEST, len(words)) + 1):
            if words[end - 1] not in _STOP and words[end - 1][0].isalnum():
                found.add(" ".join(words[start:end]))
    return found


def _record_terms(own: RecordRoles, record: Record, written: dict[str, str]) -> set[str]:
    """The terms of a record's name and titles, and the words of vocabularies that it has."""
    found: set[str] = set()
    for text in (record.name, *own.texts(record, "title")):
        found |= terms_in(text)
        for word in text.split():
            if word.isalnum() and len(parts := words_in(word)) == 1:
                written.setdefault(parts[0], word if not word.istitle() else word.lower())
    return found


def _vocabulary(catalog: Catalog) -> dict[str, str]:
    """Term → how it is written, for every name of every word of the vocabularies."""
    entries = (entry for words in catalog.vocabularies.values() for entry in words.values())
    return {" ".join(words_in(name)): name for entry in entries for name in reversed(_names(entry))}


def _names(entry: Entry) -> Sequence[str]:
    return [name for name in (entry.name, entry.short, entry.family, *entry.aliases) if len(name) > 1]
