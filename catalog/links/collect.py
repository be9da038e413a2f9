"""The links of a survey and where each is written, found by the types of values, never by the names of fields."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any

from catalog.links.results import LinkTarget, Occurrence
from catalog.load.candidates import read_candidates
from catalog.load.records import Definition, LoadedFile, open_survey
from catalog.load.tree import Tree
from catalog.model.node import written_facts
from catalog.paths import Project, file_content
from catalog.settings import Citation
from catalog.values import Record, type_of

_INLINE = re.compile(r"(?<!\\)\[[^\]]*\]\(\s*<?(https?://[^\s<>()]*(?:\([^\s<>()]*\)[^\s<>()]*)*)", re.IGNORECASE)
_BARE = re.compile(r"<(https?://[^\s<>]+)>|^\s*\[[^\]]+\]:\s*<?(https?://[^\s<>]+)", re.IGNORECASE | re.MULTILINE)
_ATTRIBUTE = re.compile(r"""(?:href|src)\s*=\s*["'](https?://[^"']+)["']""", re.IGNORECASE)
_CODE = re.compile(r"^(```|~~~).*?^\1|`[^`\n]*`|<!--.*?-->", re.MULTILINE | re.DOTALL)


def survey_links(project: Project) -> list[LinkTarget]:
    """Return every distinct link of the records, then of the vocabularies, the candidates and the hand-written pages.

    Raises:
        DataError: the survey's settings cannot be read.
        SetupError: the folder of records is missing.
    """
    definition = open_survey(project)
    occurrences: dict[str, list[Occurrence]] = defaultdict(list)
    for url, occurrence in chain(_of_records(definition), _beside_records(definition)):
        occurrences[url].append(occurrence)
    return [LinkTarget(url, tuple(dict.fromkeys(places))) for url, places in occurrences.items()]


def links_of_record(record: Record) -> list[str]:
    """Return every link of one record."""
    return list(filter(None, (type_of(value).address(value) for _, value in _values(record))))


def links_beside_records(definition: Definition) -> frozenset[str]:
    """Return every link of the vocabularies, the candidates and the hand-written pages."""
    return frozenset(url for url, _ in _beside_records(definition))


def website_address(project: Project) -> str:
    """Return the address of the survey's website; empty where the settings have none."""
    return str(open_survey(project).settings.address or "")


def _of_records(definition: Definition) -> Iterator[tuple[str, Occurrence]]:
    for loaded in definition.read_all():
        if loaded.value is not None:
            yield from _of_record(loaded, loaded.value, definition.settings.cite)


def _of_record(loaded: LoadedFile[Record], record: Record, cite: Citation | None) -> Iterator[tuple[str, Occurrence]]:
    """The links of one record; the arXiv identifier of its own paper comes with the titles that paper may have."""
    titles = _titles(record, cite.title) if cite else ()
    for path, value in _values(record):
        url = type_of(value).address(value)
        if url:
            is_own = cite is not None and _dotted(path) == f"{cite.arxiv}.value"
            yield url, _occurrence(loaded, record, path, titles if is_own else ())


def _values(record: Record) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    for key, source in record.sources.items():
        if source.url is not None:
            yield ("sources", key, "url"), source.url
    for path, fact in written_facts(record):
        is_list = isinstance(fact.value, tuple)
        for index, value in enumerate(fact.values):
            yield ((*path, "value", index) if is_list else (*path, "value")), value


def _dotted(path: Sequence[str | int]) -> str:
    return ".".join(step for step in path if isinstance(step, str))


def _occurrence(
    loaded: LoadedFile[Record], record: Record, path: Sequence[str | int], titles: tuple[str, ...] = ()
) -> Occurrence:
    line, column = loaded.tree.position(path) if loaded.tree else (0, 0)
    return Occurrence(record.slug, loaded.file, line, column, titles)


def _titles(record: Record, path: str) -> tuple[str, ...]:
    """The title of a record and its rivals: a paper may have had several titles."""
    for steps, fact in written_facts(record):
        if _dotted(steps) == path:
            return tuple(str(value) for claim in (fact, *fact.instead) for value in claim.values)
    return ()


def _beside_records(definition: Definition) -> Iterator[tuple[str, Occurrence]]:
    yield from _of_vocabularies(definition)
    yield from _of_candidates(definition.project)
    yield from _of_pages(definition.project)


def _of_candidates(project: Project) -> Iterator[tuple[str, Occurrence]]:
    loaded = read_candidates(project)
    for name, entries in loaded.value.lists.items() if loaded.value and loaded.tree else ():
        for slug, candidate in entries.items():
            place = loaded.tree.position((name, slug, "link")) if loaded.tree else (0, 0)
            yield str(candidate.link), Occurrence(loaded.file.as_posix(), loaded.file, *place)


def _of_vocabularies(definition: Definition) -> Iterator[tuple[str, Occurrence]]:
    for name, entries in definition.vocabularies.items():
        file = definition.project.data / f"{name}.yml"
        shown = definition.project.display_path(file)
        tree = Tree(shown, file_content(file, within=definition.project.data))
        for key, entry in entries.items():
            for field, value in entry:
                url = type_of(value).address(value)
                if url:
                    yield url, Occurrence(shown.as_posix(), shown, *tree.position((key, field)))


def _of_pages(project: Project) -> Iterator[tuple[str, Occurrence]]:
    for file in sorted((project.root / "site").rglob("*.md")):
        shown = project.display_path(file)
        for url, line, column in in_markdown(file_content(file).decode(errors="replace")):
            yield url, Occurrence(shown.as_posix(), shown, line, column)


def in_markdown(text: str) -> Iterator[tuple[str, int, int]]:
    """Return every web link of a Markdown page with its line and column; code and comments are left out."""
    # Code is replaced by spaces, not removed: lines and columns must stay what they are.
    visible = _CODE.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)
    matches = [match for pattern in (_INLINE, _BARE, _ATTRIBUTE) for match in pattern.finditer(visible)]
    for match in sorted(matches, key=lambda match: match.start()):
        group = next(number for number in range(1, len(match.groups()) + 1) if match[number])
        start = match.start(group)
        line_start = visible.rfind("\n", 0, start) + 1
        yield match[group], visible.count("\n", 0, start) + 1, start - line_start + 1
