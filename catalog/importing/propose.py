"""Proposes a mapping for a table: what its headings say for certain, and a question for everything else.

A heading feeds the one field whose label or path is spelt like it, whatever its cells hold. A field that is only
similar, and a word that is not in the field's list, become comments: a person decides.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence

import yaml
from pydantic_core import PydanticCustomError
from rapidfuzz import fuzz
from rapidfuzz.utils import default_process

from catalog.importing.cells.inline import read_inline
from catalog.importing.cells.values import read_cell
from catalog.importing.mapping import importable, part_lists
from catalog.importing.table import Table
from catalog.load.records import Definition
from catalog.model.columns import Column
from catalog.values import Amount, Show, When, same_spelling, spelling, suggest
from catalog.values.slug import SLUG

_MIN_SIMILARITY = 90
"""Of 100; a field whose label is less like the heading is not worth a question."""

_MAX_CHOICES = 4
"""Fields that one question names at most."""

_ANYTHING = ("7", "word")
"""Cells that say nothing of a column: fields that read one of them are not told by the cells they can hold."""

_BESIDE = ("evidence", "low", "high", "currency", "label", "family")
"""What exports have beside a field, behind its path."""

_SAMPLE = 20
"""Cells of a column that are looked at: a table of 10 MB has many."""

_NAME_HEADINGS = (
    "model",
    "method",
    "system",
    "project",
    "tool",
    "software",
    "library",
    "package",
    "product",
    "dataset",
)
"""What tables call the column that names their rows, where they do not say `name`."""


def propose(survey: Definition, table: Table) -> str:
    """Return a mapping file as YAML text, with a question in a comment wherever a person must decide."""
    texts = [[row[index].text for row in table.rows if row[index].text] for index in range(len(table.header))]
    fields = _certain_fields(survey, table)
    name, row = _name_column(survey, table, texts), _number_column(table, texts, fields)
    lines = ["# Proposed from the headings of the table: look at every line before you use it."]
    lines += ["# Lines that begin with # are questions: they count once you have removed the # and completed them."]
    lines += [f"# {table.about_others}"] if table.others else []
    lines += [_name_line(survey, table, name, texts)]
    lines += [f"row: {_quoted(table.headings[row])}"] if row is not None else []
    key, computed = _key_column(table, texts), _computed(survey, table)
    lines += [f"key: {_quoted(table.headings[key])}"] if key is not None else []
    lines += [f"ignore: [{', '.join(map(_quoted, computed))}]"] if computed else []
    lines.append("columns:")
    for index, header in enumerate(table.headings):
        if index in fields:
            lines += _column_lines(survey, header, fields[index], texts[index])
        elif part := _part_list(survey, table, index):
            lines.append(f"  {_quoted(header)}: {part}")
        elif index == name:
            lines += _link_lines(survey, header, texts[index])
        elif index not in (row, key) and header and header not in computed:
            lines.append(f"  # {_quoted(header)}: {_question(survey, header, texts[index], fields.values())}")
    return "\n".join(lines) + "\n"


def _key_column(table: Table, texts: Sequence[Sequence[str]]) -> int | None:
    """Return a column of slugs that tells the rows apart."""
    for index, header in enumerate(table.headings):
        cells = texts[index]
        if spelling(header) == "slug" and len(set(cells)) == len(table.rows) and all(map(SLUG.match, cells)):
            return index
    return None


def _computed(survey: Definition, table: Table) -> list[str]:
    """Return the headings of what exports have beside fields: evidence, bounds, and what follows from other fields."""
    known = importable(survey.model)
    derived = {column.path for column in survey.columns if column.path not in known}
    beside = {f"{path}.{name}" for path in (*known, *derived) for name in _BESIDE}
    return [header for header in table.headings if header in derived | beside]


def _names(column: Column) -> tuple[str, ...]:
    """What a heading for this field may be: its label, with its group, or its path."""
    return column.label, f"{column.group} {column.label}", column.path.replace(".", " ").replace("_", " ")


def _certain_fields(survey: Definition, table: Table) -> dict[int, Column]:
    """Return column of the table → the only field with this name, each field once."""
    names = [(name, column) for column in importable(survey.model).values() for name in _names(column)]
    fields: dict[int, Column] = {}
    paths = importable(survey.model)
    for index, header in enumerate(table.headings):
        columns = [paths[header]] if header in paths else same_spelling(header, names) if header else []
        if len(columns) == 1 and columns[0] not in fields.values():
            fields[index] = columns[0]
    return fields


def _part_list(survey: Definition, table: Table, index: int) -> str:
    """Return the path of the list of parts that is spelt like a heading, where cells hold lists; empty without one."""
    parts = part_lists(survey.model)
    names = [(name, path) for path, node in parts.items() for name in (path, node.label)]
    found = same_spelling(table.headings[index], names)
    is_list = any(isinstance(row[index].raw, list | dict) for row in table.rows)
    return found[0] if is_list and len(found) == 1 else ""


def _question(survey: Definition, header: str, texts: Sequence[str], taken: Collection[Column]) -> str:
    """Return what a person is asked about a heading that names no field for certain."""
    free = [column for column in importable(survey.model).values() if column not in taken]
    likeness = {column.path: _likeness(header, column) for column in free}
    likely = sorted((path for path in likeness if likeness[path] >= _MIN_SIMILARITY), key=lambda path: -likeness[path])
    telling = [column for column in free if not any(_is_readable(survey, column, text) for text in _ANYTHING)]
    likely = likely or _readable_as(survey, telling, texts)
    if not likely:
        return "no field looks like it; name one here, or put it under `ignore`"
    return f"is it {_choices(likely)}? name its field here, or put it under `ignore`"


def _readable_as(survey: Definition, columns: Sequence[Column], texts: Sequence[str]) -> list[str]:
    """Return the fields that can hold most of the texts, the best first."""
    sample = texts[:_SAMPLE]
    counts = {column.path: sum(_is_readable(survey, column, text) for text in sample) for column in columns}
    return sorted((path for path in counts if counts[path] * 2 > len(sample)), key=lambda path: -counts[path])


def _choices(paths: Sequence[str]) -> str:
    return " or ".join(f"`{path}`" for path in paths[:_MAX_CHOICES])


def _likeness(header: str, column: Column) -> float:
    """How much of 100 a heading is like a name of the field; all words of one in the other are enough."""
    return max(fuzz.token_set_ratio(header, name, processor=default_process) for name in _names(column))


def _is_readable(survey: Definition, column: Column, text: str) -> bool:
    try:
        read_cell(column, text, survey.vocabularies)
    except PydanticCustomError:
        return False
    return True


def _name_column(survey: Definition, table: Table, texts: Sequence[Sequence[str]]) -> int | None:
    """Return the first column whose heading says that it names the records, and whose cells do."""
    one = survey.settings.one
    names = ("name", one, f"{one} name", f"name of the {one}", f"name of {one}")
    ranks = (
        {spelling(heading) for heading in names},
        {spelling(heading) for heading in _NAME_HEADINGS},
        {spelling(f"{heading} name") for heading in _NAME_HEADINGS},
        {"title"},
    )
    for rank in ranks:
        for index, header in enumerate(table.headings):
            if spelling(header) in rank and _holds_names(texts[index]):
                return index
    return None


def _holds_names(texts: Sequence[str]) -> bool:
    """Whether most cells are text, and neither numbers nor dates."""
    sample = texts[:_SAMPLE]
    return sum(map(_is_name, sample)) * 2 > len(sample)


def _is_name(text: str) -> bool:
    """Whether a text has letters, and is more than a number with its unit, or a date."""
    visible = read_inline(text).line
    return bool(re.search(r"[^\W\d_]", visible)) and not any(_reads(kind, visible) for kind in (Amount, When))


def _reads(kind: type[Amount | When], text: str) -> bool:
    try:
        kind.type.from_cell(text, Show(""), {})
    except PydanticCustomError:
        return False
    return True


def _name_line(survey: Definition, table: Table, name: int | None, texts: Sequence[Sequence[str]]) -> str:
    if name is not None:
        return f"name: {_quoted(table.headings[name])}"
    likely = [
        header for header, cells in zip(table.headings, texts, strict=True) if header and cells and _holds_names(cells)
    ]
    question = f"which column names the {survey.settings.many}?"
    return f"# name: {question} {', '.join(map(_quoted, likely[:_MAX_CHOICES]))}".rstrip()


def _number_column(table: Table, texts: Sequence[Sequence[str]], fields: Mapping[int, Column]) -> int | None:
    """Return a column that counts 1, 2, 3 and feeds no field."""
    counts = (index for index, cells in enumerate(texts) if cells and cells == [f"{n + 1}" for n in range(len(cells))])
    return next((index for index in counts if index not in fields and table.headings[index]), None)


def _link_lines(survey: Definition, header: str, texts: Sequence[str]) -> Iterator[str]:
    """Yield a question about the links in the column of names, if there are any."""
    links = [text for text in texts if read_inline(text).links]
    if links:
        columns = [column for column in importable(survey.model).values() if column.type.base_address is not None]
        likely = _readable_as(survey, columns, links)
        question = f"are its links {_choices(likely)}? " if likely else "its cells hold links; "
        yield f"  # {_quoted(header)}: {question}name their field here, or put it under `ignore`"


def _column_lines(survey: Definition, header: str, column: Column, texts: Sequence[str]) -> Iterator[str]:
    """Yield the lines of one column; what its words mean is left to a person."""
    is_own = header == column.path and column.many and column.type.has_commas
    yield f"  {_quoted(header)}: " + (f'{{field: {column.path}, split: ";"}}' if is_own else column.path)
    for text in dict.fromkeys(text for text in texts if not _is_readable(survey, column, text)):
        likely = suggest(text, column.type.spellings(survey.vocabularies))
        hint = f"{likely}say under `words` what it means ({_allowed(column)}, or null)"
        yield f"    # {_quoted(text)} is not understood: {hint}"


def _allowed(column: Column) -> str:
    """Return what may be written for a word of this field."""
    if column.entry:
        return f"a key of data/{column.entry.vocabulary}.yml"
    return ", ".join(column.type.words) or column.type.name


def _quoted(text: str) -> str:
    """Return a text as YAML has it on one line."""
    line = " ".join(text.split())
    return str(yaml.safe_dump(line, allow_unicode=True, width=1_000_000)).removesuffix("\n").removesuffix("\n...")
