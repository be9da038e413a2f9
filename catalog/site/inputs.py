"""Digests of everything a website is built from: while they stay the same, so does the website."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import metadata, util
from pathlib import Path

import catalog
from catalog.errors import UnreadableFileError
from catalog.paths import LARGEST, Project, engine_resource, file_content

_IMPORT_PATH = re.compile(r"^\w+: *([A-Za-z_][\w.]*):\w+ *$", re.MULTILINE)
_OWN = "mkdocs.yml"
_HISTORY = (".git/HEAD", ".git/logs/HEAD", ".git/packed-refs")


@dataclass(frozen=True)
class Inputs:
    """Digests of what a website is built from: of everything, of what every page may print, and of each record's file.

    Everything is data, hand-written pages, templates, code, history, library versions, and today's date.
    """

    whole: str
    common: str
    records: Mapping[str, str]


def read_inputs(project: Project, builder: Sequence[str]) -> Inputs:
    """The digests of all files as they are now, with the versions of the builder."""
    whole, common, records = hashlib.sha256(), hashlib.sha256(), dict[str, str]()
    versions = [*builder, *(metadata.version(name) for name in ("jinja2", "pydantic"))]
    head = repr([str(project.root), versions, datetime.now(tz=UTC).date()]).encode()
    whole.update(head)
    common.update(head)
    for file in _files(project):
        content = _content(file)
        part = os.fsencode(f"{file}\0{len(content)}\0") + content
        whole.update(part)
        if file.parent.parent == project.data:
            records[file.stem] = hashlib.sha256(part).hexdigest()
        elif ".git" not in file.parts:
            common.update(part)
    return Inputs(whole.hexdigest(), common.hexdigest(), records)


def _content(file: Path) -> bytes:
    """Return the content of a file, or why it cannot be read: the build reports that, or does not need the file."""
    try:
        return file_content(file, LARGEST)
    except UnreadableFileError as error:
        return error.message.encode()


def _files(project: Project) -> Iterator[Path]:
    package = Path(catalog.__file__).parent
    folders = [
        project.data,
        project.root / "site",
        project.root / "templates",
        engine_resource("site"),
        engine_resource("templates"),
    ]
    for folder in dict.fromkeys([*folders, package]):
        yield from (file for file in sorted(folder.rglob("*"), key=str) if file.is_file() and file.suffix != ".pyc")
    yield from dict.fromkeys(file for file in (engine_resource(_OWN), project.root / _OWN) if file.is_file())
    yield from (project.root / name for name in _HISTORY if (project.root / name).is_file())
    for module in _IMPORT_PATH.findall(project.settings.read_text(encoding="utf-8", errors="replace")):
        try:
            spec = util.find_spec(module)
        except (ImportError, ValueError):
            continue  # loading the survey reports it
        if spec and spec.origin and Path(spec.origin).is_file():
            yield Path(spec.origin)
