"""The commented template of a record: known fields are filled in, all others explained and suggested."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from catalog.format.comments import scalars
from catalog.format.flow import dump_flow
from catalog.load.records import Definition
from catalog.load.tree import Tree
from catalog.model.node import Node
from catalog.settings import schema_name
from catalog.values import ValueType, Vocabularies
from catalog.values.fact import evidence_json_schema

_WIDTH = 110
"""Characters of a line of explanation."""
_MAX_KEYS = 8
"""Keys of a vocabulary that are listed."""
_EXPLANATION = re.compile(r"(?:# +)?## ")
"""Inside a part that is all comment, explanations are comments too."""
_LIST_END = re.compile(r"and|\d+|more|in|data/[\w-]+\.yml")
"""A word of `and 35 more in data/makers.yml`, which may stand on two lines."""
Known = Mapping[str, Any]
"""Dotted path of a field → its YAML data."""


def record_template(definition: Definition, known: Known) -> str:
    """Return the text of a record's file: every field of the model with its explanation, the known ones filled in."""
    record = Node.of(definition.model)
    sources: Known = known.get("sources") or next(iter(record.children["sources"].examples), {})
    writer = _Writer(record, definition.vocabularies, next(iter(sources), "source"), known)
    return "\n".join([*_head(definition), *writer.fields(record, in_comment=False)]).rstrip() + "\n"


def _head(definition: Definition) -> Iterator[str]:
    survey = definition.settings
    yield f"# yaml-language-server: $schema=../{schema_name(survey)}.schema.json"
    yield from _comment(
        f"A {survey.one}. Lines with ## explain; lines with one # are suggestions: remove the `# ` and write what "
        "your source says, or delete them. A field that is absent has not been checked; `not reported` means that the "
        "sources were read and do not say, `not applicable` that the question does not apply."
    )
    yield from _comment("A fact is a plain value, or a value with its evidence:")
    for name, evidence in evidence_json_schema().items():
        yield from _comment(f"  {name}: {evidence['description']}")
        for word in evidence.get("oneOf", ()):
            yield from _comment(f"    {word['const']}: {word['description']}")
    yield ""


def _comment(text: str) -> list[str]:
    """The lines of an explanation, which all keep its indent."""
    words = text.lstrip()
    indent = " " * (len(text) - len(words))
    return textwrap.wrap(words, _WIDTH, initial_indent=f"## {indent}", subsequent_indent=f"## {indent}")


def without_template(definition: Definition, tree: Tree) -> tuple[str, list[str]]:
    """Return a record's text without the explanations and unused suggestions of its template; other comments stay.

    Explanations are all lines with `##`. Those that the template does not have are returned too: somebody wrote them.
    """
    template = _Template(record_template(definition, {}), definition.vocabularies)
    ends = ((node.start_mark.line, node.end_mark) for node in scalars(tree))
    # A mark at column 0 is behind the line end of a block scalar: the scalar does not reach into that line.
    data_lines = {line for start, end in ends for line in range(start, end.line + (end.column > 0))}
    lines = list(enumerate(tree.text.splitlines()))
    texts = [(number, line) for number, line in lines if line.strip()]
    removed = {number for number, line in texts if number not in data_lines and template.has(line)}
    own_lines = [line.strip() for number, line in lines if number in removed and not template.wrote(line)]
    for (before, _), (after, _) in pairwise(texts):
        if before in removed or after in removed:
            removed.update(range(before + 1, after))
    return "\n".join(line for number, line in lines if number not in removed) + "\n", own_lines


class _Template:
    """The lines of a template, also of one that was written when the vocabularies had other words."""

    def __init__(self, text: str, vocabularies: Vocabularies) -> None:
        self._lines = {_suggested_text(line) for line in text.splitlines()}
        self._words = {word for entries in vocabularies.values() for word in entries}

    def has(self, line: str) -> bool:
        """Return whether a line is an explanation or an unused suggestion."""
        text = line.lstrip()
        is_comment = text.startswith("# ") and "$schema=" not in text
        return _EXPLANATION.match(text) is not None or (is_comment and _suggested_text(text) in self._lines)

    def wrote(self, line: str) -> bool:
        """Return whether the line stands in the template, or lists words of a vocabulary."""
        text = _suggested_text(line.strip())
        return text in self._lines or all(map(self._is_of_a_list, text.replace(",", "").split()))

    def _is_of_a_list(self, word: str) -> bool:
        return word in self._words or _LIST_END.fullmatch(word) is not None


def _suggested_text(line: str) -> str:
    """A suggestion without its indent, its comment signs and the key of its source, which differs between records."""
    return re.sub(r"source: [^,}]+", "source", line.lstrip("# "))


class _Writer:
    """Writes the fields of a model; lines have no indent for the parts that contain them."""

    def __init__(self, record: Node, vocabularies: Vocabularies, source: str, known: Known) -> None:
        self._record = record
        self._vocabularies = vocabularies
        self._known = known
        self._evidence = {"source": source, "where": "", "verified": "primary"}
        self._explained_types: set[ValueType[Any] | None] = set()

    def fields(self, part: Node, *, in_comment: bool) -> list[str]:
        """Return the lines of a part's fields; in a part that is all comment, suggestions have no `# ` of their own."""
        lines: list[str] = []
        shared = part.differing(self._record)
        for field in (field for name, field in part.children.items() if name not in shared):
            lines += self._explanation(field)
            block = self._block(field, in_comment=in_comment)
            is_known = self._is_known(field.path)
            lines += block if is_known or in_comment else [f"# {line}" for line in block]
            if not part.path:
                lines.append("")
        about = f"Where it differs, these fields of the record as well: {', '.join(shared)}."
        return lines + (_comment(about) if shared else [])

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
        lines = _comment(f"{field.label}{unit}{': ' * bool(field.description)}{field.description}")
        for child in field.children.values() if field.measurement else ():
            lines += [line.replace("## ", "##   ", 1) for line in self._explanation(child)]
        return lines + self._words(field)

    def _words(self, field: Node) -> list[str]:
        """The allowed words with their meanings, or some of a vocabulary."""
        value_type, entry = field.single.value_type, field.entry
        words = value_type.words if value_type else {}
        if words and value_type in self._explained_types:
            return _comment(f"  {', '.join(words)}: as above")
        if words:
            self._explained_types.add(value_type)
            return [line for word, meaning in words.items() for line in _comment(f"  {word}: {meaning}")]
        if entry is None:
            return []
        keys = list(self._vocabularies.get(entry.vocabulary, {}))
        more = f" and {len(keys) - _MAX_KEYS} more in data/{entry.vocabulary}.yml" if len(keys) > _MAX_KEYS else ""
        return _comment(f"  {', '.join(keys[:_MAX_KEYS])}{more}")

    def _suggestion(self, field: Node) -> str:
        value = _example(field)
        return dump_flow({"value": value} | self._evidence if field.fact else value)

    def _measurement(self, field: Node) -> dict[str, Any]:
        keys = field.single.allowed_keys()
        return {name: _example(field.children[name]) for name in keys if name in field.children} | self._evidence


def _list_item(lines: Sequence[str]) -> list[str]:
    """Lines as one item of a list; the dash is before the first line that is not an explanation."""
    first = next(index for index, line in enumerate(lines) if not line.startswith("## "))
    return [f"{'  - ' if index == first else '    '}{line}" for index, line in enumerate(lines)]


def _example(field: Node) -> Any:
    """The field's own example, else one of its type."""
    if field.examples:
        return field.examples[0]
    if field.item:
        return []
    example = field.single.value_type.example if field.single.value_type else ""
    return [example] if field.value.is_list else example
