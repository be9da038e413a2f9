"""The texts of a proposal: `data/fields.yml` and the mapping of the table, with what a person should look at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from catalog.format.flow import yaml_line
from catalog.importing.table import Table

if TYPE_CHECKING:
    from catalog.importing.proposals.kinds import Kind
    from catalog.importing.proposals.survey import ProposedField

_ABOUT_FIELDS = """\
# The fields of a record, proposed from {file}: look at every line, then correct labels, types and words.
# What a column was taken for stands beside it; where most cells do not bear out a type, the field is text.
"""
_ABOUT_MAPPING = "# How `catalog import` reads {file}: which column feeds which field.\n"


def fields_text(table: Table, fields: Sequence[ProposedField]) -> str:
    """Return the text of `data/fields.yml`."""
    lines = [_ABOUT_FIELDS.format(file=_one_line(table.file.name))]
    written: set[str] = set()
    for item in fields:
        part, _, rest = item.path.partition(".")
        if not rest:
            lines += _entry(item.path, item.label, item.kind, "")
        elif part not in written:
            written.add(part)
            lines += [f"{part}:\n", f"  label: {yaml_line(part.replace('_', ' ').capitalize())}\n", "  fields:\n"]
            for other in fields:
                if other.path.startswith(f"{part}."):
                    lines += _entry(other.path.partition(".")[2], other.label, other.kind, "    ")
    return "".join(lines)


def _entry(key: str, label: str, kind: Kind, indent: str) -> Iterator[str]:
    """The line of one field, or the lines of a list of parts."""
    comment = f"  # {_one_line(kind.comment)}" if kind.comment else ""
    if not kind.fields:
        entry: dict[str, Any] = {"label": label} | kind.entry
        yield f"{indent}{key}: {yaml_line(entry)}{comment}\n"
        return
    yield f"{indent}{key}:{comment}\n"
    yield f"{indent}  label: {yaml_line(label)}\n{indent}  many: true\n{indent}  fields:\n"
    from catalog.importing.proposals.columns import label_of  # noqa: PLC0415

    for heading, (own, part) in kind.fields.items():
        yield from _entry(own, label_of(heading), part, f"{indent}    ")


def mapping_text(  # noqa: PLR0913 - what a mapping says
    table: Table,
    *,
    name: str,
    key: str,
    row: str,
    fields: Sequence[tuple[str, str]],
    empty: Sequence[str],
) -> str:
    """Return the text of a mapping: heading and path of every field."""
    lines = [_ABOUT_MAPPING.format(file=_one_line(table.file.name)), f"name: {yaml_line(name)}\n"]
    lines += [f"key: {yaml_line(key)}\n"] if key else []
    lines += [f"row: {yaml_line(row)}\n"] if row else []
    lines += [f"ignore: {yaml_line(list(empty))}  # no cell says anything\n"] if empty else []
    lines.append("columns:\n" if fields else "columns: {}\n")
    lines += [f"  {yaml_line(heading)}: {path}\n" for heading, path in fields]
    return "".join(lines)


def _one_line(text: str) -> str:
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())
