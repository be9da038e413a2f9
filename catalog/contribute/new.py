"""A new record from what the services say of a paper, a repository or a model."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from catalog.contribute.lookup import LookupResult, ProposedFact
from catalog.contribute.template import record_template
from catalog.errors import CatalogError, SetupError
from catalog.load.records import Definition
from catalog.model.node import Node
from catalog.paths import write_file
from catalog.values import Fact, Record, slugged

_SMALL_WORDS = frozenset(("a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with"))


class DuplicateError(CatalogError):
    """The catalogue already has it; the message says where."""


@dataclass(slots=True)
class ExistingRecords:
    """Slugs of the records, and the values of the columns that identify a work, each with the record's file."""

    slugs: dict[str, Path] = field(default_factory=dict)
    values: dict[tuple[str, str], Path] = field(default_factory=dict)
    unreadable: list[Path] = field(default_factory=list)

    def add(self, file: Path, record: Record, definition: Definition, paths: list[str]) -> None:
        """Add one record; `paths` are those of the identifying columns."""
        for slug in (record.slug, *record.formerly):
            self.slugs[slug] = file
        for column in definition.columns:
            if column.path in paths:
                identifying = [value for fact in column.facts(record) for value in fact.values]
                self.values |= {(column.path, _folded(str(value))): file for value in identifying}

    def refuse_value(self, path: str, value: Any) -> None:
        """Raise DuplicateError if a record has this value."""
        file = self.values.get((path, _folded(str(value))))
        if file:
            raise DuplicateError(f"{str(value)!r} is already in {file}; add what is new there")


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def read_existing(definition: Definition) -> ExistingRecords:
    """Everything that a new record must not repeat."""
    cite = definition.settings.cite
    records = ExistingRecords()
    paths = [cite.title, cite.arxiv] if cite else []
    for loaded in definition.read_all():
        records.slugs.setdefault(loaded.file.stem, loaded.file)
        if loaded.value is None:
            records.unreadable.append(loaded.file)
        else:
            records.add(loaded.file, loaded.value, definition, paths)
    return records


def roles(definition: Definition) -> dict[str, str]:
    """Role of a proposed fact (`title`, `repository` …) → path of the column that holds it."""
    survey = definition.settings
    paths: dict[str, str] = {}
    for group in (survey.cite, survey.download):
        paths |= group.model_dump() if group else {}
    paths["date"] = paths.get("date") or survey.newest
    return {role: path for role, path in paths.items() if path}


def refuse_duplicate(definition: Definition, existing: ExistingRecords, result: LookupResult) -> None:
    """Raise DuplicateError if a record has the same arXiv identifier or the same title."""
    for role, path in roles(definition).items():
        if role in ("arxiv", "title") and role in result.facts:
            existing.refuse_value(path, result.facts[role].value)


def draft(definition: Definition, result: LookupResult, slug: str, name: str) -> str:
    """The text of the file: proposed facts that the model accepts filled in, every other field explained.

    A fact that the model does not accept becomes a note of `result`.
    """
    facts: dict[str, Any] = {}
    for role, path in roles(definition).items():
        fact = result.facts.get(role)
        if fact is None:
            continue
        written = _written(definition, path, fact)
        if written is None:
            result.notes.append(f"{path}: {fact.value!r} was found but is not accepted there; look it up by hand")
        else:
            facts[path] = written
    used = {fact["source"] for fact in facts.values()}
    sources = {key: source for key, source in result.sources.items() if key in used}
    head: dict[str, Any] = {"slug": slug, "name": name}
    return record_template(definition, head | ({"sources": sources} if sources else {}) | facts)


def _written(definition: Definition, path: str, fact: ProposedFact) -> dict[str, Any] | None:
    """A proposed fact as it is written at `path`; None if the model does not accept it there."""
    field = Node.of(definition.model).along(path)[-1]
    value = fact.value
    if field.fact is None:
        return None
    if field.value.is_list and isinstance(value, str):
        value = [value]
    elif not field.value.is_list and isinstance(value, list):
        value = "; ".join(value)
    try:
        TypeAdapter(Fact[field.fact.inner]).validate_python(value)  # type: ignore[name-defined]
    except ValidationError:
        return None
    evidence = {"source": fact.source, "where": fact.where, "verified": fact.verified}
    return {"value": value} | {key: item for key, item in evidence.items() if item}


def default_name(result: LookupResult, slug: str) -> str:
    """The record's name: the beginning of the title, the title, or `slug`."""
    title = result.facts.get("title")
    return result.name or (str(title.value) if title else "") or slug


def default_slug(result: LookupResult, name: str) -> str:
    """The slug for a name; a whole title gives the first author's surname and a few of its words."""
    title = result.facts.get("title")
    if not title or result.name or name != title.value:
        return slugged(name)
    words = [word for word in re.findall(r"[^\W_]+", name) if word.casefold() not in _SMALL_WORDS]
    authors = result.facts.get("authors")
    surname = str(authors.value[0]).split()[-1:] if authors else []
    return slugged(" ".join([*surname, *words[:3]]))


def new_file(definition: Definition, existing: ExistingRecords, slug: str) -> Path:
    """The path of the new record.

    Raises:
        DuplicateError: the slug is another record's, or was.
    """
    file = definition.folder / f"{slug}.yml"
    owner = existing.slugs.get(slug) or (definition.project.display_path(file) if file.exists() else None)
    if owner:
        raise DuplicateError(
            f"the slug `{slug}` is taken by {owner}; if this is something else, choose another with --slug"
        )
    return file


def create(file: Path, text: str) -> None:
    """Write a new file.

    Raises:
        DuplicateError: the file exists.
        SetupError: it cannot be written.
    """
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.open("x").close()
    except FileExistsError:
        raise DuplicateError(f"{file} exists and is not overwritten") from None
    except OSError as error:
        raise SetupError(f"cannot write {file}: {error.strerror}") from error
    write_file(file, text)
