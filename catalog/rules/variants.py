"""Rules about the variants of one record: which there are, and what names them."""

from __future__ import annotations

from collections.abc import Iterator

from catalog.errors import Finding
from catalog.rules.context import RecordContext
from catalog.values import Measurement, Variant, guess
from catalog.values.spelling import spelling


def variants_are_told_apart(context: RecordContext) -> Iterator[Finding]:
    """Variants have different names, and one that does not count for the record has a reason."""
    variants = _variants(context)
    names = [variant.name for variant in variants]
    for index, variant in enumerate(variants):
        if spelling(variant.name) in map(spelling, names[:index]):
            hint = "merge the two, or say in the names what is different"
            yield Finding(("variants", index, "name"), f"two variants are called {variant.name!r}", hint, "variant")
        if variant.scope.values and not variant.scope.note:
            message = f"{variant.name!r} is a variant of the scope `{variant.scope.value}` without a reason"
            hint = f"write {{value: {variant.scope.value}, note: why it does not count}}"
            yield Finding(("variants", index, "scope"), message, hint, "variant")


def measurements_name_known_variants(context: RecordContext) -> Iterator[Finding]:
    """A measurement that names a variant names one of the record; one that names none belongs to none of them."""
    names = [variant.name for variant in _variants(context)]
    for path, _, items in context.part_lists:
        for index, item in enumerate(items):
            if isinstance(item, Measurement) and item.variant and item.variant not in names:
                known = ", ".join(names) or "none yet: add it under `variants:`"
                hint = f"{guess(item.variant, names)}variants of this record: {known}"
                message = f"there is no variant {item.variant!r}"
                yield Finding((*path, index, "variant"), message, hint, "variant")


def _variants(context: RecordContext) -> list[Variant]:
    return [model.variant for model in context.record.all_models if model.variant]
