"""JSON Schemas for editors, generated from the models of records, vocabularies and settings.

What a schema rejects, `catalog check` rejects too; the reverse holds only for what JSON Schema can express.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from catalog.errors import SetupError
from catalog.load.records import Definition
from catalog.model.columns import references
from catalog.model.declaration import KEY, FieldDeclaration
from catalog.settings import SurveySettings, schema_name
from catalog.settings.charts import ANY, COLUMN_ROLES, DATE, ColumnRole
from catalog.settings.presentation import FILTERABLE, OWN, SECTION_ROLES
from catalog.values import Entry
from catalog.values.fact import evidence_json_schema

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_NOTE = "Generated from the model by `catalog schema`; changes made here are lost."
_LISTS = {"columns": ANY, "filters": FILTERABLE, "asked": OWN}
"""Settings that list columns."""
_EVIDENCE = evidence_json_schema()


class _Generator(GenerateJsonSchema):
    """Pydantic's generator without what would mislead editors."""

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        """Omit `default`: an absent field means that nobody has checked it, not that it has this value."""
        return self.generate_inner(schema["schema"])

    def str_schema(self, schema: core_schema.StringSchema) -> JsonSchemaValue:
        """Omit limits of length, which hold after stripping: JSON Schema can only require that text is not blank."""
        json_schema = super().str_schema(schema)
        if schema.get("strip_whitespace"):
            json_schema.pop("maxLength", None)
            if json_schema.pop("minLength", None):
                json_schema["pattern"] = r"\S"
        return json_schema

    def dict_schema(self, schema: core_schema.DictSchema) -> JsonSchemaValue:
        """Reject keys that do not match the pattern of the keys."""
        json_schema = super().dict_schema(schema)
        return json_schema | {"additionalProperties": False} if "patternProperties" in json_schema else json_schema

    def tagged_union_schema(self, schema: core_schema.TaggedUnionSchema) -> JsonSchemaValue:
        """Omit `discriminator`, a keyword of OpenAPI."""
        json_schema = super().tagged_union_schema(schema)
        json_schema.pop("discriminator", None)
        return json_schema

    def get_title_from_name(self, name: str) -> str:
        """Return `As of` for `as_of`."""
        return name.replace("_", " ").capitalize()


def schemas(definition: Definition, more: Mapping[str, type[BaseModel]]) -> dict[str, str]:
    """Return file name in `data/` → JSON Schema of records, each vocabulary, the settings, and the models of `more`.

    Raises:
        SetupError: two schemas would have the same name.
    """
    by_name = [(schema_name(definition.settings), _record(definition)), ("survey", _survey(definition))]
    by_name += [("fields", _fields())] if definition.settings.record is None else []
    by_name += [(name, _vocabulary(entry)) for name, entry in references(definition.model).items()]
    by_name += [(name, _generated(model)) for name, model in more.items()]
    names = [name for name, _ in by_name]
    duplicate = next((name for name in names if names.count(name) > 1), "")
    if duplicate:
        raise SetupError(f"two schemas would be called {duplicate}.schema.json; change `one:` in data/survey.yml")
    return {f"{name}.schema.json": _text(schema) for name, schema in by_name}


def _text(schema: JsonSchemaValue) -> str:
    return json.dumps({"$schema": _DIALECT, "$comment": _NOTE} | schema, ensure_ascii=False, indent=1) + "\n"


def _generated(model: type[BaseModel]) -> JsonSchemaValue:
    return model.model_json_schema(schema_generator=_Generator)


def _record(definition: Definition) -> JsonSchemaValue:
    shared = {f"evidence.{name}": schema for name, schema in _EVIDENCE.items()}
    for name in references(definition.model):
        shared[f"words.{name}"] = _words(name, definition.vocabularies.get(name, {}))
    schema: JsonSchemaValue = _with_references(_generated(definition.model), shared)
    schema["$defs"] |= shared
    return schema


def _words(vocabulary: str, entries: Mapping[str, Entry]) -> JsonSchemaValue:
    words = [(key, entry.name, f"{entry.name}: {entry.meaning}") for key, entry in entries.items()]
    description = f"A key of data/{vocabulary}.yml; a new word needs an entry there first."
    return {"x-vocabulary": vocabulary, "description": description} | _one_of(words)


def _one_of(words: Iterable[tuple[str, str, str]]) -> JsonSchemaValue:
    """Return the schema of a closed list of (word, title, meaning); editors show the meaning of each word."""
    options = [{"const": word, "title": title, "description": meaning} for word, title, meaning in words]
    # An empty `oneOf` is not valid; an empty `enum` is, and allows nothing.
    return {"oneOf": options} if options else {"enum": []}


def _with_references(node: Any, shared: dict[str, Any]) -> Any:
    """Return `node` with references to `shared` for what repeats: evidence, vocabularies and types of facts.

    Adds the types of facts to `shared`.
    """
    if isinstance(node, list):
        return [_with_references(item, shared) for item in node]
    if not isinstance(node, dict):
        return node
    if "x-vocabulary" in node:
        rest = {key: item for key, item in node.items() if key not in ("type", "x-vocabulary")}
        return _ref(f"words.{node['x-vocabulary']}") | rest
    node = {
        key: _ref(f"evidence.{key}") if key in _EVIDENCE and item == _EVIDENCE[key] else _with_references(item, shared)
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
    schema = _generated(entry)
    definitions = schema.pop("$defs", {}) | {"entry": schema}
    return {
        "title": f"Vocabulary: {entry.title}",
        "description": f"{entry.__doc__ or entry.title} One `key: {{name: …, meaning: …}}` a line.",
        "type": "object",
        "additionalProperties": _ref("entry"),
        "$defs": definitions,
    }


def _fields() -> JsonSchemaValue:
    """Return the schema of data/fields.yml."""
    schema = _generated(FieldDeclaration)
    return {
        "title": "Fields",
        "description": "The fields of a record, one `key: {label: …}` a line; see `catalog fields --reference`.",
        "type": "object",
        "propertyNames": {"pattern": f"^{KEY.pattern}$"},
        "additionalProperties": _ref("FieldDeclaration"),
        "$defs": schema["$defs"],
    }


def _survey(definition: Definition) -> JsonSchemaValue:
    """Return the schema of the settings, in which every setting for a column lists the columns that fit."""
    schema = _generated(SurveySettings)
    sets = [(each.key, each.label, "A set of `together`.") for each in definition.settings.together]
    for name in _LISTS:
        schema["properties"][name]["items"] = {}
    for setting, role in _column_settings(schema):
        name = f"columns.{role.description}".replace(" ", "-").replace("`", "")
        columns = [(each.path, each.label, each.description) for each in definition.columns if role.fits(each)]
        name += ".or-set" if role.takes_sets else ""
        schema["$defs"][name] = _one_of([*columns, *(sets if role.takes_sets else ())])
        setting.pop("type", None), setting.pop("pattern", None)
        setting.update(_ref(name))
    return schema


def _column_settings(schema: JsonSchemaValue) -> Iterator[tuple[JsonSchemaValue, ColumnRole]]:
    """Yield the schema of each setting that names a column, with the role of the column."""
    yield schema["properties"]["newest"], DATE
    sections = [schema["$defs"][name]["properties"].values() for name in ("Citation", "Download")]
    for setting in chain(*sections):
        yield setting, ANY
    for name, role in _LISTS.items():
        yield schema["properties"][name]["items"], role
    for kind, roles in sorted((COLUMN_ROLES | SECTION_ROLES).items()):
        properties = schema["$defs"][kind]["properties"]
        for name, role in roles.items():
            yield properties[name].get("items", properties[name]), role
