"""The values of text without quotes (number, flag, nothing, or text), and the characters that no screen shows."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from catalog.escape import INVISIBLE

HIDDEN = re.compile(INVISIBLE)
_DIRECTION = "[\u200e\u200f\u202a-\u202e\u2066-\u2069]"
"""Marks of direction, which text of some scripts begins and ends with."""
HIDDEN_AT_EDGE = re.compile(rf"^(?!{_DIRECTION}){INVISIBLE}|(?!{_DIRECTION}){INVISIBLE}$")


class Ambiguous:
    """Plain text that YAML readers read differently; `flag` is what some of them make of `yes` or `no`."""

    def __init__(self, message: str, hint: str, flag: str = "") -> None:
        self.message, self.hint, self.flag = message, hint, flag


_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_BOOLEANS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_INTEGER = re.compile(r"[-+]?(?:0|[1-9]\d*)", re.ASCII)
_FLOAT = re.compile(r"[-+]?\d+\.\d*|\.\d+|[-+]?\d+\.\d+e[-+]\d{1,3}", re.ASCII | re.IGNORECASE)
"""With an exponent, only what every reader takes for a number; `1e24` stays text, which fields of numbers read."""
_SEXAGESIMAL = re.compile(r"[-+]?\d[\d_]*(?::[0-5]?\d)+(?:\.\d*)?", re.ASCII)
_ODD_NUMBER = re.compile(
    r"[-+]?(?:0[0-9_]+|0o[0-7]+|0x[0-9a-f_]+|0b[01_]+|\.?\d[\d_.]*_[\d_.]*(?:e[-+]?\d+)?|\.(?:inf|nan)|(?:\d+\.|\.\d+)e[-+]?\d+)|[-+]\.\d+",
    re.IGNORECASE | re.ASCII,
)
_YES_OR_NO = re.compile(r"yes|no|on|off", re.IGNORECASE)


@lru_cache(maxsize=1 << 16)
def resolve(text: str) -> Any:
    """Return the value of unquoted text, or `Ambiguous`."""
    if text in _NULLS:
        return None
    if text in _BOOLEANS:
        return _BOOLEANS[text]
    if _YES_OR_NO.fullmatch(text):
        value = "true" if text.lower() in ("yes", "on") else "false"
        message = f"`{text}` without quotes: some YAML readers read it as {value}, others as text"
        return Ambiguous(message, f'put quotes around it: "{text}"', value)
    if text[0] not in "+-.0123456789":
        return text
    if _SEXAGESIMAL.fullmatch(text):
        message = f"`{text}` without quotes: some YAML readers read it as a number in base 60"
        return Ambiguous(message, f'write "{text}" if you mean text, or the number in the unit of the field')
    # More digits than any amount has stay text: Python is slow to convert thousands, and refuses above 4,300.
    if _INTEGER.fullmatch(text) and len(text) < 40:
        return int(text)
    if _ODD_NUMBER.fullmatch(text):
        message = f"`{text}` without quotes: YAML readers disagree about which number it is"
        return Ambiguous(message, f'write plain digits, or "{text}" if you mean text')
    return float(text) if _FLOAT.fullmatch(text) else text


def shown_key(key: Any) -> str:
    """Return the key of a node without invisible characters; nothing if it has none."""
    return "" if key.value.__class__ is not str or key.value.isascii() else HIDDEN.sub("", key.value)
