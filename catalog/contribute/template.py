"""The commented record: what is known is filled in, everything else is explained and suggested."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from catalog.format import scalars
from catalog.format.flow import dump_flow
from catalog.load.records import Definition
from catalog.load.tree import Tree
from catalog.model.shape import Shape, shape
from catalog.settings import schema_name
from catalog.values import Amount, ArxivId, Link, Measurement, Part, Ref, Show, Term, Vocabularies, When
from catalog.values.fact import evidence_json_schema

_WIDTH = 110
_SOME = 8
Known = Mapping[str, Any]
"""Dotted path of a field → what to write there."""


def commented(definition: Definition, known: Known) -> str:
    """A record's file: every field of the model with its explanation, the known ones filled in."""
    writer = _Writer(definition.vocabularies, next(iter(known.get("sources", {})), "paper"), known)
    return "\n".join([*_head(definition), *writer.fields(definition.model, "", in_comment=False)]).rstrip() + "\n"


def _head(definition: Definition) -> Iterator[str]:
    survey = definition.settings
    yield f"# yaml-language-server: $schema=../{schema_name(survey)}.schema.json"
    yield from _explained(
        f"A {survey.one}. Lines with ## explain; lines with one # are suggestions: take the `# ` away and write what "
        "your source says, or delete them. A field that is absent has not been checked; `not reported` says that the "
        "sources were read and do not tell, `not applicable` that the question does not fit."
    )
    yield from _explained("A fact is a plain value, or a value with its evidence:")
    for name, evidence in evidence_json_schema().items():
        yield from _explained(f"  {name}: {evidence['description']}")
        for word in evidence.get("oneOf", ()):
            yield from _explained(f"    {word['const']}: {word['description']}")
    yield ""


def _explained(text: str) -> list[str]:
    inner = text.lstrip()
    pad = " " * (len(text) - len(inner))
    return textwrap.wrap(inner, _WIDTH, initial_indent=f"## {pad}", subsequent_indent=f"## {pad}")


def without_prompts(definition: Definition, tree: Tree) -> str:
    """A record's text without the explanations and untouched suggestions of `commented`; other comments stay."""
    prompts = {_bare(line) for line in commented(definition, {}).splitlines()}
    ends = ((node.start_mark.line, node.end_mark) for node in scalars(tree))
    kept = {line for start, end in ends for line in range(start, end.line + (end.column > 0))}
    lines = list(enumerate(tree.text.splitlines()))
    written = [(number, line) for number, line in lines if line.strip()]
    gone = {number for number, line in written if number not in kept and _is_prompt(line, prompts)}
    for (before, _), (after, _) in pairwise(written):
        if before in gone or after in gone:
            gone.update(range(before + 1, after))
    return "\n".join(line for number, line in lines if number not in gone) + "\n"


def _is_prompt(line: str, prompts: set[str]) -> bool:
    bare = line.lstrip()
    return bare.startswith("## ") or (bare.startswith("# ") and "$schema=" not in bare and _bare(bare) in prompts)


def _bare(line: str) -> str:
    """A suggestion as it may be recognised, wherever it stands and whatever its record calls its source."""
    return re.sub(r"source: [^,}]+", "source", line.lstrip("# "))


