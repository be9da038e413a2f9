"""Whether a record says already what a service states, however it is written."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from itertools import zip_longest
from typing import Any

from pydantic_core import PydanticCustomError

from catalog.contribute.stated import StatedKind, Statement
from catalog.model.columns import Column
from catalog.services.works import work_at
from catalog.values import Fact, Licence, spelling
from catalog.values.bound import Bound

_AND_OTHERS = frozenset({"others", "et al", "et al."})
_MANY_VENUE_WORDS = frozenset({
    "a", "an", "and", "annual", "at", "conference", "for", "in", "international", "ieee", "journal", "meeting", "of",
    "on", "pages", "pp", "proc", "proceedings", "the", "transactions", "vol", "volume", "workshop",
})  # fmt: skip
"""Words in names of conferences and journals that say little."""


def says(fact: Fact[Any], column: Column, statement: Statement) -> bool:
    """Whether a fact with a value says what a service states."""
    return is_same(fact.value, statement.value, statement.field.compared, column)


def is_same(present: Any, stated: Any, kind: StatedKind, column: Column) -> bool:
    """Whether two values of a field say the same; the second may be as a service writes it."""
    return _COMPARED.get(kind, _is_same_text)(present, stated, column)


def words(text: str) -> list[str]:
    """Words and numbers without accents, capitals and signs."""
    plain = unicodedata.normalize("NFKD", text)
    return re.findall(r"[^\W_]+", "".join(letter for letter in plain if not unicodedata.combining(letter)).casefold())


def is_one_title(one: str, other: str) -> bool:
    """Whether titles have the same words, whatever the capitals and signs; one may lack the subtitle."""
    left, right = words(one), words(other)
    short, long = sorted((one, other), key=len)
    has_subtitle = ":" in long and words(long.partition(":")[0]) == words(short)
    return "".join(left) == "".join(right) or has_subtitle


def is_same_name(one: str, other: str) -> bool:
    """Whether names can be one person's: the same words in any order, or initials in place of given names."""
    left, right = words(one), words(other)
    if sorted(left) == sorted(right) or "".join(left) == "".join(right):
        return True
    return bool(left and right) and left[-1] == right[-1] and _are_initials(left[:-1], right[:-1])


def _are_initials(left: Sequence[str], right: Sequence[str]) -> bool:
    """Whether given names agree as far as both have them: whole, or one of them as a letter."""
    pairs = zip_longest(left, right)
    return all(a is None or b is None or a == b or (min(len(a), len(b)) == 1 and a[0] == b[0]) for a, b in pairs)


def has_common_author(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether a person is in both lists."""
    return any(is_same_name(left, right) for left in one for right in other)


def _listed(value: Any) -> list[str]:
    return [str(item) for item in value] if isinstance(value, tuple | list) else re.split(r"\s*;\s*", str(value))


def _are_same_authors(present: Any, stated: Any, _: Column) -> bool:
    left, right = _listed(present), _listed(stated)
    lists = [[name for name in names if name.casefold() not in _AND_OTHERS] for names in (left, right)]
    is_cut = [len(names) < len(all_names) for names, all_names in zip(lists, (left, right), strict=True)]
    if len(lists[0]) != len(lists[1]):
        shorter = 0 if len(lists[0]) < len(lists[1]) else 1
        if not is_cut[shorter]:
            return False
    return all(map(is_same_name, *lists)) if all(lists) else not any(lists)


def _is_same_venue(present: Any, stated: Any, _: Column) -> bool:
    short, long = sorted((words(str(present)), words(str(stated))), key=len)
    initials = "".join(word[0] for word in long)
    telling = [word for word in short if word not in _MANY_VENUE_WORDS and not re.fullmatch(r"(?:19|20)\d\d", word)]
    years = [set(re.findall(r"\b(?:19|20)\d\d\b", " ".join(each))) for each in (short, long)]
    are_there = all(word in long or _is_subsequence(word, initials) for word in telling)
    return are_there and (not all(years) or bool(years[0] & years[1]))


def _is_subsequence(word: str, letters: str) -> bool:
    rest = iter(letters)
    return len(word) > 2 and all(letter in rest for letter in word)


def _is_same_day(present: Any, stated: Any, column: Column) -> bool:
    """Whether dates can be one day; one of them may give less than the other."""
    try:
        low, high = column.type.bounds(column.type.read(stated))
    except PydanticCustomError:
        return False
    first, last = column.type.bounds(present)
    return first <= high and low <= last


def is_rounded(present: float, stated: float, bound: Bound = Bound.EXACT) -> bool:
    """Whether a number is another one in fewer digits: 1.7B stands for 1.65 to 1.75 billion, 7B for 6.5 to 7.5.

    Zeros at the end are taken as not written. `about` allows twice as much.
    """
    if bound in (Bound.AT_LEAST, Bound.AT_MOST):
        return stated >= present if bound is Bound.AT_LEAST else stated <= present
    exponent = Decimal(str(present)).normalize().as_tuple().exponent
    half = 10.0 ** int(exponent) / 2
    return abs(present - stated) <= half * (2 if bound is Bound.ABOUT else 1) * 1.000001


def _is_same_size(present: Any, stated: Any, column: Column) -> bool:
    return is_rounded(float(column.type.raw(present)), float(stated), column.type.bound(present))


def _is_same_licence(present: Any, stated: Any, _: Column) -> bool:
    """Whether licences are one; GitHub does not see whether later versions of the GPL are allowed as well."""
    names = [_GNU_ENDING.sub("", str(next(iter(Licence.type.meanings(each, {})), ""))) for each in (present, stated)]
    left, right = spelling(str(present)), spelling(str(stated))
    return left == right or (names[0] == names[1] if all(names) else left in right or right in left)


_GNU_ENDING = re.compile(r"-(?:only|or-later)$")


def _is_same_address(present: Any, stated: Any, column: Column) -> bool:
    addresses = {work_at(column.type.address(each) or str(each)) for each in _listed_values(present)}
    return work_at(str(stated)) in addresses


def _listed_values(value: Any) -> Sequence[Any]:
    return value if isinstance(value, tuple | list) else [value]


def _is_same_text(present: Any, stated: Any, _: Column) -> bool:
    return spelling(str(present)) == spelling(str(stated))


_COMPARED: Mapping[StatedKind, Callable[[Any, Any, Column], bool]] = {
    StatedKind.TITLE: lambda present, stated, _: is_one_title(str(present), str(stated)),
    StatedKind.NAMES: _are_same_authors,
    StatedKind.VENUE: _is_same_venue,
    StatedKind.DAY: _is_same_day,
    StatedKind.SIZE: _is_same_size,
    StatedKind.LICENCE: _is_same_licence,
    StatedKind.ADDRESS: _is_same_address,
    StatedKind.FLAG: lambda present, stated, _: present is stated,
}


def agree(one: Statement, other: Statement, column: Column) -> bool:
    """Whether two services say the same."""
    if one.field.compared in (StatedKind.DAY, StatedKind.SIZE):
        return str(one.value) == str(other.value)
    return is_same(one.value, other.value, one.field.compared, column)
