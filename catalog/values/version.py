"""Versions: `1.2.3`, `v2.0-rc1`, `2024.05`, `8`; what comes before a release is sorted before it."""

from __future__ import annotations

import re
from typing import Any

from catalog.values.invalid import described, invalid
from catalog.values.type import Value, ValueType

_MAX_LENGTH = 60
_BEFORE = ("dev", "nightly", "snapshot", "alpha", "a", "beta", "b", "milestone", "preview", "pre", "rc", "cr")
"""Words of versions that come before a release, the earliest first; a single letter only before a digit."""
_PART = re.compile(r"(?P<number>\d+)|(?P<word>[^\W\d_]+)")
_BELOW, _END, _NUMBER, _WORD = range(4)
"""What the next part of a version may be, in ascending order: a word before a release, nothing, a number, a word."""


class Version(str, Value):
    """A version as its makers write it."""

    __slots__ = ()

    @classmethod
    def read(cls, raw: Any) -> Version:
        """Return the version that text with a digit, or a whole number, stands for.

        Raises:
            PydanticCustomError: it is none, or was written without quotes and so may have lost a zero.
        """
        if type(raw) is float:
            message = f"found the number {raw} where a version belongs: without quotes, zeros at its end are lost"
            raise invalid(message, 'put it in quotes, with all its digits: "1.10"')
        if type(raw) is int and raw >= 0:
            raw = str(raw)
        if not isinstance(raw, str):
            raise invalid(f"found {described(raw)} where a version belongs", 'write "1.2.3"')
        text = " ".join(raw.split())
        if len(text) > _MAX_LENGTH or not re.search(r"\d", text, re.ASCII):
            raise invalid(f"found {text[:_MAX_LENGTH]!r} where a version belongs", 'write one with a digit: "1.2.3"')
        return cls(text)


class VersionType(ValueType[Version]):
    """Versions, in their natural order."""

    name = "version"
    example = "1.2.3"
    has_commas = False
    weight = 15

    def sort_key(self, value: Version) -> tuple[tuple[int, int, str], ...]:
        """Numbers by size; `2.0-rc1` before `2.0`, `2.0` before `2.0.1`; a `v` before the first number is none."""
        parts = list(_PART.finditer(value.casefold()))
        if len(parts) > 1 and parts[0]["word"] in ("v", "version", "release") and parts[1]["number"]:
            parts = parts[1:]
        return (
            *(_key(part, following) for part, following in zip(parts, [*parts[1:], None], strict=True)),
            (_END, 0, ""),
        )

    def json_schema(self) -> dict[str, Any]:
        """Text with a digit, or a whole number."""
        text = {"type": "string", "pattern": "[0-9]", "maxLength": _MAX_LENGTH}
        return {"anyOf": [text, {"type": "integer", "minimum": 0}]}


def _key(part: re.Match[str], following: re.Match[str] | None) -> tuple[int, int, str]:
    if part["number"]:
        return _NUMBER, int(part["number"]), ""
    word = part["word"]
    is_early = word in _BEFORE and (len(word) > 1 or (following is not None and following["number"] is not None))
    return (_BELOW, _BEFORE.index(word), "") if is_early else (_WORD, 0, word)


Version.type = VersionType(Version)
