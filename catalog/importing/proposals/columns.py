"""Which columns of a table name its records, tell them apart and date them, and what the keys of their fields are."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

from catalog.importing.proposals.samples import Samples, probe
from catalog.importing.proposals.units import without_unit
from catalog.importing.slugs import transliterated
from catalog.model.node import Node
from catalog.values import Record, spelling
from catalog.values.slug import SLUG

NAMES = (
    ("name", "title"),
    ("model", "method", "system", "project", "tool", "software", "library", "package", "product", "dataset"),
    ("language", "framework", "app", "application", "service", "company", "paper", "benchmark", "resource", "item"),
)
"""What tables call the column that names their rows: the surest first."""
_KEYS = ("slug", "id", "key", "identifier")
_LONGEST_NAME = 120
_NUMBERINGS = ("", "#", "no", "no.", "nr", "nr.", "n", "id", "row", "rank", "index", "number", "position", "place", "№")
_LABEL_LENGTH = 60


def name_column(columns: Mapping[int, Samples], one: str = "") -> int | None:
    """Return the column that names the records: by its heading, else the first whose texts all differ."""
    for index, column in columns.items():
        if spelling(column.heading) in (*NAMES[0], spelling(one)) and _has_texts(column):
            return index
    named = {index: column for index, column in columns.items() if _names_rows(column)}
    for words in ((one,) if one else (), *NAMES):
        for ends_with in (False, True):
            for index, column in named.items():
                heading = [spelling(word) for word in re.split(r"[\s_/()-]+", column.heading) if word]
                is_whole = spelling(column.heading) in {*words, *(spelling(f"{word} name") for word in words)}
                if is_whole or (ends_with and heading and heading[-1] in words):
                    return index
    distinct = (index for index, column in named.items() if len(set(_texts(column))) >= 0.9 * len(column.cells))
    return next(distinct, next(iter(named), None))


def _texts(column: Samples) -> list[str]:
    return [cell.text for cell in column.cells]


def _has_texts(column: Samples) -> bool:
    """Whether most rows have a short text of one value there."""
    is_nested = any(isinstance(cell.raw, list | dict) for cell in column.cells)
    short = sum(len(text) <= _LONGEST_NAME and "://" not in text for text in _texts(column))
    return not is_nested and bool(short) and short * 2 >= column.rows


def _names_rows(column: Samples) -> bool:
    """Whether cells could be names: short texts with letters, in most rows, and neither numbers nor dates."""
    if not _has_texts(column):
        return False
    texts = _texts(column)
    short = sum(len(text) <= 120 and bool(re.search(r"[^\W\d_]", text)) and "://" not in text for text in texts)
    values = max(column.readable(probe(name)) for name in ("number", "date", "yes-no"))
    return short >= 0.8 * len(texts) and values * 2 < len(texts)


def key_column(columns: Mapping[int, Samples]) -> int | None:
    """Return the column whose cells are slugs, each once; None where there is none."""
    for index, column in columns.items():
        texts = _texts(column)
        if spelling(column.heading) in _KEYS and len(set(texts)) == column.rows and all(map(SLUG.match, texts)):
            return index
    return None


def number_column(columns: Mapping[int, Samples]) -> int | None:
    """Return the column that counts 1, 2, 3."""
    for index, column in columns.items():
        is_called_so = column.heading.strip().casefold() in _NUMBERINGS
        if (
            is_called_so
            and column.cells
            and _texts(column) == [str(number) for number in range(1, len(column.cells) + 1)]
        ):
            return index
    return None


def key_of(heading: str, taken: Iterable[str]) -> str:
    """Return a key for a heading that is none of those `taken`: `Release Date` → `release_date`."""
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z][a-z])", "_", heading) if " " not in heading else heading
    plain = unicodedata.normalize("NFKD", transliterated(words)).encode("ascii", "ignore").decode().lower()
    plain = plain.replace("#", " number ").replace("%", " percent ")
    key = re.sub(r"[^a-z0-9]+", "_", re.sub(r"\(.*?\)", " ", plain)).strip("_")[:40].strip("_")
    key = key or "_".join(re.findall(r"[a-z0-9]+", plain))[:40] or "column"
    key = key if key[0].isalpha() else f"n_{key}"
    key = f"{key}_value" if is_reserved(key) else key
    number, own, others = 1, key, set(taken)
    while own in others:
        number += 1
        own = f"{key}_{number}"
    return own


def is_reserved(key: str) -> bool:
    """Whether every record has something of this name already."""
    return hasattr(Record, key) or key in Node.of(Record).children or key in {"variants", "derived", "models"}


def label_of(heading: str, unit: str = "") -> str:
    """Return what readers call a field: its heading without the unit, the name of a key in words."""
    text = " ".join(without_unit(heading, unit).split())
    if re.fullmatch(r"[a-z0-9]+(?:[_.-][a-z0-9]+)*", text) or re.fullmatch(r"[a-z]+(?:[A-Z][a-z]+)+", text):
        text = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text)
        text = re.sub(r"[_.-]+", " ", text).strip().lower().capitalize()
    return text[:_LABEL_LENGTH].strip() or "Column"
