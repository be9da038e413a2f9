"""A value with its evidence, and the three blanks."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, Generic, TypeVar, get_args, get_origin

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, core_schema

from catalog.values.find import annotated_type
from catalog.values.invalid import invalid
from catalog.values.spelling import slips_between
from catalog.values.term import Term

T = TypeVar("T")


class Blank(StrEnum):
    """Why there is no value."""

    NOT_REPORTED = "not reported"
    NOT_APPLICABLE = "not applicable"
    NOT_CHECKED = "not checked"

    @property
    def meaning(self) -> str:
        """What a reader may conclude from it."""
        return _BLANK_MEANINGS[self]


_BLANK_MEANINGS = {
    Blank.NOT_REPORTED: "The sources were read and do not say.",
    Blank.NOT_APPLICABLE: "The field does not apply to this record.",
    Blank.NOT_CHECKED: "Nobody has checked the sources yet.",
}
WRITABLE_BLANKS = {blank.value: blank for blank in (Blank.NOT_REPORTED, Blank.NOT_APPLICABLE)}
"""Word → blank, for those that contributors write; the third is the absence of the field."""


class Grade(Term):
    """How a fact is known."""

    PRIMARY = "primary", "Read in the source itself."
    SECONDARY = "secondary", "Read in somebody else's account of the source."
    DERIVED = "derived", "Computed from code, configuration or other facts, not a sentence of the authors."


_GRADE_MARKS: dict[Grade | None, tuple[str, ...]] = {Grade.SECONDARY: ("second-hand",), Grade.DERIVED: ("derived",)}

SURVEY = "survey"
"""The source key every record has: the original table."""

NOT_WELL_SOURCED = "not well sourced"
"""The word in place of a value, where a reader asks for well-sourced facts only and this one is not."""


@dataclass(frozen=True, slots=True)
class Fact(Generic[T]):
    """One value of a field, or one of the three blanks, with its evidence and its rivals.

    In YAML either the plain value or a mapping: `{value: 960, source: paper, where: "Section 3.2"}`.
    """

    value: T | None = None
    blank: Blank | None = None
    source: str = ""
    where: str = ""
    verified: Grade | None = None
    certain: bool = True
    note: str = ""
    instead: tuple[Fact[T], ...] = ()

    @property
    def values(self) -> tuple[Any, ...]:
        """The values: none for a blank, several for a list."""
        if self.blank is not None:
            return ()
        return self.value if isinstance(self.value, tuple) else (self.value,)

    @property
    def marks(self) -> tuple[str, ...]:
        """The words that every view shows beside the value, the gravest first."""
        doubts = ("uncertain",) * (not self.certain) + ("contested",) * bool(self.instead)
        return doubts + _GRADE_MARKS.get(self.verified, ())

    @property
    def is_well_sourced(self) -> bool:
        """Whether the value has a source that is certain and was read itself; a blank has no value to be doubted."""
        is_read = self.source not in ("", SURVEY) and self.verified is not Grade.SECONDARY
        return self.blank is not None or (is_read and self.certain)

    def __reduce__(self) -> str | tuple[Any, ...]:
        """Be sent between processes by position, and once where nobody has checked: most facts are like that."""
        if self is UNCHECKED:
            return "UNCHECKED"
        return Fact, (
            *(self.value, self.blank, self.source, self.where, self.verified, self.certain, self.note, self.instead),
        )

    if not TYPE_CHECKING:

        def __class_getitem__(cls, inner: Any) -> Any:
            """`Fact[T]` tells pydantic what T is; without this it would read the dataclass field by field."""
            return Annotated[cls, FactOf(inner)]


@dataclass(frozen=True, slots=True)
class FactOf:
    """How pydantic reads a `Fact` whose value is of type `inner`."""

    inner: Any

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        inner = core_schema.bool_schema(strict=True) if self.inner is bool else handler.generate_schema(self.inner)
        rival = _fact_schema(inner, core_schema.tuple_schema([]))
        return _fact_schema(inner, core_schema.tuple_variable_schema(rival))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        arguments = schema["schema"]["schema"]["fields"]
        inner = next(field["schema"]["schema"] for field in arguments if field["name"] == "value")
        # The handler looks at what a schema says of itself only below the top: hence the wrapping.
        wrapped = core_schema.no_info_after_validator_function(lambda value: value, inner)
        blanks = [{"const": word, "description": blank.meaning} for word, blank in WRITABLE_BLANKS.items()]
        value = {"anyOf": [handler(wrapped), {"oneOf": blanks}]}
        claim = {"value": value} | evidence_json_schema()
        mapping = {"type": "object", "required": ["value"], "additionalProperties": False}
        rival = {"anyOf": [value, mapping | {"properties": claim | {"instead": {"type": "array", "maxItems": 0}}}]}
        about = "What other sources say, each with its evidence; the reader sees that the value is contested."
        instead = {"type": "array", "items": rival, "description": about}
        written = [value, mapping | {"properties": claim | {"instead": instead}}]
        return {"x-fact": _definition(self.inner), "anyOf": written}


def _definition(inner: Any) -> str:
    """What a type is called in JSON Schemas: `amount`, `makers`, `text`; with `-list` for several."""
    if get_origin(inner) is tuple:
        return f"{_definition(get_args(inner)[0])}-list"
    base, *marks = get_args(inner) if get_origin(inner) is Annotated else [inner]
    value_type = annotated_type(base, marks)
    if value_type and value_type.entry:
        return value_type.entry.vocabulary
    return "text" if base is str else str(base.__name__).lower()


UNCHECKED: Fact[Any] = Fact(blank=Blank.NOT_CHECKED)
"""The fact of an absent field."""


def evidence_json_schema() -> dict[str, Any]:
    """JSON Schema properties of the evidence keys."""
    grades = [{"const": grade.value, "description": grade.meaning} for grade in Grade]
    text = {"type": "string", "minLength": 1}
    return {
        "source": text | {"description": "A key of this record's sources, or `survey` for the original table."},
        "where": text | {"description": "The place in the source: section, table, page, file."},
        "verified": {"oneOf": grades, "description": "How the fact is known."},
        "certain": {"type": "boolean", "description": "false where even the source is in doubt."},
        "note": text | {"description": "What a reader must know to use the value."},
    }


EVIDENCE = (*evidence_json_schema(), "instead")
"""The keys beside a value, in the order they are written."""


def _evidence_text() -> CoreSchema:
    return core_schema.str_schema(strict=True, strip_whitespace=True, min_length=1, max_length=2000)


def _evidence_fields() -> list[core_schema.DataclassField]:
    """Core-schema fields of the evidence keys."""
    others: dict[str, CoreSchema] = {
        "verified": core_schema.no_info_plain_validator_function(Grade.read),
        "certain": core_schema.bool_schema(strict=True),
    }
    defaults = {field.name: field.default for field in fields(Fact)}
    return [_optional(name, others.get(name, _evidence_text()), defaults[name]) for name in evidence_json_schema()]


def _optional(name: str, schema: CoreSchema, default: Any) -> core_schema.DataclassField:
    return core_schema.dataclass_field(name, core_schema.with_default_schema(schema, default=default), kw_only=True)


def _fact_schema(inner: CoreSchema, rivals: CoreSchema) -> CoreSchema:
    value = _optional("value", inner, None)
    blank = _optional("blank", core_schema.any_schema(), None)
    members = [*_evidence_fields(), value, blank, _optional("instead", rivals, ())]
    names = [member["name"] for member in members]
    arguments = core_schema.dataclass_args_schema("Fact", members, extra_behavior="forbid")
    whole = core_schema.dataclass_schema(Fact, arguments, names, slots=True, frozen=True)
    return core_schema.no_info_before_validator_function(_unfold, whole)


def _unfold(raw: Any) -> Any:
    """Return what the schema reads, a mapping with the key `value` or `blank`, for each way to write a fact."""
    if type(raw) is not dict:
        raw = {"value": raw}
    elif "blank" in raw:
        raise invalid("`blank` is not a key", "write `value: not reported` or `value: not applicable`")
    elif "value" not in raw:
        raise invalid("evidence without a value", "add `value:`, or remove the whole entry if nothing is known")
    value = raw["value"]
    may_be_blank = value[:1] in _FIRST_OF_BLANKS if type(value) is str else value is None
    return _with_blank(raw) if may_be_blank else raw


_UNKNOWN = frozenset({"unknown", "tbd", "tba", "not known", "not given", "not stated", "not specified", "unspecified"})
_SIGNS_OF_NOTHING = frozenset({"?", "??", "???", "-", "--", "\u2013", "\u2014"})
_MAX_TYPOS = 2
"""Letters by which text may differ from a blank and still be meant as one: `not repoted`."""
_FIRST_OF_BLANKS = "nNuUtT?-\u2013\u2014"
"""First characters of all these words: other values, the most, need no further look."""


def _with_blank(raw: dict[str, Any]) -> dict[str, Any]:
    value = raw["value"]
    if value is None:
        raise invalid(
            "found nothing where a value belongs",
            "write `not reported` or `not applicable`, or remove the line: an absent field means not checked",
        )
    if value in WRITABLE_BLANKS:
        return {key: item for key, item in raw.items() if key != "value"} | {"blank": WRITABLE_BLANKS[value]}
    _reject_misspelt_blank(value)
    return raw


def _reject_misspelt_blank(value: str) -> None:
    """Raise an error for `N/A`, `unknown` or `?`, which would be read as text and counted as a value."""
    word = re.sub(r"[\W_]+", " ", value[:20]).strip().casefold()
    if word in _UNKNOWN or (not word and value.strip() in _SIGNS_OF_NOTHING):
        hint = "remove the line if nobody looked; write `not reported` if the sources do not say"
        raise invalid(f"found {value[:20]!r}, which is not one of the words for no value", hint)
    if word in ("not checked", "n a", *WRITABLE_BLANKS):
        likely = f"`{word}`" if word in WRITABLE_BLANKS else "`not applicable` or `not reported`"
        hint = "remove the line: an absent field means just that" if word == "not checked" else f"write {likely}"
        raise invalid(f"found {value[:20]!r}, which is not one of the words for no value", hint)
    near = [blank for blank in WRITABLE_BLANKS if _is_nearly(value[:20].casefold(), blank)]
    if near:
        raise invalid(f"found {value[:20]!r}, which is not one of the words for no value", f"did you mean `{near[0]}`?")


def _is_nearly(text: str, blank: str) -> bool:
    """Whether few slips make a text of a blank; they are counted, which takes long, where the letters are the same."""
    if abs(len(text) - len(blank)) > _MAX_TYPOS:
        return False
    letters, others = Counter(text), Counter(blank)
    has_its_letters = max((letters - others).total(), (others - letters).total()) <= _MAX_TYPOS
    return has_its_letters and 0 < slips_between(text, blank) <= _MAX_TYPOS
