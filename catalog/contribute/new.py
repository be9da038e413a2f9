"""A new record from what the services say of a paper, a repository or a model."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from catalog.contribute.existing import ExistingRecords, roles
from catalog.contribute.lookup import LookupResult, ProposedFact
from catalog.contribute.template import record_template
from catalog.errors import CatalogError, SetupError
from catalog.load.records import Definition
from catalog.model.node import Node
from catalog.paths import write_file
from catalog.services.works import work_at
from catalog.values import Fact, slugged, spelling

_SMALL_WORDS = frozenset(("a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with"))


class DuplicateError(CatalogError):
    """The catalogue already has it; the message says where."""


def refuse_duplicate(existing: ExistingRecords, result: LookupResult) -> None:
    """Raise DuplicateError if a record has the same arXiv identifier or the same title."""
    for role, key, files in (("arxiv", work_at, existing.works), ("title", spelling, existing.titles)):
        value = str(result.facts[role].value) if role in result.facts else ""
        file = files.get(key(value)) if value else None
        if file:
            raise DuplicateError(f"{value!r} is already in {file}; add what is new there")


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
        file.open("xb").close()
    except FileExistsError:
        raise DuplicateError(f"{file} exists and is not overwritten") from None
    except OSError as error:
        raise SetupError(f"cannot write {file}: {error.strerror}") from error
    write_file(file, text)
