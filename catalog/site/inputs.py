"""A digest of all that a website is made of: when it has not changed, neither would the website."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib import metadata, util
from pathlib import Path

import catalog
from catalog.paths import Project, engine_resource

_CODE = re.compile(r"^\w+: *([A-Za-z_][\w.]*):\w+ *$", re.MULTILINE)
_HISTORY = (".git/HEAD", ".git/logs/HEAD", ".git/packed-refs")


def digest(project: Project) -> str:
    """Of data, hand-written pages, templates, code, history, the libraries' versions, and the day."""
    made = hashlib.sha256()
    versions = [metadata.version(name) for name in ("mkdocs", "mkdocs-material", "markdown", "jinja2", "pydantic")]
    made.update(repr([str(project.root), versions, datetime.now(tz=UTC).date()]).encode())
    for file in _files(project):
        content = file.read_bytes()
        made.update(f"{file}\0{len(content)}\0".encode() + content)
    return made.hexdigest()


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
        yield from (file for file in sorted(folder.rglob("*")) if file.is_file() and file.suffix != ".pyc")
    yield engine_resource("mkdocs.yml")
    yield from (project.root / name for name in _HISTORY if (project.root / name).is_file())
    for module in _CODE.findall(project.settings.read_text(errors="replace")):
        try:
            found = util.find_spec(module)
        except (ImportError, ValueError):
            continue  # loading the survey says what is wrong with it
        if found and found.origin and Path(found.origin).is_file():
            yield Path(found.origin)
