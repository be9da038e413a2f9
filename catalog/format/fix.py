"""`catalog check --fix`: the faults that have one obvious remedy."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from rapidfuzz import fuzz, process
from rapidfuzz.utils import default_process

from catalog.errors import DataError
from catalog.format import format_yaml, survey_files
from catalog.format.flow import dump_flow
from catalog.format.walk import places
from catalog.load.records import open_survey
from catalog.load.tree import InvalidYaml, Tree
from catalog.model.node import Node
from catalog.paths import Project, write_file
from catalog.values import Link, Source, Vocabularies
from catalog.values.fact import WRITABLE_BLANKS

_NEAR = 85


@dataclass(frozen=True, slots=True)
class Fix:
    """One thing that was put right, at its place before the change."""

    file: Path
    line: int
    column: int
    field: str
    before: str
    after: str

    def __str__(self) -> str:
        """One line for the person."""
        place = f"{self.file}:{self.line}:{self.column}" if self.line else str(self.file)
        return f"{place}: {self.field}: {self.before} → {self.after}" if self.field else f"{place}: {self.after}"


def fix_survey(project: Project) -> list[Fix]:
    """Put every file of the survey right, in place; nothing is done where the settings cannot be read.

    Raises:
        SetupError: the folder of records is missing, or a file cannot be written.
    """
    try:
        definition = open_survey(project)
    except DataError:
        return []
    found: list[Fix] = []
    for file, at in survey_files(definition, {}):
        try:
            content = file.read_bytes()
        except OSError:
            continue
        text, changes = fix_yaml(project.display_path(file), content, at, definition.vocabularies)
        if changes:
            write_file(file, text)
        found += changes
    return found


def fix_yaml(file: Path, content: bytes, at: Node, vocabularies: Vocabularies) -> tuple[str, list[Fix]]:
    """The text with what is safe to change put right, and each change; unreadable files stay as they are."""
    try:
        tree = Tree(file, content)
    except InvalidYaml:
        return content.decode(errors="replace"), []
    changes: list[Fix] = []
    text = tree.text
    for node, path, better in reversed(list(_faults(tree, at, vocabularies))):
        start, end = node.start_mark.index, node.end_mark.index
        changes.append(_change(file, node, path, text[start:end], better))
        text = text[:start] + better + text[end:]
    changes.reverse()
    put = format_yaml(file, text.encode(), at, style=False)
    if put.text != text:
        changes.append(Fix(file, 0, 0, "", "", "keys put in order"))
    return put.text, changes


def _change(file: Path, node: yaml.Node, path: Sequence[str | int], before: str, after: str) -> Fix:
    field = ".".join(str(step) for step in path)
    return Fix(file, node.start_mark.line + 1, node.start_mark.column + 1, field, before, after)


def _faults(tree: Tree, at: Node, vocabularies: Vocabularies) -> Iterator[tuple[yaml.Node, tuple[Any, ...], str]]:
    """Every scalar with something better to write in its place."""
    for node, here, path in places(tree.root, at):
        if isinstance(node, yaml.ScalarNode):
            raw = tree.text[node.start_mark.index : node.end_mark.index]
            better = _link(node.value, raw) if _is_link(here) else _word(node.value, here, vocabularies)
            if better:
                yield node, path, better


def _is_link(here: Node) -> bool:
    return here.value.type is Link or here.model is Source


def _link(value: str, raw: str) -> str:
    """The address without the `?` that was left when its query was cut off."""
    if not value.endswith("?") or value.count("?") > 1:
        return ""
    return raw[:-1] if raw.endswith("?") else raw[:-2] + raw[-1]


def _word(value: str, here: Node, vocabularies: Vocabularies) -> str:
    """The one allowed word that is near `value`, which is none itself."""
    spellings = _spellings(here.value, vocabularies)
    if not spellings or value in spellings.values() or (here.fact and value in WRITABLE_BLANKS):
        return ""
    if here.fact:
        spellings |= {blank: blank for blank in WRITABLE_BLANKS}
    near = process.extract(
        value[:100], list(spellings), scorer=fuzz.ratio, processor=default_process, score_cutoff=_NEAR, limit=None
    )
    same = {spellings[word] for word, score, _ in near if score == 100}
    found = same or {spellings[word] for word, _, _ in near}
    return dump_flow(found.pop()) if len(found) == 1 else ""


def _spellings(here: Node, vocabularies: Vocabularies) -> dict[str, str]:
    """Every known spelling → the word to write, for closed lists and references; empty for anything else."""
    if here.item:
        return {}
    if here.term:
        return {member.value: member.value for member in here.term}
    entries: Mapping[str, Any] = vocabularies.get(here.entry.vocabulary, {}) if here.entry else {}
    found = {spelling: key for key, entry in entries.items() for spelling in (entry.name, *entry.aliases)}
    return found | {key: key for key in entries}
