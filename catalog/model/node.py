"""Reads a pydantic model back as a tree of nodes: what each place of a YAML file may hold, and how it is presented.

The only module that looks into annotations. Columns, the order of keys, error messages, issue forms, templates,
imports, differences, record pages and exports read the tree. How the class was made does not matter.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from catalog.values import Derived, Entry, Fact, Grade, Measurement, Part, Show, ValueType, Variant, annotated_type
from catalog.values.fact import EVIDENCE, FactOf

M = TypeVar("M")
Path = tuple[str | int, ...]
WrittenFact = tuple[Path, Fact[Any]]


class FieldError(TypeError):
    """A class declares a field that cannot be read or presented as it says; names the field."""


@dataclass(frozen=True, eq=False)
class Node:
    """One place of a file.

    `path` is dotted and has no step for the index of a list or for a free key; it is empty for a whole file.
    `show`, `description`, `examples` and `required` are those of the field at this place.

    The place holds one of: a mapping read as `model`; a mapping read as one of several `choices`; a list (`is_list`)
    or a mapping with free keys, both of `item`; a `fact`, that is a value with evidence; else a single value, of
    `value_type` or one of the `literals`.
    """

    path: str = ""
    show: Show | None = None
    description: str = ""
    examples: tuple[Any, ...] = ()
    required: bool = False
    model: type[BaseModel] | None = None
    choices: tuple[Node, ...] = ()
    item: Node | None = None
    is_list: bool = False
    fact: FactOf | None = None
    value_type: ValueType[Any] | None = None
    literals: tuple[str, ...] = ()

    @staticmethod
    @cache
    def of(model: type[BaseModel]) -> Node:
        """Return the tree of a model; built once, each level on first use."""
        return Node(model=model)

    @staticmethod
    def of_vocabulary(entry: type[Entry]) -> Node:
        """Return the tree of a vocabulary's file."""
        return Node(item=Node.of(entry))

    @cached_property
    def name(self) -> str:
        """The key of the field."""
        return self.path.rpartition(".")[2]

    @property
    def label(self) -> str:
        """What readers call the field: its `Show` label, else its key in words."""
        return self.show.label if self.show else self.name.replace("_", " ").capitalize()

    @cached_property
    def part(self) -> type[Part] | None:
        """The class of the part, or of the parts in the list, at this place."""
        model = self.item.model if self.is_list and self.item else self.model
        return model if model and issubclass(model, Part) else None

    @property
    def measurement(self) -> type[Measurement] | None:
        """The same as `part`, where that is a class of measurements."""
        return self.part if self.part and issubclass(self.part, Measurement) else None

    @cached_property
    def children(self) -> Mapping[str, Node]:
        """Name → field of the part, or of each part in the list, in the order of declaration."""
        if self.is_list and self.item:
            return self.item.children
        fields = self.model.model_fields if self.model else {}
        return {name: _field(f"{self.path}.{name}".lstrip("."), info) for name, info in fields.items()}

    @cached_property
    def facts_and_parts(self) -> tuple[tuple[str, Node], ...]:
        """The fields that are facts, parts or lists of parts, by name."""
        return tuple((name, field) for name, field in self.children.items() if field.fact or field.part)

    @cached_property
    def derived(self) -> Mapping[str, Node]:
        """Name → field that follows from the others, of the part or of each part in the list; no file has it."""
        if self.is_list and self.item:
            return self.item.derived
        classes = reversed(self.model.__mro__) if self.model else ()
        marked = {name: mark for cls in classes for name, mark in vars(cls).items() if isinstance(mark, Derived)}
        return {name: _derived(f"{self.path}.{name}".lstrip("."), mark) for name, mark in marked.items()}

    @cached_property
    def value(self) -> Node:
        """The value of a fact without its evidence; for anything else, this node."""
        return _place(self.path, self.fact.inner) if self.fact else self

    @cached_property
    def single(self) -> Node:
        """One value: that of a fact, or one item of a list."""
        return self.value.item or self.value

    @property
    def entry(self) -> type[Entry] | None:
        """The entry class of the vocabulary that the values refer to."""
        return self.single.value_type.entry if self.single.value_type else None

    def differing(self, record: Node) -> tuple[str, ...]:
        """Return the fields of a record that the variants at this place may have as well; none where there are none."""
        if not (self.part and issubclass(self.part, Variant)):
            return ()
        return tuple(name for name in self.children if name in record.children and name not in Variant.model_fields)

    def along(self, path: str) -> tuple[Node, ...]:
        """Return the fields on a dotted path that begins here, the last one included.

        Raises:
            KeyError: there is no such field.
        """
        name, _, rest = path.partition(".")
        child = self.children[name]
        return (child, *child.along(rest)) if rest else (child,)

    def is_in_list(self, path: str) -> bool:
        """Whether the field on a dotted path that begins here belongs to entries of a list."""
        name, _, rest = path.partition(".")
        child = self.children.get(name)
        return bool(rest and child and (child.is_list or child.is_in_list(rest)))

    def allowed_keys(self, present: Sequence[str] = ()) -> tuple[str, ...]:
        """Return the keys that a mapping with the keys `present` may have, in written order; none if any key may."""
        if self.fact:
            return ("value", *EVIDENCE)
        if self.item:
            return ()
        chosen = self._chosen(present)
        if not chosen.measurement:
            return tuple(chosen.children)
        measured = [name for name in chosen.children if name not in Measurement.model_fields]
        return (*measured, *Measurement.model_fields, *EVIDENCE)

    def below(self, step: str | int, present: Sequence[str] = ()) -> Node:
        """Return the node one step further, in a mapping with the keys `present` or in a list."""
        if self.item:
            return self.item
        if self.fact:
            return self._in_fact(step, present)
        chosen = self._chosen(present)
        if chosen.measurement and step in EVIDENCE:
            return chosen.children["value"].below(step)
        return chosen.children.get(str(step), _NOTHING)

    def _in_fact(self, step: str | int, present: Sequence[str]) -> Node:
        if step == "instead":
            return Node(self.path, item=self, is_list=True)
        if step in EVIDENCE:
            return _GRADE if step == "verified" else _NOTHING
        return self.value if step == "value" else self.value.below(step, present)

    def _chosen(self, present: Sequence[str]) -> Node:
        """The first choice that allows all keys `present`, else the first of all; this node if there is no choice."""
        keyed = [choice for choice in self.choices if choice.model]
        fitting = (choice for choice in keyed if set(present) <= {*choice.children, *EVIDENCE})
        return next(fitting, keyed[0] if keyed else self)

    def is_block(self, present: Sequence[str]) -> bool:
        """Return whether a mapping has one line for each key, as parts have; facts and measurements are on one line."""
        chosen = self._chosen(present)
        if "instead" in present:
            return bool(self.fact or chosen.model)
        return chosen.item is None and chosen.part is not None and chosen.measurement is None


