"""What surveyors write in cells becomes values: "7.7+ million hours", "2024/2/13", "[Code ?](https://…)".

Every function reads what it knows and refuses the rest with a sentence (`PydanticCustomError`, as values do).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from pydantic import TypeAdapter, ValidationError

from catalog.identifiers import ARXIV_ID
from catalog.importing.table import folded
from catalog.model.columns import Column, Kind
from catalog.values import Amount, ArxivId, Blank, Link, RecordRef, Text, Vocabularies, When, guess
from catalog.values.invalid import invalid

DOUBT = ("(?)", "?")
"""What surveyors put behind a value they are not sure of."""


@dataclass(frozen=True, slots=True)
class CellValue:
    """What a cell says of one field: a value or a blank, how surely, and what else stood beside it."""

    value: Any = None
    blank: Blank | None = None
    certain: bool = True
    note: str = ""

    @property
    def is_nothing(self) -> bool:
        """It tells nothing of the field."""
        return self.value is None and self.blank is None


NOTHING = CellValue()
"""What a word says that tells nothing of a field."""


def without_doubt(text: str, marks: Sequence[str] = DOUBT) -> tuple[str, bool]:
    """`text` without a mark of doubt at its end, and whether it was certain.

    A mark counts where a space or its own bracket sets it off: the `?` of an address or a title is no doubt.
    """
    for mark in sorted(marks, key=len, reverse=True):
        rest = text.removesuffix(mark)
        if rest != text and (not rest or rest[-1].isspace() or mark.startswith(("(", "["))):
            return rest.rstrip(), False
    return text, True


def read_cell(column: Column, text: str, vocabularies: Vocabularies, marks: Sequence[str] = DOUBT) -> CellValue:
    """What `text`, not empty, says of a field.

    Raises:
        PydanticCustomError: it cannot be understood; message and hint say why.
    """
    if column.kind in (Kind.LINK, Kind.ARXIV):
        return _address(column, text, marks)
    text, certain = without_doubt(text, marks)
    if not text:
        raise invalid(
            "found a mark of doubt and nothing else", "name it under `words` of the mapping: null if it says nothing"
        )
    if column.kind is Kind.AMOUNT:
        said = amount(text, column)
    elif column.many:
        said = CellValue(tuple(_one(column, part, vocabularies) for part in _listed(text)))
    else:
        said = CellValue(_one(column, text, vocabularies))
    return replace(said, certain=certain)


def _listed(text: str) -> list[str]:
    return [part.strip() for part in re.split(r"[,;]", text) if part.strip()]


def _one(column: Column, text: str, vocabularies: Vocabularies) -> Any:
    if column.kind is Kind.DATE:
        return date(text)
    if column.kind is Kind.FLAG:
        return flag(text)
    if column.term:
        words = {folded(member.value): member for member in column.term}
        return words.get(folded(text)) or column.term.read(text)
    if column.entry:
        return _key(column, text, vocabularies)
    return typed(column, text, vocabularies)


def _key(column: Column, text: str, vocabularies: Vocabularies) -> str:
    """The vocabulary's key that `text` names: itself, an entry's name or one of its other spellings."""
    known = spellings(column, vocabularies)
    if folded(text) not in known:
        message = f"found {text[:60]!r}, which is not in {_place(column)}"
        hint = f"{guess(text, list(known))}name it under `words`, or add an entry to {_place(column)}"
        raise invalid(message, hint)
    return known[folded(text)]


def spellings(column: Column, vocabularies: Vocabularies) -> dict[str, str]:
    """Every spelling of a word of the column's vocabulary → its key."""
    entries = vocabularies.get(column.entry.vocabulary, {}) if column.entry else {}
    known = {folded(name): key for key, entry in entries.items() for name in (*entry.aliases, entry.name)}
    return known | {folded(key): key for key in entries}


def _place(column: Column) -> str:
    return f"data/{column.entry.vocabulary}.yml" if column.entry else ""


_FLAGS = dict.fromkeys(("yes", "y", "true", "√", "✓", "✔", "☑"), True)
_FLAGS |= dict.fromkeys(("no", "n", "false", "×", "✗", "✘", "☐"), False)


