"""What a record has on the website: its page, and the files beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from catalog.catalog import Catalog
from catalog.errors import SetupError
from catalog.exports.bibtex import bibtex_reference
from catalog.exports.jsonld import article
from catalog.history.feeds import record_feed
from catalog.history.log import record_log
from catalog.pages import compare
from catalog.pages.card import card
from catalog.pages.compare import Drawing
from catalog.pages.record import RecordView
from catalog.pages.render import SitePage
from catalog.pages.site_data import SiteData, templates
from catalog.pages.variants import variant_keys, variant_names
from catalog.settings import import_object
from catalog.values import Model, Record


def record_files(data: SiteData, record: Record) -> Iterator[tuple[str, SitePage | str]]:
    """Path on the website → page or content.

    Raises:
        SetupError: the survey's own function for drawings cannot be imported.
    """
    catalog = data.catalog
    folder = f"{catalog.settings.folder}/{record.slug}"
    drawings = _drawings(data, record)
    yield record_page(data, record, drawings)
    yield f"{folder}/card.svg", card(catalog, record)
    yield f"{folder}/evidence.js", compare.script(catalog, record, data.measurements, drawings)
    for drawing in drawings:
        yield f"{folder}/{drawing.file}", drawing.picture
    for former in record.formerly:
        yield f"{catalog.settings.folder}/{former}", _moved(catalog, record)


def record_inputs(data: SiteData, record: Record) -> Any:
    """What the files of a record print of other records, leaderboards and history, beside their own file."""
    catalog = data.catalog
    columns = [column for column in catalog.columns if column.type.is_record]
    named = {slug for column in columns for slug in catalog.values(column, record)}
    return (
        [(slug, catalog.by_slug[slug].name) for slug in sorted(named & catalog.by_slug.keys())],
        [
            (column.path, [(other.slug, other.name) for other in others])
            for column, others in catalog.referrers.get(record.slug, ())
        ],
        [(board.path, board.title, board.more) for board, _ in data.measurements[record.slug]],
        [entry.commit for entry, _ in record_log(data.log, record.slug)],
        data.commit_dates.get(f"{catalog.settings.folder}/{record.slug}.yml"),
    )


def prepare(data: SiteData) -> None:
    """Compute what the files of all records share, so that forked processes inherit it."""
    _ = data.measurements, data.log, data.commit_dates, data.catalog.referrers, data.catalog.by_slug
    templates(data.catalog.project).get_template("record.jinja")


def _drawings(data: SiteData, record: Record) -> list[Drawing]:
    """The drawings of a record's models, each once; none where the survey has no function that draws."""
    keys, drawings = variant_keys(record), dict[tuple[str, str], list[Model]]()
    for model in record.all_models:
        picture = _drawn(data, model, "drawing")
        if picture and model.counts:
            drawings.setdefault((picture, _drawn(data, model, "thumbnail")), []).append(model)
    drawn: list[Drawing] = []
    for pair, models in drawings.items():
        own = tuple(keys[model.name] for model in models if model.variant)
        file = f"architecture-{own[0]}.svg" if drawn else "architecture.svg"
        drawn.append(Drawing(file, *pair, own, variant_names(models)))
    return drawn


def _drawn(data: SiteData, model: Model, name: str) -> str:
    """The SVG of the function that the survey's settings call `name`; empty where they name none."""
    path = getattr(data.catalog.settings, name)
    if path is None:
        return ""
    try:
        draw = import_object(path)
    except ImportError as error:
        raise SetupError(f"{name} in data/survey.yml: {error}") from error
    return str(draw(model.facts, data.catalog.vocabularies))


def record_page(data: SiteData, record: Record, drawings: Sequence[Drawing] | None = None) -> tuple[str, SitePage]:
    """The path and the page of a record, with its drawings if they are there already."""
    catalog = data.catalog
    feed = record_feed(catalog, record.slug) if catalog.settings.address else ""
    changed = data.commit_dates.get(f"{catalog.settings.folder}/{record.slug}.yml")
    page = SitePage(
        "record",
        record.name,
        f"{record.name} in {catalog.settings.title}: every field with its evidence.",
        {
            "record": record,
            "view": RecordView(catalog, record, "../../"),
            "drawings": _drawings(data, record) if drawings is None else drawings,
            "bibtex": bibtex_reference(catalog, record),
            "history": list(record_log(data.log, record.slug)),
            "feed": feed,
        },
        data=article(catalog, record),
        updated=changed.date().isoformat() if changed else "",
        feed="feed.xml" if feed else "",
    )
    return f"{catalog.settings.folder}/{record.slug}", page


def _moved(catalog: Catalog, record: Record) -> SitePage:
    title = f"{record.name} has moved"
    context = {"record": record, "url": f"../{record.slug}/"}
    path = f"{catalog.settings.folder}/{record.slug}"
    return SitePage("moved", title, title, context, searchable=False, moved_to=path)
