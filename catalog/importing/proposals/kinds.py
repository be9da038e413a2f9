"""What a column of a table holds: the type that its cells read as, else text.

A guess is proposed where nearly all cells bear it out, and says how many do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from catalog.importing.cells.signs import answer
from catalog.importing.cells.values import answer_and_remark
from catalog.importing.proposals.samples import LEAST, Sample, Samples, probe
from catalog.importing.proposals.units import currency_of, unit_of_cells, unit_of_heading
from catalog.importing.proposals.wordlists import Words, shared_words

_IMAGE = re.compile(r"\.(?:png|jpe?g|svg|gif|webp|avif)(?:[?#].*)?$", re.IGNORECASE)
_ARXIV = re.compile(r"^https?://(?:www\.|export\.)?arxiv\.org/", re.IGNORECASE)
_DATE_HEADING = re.compile(
    r"date|year|released?\b|since|founded|publish|launch|updated?|created|start|end\b|eol|born|day\b|time$",
    re.IGNORECASE,
)
_VERSION_HEADING = re.compile(r"version|latest|\btag\b|release$", re.IGNORECASE)
_VERSION = re.compile(r"v?\d+(?:\.\d+){1,4}(?:[-+._ ]?[a-z][\w.+-]*)?|v\d+", re.IGNORECASE)
_LONGEST_VERSION = 40
_LICENCE_HEADING = re.compile(r"licen[cs]e", re.IGNORECASE)
_COUNTRY_HEADING = re.compile(r"countr|nation|location|headquarter|based in", re.IGNORECASE)
_NUMBER = re.compile(r"\d[\d,]{0,30}(?:\.\d{1,30})?(?:[eE][+-]?\d{1,2}\b)?(?P<letter>[KMBTkbt](?![A-Za-z]))?")
_SCALES = {"": 1, "k": 1e3, "m": 1e6, "b": 1e9, "t": 1e12}
_MOST_TRIED = 300
_LONG = 300
_LONGEST_ITEM = 60
_LONGEST = 2000


@dataclass(frozen=True)
class Kind:
    """What a field would be: its entry in `data/fields.yml` without key and label, and why."""

    entry: dict[str, Any]
    comment: str = ""
    words: Words | None = None
    fields: dict[str, tuple[str, Kind]] = field(default_factory=dict)
    """Key in the cells' mappings → key of the field and what it is, for a list of parts."""

    @property
    def type(self) -> str:
        """The name of its type; empty for lists of words, vocabularies and parts."""
        return str(self.entry.get("type", "")) or ("text" if not self.entry.keys() & {"words", "vocabulary"} else "")

    @property
    def many(self) -> bool:
        """Whether it takes several values."""
        return bool(self.entry.get("many"))


def kind_of(samples: Samples) -> Kind:
    """Return what a column holds."""
    if not samples.cells:
        return Kind({}, "no cell says anything")
    tests = (_links, _answers, _dates, _versions, _licence, _country, _numbers, _money_and_time, _words)
    for test in tests:
        kind = test(samples)
        if kind:
            return kind
    return _text(samples)


def _found(samples: Samples, count: int, what: str) -> str:
    total = len(samples.cells)
    return f"{'all' if count == total else f'{count} of'} {total} cells read as {what}"


def _tried(samples: Samples, name: str, what: str, more: dict[str, Any], unit: str = "") -> Iterator[Kind]:
    """The kind of a type, if nearly all cells read as it; as a list where only that does."""
    single = samples.nearly_all(probe(name, unit=unit))
    several = single if single == len(samples.cells) else samples.nearly_all(probe(name, unit=unit, many=True))
    is_list = several - single > 0.02 * len(samples.cells)
    if single or several:
        count, entry = (several, {"many": True}) if is_list else (single, {})
        yield Kind({"type": name} | more | entry, _found(samples, count, what))


