"""Translates errors of libyaml, and what commas do to text without quotes, into messages for contributors."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

import yaml
from yaml._yaml import CParser

from catalog.escape import INVISIBLE, described_character

_MESSAGES = (
    (
        "block sequence entries",
        "a `-` is not allowed here",
        "write each `- ` item on a line of its own; remove the line if there is no value",
    ),
    (
        "block collection",
        "this line is neither an item of the list nor a key of the item above",
        "start it with `- `, or in the same column as the keys of the item",
    ),
    ("another document", "a second document starts here", "remove the `---`: a file holds one document"),
    (
        "document start",
        "this stands behind a line `...` or below a line with `%`, which end or begin a document",
        "remove that line: a file holds one document",
    ),
    (
        "block end|did not find expected key",
        "the indentation or the punctuation before this position is wrong",
        "start all keys of a mapping in the same column",
    ),
)
"""Pattern of libyaml's error, message, hint."""
_LOOKALIKES = {"\uff1a": ":", "\uff0c": ",", "\u2013": "-", "\u2014": "-", "\uff5b": "{", "\uff3b": "["}
"""Punctuation that YAML reads as letters, and what was probably meant."""
_LOOKALIKE = f"[{''.join(_LOOKALIKES)}]"
_PUNCTUATION = r"[:,{}\[\]\"'-]"
_MISPLACED = re.compile(rf"(?:^|{_PUNCTUATION}) *(?P<after>{INVISIBLE})|(?P<before>{INVISIBLE}) *(?={_PUNCTUATION}|$)")
"""An invisible character that is not inside a text."""
_UNQUOTED = re.compile(r"(?P<key>[\w.-]+): +(?P<text>[^\s,{}\[\]\"'][^,{}\[\]\"']*)$")
_FIRST_SIGN = re.compile(r"(?:^|[:,{\[-]\s)\s*([*&|>?])")
_NEXT_KEY = re.compile(r"\S\s+[a-z_]{2,}$")
"""What looks like a key behind a text: a comma is missing before it."""
_END_OF_TEXT = re.compile(r",\s+[\w.-]+:\s|[}\]]")


class Explanation(NamedTuple):
    """Where an error is (from 0), what it is, and what to do."""

    line: int
    column: int
    message: str
    hint: str


def explain_error(error: Any, text: str) -> Explanation:
    """Return position, message and hint for a `yaml.MarkedYAMLError` in `text`.

    libyaml reports where it gave up; where that is far from the mistake (an unclosed quote), the position is where
    the construct started.
    """
    reason = f"{error.context or ''} {error.problem or ''}"
    mark, start = error.problem_mark or error.context_mark, error.context_mark or error.problem_mark
    line = _line(text, mark.line)
    invisible = _MISPLACED.search(line[: mark.column + 1])
    if "\t" in line[: mark.column + 1]:
        return _at(mark, "a tab where only spaces are allowed", "indent with two spaces")
    if invisible:
        column = invisible.start(invisible.lastgroup or 0)
        return Explanation(mark.line, column, *explain_invisible(line[column]))
    if "unknown escape" in reason:
        hint = "write '…' around text with a backslash, or \\\\ for each one"
        return _at(mark, "a backslash in double quotes begins a code that YAML does not know", hint)
    if "quoted scalar" in reason:
        return _at(start, "this quote is never closed", "close it, or put quotes around the whole text")
    if line[: mark.column].rstrip()[-1:] in ('"', "'"):
        return _at(mark, "text after a closing quote", _requoted(line))
    return _in_brackets(mark, line, reason, text) or _in_lines(mark, start, line, reason, text)


def _at(mark: Any, message: str, hint: str) -> Explanation:
    return Explanation(mark.line, mark.column, message, hint)


def _lines(text: str) -> list[str]:
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _line(text: str, number: int) -> str:
    lines = _lines(text)
    return lines[number] if number < len(lines) else ""


def _in_brackets(mark: Any, line: str, reason: str, text: str) -> Explanation | None:
    """Explain an error in { } or [ ]."""
    openings = _open_brackets(text, mark.index)
    character = line[mark.column : mark.column + 1]
    if not openings:
        hint = f"remove it, or write `{_PARTNERS.get(character)}` where the brackets begin"
        return _at(mark, f"this `{character}` closes nothing", hint) if character in ("}", "]") else None
    opening = openings[-1]
    explanation = _swallowed(text, opening, mark) or _punctuation(mark, line, character)
    if explanation or ("flow" not in reason and "','" not in reason):
        return explanation
    bracket = text[opening.index]
    if character in ("}", "]") and bracket != _PARTNERS[character]:
        message = f"`{character}` cannot close the `{bracket}` of line {opening.line + 1}"
        return _at(mark, message, f"write `{_PARTNERS[bracket]}`, or change the `{bracket}`")
    message = f"the bracket or brace opened on line {opening.line + 1} is not closed, or a comma is missing"
    hint = "close it, or put quotes around text that contains one"
    return _at(mark if line[mark.column :].strip() else opening, message, hint)


