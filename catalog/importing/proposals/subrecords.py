"""Lists of mappings in the cells of a column: they become a list of parts, with fields of their own."""

from __future__ import annotations

from typing import Any

from catalog.importing.cells.inline import CellText
from catalog.importing.cells.signs import says_nothing
from catalog.importing.proposals.columns import key_of
from catalog.importing.proposals.kinds import Kind, kind_of
from catalog.importing.proposals.samples import Sample, Samples

_MOST_KEYS = 40


def kind_of_parts(column: Samples) -> Kind | None:
    """Return a list of parts where cells are lists of mappings; else None."""
    items = [item for cell in column.cells for item in _items(cell.raw)]
    mappings = [item for item in items if isinstance(item, dict)]
    if not mappings or len(mappings) * 2 < len(items):
        return None
    keys = list(dict.fromkeys(str(key) for item in mappings for key in item))[:_MOST_KEYS]
    fields: dict[str, tuple[str, Kind]] = {}
    for key in keys:
        values = [item.get(key) for item in mappings]
        cells = tuple(Sample(CellText(_text(value)), value) for value in values if _says(value))
        if cells and not any(isinstance(cell.raw, dict) or _is_nested(cell.raw) for cell in cells):
            own = key_of(key, [name for name, _ in fields.values()])
            kind = kind_of(Samples(key, cells, len(mappings)))
            fields[key] = own, _without_vocabulary(kind)
    comment = f"{len(mappings)} entries in {len(column.cells)} cells"
    return Kind({"many": True}, comment, fields=fields) if fields else None


def _items(raw: Any) -> list[Any]:
    """The entries of a cell; of a mapping whose keys are data, its keys with their values."""
    if isinstance(raw, dict):
        return [{"key": str(key), "value": value} for key, value in raw.items()]
    return list(raw) if isinstance(raw, list | tuple) else []


def _text(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value).strip()


def _says(value: Any) -> bool:
    return value is not None and value not in ("", []) and not says_nothing(_text(value))


def _is_nested(raw: Any) -> bool:
    return isinstance(raw, list | tuple) and any(isinstance(item, dict | list) for item in raw)


def _without_vocabulary(kind: Kind) -> Kind:
    """A part's words in a vocabulary are text: a list of parts is looked at, and seldom filtered."""
    if "vocabulary" not in kind.entry:
        return kind
    return Kind({key: value for key, value in kind.entry.items() if key == "many"}, kind.comment.partition(",")[0])
