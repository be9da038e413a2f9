"""The folders of a survey and of the package; `file_content` reads every file of a survey, `write_file` writes it."""

from __future__ import annotations

import errno
import filecmp
import os
import stat
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from catalog.errors import SetupError, UnreadableFileError

_PACKAGE = Path(__file__).resolve().parent

FileContent = str | bytes | Iterable[bytes]
"""What is written into a file: text as UTF-8, bytes, or chunks that are never all in memory."""

MAX_BYTES = 1_000_000
"""Bytes of a YAML file."""
LARGEST = 50_000_000
"""Bytes of any other file of a survey."""
LARGEST_EXPORT = 500_000_000
"""Bytes of an export that is read back."""
ARCHIVE = "archive"
"""Below `data/`: one export a release."""


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
    def original_table(self) -> Path | None:
        """The table that the survey began as, if it has a mapping: `original-table.md` or `.csv`."""
        if not (self.data / "original-table.mapping.yml").is_file():
            return None
        files = (self.data / name for name in ("original-table.md", "original-table.csv"))
        return next((file for file in files if file.is_file()), None)

    @property
    def docs(self) -> Path:
        """Folder of the Markdown that the builder makes pages of."""
        return self.root / "build" / "docs"

    @property
    def html(self) -> Path:
        """Default folder of the finished website."""
        return self.root / "build" / "html"

    def display_path(self, path: Path) -> Path:
        """`path` as messages print it: relative to the survey's folder if it is inside."""
        try:
            return path.relative_to(self.root)
        except ValueError:
            return path

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
        for other in sorted(folder.glob("data/survey.*")):
            if other.suffix.lower() in (".yaml", ".yml"):
                raise SetupError(f"the settings must be named survey.yml: rename {other}")
    message = f"no data/survey.yml in {lowest} or any folder above it; run inside a survey or pass --survey DIR"
    raise SetupError(f"{message}; `catalog init FOLDER` writes a new survey")


def file_content(file: Path, limit: int = MAX_BYTES, within: Path | None = None, if_larger: str = "split it") -> bytes:
    """Return the content of a regular file; nothing else is opened, and nothing larger is read.

    With `within`, a link must not lead out of that folder; `if_larger` says what to do about a file above the limit.

    Raises:
        UnreadableFileError: it is missing, no regular file, larger than `limit`, or not permitted.
    """
    try:
        status = os.lstat(file)
        if stat.S_ISLNK(status.st_mode):
            # A link that leads nowhere is reported as that, wherever it leads.
            status = file.stat()
            if within and not Path(os.path.realpath(file)).is_relative_to(os.path.realpath(within)):
                hint = "put the file itself here, in place of the link"
                raise UnreadableFileError(file, f"it is a link that leads out of {within.name}/", hint)
        _require_regular(file, status)
        with os.fdopen(os.open(file, os.O_RDONLY | _NEVER_WAIT), "rb") as stream:
            # Again, for it may have been replaced meanwhile.
            size = _require_regular(file, os.fstat(stream.fileno()))
            content = stream.read(min(size, limit) + 1)
    except OSError as error:
        raise UnreadableFileError(file, *_obstacle(file, error)) from None
    if len(content) > limit:
        size_text = f"{max(size, len(content)) / 1e6:.1f} MB"
        raise UnreadableFileError(file, f"the file is {size_text}; the limit is {limit // 1_000_000} MB", if_larger)
    return content


_NEVER_WAIT = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
"""Options with which opening a pipe does not wait for somebody to write into it."""
_KINDS = {stat.S_IFDIR: "folder", stat.S_IFIFO: "pipe", stat.S_IFSOCK: "socket"}


def _require_regular(file: Path, status: os.stat_result) -> int:
    """Return the size of a regular file."""
    if stat.S_ISREG(status.st_mode):
        return status.st_size
    kind = _KINDS.get(stat.S_IFMT(status.st_mode), "device")
    raise UnreadableFileError(
        file, f"it is a {kind}, not a file", f"replace the {kind} by a file of text, or delete it"
    )


def _obstacle(file: Path, error: OSError) -> tuple[str, str]:
    """Return why a file cannot be read, and what to do."""
    if error.errno == errno.ELOOP:
        return "it is a link that leads back to itself", "put the file itself here, in place of the link"
    if error.errno == errno.ENOENT and file.is_symlink():
        return "it is a link to a file that does not exist", "put the file itself here, in place of the link"
    if error.errno == errno.ENOENT:
        return "there is no such file", "create it, or correct its name"
    if error.errno in (errno.EACCES, errno.EPERM):
        return "you have no permission to read it", "change its permissions, so that you can read it"
    return f"the system says: {error.strerror or error}", "try to open it in an editor"


def write_file(path: Path, content: FileContent, *, follow_links: bool = False) -> bool:
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
            write_at_once(path, data)
            return True
        if mode is not None and isinstance(data, bytes) and path.read_bytes() == data:
            return False
        return _replace(Path(os.path.realpath(path)) if follow_links else path, data, mode)
    except OSError as error:
        raise SetupError(f"cannot write {path}: {error.strerror or error}") from error


def _mode(path: Path) -> int | None:
    """Return type and permissions of what a path leads to; None if there is nothing."""
    try:
        return path.stat().st_mode
    except FileNotFoundError:
        return None


def _replace(path: Path, content: FileContent, mode: int | None) -> bool:
    """Replace a file unless its content stays the same; return True if it changed."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        write_at_once(temporary, content)
        if mode is not None:
            if filecmp.cmp(temporary, path, shallow=False):
                return False
            temporary.chmod(stat.S_IMODE(mode))
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
    return True


def write_at_once(path: Path, content: FileContent) -> None:
    """Write a file where it stands, with the folders above it."""
    try:
        file = path.open("wb")
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = path.open("wb")
    with file:
        file.writelines(chunks(content))


def chunks(content: FileContent) -> Iterable[bytes]:
    """Return what is to be written, one piece after the other."""
    if isinstance(content, str):
        content = content.encode()
    return [content] if isinstance(content, bytes) else content
