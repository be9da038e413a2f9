"""Derived fields: computed from the other fields of their part, and never written."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from catalog.errors import SetupError
from catalog.values.fact import Fact
from catalog.values.invalid import described
from catalog.values.show import Show


class Derived(property):
    """A field of a part that follows from its other fields; readers see it as they see any other.

    Marks a method that returns a `Fact[…]`: the annotation is its type, the docstring its description.

        @Derived.shown(Show("Price band", facet=True))
        def band(self) -> Fact[Band]:
            \"\"\"Cheap below ten.\"\"\"
    """

    show: Show

    def __get__(self, part: Any, owner: type[Any] | None = None) -> Any:
        """Return the fact.

        Raises:
            SetupError: the method fails, or returns none.
        """
        try:
            found = super().__get__(part, owner)
        except Exception as error:
            raise self._wrong(part, f"{type(error).__name__}: {error}") from error
        if part is not None and not isinstance(found, Fact):
            raise self._wrong(part, f"it returned {described(found)} in place of a fact")
        return found

    def _wrong(self, part: Any, why: str) -> SetupError:
        name = getattr(self.fget, "__name__", "")
        return SetupError(f"the derived field `{name}` of the class {type(part).__name__} cannot be computed: {why}")

    @classmethod
    def shown(cls, show: Show) -> Callable[[Callable[[Any], Any]], Derived]:
        """Return the decorator of a field that is presented as `show` says."""

        def mark(function: Callable[[Any], Any]) -> Derived:
            field = cls(function)
            field.show = show
            return field

        return mark