_NOTHING = Node()
_GRADE = Node(value_type=Grade.type)


def _field(path: str, info: FieldInfo) -> Node:
    shows = [mark for mark in info.metadata if isinstance(mark, Show)]
    if len(shows) > 1:
        raise FieldError(f"{path} needs exactly one Show, found {len(shows)}")
    return replace(
        _place(path, info.annotation, info.metadata),
        show=shows[0] if shows else None,
        description=info.description or "",
        examples=tuple(info.examples or ()),
        required=info.is_required(),
    )


def _derived(path: str, mark: Derived) -> Node:
    hints = get_type_hints(mark.fget, include_extras=True)
    return replace(
        _place(path, hints.get("return")), show=mark.show, description=" ".join((mark.__doc__ or "").split())
    )


def _place(path: str, annotation: Any, marks: Sequence[Any] = ()) -> Node:
    """The node of an annotation with its marks."""
    fact = _mark(marks, FactOf)
    if fact:
        return Node(path, fact=fact)
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _place(path, arguments[0], arguments[1:])
    if origin in (tuple, list):
        return Node(path, item=_place(path, arguments[0]), is_list=True)
    if origin is dict:
        return Node(path, item=_place(path, arguments[1]))
    if origin in (Union, UnionType):
        choices = tuple(_place(path, item) for item in arguments if item is not NoneType)
        return choices[0] if len(choices) == 1 else Node(path, choices=choices)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return Node(path, model=annotation)
    literals = arguments if origin is Literal else ()
    return Node(path, value_type=annotated_type(annotation, marks), literals=literals)


def _mark(marks: Sequence[Any], kind: type[M]) -> M | None:
    return next((mark for mark in marks if isinstance(mark, kind)), None)


def field_values(part: BaseModel) -> Iterator[tuple[Node, Any]]:
    """Return every field of a part with its value, in the order of declaration."""
    return ((field, getattr(part, name)) for name, field in Node.of(type(part)).children.items())


def written_values(part: BaseModel) -> Iterator[tuple[Node, Any]]:
    """Return the fields that the file gives, with their values, in the order of declaration."""
    written, values = part.model_fields_set, vars(part)
    return ((field, values[name]) for name, field in Node.of(type(part)).children.items() if name in written)


def written_facts(part: BaseModel, above: Path = ()) -> list[WrittenFact]:
    """Return every fact that the file gives for a record, or for a part of it, with its path in the file."""
    return WrittenFields.of(part, above).facts


@dataclass(frozen=True, slots=True)
class WrittenFields:
    """What the file gives for a record, with its path there, in written order.

    `facts` has every fact; `fact_lists` the facts of fields that take several values; `by_type` the facts with a value,
    by the type of it. `part_lists` has the lists of parts, with their fields.
    """

    facts: list[WrittenFact] = field(default_factory=list)
    fact_lists: list[WrittenFact] = field(default_factory=list)
    by_type: dict[Any, list[WrittenFact]] = field(default_factory=dict)
    part_lists: list[tuple[Path, Node, tuple[Part, ...]]] = field(default_factory=list)

    @classmethod
    def of(cls, part: BaseModel, above: Path = ()) -> WrittenFields:
        """Return what is written of a record or of a part of it; paths begin with `above`."""
        written = cls()
        written._add(Node.of(type(part)), part, above)
        return written

    def _add(self, place: Node, part: BaseModel, above: Path) -> None:
        names, values = part.model_fields_set, vars(part)
        for name, child in place.facts_and_parts:
            if name not in names:
                continue
            value, path = values[name], (*above, name)
            if child.fact:
                self._add_fact(child, (path, value))
            elif child.is_list:
                self.part_lists.append((path, child, value))
                for index, item in enumerate(value):
                    self._add(child, item, (*path, index))
            else:
                self._add(child, value, path)

    def _add_fact(self, place: Node, item: WrittenFact) -> None:
        self.facts.append(item)
        if item[1].blank is None:
            self.by_type.setdefault(place.single.value_type, []).append(item)
        if place.value.is_list:
            self.fact_lists.append(item)