def _punctuation(mark: Any, line: str, character: str) -> Explanation | None:
    """Explain a comma or colon in brackets."""
    before = line[: mark.column]
    if character == "," and before.rstrip().endswith((",", "{", "[")):
        return _at(mark, "nothing stands before this comma", "remove the comma, or write what is missing")
    value = _UNQUOTED.search(before)
    if character != ":" or value is None:
        return None
    odd = re.search(rf"{_LOOKALIKE}|;(?=\s*[\w.-]+$)", value["text"])
    if odd:
        return Explanation(mark.line, value.start("text") + odd.start(), *_explain_lookalike(odd[0]))
    if _NEXT_KEY.search(value["text"]):
        return None
    whole = value["text"] + _END_OF_TEXT.split(line[mark.column :])[0].rstrip()
    return _at(
        mark, "a second `: ` in text without quotes", f"put quotes around it: `{value['key']}: {_quoted(whole)}`"
    )


_PARTNERS = {"{": "}", "}": "{", "[": "]", "]": "["}


def _open_brackets(text: str, end: int) -> list[Any]:
    """Return the marks of the brackets that are open before the index `end`, outermost first."""
    openings: list[Any] = []
    parser = CParser(text)
    try:
        while (token := parser.get_token()) is not None and token.start_mark.index < end:
            if isinstance(token, yaml.FlowMappingStartToken | yaml.FlowSequenceStartToken):
                openings.append(token.start_mark)
            elif isinstance(token, yaml.FlowMappingEndToken | yaml.FlowSequenceEndToken):
                openings[-1:] = []
    except yaml.YAMLError:
        pass  # the error that is being explained
    return openings


def _swallowed(text: str, opening: Any, mark: Any) -> Explanation | None:
    """Explain a ` #` between an open bracket and an error, behind which the rest of the text was meant to be read."""
    for number, line in enumerate(_lines(text)[opening.line : mark.line + 1], opening.line):
        start = opening.column if number == opening.line else 0
        comment = re.search(r"(?<=\s)#.*[,}\]]", line[start:])
        if comment:
            column = start + comment.start()
            value = _UNQUOTED.search(line[:column].rstrip())
            hint = "put quotes around text with ` #`; write comments on lines of their own"
            if value:
                whole = f"{value['text']} {_END_OF_TEXT.split(line[column:])[0].rstrip(', ')}"
                hint = f"put quotes around it: `{value['key']}: {_quoted(whole)}`"
            return Explanation(number, column, "a comment begins at ` #`: the rest of this line is not read", hint)
    return None


def _in_lines(mark: Any, start: Any, line: str, reason: str, text: str) -> Explanation:
    """Explain an error outside of brackets."""
    if "expected ':'" in reason:
        return _not_a_key(start, _line(text, start.line))
    if re.search("cannot start any token|an alias|an anchor|block scalar|mapping keys", reason):
        signs = [match.start(1) for match in _FIRST_SIGN.finditer(line[: mark.column + 1])]
        column = mark.column if "any token" in reason or not signs else signs[-1]
        hint = "put quotes around the value"
        if line[column : column + 2] in ("* ", "+ "):
            hint += "; items of a list begin with `- `"
        return Explanation(mark.line, column, f"the character {line[column : column + 1]!r} cannot start a value", hint)
    if "mapping values" in reason:
        return _second_colon(mark, line)
    for pattern, message, hint in _MESSAGES:
        if re.search(pattern, reason):
            return _at(mark, message, hint)
    return _at(mark, f"YAML cannot read this: {reason.strip()[:120]}", "put quotes around text with punctuation")


def _second_colon(mark: Any, line: str) -> Explanation:
    """Explain a colon behind a text that has begun: on this line, or on the line before, with less indentation."""
    before = line[: mark.column]
    if re.fullmatch(r"\s+[\w.-]+", before):
        message = "this line is indented like a part of the value above it"
        column = len(before) - len(before.lstrip())
        return Explanation(mark.line, column, message, "start it in the same column as the other keys here")
    hint = "put quotes around text that contains a colon, or check the indentation"
    key = re.search(r",\s*([\w.-]+)$", before)
    if key:
        hint = f"put quotes around text that contains a colon; write `{key[1]}:` on a line of its own if it is a key"
    return _at(mark, "a second `: ` on this line", hint)


