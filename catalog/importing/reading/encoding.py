"""The text of a file in any encoding: told by its marks, or else guessed, and then said."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""The byte order marks that spreadsheets and editors write; the longer ones first where one begins as another."""

_LIKELY = [
    "cp1252",
    "cp1250",
    "cp1251",
    "cp1253",
    "cp1254",
    "cp1256",
    "koi8_r",
    "shift_jis",
    "euc_jp",
    "gb18030",
    "big5",
    "euc_kr",
]
"""Encodings that tables are saved in where it is not Unicode."""

_SIGN_IN_WORD = re.compile("[\u00a1-\u00a9\u00ac-\u00b9\u00bc-\u00bf][a-z\u00c0-\u00ff]")
"""What Polish or Czech text looks like where it is read as the encoding of Western Europe."""

_DECLARED = re.compile(rb"(?:charset|encoding)=[\"']?([A-Za-z][\w-]{1,20})", re.ASCII)
"""What web pages say of their encoding near their beginning."""
_HEAD = 2_000
_SAMPLE, _MOST_TOLD = 100_000, 20
_VALID_PER_ERROR = 10
"""Letters beyond ASCII in valid UTF-8 for each byte that is not: then the file is UTF-8 with slips."""


@dataclass(frozen=True, slots=True)
class DecodedText:
    """The text; what encoding was guessed, if any; and where a byte could not be read, by line and column."""

    text: str
    guess: str = ""
    place: tuple[int, int] = (0, 0)
    unread: tuple[tuple[int, int], ...] = ()


def decoded_text(content: bytes) -> DecodedText:
    """Return the text of `content`, without a byte order mark."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _lenient(content[len(mark) :].decode(encoding, errors="replace"))
    wide = _wide(content)
    if wide:
        return DecodedText(content.decode(wide, errors="replace"), wide.upper(), (1, 1))
    try:
        return DecodedText(content.decode())
    except UnicodeDecodeError as error:
        return _guessed(content, error.start)


def _wide(content: bytes) -> str:
    """UTF-16 without a mark: text in any script has line ends and separators, of which every other byte is 0."""
    even, odd = content[:_SAMPLE:2].count(0), content[1:_SAMPLE:2].count(0)
    if bool(even) == bool(odd):
        return ""
    return "utf-16-be" if even else "utf-16-le"


def _guessed(content: bytes, start: int) -> DecodedText:
    text = content.decode(errors="replace")
    errors = text.count("\ufffd")
    if sum(not character.isascii() for character in text) - errors >= _VALID_PER_ERROR * errors:
        return _lenient(text)
    declared = _DECLARED.search(content[:_HEAD])
    if declared and (encoding := declared[1].decode("ascii")) and _is_known(encoding):
        return DecodedText(content.decode(encoding, errors="replace"))
    from charset_normalizer import from_bytes  # noqa: PLC0415 - 50 ms, and most files are UTF-8

    found = from_bytes(content[max(0, start - _SAMPLE // 2) :][:_SAMPLE], cp_isolation=_LIKELY)
    fitting = [match.encoding for match in found]
    encoding = fitting[0] if fitting else "cp1252"
    if "cp1252" in fitting and not _SIGN_IN_WORD.search(content.decode("cp1252", errors="replace")):
        encoding = "cp1252"
    return DecodedText(content.decode(encoding, errors="replace"), _shown(encoding), _place(text, text.index("\ufffd")))


def _is_known(encoding: str) -> bool:
    try:
        return codecs.lookup(encoding).name not in ("utf-8", "utf-7") and bool("".encode(encoding) or True)
    except LookupError:
        return False


def _lenient(text: str) -> DecodedText:
    places = (match.start() for match, _ in zip(re.finditer("\ufffd", text), range(_MOST_TOLD), strict=False))
    return DecodedText(text, unread=tuple(_place(text, at) for at in places))


def _shown(encoding: str) -> str:
    return {"cp1252": "Windows-1252"}.get(encoding, encoding.upper().replace("_", "-"))


def _place(text: str, at: int) -> tuple[int, int]:
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
