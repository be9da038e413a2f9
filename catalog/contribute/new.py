"""`catalog new`: a record begun from what a paper's, a repository's or a model's page says."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from catalog.contribute.lookup import Claim, Found
from catalog.contribute.template import commented
from catalog.errors import CatalogError, SetupError
from catalog.load.records import Definition
from catalog.model.columns import values
from catalog.model.shape import Shape, shape
from catalog.paths import write_file
from catalog.values import Fact, Record, slugged

_SMALL_WORDS = frozenset(("a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with"))


class Duplicate(CatalogError):  # noqa: N818
    """The catalogue has it already; the message says where."""


@dataclass(slots=True)
class Existing:
    """What the records so far have: slugs, names, and the values of the columns that identify a work."""

    slugs: dict[str, Path] = field(default_factory=dict)
    values: dict[tuple[str, str], Path] = field(default_factory=dict)
    unread: list[Path] = field(default_factory=list)

    def see(self, file: Path, record: Record, definition: Definition, paths: list[str]) -> None:
        """Remember one record."""
        for slug in (record.slug, *record.formerly):
            self.slugs[slug] = file
        for column in definition.columns:
            if column.path in paths:
                found = [value for fact in column.facts(record) for value in values(fact)]
                self.values |= {(column.path, _same(str(value))): file for value in found}

    def refuse(self, path: str, value: Any) -> None:
        """Raise Duplicate if a record has this value."""
        file = self.values.get((path, _same(str(value))))
        if file:
            raise Duplicate(f"{str(value)!r} is already in {file}; add what is new there")


def _same(text: str) -> str:
    return " ".join(text.casefold().split())


def existing(definition: Definition) -> Existing:
    """Everything that a new record must not repeat."""
    cite = definition.settings.cite
    found = Existing()
    paths = [cite.title, cite.arxiv] if cite else []
    for loaded in definition.read_all():
        found.slugs.setdefault(loaded.file.stem, loaded.file)
        if loaded.value is None:
            found.unread.append(loaded.file)
        else:
            found.see(loaded.file, loaded.value, definition, paths)
    return found


def roles(definition: Definition) -> dict[str, str]:
    """Role of a claim (`title`, `repository` …) → path of the column that holds it."""
    survey = definition.settings
    named = {**(survey.cite.model_dump() if survey.cite else {}), **_download(definition)}
    named["date"] = named.get("date") or survey.newest
    return {role: path for role, path in named.items() if path}


def _download(definition: Definition) -> dict[str, str]:
    return definition.settings.download.model_dump() if definition.settings.download else {}


def refuse_known(definition: Definition, known: Existing, found: Found) -> None:
    """Raise Duplicate if a record has the same arXiv identifier or the same title."""
    for role, path in roles(definition).items():
        if role in ("arxiv", "title") and role in found.claims:
            known.refuse(path, found.claims[role].value)


def record_text(definition: Definition, found: Found, slug: str, name: str) -> str:
    """The file: claims that the model accepts filled in, all else explained. Refused claims become notes."""
    facts: dict[str, Any] = {}
    for role, path in roles(definition).items():
        claim = found.claims.get(role)
        if claim is None:
            continue
        written = _written(definition, path, claim)
        if written is None:
            found.notes.append(f"{path}: {claim.value!r} was found but is not accepted there; look it up by hand")
        else:
            facts[path] = written
    used = {fact["source"] for fact in facts.values()}
    sources = {key: source for key, source in found.sources.items() if key in used}
    head: dict[str, Any] = {"slug": slug, "name": name}
    return commented(definition, head | ({"sources": sources} if sources else {}) | facts)


def _written(definition: Definition, path: str, claim: Claim) -> dict[str, Any] | None:
    """A claim as a fact is written at `path`, None where the model would not have it."""
    here = _at(definition, path)
    value = claim.value
    if here.fact is None:
        return None
    if here.value.items and isinstance(value, str):
        value = [value]
    elif not here.value.items and isinstance(value, list):
        value = "; ".join(value)
    try:
        TypeAdapter(Fact[here.fact.inner]).validate_python(value)  # type: ignore[name-defined]
    except ValidationError:
        return None
    evidence = {"source": claim.source, "where": claim.where, "verified": claim.verified}
    return {"value": value} | {key: item for key, item in evidence.items() if item}


def _at(definition: Definition, path: str) -> Shape:
    here = shape(definition.model)
    for step in path.split("."):
        here = here.below(step, ())
    return here


def chosen_name(found: Found, slug: str) -> str:
    """What the record is called unless somebody says otherwise."""
    title = found.claims.get("title")
    return found.name or (str(title.value) if title else "") or slug


def chosen_slug(found: Found, name: str) -> str:
    """The slug for a name; a whole title gives the first author's surname and a few of its words."""
    title = found.claims.get("title")
    if not title or found.name or name != title.value:
        return slugged(name)
    words = [word for word in re.findall(r"[^\W_]+", name) if word.casefold() not in _SMALL_WORDS]
    authors = found.claims.get("authors")
    surname = str(authors.value[0]).split()[-1:] if authors else []
    return slugged(" ".join([*surname, *words[:3]]))


def new_file(definition: Definition, known: Existing, slug: str) -> Path:
    """Where the record will stand.

    Raises:
        Duplicate: the slug is another record's, or was.
    """
    file = definition.folder / f"{slug}.yml"
    owner = known.slugs.get(slug) or (definition.project.display_path(file) if file.exists() else None)
    if owner:
        raise Duplicate(f"the slug `{slug}` is taken by {owner}; if this is something else, choose one with --slug")
    return file


def create(file: Path, text: str) -> None:
    """Write a file that is not there yet.

    Raises:
        Duplicate: it is there by now.
        SetupError: it cannot be written.
    """
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.open("x").close()
    except FileExistsError:
        raise Duplicate(f"{file} exists and is not overwritten") from None
    except OSError as error:
        raise SetupError(f"cannot write {file}: {error.strerror}") from error
    write_file(file, text)
