"""The documentation of the Python API, read from the docstrings of its public names."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from types import MethodType
from typing import Any

from catalog.api import Survey
from catalog.api import open as open_survey

_HEADING = re.compile(r"^(Args|Raises|Example):\n", re.MULTILINE)
_ENTRY = re.compile(r"^(\w+): ", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Documented:
    """A public function, method or property, as its docstring describes it; texts have code between backticks.

    `arguments` and `errors` are names with what they mean, `example` is Python with what it prints.
    """

    name: str
    signature: str
    paragraphs: Sequence[str]
    arguments: Sequence[tuple[str, str]]
    errors: Sequence[tuple[str, str]]
    example: str


def documented_names() -> Iterator[Documented]:
    """Yield `catalog.open`, then what a survey that is open has, in the order of its class."""
    yield _documented("catalog.open", open_survey)
    for name, item in vars(Survey).items():
        if not name.startswith("_") and (inspect.isfunction(item) or isinstance(item, property)):
            yield _documented(f"survey.{name}", item)


def _documented(name: str, item: Any) -> Documented:
    about, *sections = _HEADING.split(inspect.getdoc(item) or "")
    found = {title: inspect.cleandoc(f"\n{text}") for title, text in zip(sections[::2], sections[1::2], strict=True)}
    return Documented(
        name,
        _signature(name, item),
        [" ".join(paragraph.split()) for paragraph in about.strip().split("\n\n")],
        _entries(found.get("Args", "")),
        _entries(found.get("Raises", "")),
        found.get("Example", ""),
    )


def _signature(name: str, item: Any) -> str:
    """Return how the item is used: `survey.frame(*, blanks: bool = False) -> DataFrame`."""
    if isinstance(item, property):
        return f"{name}: {inspect.signature(item.fget).return_annotation}" if item.fget else name
    # Of what is bound, the signature has no `self`; annotations are texts, and so in quotes.
    bound = MethodType(item, Survey) if name.startswith("survey.") else item
    return f"{name}{inspect.signature(bound)}".replace("'", "")


def _entries(text: str) -> list[tuple[str, str]]:
    """Return the names of a section of a docstring, each with what is said of it."""
    _, *parts = _ENTRY.split(text)
    return [(name, " ".join(about.split())) for name, about in zip(parts[::2], parts[1::2], strict=True)]
