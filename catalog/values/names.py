"""The types of values by the names that `data/fields.yml` gives them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from catalog.values.amount import Amount
from catalog.values.arxiv import ArxivId
from catalog.values.licence import Licence
from catalog.values.link import Link
from catalog.values.record_ref import RecordRef
from catalog.values.text import Text
from catalog.values.when import When

TYPES: Mapping[str, Any] = {
    "text": Text,
    "yes-no": bool,
    "number": Amount,
    "date": When,
    "licence": Licence,
    "link": Link,
    "arxiv": ArxivId,
    "record": RecordRef,
}
"""Name → what the value of a field is annotated with. A closed list, a vocabulary and a part have keys of their own."""
