"""A new record from what the services say of a paper, a repository or a model."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from catalog.contribute.lookup import LookupResult, LookupService, LookupTarget, ProposedFact
from catalog.contribute.template import record_template
from catalog.errors import CatalogError, SetupError
from catalog.load.candidates import Candidates
from catalog.load.records import Definition
from catalog.model.node import Node
from catalog.paths import write_file
from catalog.services.works import work_at
from catalog.values import Fact, slugged, spelling
from catalog.values.slug import MAX_LENGTH, SLUG
from catalog.watch.existing import ExistingRecords
from catalog.watch.roles import IDENTIFYING, roles

_SMALL_WORDS = frozenset(("a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with"))


_OWN_ROLES = {LookupService.GITHUB: "repository", LookupService.HUGGING_FACE: "weights"}
"""What a target at these services is of a record; papers are always the record's own."""


class DuplicateError(CatalogError):
    """The catalogue already has it; the message says where."""


class InvalidSlugError(CatalogError):
    """A slug that no address or file can have, or none at all."""


def refuse_duplicate(existing: ExistingRecords, target: LookupTarget, result: LookupResult) -> None:
    """Raise DuplicateError if a record has the paper or its title or, where it is the target, the repository or model.

    Several systems may share a repository: one that a paper leads to becomes a note of `result`.
    """
    for role, key, files in (
        ("arxiv", work_at, existing.works),
        ("link", work_at, existing.works),
        ("title", spelling, existing.titles),
    ):
        for value in _values(result, role):
            if file := files.get(key(value)):
                raise DuplicateError(f"{value!r} is already in {file.as_posix()}; add what is new there")
    for role in _OWN_ROLES.values():
        for value in _values(result, role):
            _refuse_shared(existing, result, value, is_target=role == _OWN_ROLES.get(target.service))


def note_earlier_look(candidates: Candidates, result: LookupResult, slug: str, name: str) -> None:
    """Note that somebody looked at this one before and gave it no record, and why."""
    works = {work_at(value) for role in IDENTIFYING for value in _values(result, role)}
    for state, entries in candidates.lists.items():
        for key, candidate in entries.items():
            if key == slug or spelling(candidate.name) == spelling(name) or work_at(str(candidate.link)) in works:
                hint = f"remove {key} from data/candidates.yml if this record stays"
                result.notes.append(f"{state} since {candidate.date}: {candidate.reason.rstrip('.')}; {hint}")


def _refuse_shared(existing: ExistingRecords, result: LookupResult, url: str, *, is_target: bool) -> None:
    """Raise DuplicateError for the repository or model that was typed; note others, and records about parts of it."""
    work = work_at(url)
    files = [file.as_posix() for other, file in existing.works.items() if other == work or other.startswith(f"{work}:")]
    if is_target and work in existing.works:
        hint = "if it holds several things, begin with the paper or the name of this one"
        raise DuplicateError(f"{url!r} is already in {files[0]}; add what is new there; {hint}")
    if files:
        result.notes.append(f"{url} is also in {', '.join(files[:3])}; if that is this one, add what is new there")


def refuse_name(existing: ExistingRecords, name: str) -> None:
    """Raise DuplicateError if a record has the name."""
    file = existing.names.get(spelling(name))
    if file:
        raise DuplicateError(
            f"{name!r} is the name of {file.as_posix()}; if this is something else, choose another with --name"
        )


def _values(result: LookupResult, role: str) -> list[str]:
    fact = result.facts.get(role)
    value = fact.value if fact else []
    return [str(item) for item in (value if isinstance(value, list) else [value])]


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


def default_name(result: LookupResult) -> str:
    """The record's name as far as it was looked up: the beginning of the title, the title, the repository's name."""
    title = result.facts.get("title")
    return result.name or (str(title.value) if title else "")


def provisional_name(target: LookupTarget) -> str:
    """A name made of what was typed; empty for a page that says nothing."""
    prefixes = {LookupService.ARXIV: "arXiv ", LookupService.CROSSREF: "DOI "}
    name = target.name.rpartition("/")[2] if target.service in _OWN_ROLES else target.name
    return "" if target.service is LookupService.PAGE else prefixes.get(target.service, "") + name


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
        InvalidSlugError: it is not a slug.
    """
    if not SLUG.fullmatch(slug) or len(slug) > MAX_LENGTH:
        hint = "use lower-case letters, digits, hyphens and dots, as in example-2.5"
        raise InvalidSlugError(f"{slug!r} is not a slug; choose one with --slug: {hint}")
    file = definition.folder / f"{slug}.yml"
    owner = existing.slugs.get(slug) or (definition.project.display_path(file) if file.exists() else None)
    if owner:
        raise DuplicateError(
            f"the slug `{slug}` is taken by {owner.as_posix()}; if this is something else, choose another with --slug"
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
        raise DuplicateError(f"{file.as_posix()} exists and is not overwritten") from None
    except OSError as error:
        raise SetupError(f"cannot write {file}: {error.strerror}") from error
    write_file(file, text)
