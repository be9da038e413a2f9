"""Lists of parts on the page of a record: a table of its own for each, or rows where their parts have one field."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from markupsafe import Markup

from catalog.catalog import Catalog
from catalog.model.columns import Column
from catalog.model.node import Node, field_values
from catalog.pages.cells import anchor, cell_class, fact_text
from catalog.pages.evidence import EvidenceWriter, Labelled
from catalog.pages.render import filled, html_joined
from catalog.pages.variants import variant_names
from catalog.values import Blank, Fact, Model, Part, Record, Variant

FOLDED = 15
"""A table of more rows is to be unfolded."""
_FEWEST_COLUMNS = 2
_TABLE = (
    '<div class="scroll" tabindex="0" role="region" aria-label="{}"><table class="items">{}'
    "<thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>\n"
)
_FOLDED = '<details class="more"><summary>{}</summary>\n{}</details>\n'
_HEAD = '<th scope="col"{} id="{}" title="{}">{}{}</th>'


@dataclass(frozen=True)
class ListedParts:
    """The lists of parts of one record."""

    catalog: Catalog
    record: Record
    evidence: EvidenceWriter

    def table(self, part: Node, *, captioned: bool) -> Markup | None:
        """Return a list as a table, a row an item; None where fewer than two fields are known of any."""
        if part.part is None or issubclass(part.part, Variant):
            return None
        items = list(self._lists(part))
        columns = [column for column in self._columns(part) if _is_known(column, part, items)] if items else []
        if len(columns) < _FEWEST_COLUMNS:
            return None
        owners = any(owner for owner, _ in items)
        texts = [node for node, _ in _plain_texts(items[0][1])] if items else []
        heads = [filled('<th scope="col">{}</th>', node.label) for node in texts]
        heads += [self._head(column) for column in columns]
        heads += [Markup('<th scope="col">Variant</th>')] if owners else []
        fields = [(column, cell_class(column), _fact_getter(column, part)) for column in columns]
        rows = [self._row(item, fields, owner if owners else None) for owner, item in items]
        caption = filled("<caption>{}</caption>", part.label) if captioned and len(items) <= FOLDED else ""
        table = filled(_TABLE, part.label, caption, html_joined(heads), html_joined(rows))
        words = f"{part.label}: {len(items):,}" if captioned else f"All {len(items):,}"
        return filled(_FOLDED, words, table) if len(items) > FOLDED else table

    def _head(self, column: Column) -> Markup:
        shown = self.catalog.display.column(column.path)
        unit = filled(' <span class="unit">{}</span>', shown.unit) if shown.unit else ""
        return filled(_HEAD, cell_class(column), anchor(column), column.description, column.label, unit)

    def _row(
        self, item: Part, fields: Sequence[tuple[Column, Markup, Callable[[Part], Fact[Any]]]], owner: str | None
    ) -> Markup:
        """The cells of an item; the first one is what it is called."""
        cells: list[tuple[str, Markup]] = [("", filled("<bdi>{}</bdi>", value)) for _, value in _plain_texts(item)]
        cells += [(kind, self.evidence.cell(column, fact(item))) for column, kind, fact in fields]
        cells += [("", filled("<bdi>{}</bdi>", owner))] if owner is not None else []
        (kind, first), *rest = cells
        others = html_joined(filled("<td{}>{}</td>", each, html) for each, html in rest)
        return filled('<tr><th scope="row"{}>{}</th>{}</tr>\n', kind, first, others)

    def rows(self, part: Node) -> Iterator[tuple[Column, list[Labelled]]]:
        """The fields of the parts in a list, with what is known of each item; nothing where there is no item."""
        items = list(self._lists(part))
        columns = self._columns(part) if items else []
        names = [self._name(part, item) if len(items) > 1 else "" for _, item in items]
        for column in columns:
            fact = _fact_getter(column, part)
            own = [fact(item) for _, item in items]
            is_name = column is columns[0] and not _texts(items[0][1])
            labels = [_label(owner, "" if is_name else name) for (owner, _), name in zip(items, names, strict=True)]
            yield column, _merged(labels, own)

    def unchecked(self, part: Node) -> list[str]:
        """The labels of the fields of which nothing is known of any item."""
        items = list(self._lists(part))
        columns = self._columns(part) if items else []
        return [column.label for column in columns if not _is_known(column, part, items)]

    def _columns(self, part: Node) -> list[Column]:
        paths = [child.path for child in part.children.values() if child.fact]
        return [self.catalog.by_path[path] for path in paths if path in self.catalog.by_path]

    def _lists(self, part: Node) -> Iterator[tuple[str, Part]]:
        """The items of the lists of parts that models of the record have, each once with the names of its variants."""
        if part.part and issubclass(part.part, Variant):
            yield from (("", item) for item in getattr(self.record, part.name))
            return
        lists: dict[int, tuple[tuple[Part, ...], list[Model]]] = {}
        for model in self.record.all_models:
            items = attrgetter(part.path)(model.facts)
            lists.setdefault(id(items), (items, []))[1].append(model)
        yield from ((variant_names(models), item) for items, models in lists.values() for item in items)

    def _name(self, part: Node, item: Part) -> str:
        """What an item of a list is called: its plain texts, else the first of its fields that has a value."""
        known = ((child.path, getattr(item, child.name)) for child in part.children.values() if child.fact)
        named = ((self.catalog.by_path[path], fact) for path, fact in known if fact.values)
        return _texts(item) or next((fact_text(self.catalog, column, fact) for column, fact in named), "")


def _fact_getter(column: Column, part: Node) -> Callable[[Part], Fact[Any]]:
    """From an item to its fact of a field."""
    return attrgetter(column.path.removeprefix(f"{part.path}."))


def _is_known(column: Column, part: Node, items: Sequence[tuple[str, Part]]) -> bool:
    """Whether anything is known of a field of any of these items."""
    fact = _fact_getter(column, part)
    return any(fact(item).blank is not Blank.NOT_CHECKED for _, item in items)


def _label(*words: str) -> str:
    return ", ".join(filter(None, words))


def _plain_texts(part: Part) -> list[tuple[Node, str]]:
    """The texts of a part that are no facts, such as its name."""
    return [(node, value) for node, value in field_values(part) if isinstance(value, str)]


def _texts(part: Part) -> str:
    """The same as one text."""
    return _label(*(value for _, value in _plain_texts(part)))


def _merged(labels: Sequence[str], said: Sequence[Fact[Any]]) -> list[Labelled]:
    """Each fact once, with the labels of all items it is about; none where it is about all of them."""
    found: list[tuple[list[str], Fact[Any]]] = []
    for label, fact in zip(labels, said, strict=True):
        same = next((names for names, other in found if other == fact), None)
        if same is not None:
            same.append(label)
        elif fact.blank is not Blank.NOT_CHECKED:
            found.append(([label], fact))
    return [("" if len(names) == len(labels) else _label(*dict.fromkeys(names)), fact) for names, fact in found]
