"""Who changed a value: a record, its table now, and what the table said last time are compared."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import Enum
from typing import Any

from catalog.importing.results import COLUMN_OF_ROW

Fact = Mapping[str, Any]
"""A fact as YAML has it, with the address of its source in place of the key."""
_OF_TABLES = ("value", "source", "where", "certain", "note")
"""What a table says of a fact; more than this was added by people."""


class MergeStep(Enum):
    """What to do with a value of a record."""

    LEAVE = "the table says what it said before, or the same as the record"
    FOLLOW = "the record has what the table said before"
    TELL = "both were changed, and differ"


def merge_step(
    ours: Fact | None, base: Fact | None, theirs: Fact | None, is_same: Callable[[Any, Any], bool]
) -> MergeStep:
    """Return what to do with a fact of a record, `ours`, where a table said `base` and says `theirs`.

    Values are compared with `is_same`.
    """

    def agree(one: Fact | None, other: Fact | None, *keys: str) -> bool:
        if one is None or other is None:
            return one is other
        alike = all(one.get(key, _ABSENT[key]) == other.get(key, _ABSENT[key]) for key in keys)
        return alike and is_same(one.get("value"), other.get("value"))

    is_untouched = agree(ours, base, "source", "where")
    if is_untouched and (theirs is not None or not has_more(ours, base)):
        return MergeStep.FOLLOW
    if agree(theirs, base, "source", "certain", "note") or agree(ours, theirs):
        return MergeStep.LEAVE
    return MergeStep.TELL


_ABSENT: Mapping[str, Any] = {"source": "", "where": "", "certain": True, "note": ""}


def has_more(ours: Fact | None, base: Fact | None) -> bool:
    """Whether people added to a fact of the table."""
    extra = {key for key in ours or {} if key not in _OF_TABLES}
    changed = {key for key in ("certain", "note") if (ours or {}).get(key) != (base or {}).get(key)}
    return bool(extra | changed)


def is_of_table(there: Any, where: str) -> bool:
    """Whether a fact in a file is the table's by its evidence: the column, in whatever row it stood then."""
    if not isinstance(there, Mapping) or "source" not in there:
        return False
    column, row, _ = str(there.get("where", "")).partition(COLUMN_OF_ROW)
    return bool(row) and column == where.partition(COLUMN_OF_ROW)[0]


def plain(value: Any) -> Any:
    """Return a value such that two ways to write it are equal: numbers and flags as text."""
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return "" if value is None else str(value)
