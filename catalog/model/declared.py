"""Fields declared in YAML, `data/fields.yml`: they become the same class that a Python model is."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from functools import lru_cache
from hashlib import blake2b
from typing import Annotated, Any

from pydantic import Field, create_model

from catalog.model.declaration import FieldDeclaration
from catalog.values import UNCHECKED, Entry, Fact, Part, Record, Ref, Term
from catalog.values.names import TYPES


def declared_class(fields: Mapping[str, FieldDeclaration], one: str) -> type[Record]:
    """Return the class of records with these fields; `one` is what one record is called.

    The same declarations give the same class: records of it are sent between processes.
    """
    declared = tuple((key, field.model_dump_json(exclude_unset=True)) for key, field in fields.items())
    return _declared_class(declared, one)


@lru_cache(maxsize=32)
def _declared_class(declared: tuple[tuple[str, str], ...], one: str) -> type[Record]:
    fields = {key: FieldDeclaration.model_validate_json(text) for key, text in declared}
    mark = blake2b(repr((declared, one)).encode(), digest_size=8).hexdigest()
    members = {key: _member(key, field, mark) for key, field in fields.items()}
    record: type[Record] = _named(create_model("Record", __base__=Record, __doc__=f"One {one}.", **members), mark)
    _declarations[record] = {key: json.loads(text) for key, text in declared}
    return record


_declarations: dict[type[Record], dict[str, Any]] = {}


def declarations(model: type[Record]) -> dict[str, Any] | None:
    """Return what `data/fields.yml` says of the fields of this class; None for a class of Python."""
    return _declarations.get(model)


def _member(path: str, field: FieldDeclaration, mark: str) -> Any:
    about = Field(description=field.help or None, examples=None if field.example is None else [field.example])
    if field.fields:
        members = {key: _member(f"{path}_{key}", item, mark) for key, item in field.fields.items()}
        name = field.label.title().replace(" ", "") if field.label.isascii() else path
        part = _named(create_model(name, __base__=Part, __doc__=field.help or field.label, **members), f"{mark}_{path}")
        default = () if field.many else part()
        return Annotated[tuple[part, ...] if field.many else part, field.shown, about], default  # type: ignore[valid-type]
    single: Any = _single(field, f"{mark}_{path}")
    held: Any = tuple[single, ...] if field.many else single
    return Annotated[Fact[held], field.shown, about], UNCHECKED


def _single(field: FieldDeclaration, mark: str) -> Any:
    """What one value of a field is annotated with."""
    if field.words:
        return _term(field, tuple(field.words.items()), mark)
    if field.vocabulary:
        return Annotated[str, Ref(_entry(field.vocabulary, field.label))]
    return TYPES[field.type or "text"]


def _term(field: FieldDeclaration, words: tuple[tuple[str, str | None], ...], mark: str) -> type[Term]:
    members = {f"WORD_{index}": (word, meaning or "") for index, (word, meaning) in enumerate(words)}
    make: Any = Term
    term: Any = make("Words", members)
    term.__doc__, term.ordered = field.label, field.ordered
    return _named(term, mark)  # type: ignore[no-any-return]


@lru_cache(maxsize=256)
def _entry(vocabulary: str, label: str) -> type[Entry]:
    members = {"vocabulary": vocabulary, "title": label, "__doc__": f"One of {vocabulary}.", "__module__": __name__}
    return type("Word", (Entry,), members)


def _named(made: Any, mark: str) -> Any:
    """Give a class a place in this module, under which another process finds it again."""
    made.__module__, made.__qualname__ = __name__, f"Declared_{mark}"
    setattr(sys.modules[__name__], made.__qualname__, made)
    return made