def flag(text: str) -> bool:
    """Yes or no; a plain `x` is refused, because some tables tick with it and others cross out."""
    if folded(text) not in _FLAGS:
        hint = "say what it means under `words`, such as `x: true`"
        raise invalid(f"found {text[:60]!r} where yes or no belongs", hint)
    return _FLAGS[folded(text)]


_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_DATES = tuple(
    re.compile(pattern, re.ASCII | re.IGNORECASE)
    for pattern in (
        r"(?P<year>\d{4})(?:(?P<mark>[-/.])(?P<month>\d{1,2})(?:(?P=mark)(?P<day>\d{1,2}))?)?",
        rf"(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+)?{_MONTH},?\s+(?P<year>\d{{4}})",
        rf"{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})",
    )
)


def date(text: str) -> When:
    """`2024/2/13`, `2024-02`, `2024`, `13 February 2024`, `Feb 13, 2024`."""
    match = next((found for pattern in _DATES if (found := pattern.fullmatch(text))), None)
    if match is None:
        raise invalid(f"found {text[:40]!r} where a date belongs", "year first, or the month as a word: 2024/2/13")
    parts = match.groupdict()
    month = parts["month"] or ""
    if month and not month.isdigit():
        month = str(_MONTHS.index(month.lower()) + 1)
    written = [parts["year"], *(f"{int(part):02}" for part in (month, parts["day"]) if part)]
    return When.read("-".join(written))


_BOUNDS = {
    ">=": ("at least", "over", "more than", "from"),
    "~": ("about", "around", "approx", "approx.", "approximately", "ca", "ca.", "circa", "roughly", "nearly", "almost"),
    "<=": ("at most", "up to", "less than", "under"),
}
_BOUND_WORDS = {word: sign for sign, words in _BOUNDS.items() for word in words}
_SCALES = {"thousand": "K", "million": "M", "mio": "M", "billion": "B", "trillion": "T"}
_AMOUNT = re.compile(
    rf"(?:(?P<bound>{'|'.join(sorted(map(re.escape, _BOUND_WORDS), key=len, reverse=True))})\s+)?"
    r"(?P<sign>[~≈<>≤≥]=?)?\s*(?P<digits>\d[\d,]*(?:\.\d+)?)(?P<letter>(?-i:[KMBTkbt]|\s[KMBT])(?![^\W\d_]))?\s*(?P<plus>\+)?\s*"
    rf"(?P<scale>(?:{'|'.join(_SCALES)})s?\b)?\s*(?P<late>\+)?\s*(?P<unit>[^\W\d_]+|%)?\s*"
    r"(?:\((?P<note>[^()]+)\))?",
    re.IGNORECASE,
)
_SPELLINGS = ("h hr hrs hour hours", "min mins minute minutes", "s sec secs second seconds", "x times")
_UNITS = {word: line.split() for line in _SPELLINGS for word in line.split()}


def amount(text: str, column: Column) -> CellValue:
    """`960`, `50K+ hours`, `7.7+ million hours`, `about 3,000 h`; what follows in brackets becomes the note.

    The unit must be the field's own: nothing is converted. A small `m` is no million: it may be metres or minutes.
    """
    match = _AMOUNT.fullmatch(text)
    if match is None:
        raise invalid(f"found {text[:60]!r} where a number belongs", "one number, such as `50K+` or `7.7 million`")
    if match["unit"] and folded(match["unit"]) not in _own_units(column):
        wanted = column.show.unit or "none"
        raise invalid(f"found the unit {match['unit'][:40]!r}; the field's own is {wanted}", "say it in that unit")
    if match["letter"] and match["scale"]:
        raise invalid(f"found {text[:60]!r} with two scales", "keep one: `7.7M` or `7.7 million`")
    scale = _SCALES[match["scale"].lower().removesuffix("s")] if match["scale"] else (match["letter"] or "").strip()
    sign = _BOUND_WORDS.get(folded(match["bound"] or ""), "") + (match["sign"] or "")
    plus = (match["plus"] or "") + (match["late"] or "")
    return CellValue(Amount.read(f"{sign}{match['digits']}{scale}{plus}"), note=(match["note"] or "").strip())


