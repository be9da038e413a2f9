"""Rules about the files beside the records: vocabularies and settings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from catalog.errors import Finding, Problem, Severity, UnreadableFileError
from catalog.load.messages import dotted
from catalog.load.records import Definition
from catalog.load.tree import InvalidYaml, Tree
from catalog.model.columns import references
from catalog.model.node import Node
from catalog.paths import file_content
from catalog.rules.plausible import address_findings, number_findings
from catalog.rules.unfinished import unfinished_texts
from catalog.settings import SurveySettings
from catalog.values import Blank, Entry
from catalog.values.spelling import looks, spelling


def problems_beside_records(definition: Definition) -> Iterator[Problem]:
    """Yield what is doubled, unfinished or not plausible in the vocabularies and the settings."""
    settings = _read(definition, definition.project.settings)
    if settings:
        unfinished = unfinished_texts(settings, Node.of(SurveySettings))
        findings = [*unfinished, *_address_findings(definition.settings)]
        yield from (_located(settings, finding) for finding in findings)
    for name, entry_class in references(definition.model).items():
        tree = _read(definition, definition.project.data / f"{name}.yml")
        entries = definition.vocabularies.get(name)
        if tree and entries:
            yield from _Vocabulary(tree, Node.of_vocabulary(entry_class), entries).problems()


def _read(definition: Definition, file: Path) -> Tree | None:
    """A file that has been read already; None where that was not possible, which has been reported."""
    try:
        content = file_content(file, within=definition.project.data)
        tree = Tree(definition.project.display_path(file), content)
    except (InvalidYaml, UnreadableFileError):
        return None
    return tree if isinstance(tree.data, dict) else None


def _address_findings(survey: SurveySettings) -> Iterator[Finding]:
    addresses: list[tuple[tuple[str | int, ...], str | None]] = [
        (("address",), survey.address),
        (("repository",), survey.repository),
        *((("people", index, "page"), person.page) for index, person in enumerate(survey.people)),
    ]
    for path, address in addresses:
        yield from address_findings(path, address, "address") if address else ()
    for sign in "?#":
        if sign in (survey.address or ""):
            message = f"the address goes on behind a `{sign}`: those of its pages could not be made from it"
            yield Finding(("address",), message, f"end it before the `{sign}`", "address")


def _located(tree: Tree, finding: Finding) -> Problem:
    line, column = tree.position(finding.path, key=finding.about_key)
    field = dotted(finding.path, whole=True)
    return Problem(tree.file, line, column, field, finding.message, finding.hint, finding.rule, finding.severity)


_BLANKS = frozenset(map(spelling, Blank))


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    """One file of words."""

    tree: Tree
    node: Node
    entries: Mapping[str, Entry]

    def problems(self) -> Iterator[Problem]:
        findings = [*self._names(), *self._lists(), *self._values()]
        findings += unfinished_texts(self.tree, self.node)
        return (_located(self.tree, finding) for finding in findings)

    def _names(self) -> Iterator[Finding]:
        """Keys, names and other spellings lead to one entry; an entry may have several of one name."""
        owners: dict[str, tuple[str, str, tuple[str | int, ...]]] = {}
        for key, entry in self.entries.items():
            names: list[tuple[tuple[str | int, ...], str]] = [
                (("aliases", index), alias) for index, alias in enumerate(entry.aliases)
            ]
            names += [(("short",), entry.short)] if entry.short else []
            for step, name in [((), key), (("name",), entry.name), *names]:
                if spelling(name) in _BLANKS:
                    message = f"{name!r} is how records write that a field has no value"
                    yield Finding((key, *step), message, "choose another word", "name", about_key=not step)
                if step == ("short",) and len(name) >= len(entry.name):
                    yield Finding((key, *step), f"{name!r} is no shorter than the name", "remove it", "name")
                owner, other, path = owners.setdefault(spelling(name), (key, name, (key, *step)))
                if owner != key:
                    yield self._ambiguous((key, *step), name, other, path)

    def _ambiguous(self, at: tuple[str | int, ...], name: str, other: str, path: tuple[str | int, ...]) -> Finding:
        severity: Severity = "error" if looks(name) == looks(other) else "warning"
        line, _ = self.tree.position(path, key=len(path) == 1)
        message = f"{name!r} also names `{path[0]}`, on line {line}" + (f", as {other!r}" if name != other else "")
        hint = "merge the two entries if they are one; otherwise say in the names what is different"
        return Finding(at, message, hint, "name", severity, about_key=len(at) == 1)

    def _lists(self) -> Iterator[Finding]:
        for key, entry in self.entries.items():
            for name in self.node.item.children if self.node.item else ():
                values = getattr(entry, name, None)
                items = values if isinstance(values, tuple) else ()
                # Other spellings may differ in capitals alone; words that a record chooses from may not.
                same = str if name == "aliases" else looks
                taken = {entry.name} if name == "aliases" else set()
                for index, item in enumerate(map(str, items)):
                    if same(item) in taken:
                        yield Finding((key, name, index), f"{item!r} stands in this entry twice", "remove one", "name")
                    taken.add(same(item))

    def _values(self) -> Iterator[Finding]:
        for key, entry in self.entries.items():
            for name, field in (self.node.item.children if self.node.item else {}).items():
                yield from number_findings((key, name), getattr(entry, name, None), field.show)
            link = getattr(entry, "link", None)
            yield from address_findings((key, "link"), link, "address") if link else ()
