"""Open lists: words that grow by pull request, kept in vocabulary files and used by reference."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field, GetCoreSchemaHandler, StringConstraints
from pydantic_core import CoreSchema, core_schema

from catalog.values.invalid import invalid
from catalog.values.link import Link
from catalog.values.term import nearest

Text = Annotated[str, StringConstraints(strict=True, strip_whitespace=True, min_length=1, max_length=2000)]
"""Plain text: shown literally, never read as Markdown or HTML."""

SLUG = re.compile(r"^[a-z0-9]+(?:[.-][a-z0-9]+)*$")

Slug = Annotated[str, StringConstraints(strict=True, pattern=SLUG.pattern, max_length=80)]
"""Lower-case letters, digits, single hyphens and dots: part of an address."""


def slugged(name: str) -> str:
    """The slug a name gives: `Qwen3-ASR 1.7B` → `qwen3-asr-1.7b`; empty where nothing is left."""
    latin = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[.-]{2,}", "-", re.sub(r"[^a-z0-9.]+", "-", latin)).strip("-.")[:80].strip("-.")


class RecordRef(str):
    """The slug of another record of the same catalogue; that it exists is checked once all are read."""

    __slots__ = ()

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(cls, handler.generate_schema(Slug))


class Entry(BaseModel):
    """One word of a vocabulary."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)
    vocabulary: ClassVar[str]
    """The file in `data/` (without `.yml`) and the part of addresses."""
    title: ClassVar[str]
    """What one entry is called in headings: "Speech encoder"."""

    name: Annotated[Text, Field(examples=["Whisper large-v2"])]
    """The name as readers know it."""
    meaning: Annotated[Text, Field(examples=["Encoder of OpenAI's Whisper large-v2."])]
    """One sentence that says what it is."""
    aliases: tuple[Text, ...] = ()
    """Other spellings found in papers; they are guessed, not accepted."""
    link: Link | None = None
    """Where to read more."""


Vocabularies = Mapping[str, Mapping[str, Entry]]
"""Vocabulary name → key → entry."""


@dataclass(frozen=True, slots=True)
class Ref:
    """Marks text as a key of a vocabulary; checked against the `vocabularies` of the validation context."""

    entry: type[Entry]

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.with_info_plain_validator_function(self._read)

    def _read(self, raw: Any, info: core_schema.ValidationInfo[Any]) -> str:
        context: Mapping[str, Vocabularies] | None = info.context
        known = context["vocabularies"].get(self.entry.vocabulary) if context else None
        if not isinstance(raw, str):
            raise invalid("found no text where a reference belongs", f"write a key of {self.place}")
        if known is not None and raw not in known:
            raise invalid(f"found {raw[:60]!r}, which is not in {self.place}", self._advice(raw, known))
        return raw

    @property
    def place(self) -> str:
        """The vocabulary's file as contributors see it."""
        return f"data/{self.entry.vocabulary}.yml"

    def _advice(self, raw: str, known: Mapping[str, Entry]) -> str:
        spellings = {key: key for key in known}
        for key, entry in known.items():
            spellings |= dict.fromkeys((entry.name, *entry.aliases), key)
        found = nearest(raw, list(spellings))
        likely = f"did you mean `{spellings[found]}`? " if found else ""
        return f"{likely}a new word needs an entry in {self.place}"

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: Any) -> dict[str, Any]:
        return {"type": "string", "x-vocabulary": self.entry.vocabulary}
