"""The base class of every survey's record, and its sources."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Annotated, Any

from pydantic import AfterValidator, Field, GetJsonSchemaHandler, model_validator
from pydantic_core import CoreSchema

from catalog.errors import Finding
from catalog.values.fact import SURVEY, Fact
from catalog.values.invalid import invalid
from catalog.values.link import Link
from catalog.values.part import Fields, Part
from catalog.values.slug import SLUG, Slug
from catalog.values.text import Text
from catalog.values.type import Vocabularies
from catalog.values.variant import Model, models
from catalog.values.when import When


class Source(Fields):
    """A document facts are taken from."""

    url: Link | None = None
    """Its address."""
    title: Text = ""
    """What it is, where the address does not say so or there is none."""
    date: When | None = None
    """When the version that was read appeared."""
    read: When | None = None
    """When it was last read for this record; left out where nobody read it, only an account or a mention of it."""

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

    slug: Annotated[Slug, Field(examples=["example-one"])]
    """Part of the page's address, and the file's name without `.yml`."""
    name: Annotated[Text, Field(examples=["Example one"])]
    """What readers call it."""
    formerly: tuple[Slug, ...] = ()
    """Earlier slugs; their addresses redirect here."""
    sources: Annotated[dict[SourceKey, Source], Field(examples=[{"site": "https://example.org/"}])] = Field(
        default_factory=dict
    )
    """Short keys for the documents the facts are taken from, with the day each was last read (`read`)."""
    remark: Text = ""
    """What a reader must know about the record as a whole."""

    @cached_property
    def fact_cache(self) -> dict[str, tuple[Fact[Any], ...]]:
        """Path → facts, as `Column.facts` has read them: pages, charts and exports read the same ones many times."""
        return {}

    @cached_property
    def derived_facts(self) -> dict[str, tuple[Fact[Any], ...]]:
        """The same of fields that follow from others: they are kept, because it takes long to compute them."""
        return {}

    @cached_property
    def all_models(self) -> tuple[Model, ...]:
        """The models that the record describes: each of its variants, or itself where it has none."""
        return models(self)

    def forget_facts(self) -> None:
        """Empty the `fact_cache` of the record and of its models."""
        for record in (self, *(model.facts for model in self.all_models)):
            record.fact_cache.clear()

    @cached_property
    def is_one_model(self) -> bool:
        """Whether what it says is said of the one model that counts, so that its own fields have it all."""
        return len(self.counted_models) == 1 and self.counted_models[0].facts is self

    @cached_property
    def counted_models(self) -> tuple[Model, ...]:
        """Those of the models that belong to the survey; the others are shown and never count for the record."""
        return tuple(model for model in self.all_models if model.counts)

    def findings(self, vocabularies: Vocabularies) -> Iterator[Finding]:
        """Yield what is inconsistent between the fields of this record; a survey's own class overrides it."""
        return iter(())
