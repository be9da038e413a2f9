"""`catalog check --fix`: corrects what has exactly one correction: words, a trailing `?`, the order of keys."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from rapidfuzz import fuzz, process
from rapidfuzz.utils import default_process

from catalog.errors import DataError, UnreadableFileError
from catalog.format import format_yaml, survey_files
from catalog.format.flow import dump_flow
from catalog.format.walk import walk
from catalog.load.records import open_survey
from catalog.load.tree import InvalidYaml, Tree
from catalog.model.node import Node
from catalog.paths import Project, file_content, write_file
from catalog.values import Source, Vocabularies
from catalog.values.fact import WRITABLE_BLANKS

_MIN_SIMILARITY = 85
"""Of 100. Two words above it differ in about one letter in seven; the reader of the report can undo a wrong fix."""


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
        location = f"{self.file}:{self.line}:{self.column}" if self.line else str(self.file)
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
    fixes: list[Fix] = []
    text = tree.text
    # From the end of the file, so that the positions of earlier nodes stay right.
    for node, path, correction in reversed(list(_corrections(tree, model, vocabularies))):
        start, end = node.start_mark.index, node.end_mark.index
        fixes.append(_fix(file, node, path, text[start:end], correction))
        text = text[:start] + correction + text[end:]
    fixes.reverse()
    sorted_text = format_yaml(file, text.encode(), model, style=False).text
    if sorted_text != text:
        fixes.append(Fix(file, 0, 0, "", "", "keys sorted"))
    return sorted_text, fixes


def _fix(file: Path, node: yaml.Node, path: Sequence[str | int], before: str, after: str) -> Fix:
    field = ".".join(str(step) for step in path)
    return Fix(file, node.start_mark.line + 1, node.start_mark.column + 1, field, before, after)


def _corrections(
    tree: Tree, model: Node, vocabularies: Vocabularies
) -> Iterator[tuple[yaml.Node, tuple[Any, ...], str]]:
    """Yield each scalar that has a correction, with its path and the text to write instead."""
    for node, node_model, path in walk(tree.root, model):
        if isinstance(node, yaml.ScalarNode):
            raw = tree.text[node.start_mark.index : node.end_mark.index]
            if _is_link(node_model):
                correction = _without_trailing_mark(node.value, raw)
            else:
                correction = _nearest_word(node.value, node_model, vocabularies)
            if correction:
                yield node, path, correction


def _is_link(model: Node) -> bool:
    value_type = model.value.value_type
    return model.model is Source or (value_type is not None and value_type.base_address == "")


def _without_trailing_mark(value: str, raw: str) -> str:
    """Return the text of a URL without the trailing `?` of a query that was removed; nothing if there is none."""
    if not value.endswith("?") or value.count("?") > 1:
        return ""
    return raw[:-1] if raw.endswith("?") else raw[:-2] + raw[-1]


def _nearest_word(value: str, model: Node, vocabularies: Vocabularies) -> str:
    """Return the only allowed word that is similar to `value`; nothing if `value` is allowed or several are similar."""
    spellings = _spellings(model.value, vocabularies)
    if not spellings or value in spellings.values() or (model.fact and value in WRITABLE_BLANKS):
        return ""
    if model.fact:
        spellings |= {blank: blank for blank in WRITABLE_BLANKS}
    similar = process.extract(
        value[:100],
        list(spellings),
        scorer=fuzz.ratio,
        processor=default_process,
        score_cutoff=_MIN_SIMILARITY,
        limit=None,
    )
    equal = {spellings[spelling] for spelling, similarity, _ in similar if similarity == 100}
    words = equal or {spellings[spelling] for spelling, _, _ in similar}
    return dump_flow(words.pop()) if len(words) == 1 else ""


def _spellings(model: Node, vocabularies: Vocabularies) -> dict[str, str]:
    """Return each spelling → the word to write, of a closed list or a vocabulary; empty for other values."""
    value_type = model.value_type
    if value_type is None or not (value_type.words or value_type.entry):
        return {}
    return {spelling: str(word) for spelling, word in value_type.spellings(vocabularies).items()}
