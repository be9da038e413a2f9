"""Which record each row of a table describes: its name, its slug, and what messages call the row."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from catalog.errors import Problem
from catalog.importing.cells.inline import read_inline
from catalog.importing.cells.signs import answer, says_nothing
from catalog.importing.mapping import ImportPlan
from catalog.importing.slugs import own_slugs, slug_of
from catalog.importing.source_table import SourceCell
from catalog.importing.table import Table
from catalog.values import folded
from catalog.values.spelling import looks
from catalog.values.text import MAX_LENGTH

_SUMS = frozenset({"total", "totals", "sum", "average", "mean", "overall"})


@dataclass(frozen=True, slots=True)
class RowName:
    """The record that a row describes; `label` is the row's number, its key, or its name."""

    name: str
    slug: str
    label: str


def row_names(table: Table, plan: ImportPlan) -> tuple[list[RowName], list[Problem]]:
    """Return the record of each row, and a warning wherever its name or slug is not the one that the table gives."""
    names, problems = [], []
    for number, cells in enumerate(table.rows, 1):
        name, problem = _name(table, plan, cells, number)
        names.append(name)
        problems += [problem] if problem else []
        if folded(name) in _SUMS and number == len(table.rows):
            message = f"the last row is called {name!r}, and may be no record but a sum of the others"
            problems.append(_warning(table, cells[plan.name], "name", message, "if so, delete its record"))
    given_names, names = names, _different(names)
    for name, before, cells in zip(names, given_names, table.rows, strict=True):
        if name != before:
            message = f"an earlier row is called {before!r} too; this one is called {name!r}"
            problems.append(_warning(table, cells[plan.name], "name", message, "if both are one thing, keep one row"))
    given = [_given_slug(table, plan, name, cells) for name, cells in zip(names, table.rows, strict=True)]
    slugs = own_slugs(names, given)
    problems += _about_slugs(table, plan, names, given, slugs)
    return [
        RowName(name, slug, _label(table, plan, cells) or name)
        for name, slug, cells in zip(names, slugs, table.rows, strict=True)
    ], problems


def _different(names: list[str]) -> list[str]:
    """Return names of which no two are spelt the same: the second and later ones with their number in brackets."""
    counts: Counter[str] = Counter()
    different = []
    for name in names:
        counts[looks(name)] += 1
        count = counts[looks(name)]
        different.append(name if count == 1 else f"{name} ({count})")
    return different


def shown_text(table: Table, cells: Sequence[SourceCell], index: int) -> str:
    """Return what a reader sees of a cell on one line; of one that holds only an image, its description."""
    content = read_inline(cells[index].text, table.markup_of(index))
    return content.line or " ".join(image.label for image in content.images if image.label)


def _name(table: Table, plan: ImportPlan, cells: tuple[SourceCell, ...], number: int) -> tuple[str, Problem | None]:
    cell = cells[plan.name]
    name = shown_text(table, cells, plan.name)
    if any(map(str.isalnum, name)) and not says_nothing(name) and len(name) <= MAX_LENGTH:
        return name, None
    texts = (shown_text(table, cells, index) for index in range(len(cells)) if index != plan.name)
    stem = cell.file.stem if cell.file else ""
    other = stem or next(filter(_tells, texts), "") or f"Row {number}"
    message = f"the row has no name and is called {other[:80]!r}"
    return other, _warning(table, cell, "name", message, "fill in the cell")


def _tells(text: str) -> bool:
    """Whether the text of a cell could name the row: it has words, and is neither an answer nor an address."""
    return bool(re.search(r"[^\W\d_]{2}", text)) and not (
        says_nothing(text) or answer(text) or len(text) > 200 or "://" in text
    )


def _given_slug(table: Table, plan: ImportPlan, name: str, cells: tuple[SourceCell, ...]) -> str:
    given = {folded(word): slug for word, slug in plan.mapping.slugs.items()}.get(folded(name), "")
    return given or (slug_of(shown_text(table, cells, plan.key)) if plan.key is not None else "")


def _about_slugs(
    table: Table, plan: ImportPlan, names: list[str], given: list[str], slugs: list[str]
) -> Iterator[Problem]:
    """Tell of slugs that were numbered, or that nothing of the name is in."""
    for name, wish, slug, cells in zip(names, given, slugs, table.rows, strict=True):
        wanted = wish or slug_of(name)
        if slug != wanted:
            taken = f"the slug `{wanted}` is taken" if wanted else "no slug can be made from the name"
            message = f"{taken}; the record is `{slug}`"
            yield _warning(table, cells[plan.name], "slug", message, "add the name to `slugs` of the mapping")


def _label(table: Table, plan: ImportPlan, cells: tuple[SourceCell, ...]) -> str:
    """What tells the row apart in the table, whatever its name is."""
    index = plan.row if plan.row is not None else plan.key
    return shown_text(table, cells, index) if index is not None else ""


def _warning(table: Table, cell: SourceCell, field: str, message: str, hint: str) -> Problem:
    return replace(table.problem(cell, message, hint, field), severity="warning")
