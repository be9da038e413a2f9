"""A survey for a table that nobody has described: its fields, their words, and how the table is read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from catalog.importing.proposals.charts import charts_for
from catalog.importing.proposals.columns import key_column, key_of, label_of, name_column, number_column
from catalog.importing.proposals.kinds import Kind, kind_of
from catalog.importing.proposals.samples import Samples, samples
from catalog.importing.proposals.services import fill_for
from catalog.importing.proposals.subrecords import kind_of_parts
from catalog.importing.proposals.texts import fields_text, mapping_text
from catalog.importing.table import Table, chosen

_TAKEN = ("fields", "survey", "links", "candidates", "records", "archive", "entries", "index")
"""Names in `data/` that no vocabulary may have."""
_NESTED = re.compile(r"[A-Za-z][\w-]*(?:\.[A-Za-z][\w-]*)+")
"""Headings of structured files, in which a mapping holds another: `limit.context`."""
_MOST_FIRST = 7
"""Columns that the table of the website shows at first."""


@dataclass(frozen=True)
class ProposedField:
    """A field for one column of the table; `path` is dotted where it belongs to a part."""

    path: str
    label: str
    kind: Kind
    heading: str
    cells: int


@dataclass(frozen=True)
class SurveyProposal:
    """A survey as a table suggests it, as the texts of its files; `vocabularies` by their names in `data/`.

    `columns` are the paths to show first, `filters` those that are filtered by, `charts` as `data/survey.yml` has them.
    `newest` is the path of the date, empty where there is none; `fill` says which fields services could fill.
    """

    fields_yml: str
    mapping_yml: str
    vocabularies: dict[str, str] = field(default_factory=dict)
    newest: str = ""
    columns: list[str] = field(default_factory=list)
    charts: list[dict[str, Any]] = field(default_factory=list)
    filters: list[str] = field(default_factory=list)
    fill: dict[str, dict[str, str]] = field(default_factory=dict)


def propose_survey(tables: Sequence[Table], one: str = "", wanted: str = "") -> SurveyProposal:
    """Return a survey for the `wanted` table, or else the fullest; `one` is what it calls a record."""
    table = chosen(tables, wanted)
    columns = {index: samples(table, index) for index, heading in enumerate(table.headings) if heading}
    name = name_column(columns, one)
    key, row = key_column(columns), number_column(columns)
    name = name if name is not None else key if key is not None else next(iter(columns), 0)
    proposed, vocabularies = _fields(columns, {name, key, row})
    link = _name_links(columns.get(name), proposed)
    fields = [*link, *proposed] or [ProposedField("note", "Note", Kind({}, "no column but the names"), "", 0)]
    mapping = mapping_text(
        table,
        name=table.headings[name],
        key=table.headings[key] if key is not None and key != name else "",
        row=table.headings[row] if row is not None else "",
        fields=[(item.heading, item.path) for item in fields if item.heading],
        empty=[columns[index].heading for index in columns if not columns[index].cells and index != name],
    )
    dates = [item for item in fields if item.kind.type == "date" and not item.kind.many]
    newest = max(dates, key=lambda item: item.cells).path if dates else ""
    return SurveyProposal(
        fields_text(table, fields),
        mapping,
        vocabularies,
        newest,
        _first_columns(fields, newest),
        charts_for(fields, newest),
        [item.path for item in fields if item.kind.entry.get("filter")],
        fill_for(fields, {column.heading: column for column in columns.values()}),
    )


def _fields(columns: dict[int, Samples], others: set[int | None]) -> tuple[list[ProposedField], dict[str, str]]:
    """The fields of the columns that neither name nor number the records, and the vocabularies they need."""
    fields: list[ProposedField] = []
    vocabularies: dict[str, str] = {}
    read: set[str] = set()
    for index, column in columns.items():
        if index in others or not column.cells or column.heading.casefold() in read:
            continue
        read.add(column.heading.casefold())
        kind = kind_of_parts(column) or kind_of(column)
        unit = str(kind.entry.get("unit", ""))
        part, _, rest = column.heading.partition(".")
        is_nested = bool(_NESTED.fullmatch(column.heading))
        heading = rest if is_nested else column.heading
        above = key_of(part, ()) if is_nested else ""
        taken = {item.path for item in fields} | {item.path.partition(".")[0] for item in fields if not is_nested}
        path = key_of(heading, {path.removeprefix(f"{above}.") for path in taken if path.startswith(above)})
        path = f"{above}.{path}" if is_nested else path
        if kind.words and "vocabulary" in kind.entry:
            vocabulary = key_of(heading, {*vocabularies, *_TAKEN}).replace("_", "-")
            vocabularies[vocabulary] = kind.words.vocabulary(column.heading)
            kind.entry["vocabulary"] = vocabulary
        fields.append(ProposedField(path, label_of(heading, unit), kind, column.heading, len(column.cells)))
    return fields, vocabularies


def _name_links(names: Samples | None, fields: list[ProposedField]) -> list[ProposedField]:
    """A field for the links in the column of names, if there are any."""
    linked = [cell for cell in names.cells if cell.content.links] if names else []
    if not names or not linked:
        return []
    many = any(len({link.url for link in cell.content.links}) > 1 for cell in linked)
    comment = f"the links of {len(linked)} names"
    entry = {"type": "link"} | ({"many": True} if many else {})
    key = key_of("link", [item.path for item in fields])
    return [ProposedField(key, "Link", Kind(entry, comment), names.heading, len(linked))]


def _first_columns(fields: list[ProposedField], newest: str) -> list[str]:
    """The paths to show first: the date, then what most rows have and readers compare."""
    weights = {"text": 1, "markdown": -5, "link": 1, "image": 2}
    shown = [item for item in fields if weights.get(item.kind.type, 3) > 0 and not item.kind.fields]
    best = sorted(shown, key=lambda item: (-weights.get(item.kind.type, 3) * item.cells, item.path != newest))
    kept = {item.path for item in best[:_MOST_FIRST]} | ({newest} if newest else set())
    return [item.path for item in fields if item.path in kept]
