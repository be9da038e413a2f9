"""`{"survey": …, "records": [{"slug", "name", …}]}`: nested as in YAML, every fact an object with its evidence.

The survey and each record stand on a line of their own, so that files are small, quickly read, and compared by line.
With the settings of the survey, without those that name code, an export can be opened as the survey itself.

A fact is `{value, bound, source, where, verified, certain, note, instead}`; keys without a value are left out.
`bound` is there when the number is not exact. The blanks: `{"value": null, "blank": "not reported"}` or
`"not applicable"`; a field that is left out altogether has not been checked.

Three keys hold what no file of a record has. `derived`: path of a field → the facts that follow from others, such as
the best of some measurements. `models`, where a record describes several: `[{"name", "scope", …, "derived"}]`, one for
each variant, and one whose name is empty where measurements name none. Each holds what is so for this model: the fields
in which variants may differ, as its variant says, else as the record says; `scope` is there for those that do not count
for the record. `changed_sources`: what changed at its sources after they were read, by `data/watch.json`, the gravest
first: `[{"source" or "field", "url", "date", "read", "facts", "kind", "day", "noticed", "before", "after", "change"}]`.
`facts` has the paths of the facts that rest on it, `kind` is one of `ChangeKind`, `change` says the same in words.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from pydantic import BaseModel

from catalog.catalog import Catalog
from catalog.exports import Export, each
from catalog.model.columns import Column
from catalog.model.declared import declarations
from catalog.model.node import Node, written_values
from catalog.settings.survey import CODE
from catalog.values import UNCHECKED, Fact, Measurement, Model, Record, type_of
from catalog.watch.moved import ChangedWorks, MovedSource, cited_source
from catalog.watch.state import known_state


def json_export(catalog: Catalog, records: Sequence[Record]) -> Iterator[str]:
    """The records as JSON text, one after the other."""
    yield f'{{"survey": {_text(survey_json(catalog))},\n"records": ['
    works = ChangedWorks(known_state(catalog.project))
    for index, record in enumerate(each(records)):
        moved = [_moved_json(record, item) for item in works.of(record)]
        content = record_json(record, catalog.columns) | ({"changed_sources": moved} if moved else {})
        yield f"{',' * bool(index)}\n{_text(content)}"
    yield "\n]}\n"


EXPORT = Export(
    name="json",
    title="JSON",
    ending="json",
    media_type="application/json",
    description="Every record with all that is known of it, nested as in YAML.",
    write=json_export,
    rank=1,
)


_text = json.JSONEncoder(ensure_ascii=False).encode
"""An object as one line of JSON, which escapes the line breaks of its texts."""


def survey_json(catalog: Catalog) -> dict[str, Any]:
    """The survey that the records belong to, and the vocabularies they refer to."""
    settings = catalog.settings
    members = {
        "title": settings.title,
        "description": settings.description,
        "address": settings.address,
        "repository": settings.repository,
        "licence": settings.licences.data,
        "settings": {name: item for name, item in part_json(settings).items() if name not in CODE},
        "fields": declarations(catalog.model),
        "units": {column.path: column.unit for column in catalog.columns if column.unit},
        "vocabularies": {
            name: {key: part_json(entry) for key, entry in entries.items()}
            for name, entries in catalog.vocabularies.items()
        },
    }
    return {key: value for key, value in members.items() if value is not None}


def record_json(record: Record, columns: Sequence[Column]) -> dict[str, Any]:
    """One record; `slug` and `name` come first, what is computed last."""
    models = [_model_json(model, columns) for model in record.all_models] if len(record.all_models) > 1 else []
    computed = {"derived": _derived_json(record, columns), "models": models}
    return part_json(record) | {key: value for key, value in computed.items() if value}


def _moved_json(record: Record, moved: MovedSource) -> dict[str, Any]:
    citation, change = moved.citation, moved.change
    members = {
        "source" if cited_source(record, citation) else "field": citation.key,
        "url": citation.url,
        "date": citation.dated and str(citation.dated),
        "read": citation.read and str(citation.read),
        "facts": [".".join(map(str, path)) for path in citation.facts],
        **change.model_dump(mode="json", exclude={"work"}),
        "change": change.sentence,
    }
    return {key: value for key, value in members.items() if value}


def _derived_json(record: Record, columns: Sequence[Column]) -> dict[str, Any]:
    facts = {column.path: column.facts(record) for column in columns if column.derived}
    return {path: list(map(fact_json, found)) for path, found in facts.items() if found != (UNCHECKED,)}


def _model_json(model: Model, columns: Sequence[Column]) -> dict[str, Any]:
    own = part_json(model.variant) if model.variant else {"name": ""}
    record = Node.of(type(model.record))
    differing = record.children["variants"].differing(record)
    written = written_values(model.facts)
    shared = {field.name: _any_json(value) for field, value in written if field.name in differing}
    derived = _derived_json(model.facts, columns)
    return own | shared | ({"derived": derived} if derived else {})


def part_json(part: BaseModel) -> dict[str, Any]:
    """The fields of a part that were written, in the order of the class."""
    members: dict[str, Any] = {}
    for field, value in written_values(part):
        if isinstance(part, Measurement) and field.name == "value":
            members |= fact_json(value)
        else:
            members[field.name] = _any_json(value)
    return members


def _any_json(value: Any) -> Any:
    if isinstance(value, Fact):
        return fact_json(value)
    if isinstance(value, tuple):
        return [_any_json(item) for item in value]
    if isinstance(value, BaseModel):
        return part_json(value)
    if isinstance(value, dict):
        return {key: _any_json(item) for key, item in value.items()}
    if value is None:
        return None
    members = _value_json(value)
    return members if len(members) > 1 else members["value"]


def _value_json(value: Any) -> dict[str, Any]:
    value_type = type_of(value)
    return {"value": value_type.raw(value), **value_type.beside(value)}


def fact_json(fact: Fact[Any]) -> dict[str, Any]:
    """One fact with its evidence."""
    members: dict[str, Any]
    if fact.blank:
        members = {"value": None, "blank": fact.blank.value}
    elif isinstance(fact.value, tuple):
        members = {"value": _any_json(fact.value)}
    else:
        members = _value_json(fact.value)
    if fact.source:
        members["source"] = fact.source
    if fact.where:
        members["where"] = fact.where
    if fact.verified:
        members["verified"] = fact.verified.value
    if not fact.certain:
        members["certain"] = False
    if fact.note:
        members["note"] = fact.note
    if fact.instead:
        members["instead"] = [fact_json(rival) for rival in fact.instead]
    return members
