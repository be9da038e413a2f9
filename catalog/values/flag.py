"""Yes or no: `true` and `false` in YAML, a Python bool."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from catalog.values.invalid import invalid
from catalog.values.show import Show
from catalog.values.text import folded
from catalog.values.type import ValueType, Vocabularies

_SPELLINGS = dict.fromkeys(("yes", "y", "true", "√", "✓", "✔", "☑"), True)
_SPELLINGS |= dict.fromkeys(("no", "n", "false", "×", "✗", "✘", "☐"), False)


class FlagType(ValueType[bool]):
    """True or false, shown as yes or no."""

    name = "yes or no"
    example = True
    dtype = "boolean"
    table_schema_type = "boolean"

    @property
    def choices(self) -> tuple[str, ...]:
        """Yes first."""
        return "yes", "no"

    def read(self, raw: Any, vocabularies: Vocabularies | None = None) -> bool:
        """Return `raw` if it is true or false."""
        if not isinstance(raw, bool):
            raise invalid(f"found {str(raw)[:60]!r} where true or false belongs", "write true or false")
        return raw

    def from_cell(self, text: str, show: Show, vocabularies: Vocabularies) -> bool:
        """Yes or no; a plain `x` is refused, because some tables tick with it and others cross out."""
        flag = _SPELLINGS.get(folded(text))
        if flag is None:
            hint = "say what it means under `words`, such as `x: true`"
            raise invalid(f"found {text[:60]!r} where yes or no belongs", hint)
        return flag

    def spellings(self, vocabularies: Vocabularies) -> Sequence[tuple[str, bool]]:
        """Words and the marks of tables."""
        return tuple(_SPELLINGS.items())

    def short(self, value: bool, unit: str = "") -> str:  # noqa: FBT001
        """`yes` or `no`."""
        return "yes" if value else "no"

    def sort_key(self, value: bool) -> int:  # noqa: FBT001
        """No before yes."""
        return int(value)

    def raw(self, value: bool) -> bool:  # noqa: FBT001
        """The value itself."""
        return value

    def json_schema(self) -> dict[str, Any]:
        """True or false."""
        return {"type": "boolean"}


FLAG = FlagType(bool)
