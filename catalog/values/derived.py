"""Derived fields: computed from the other fields of their part, and never written."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from catalog.values.show import Show


class Derived(property):
    """A field of a part that follows from its other fields; readers see it as they see any other.

    Marks a method that returns a `Fact[…]`: the annotation is its type, the docstring its description.

        @Derived.shown(Show("Price band", facet=True))
        def band(self) -> Fact[Band]:
            \"\"\"Cheap below ten.\"\"\"
    """

    show: Show

    @classmethod
    def shown(cls, show: Show) -> Callable[[Callable[[Any], Any]], Derived]:
        """Return the decorator of a field that is presented as `show` says."""

        def mark(function: Callable[[Any], Any]) -> Derived:
            field = cls(function)
            field.show = show
            return field

        return mark
