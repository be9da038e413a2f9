"""The folders of a survey and of the engine, and the one way files are written."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from catalog.errors import SetupError

_PACKAGE = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class Project:
    """One survey's folder: where its data is read and its output is written."""

    root: Path

    @property
    def data(self) -> Path:
        """The YAML files."""
        return self.root / "data"

    @property
    def settings(self) -> Path:
        """The survey's own settings, `data/survey.yml`."""
        return self.data / "survey.yml"

    @property
    def staged(self) -> Path:
        """Where Markdown and assets are staged for MkDocs."""
        return self.root / "build" / "docs"

    @property
    def html(self) -> Path:
        """Where the website ends up unless the command line says otherwise."""
        return self.root / "build" / "html"

    def display_path(self, path: Path) -> Path:
        """`path` as messages print it: relative to the survey's folder where possible."""
        return path.relative_to(self.root) if path.is_relative_to(self.root) else path

    def resource(self, name: str) -> Path:
        """`site`, `templates` or `mkdocs.yml` of the survey itself, else of the engine.

        Raises:
            SetupError: neither has it.
        """
        for base in (self.root, _PACKAGE.parent, _PACKAGE / "share"):
            if (base / name).exists():
                return base / name
        raise SetupError(f"{name} is missing from {self.root} and from the installed package")


def engine_resource(name: str) -> Path:
    """`site`, `templates` or `mkdocs.yml` as the engine ships it."""
    return Project(_PACKAGE.parent).resource(name)


def find_project(start: Path | None = None) -> Project:
    """The nearest folder upward from `start` (the current folder) that holds `data/survey.yml`.

    Raises:
        SetupError: there is none.
    """
    begin = (start or Path.cwd()).resolve()
    for folder in (begin, *begin.parents):
        if (folder / "data" / "survey.yml").is_file():
            return Project(folder)
    raise SetupError(
        f"no data/survey.yml in {begin} or any folder above it; run inside a survey or name one with --survey DIR"
    )


def write_file(path: Path, content: str | bytes) -> bool:
    """Write `content` under a temporary name and rename it; nothing is touched when the bytes are the same.

    Returns:
        True if the file changed.

    Raises:
        SetupError: the folder or file cannot be written.
    """
    data = content.encode() if isinstance(content, str) else content
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        if _holds(path, data):
            return False
        try:
            _write(fresh, data)
            fresh.replace(path)
        except BaseException:
            fresh.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise SetupError(f"cannot write {path}: {error.strerror or error}") from error
    return True


def _holds(path: Path, data: bytes) -> bool:
    try:
        return path.read_bytes() == data
    except FileNotFoundError:
        return False


def _write(path: Path, data: bytes) -> None:
    try:
        path.write_bytes(data)
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