def _links(samples: Samples) -> Kind | None:
    if samples.most(lambda cell: bool(cell.content.images and not cell.content.text)):
        many = samples.count(lambda cell: len(cell.content.images) > 1) > 0
        return _addresses(samples, "image", "an image", many=many)
    if not samples.most(lambda cell: bool(cell.addresses) and cell.is_mostly_links):
        return None
    many = samples.count(lambda cell: len(set(cell.addresses)) > 1) > 0
    if samples.most(lambda cell: cell.is_links) and samples.most(lambda cell: bool(cell.content.links)):
        # A column of links may hold values whose links are evidence.
        value = _dates(samples) or _licence(samples) or _numbers(samples) or _answers(samples)
        if value or samples.count(lambda cell: bool(re.match(r"[~<>≤≥]?\s?\d", cell.text))) * 2 > len(samples.cells):
            return value
    if samples.most(lambda cell: all(_ARXIV.search(address) for address in cell.addresses)):
        paper = next(_tried(samples, "arxiv", "a paper on arXiv", {}), None)
        if paper:
            return paper
    if samples.most(lambda cell: all(_IMAGE.search(address) for address in cell.addresses)):
        return _addresses(samples, "image", "an image", many=many)
    return _addresses(samples, "link", "a link", many=many)


def _addresses(samples: Samples, name: str, what: str, *, many: bool) -> Kind:
    count = samples.readable(probe(name, many=many))
    return Kind({"type": name} | ({"many": True} if many else {}), _found(samples, count, what))


def _answers(samples: Samples) -> Kind | None:
    """Yes or no, or also partly: then it is a closed list."""
    answers = [_answer(cell) for cell in samples.cells]
    count = sum(found is not None for found in answers)
    is_certain = any(
        _flag(cell) or answer(answer_and_remark(cell.text)[0] or cell.text, expected=False) for cell in samples.cells
    )
    if count < LEAST * len(samples.cells) or not is_certain:
        return None
    if "partly" not in answers:
        return Kind({"type": "yes-no", "filter": True}, _found(samples, count, "yes or no"))
    meanings = {"yes": "Yes.", "partly": "In part.", "no": "No."}
    return Kind({"words": meanings, "ordered": True, "filter": True}, _found(samples, count, "yes, partly or no"))


def _answer(cell: Sample) -> str | None:
    return _flag(cell) or answer(cell.text) or answer(answer_and_remark(cell.text)[0])


def _flag(cell: Sample) -> str | None:
    return "yes" if cell.raw is True else "no" if cell.raw is False else None


def _dates(samples: Samples) -> Kind | None:
    are_years = samples.most(lambda cell: bool(re.fullmatch(r"\d{4}", cell.text)))
    if are_years and not _DATE_HEADING.search(samples.heading):
        return None
    return next(_tried(samples, "date", "a date", {"scale": "time"}), None)


def _versions(samples: Samples) -> Kind | None:
    is_version = samples.most(_is_version)
    has_points = samples.count(lambda cell: cell.text.count(".") > 1 or cell.text[:1] in "vV") > 0
    named = bool(_VERSION_HEADING.search(samples.heading))
    if not is_version or not (has_points or named):
        return None
    return next(_tried(samples, "version", "a version", {}), None)


def _is_version(cell: Sample) -> bool:
    return len(cell.text) <= _LONGEST_VERSION and bool(_VERSION.fullmatch(cell.text) or cell.text.isdecimal())


def _licence(samples: Samples) -> Kind | None:
    if not _LICENCE_HEADING.search(samples.heading):
        return None
    column = probe("licence", many=True)
    texts = samples.parts(many=True)
    whole = samples.parts(many=False)
    many = sum(bool(column.type.meanings(text, {})) for text in texts) > sum(
        bool(column.type.meanings(text, {})) for text in whole
    )
    named = sum(bool(column.type.meanings(text, {})) for text in (texts if many else whole))
    comment = f"{named} of {len(texts if many else whole)} values are licences with an SPDX identifier"
    if any(len(text) > _LONGEST for text in whole):
        return None
    return Kind({"type": "licence", "filter": True} | ({"many": True} if many else {}), comment)


