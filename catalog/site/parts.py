"""What the pages show but do not make: each part comes from a module of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from catalog import exports
from catalog.catalog import Catalog
from catalog.charts import draw
from catalog.corrections import Comparison, Verdict, compare
from catalog.errors import SetupError
from catalog.exports.bibtex import reference
from catalog.importing import original_table
from catalog.links.health import health
from catalog.pages.stage import Parts
from catalog.settings import imported
from catalog.values import Record

_EXPORTS = {
    "json": "Every record with every fact, its evidence and its rivals; nested as in YAML.",
    "csv": "One line a record; two columns a field.",
    "bibtex": "One reference a record.",
    "markdown": "The table's first columns as a Markdown table.",
}
_ORDER = (
    Verdict.CORRECTED,
    Verdict.COMPLETED,
    Verdict.SETTLED,
    Verdict.OPEN,
    Verdict.UNCONFIRMED,
    Verdict.REWORDED,
    Verdict.AGREES,
)


def parts(catalog: Catalog, written: Mapping[str, str]) -> Parts:
    """Everything the pages of `catalog` need from elsewhere; `written` holds the exports by their path."""
    files = [
        (f"data/catalogue.{ending}", _EXPORTS[name], _size(written[f"data/catalogue.{ending}"]))
        for name, (ending, _) in exports.FORMATS.items()
    ]
    return Parts(
        chart=_chart,
        drawing=_drawing(catalog),
        reference=lambda record: reference(catalog, record),
        files=files,
        citation=_citation(catalog),
        corrections=_corrections(catalog),
        health=health(catalog.project.data),
    )


def _chart(catalog: Catalog, chart: Any, ident: str, root: str) -> Any:
    return draw(catalog, chart, ident, lambda slug: f"{root}{catalog.survey.folder}/{slug}/")


def _drawing(catalog: Catalog) -> Callable[[Record], str] | None:
    if catalog.survey.drawing is None:
        return None
    try:
        drawn = imported(catalog.survey.drawing)
    except ImportError as error:
        raise SetupError(f"drawing in data/survey.yml: {error}") from error
    return lambda record: str(drawn(record, catalog.vocabularies))


def _citation(catalog: Catalog) -> str:
    survey = catalog.survey
    today = datetime.now(tz=UTC).date()
    people = " and ".join(person.name for person in survey.people) or f"{{The {survey.title} catalogue}}"
    lines = [
        f"  title = {{{{{survey.title}: a catalogue with evidence}}}}",
        f"  author = {{{people}}}",
        f"  year = {{{today.year}}}",
        f"  note = {{Snapshot of {today}, {len(catalog.records)} {survey.many}}}",
        f"  url = {{{survey.address or survey.repository or ''}}}",
    ]
    return "@misc{" + survey.folder + "-catalogue,\n" + ",\n".join(lines) + "\n}"


def _size(text: str) -> str:
    return f"{len(text.encode()) / 1000:.0f} kB"


def _corrections(catalog: Catalog) -> list[tuple[Verdict, Sequence[Comparison]]]:
    """The original table against the records, what changed most first; nothing where there is no such table."""
    original = original_table(catalog)
    found = compare(catalog, original) if original else ()
    groups = [(verdict, [line for line in found if line.verdict is verdict]) for verdict in _ORDER]
    return [(verdict, lines) for verdict, lines in groups if lines]
