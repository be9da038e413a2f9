"""What the last check found out about each file, so that unchanged files need not be judged again.

A verdict is kept under the file's name and content, together with everything else it depends on: the settings, the
vocabularies, the code. What concerns several records is never kept, only the words it is worked out from.
"""

from __future__ import annotations

import json
import sys
import sysconfig
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path
from typing import Any

import catalog
from catalog.errors import Problem, SetupError
from catalog.load.records import Definition
from catalog.paths import write_file
from catalog.rules.across import Key

_LIBRARIES = ("pydantic", "pydantic-core", "pyyaml", "rapidfuzz")


@dataclass(frozen=True, slots=True)
class FileFindings:
    """The problems of one file by itself, and what each rule across records takes from it."""

    problems: tuple[Problem, ...] = ()
    keys: tuple[tuple[Key, ...], ...] = ()


@dataclass
class CheckCache:
    """Verdicts of an earlier run, and of this one; without a file they end with the process."""

    file: Path | None = None
    key: str = ""
    _old: Mapping[str, Any] = field(default_factory=dict)
    _new: dict[str, Any] = field(default_factory=dict)

    def open(self, definition: Definition) -> None:
        """Read what is remembered for a survey as it stands; a damaged or outdated file is as good as none."""
        before, self.key = self.key, _key(definition)
        if self.file is None:
            self._old = self._old if before == self.key else {}
            return
        try:
            checksum, _, body = self.file.read_bytes().partition(b"\n")
            if checksum.decode() == _digest([body]):
                stored = json.loads(body)
                self._old = stored["files"] if stored["key"] == self.key else {}
        except (OSError, ValueError, KeyError, TypeError):
            self._old = {}

    def for_other_run(self) -> CheckCache:
        """What this run found out, for another run over a survey much like this one."""
        return CheckCache(key=self.key, _old=self._new)

    def get(self, file: Path, content: bytes) -> FileFindings | None:
        """The verdict on this very content under this very name."""
        kept = self._old.get(str(file))
        if kept is None or kept[0] != _digest([content]):
            return None
        self._new[str(file)] = kept
        problems = tuple(Problem(file, *item) for item in kept[1])
        return FileFindings(problems, tuple(tuple(Key(*claim) for claim in claims) for claims in kept[2]))

    def put(self, file: Path, content: bytes, verdict: FileFindings) -> None:
        """Remember a verdict."""
        problems = [
            (item.line, item.column, item.field, item.message, item.hint, item.rule, item.severity)
            for item in verdict.problems
        ]
        self._new[str(file)] = [_digest([content]), problems, verdict.keys]

    def close(self) -> None:
        """Write what this run knows, if it is not what was there; where that cannot be, the next run is slow."""
        changed = len(self._new) != len(self._old) or any(
            self._old.get(name) is not kept for name, kept in self._new.items()
        )
        if self.file is not None and changed:
            body = json.dumps({"key": self.key, "files": self._new}, ensure_ascii=False, separators=(",", ":")).encode()
            with suppress(SetupError):
                write_file(self.file, _digest([body]).encode() + b"\n" + body)


def _digest(parts: Iterable[bytes]) -> str:
    made = blake2b(digest_size=16)
    for part in parts:
        made.update(len(part).to_bytes(8, "big") + part)
    return made.hexdigest()


def _key(definition: Definition) -> str:
    """Stands for everything but the file itself that a verdict depends on."""
    words = [file for file in sorted(definition.project.data.glob("*.yml")) if file.is_file()]
    libraries = [f"{name} {version(name)}" for name in _LIBRARIES]
    texts = [sys.version, *libraries, _code(definition.model.__module__), *(file.name for file in words)]
    return _digest([*(text.encode() for text in texts), *(file.read_bytes() for file in words)])


@cache
def _code(module: str) -> str:
    """A digest of the code as this process loaded it."""
    files = sorted(file for file in set(_files(module)) if file.is_file())
    return _digest(file.read_bytes() for file in files)


def _files(module: str) -> Iterator[Path]:
    """The engine, the package of the survey's record, and whatever else is loaded that nobody installed."""
    yield from Path(str(catalog.__file__)).parent.rglob("*.py")
    record = sys.modules[module]
    if record.__file__:
        yield from Path(record.__file__).parent.rglob("*.py") if record.__package__ else [Path(record.__file__)]
    installed = tuple(sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib"))
    for loaded in list(sys.modules.values()):
        file = getattr(loaded, "__file__", None)
        if isinstance(file, str) and file.endswith(".py") and not file.startswith(installed):
            yield Path(file)
