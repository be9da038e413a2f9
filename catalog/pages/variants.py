"""What a record says of each of its models, for pages that tell them apart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from catalog.model.columns import NOTHING, Column
from catalog.model.node import Node, field_values
from catalog.pages.render import html_ids
from catalog.values import Blank, Fact, Model, Record

UNNAMED = "variant not named"
"""What stands for the variant of facts for which the record names none."""


class Said(NamedTuple):
    """A fact with the models it holds for; `item` names the item of a list that it is about."""

    fact: Fact[Any]
    models: tuple[Model, ...]
    item: str = ""

    @property
    def counts(self) -> bool:
        """Whether it holds for a model that counts."""
        return any(model.counts for model in self.models)

    @property
    def variants(self) -> str:
        """The names of the variants it holds for; empty where it holds for all that count."""
        return variant_names(self.models)


def said(column: Column, record: Record) -> list[Said]:
    """Return every fact of a field, each once with the models it holds for; none where nobody has looked."""
    every = record.all_models
    if len(every) == 1 and column.direct:  # most fields of most records
        return [Said(fact, every) for fact in column.facts(every[0].facts) if fact.blank is not Blank.NOT_CHECKED]
    claims: list[tuple[str, Fact[Any], list[Model]]] = []
    for model in every:
        for item, fact in _items(column, model.facts):
            for words, other, models in claims:
                if words == item and (other is fact or other == fact):
                    models.append(model)
                    break
            else:
                claims.append((item, fact, [model]))
    return [Said(fact, tuple(models), item) for item, fact, models in claims]


def variant_names(models: Sequence[Model]) -> str:
    """Return the names of some of the models of a record, with the scope of siblings; empty for all that count."""
    record = models[0].record
    if len(models) == len(record.all_models) or all(model in models for model in record.counted_models):
        return ""
    return ", ".join(filter(None, map(variant_name, models))) or UNNAMED


def variant_name(model: Model) -> str:
    """Return the name of a model's variant, with its scope where it does not count."""
    return model.name if model.counts or not model.variant else f"{model.name} ({model.variant.scope.value})"


def variant_keys(record: Record) -> Mapping[str, str]:
    """Return name → key in addresses, for every variant of a record."""
    names = [model.name for model in record.all_models if model.variant]
    return html_ids({name: name for name in names})


def _items(column: Column, record: Record) -> Iterator[tuple[str, Fact[Any]]]:
    """Return what is known of one model, each fact with the name of the item of a list that it is about."""
    facts = column.facts(record)
    if facts is NOTHING:
        return
    items = list(_item_names(record, column.path.split("."))) if _has_texts(type(record), column.path) else ()
    for index, fact in enumerate(facts):
        if fact.blank is not Blank.NOT_CHECKED:
            yield items[index] if len(items) == len(facts) else "", fact


@cache
def _has_texts(model: type[Record], path: str) -> bool:
    """Whether a part on the way to a field has plain texts, such as the name of an item of a list."""
    part, _, _ = path.rpartition(".")
    parts = Node.of(model).along(part) if part else ()
    return any(not (child.fact or child.part) for part in parts for child in part.children.values())


def _item_names(node: Any, steps: Sequence[str], item: str = "") -> Iterator[str]:
    """For each fact at `steps`, the name of the list item it belongs to; empty outside lists."""
    first, *rest = steps
    value = getattr(node, first, ())
    if not rest or isinstance(value, Fact):
        yield item
        return
    for part in value if isinstance(value, tuple) else (value,):
        yield from _item_names(part, rest, _texts(part) or item)


def _texts(part: Any) -> str:
    """The plain texts of a part, such as its name."""
    return ", ".join(value for _, value in field_values(part) if isinstance(value, str) and value)
