"""The value types records are made of."""

from catalog.values.amount import Amount, Bound
from catalog.values.fact import SURVEY, UNCHECKED, Blank, Fact, Grade
from catalog.values.link import ArxivId, Link
from catalog.values.record import Measurement, Part, Record, Source
from catalog.values.ref import Entry, RecordRef, Ref, Slug, Text, Vocabularies, slugged
from catalog.values.show import Show
from catalog.values.term import Term, guess
from catalog.values.when import When
from catalog.values.words import bare, short, words

__all__ = [
    "SURVEY",
    "UNCHECKED",
    "Amount",
    "ArxivId",
    "Blank",
    "Bound",
    "Entry",
    "Fact",
    "Grade",
    "Link",
    "Measurement",
    "Part",
    "Record",
    "RecordRef",
    "Ref",
    "Show",
    "Slug",
    "Source",
    "Term",
    "Text",
    "Vocabularies",
    "When",
    "bare",
    "guess",
    "short",
    "slugged",
    "words",
]
