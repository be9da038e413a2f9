"""Variants: the models that one record describes.

What the record says holds for every variant that does not say otherwise. So a variant is read as the record would be if
it were about this variant alone, and whatever is computed of a record is computed of each of these.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from catalog.values.fact import UNCHECKED, Blank, Fact
from catalog.values.measurement import Measurement
from catalog.values.part import Part
from catalog.values.show import Show
from catalog.values.term import Term
from catalog.values.text import Text

if TYPE_CHECKING:
    from catalog.values.record import Record


class VariantScope(Term):
    """Why a variant does not count for its record; without one, it does."""

    SIBLING = (
        "sibling",
        "Another model of its makers, outside the survey or of another release; listed to tell them apart.",
    )
    ABLATION = "ablation", "Made for an experiment: a part left out, changed or not yet trained to the end."


class Variant(Part):
    """One of several models that a record describes; a survey's own class adds the fields in which they may differ."""

    name: Annotated[Text, Field(examples=["1.7B"])]
    """What the results of this record call it."""
    scope: Annotated[Fact[VariantScope], Show("Variant scope"), Field(examples=["sibling"])] = UNCHECKED
    """Why it does not count for the record, with the reason as a note; left out if it counts."""


_OWN = frozenset({"name", "scope"})
"""The fields that say something of the variant itself, and nothing in place of the record."""


@dataclass(frozen=True, eq=False, slots=True)
class Model:
    """One model that a record describes.

    `facts` is the record as it is for this model: what the variant says, else what the record says, and its own
    measurements. `variant` is None for a record without variants, and for what a record says of no variant by name.
    """

    record: Record
    facts: Record
    variant: Variant | None = None
    index: int = 0

    @property
    def name(self) -> str:
        """Name of the variant; empty without one."""
        return self.variant.name if self.variant else ""

    @property
    def counts(self) -> bool:
        """Whether it is one of the survey's models, not a sibling or an ablation."""
        return self.variant is None or not self.variant.scope.values

    def locate(self, path: tuple[str | int, ...]) -> tuple[str | int, ...]:
        """Return where the file says what stands at `path` of `facts`: in the variant or in the record."""
        if self.variant is None:
            return path
        value: Any = None if path[0] in _OWN else self.variant
        for step in path:
            value = (
                value[step] if isinstance(step, int) and isinstance(value, tuple) else getattr(value, str(step), None)
            )
            if _is_silent(value):
                return path
            if isinstance(value, Fact):
                break
        return ("variants", self.index, *path)


def models(record: Record) -> tuple[Model, ...]:
    """Return the models that `record` describes, in its order; the record itself if none of its variants counts."""
    variants = getattr(record, "variants", ())
    if not (isinstance(variants, tuple) and all(isinstance(variant, Variant) for variant in variants) and variants):
        return (Model(record, record),)
    named = [Model(record, _as_variant(record, variant), variant, index) for index, variant in enumerate(variants)]
    unnamed = Model(record, _as_variant(record, None))
    is_needed = not any(model.counts for model in named) or _is_measured(unnamed.facts)
    return (*([unnamed] if is_needed else []), *named)


def _as_variant(record: Record, variant: Variant | None) -> Record:
    """Return the record as it would be if it were about one variant, or about none of those it names."""
    own = vars(variant) if variant else {}
    values = record.checked_values() | {"variants": ()}
    for name, value in values.items():
        if _is_measurements(value):
            values[name] = tuple(item for item in value if item.variant == (variant.name if variant else ""))
        elif name in own and name not in _OWN:
            values[name] = _merged(value, own[name])
    written = record.model_fields_set | (variant.model_fields_set - _OWN if variant else set())
    return type(record).of_checked(values, written - {"variants"})


def _merged(general: Any, own: Any) -> Any:
    """Return what holds: what the variant says itself, else what the record says."""
    if isinstance(own, Part):
        if not own.model_fields_set:
            return general
        values = {name: _merged(getattr(general, name), value) for name, value in own}
        return type(own).of_checked(values, general.model_fields_set | own.model_fields_set)
    return general if _is_silent(own) else own


def _is_silent(value: Any) -> bool:
    """Whether a variant leaves a value to the record."""
    return value.blank is Blank.NOT_CHECKED if isinstance(value, Fact) else value in ((), "", None)


def _is_measurements(value: Any) -> bool:
    return isinstance(value, tuple) and len(value) > 0 and isinstance(value[0], Measurement)


def _is_measured(record: Record) -> bool:
    return any(_is_measurements(value) for _, value in record)
