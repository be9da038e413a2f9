"""Cache of `catalog check`: the findings of each file, so that an unchanged file is not checked again.

An entry is valid for one file name, one content and one key; the key covers everything else that the findings depend
on: settings, vocabularies, code and library versions. Findings that involve several records are never cached, only the
values they are computed from.
"""

from __future__ import annotations

import json
import sys
import sysconfig
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path
from typing import Any

import catalog
from catalog.errors import Problem, SetupError, UnreadableFileError
from catalog.load.records import Definition
from catalog.paths import LARGEST, file_content, write_file
from catalog.rules.context import tomorrow
from catalog.rules.findings import FileFindings
from catalog.rules.keys import Key
from catalog.watch.state import FILE

_LIBRARIES = ("pydantic", "pydantic-core", "pyyaml", "rapidfuzz")
"""Libraries that word messages or decide what is valid."""


@dataclass
class CheckCache:
    """Findings of the previous run and of this one; without `file` they are kept in memory only."""

    file: Path | None = None
    key: str = ""
    _previous: Mapping[str, Any] = field(default_factory=dict)
    _current: dict[str, Any] = field(default_factory=dict)

    def open(self, definition: Definition) -> None:
        """Read the entries that are valid for `definition`; ignore a damaged or outdated file."""
        previous_key, self.key = self.key, _key(definition)
        if self.file is None:
            self._previous = self._previous if previous_key == self.key else {}
            return
        try:
            checksum, _, body = self.file.read_bytes().partition(b"\n")
            if checksum.decode() == _digest([body]):
                stored = json.loads(body)
                self._previous = stored["files"] if stored["key"] == self.key else {}
        except (OSError, ValueError, KeyError, TypeError):
            self._previous = {}

    def for_other_run(self) -> CheckCache:
        """Return a cache in memory that starts with the entries of this run."""
        return CheckCache(key=self.key, _previous=self._current)

    def get(self, file: Path, content: Callable[[], bytes]) -> FileFindings | None:
        """Return the findings of a file with this name and content, or None; it is read if there are findings."""
        entry = self._previous.get(str(file))
        if entry is None or entry[0] != content_digest(content()):
            return None
        self._current[str(file)] = entry
        problems = tuple(Problem(file, *fields) for fields in entry[1])
        return FileFindings(problems, tuple(tuple(Key(*fields) for fields in keys) for keys in entry[2]))

    def put(self, file: Path, digest: str, findings: FileFindings) -> None:
        """Store the findings of a file whose content has this digest."""
        problems = [
            (item.line, item.column, item.field, item.message, item.hint, item.rule, item.severity)
            for item in findings.problems
        ]
        self._current[str(file)] = [digest, problems, findings.keys]

    def close(self) -> None:
        """Write the entries of this run if they differ from the file; ignore a file that cannot be written."""
        changed = len(self._current) != len(self._previous) or any(
            # An entry taken over from the file is the same object; a new one never is.
            self._previous.get(name) is not entry
            for name, entry in self._current.items()
        )
        if self.file is not None and changed:
            content = {"key": self.key, "files": self._current}
            body = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
            with suppress(SetupError):
                write_file(self.file, _digest([body]).encode() + b"\n" + body)


def content_digest(content: bytes) -> str:
    """Return what tells the content of a file from any other."""
    return _digest([content])


def _digest(parts: Iterable[bytes]) -> str:
    hasher = blake2b(digest_size=16)
    for part in parts:
        # With its length first, so that no two lists of parts give the same bytes.
        hasher.update(len(part).to_bytes(8, "big") + part)
    return hasher.hexdigest()


def _key(definition: Definition) -> str:
    """Return a digest of everything but the file itself that findings depend on."""
    files = [*sorted(definition.project.data.glob("*.yml")), definition.project.data / FILE]
    libraries = [f"{name} {version(name)}" for name in _LIBRARIES]
    code = _code(definition.model.__module__)
    texts = [sys.version, tomorrow().isoformat(), *libraries, code, *(file.name for file in files)]
    contents = [_content(file, definition.project.data) for file in files]
    return _digest([*(text.encode(errors="surrogateescape") for text in texts), *contents])


def _content(file: Path, data: Path) -> bytes:
    """Return the content of a file, or why it cannot be read."""
    try:
        return file_content(file, LARGEST, within=data)
    except UnreadableFileError as error:
        return error.message.encode()


@cache
def _code(module: str) -> str:
    """Return a digest of the code that checks; cached, for code that changes later is not what this process runs."""
    files = sorted(file for file in set(_code_files(module)) if file.is_file())
    return _digest(file.read_bytes() for file in files)


def _code_files(module: str) -> Iterator[Path]:
    """Yield the files of this package, of the record's package, and of every loaded module that is not installed."""
    yield from Path(str(catalog.__file__)).parent.rglob("*.py")
    record = sys.modules[module]
    if record.__file__:
        yield from Path(record.__file__).parent.rglob("*.py") if record.__package__ else [Path(record.__file__)]
    installed = tuple(sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib"))
    for loaded in list(sys.modules.values()):
        file = getattr(loaded, "__file__", None)
        if isinstance(file, str) and file.endswith(".py") and not file.startswith(installed):
            yield Path(file)
