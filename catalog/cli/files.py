"""The files in data/ beside records, vocabularies and settings, with the models that read them."""

from __future__ import annotations

from pydantic import BaseModel

from catalog.importing.mapping import Mapping
from catalog.links.policy import Policy
from catalog.paths import Project

_ALWAYS = {"links": Policy}
_WHERE_PRESENT = {"original-table.mapping": Mapping}


def other_files(project: Project) -> dict[str, type[BaseModel]]:
    """Name without `.yml` → model."""
    present = {name: model for name, model in _WHERE_PRESENT.items() if (project.data / f"{name}.yml").is_file()}
    return {**_ALWAYS, **present}
