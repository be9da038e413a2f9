"""The views that questions name: query strings of the table, resolved against the columns.

What is read here is written and read by `site/assets/view.js`, and means what `site/assets/query.js` makes of it.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlencode

from pydantic_core import PydanticCustomError

from catalog.model.columns import Column
from catalog.settings.keys import keys_of, known_values, reason_of
from catalog.values import NOT_WELL_SOURCED, Blank, Bound, Fact, Record, Vocabularies, guess

_FLAGS = ("well", "dense")
_SCALES = ("xScale", "yScale")
_FREE = ("find", "q", "tab", "focus", "embed")
"""Parameters that take any text."""
_SLUGS = ("pick", "s")
_COLUMNS = ("sort", "cols", "all", "group", "x", "y", "colour")
"""Parameters that name columns, or several of them with commas between."""
_RESERVED = {*_FREE, *_FLAGS, *_SCALES, *_SLUGS, *_COLUMNS}
_BLANKS = tuple(blank.value for blank in Blank)
_UNKNOWN = (*_BLANKS, NOT_WELL_SOURCED)
"""Words that stand in place of a value."""


class Mistake(NamedTuple):
    """What a query string names and the survey does not have."""

    message: str
    hint: str


class Span(NamedTuple):
    """A range of numbers or days, both ends included."""

    low: float
    high: float


Verdict = bool | str
"""Whether something fits; the reason for having no value where nobody can say."""


class Answer(NamedTuple):
    """How many records a view finds, and how many it cannot judge, by the reason."""

    found: int
    unknown: Mapping[str, int]


@dataclass
class FieldFilter:
    """What a view asks of one field."""

    column: Column
    included: list[str] = field(default_factory=list)
    excluded: list[str] = field(default_factory=list)
    span: Span | None = None
    needs_all: bool = False
    _verdicts: dict[Any, Verdict] = field(default_factory=dict, repr=False, compare=False)

    def judge(self, facts: Record, *, well: bool = False) -> Verdict:
        """Whether one model fits, by its facts; the blanks that are asked for fit as well.

        Only by those that are well sourced where a view asks for these. Models say few different things: each is judged
        once, so a filter must not change any more.
        """
        own = self.column.facts(facts)
        said = tuple([(fact.blank, fact.value, well and fact.is_well_sourced) for fact in own])
        if said not in self._verdicts:
            self._verdicts[said] = self._judge(own, well=well)
        return self._verdicts[said]

    def _judge(self, facts: Sequence[Fact[Any]], *, well: bool) -> Verdict:
        if self.column.show.scale:
            return self._judge_range(facts, well=well)
        return self._judge_words(keys_of(self.column, facts, well=well))

    def _judge_words(self, keys: Sequence[str]) -> Verdict:
        words = [key for key in self.included if key not in _UNKNOWN]
        is_negated = any(key not in _UNKNOWN for key in self.excluded)
        if any(key in self.excluded for key in keys):
            return False
        unknown = [key for key in keys if key in _UNKNOWN and key not in self.included]
        if is_negated and (unknown or not words):
            return _least_known(unknown) if unknown else True
        quantify = all if self.needs_all else any
        if not self.included or quantify(key in keys for key in self.included):
            return True
        return _least_known(unknown) if words and unknown else False

    def _judge_range(self, facts: Sequence[Fact[Any]], *, well: bool) -> Verdict:
        values = known_values(facts, well=well)
        if values:
            span = self.span
            return span is not None and any(_meets(_reach(self.column, value), span) for value in values)
        blank = reason_of(self.column, facts, well=well)
        return blank in self.included or (blank if self.span else False)

    def narrow(self, low: float | None, high: float | None) -> None:
        """Set the ends of the range; None where an end stays as it is, for the two may come one by one."""
        before = self.span or Span(-math.inf, math.inf)
        ends = (before.low if low is None else low, before.high if high is None else high)
        self.span = Span(min(ends), max(ends))


@dataclass
class View:
    """A query string as filters; `mistakes` is what in it names nothing, `slugs` the records it names.

    Where it is `well_sourced`, facts that are not count as unknown.
    """

    filters: dict[str, FieldFilter] = field(default_factory=dict)
    picked: list[str] = field(default_factory=list)
    ticked: list[str] = field(default_factory=list)
    mistakes: list[Mistake] = field(default_factory=list)
    well_sourced: bool = False

    @property
    def slugs(self) -> list[str]:
        """The records it names."""
        return self.picked + self.ticked

    def judge(self, record: Record) -> Verdict:
        """Whether the view shows the record: through one model that fits all filters; a search is not looked at."""
        if self.picked and not any(slug in self.picked for slug in (record.slug, *record.formerly)):
            return False
        verdicts = [self._judge_model(model.facts) for model in record.counted_models]
        return True in verdicts or next((verdict for verdict in verdicts if verdict), False)

    def _judge_model(self, facts: Record) -> Verdict:
        unknown = []
        for asked in self.filters.values():
            verdict = asked.judge(facts, well=self.well_sourced)
            if verdict is False:
                return False
            if isinstance(verdict, str):
                unknown.append(verdict)
        return _least_known(unknown) if unknown else True

    def answer(self, records: Iterable[Record]) -> Answer:
        """Return how many of `records` the view shows, and how many it cannot judge."""
        verdicts = Counter(self.judge(record) for record in records)
        return Answer(verdicts[True], {blank: verdicts[blank] for blank in _DOUBT if verdicts[blank]})


_DOUBT = (Blank.NOT_CHECKED, NOT_WELL_SOURCED, Blank.NOT_REPORTED, Blank.NOT_APPLICABLE)
"""Reasons for having no value, first the one that leaves most open."""


def _least_known(reasons: Iterable[str]) -> str:
    return min(reasons, key=_DOUBT.index)


def _reach(column: Column, value: Any) -> Span:
    """From where to where a value can lie: "at least" has no upper end, "at most" no lower one but zero."""
    low, high = column.type.bounds(value)
    bound = Bound.EXACT if column.type.is_date else column.type.bound(value)
    return Span(column.type.least if bound is Bound.AT_MOST else low, math.inf if bound is Bound.AT_LEAST else high)


def _meets(one: Span, other: Span) -> bool:
    return one.low <= other.high and other.low <= one.high


def filter_query(column: Column, key: str) -> str:
    """Return the query string of a table that shows the records with one word in a column."""
    return urlencode({_parameter(column.path): key})


def _parameter(path: str) -> str:
    """Return the name of the parameter by which a field is filtered."""
    return f"{path}." if path in _RESERVED else path


def read_view(query: str, columns: Mapping[str, Column], vocabularies: Vocabularies) -> View:
    """Return the view that a query string stands for."""
    return _ViewReader(columns, vocabularies).read(query)


class _ViewReader:
    """Reads one query string."""

    def __init__(self, columns: Mapping[str, Column], vocabularies: Vocabularies) -> None:
        self._columns, self._vocabularies = columns, vocabularies
        self._filterable = {path: column for path, column in columns.items() if column.show.facet or column.show.scale}
        self._parameters = {_parameter(path): path for path in self._filterable}
        self._view = View()

    def read(self, query: str) -> View:
        if query.startswith("?") or "#" in query or "://" in query:
            self._wrong(f"found {query[:60]!r}, which is not a query string alone", "write what follows the `?`")
            return self._view
        everywhere: dict[str, list[str]] = defaultdict(list)
        for name, value in parse_qsl(query, keep_blank_values=True):
            everywhere[name].append(value)
        for name, values in everywhere.items():
            for value in values:
                self._read_parameter(name, value)
        for path in (path for value in everywhere.get("all", ()) for path in value.split(",")):
            if path in self._view.filters:
                self._view.filters[path].needs_all = True
        return self._view

    def _wrong(self, message: str, hint: str) -> None:
        self._view.mistakes.append(Mistake(message, hint))

    def _read_parameter(self, name: str, value: str) -> None:
        stem, _, end = name.rpartition(".")
        if not value and name != "cols":
            self._wrong(f"`{name}` has no value", f"write `{name}=…`, or remove it")
        elif name in self._parameters:
            self._read_filter(self._filterable[self._parameters[name]], value)
        elif end in ("from", "to") and stem in self._parameters:
            self._read_filter(self._filterable[self._parameters[stem]], f"..{value}" if end == "to" else f"{value}..")
        elif name in _RESERVED:
            self._read_reserved(name, value)
        elif name in self._columns:
            self._wrong(f"`{name}` cannot be filtered by", f"fields that can: {', '.join(self._filterable)}")
        else:
            hint = f"{guess(name, list(self._filterable))}fields that can be filtered by: {', '.join(self._filterable)}"
            self._wrong(f"there is no field `{name}`", hint)

    def _read_reserved(self, name: str, value: str) -> None:
        if name in _SLUGS:
            (self._view.picked if name == "pick" else self._view.ticked).extend(filter(None, value.split(",")))
        elif name in _COLUMNS:
            for part in filter(None, value.split(",")):
                self._read_column(name, part)
        elif name in _FLAGS and value != "1":
            self._wrong(f"found `{name}={value[:60]}`", f"write `{name}=1`, or remove it")
        elif name == "well":
            self._view.well_sourced = True
        elif name in _SCALES and value not in ("log", "linear"):
            self._wrong(f"found `{name}={value[:60]}`", "allowed: log, linear")

    def _read_column(self, name: str, written: str) -> None:
        path = written.removeprefix("-") if name == "sort" else written
        allowed = {**self._columns, "name": None} if name in ("sort", "cols") else self._filterable
        if path not in allowed:
            hint = f"{guess(path, list(allowed))}allowed: {', '.join(allowed)}"
            self._wrong(f"`{name}` names `{path[:60]}`, which is not a field that it can use", hint)

    def _read_filter(self, column: Column, value: str) -> None:
        asked = self._view.filters.setdefault(column.path, FieldFilter(column))
        if value in _UNKNOWN:
            asked.included.append(value)
        elif column.show.scale:
            self._read_range(asked, value)
        else:
            key = value.removeprefix("!")
            self._check_word(column, key)
            (asked.excluded if value.startswith("!") else asked.included).append(key)

    def _check_word(self, column: Column, key: str) -> None:
        """Report a word that no record can have."""
        words = list(self._vocabularies.get(column.entry.vocabulary, {})) if column.entry else column.type.choices
        if words and key not in (*words, *_UNKNOWN):
            hint = f"{guess(key, list(words))}allowed: {', '.join((*words, *_BLANKS))}"
            self._wrong(f"`{column.path}` has no word `{key[:60]}`", hint)

    def _read_range(self, asked: FieldFilter, value: str) -> None:
        """Read a range such as `1000..50K` or `2024..`."""
        value_type = asked.column.type
        try:
            low, high = (value_type.bounds(value_type.read(end)) if end else None for end in value.split(".."))
        except (PydanticCustomError, ValueError):
            example = "2024..2025-06" if value_type.is_date else "1000..50K"
            hint = f"write a range, such as `{example}`, or one with an end left out"
            self._wrong(f"`{asked.column.path}` has no range `{value[:60]}`", hint)
            return
        asked.narrow(low and low[0], high and high[1])
