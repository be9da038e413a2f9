"""The drawings of a record's models, by the functions that the survey's settings name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from catalog.catalog import Catalog
from catalog.errors import SetupError
from catalog.pages.render import filled, html_joined
from catalog.pages.variants import variant_keys, variant_names
from catalog.settings import import_object
from catalog.values import Model, Record, guess


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawing of some of a record's models, as SVG.

    `keys` and `variants` are the keys and the names of the variants; no names where it shows all that count.
    """

    picture: str
    keys: tuple[str, ...]
    variants: str


def drawings(catalog: Catalog, record: Record, keys: Mapping[str, str]) -> list[Drawing]:
    """Return the drawings of the models that count, each once; none where the survey has no function that draws.

    Raises:
        SetupError: the survey's own function cannot be imported.
    """
    path = catalog.settings.drawing
    if path is None:
        return []
    try:
        draw = import_object(path)
    except ImportError as error:
        raise SetupError(f"drawing in data/survey.yml: {error}") from error
    same: dict[str, list[Model]] = {}
    for model in record.counted_models:
        same.setdefault(str(draw(model.facts, catalog.vocabularies)), []).append(model)
    return [
        Drawing(picture, tuple(keys[model.name] for model in models if model.variant), variant_names(models))
        for picture, models in same.items()
        if picture
    ]


_PLACE = re.compile(r"<!--\s*drawings:(.*?)-->", re.DOTALL)


def with_drawings(catalog: Catalog, html: str, path: str, root: str) -> str:
    """The hand-written page at `path` with drawings in place of `<!-- drawings: slug slug -->`.

    `root` leads to the site's root.

    Raises:
        SetupError: no record has such a slug, or the survey draws nothing of it.
    """
    return _PLACE.sub(lambda place: _figures(catalog, place[1].split(), path, root), html)


def _figures(catalog: Catalog, slugs: list[str], path: str, root: str) -> str:
    figures = html_joined(_figure(catalog, slug, path, root) for slug in slugs)
    return filled('<div class="drawings">{}</div>', figures)


def _figure(catalog: Catalog, slug: str, path: str, root: str) -> Markup:
    record = catalog.by_slug.get(slug)
    pictures = drawings(catalog, record, variant_keys(record)) if record else []
    if record is None or not pictures:
        reason = "nothing is drawn of it" if record else "no record is called that"
        close = "" if record else guess(slug, catalog.by_slug).strip()
        end = f"; {close}" if close else ""
        raise SetupError(f"the page {path or 'index'} in site/ shows the drawing of {slug[:60]!r}, but {reason}{end}")
    address = f"{root}{catalog.settings.folder}/{slug}/"
    figure = '<figure><figcaption><a href="{}">{}</a></figcaption>{}</figure>'
    return filled(figure, address, record.name, Markup(pictures[0].picture))  # noqa: S704
