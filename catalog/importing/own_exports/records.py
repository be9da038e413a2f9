"""Takes back the records of the survey's own JSON export: they come out as they went in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from catalog.errors import CatalogError, DataError, Problem
from catalog.importing.write import record_yaml
from catalog.load.exported import exported_record, read_document
from catalog.load.records import Definition
from catalog.model.node import Node
from catalog.paths import LARGEST_EXPORT
from catalog.values.slug import SLUG


def is_own_export(file: Path) -> bool:
    """Whether a file is an export of a survey by this program."""
    if file.suffix.lower() != ".json" or not file.is_file():
        return False
    try:
        document = read_document(file, LARGEST_EXPORT)
    except (ValueError, LookupError, CatalogError):
        return False
    return isinstance(document.get("survey"), dict)


def own_records(definition: Definition, file: Path) -> Iterator[tuple[str, str]]:
    """Yield slug and text of each record of an export.

    Raises:
        DataError: a record has no slug.
    """
    model = Node.of(definition.model)
    shown = definition.project.display_path(file)
    for index, raw in enumerate(read_document(file, LARGEST_EXPORT)["records"]):
        data = exported_record(raw, definition.model)
        slug = data.get("slug") if isinstance(data, dict) else None
        if not isinstance(slug, str) or not SLUG.fullmatch(slug):
            message = f"record {index + 1} of the export has no slug"
            raise DataError([Problem(shown, 0, 0, "slug", message, "export the catalogue again", "export")])
        yield slug, record_yaml(data, (), model.children)
