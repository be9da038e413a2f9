"""The types of values by the names that `data/fields.yml` gives them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from catalog.values.amount import Number
from catalog.values.arxiv import ArxivId
from catalog.values.country import Country
from catalog.values.duration import Duration
from catalog.values.image import Image
from catalog.values.labelled_link import LabelledLink
from catalog.values.licence import Licence
from catalog.values.markdown import Markdown
from catalog.values.money import Money
from catalog.values.number_range import Range
from catalog.values.record_ref import RecordRef
from catalog.values.text import Text
from catalog.values.version import Version
from catalog.values.when import When

TYPES: Mapping[str, Any] = {
    "text": Text,
    "markdown": Markdown,
    "yes-no": bool,
    "number": Number,
    "range": Range,
    "date": When,
    "version": Version,
    "licence": Licence,
    "link": LabelledLink,
    "image": Image,
    "arxiv": ArxivId,
    "record": RecordRef,
    "money": Money,
    "duration": Duration,
    "country": Country,
}
"""Name → what the value of a field is annotated with. A closed list, a vocabulary and a part have keys of their own."""
