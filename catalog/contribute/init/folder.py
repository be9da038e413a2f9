"""A folder that gets all files of a new survey or stays as it was."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from catalog.errors import SetupError

_HARMLESS = frozenset({".git"})
"""What a folder may have: a repository that is still empty."""
_MOST = 5


@contextmanager
def all_or_nothing(folder: Path) -> Iterator[Path]:
    """A temporary folder, whose content is in `folder` if all goes well; otherwise nothing is.

    Raises:
        SetupError: `folder` has files, or cannot be written.
    """
    target = folder.resolve()
    refuse_files(folder)
    try:
        above = next(parent for parent in target.parents if parent.is_dir())
        with tempfile.TemporaryDirectory(dir=above, prefix=f".{target.name}.new-") as temporary:
            fresh = Path(temporary) / target.name
            fresh.mkdir()
            yield fresh
            _move(fresh, target)
    except OSError as error:
        raise SetupError(f"cannot write {folder}: {error.strerror or error}") from error


def refuse_files(folder: Path) -> None:
    """Raise SetupError if a folder has files, and name them."""
    if folder.exists() and not folder.is_dir():
        raise SetupError(f"{folder} is a file; name a new or empty folder")
    names = sorted({file.name for file in folder.iterdir()} - _HARMLESS) if folder.is_dir() else []
    if names:
        more = f" and {len(names) - _MOST} more" if len(names) > _MOST else ""
        raise SetupError(f"{folder} has files already: {', '.join(names[:_MOST])}{more}; name a new or empty folder")


def _move(fresh: Path, target: Path) -> None:
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        fresh.rename(target)
        return
    moved: list[Path] = []
    try:
        for entry in sorted(fresh.iterdir()):
            entry.rename(target / entry.name)
            moved.append(target / entry.name)
    except OSError:
        for path in moved:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        raise
