"""Identifiers of papers on arXiv."""

from __future__ import annotations

import re
from typing import Any

from catalog.identifiers import ARXIV_ID, arxiv_month
from catalog.values.invalid import invalid, is_valid
from catalog.values.show import Show
from catalog.values.type import Value, ValueType, Vocabularies

_CELL = re.compile(
    r"<?(?:https?://)?(?:www\.)?(?:arxiv\.org/(?:abs|pdf|html)/|arxiv:\s*)?"
    rf"(?P<id>{ARXIV_ID})(?:v\d+)?(?:\.pdf)?[?/]?>?",
    re.IGNORECASE | re.ASCII,
)


class ArxivId(str, Value):
    """The identifier of a paper on arXiv, without version: `2101.00001`."""

    __slots__ = ()

    @classmethod
    def read(cls, raw: Any) -> ArxivId:
        """Return `raw` if it has the form of an identifier.

        Raises:
            PydanticCustomError: it has not, or was written without quotes and so lost its zeros.
        """
        if isinstance(raw, (int, float)) and not isinstance(raw, bool):
            message = "found a number where an arXiv identifier belongs: without quotes, zeros at its end are lost"
            raise invalid(message, 'put it in quotes, with all its digits: "2101.00001"')
        if not isinstance(raw, str):
            raise invalid("found no text where an arXiv identifier belongs", 'write "2101.00001"')
        if not re.fullmatch(ARXIV_ID, raw):
            inner = re.search(rf"(?<![\d.a-z-]){ARXIV_ID}(?!\d)", raw[:1000])
            is_likely = inner and is_valid(cls.read, inner[0])
            hint = f'write "{inner[0]}"' if inner and is_likely else 'write it like "2101.00001"'
            raise invalid(f"found {raw[:60]!r}, which is not an arXiv identifier", hint)
        month = arxiv_month(raw)
        if not 1 <= month <= 12:
            raise invalid(f"found {raw}: the first four digits are year and month, and there is no month {month:02}")
        return cls(raw)


class ArxivType(ValueType[ArxivId]):
    """Papers on arXiv, linked to their abstracts."""

    name = "arXiv identifier"
    example = "1706.03762"
    facet = False
    base_address = "https://arxiv.org/abs/"
    has_commas = False
    weight = 60

    def from_cell(self, text: str, show: Show, vocabularies: Vocabularies) -> ArxivId:
        """The identifier, with or without version, alone or in the paper's address."""
        match = _CELL.fullmatch(text)
        if match is None:
            message = f"found {text[:80]!r}, which is not a paper on arXiv"
            raise invalid(message, "read it into a field for web addresses")
        return ArxivId.read(match["id"])

    def json_schema(self) -> dict[str, Any]:
        """New and old identifiers."""
        pattern = r"^(\d{2}(0[1-9]|1[0-2])\.\d{4,5}|[a-z-]+(\.[A-Z]{2})?/\d{2}(0[1-9]|1[0-2])\d{3})$"
        return {"type": "string", "pattern": pattern}


ArxivId.type = ArxivType(ArxivId)