def _not_a_key(mark: Any, line: str) -> Explanation:
    """Explain a line that should start with a key and does not."""
    if re.match(r"<{7}|={7}|>{7}", line):
        message = "a conflict marker of an unfinished git merge"
        return _at(mark, message, "keep one of the two versions and remove the markers")
    message = "this line is not `key: value`"
    odd = re.search(f"(?P<other>{_LOOKALIKE})|{INVISIBLE}", line)
    if odd:
        explain = _explain_lookalike if odd["other"] else explain_invisible
        return Explanation(mark.line, odd.start(), *explain(odd[0]))
    hint = "write the key, a colon and a space; put quotes around text that continues on the next line"
    return _at(mark, message, hint)


def _explain_lookalike(character: str) -> tuple[str, str]:
    plain = {**_LOOKALIKES, ";": ","}[character]
    return f"`{character}` is not `{plain}`", f"write `{plain}` and a blank"


def explain_invisible(character: str) -> tuple[str, str]:
    """Return message and hint for a character that no screen shows."""
    message = f"{described_character(character)}, which looks like a blank or like nothing"
    return message, "replace it by a blank, or remove it"


def _requoted(line: str) -> str:
    """Return how to write text with quotes inside, or with more text behind a closing quote."""
    value = re.match(r"(?:[^\"'{}\[\]]*: +|\s*- +)([\"'].*?)\s*$", line)
    if value is None:
        return "put '…' around text that contains \"; write '' for ' inside '…'"
    text = value[1]
    inner = text[1:-1] if text[0] == text[-1] else text
    return f"put quotes around the whole text: {_quoted(inner)}"


def _quoted(text: str) -> str:
    """Return text in quotes as a contributor would write them."""
    text = text.strip("\u201c\u201d\u201e")
    if '"' not in text and "\\" not in text:
        return f'"{text}"'
    return "'" + text.replace("'", "''") + "'"


def explain_pieces(key: str, value: str, pieces: Sequence[str]) -> tuple[str, str]:
    """Return message and hint for what stands in { } between commas without a colon: `pieces` behind `key: value`.

    `value` is its text in the file; there is no key where the pieces stand first.
    """
    first = pieces[0]
    message = f"`{first}` stands alone, without a value"
    odd = re.search(_LOOKALIKE, first)
    if odd:
        return _explain_lookalike(odd[0])
    spaced = re.fullmatch(r"([\w.-]+):(\S.*)", first)
    if spaced:
        return "a blank is missing behind the colon", f"write `{spaced[1]}: {spaced[2]}`"
    if not key:
        return message, f"write `key: value` in {{ }}; a list has brackets: [{', '.join(pieces)}]"
    number = _joined_number(value, pieces)
    if number:
        return f"the comma ends the number: `{first}` stands alone", f"write {number}"
    if value[:1] in ("", '"', "'", "{", "[", "|", ">"):
        return message, f"write `{first}: …`, or put quotes around all of a text with commas"
    whole = _quoted(", ".join((value, *pieces)))
    return f"the comma ends the text: {message}", f"put quotes around text with a comma: `{key}: {whole}`"


def _joined_number(value: str, pieces: Sequence[str]) -> str:
    """Return how to write a number that a comma has cut into pieces: `44,500`, `7,81`, `12.000,5`."""
    whole, last = value.replace(".", ""), pieces[-1]
    if not re.fullmatch(r"[~<>=]*\d+", whole) or not re.fullmatch(r"[\d.]+[KMB]?\+?", "".join(pieces)):
        return ""
    is_grouped = all(re.match(r"\d{3}(?!\d)", piece) for piece in pieces) and "." not in value
    if is_grouped:
        decimal = f"{value}.{last}".rstrip("0").rstrip(".") if len(pieces) == 1 and last.isdigit() else value
        other = f"; if the comma is a decimal one, {decimal}" if decimal != value else ""
        return f"{value}{''.join(pieces)}, without commas{other}"
    return f"{whole}.{last}, with a decimal point" if len(pieces) == 1 and last.isdigit() else ""


def explain_end(text: str, comment: str) -> tuple[str, str] | None:
    """Return message and hint for text without quotes that was meant to go on in a comment, or to begin before."""
    if comment:
        return (
            "a comment begins at ` #`: it is not a part of the text",
            f"put quotes around the text: {_quoted(f'{text} {comment}')}",
        )
    if text.count('"') == 1 and text[-1] == '"':
        return "the text ends with a quote that was never opened", "remove it, or put one at the beginning"
    return None
