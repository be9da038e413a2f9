"""Plain text: shown literally, never read as Markdown or HTML."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import StringConstraints

from catalog.values.invalid import described, invalid
from catalog.values.type import ValueType, Vocabularies

MAX_LENGTH = 2000
SEPARATOR = "; "
"""What stands between several values in one cell of a table."""

Text = Annotated[str, StringConstraints(strict=True, strip_whitespace=True, min_length=1, max_length=MAX_LENGTH)]
"""Plain text of one field."""


def folded(text: str) -> str:
    """Return `text` as it is compared: spacing and capitals do not matter."""
    return " ".join(text.split()).casefold()


class TextType(ValueType[str]):
    """Text of any content."""

    name = "text"
    weight = 0

    def read(self, raw: Any, vocabularies: Vocabularies | None = None) -> str:
        """Return the text without blanks around it."""
        if not isinstance(raw, str):
            raise invalid(f"found {described(raw)} where text belongs", "put it in quotes")
        text = raw.strip()
        if not text:
            raise invalid("found empty text", "write something, or remove it")
        if len(text) > MAX_LENGTH:
            raise invalid(f"the text is longer than {MAX_LENGTH} characters", "shorten it")
        return text


TEXT = TextType(str)