def _country(samples: Samples) -> Kind | None:
    is_named = bool(_COUNTRY_HEADING.search(samples.heading))
    kind = next(_tried(samples, "country", "a country", {"filter": True}), None)
    return kind if is_named or (kind and samples.count(lambda cell: len(cell.text) > 3) > 0) else None


def _numbers(samples: Samples) -> Kind | None:
    unit = unit_of_heading(samples.heading) or unit_of_cells(cell.text for cell in samples.cells)
    if currency_of(samples.heading, (cell.text for cell in samples.cells)):
        return None
    more = ({"unit": unit} if unit else {}) | {"scale": _scale(samples)}
    best: Kind | None = None
    for name, what in (("number", "a number"), ("range", "a number or a range")):
        kind = next(_tried(samples, name, what, more, unit), None)
        if kind and (best is None or _count(kind, samples, unit) > _count(best, samples, unit)):
            best = kind
    return best


def _count(kind: Kind, samples: Samples, unit: str) -> int:
    return samples.nearly_all(probe(kind.type, unit=unit, many=kind.many))


def _scale(samples: Samples) -> str:
    """Logarithmic, where the greatest number is a thousand times the least."""
    found = (_NUMBER.search(cell.text) for cell in samples.cells)
    numbers = [_size(match) for match in found if match]
    positive = [number for number in numbers if number > 0]
    return "log" if positive and max(positive) >= 1000 * min(positive) else "linear"


def _size(match: re.Match[str]) -> float:
    letter = match["letter"] or ""
    return float(match[0].removesuffix(letter).replace(",", "")) * _SCALES[letter.lower()]


def _money_and_time(samples: Samples) -> Kind | None:
    currency = currency_of(samples.heading, (cell.text for cell in samples.cells))
    if currency:
        return next(
            _tried(samples, "money", "an amount of money", {"unit": currency, "scale": _scale(samples)}, currency), None
        )
    return next(_tried(samples, "duration", "a duration", {"scale": "log"}), None)


def _words(samples: Samples) -> Kind | None:
    found = shared_words(samples)
    if found is None or samples.readable(probe("number")) * 2 > len(samples.cells):
        return None
    more = {"many": True} if found.many else {}
    if found.is_closed:
        comment = f"{len(found.words)} different values in {len(samples.cells)} cells"
        return Kind({"words": list(found.words), "filter": True} | more, comment, found)
    comment = f"{len(found.words)} different values in {len(samples.cells)} cells, listed in the vocabulary"
    return Kind({"vocabulary": "", "filter": True} | more, comment, found)


def _text(samples: Samples) -> Kind:
    """Text, with what it nearly was."""
    lists = samples.count(_is_list)
    many = {"many": True} if lists > len(samples.cells) / 2 else {}
    longest = max((len(cell.content.text) for cell in samples.cells), default=0)
    typical = sorted(len(cell.text) for cell in samples.cells)[len(samples.cells) // 2]
    if not many and (longest > _LONGEST or typical > _LONG):
        return Kind({"type": "markdown"}, f"up to {longest} characters")
    return Kind(many, _nearly(samples))


def _is_list(cell: Sample) -> bool:
    """Whether a cell is a list: as its file says, or by what stands between short texts."""
    parts = re.split(r"[;\n]", cell.content.text)
    return isinstance(cell.raw, list | tuple) or (len(parts) > 1 and all(len(part) <= _LONGEST_ITEM for part in parts))


def _nearly(samples: Samples) -> str:
    """How many cells read as another type, where most do."""
    unit = unit_of_heading(samples.heading) or unit_of_cells(cell.text for cell in samples.cells)
    samples = replace(samples, cells=samples.cells[:_MOST_TRIED])
    names = (
        ("number", "a number"),
        ("range", "a range"),
        ("date", "a date"),
        ("link", "a link"),
        ("money", "an amount of money"),
    )
    counts = [(samples.readable(probe(name, unit=unit, many=True)), what) for name, what in names]
    count, what = max(counts, key=lambda item: item[0])
    total = len(samples.cells)
    return f"text, because only {count} of {total} cells read as {what}" if total > count > total / 2 else ""
