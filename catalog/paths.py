"""The folders of a survey and of the package, and `write_file`, through which every file is written."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from pathlib import Path

from catalog.errors import SetupError

_PACKAGE = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class Project:
    """The folder of one survey, with its input and output folders."""

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
    def docs(self) -> Path:
        """Folder of the Markdown and assets that MkDocs builds from."""
        return self.root / "build" / "docs"

    @property
    def html(self) -> Path:
        """Default folder of the finished website."""
        return self.root / "build" / "html"

    def display_path(self, path: Path) -> Path:
        """`path` as messages print it: relative to the survey's folder if it is inside."""
        return path.relative_to(self.root) if path.is_relative_to(self.root) else path

    def resource(self, name: str) -> Path:
        """Path of `site`, `templates` or `mkdocs.yml`: the survey's own, else the package's.

        Raises:
            SetupError: neither exists.
        """
        # A checkout has these beside the package, an installed wheel inside it.
        for folder in (self.root, _PACKAGE.parent, _PACKAGE / "share"):
            if (folder / name).exists():
                return folder / name
        raise SetupError(f"{name} is missing from {self.root} and from the installed package")


def engine_resource(name: str) -> Path:
    """Path of the package's own `site`, `templates` or `mkdocs.yml`."""
    return Project(_PACKAGE.parent).resource(name)


def find_project(start: Path | None = None) -> Project:
    """Return the nearest folder with `data/survey.yml`: `start` (default: the current folder) or one above it.

    Raises:
        SetupError: there is none.
    """
    lowest = (start or Path.cwd()).resolve()
    for folder in (lowest, *lowest.parents):
        if (folder / "data" / "survey.yml").is_file():
            return Project(folder)
    raise SetupError(f"no data/survey.yml in {lowest} or any folder above it; run inside a survey or pass --survey DIR")


def write_file(path: Path, content: str | bytes, *, follow_links: bool = False) -> bool:
    """Write `content` to a temporary file and rename it to `path`; do nothing if `path` has this content already.

    Creates missing folders and keeps the permissions of a file that exists. A symbolic link is replaced or, with
    `follow_links`, what it leads to. Devices and pipes (`/dev/stdout`) are written to directly.

    Returns:
        True if the file changed.

    Raises:
        SetupError: the folder or file cannot be written.
    """
    data = content.encode() if isinstance(content, str) else content
    try:
        mode = _mode(path)
        if mode is not None and not stat.S_ISREG(mode):
            path.write_bytes(data)
            return True
        if mode is not None and path.read_bytes() == data:
            return False
        _replace(Path(os.path.realpath(path)) if follow_links else path, data, mode)
    except OSError as error:
        raise SetupError(f"cannot write {path}: {error.strerror or error}") from error
    return True


def _mode(path: Path) -> int | None:
    """Return type and permissions of what a path leads to; None if there is nothing."""
    try:
        return path.stat().st_mode
    except FileNotFoundError:
        return None


def _replace(path: Path, data: bytes, mode: int | None) -> None:
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        _write(temporary, data)
        if mode is not None:
            temporary.chmod(stat.S_IMODE(mode))
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _write(path: Path, data: bytes) -> None:
    try:
        path.write_bytes(data)
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
