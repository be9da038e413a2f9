"""`catalog check --fix`: corrects what can mean nothing else: spelling of words and keys, a trailing `?`, order.

A word is corrected where it differs from one word of its list in capitals, blanks, hyphens or underscores only, or is
another declared name of it. What is merely similar may be another thing: that stays a hint of the check.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from catalog.errors import DataError, UnreadableFileError
from catalog.format import format_yaml, survey_files
from catalog.format.flow import dump_flow
from catalog.format.walk import scalar_keys, walk
from catalog.load.records import open_survey
from catalog.load.tree import InvalidYaml, Tree
from catalog.model.node import Node
from catalog.paths import Project, file_content, write_file
from catalog.values import Source, Vocabularies, same_spelling
from catalog.values.fact import WRITABLE_BLANKS


@dataclass(frozen=True, slots=True)
class Fix:
    """One correction; line and column are those before it, and 0 if the whole file is meant."""

    file: Path
    line: int
    column: int
    field: str
    before: str
    after: str

    def __str__(self) -> str:
        location = f"{self.file.as_posix()}:{self.line}:{self.column}" if self.line else self.file.as_posix()
        return f"{location}: {self.field}: {self.before} → {self.after}" if self.field else f"{location}: {self.after}"


def fix_survey(project: Project, selection: Sequence[Path] = ()) -> list[Fix]:
    """Correct every file of the survey in place, or those of a selection; do nothing if the settings cannot be read.

    The selection may hold folders.

    Raises:
        SetupError: the folder of records is missing, or a file cannot be written.
    """
    try:
        definition = open_survey(project)
    except DataError:
        return []
    fixes: list[Fix] = []
    selected = {path.resolve() for path in selection}
    for file, model in survey_files(definition, {}):
        if selected and selected.isdisjoint((file, *file.parents)):
            continue
        try:
            content = file_content(file, within=project.data)
        except UnreadableFileError:
            continue
        text, fixes_of_file = fix_yaml(project.display_path(file), content, model, definition.vocabularies)
        if fixes_of_file:
            write_file(file, text, follow_links=True)
        fixes += fixes_of_file
    return fixes


def fix_yaml(file: Path, content: bytes, model: Node, vocabularies: Vocabularies) -> tuple[str, list[Fix]]:
    """Return the corrected text and each correction; text that is not YAML is returned as it is."""
    try:
        tree = Tree(file, content)
    except InvalidYaml:
        return content.decode(errors="replace"), []
    text, fixes = _corrected(tree, model, vocabularies)
    sorted_text = format_yaml(file, text.encode(), model, style=False).text
    if sorted_text != text:
        fixes.append(Fix(file, 0, 0, "", "", "keys sorted"))
    return sorted_text, fixes


def _corrected(tree: Tree, model: Node, vocabularies: Vocabularies) -> tuple[str, list[Fix]]:
    """Return the text with every correction, and these in the order of the file."""
    by_start = {
        node.start_mark.index: (node, path, after) for node, path, after in _corrections(tree, model, vocabularies)
    }
    if not by_start:
        return tree.text, []
    text = tree.text
    fixes: list[Fix] = []
    # From the end of the file, so that the positions of earlier nodes stay right.
    for start, (node, path, after) in sorted(by_start.items(), reverse=True):
        end = node.end_mark.index
        fixes.insert(0, _fix(tree.file, node, path, text[start:end], after))
        text = text[:start] + after + text[end:]
    # Again, because only a key that is spelt right says what may stand below it.
    text, more = _corrected(Tree(tree.file, text.encode()), model, vocabularies)
    return text, [*fixes, *more]


def _fix(file: Path, node: yaml.Node, path: Sequence[str | int], before: str, after: str) -> Fix:
    field = ".".join(str(step) for step in path)
    return Fix(file, node.start_mark.line + 1, node.start_mark.column + 1, field, before, after)


def _corrections(
    tree: Tree, model: Node, vocabularies: Vocabularies
) -> Iterator[tuple[yaml.Node, tuple[Any, ...], str]]:
    """Yield each scalar that has a correction, with its path and the text to write instead."""
    for node, node_model, path in walk(tree.root, model):
        if isinstance(node, yaml.MappingNode):
            yield from ((key, (*path, key.value), after) for key, after in _keys(node, node_model, tree.text))
        elif isinstance(node, yaml.ScalarNode) and (raw := _written(node, tree.text)):
            correction = _without_trailing_mark(node.value, raw) if _is_link(node_model) else ""
            correction = correction or _only_word(node.value, node_model, vocabularies)
            if correction:
                yield node, path, correction


def _written(node: yaml.ScalarNode, text: str) -> str:
    """Return a scalar as it stands in the file, quotes included; nothing if it covers several lines or has a tag."""
    raw = text[node.start_mark.index : node.end_mark.index]
    is_quoted = len(raw) > 1 and raw[0] in "'\"" and raw[-1] == raw[0]
    return raw if "\n" not in raw and (is_quoted or raw == node.value) else ""


def _keys(node: yaml.MappingNode, model: Node, text: str) -> Iterator[tuple[yaml.ScalarNode, str]]:
    """Yield each key that is spelt like one allowed key, with that; not if it is there already."""
    present = scalar_keys(node)
    allowed = model.allowed_keys(present)
    taken = set(present)
    for key, _ in node.value:
        if isinstance(key, yaml.ScalarNode) and key.value not in allowed and _written(key, text):
            names = same_spelling(key.value, [(name, name) for name in allowed])
            if len(names) == 1 and names[0] not in taken:
                taken.add(names[0])
                yield key, names[0]


def _is_link(model: Node) -> bool:
    value_type = model.value.value_type
    return model.model is Source or (value_type is not None and value_type.base_address == "")


def _without_trailing_mark(value: str, raw: str) -> str:
    """Return the text of a URL without the trailing `?` of a query that was removed; nothing if there is none."""
    if not value.endswith("?") or value.count("?") > 1:
        return ""
    return raw[:-1] if raw.endswith("?") else raw[:-2] + raw[-1]


def _only_word(value: str, model: Node, vocabularies: Vocabularies) -> str:
    """Return the allowed word that alone is spelt like `value`; nothing if `value` is allowed, or may mean another."""
    spellings = list(_spellings(model, vocabularies))
    words = same_spelling(value, spellings)
    is_allowed = value in (word for _, word in spellings)
    return dump_flow(words[0]) if len(words) == 1 and not is_allowed else ""


def _spellings(model: Node, vocabularies: Vocabularies) -> Iterator[tuple[str, str]]:
    """Yield each spelling with the word to write: of a list, a vocabulary, the blanks; else none."""
    value_type = model.value.value_type
    if value_type:
        spellings = value_type.spellings(vocabularies)
        yield from ((name, str(word)) for name, word in spellings if isinstance(word, str))
    yield from ((word, word) for word in (*model.literals, *(WRITABLE_BLANKS if model.fact else ())))