class _Writer:
    """Goes through the model; lines are without the indent of what is above them."""

    def __init__(self, vocabularies: Vocabularies, source: str, known: Known) -> None:
        self._vocabularies = vocabularies
        self._source = source
        self._known = known
        self._told: set[type[Term]] = set()

    def fields(self, model: type[BaseModel], above: str, *, in_comment: bool) -> list[str]:
        """The lines of a part's fields; within a comment, suggestions need no `# ` of their own."""
        lines: list[str] = []
        for name, info in model.model_fields.items():
            path = f"{above}{name}"
            here = shape(info.annotation, info.metadata)
            lines += self._explanation(name, info, here)
            block = self._block(name, path, here, info, in_comment=in_comment)
            is_known = self._is_known(path)
            lines += block if is_known or in_comment else [f"# {line}" for line in block]
            if not above:
                lines.append("")
        return lines

    def _is_known(self, path: str) -> bool:
        return any(key == path or key.startswith(f"{path}.") for key in self._known)

    def _block(self, name: str, path: str, here: Shape, info: FieldInfo, *, in_comment: bool) -> list[str]:
        if path in self._known:
            return self._value(name, self._known[path])
        part, listed = _part(here)
        if part is None:
            return [f"{name}: {self._suggestion(here, info)}"]
        if issubclass(part, Measurement):
            return [f"{name}:", *_list_item(self._measurement(part))]
        below = self.fields(part, f"{path}.", in_comment=in_comment or not self._is_known(path))
        return [f"{name}:", *(_list_item(below) if listed else [f"  {line}" for line in below])]

    def _value(self, name: str, value: Any) -> list[str]:
        if isinstance(value, Mapping) and all(isinstance(item, Mapping) for item in value.values()):
            return [f"{name}:", *(f"  {key}: {dump_flow(item)}" for key, item in value.items())]
        return [f"{name}: {dump_flow(value)}"]

    def _explanation(self, name: str, info: FieldInfo, here: Shape) -> list[str]:
        show = next((mark for mark in info.metadata if isinstance(mark, Show)), None)
        label = show.label if show else name.replace("_", " ").capitalize()
        unit = f", in {show.unit}" if show and show.unit else ""
        lines = _explained(f"{label}{unit}: {info.description or ''}")
        part, _ = _part(here)
        if part and issubclass(part, Measurement):
            for inner, below in part.model_fields.items():
                told = self._explanation(inner, below, shape(below.annotation, below.metadata))
                lines += [line.replace("## ", "##   ", 1) for line in told]
        return lines + self._words(here.value.items or here.value)

    def _words(self, here: Shape) -> list[str]:
        """The allowed words with their meanings, or some of a vocabulary."""
        term = _term(here)
        if term and term in self._told:
            return _explained(f"  {', '.join(term)}: as above")
        if term:
            self._told.add(term)
            return [line for word in term for line in _explained(f"  {word.value}: {word.meaning}")]
        ref = next((mark for mark in here.marks if isinstance(mark, Ref)), None)
        if ref is None:
            return []
        entries = self._vocabularies.get(ref.entry.vocabulary, {})
        some = ", ".join(list(entries)[:_SOME])
        more = f" and {len(entries) - _SOME} more in {ref.place}" if len(entries) > _SOME else ""
        return _explained(f"  {some}{more}")

    def _suggestion(self, here: Shape, info: FieldInfo) -> str:
        value = _example(here, info)
        if here.fact is None:
            return dump_flow(value)
        return dump_flow({"value": value, "source": self._source, "where": "", "verified": "primary"})

    def _measurement(self, part: type[Measurement]) -> list[str]:
        keys = shape(part).keys(())
        fields = part.model_fields
        examples = {
            name: _example(shape(fields[name].annotation, fields[name].metadata), fields[name])
            for name in keys
            if name in fields
        }
        return [dump_flow(examples | {"source": self._source, "where": "", "verified": "primary"})]


def _list_item(lines: Sequence[str]) -> list[str]:
    """Lines as one item of a list; the dash stands before the first that is no explanation."""
    first = next(index for index, line in enumerate(lines) if not line.startswith("## "))
    return [f"{'  - ' if index == first else '    '}{line}" for index, line in enumerate(lines)]


def _part(here: Shape) -> tuple[type[Part] | None, bool]:
    """The part that stands here, and whether as items of a list."""
    inner = here.items or here
    model = inner.models[0] if inner.models else None
    return (model, here.items is not None) if model and issubclass(model, Part) else (None, False)


def _term(here: Shape) -> type[Term] | None:
    return here.type if isinstance(here.type, type) and issubclass(here.type, Term) else None


_PLACEHOLDERS: dict[Any, Any] = {Amount: 0, When: "2024-02-13", bool: True, Link: "https://example.org", ArxivId: ""}


def _example(here: Shape, info: FieldInfo) -> Any:
    """The model's own example, else something that `catalog check` asks to fill in."""
    if info.examples:
        return info.examples[0]
    if here.items:
        return []
    term = _term(here.value)
    return next(iter(term)).value if term else _PLACEHOLDERS.get(here.value.type, "")
