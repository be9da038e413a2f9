"""Builds a website out of sight and puts it in place as a whole, one build of a survey after the other.

What makes a website is imported when there is one to make: that takes longer than to see that nothing changed.
"""

from __future__ import annotations

import glob
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from catalog.errors import SetupError
from catalog.paths import Project, write_file
from catalog.site.builders import DEFAULT, Builder
from catalog.site.inputs import Inputs, read_inputs

if TYPE_CHECKING:
    from catalog.catalog import Catalog
    from catalog.rules import RecordCache

MARKER = ".survey-catalog"
"""File with the digest of the inputs in every website built here; a folder without it is never replaced."""

_NEWER = " with newer pages"
"""Ends the marker of a website in which pages were replaced since it was built."""

Progress = Callable[[str], None]
"""Receives one sentence as each stage of a build begins."""


def build(
    project: Project,
    output: Path | None = None,
    progress: Progress = lambda _: None,
    builder: Builder = DEFAULT,
    cache: RecordCache | None = None,
) -> Path:
    """Check the data and build the website unless it is up to date; return its folder.

    Builds of one survey run one after the other: they share the builder's pages. A process that builds again and again
    keeps a `cache` of records.

    Raises:
        DataError: the data has errors; nothing is written.
        SetupError: a folder is missing or cannot be written, the builder failed, an address leads nowhere.
    """
    target = (output or project.html).resolve()
    _refuse_foreign(target)
    inputs = read_inputs(project, builder.versions())
    if _marker(target) == inputs.whole:
        return target
    from catalog.rules import load  # noqa: PLC0415

    progress("Reading and checking the data …")
    catalog = load(project, cache)
    with _one_at_a_time(project, progress):
        if _marker(target) != inputs.whole:  # another build may have made it meanwhile
            _remove_leftovers(target)
            _replace(catalog, target, inputs, builder, progress)
    return target


def note_newer_pages(target: Path) -> None:
    """Note that pages of a website are replaced, which the next build makes anew."""
    write_file(target / MARKER, f"{_marker(target).removesuffix(_NEWER)}{_NEWER}\n")


@contextmanager
def _one_at_a_time(project: Project, progress: Progress) -> Iterator[None]:
    """Hold the survey's build lock, which the system takes back even from a build that is killed."""
    from filelock import FileLock, Timeout  # noqa: PLC0415

    folder = project.docs.parent
    lock = FileLock(folder / ".lock")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            progress("Another build of this survey is running; waiting for it …")
            lock.acquire()
    except OSError as error:
        raise SetupError(f"cannot write to {folder}: {error.strerror or error}") from error
    try:
        yield
    finally:
        lock.release()


def _marker(target: Path) -> str:
    """The digest of what the website in a folder was built from; empty where there is none."""
    return (target / MARKER).read_text(encoding="utf-8").strip() if (target / MARKER).is_file() else ""


def _replace(catalog: Catalog, target: Path, inputs: Inputs, builder: Builder, progress: Progress) -> None:
    from catalog.pages.site_data import SiteData  # noqa: PLC0415
    from catalog.site.reuse import Reuse  # noqa: PLC0415
    from catalog.site.stamp import stamp  # noqa: PLC0415

    data = SiteData(catalog)
    fresh = _temporary(target, "new")
    try:
        progress("Building the website …")
        stamp(data, fresh, Reuse(data, inputs, target, _marker(target).removesuffix(_NEWER)), builder)
        write_file(fresh / MARKER, inputs.whole + "\n")
        fresh.chmod(0o755)
        _swap(fresh, target)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _temporary(target: Path, purpose: str) -> Path:
    """A new folder beside the website, on the same file system, so that a rename can put it in place."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        return Path(tempfile.mkdtemp(dir=target.parent, prefix=f".{target.name}.{purpose}-"))
    except OSError as error:
        raise SetupError(f"cannot write to {target.parent}: {error.strerror}") from error


def _remove_leftovers(target: Path) -> None:
    """Remove what a killed build left: under the lock, no other build is using it."""
    for purpose in ("new", "old"):
        for folder in target.parent.glob(f".{glob.escape(target.name)}.{purpose}-*"):
            shutil.rmtree(folder, ignore_errors=True)


def _refuse_foreign(target: Path) -> None:
    """Raise SetupError if replacing `target` would delete files that this program did not write."""
    if target.exists() and not target.is_dir():
        raise SetupError(f"{target} is a file; name a folder with --output")
    if target.is_dir() and any(target.iterdir()) and not (target / MARKER).exists():
        raise SetupError(f"{target} holds files this program did not write; name an empty folder with --output")


def _swap(fresh: Path, target: Path) -> None:
    """Replace `target` by the finished website in one step, so that nobody gets a half-written one."""
    old = _temporary(target, "old")
    try:
        if target.exists():
            target.rename(old / "site")
        fresh.rename(target)
    except OSError as error:
        raise SetupError(f"cannot replace {target}: {error.strerror}") from error
    shutil.rmtree(old, ignore_errors=True)
