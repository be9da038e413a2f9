"""Other files of data/ (not records, vocabularies or settings) with their models, and generated files."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pydantic import BaseModel

from catalog.importing.mapping import Mapping as TableMapping
from catalog.links.policy import Policy
from catalog.paths import Project

_ALWAYS = {"links": Policy}
_WHERE_PRESENT = {"original-table.mapping": TableMapping}


def other_files(project: Project) -> dict[str, type[BaseModel]]:
    """Return name without `.yml` → model."""
    present = {name: model for name, model in _WHERE_PRESENT.items() if (project.data / f"{name}.yml").is_file()}
    return {**_ALWAYS, **present}


def outdated(folder: Path, texts: Mapping[str, str]) -> list[str]:
    """Return the names of the generated files below `folder` whose text is not the given one."""
    return [name for name, text in texts.items() if _read(folder / name) != text]


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return ""
