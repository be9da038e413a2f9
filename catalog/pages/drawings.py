"""The drawings of a record's models, by the functions that the survey's settings name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from catalog.catalog import Catalog
from catalog.errors import SetupError
from catalog.pages.variants import variant_names
from catalog.settings import import_object
from catalog.values import Model, Record


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawing of some of a record's models, and a small one, as SVG.

    `keys` and `variants` are the keys and the names of the variants; no names where it shows all that count.
    """

    picture: str
    thumbnail: str
    keys: tuple[str, ...]
    variants: str


def drawings(catalog: Catalog, record: Record, keys: Mapping[str, str]) -> list[Drawing]:
    """Return the drawings of the models that count, each once; none where the survey has no function that draws.

    Raises:
        SetupError: the survey's own function cannot be imported.
    """
    same: dict[tuple[str, str], list[Model]] = {}
    for model in record.counted_models:
        pair = _drawn(catalog, model, "drawing"), _drawn(catalog, model, "thumbnail")
        same.setdefault(pair, []).append(model)
    return [
        Drawing(*pair, tuple(keys[model.name] for model in models if model.variant), variant_names(models))
        for pair, models in same.items()
        if pair[0]
    ]


def _drawn(catalog: Catalog, model: Model, name: str) -> str:
    """The SVG of the function that the survey's settings call `name`; empty where they name none."""
    path = getattr(catalog.settings, name)
    if path is None:
        return ""
    try:
        draw = import_object(path)
    except ImportError as error:
        raise SetupError(f"{name} in data/survey.yml: {error}") from error
    return str(draw(model.facts, catalog.vocabularies))
