"""Whether a class of records can be read at all: what its author may have got wrong beyond types of values."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel
from pydantic.errors import PydanticUndefinedAnnotation

from catalog.model.node import FieldError, Node
from catalog.values import Entry, Fact, Part, Record, Show


def require_sound(model: type[Record]) -> None:
    """Raise FieldError where a field of the class or of its parts could be neither read nor shown."""
    try:
        model.model_rebuild()
    except PydanticUndefinedAnnotation as error:
        raise FieldError(f"{model.__name__}: {error.name} is not defined") from None
    for name, own in Node.of(Record).children.items():
        if Node.of(model).children[name].fact and not own.fact:
            raise FieldError(f"{name}: every record has a field `{name}` already; choose another name")
    _require_sound(Node.of(model), ())


def _require_sound(place: Node, above: tuple[type[BaseModel], ...]) -> None:
    model = (place.item.model if place.is_list and place.item else place.model) or Part
    if model in above:
        raise FieldError(f"{place.path}: a {model.__name__} cannot hold another {model.__name__}")
    defaults = vars(model.model_construct())
    for name, field in place.children.items():
        if field.show:
            _require_shown(field.path, field.show)
        if field.fact or field.part:
            _require_default(field, defaults.get(name))
        if field.part:
            _require_sound(field, (*above, model))
        entry: Any = field.entry
        if entry and not (isinstance(entry, type) and issubclass(entry, Entry) and "vocabulary" in _class_names(entry)):
            raise FieldError(
                f"{field.path}: `Ref` needs a class of entries that names its `vocabulary` and its `title`"
            )


def _class_names(entry: type[Entry]) -> set[str]:
    return {name for cls in entry.__mro__ for name in vars(cls)}


def _require_default(field: Node, default: Any) -> None:
    """Raise FieldError where a field that is left out would not hold what the rest of the program expects."""
    if field.required:
        return
    kind: type[Any] = Fact if field.fact else tuple if field.is_list else Part
    if not isinstance(default, kind):
        likely = "UNCHECKED" if field.fact else "()" if field.is_list else f"{field.part and field.part.__name__}()"
        held = f", and `tuple[…, ...]` for `{type(default).__name__}[…]`" if isinstance(default, list) else ""
        raise FieldError(f"{field.path}: the default is {default!r:.40}; write `{likely}`{held}")


def _require_shown(path: str, show: Show) -> None:
    if not (isinstance(show.label, str) and show.label.strip()):
        raise FieldError(f"{path}: the label of its Show is {show.label!r:.40}; write some text")
    if not isinstance(show.unit, str):
        raise FieldError(f"{path}: the unit of its Show is {show.unit!r:.40}; write some text")
    numbers: Any = show.plausible
    is_pair = isinstance(numbers, tuple | list) and [type(number) in (int, float) for number in numbers] == [True, True]
    if numbers is not None and not is_pair:
        raise FieldError(f"{path}: `plausible` of its Show is {numbers!r:.40}; write two numbers: `(0, 100)`")
