"""One field as `data/fields.yml` declares it, and what may be wrong with that."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StrictBool
from pydantic_core import PydanticCustomError

from catalog.errors import Finding
from catalog.model.columns import misfits
from catalog.model.node import Node, Path
from catalog.values import Blank, Entry, Grade, Record, Ref, Show, Slug, Text, ValueType, guess
from catalog.values.fact import NOT_WELL_SOURCED
from catalog.values.find import annotated_type
from catalog.values.invalid import described, invalid
from catalog.values.names import TYPES
from catalog.values.show import AxisScale

KINDS = ("words", "vocabulary", "fields")
"""Keys that say in place of `type` what a field holds."""
KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")
"""What the key of a field looks like."""
_OTHER_NAMES = {
    **dict.fromkeys(("string", "str", "word"), "text"),
    **dict.fromkeys(("int", "integer", "float", "amount", "count", "percentage"), "number"),
    **dict.fromkeys(("bool", "boolean", "flag", "yes/no", "yesno"), "yes-no"),
    **dict.fromkeys(("url", "uri", "website", "address"), "link"),
    **dict.fromkeys(("day", "year", "datetime", "time"), "date"),
    **dict.fromkeys(("license", "spdx"), "licence"),
    **dict.fromkeys(("enum", "choice", "select", "term", "category"), "words"),
    **dict.fromkeys(("ref", "reference"), "record"),
    **dict.fromkeys(("object", "group", "mapping", "list"), "fields"),
    **dict.fromkeys(("logo", "picture"), "image"),
}
"""What other programs call these types."""


def valid_key(raw: object) -> bool:
    """Return whether this may be the key of a field."""
    return isinstance(raw, str) and bool(KEY.fullmatch(raw))


def bad_key(raw: object) -> tuple[str, str]:
    """Return what is wrong with a key, and what to write in its place."""
    likely = re.sub(r"[^a-z0-9]+", "_", str(raw).lower()).strip("_")[:40]
    hint = f"write `{likely}`" if valid_key(likely) else "begin with a letter"
    return f"the key {str(raw)[:60]!r} is not allowed", f"{hint}; a key has small letters, digits and `_`, at most 40"


def _key(raw: str) -> str:
    if not valid_key(raw):
        raise invalid(*bad_key(raw))
    return raw


def _type_name(raw: Any) -> Any:
    if isinstance(raw, str) and raw in TYPES:
        return raw
    found = repr(raw[:40]) if isinstance(raw, str) else described(raw)
    likely = _OTHER_NAMES.get(raw.lower(), raw) if isinstance(raw, str) else ""
    if likely in KINDS:
        raise invalid(f"found {found}, which is no type", f"leave `type` out and write `{likely}:` in its place")
    near = f"did you mean `{likely}`? " if likely in TYPES else guess(likely, list(TYPES))
    raise invalid(f"found {found}, which is no type", f"{near}types: {', '.join(TYPES)}; or {', '.join(KINDS)} instead")


def _meanings(raw: Any) -> Any:
    """A list of words is a mapping without meanings."""
    if isinstance(raw, dict):
        return raw
    if not isinstance(raw, list):
        raise invalid(f"found {described(raw)} where words belong", "write a list, `[good, bad]`, or `word: meaning`")
    wrong = next((word for word in raw if not isinstance(word, str)), "")
    if wrong != "":
        hint = "write words, or `word: meaning` without `- `"
        hint = "put it in quotes" if isinstance(wrong, int | float) else hint
        raise invalid(f"found {described(wrong)} where a word belongs", hint)
    twice = [word for word, count in Counter(raw).items() if count > 1]
    if twice:
        raise invalid(f"the word {twice[0][:60]!r} is there twice", "remove one of them")
    return dict.fromkeys(raw, None)


def _given(raw: Any) -> Any:
    if raw is None:
        raise invalid("found nothing", "write it, or remove the line")
    return raw


Key = Annotated[str, AfterValidator(_key)]
_Figure = Annotated[float, Field(strict=True)]


class FieldDeclaration(BaseModel):
    """One field of a record."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)

    label: Text
    """What readers call it."""
    type: Annotated[str | None, BeforeValidator(_type_name), Field(json_schema_extra={"enum": [*TYPES]})] = None
    """What its values are; text unless it is said."""
    unit: Annotated[str, Field(max_length=20)] = ""
    """The unit of its numbers."""
    help: Text = ""
    """One sentence that says what it is."""
    filter: StrictBool = False
    """Readers can filter by it."""
    many: StrictBool = False
    """It may have several values: a list."""
    scale: AxisScale | None = None
    """The axis on which charts draw it: linear, log or time."""
    words: Annotated[Annotated[dict[Text, Text | None], Field(min_length=1)] | None, BeforeValidator(_meanings)] = None
    """The only words that it may have, each with its meaning; or a list of words."""
    ordered: StrictBool = False
    """The words stand in order, as ratings do."""
    vocabulary: Annotated[Slug | None, BeforeValidator(_given)] = None
    """The words are those of this file in data/, a list that grows."""
    fields: Annotated[Annotated[dict[Key, FieldDeclaration], Field(min_length=1)] | None, BeforeValidator(_given)] = (
        None
    )
    """The fields of a group; with `many`, of each of several entries."""
    whole: StrictBool = False
    """Its numbers are whole: things are counted."""
    plausible: tuple[_Figure, _Figure] | None = None
    """The least and the greatest usual number; others are warnings."""
    unique: StrictBool = False
    """No two records may have the same value."""
    earlier: StrictBool = False
    """The records it refers to came before this one."""
    example: Any = None
    """A value as contributors would write it."""

    @property
    def shown(self) -> Show:
        """How the field is presented; what a number or a date is filtered by is its range."""
        kind = self.value_type
        by_range = self.filter and kind is not None and bool(kind.scales)
        return Show(
            self.label,
            unit=self.unit,
            facet=self.filter and not by_range,
            scale=self.scale or (kind.scales[0] if by_range and kind else None),
            unique=self.unique,
            plausible=self.plausible,
            whole=self.whole,
            earlier=self.earlier,
        )

    @property
    def value_type(self) -> ValueType[Any] | None:
        """The type of its values, where `type` says it."""
        return None if self.kinds else type_named(self.type)

    @property
    def kinds(self) -> list[str]:
        """Which of the keys are there that say in place of `type` what the field holds."""
        return [name for name in KINDS if getattr(self, name) is not None]


