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
    ]
