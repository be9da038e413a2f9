"""The website: pages written as Markdown, then built by MkDocs in this process."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from catalog.catalog import Catalog
from catalog.errors import SetupError
from catalog.paths import Project, write_file
from catalog.rules import load
from catalog.site.inputs import input_digest
from catalog.site.mkdocs import run_mkdocs
from catalog.site.writer import write_docs

MARKER = ".survey-catalog"
"""File with the digest of the inputs in every website built here; a folder without it is never replaced."""


def build(project: Project, output: Path | None = None) -> Path:
    """Check the data and build the website unless it is up to date; return its folder.

    Raises:
        DataError: the data has errors; nothing is written.
        SetupError: a folder is missing or cannot be written, or MkDocs failed.
    """
    target = (output or project.html).resolve()
    _refuse_foreign(target)
    digest = input_digest(project)
    if (target / MARKER).is_file() and (target / MARKER).read_text().strip() == digest:
        return target
    catalog = load(project)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(dir=target.parent, prefix=f".{target.name}."))
    except OSError as error:
        raise SetupError(f"cannot write to {target.parent}: {error.strerror}") from error
    try:
        generate(catalog, fresh)
        write_file(fresh / MARKER, digest + "\n")
        fresh.chmod(0o755)
        _swap(fresh, target)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return target


def generate(catalog: Catalog, folder: Path) -> None:
    """Write the website of a catalogue into `folder`, by way of `build/docs`."""
    write_docs(catalog)
    run_mkdocs(catalog, folder)


def _refuse_foreign(target: Path) -> None:
    """Raise SetupError if replacing `target` would delete files that this program did not write."""
    if target.exists() and not target.is_dir():
        raise SetupError(f"{target} is a file; name a folder with --output")
    if target.is_dir() and any(target.iterdir()) and not (target / MARKER).exists():
        raise SetupError(f"{target} holds files this program did not write; name an empty folder with --output")


def _swap(fresh: Path, target: Path) -> None:
    """Replace `target` by the finished website in one step, so that nobody gets a half-written one."""
    try:
        old = Path(tempfile.mkdtemp(dir=target.parent, prefix=f".{target.name}.old."))
        if target.exists():
            target.rename(old / "site")
        fresh.rename(target)
        shutil.rmtree(old, ignore_errors=True)
    except OSError as error:
        raise SetupError(f"cannot replace {target}: {error.strerror}") from error
