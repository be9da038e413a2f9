"""The value types records are made of."""

from catalog.values.amount import Amount, Number
from catalog.values.arxiv import ArxivId
from catalog.values.bound import Bound
from catalog.values.country import Country
from catalog.values.derived import Derived
from catalog.values.duration import Duration
from catalog.values.fact import NOT_WELL_SOURCED, SURVEY, UNCHECKED, Blank, Fact, Grade
from catalog.values.find import annotated_type, long, raw_value, short, type_of
from catalog.values.image import Image
from catalog.values.labelled_link import LabelledLink
from catalog.values.licence import Licence
from catalog.values.link import Link, site_name
from catalog.values.markdown import Markdown
from catalog.values.measurement import Measurement
from catalog.values.money import Money
from catalog.values.number_range import Range
from catalog.values.part import Part
from catalog.values.record import Record, Source
from catalog.values.record_ref import RecordRef
from catalog.values.ref import Entry, Ref
from catalog.values.show import Show
from catalog.values.slug import Slug, slugged
from catalog.values.spelling import guess, nearest, same_spelling, spelling, suggest
from catalog.values.term import Term
from catalog.values.text import Text, folded
from catalog.values.type import Value, ValueType, Vocabularies
from catalog.values.variant import Model, Variant, VariantScope
from catalog.values.version import Version
from catalog.values.when import When

__all__ = [
    "NOT_WELL_SOURCED",
    "SURVEY",
    "UNCHECKED",
    "Amount",
    "ArxivId",
    "Blank",
    "Bound",
    "Country",
    "Derived",
    "Duration",
    "Entry",
    "Fact",
    "Grade",
    "Image",
    "LabelledLink",
    "Licence",
    "Link",
    "Markdown",
    "Measurement",
    "Model",
    "Money",
    "Number",
    "Part",
    "Range",
    "Record",
    "RecordRef",
    "Ref",
    "Show",
    "Slug",
    "Source",
    "Term",
    "Text",
    "Value",
    "ValueType",
    "Variant",
    "VariantScope",
    "Version",
    "Vocabularies",
    "When",
    "annotated_type",
    "folded",
    "guess",
    "long",
    "nearest",
    "raw_value",
    "same_spelling",
    "short",
    "site_name",
    "slugged",
    "spelling",
    "suggest",
    "type_of",
]
