"""Tables of one file that have the same headings, read as one: lists put a table under each of their headings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from catalog.importing.reading.rows import number_of, numbered_lines, squared, unique_headings
from catalog.importing.source_table import Remark, SourceCell, SourceTable
from catalog.values import folded

Row = tuple[SourceCell, ...]
_BELOW = "Subsection"
_MOST_NAMES = 5


@dataclass(slots=True)
class SquareTable:
    """A table with as many cells in every row as in its header."""

    source: SourceTable
    header: Row
    rows: list[Row]


def joined_tables(sources: Iterable[SourceTable]) -> list[SquareTable]:
    """Return the tables, those with the same headings as one, at the place of the first."""
    groups: dict[tuple[str, frozenset[str]], list[SquareTable]] = {}
    for index, source in enumerate(sources):
        table = SquareTable(source, *squared(source))
        headings = frozenset(folded(cell.text) for cell in table.header)
        key = (source.apart, headings) if source.apart else (str(index), headings)
        groups.setdefault(key, []).append(table)
    return [_joined(tables) if len(tables) > 1 else tables[0] for tables in groups.values()]


def _joined(tables: Sequence[SquareTable]) -> SquareTable:
    first = tables[0]
    added = _added(tables)
    header = unique_headings((*first.header, *_headings(first, added)), [])
    rows = [
        row + marks
        for table, marks in zip(tables, added, strict=True)
        for row in _in_order(table.rows, table.header, first.header)
    ]
    remarks = [remark for table in tables for remark in table.source.remarks]
    remarks.append(_told(tables, [cell.text for cell in header[len(first.header) :]]))
    return SquareTable(replace(first.source, remarks=remarks), header, rows)


def _in_order(rows: list[Row], header: Row, wanted: Row) -> list[Row]:
    """The cells of each row in the order of other headings."""
    places = {folded(cell.text): index for index, cell in enumerate(header)}
    order = [places[folded(cell.text)] for cell in wanted]
    return rows if order == sorted(order) else [tuple(row[index] for index in order) for row in rows]


def _added(tables: Sequence[SquareTable]) -> list[Row]:
    """For each table the cells that tell it from the others: the headings above it that they do not share."""
    paths = [table.source.sections for table in tables]
    levels = zip(*paths, strict=False)
    shared = sum(1 for _ in takewhile(lambda level: len({cell.text for cell in level}) == 1, levels))
    rests = [path[shared:] or path[-1:] for path in paths]
    width = min(2, max(map(len, rests)))
    blanks = [replace(table.header[0], text="") for table in tables]
    return [_marks(rest, blank)[:width] for rest, blank in zip(rests, blanks, strict=True)]


def _marks(path: Sequence[SourceCell], blank: SourceCell) -> Row:
    if not path:
        return blank, blank
    below = " / ".join(cell.text for cell in path[1:])
    return path[0], replace(path[-1], text=below) if below else blank


def _headings(table: SquareTable, added: Sequence[Row]) -> Row:
    names = (table.source.apart, _BELOW)[: len(added[0])]
    return tuple(replace(table.header[0], text=name) for name in names)


def _told(tables: Sequence[SquareTable], headings: Sequence[str]) -> Remark:
    first = tables[0].header[0]
    if first.line:
        names = numbered_lines([table.header[0].line for table in tables])
    else:
        names = ", ".join(table.source.name for table in tables[:_MOST_NAMES]) + " …" * (len(tables) > _MOST_NAMES)
    message = f"{number_of(len(tables), tables[0].source.noun)} with the same headings ({names}) are read as one"
    which = f"; the column {headings[0]!r} says which rows stood where" if headings else ""
    return Remark.at(first, message + which)
