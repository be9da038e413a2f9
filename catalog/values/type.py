"""What the program asks of a type of values.

A new type is one file: a class of values, and a `ValueType` that answers for it. Whoever shows, sorts, filters, plots,
exports or imports a value asks its type and never which type it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, Generic, Self, TypeVar

from markupsafe import Markup
from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, core_schema

from catalog.values.bound import Bound
from catalog.values.show import AxisScale, Show
from catalog.values.spelling import same_spelling

if TYPE_CHECKING:
    from catalog.values.ref import Entry

T = TypeVar("T")
Vocabularies = Mapping[str, Mapping[str, "Entry"]]
"""Vocabulary name → key → entry."""


class ValueType(Generic[T]):
    """One type of values; a simple one gives a name, an example and a JSON Schema, and leaves `read` to its class."""

    name: ClassVar[str]
    """What contributors call it: "number", "date"."""
    example: Any = ""
    """What the commented record suggests where the field has no example of its own."""
    facet: ClassVar[bool] = True
    """Whether readers may filter by its values as by words, which are then counted."""
    scales: ClassVar[tuple[AxisScale, ...]] = ()
    """The axes that fit, the usual one first: it can be plotted on these, and filtered by range."""
    unit: ClassVar[str | None] = ""
    """The unit of the number that is plotted and exported; None where each field has a unit of its own."""
    least: ClassVar[float] = 0
    """The least number there is: what "at most" reaches down to."""
    has_ends: ClassVar[bool] = False
    """Whether a number of it may reach from one end to another."""
    names_unit: ClassVar[bool] = False
    """Whether its values are written with their unit, which heads then need not say."""
    is_record: ClassVar[bool] = False
    """Whether its values are slugs of other records."""
    base_address: ClassVar[str | None] = None
    """What stands before a value to make it a web address; None where values lead nowhere."""
    entry: type[Entry] | None = None
    """The vocabulary its values are keys of."""
    has_label: ClassVar[bool] = False
    """Whether an address may have a label of its own: `[label](address)`."""
    is_image: ClassVar[bool] = False
    """Whether its values are pictures: a file below the survey's `site/`, that of `file`, or an address."""
    is_prose: ClassVar[bool] = False
    """Whether a value is several lines or paragraphs, for which only a page of its own has room."""
    json_keys: ClassVar[tuple[str, ...]] = ()
    """The JSON keys that may stand beside a value: those of `beside`."""
    has_commas: ClassVar[bool] = True
    """Whether a value may hold a comma, so that no comma separates two of them."""
    has_note: ClassVar[bool] = False
    """Whether brackets behind a value in a table cell hold a note."""
    weight: ClassVar[int] = 20
    """Points out of 100 for a field all of whose cells read as this type; 0 where any text does."""

    def __init__(self, value_class: type[Any]) -> None:
        self._class = value_class

    @property
    def dtype(self) -> str:
        """The dtype of a column of a data frame that holds its values."""
        return "Float64" if self.is_number else "string"

    @property
    def table_schema_type(self) -> str:
        """The type that Table Schema (Frictionless Data) has for a column of its values."""
        return "number" if self.is_number else "string"

    @property
    def words(self) -> Mapping[str, str]:
        """The words of a closed list with their meanings, in their order; empty where any word may come."""
        return {}

    @property
    def choices(self) -> tuple[str, ...]:
        """The answers of a form that offers all there are; empty where they cannot be listed."""
        return tuple(self.words)

    @cached_property
    def is_number(self) -> bool:
        """Whether it is plotted by size."""
        return bool(self.scales) and not self.is_date

    @cached_property
    def is_date(self) -> bool:
        """Whether it is plotted by time."""
        return "time" in self.scales

    @property
    def is_free_text(self) -> bool:
        """Whether any text is one of its values."""
        return self.weight == 0

    def read(self, raw: Any, vocabularies: Vocabularies | None = None) -> T:
        """Return the value that YAML data, or `raw` of a JSON export, stands for.

        Without vocabularies, references to them are taken as they stand.

        Raises:
            PydanticCustomError: there is no such value; message and hint say what may be written.
        """
        value: T = self._class.read(raw)
        return value

    def from_cell(self, text: str, show: Show, vocabularies: Vocabularies) -> T:
        """Return the value that text in somebody's table stands for; `show` gives the field's label and unit.

        Raises:
            PydanticCustomError: it cannot be understood.
        """
        return self.read(text, vocabularies)

    def spellings(self, vocabularies: Vocabularies) -> Sequence[tuple[str, T]]:
        """Every way to write one of a limited number of values, and the value; none where any may come."""
        return ()

    def meanings(self, text: str, vocabularies: Vocabularies) -> list[T]:
        """Return the values that `text` may stand for: one if it is spelt like nothing else."""
        return same_spelling(text, self.spellings(vocabularies))

    def short(self, value: T, unit: str = "") -> str:
        """Return the value for a table cell, on one line; numbers are followed by the field's `unit`, if given."""
        return " ".join(str(value).split())

    def long(self, value: T, unit: str = "") -> str:
        """Return the value for a sentence: `at least 50,000 hours`, `February 2024`."""
        return self.short(value)

    def unit_fault(self, value: T, show: Show) -> str:
        """Return what is wrong with the unit that the value names itself, in a field with another; empty if nothing."""
        return ""

    def html(self, value: T, root: str, *, is_page: bool = False) -> Markup | None:
        """Return a value that is more than text as HTML, for a cell or a page; None for any other.

        `root` leads to the site's root. `<name>` in it stands for the record's name.
        """
        return None

    def file(self, value: T) -> str:
        """Return the file below the survey's `site/` that the value names; empty where it names none."""
        return ""

    def title(self, value: T) -> str:
        """Return the text of a link to the value's address."""
        return self.short(value)

    def address(self, value: T) -> str:
        """Return the web address a value is or stands for; empty where there is none."""
        return "" if self.base_address is None else f"{self.base_address}{value}"

    def category(self, value: T) -> str:
        """Return the word under which filters and charts count the value."""
        return self.short(value)

    def raw(self, value: T) -> Any:
        """Return the value as JSON has it: a number, true or false, or text."""
        return str(value)

    def beside(self, value: T) -> dict[str, Any]:
        """Return the JSON keys that say about a value what `raw` cannot."""
        return {}

    def from_json(self, raw: Any, beside: Mapping[str, Any]) -> Any:
        """Return what `read` takes for a value that JSON has as `raw`, with these keys beside it."""
        return raw

    def scalar(self, value: T) -> Any:
        """Return the value as a data frame of its `dtype` has it."""
        return self.raw(value)

    def interval(self, value: T) -> tuple[Any, Any]:
        """Return the least and the greatest scalar that the value may mean, None where there is no limit.

        Both are the scalar itself where it is exact. Only types with `scales` are asked.
        """
        scalar, bound = self.scalar(value), self.bound(value)
        low = scalar if bound in (Bound.EXACT, Bound.AT_LEAST) else None
        return low, scalar if bound in (Bound.EXACT, Bound.AT_MOST) else None

    def csv(self, value: T) -> str:
        """Return the value as one cell of a CSV file, without loss."""
        return self.short(value)

    def yaml(self, value: T) -> Any:
        """Return the value as a contributor would write it in YAML; `read` gives it back."""
        return self.raw(value)

    def bounds(self, value: T) -> tuple[float, float]:
        """Return the least and the greatest position on an axis that the value may mean; a day is its ordinal."""
        number = float(self.raw(value))
        return number, number

    def bound(self, value: T) -> Bound:
        """Return how a number bounds the true one."""
        return Bound.EXACT

    def sort_key(self, value: T) -> Any:
        """Return a number or a text by which tables sort."""
        if not self.scales:
            return self.short(value).casefold()
        low, high = self.bounds(value)
        return low + (high - low) / 2

    def json_schema(self) -> dict[str, Any]:
        """Return the JSON Schema of what may be written."""
        return {"type": "string"}


class Value:
    """Base of a class of values, whose `type` answers for them; pydantic reads and describes them as it says."""

    __slots__ = ()
    type: ClassVar[ValueType[Any]]

    @classmethod
    def read(cls, raw: Any) -> Self:
        """Return the value that `raw` stands for, as `ValueType.read` does."""
        raise NotImplementedError

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(cls.read)

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return cls.type.json_schema()