def type_named(name: str | None) -> ValueType[Any]:
    """Return the type with this name in `data/fields.yml`; text without a name."""
    annotation = TYPES[name or "text"]
    marks = getattr(annotation, "__metadata__", ())
    found = annotated_type(getattr(annotation, "__origin__", annotation), marks)
    if found is None:
        raise TypeError(name)
    return found


_RESERVED = frozenset({*dir(Record), *Node.of(Record).children, "variant", "variants", "self", "cls"})


def declaration_findings(fields: Mapping[str, FieldDeclaration], above: Path = ()) -> Iterator[Finding]:
    """Yield what is wrong with fields that are valid each by themselves: names that are taken, settings that clash."""
    for key, field in fields.items():
        at = (*above, key)
        if key in _RESERVED:
            message = (
                f"every record has a field `{key}` already" if key in Node.of(Record).children else f"`{key}` is taken"
            )
            yield Finding(at, message, f"choose another key, such as `{key}_1`; its label may stay", about_key=True)
        kinds = field.kinds
        for kind in kinds if field.type else kinds[1:]:
            yield Finding(
                (*at, kind), f"`{kind}` and `{(field.type and 'type') or kinds[0]}` exclude each other", "keep one"
            )
        yield from _word_findings((*at, "words"), field.words or {})
        yield from _misfits(at, field)
        if field.fields:
            yield from declaration_findings(field.fields, (*at, "fields"))


