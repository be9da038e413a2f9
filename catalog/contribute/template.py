"""The commented record: what is known is filled in, everything else is explained and suggested."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from catalog.format import scalars
from catalog.format.flow import dump_flow
from catalog.load.records import Definition
from catalog.load.tree import Tree
from catalog.model.node import Node
from catalog.settings import schema_name
from catalog.values import ValueType, Vocabularies
from catalog.values.fact import evidence_json_schema

_WIDTH = 110
_SOME = 8
Known = Mapping[str, Any]
"""Dotted path of a field → what to write there."""


def commented(definition: Definition, known: Known) -> str:
    """A record's file: every field of the model with its explanation, the known ones filled in."""
    writer = _Writer(definition.vocabularies, next(iter(known.get("sources", {})), "paper"), known)
    return "\n".join([*_head(definition), *writer.fields(Node.of(definition.model), in_comment=False)]).rstrip() + "\n"


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
        self._known = known
        self._evidence = {"source": source, "where": "", "verified": "primary"}
        self._explained_types: set[ValueType[Any] | None] = set()

    def fields(self, part: Node, *, in_comment: bool) -> list[str]:
        """The lines of a part's fields; within a comment, suggestions need no `# ` of their own."""
        lines: list[str] = []
        for field in part.children.values():
            lines += self._explanation(field)
            block = self._block(field, in_comment=in_comment)
            is_known = self._is_known(field.path)
            lines += block if is_known or in_comment else [f"# {line}" for line in block]
            if not part.path:
                lines.append("")
        return lines

    def _is_known(self, path: str) -> bool:
        return any(key == path or key.startswith(f"{path}.") for key in self._known)

    def _block(self, field: Node, *, in_comment: bool) -> list[str]:
        if field.path in self._known:
            return self._value(field.name, self._known[field.path])
        if field.part is None:
            return [f"{field.name}: {self._suggestion(field)}"]
        if field.measurement:
            return [f"{field.name}:", *_list_item([dump_flow(self._measurement(field))])]
        below = self.fields(field, in_comment=in_comment or not self._is_known(field.path))
        return [f"{field.name}:", *(_list_item(below) if field.is_list else [f"  {line}" for line in below])]

    def _value(self, name: str, value: Any) -> list[str]:
        if isinstance(value, Mapping) and all(isinstance(item, Mapping) for item in value.values()):
            return [f"{name}:", *(f"  {key}: {dump_flow(item)}" for key, item in value.items())]
        return [f"{name}: {dump_flow(value)}"]

    def _explanation(self, field: Node) -> list[str]:
        unit = f", in {field.show.unit}" if field.show and field.show.unit else ""
        lines = _explained(f"{field.label}{unit}: {field.description}")
        for child in field.children.values() if field.measurement else ():
            lines += [line.replace("## ", "##   ", 1) for line in self._explanation(child)]
        return lines + self._words(field)

    def _words(self, field: Node) -> list[str]:
        """The allowed words with their meanings, or some of a vocabulary."""
        value_type, entry = field.single.value_type, field.entry
        words = value_type.words if value_type else {}
        if words and value_type in self._explained_types:
            return _explained(f"  {', '.join(words)}: as above")
        if words:
            self._explained_types.add(value_type)
            return [line for word, meaning in words.items() for line in _explained(f"  {word}: {meaning}")]
        if entry is None:
            return []
        keys = list(self._vocabularies.get(entry.vocabulary, {}))
        more = f" and {len(keys) - _SOME} more in data/{entry.vocabulary}.yml" if len(keys) > _SOME else ""
        return _explained(f"  {', '.join(keys[:_SOME])}{more}")

    def _suggestion(self, field: Node) -> str:
        value = _example(field)
        return dump_flow({"value": value} | self._evidence if field.fact else value)

    def _measurement(self, field: Node) -> dict[str, Any]:
        keys = field.single.allowed_keys()
        return {name: _example(field.children[name]) for name in keys if name in field.children} | self._evidence


def _list_item(lines: Sequence[str]) -> list[str]:
    """Lines as one item of a list; the dash stands before the first that is no explanation."""
    first = next(index for index, line in enumerate(lines) if not line.startswith("## "))
    return [f"{'  - ' if index == first else '    '}{line}" for index, line in enumerate(lines)]


def _example(field: Node) -> Any:
    """The model's own example, else something that `catalog check` asks to fill in."""
    if field.examples:
        return field.examples[0]
    if field.item:
        return []
    example = field.single.value_type.example if field.single.value_type else ""
    return [example] if field.value.is_list else example
