"""Returns a survey as a catalogue; again and again, if wanted, without reading again what did not change."""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from hashlib import blake2b
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from catalog.catalog import Catalog
from catalog.errors import DataError, Problem, UnreadableFileError
from catalog.load.records import Definition, no_garbage_collection, open_survey
from catalog.parallel import run_shares
from catalog.paths import LARGEST, Project, file_content
from catalog.rules.beside import problems_beside_records
from catalog.rules.context import tomorrow
from catalog.rules.findings import FileFindings, RecordChecker
from catalog.values import Record
from catalog.watch.state import FILE

_SETTLED = 3 * 10**9
"""Nanoseconds after which a change of a file certainly has another time of change; some file systems count by two
seconds."""


class _File(NamedTuple):
    """A record file as it was read, by the name that messages give it; without `record` if it has errors."""

    path: Path
    stamp: tuple[int, ...] | None
    digest: bytes
    record: Record | None
    findings: FileFindings


class _Inputs(NamedTuple):
    """What the records are read with; the names of the other files of `data/` are named by hints."""

    project: Project
    limit: date
    names: frozenset[Path]
    contents: tuple[bytes, ...]


@dataclass(slots=True)
class _Opened:
    """The survey without its records, as it was opened for some inputs."""

    inputs: _Inputs
    definition: Definition
    problems: tuple[Problem, ...]


class RecordCache:
    """What the last `load` has read, from which the next takes every record whose file has the same bytes.

    Kept in memory by a process that loads one survey many times. A changed setting or vocabulary empties it.
    """

    def __init__(self) -> None:
        self._opened: _Opened | None = None
        self._files: dict[Path, _File] = {}

    def open(self, project: Project) -> tuple[Definition, tuple[Problem, ...]]:
        """Return the definition of a survey, and the problems beside its records."""
        inputs = _inputs(project)
        if self._opened is None or self._opened.inputs != inputs:
            self._opened, self._files = None, {}
            definition = open_survey(project)
            problems = (*definition.problems, *problems_beside_records(definition))
            self._opened = _Opened(inputs, definition, problems)
        return self._opened.definition, self._opened.problems

    def read(self, definition: Definition, checker: RecordChecker) -> Collection[_File]:
        """Return every record file of a survey that has just been opened."""
        with no_garbage_collection():
            files = definition.files()
            read = {file: kept for file in files if (kept := self._unchanged(definition, file))}
            changed = [file for file in files if file not in read]
            shares = run_shares(partial(_read_share, definition, checker), changed)
            read.update(zip(changed, chain.from_iterable(shares), strict=True))
            self._files = {file: read[file] for file in files}
        return self._files.values()

    def _unchanged(self, definition: Definition, file: Path) -> _File | None:
        """Return a file as it was read before, if it has the same bytes."""
        before = self._files.get(file)
        if before is None:
            return None
        stamp = _stamp(file)
        if stamp and stamp == before.stamp:
            return before
        try:
            content = file_content(file, within=definition.project.data)
        except UnreadableFileError:
            return None
        return before._replace(stamp=stamp) if before.digest == _digest(content) else None


def _read_share(definition: Definition, checker: RecordChecker, files: Sequence[Path]) -> list[_File]:
    return [_read(definition, checker, file) for file in files]


def _read(definition: Definition, checker: RecordChecker, file: Path) -> _File:
    stamp = _stamp(file)
    try:
        content = file_content(file, within=definition.project.data)
    except UnreadableFileError:
        loaded = definition.read(file)
        return _File(loaded.file, None, b"", None, checker.findings(loaded))
    loaded = definition.read(file, content)
    return _File(loaded.file, stamp, _digest(content), loaded.value, checker.findings(loaded))


def _digest(content: bytes) -> bytes:
    return blake2b(content, digest_size=16).digest()


def load(project: Project, cache: RecordCache | None = None) -> Catalog:
    """Return the catalogue.

    With `cache`, only files whose bytes changed since its last use are read and checked; the other records are the same
    objects as in the catalogue before. What is returned or raised is the same without it.

    Raises:
        DataError: there are errors; warnings do not prevent loading.
        SetupError: the folder of records is missing.
    """
    cache = cache or RecordCache()
    definition, problems_beside = cache.open(project)
    checker = RecordChecker(definition)
    files = cache.read(definition, checker)
    problems = [*problems_beside, *definition.unread_files()]
    for file in files:
        problems += [*file.findings.problems, *checker.compare(file.path, file.findings)]
    problems += checker.finish()
    if any(problem.severity == "error" for problem in problems):
        raise DataError(problems)
    records = [file.record for file in files if file.record]
    records.sort(key=lambda record: (record.name.casefold(), record.slug))
    return Catalog(**vars(definition), records=tuple(records))


def _stamp(file: Path) -> tuple[int, ...] | None:
    """Return what is another after every change of a file; None for a link, and for a file that has just changed."""
    try:
        status = os.lstat(file)
    except OSError:
        return None
    changed = max(status.st_mtime_ns, status.st_ctime_ns)
    if not stat.S_ISREG(status.st_mode) or time.time_ns() - changed < _SETTLED:
        return None
    return status.st_mtime_ns, status.st_ctime_ns, status.st_size, status.st_ino, status.st_mode


def _inputs(project: Project) -> _Inputs:
    files = [*sorted(project.data.glob("*.yml")), project.data / FILE]
    contents = tuple(_content(project, file) for file in files)
    return _Inputs(project, tomorrow(), frozenset(project.data.iterdir()), contents)


def _content(project: Project, file: Path) -> bytes:
    """Return the content of a file, or why it cannot be read."""
    try:
        return file_content(file, LARGEST, within=project.data)
    except UnreadableFileError as error:
        return error.message.encode()