def _own_units(column: Column) -> set[str]:
    """The field's unit in its spellings, and the words of its label: "7B parameters", "30 languages"."""
    unit = folded(column.show.unit)
    return {unit, *_UNITS.get(unit, ()), *folded(column.label).split()}


_MARKDOWN = re.compile(r"\[(?P<label>[^\[\]]*)\]\(\s*<?(?P<url>(?:[^\s<>()]|\([^\s<>()]*\))*)>?(?:\s+\"[^\"]*\")?\s*\)")
_ARXIV = re.compile(
    r"(?:https?://)?(?:www\.)?(?:arxiv\.org/(?:abs|pdf|html)/|arxiv:\s*)?"
    rf"(?P<id>{ARXIV_ID})(?:v\d+)?(?:\.pdf)?[?/]?",
    re.IGNORECASE | re.ASCII,
)


def _address(column: Column, text: str, marks: Sequence[str]) -> CellValue:
    """A Markdown link, an address alone, or an arXiv identifier; doubt may stand in the label or behind."""
    text, certain = without_doubt(text, marks)
    pieces = [text]
    if _MARKDOWN.search(text):
        pieces = [match["url"] for match in _MARKDOWN.finditer(text)]
        certain &= all(without_doubt(match["label"], marks)[1] for match in _MARKDOWN.finditer(text))
        if _MARKDOWN.sub("", text).strip(" ,;"):
            raise invalid(f"found {text[:80]!r}, which is more than links", "leave only the link in the cell")
    elif column.many:
        pieces = _listed(text)
    if not all(pieces):
        raise invalid(
            "found a link without an address",
            "add the address, or name the cell under `words`: null if it says nothing",
        )
    if len(pieces) > 1 and not column.many:
        raise invalid("found two addresses where one belongs", "keep one")
    found = tuple(_arxiv(piece) if column.kind is Kind.ARXIV else Link.read(_bare(piece)) for piece in pieces)
    return CellValue(found if column.many else found[0], certain=certain)


def _bare(text: str) -> str:
    return text[1:-1] if text.startswith("<") and text.endswith(">") else text


def _arxiv(text: str) -> ArxivId:
    match = _ARXIV.fullmatch(_bare(text))
    if match is None:
        raise invalid(f"found {text[:80]!r}, which is no paper on arXiv", "read it into a field for web addresses")
    return ArxivId.read(match["id"])


_TEXT = TypeAdapter[str](Text)
_SLUG = TypeAdapter[RecordRef](RecordRef)


def typed(column: Column, raw: Any, vocabularies: Vocabularies) -> Any:
    """A value as a mapping file or a cell gives it, of the field's own type.

    Raises:
        PydanticCustomError: the field cannot have it.
    """
    if column.kind is Kind.FLAG:
        if not isinstance(raw, bool):
            raise invalid(f"found {str(raw)[:60]!r} where true or false belongs", "write true or false")
        return raw
    if column.entry:
        known = vocabularies.get(column.entry.vocabulary, {})
        if raw not in known:
            hint = f"{guess(raw, list(known))}a new word needs an entry in {_place(column)}"
            raise invalid(f"found {str(raw)[:60]!r}, which is not in {_place(column)}", hint)
        return raw
    if column.term:
        return column.term.read(raw)
    readers = {Kind.AMOUNT: Amount.read, Kind.DATE: When.read, Kind.LINK: Link.read, Kind.ARXIV: ArxivId.read}
    return readers[column.kind](raw) if column.kind in readers else _validated(column, raw)


def _validated(column: Column, raw: Any) -> Any:
    try:
        return _SLUG.validate_python(raw) if column.kind is Kind.RECORD else _TEXT.validate_python(raw)
    except ValidationError as error:
        message = error.errors(include_url=False)[0]["msg"]
        raise invalid(f"found {str(raw)[:60]!r}: {message[0].lower()}{message[1:]}", "shorten or correct it") from None
