"""Reads a JSON export back: what `catalog.exports.json` writes becomes data as YAML has it, and is read as that."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence, ValuesView
from dataclasses import replace
from pathlib import Path
from typing import Any

from catalog.errors import DataError, Problem, SetupError
from catalog.load.characters import odd_characters
from catalog.load.declared import exported_fields
from catalog.load.records import Definition, LoadedFile, define, read_entries, validate
from catalog.load.tree import MAX_DEPTH, Tree
from catalog.model.columns import references
from catalog.model.declared import declared_class
from catalog.model.node import Node
from catalog.paths import LARGEST_EXPORT, Project, file_content
from catalog.settings import SurveySettings, record_class
from catalog.settings.survey import CODE
from catalog.values import Entry, Record, Vocabularies
from catalog.values.slug import MAX_LENGTH

COMPUTED = ("derived", "models", "changed_sources")
"""Keys of an exported record that no file has."""
_IF_LARGER = "use the folder of the survey in its place"
_OURS = "catalog.surveys."
"""Where the classes are that an export may name: what else it names is not imported."""


class JsonTree(Tree):
    """A part of an export, in place of a parsed file; it has no lines."""

    def __init__(self, file: Path, data: Any) -> None:
        self.file, self.data, self.text = file, data, ""
        self.problems, self.flags, self.damaged, self.texts = [], {}, set(), set()

    def position(self, path: Sequence[str | int], *, key: bool = False) -> tuple[int, int]:  # noqa: ARG002
        """No place in particular."""
        return 0, 0


class ExportedDefinition(Definition):
    """A survey without its records, as an export has it."""

    def files(self) -> list[Path]:
        """None: there are no files behind an export."""
        return []


def read_document(file: Path, limit: int) -> dict[str, Any]:
    """Return the object of an export, whose `records` are a list.

    Raises:
        UnreadableFileError: it cannot be read, or has more bytes than `limit`.
        ValueError: it is not JSON.
        LookupError: it is not an export; the message says why.
    """
    try:
        document = json.loads(file_content(file, limit, if_larger=_IF_LARGER))
    except RecursionError:
        raise ValueError("nested too deeply") from None
    if not (isinstance(document, dict) and isinstance(document.get("records"), list)):
        raise LookupError("not an export: `records` is missing")  # noqa: TRY004 - said of the file
    if _is_deep(document):
        raise ValueError("nested too deeply")
    return document


def _is_deep(document: Any) -> bool:
    """Return whether a document is nested deeper than any file of a survey may be."""
    level = [document]
    for _ in range(MAX_DEPTH):
        members = (item.values() if isinstance(item, dict) else item for item in level)
        level = [below for items in members for below in items if isinstance(below, dict | list)]
    return bool(level)


def yaml_data(raw: Any, place: Node) -> Any:
    """Return a part of an export as it is written in YAML; `place` is where it belongs."""
    if isinstance(raw, list):
        return [yaml_data(item, place.below(index)) for index, item in enumerate(raw)]
    if not isinstance(raw, dict):
        return raw
    if "value" in raw and (place.fact or place.value_type or place.measurement):
        return _claim(raw, place)
    return {key: yaml_data(item, place.below(key, tuple(raw))) for key, item in raw.items()}


def _claim(raw: Mapping[str, Any], place: Node) -> Any:
    """Return a value with what stands beside it; the value alone where that is nothing."""
    value = place.value if place.fact else place.children["value"].value if place.measurement else place
    value_type = value.single.value_type
    keys = value_type.json_keys if value_type else ()
    own = ("value", "blank", *keys)
    data = {"value": raw["value"]} | {key: yaml_data(raw[key], place.below(key)) for key in raw if key not in own}
    if raw.get("blank"):
        data["value"] = raw["blank"]
    elif isinstance(raw["value"], list):
        data["value"] = yaml_data(raw["value"], value)
    elif value_type:
        data["value"] = value_type.from_json(raw["value"], {key: raw[key] for key in keys if key in raw})
    return data["value"] if data.keys() == {"value"} else data


def exported_record(raw: Any, model: type[Record]) -> Any:
    """Return an exported record as it is written in YAML, without what was computed."""
    if not isinstance(raw, dict):
        return raw
    return yaml_data({key: item for key, item in raw.items() if key not in COMPUTED}, Node.of(model))


def open_export(file: Path, record: type[Record] | None = None) -> tuple[Definition, Iterator[LoadedFile[Record]]]:
    """Read an export as a survey and its records, which problems name as if the export were their folder.

    Args:
        file: the export.
        record: the class of the records; else it is the one that the export names, which must be of this package.

    Raises:
        DataError: its settings cannot be read, and so no record can.
        SetupError: it is not an export, or the class of its records is not known.
    """
    try:
        document = read_document(file, LARGEST_EXPORT)
    except (ValueError, LookupError) as error:
        raise SetupError(f"{file} cannot be read as JSON: {error}") from None
    about = document.get("survey")
    raw = about.get("settings") if isinstance(about, dict) else None
    if not (isinstance(about, dict) and isinstance(raw, dict)):
        raise SetupError(f"{file} has no settings of a survey; export the catalogue again")
    settings = {key: item for key, item in raw.items() if key not in CODE}
    loaded = validate(JsonTree(file, yaml_data(settings, Node.of(SurveySettings))), SurveySettings)
    if loaded.value is None:
        raise DataError(loaded.problems)
    model = record or _exported_class(file, loaded.value, about.get("fields"))
    vocabularies, problems = _vocabularies(file, about.get("vocabularies"), model)
    problems += _odd_texts(file, about)
    defined = define(Project(file.resolve().parent), loaded, loaded.value, model, vocabularies, problems)
    definition = ExportedDefinition(**vars(defined))
    return definition, (_record(definition, file, item) for item in document["records"])


def is_own_class(survey: SurveySettings) -> bool:
    """Return whether the class of records comes with this package, so that an export can be opened by its name."""
    return survey.record is None or survey.record.startswith(_OURS)


def _exported_class(file: Path, survey: SurveySettings, fields: Any) -> type[Record]:
    """Return the class of records of an export: of the fields that it declares, or one that it names."""
    if survey.record is not None:
        return _own_class(file, survey)
    if not isinstance(fields, dict):
        raise SetupError(f"{file} declares no fields of records; export the catalogue again")
    return declared_class(exported_fields(file, fields), survey.one)


def _own_class(file: Path, survey: SurveySettings) -> type[Record]:
    """Return the class of records that an export names: code is imported from nowhere but this package."""
    if not is_own_class(survey):
        message = f"{file} holds records of the class {str(survey.record)[:80]}, which only you can import"
        raise SetupError(f"{message}: give the class as `record=`")
    try:
        return record_class(survey)
    except ImportError as error:
        raise SetupError(f"{file} names the class of its records: {error}") from None


def _vocabularies(file: Path, raw: Any, model: type[Record]) -> tuple[Vocabularies, list[Problem]]:
    vocabularies: dict[str, Mapping[str, Entry]] = {}
    problems: list[Problem] = []
    for name, entry_class in references(model).items():
        words = raw.get(name) if isinstance(raw, dict) else None
        tree = JsonTree(file / f"{name}.yml", yaml_data(words or {}, Node.of_vocabulary(entry_class)))
        vocabularies[name], found = read_entries(tree, entry_class)
        problems += found
    return vocabularies, problems


def _record(definition: Definition, file: Path, raw: Any) -> LoadedFile[Record]:
    slug = raw.get("slug") if isinstance(raw, dict) else None
    tree = JsonTree(file / f"{str(slug)[:MAX_LENGTH]}.yml", exported_record(raw, definition.model))
    if not isinstance(tree.data, dict):
        problem = Problem(file, 0, 0, "records", "one of the records is not an object", "export the catalogue again")
        return LoadedFile(file, None, (problem,))
    loaded = validate(tree, definition.model, {"vocabularies": definition.vocabularies})
    return replace(loaded, problems=(*loaded.problems, *_odd_texts(tree.file, raw)))


def _odd_texts(file: Path, raw: Any) -> Iterator[Problem]:
    """Yield a problem for each text of a part of an export that holds a character which no file may have."""
    for text in dict.fromkeys(_texts(raw)):
        if not (text.isascii() and text.isprintable()):
            for odd in odd_characters(text):
                yield Problem(file, 0, 0, "", odd.message, odd.hint, "character", odd.severity)


def _texts(raw: Any) -> Iterator[str]:
    """Yield every text of a part of an export, keys included."""
    if isinstance(raw, str):
        yield raw
    elif isinstance(raw, dict):
        yield from raw
        raw = raw.values()
    for item in raw if isinstance(raw, list | ValuesView) else ():
        yield from _texts(item)
