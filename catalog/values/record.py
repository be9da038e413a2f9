"""The base classes of every survey's record: parts, measurements, sources, and the record itself."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Annotated, Any, ClassVar, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    model_validator,
)
from pydantic_core import CoreSchema

from catalog.errors import Finding
from catalog.values.amount import Amount
from catalog.values.fact import EVIDENCE, SURVEY, Fact, evidence_json_schema
from catalog.values.invalid import invalid
from catalog.values.link import Link
from catalog.values.show import Show
from catalog.values.slug import SLUG, Slug
from catalog.values.text import Text
from catalog.values.type import Vocabularies
from catalog.values.when import When


class Part(BaseModel):
    """A named group of fields inside a record; every field is a fact, a part or a list of parts."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


class Measurement(Part):
    """One measured number, with the evidence beside it.

    A survey's own class adds what was measured on what; `comparable` names the fields that must agree
    before two measurements may stand side by side, `best` which of them comes first.
    """

    comparable: ClassVar[tuple[str, ...]] = ()
    best: ClassVar[Literal["lowest", "highest"]] = "highest"

    value: Annotated[Fact[Amount], Show("Value"), Field(examples=[1.94])]
    """The one number; two splits or two variants are two entries."""
    variant: Text = ""
    """Which of the record's variants was measured, where it has several."""
    as_of: When | None = None
    """Day the number was read, or the date of the table it stands in."""

    @model_validator(mode="before")
    @classmethod
    def _lift_evidence(cls, raw: Any) -> Any:
        """Move the evidence, written beside `value`, into the fact of `value`."""
        if type(raw) is not dict or "value" not in raw:
            return raw
        evidence = {key: raw[key] for key in EVIDENCE if key in raw}
        rest = {key: item for key, item in raw.items() if key not in EVIDENCE}
        return rest | {"value": {"value": raw["value"]} | evidence}

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        json_schema = handler.resolve_ref_schema(handler(schema))
        value, mapping = json_schema["properties"]["value"]["anyOf"]
        json_schema["properties"] |= {"value": value} | evidence_json_schema()
        json_schema["properties"]["instead"] = mapping["properties"]["instead"]
        return json_schema


class Source(BaseModel):
    """A document facts are taken from."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)

    url: Link | None = None
    """Its address."""
    title: Text = ""
    """What it is, where the address does not say so or there is none."""
    date: When | None = None
    """When this version of it appeared."""
    read: When | None = None
    """When it was read for this record."""

    @model_validator(mode="before")
    @classmethod
    def _unfold(cls, raw: Any) -> Any:
        return {"url": raw} if isinstance(raw, str) else raw

    @model_validator(mode="after")
    def _has_address_or_title(self) -> Source:
        if self.url is None and not self.title:
            raise invalid("a source needs an address or a title", "add `url:` or `title:`")
        return self

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        url = {"type": "string", "format": "uri", "pattern": "^[hH][tT][tT][pP][sS]?://"}
        return {"anyOf": [url, handler(schema)]}


def _not_reserved(key: str) -> str:
    if key == SURVEY:
        raise invalid(f"the key `{SURVEY}` is reserved for the original table", "choose another key")
    return key


SourceKey = Annotated[str, Field(strict=True, pattern=SLUG.pattern, max_length=40), AfterValidator(_not_reserved)]


class Record(Part):
    """One row of a survey. A survey's own class adds its fields."""

    slug: Annotated[Slug, Field(examples=["slam-asr"])]
    """Part of the page's address, and the file's name without `.yml`."""
    name: Annotated[Text, Field(examples=["SLAM-ASR"])]
    """What readers call it."""
    formerly: tuple[Slug, ...] = ()
    """Earlier slugs; their addresses redirect here."""
    sources: Annotated[dict[SourceKey, Source], Field(examples=[{"paper": "https://arxiv.org/abs/2402.08846"}])] = (
        Field(default_factory=dict)
    )
    """Short keys for the documents the facts are taken from."""
    remark: Text = ""
    """What a reader must know about the record as a whole."""

    @cached_property
    def fact_cache(self) -> dict[str, tuple[Fact[Any], ...]]:
        """Path → facts, as `Column.facts` has read them: pages, charts and exports read the same ones many times."""
        return {}

    def findings(self, vocabularies: Vocabularies) -> Iterator[Finding]:
        """Yield what is inconsistent between the fields of this record; a survey's own class overrides it."""
        return iter(())
