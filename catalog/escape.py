"""Escape untrusted text for terminals, for GitHub's Markdown and workflow commands, for XML and HTML."""

from __future__ import annotations

import json
import re
import unicodedata
from typing import Any

from markupsafe import Markup

_NOT_XML = "[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"  # compiled when needed: 6 ms

_NOT_SHOWN = "[\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufff9-\uffff]"
INVISIBLE = (
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\xa0\xad\u034f\u061c\u115f\u1160\u1680\u17b4\u17b5\u180b-\u180f\u2000-\u200f"
    "\u202a-\u202f\u205f-\u206f\u2800\u3000\u3164\ufeff\uffa0\ufff0-\ufffb\U000e0000-\U000e0fff]"
)
"""Pattern of the characters that no screen shows, or shows as a blank: all but blanks, tabs and line breaks."""


def printable(text: str) -> str:
    """Return `text` with U+FFFD for what a terminal would obey: control characters, direction marks, line breaks."""
    if text.isprintable():
        return text
    return "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in text)


def described_character(character: str) -> str:
    """Return what a character is called, for those that no screen shows: `U+200B (zero width space)`."""
    code = ord(character)
    if 0xDC80 <= code <= 0xDCFF:  # how Python reads a byte of a file name that is no text
        return f"the byte 0x{code - 0xDC00:02x}, which is not UTF-8"
    name = _CONTROL_NAMES.get(code) or unicodedata.name(character, "").lower()
    return f"U+{code:04X} ({name or 'a character without a name'})"


_CONTROL_NAMES = {
    0x00: "null",
    0x07: "bell",
    0x08: "backspace",
    0x09: "tab",
    0x0A: "line feed",
    0x0B: "vertical tab",
    0x0C: "form feed",
    0x0D: "carriage return",
    0x1B: "escape",
    0x7F: "delete",
    0x85: "next line",
}


def inline_code(text: str) -> str:
    """Return `text` as a Markdown code span; the fence is a number of backticks that does not occur inside."""
    text = printable(" ".join(text.split()))
    runs = [len(run) for run in re.findall(r"`+", text)]
    fence = "`" * next(length for length in range(1, len(runs) + 2) if length not in runs)
    padded = f" {text} " if text.startswith("`") or text.endswith("`") or not text.strip() else text
    return f"{fence}{padded}{fence}"


def code_block(text: str, language: str = "") -> str:
    """Return `text` as a Markdown code block; the fence is longer than any inside."""
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{language}\n{text.rstrip()}\n{fence}"


def escape_markdown(text: str) -> str:
    """Return `text` without markup, link, mention or emoji for GitHub; plain words stay plain, for mails show them."""
    escaped = re.sub(r"[\\`*_\[\]<>|#~&$]|:(?=//\w|[\w+-]+:)|^[-+=]", r"\\\g<0>", printable(" ".join(text.split())))
    escaped = re.sub(r"^(\d+)(?=[.)])|\b(www)(?=\.)", r"\g<0>\\", escaped, flags=re.IGNORECASE)
    return re.sub(r"([@#]|GH-)(?=\w)", "\\1\u200b", escaped)


def workflow_message(text: str) -> str:
    """Return `text` escaped as the message of a GitHub workflow command (`::error …::message`), line breaks kept."""
    lines = ("\t".join(map(printable, line.split("\t"))) for line in text.replace("\r\n", "\n").split("\n"))
    return "%0A".join(line.replace("%", "%25") for line in lines)


def json_text(content: Any, indent: int | None = None) -> str:
    """Return `content` as JSON in which characters that a terminal would obey are written as escapes."""
    text = json.dumps(content, ensure_ascii=False, indent=indent)
    return text if text.isprintable() else re.sub(_NOT_SHOWN, lambda match: f"\\u{ord(match[0]):04x}", text)


def workflow_property(text: str) -> str:
    """Return `text` escaped as a property of a GitHub workflow command (`::error file=property::…`)."""
    return workflow_message(text).replace(":", "%3A").replace(",", "%2C")


def xml_text(text: str) -> str:
    """Return `text` with U+FFFD for the characters that XML 1.0 forbids, which no escape can express."""
    return text if text.isprintable() else re.sub(_NOT_XML, "\N{REPLACEMENT CHARACTER}", text)


def as_html(text: str) -> Markup:
    """Return text that is HTML already; calling `Markup` takes four times as long, and a page is made of hundreds."""
    return str.__new__(Markup, text)


def script_json(data: Any) -> str:
    """Return data as the JSON of a script element, which nothing in it can end."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for mark in "<>&\u2028\u2029":
        text = text.replace(mark, f"\\u{ord(mark):04x}")
    return text
