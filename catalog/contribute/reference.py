"""The reference for whoever makes a survey: types of values, keys of fields, settings and kinds of charts.

It is made of the classes that read these files, so that it says what they read.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from catalog.model.declaration import FieldDeclaration, type_named
from catalog.model.node import Node
from catalog.settings import SurveySettings
from catalog.settings.charts import ChartSection
from catalog.values import ValueType
from catalog.values.names import TYPES


@dataclass(frozen=True, slots=True)
class ReferenceEntry:
    """A word that may be written, what it means, and an example."""

    name: str
    about: str
    example: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """Entries under a heading, with a sentence on where they are written."""

    title: str
    about: str
    entries: Sequence[ReferenceEntry]


@cache
def reference() -> tuple[Section, ...]:
    """Return every section."""
    return (
        Section("Types", "What the values of a field are: `type: …` in data/fields.yml.", [*_types()]),
        Section("Keys of a field", "What may stand behind a key of data/fields.yml.", _entries(FieldDeclaration)),
        Section("Settings", "The keys of data/survey.yml.", _entries(SurveySettings)),
        *(
            Section(f"Chart: {_kind(chart)}", f"{_sentence(chart)} An entry of `charts:`.", _entries(chart))
            for chart in ChartSection.__subclasses__()
        ),
    )


def _types() -> Iterator[ReferenceEntry]:
    for name in TYPES:
        kind = type_named(name)
        yield ReferenceEntry(name, f"{_sentence(type(kind))} {_abilities(kind)}", _example(kind.example))
    yield ReferenceEntry(
        "words",
        "Words from a list in the same file, in place of `type`.",
        "words: {free: Costs nothing., paid: Has a price.}",
    )
    yield ReferenceEntry(
        "vocabulary", "Words that have a file of their own, which grows; in place of `type`.", "vocabulary: makers"
    )
    yield ReferenceEntry("fields", "A group of fields; with `many: true` several entries, a table of their own.", "")


def _abilities(kind: ValueType[Any]) -> str:
    axis = f"Axis of charts ({', '.join(kind.scales)})." if kind.scales else ""
    answers = "Readers filter by range." if kind.scales else "Readers can filter by it." if kind.facet else ""
    return " ".join(filter(None, (axis, answers)))


def _entries(model: Any) -> list[ReferenceEntry]:
    nodes = Node.of(model).children.values()
    return [
        ReferenceEntry(node.name, f"{'Needed. ' * node.required}{_about(node)}", _example(*node.examples))
        for node in nodes
    ]


def _about(node: Node) -> str:
    about = node.description or ("The kind of the chart." if node.name == "kind" else "")
    keys = ", ".join(f"`{name}`" for name in node.single.children)
    return f"{about} Keys: {keys}." if keys and node.name != "charts" else about


def _example(*examples: Any) -> str:
    return json.dumps(examples[0], ensure_ascii=False).strip('"') if examples and examples[0] not in ("", None) else ""


def _sentence(made: type[Any]) -> str:
    return " ".join((made.__doc__ or "").partition("\n\n")[0].split())


def _kind(chart: type[Any]) -> str:
    return chart.__name__.lower()


def reference_text() -> str:
    """Return the reference as Markdown."""
    lines: list[str] = []
    for section in reference():
        lines += [f"## {section.title}", "", section.about, ""]
        lines += [
            f"- `{item.name}`: {item.about}{f' Example: `{item.example}`.' * bool(item.example)}"
            for item in section.entries
        ]
        lines.append("")
    return "\n".join(lines)
