"""JSON Schemas for editors, generated from the models: records, vocabularies, settings.

What a schema refuses, `catalog check` refuses too; the other way round only where a schema can say it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from catalog.errors import SetupError
from catalog.load.records import Definition
from catalog.model.columns import Column, references
from catalog.settings import SurveySettings, schema_name
from catalog.settings.charts import COLUMN_ROLES, DATE
from catalog.values import Entry
from catalog.values.fact import evidence_json_schema

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_NOTE = "Generated from the model by `catalog schema`; changes made here are lost."
_EVIDENCE = evidence_json_schema()


class _Generator(GenerateJsonSchema):
    """Pydantic's schemas without what editors would show for nothing."""

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        """No `default`: an absent field means that nobody has checked, not that it has this value."""
        return self.generate_inner(schema["schema"])

    def str_schema(self, schema: core_schema.StringSchema) -> JsonSchemaValue:
        """The model counts characters after stripping blanks, which JSON Schema cannot; it can say "not blank"."""
        made = super().str_schema(schema)
        if schema.get("strip_whitespace"):
            made.pop("maxLength", None)
            if made.pop("minLength", None):
                made["pattern"] = r"\S"
        return made

    def dict_schema(self, schema: core_schema.DictSchema) -> JsonSchemaValue:
        """A key that does not fit is an error, not a key about which nothing is said."""
        made = super().dict_schema(schema)
        return made | {"additionalProperties": False} if "patternProperties" in made else made

    def tagged_union_schema(self, schema: core_schema.TaggedUnionSchema) -> JsonSchemaValue:
        """`discriminator` belongs to OpenAPI."""
        made = super().tagged_union_schema(schema)
        made.pop("discriminator", None)
        return made

    def get_title_from_name(self, name: str) -> str:
        """`as_of` → `As of`."""
        return name.replace("_", " ").capitalize()


def schemas(definition: Definition, more: Mapping[str, type[BaseModel]]) -> dict[str, str]:
    """File name in `data/` to its text: for records, every vocabulary, `survey.yml`, and the files named in `more`.

    Raises:
        SetupError: two of them would have one name.
    """
    made = [(schema_name(definition.settings), _record(definition)), ("survey", _survey(definition))]
    made += [(name, _vocabulary(entry)) for name, entry in references(definition.model).items()]
    made += [(name, _generated(model)) for name, model in more.items()]
    names = [name for name, _ in made]
    twice = next((name for name in names if names.count(name) > 1), "")
    if twice:
        raise SetupError(f"two schemas would be called {twice}.schema.json; change `one:` in data/survey.yml")
    return {f"{name}.schema.json": _text(schema) for name, schema in made}


def _text(schema: JsonSchemaValue) -> str:
    whole = {"$schema": _DIALECT, "$comment": _NOTE} | schema
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def _generated(model: type[BaseModel]) -> JsonSchemaValue:
    return model.model_json_schema(schema_generator=_Generator)


def _record(definition: Definition) -> JsonSchemaValue:
    shared = {f"evidence.{name}": schema for name, schema in _EVIDENCE.items()}
    for name in references(definition.model):
        shared[f"words.{name}"] = _words(name, definition.vocabularies.get(name, {}))
    made: JsonSchemaValue = _sharing(_generated(definition.model), shared)
    made["$defs"] |= shared
    return made


def _words(vocabulary: str, entries: Mapping[str, Entry]) -> JsonSchemaValue:
    known = [(key, entry.name, f"{entry.name}: {entry.meaning}") for key, entry in entries.items()]
    about = f"A key of data/{vocabulary}.yml; a new word needs an entry there first."
    return {"x-vocabulary": vocabulary, "description": about} | _one_of(known)


def _one_of(words: Iterable[tuple[str, str, str]]) -> JsonSchemaValue:
    """Allowed words from (word, title, meaning); editors offer each with its meaning."""
    made = [{"const": word, "title": title, "description": meaning} for word, title, meaning in words]
    return {"oneOf": made} if made else {"enum": []}


def _sharing(node: Any, shared: dict[str, Any]) -> Any:
    """`node` with references in place of what repeats: evidence, vocabularies, kinds of facts; `shared` gains these."""
    if isinstance(node, list):
        return [_sharing(item, shared) for item in node]
    if not isinstance(node, dict):
        return node
    if "x-vocabulary" in node:
        rest = {key: item for key, item in node.items() if key not in ("type", "x-vocabulary")}
        return _ref(f"words.{node['x-vocabulary']}") | rest
    node = {
        key: _ref(f"evidence.{key}") if key in _EVIDENCE and item == _EVIDENCE[key] else _sharing(item, shared)
        for key, item in node.items()
    }
    kind = node.pop("x-fact", None)
    if kind and shared.setdefault(f"fact.{kind}", {"anyOf": node["anyOf"]}) == {"anyOf": node["anyOf"]}:
        del node["anyOf"]
        return _ref(f"fact.{kind}") | node
    return node


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/$defs/{name}"}


def _vocabulary(entry: type[Entry]) -> JsonSchemaValue:
    made = _generated(entry)
    definitions = made.pop("$defs", {}) | {"entry": made}
    return {
        "title": f"Vocabulary: {entry.title}",
        "description": f"{entry.__doc__ or entry.title} One `key: {{name: …, meaning: …}}` a line.",
        "type": "object",
        "additionalProperties": _ref("entry"),
        "$defs": definitions,
    }


def _survey(definition: Definition) -> JsonSchemaValue:
    """The settings' schema, in which every place for a column offers those that fit."""
    made = _generated(SurveySettings)
    definitions = made["$defs"]
    made["properties"]["columns"]["items"] = {}
    for at, wanted, fits in _column_places(made):
        name = f"columns.{wanted or 'all'}".replace(" ", "-")
        definitions[name] = _one_of(_column_words(column for column in definition.columns if fits(column)))
        at.pop("type", None), at.pop("pattern", None)
        at.update(_ref(name))
    return made


def _column_words(columns: Iterable[Column]) -> Iterator[tuple[str, str, str]]:
    for column in columns:
        yield column.path, column.label, column.description


def _column_places(made: JsonSchemaValue) -> Iterator[tuple[JsonSchemaValue, str, Callable[[Column], bool]]]:
    """Each place of the settings that names a column, what it wants in words, and the test for that."""
    yield made["properties"]["newest"], DATE.wanted, DATE.fits
    roles = [made["$defs"][name]["properties"].values() for name in ("Citation", "Download")]
    for place in (made["properties"]["columns"]["items"], *chain(*roles)):
        yield place, "", lambda _: True
    for kind, column_roles in sorted(COLUMN_ROLES.items()):
        properties = made["$defs"][kind]["properties"]
        for name, role in column_roles.items():
            yield properties[name].get("items", properties[name]), role.wanted, role.fits
