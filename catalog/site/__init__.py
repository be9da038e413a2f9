"""The website: pages written as Markdown, then built by MkDocs in this process."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from catalog.catalog import Catalog
from catalog.errors import SetupError
from catalog.paths import Project, write_file
from catalog.rules import load
from catalog.site.inputs import digest
from catalog.site.mkdocs import run_mkdocs
from catalog.site.writer import write_docs

MARKER = ".survey-catalog"
"""A file in every website this module builds: only a folder that has it is ever replaced."""


def build(project: Project, output: Path | None = None) -> Path:
    """Check the data and build the website unless it is up to date; return its folder.

    Raises:
        DataError: the data has errors; nothing is written.
        SetupError: a folder is missing or cannot be written, or MkDocs failed.
    """
    target = (output or project.html).resolve()
    _refuse_foreign(target)
    mark = digest(project)
    if (target / MARKER).is_file() and (target / MARKER).read_text().strip() == mark:
        return target
    catalog = load(project)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(dir=target.parent, prefix=f".{target.name}."))
    except OSError as error:
        raise SetupError(f"cannot write to {target.parent}: {error.strerror}") from error
    try:
        generate(catalog, fresh)
        write_file(fresh / MARKER, mark + "\n")
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
    if target.exists() and not target.is_dir():
        raise SetupError(f"{target} is a file; name a folder with --output")
    if target.is_dir() and any(target.iterdir()) and not (target / MARKER).exists():
        raise SetupError(f"{target} holds files this program did not write; name an empty folder with --output")


def _swap(fresh: Path, target: Path) -> None:
    """Put the finished website in place at once: a reader never sees half of it."""
    try:
        old = Path(tempfile.mkdtemp(dir=target.parent, prefix=f".{target.name}.old."))
        if target.exists():
            target.rename(old / "site")
        fresh.rename(target)
        shutil.rmtree(old, ignore_errors=True)
    except OSError as error:
        raise SetupError(f"cannot replace {target}: {error.strerror}") from error
