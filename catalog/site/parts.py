"""What the pages show but do not make: each part comes from a module of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from catalog.catalog import Catalog
from catalog.charts import draw
from catalog.errors import SetupError
from catalog.exports import Export, export_formats
from catalog.exports.bibtex import bibtex_reference
from catalog.exports.jsonld import article, dataset
from catalog.history.feeds import record_feed
from catalog.history.log import LogEntry
from catalog.history.releases import read_releases
from catalog.importing import original_table
from catalog.importing.corrections import Agreement, Comparison, compare_with_original
from catalog.links.health import health
from catalog.pages.parts import Parts
from catalog.settings import import_object
from catalog.site import changes
from catalog.site.citation import citation
from catalog.values import Record

_ORDER = (
    Agreement.CORRECTED,
    Agreement.COMPLETED,
    Agreement.SETTLED,
    Agreement.OPEN,
    Agreement.UNCONFIRMED,
    Agreement.REWORDED,
    Agreement.AGREES,
)


def export_path(export: Export) -> str:
    """Path of an export on the website; MkDocs would make a page of a file that ends in `.md`."""
    return f"data/catalogue.{export.ending}{'.txt' if export.ending == 'md' else ''}"


def parts(catalog: Catalog, exported: Callable[[], Mapping[str, bytes]], steps: Sequence[LogEntry] = ()) -> Parts:
    """Everything the pages need from elsewhere; `exported` gives the exports by their path, `steps` is the history."""
    known = changes.dates(catalog.project)
    day = max(known.values(), default=datetime.now(tz=UTC)).date()
    folder = f"{catalog.settings.folder}/"
    return Parts(
        chart=_chart,
        drawing=_drawing(catalog, "drawing", catalog.settings.drawing),
        thumbnail=_drawing(catalog, "thumbnail", catalog.settings.thumbnail),
        reference=lambda record: bibtex_reference(catalog, record),
        files=lambda: _files(exported()),
        citation=citation(catalog, day, steps[0].commit[:10] if steps else ""),
        changes=changes.changes(catalog, steps),
        history=lambda record: list(changes.of_record(steps, record.slug)),
        updated={Path(name).stem: when.date().isoformat() for name, when in known.items() if name.startswith(folder)},
        modified=day.isoformat() if known else "",
        dataset=dataset(catalog, {export_path(e): e.media_type for e in export_formats().values()}, day.isoformat()),
        article=lambda record: article(catalog, record),
        feed=lambda record: record_feed(catalog, record.slug) if catalog.settings.address else "",
        corrections=_corrections(catalog),
        health=health(catalog.project.data),
        pasts=read_releases(catalog),
    )


def _chart(catalog: Catalog, chart: Any, ident: str, root: str) -> Any:
    return draw(catalog, chart, ident, lambda slug: f"{root}{catalog.settings.folder}/{slug}/")


def _drawing(catalog: Catalog, name: str, path: str | None) -> Callable[[Record], str] | None:
    """The survey's own function at `path`, which its settings name under `name`."""
    if path is None:
        return None
    try:
        drawn = import_object(path)
    except ImportError as error:
        raise SetupError(f"{name} in data/survey.yml: {error}") from error
    return lambda record: str(drawn(record, catalog.vocabularies))


def _files(exported: Mapping[str, bytes]) -> list[tuple[str, str, str]]:
    """Path, description and size of every export."""
    paths = {export_path(export): export for export in export_formats().values()}
    return [(path, export.description, f"{len(exported[path]) / 1000:.0f} kB") for path, export in paths.items()]


def _corrections(catalog: Catalog) -> list[tuple[Agreement, Sequence[Comparison]]]:
    """The original table against the records, what changed most first; nothing where there is no such table."""
    original = original_table(catalog)
    found = compare_with_original(catalog, original) if original else ()
    groups = [(verdict, [line for line in found if line.verdict is verdict]) for verdict in _ORDER]
    return [(verdict, lines) for verdict, lines in groups if lines]
