"""The files in data/ other than records, vocabularies and settings, with their models."""

from __future__ import annotations

from pydantic import BaseModel

from catalog.importing.mapping import Mapping
from catalog.links.policy import Policy
from catalog.paths import Project

_ALWAYS = {"links": Policy}
_IF_PRESENT = {"original-table.mapping": Mapping}


def other_files(project: Project) -> dict[str, type[BaseModel]]:
    """Return the models by file name without `.yml`."""
    present = {name: model for name, model in _IF_PRESENT.items() if (project.data / f"{name}.yml").is_file()}
    return {**_ALWAYS, **present}