def _word_findings(at: Path, words: Mapping[str, str | None]) -> Iterator[Finding]:
    """Yield a finding for each word that no record could state, or that readers take for another."""
    alike: dict[str, str] = {}
    for word in words:
        other = alike.setdefault(word.casefold(), word)
        if word in _NO_VALUES:
            yield Finding(at, f"`{word}` says that there is no value", "remove it: every field may have it")
        elif word.startswith("!"):
            yield Finding(at, f"the word {word[:60]!r} begins with `!`, by which filters exclude", "leave `!` out")
        elif other != word:
            yield Finding(at, f"the words `{other}` and `{word}` differ in capitals only", "keep one")


def _misfits(at: Path, field: FieldDeclaration) -> Iterator[Finding]:
    """Yield a finding for each setting that does not fit what the field holds."""
    if field.ordered and not field.words:
        yield Finding((*at, "ordered"), "only `words` have an order", "remove it", about_key=True)
    if field.fields:
        for name in ("unit", "filter", "scale", "whole", "plausible", "unique", "earlier", "example"):
            if getattr(field, name):
                yield Finding(
                    (*at, name), f"`{name}` does not fit a group", "give it to one of its fields", about_key=True
                )
        return
    if field.plausible and field.plausible[0] >= field.plausible[1]:
        yield Finding((*at, "plausible"), "the least number is not less than the greatest", "write `[0, 100]`")
    kind = field.value_type or (Grade.type if field.words else Ref(Entry))
    for setting, message, hint in misfits(field.shown, kind, _in_yaml):
        yield Finding((*at, _YAML_NAMES.get(setting, setting)), message, hint or "remove it", about_key=True)
    if field.example is not None:
        yield from _example_findings((*at, "example"), field)


_NO_VALUES = frozenset({*(blank.value for blank in Blank), NOT_WELL_SOURCED})
"""Words that stand in place of a value."""
_YAML_NAMES = {"facet": "filter"}
"""Settings of `Show` with another name in YAML."""


def _in_yaml(setting: str, value: object) -> str:
    return f"`{_YAML_NAMES.get(setting, setting)}: {json.dumps(value).strip(chr(34))}`"


def _example_findings(at: Path, field: FieldDeclaration) -> Iterator[Finding]:
    if field.many and not isinstance(field.example, list):
        yield Finding(at, "the field takes several values, and the example is one", "write a list: `[…]`")
        return
    for item in field.example if field.many else [field.example]:
        mistake = _mistake(field, item)
        if mistake:
            yield Finding(at, f"the example is no value: {mistake[0]}", mistake[1])


def _mistake(field: FieldDeclaration, item: Any) -> tuple[str, str] | None:
    """What is wrong with one value of an example, and what to do."""
    if field.words or field.vocabulary:
        words = list(field.words or ())
        if isinstance(item, str) and (field.vocabulary or item in words):
            return None
        found = repr(item[:60]) if isinstance(item, str) else described(item)
        return f"found {found}", f"{guess(item, words)}allowed: {', '.join(words)}" if words else "write one word"
    try:
        type_named(field.type).read(item)
    except PydanticCustomError as error:
        context = error.context or {}
        return str(context.get("message", error)), str(context.get("hint", ""))
    return None


def vocabulary_findings(fields: Mapping[str, FieldDeclaration], taken: frozenset[str]) -> Iterator[Finding]:
    """Yield a finding for each vocabulary whose file is another one already."""
    for at, field in _every(fields):
        if field.vocabulary in taken:
            message = f"data/{field.vocabulary}.yml is another file of the survey"
            yield Finding((*at, "vocabulary"), message, "choose another name for the vocabulary")


def _every(fields: Mapping[str, FieldDeclaration], above: Path = ()) -> Iterator[tuple[Path, FieldDeclaration]]:
    for key, field in fields.items():
        yield (*above, key), field
        yield from _every(field.fields or {}, (*above, key, "fields"))
