"""What a new survey is called, and what follows from it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from catalog.errors import SetupError
from catalog.settings.check import FOLDERS
from catalog.settings.survey import Words
from catalog.values import Link, Text, slugged

ONE = "record"
"""What one record is called where nobody says it."""
_KINDS: dict[str, TypeAdapter[Any]] = {
    "title": TypeAdapter(Text),
    "one": TypeAdapter(Words),
    "many": TypeAdapter(Text),
    "address": TypeAdapter(Link),
    "repository": TypeAdapter(Link),
}


@dataclass(frozen=True, slots=True)
class NewSurvey:
    """What a new survey is called; without address or repository, these are empty.

    Raises:
        SetupError: the settings allow no such text.
    """

    title: str
    one: str
    many: str
    address: str = ""
    repository: str = ""

    def __post_init__(self) -> None:
        for name, kind in _KINDS.items():
            if text := getattr(self, name):
                object.__setattr__(self, name, _checked(name, kind, text))

    @property
    def folder(self) -> str:
        """The folder of the records, and part of their addresses."""
        slug = slugged(self.many)
        return slug if slug and slug not in FOLDERS else "records"

    @property
    def description(self) -> str:
        """One sentence for the home page, until somebody writes a better one."""
        return f"{self.many[:1].upper()}{self.many[1:]}, compared fact by fact."


def _checked(name: str, kind: TypeAdapter[Any], text: str) -> str:
    if not text.strip():
        raise SetupError(f"--{name}: found empty text; write something, or leave the option out")
    try:
        return str(kind.validate_python(text))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        hint = first.get("ctx", {}).get("hint", "")
        raise SetupError(f"--{name}: {first['msg']}{f'; {hint}' if hint else ''}") from None


def title_of(folder: Path) -> str:
    """A title that the name of a folder suggests: `Bread ovens` for `bread-ovens`."""
    words = " ".join(folder.resolve().name.replace("_", " ").replace("-", " ").split())
    return f"{words[:1].upper()}{words[1:]}" or "Survey"


def plural(word: str) -> str:
    """What several are called, by the rules that hold for most English words."""
    if word.endswith("y") and word[-2:-1] not in ("", *"aeiou"):
        return f"{word[:-1]}ies"
    return f"{word}es" if word.endswith(("s", "x", "z", "ch", "sh")) else f"{word}s"
