"""Open lists: words that grow by pull request, kept in vocabulary files and used by reference."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field, GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from catalog.values.invalid import invalid
from catalog.values.link import Link
from catalog.values.show import Show
from catalog.values.spelling import suggest
from catalog.values.text import Text
from catalog.values.type import ValueType, Vocabularies


class Entry(BaseModel):
    """One word of a vocabulary."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)
    vocabulary: ClassVar[str]
    """The file in `data/` (without `.yml`) and the part of addresses."""
    title: ClassVar[str]
    """What one entry is called in headings: "Oven"."""

    name: Annotated[Text, Field(examples=["Example Works of the North"])]
    """The name as readers know it."""
    short: Annotated[Text, Field(max_length=24, examples=["Works North"])] = ""
    """A shorter name for narrow places, where `name` is long; no other word of the vocabulary may have it."""
    meaning: Annotated[Text, Field(examples=["A made-up company in the north."])]
    """One sentence that says what it is."""
    aliases: tuple[Text, ...] = ()
    """Other spellings; messages suggest the key for them, records must use it."""
    link: Link | None = None
    """Where to read more."""
    family: Text = ""
    """The family it belongs to, by which readers can ask for all of its members at once."""

    @property
    def short_name(self) -> str:
        """The name for narrow places."""
        return self.short or self.name


class Ref(ValueType[str]):
    """Keys of a vocabulary; marks a text: `Annotated[str, Ref(MakerEntry)]`.

    Keys are checked against the `vocabularies` of the validation context.
    """

    name = "word from a vocabulary"
    has_commas = False
    weight = 55
    dtype = "category"
    entry: type[Entry]

    def __init__(self, entry: type[Entry]) -> None:
        super().__init__(str)
        self.entry = entry

    @property
    def place(self) -> str:
        """The vocabulary's file as contributors see it."""
        return f"data/{self.entry.vocabulary}.yml"

    def read(self, raw: Any, vocabularies: Vocabularies | None = None) -> str:
        """Return `raw` if it is a key, or if the vocabulary is not there to tell."""
        if not isinstance(raw, str):
            raise invalid("found no text where a reference belongs", f"write a key of {self.place}")
        known = (vocabularies or {}).get(self.entry.vocabulary)
        if known is not None and raw not in known:
            likely = suggest(raw, self.spellings(vocabularies or {}))
            hint = f"{likely}a new word needs an entry in {self.place}"
            raise invalid(f"found {raw[:60]!r}, which is not in {self.place}", hint)
        return raw

    def from_cell(self, text: str, show: Show, vocabularies: Vocabularies) -> str:
        """The key that `text` is, or the only one whose entry has a name or another spelling like it."""
        if text in vocabularies.get(self.entry.vocabulary, {}):
            return text
        keys = self.meanings(text, vocabularies)
        if len(keys) != 1:
            likely = suggest(text, self.spellings(vocabularies))
            hint = f"{likely}name it under `words`, or add an entry to {self.place}"
            raise invalid(f"found {text[:60]!r}, which is not in {self.place}", hint)
        return keys[0]

    def spellings(self, vocabularies: Vocabularies) -> Sequence[tuple[str, str]]:
        """Keys, names and aliases."""
        entries = vocabularies.get(self.entry.vocabulary, {}).items()
        return [(name, key) for key, entry in entries for name in (key, entry.name, *entry.aliases)]

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.with_info_plain_validator_function(self._validate)

    def _validate(self, raw: Any, info: core_schema.ValidationInfo[Any]) -> str:
        return self.read(raw, info.context["vocabularies"] if info.context else None)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: Any) -> dict[str, Any]:
        return self.json_schema()

    def json_schema(self) -> dict[str, Any]:
        """Text; the record's schema puts the keys there are in its place."""
        return {"type": "string", "x-vocabulary": self.entry.vocabulary}
