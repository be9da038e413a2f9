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
from catalog.values import Blank, Bound, Record, Vocabularies, guess

_FLAGS = ("well", "dense")
_SCALES = ("xScale", "yScale")
_FREE = ("find", "q", "tab", "focus", "embed")
"""Parameters that take any text."""
_SLUGS = ("pick", "s")
_COLUMNS = ("sort", "cols", "all", "group", "x", "y", "colour")
"""Parameters that name columns, or several of them with commas between."""
_RESERVED = {*_FREE, *_FLAGS, *_SCALES, *_SLUGS, *_COLUMNS}
_BLANKS = tuple(blank.value for blank in Blank)


class Mistake(NamedTuple):
    """What a query string names and the survey does not have."""

    message: str
    hint: str


class Span(NamedTuple):
    """A range of numbers or days, both ends included."""

    low: float
    high: float


Verdict = bool | Blank
"""Whether something fits; a blank where nobody can say, for want of a value."""


class Answer(NamedTuple):
    """How many records a view finds, and how many it cannot judge, by the reason."""

    found: int
    unknown: Mapping[Blank, int]


@dataclass
class FieldFilter:
    """What a view asks of one field."""

    column: Column
    included: list[str] = field(default_factory=list)
    excluded: list[str] = field(default_factory=list)
    span: Span | None = None
    needs_all: bool = False
    _verdicts: dict[Any, Verdict] = field(default_factory=dict, repr=False, compare=False)

    def judge(self, facts: Record) -> Verdict:
        """Whether one model fits, by its facts; the blanks that are asked for fit as well.

        Models say few different things: each is judged once, so a filter must not change any more.
        """
        said = tuple([(fact.blank, fact.value) for fact in self.column.facts(facts)])
        if said not in self._verdicts:
            self._verdicts[said] = self._judge(facts)
        return self._verdicts[said]

    def _judge(self, facts: Record) -> Verdict:
        if self.column.show.scale:
            return self._judge_range(facts)
        return self._judge_words(filter_keys(self.column, facts))

    def _judge_words(self, keys: Sequence[str]) -> Verdict:
        words = [key for key in self.included if key not in _BLANKS]
        is_negated = any(key not in _BLANKS for key in self.excluded)
        if any(key in self.excluded for key in keys):
            return False
        unknown = [Blank(key) for key in keys if key in _BLANKS and key not in self.included]
        if is_negated and (unknown or not words):
            return _least_known(unknown) if unknown else True
        quantify = all if self.needs_all else any
        if not self.included or quantify(key in keys for key in self.included):
            return True
        return _least_known(unknown) if words and unknown else False

    def _judge_range(self, facts: Record) -> Verdict:
        values = [value for fact in self.column.facts(facts) for value in fact.values]
        if values:
            span = self.span
            return span is not None and any(_meets(_reach(self.column, value), span) for value in values)
        blank = blank_of(self.column, facts)
        return blank in self.included or (blank if self.span else False)

    def narrow(self, low: float | None, high: float | None) -> None:
        """Set the ends of the range; None where an end stays as it is, for the two may come one by one."""
        before = self.span or Span(-math.inf, math.inf)
        ends = (before.low if low is None else low, before.high if high is None else high)
        self.span = Span(min(ends), max(ends))


@dataclass
class View:
    """A query string as filters; `mistakes` is what in it names nothing, `slugs` the records it names."""

    filters: dict[str, FieldFilter] = field(default_factory=dict)
    picked: list[str] = field(default_factory=list)
    ticked: list[str] = field(default_factory=list)
    mistakes: list[Mistake] = field(default_factory=list)

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
            verdict = asked.judge(facts)
            if verdict is False:
                return False
            if isinstance(verdict, Blank):
                unknown.append(verdict)
        return _least_known(unknown) if unknown else True

    def answer(self, records: Iterable[Record]) -> Answer:
        """Return how many of `records` the view shows, and how many it cannot judge."""
        verdicts = Counter(self.judge(record) for record in records)
        return Answer(verdicts[True], {blank: verdicts[blank] for blank in _DOUBT if verdicts[blank]})


_DOUBT = (Blank.NOT_CHECKED, Blank.NOT_REPORTED, Blank.NOT_APPLICABLE)
"""The blanks, first the one that leaves most open."""


def _least_known(blanks: Iterable[Blank]) -> Blank:
    return min(blanks, key=_DOUBT.index)


def filter_keys(column: Column, record: Record) -> list[str]:
    """Return the words under which a filter counts a record: its values, or why it has none."""
    keys: dict[str, None] = {}
    for fact in column.facts(record):
        if fact.blank:
            keys[fact.blank.value] = None
        for value in fact.values:
            keys[column.type.short(value)] = None
    if len(keys) > 1:
        keys.pop(Blank.NOT_CHECKED.value, None)
    return list(keys)


def blank_of(column: Column, record: Record) -> Blank:
    """Return why a record has no value of a column: the first reason that somebody wrote."""
    return Blank(next(iter(filter_keys(column, record)), Blank.NOT_CHECKED))


def has_value(column: Column, record: Record) -> bool:
    """Return whether a record has any value of a column, and not only reasons why there is none."""
    return any(fact.values for fact in column.facts(record))


def _reach(column: Column, value: Any) -> Span:
    """From where to where a value can lie: "at least" has no upper end, "at most" reaches down to zero."""
    low, high = column.type.bounds(value)
    bound = Bound.EXACT if column.type.is_date else column.type.bound(value)
    return Span(0 if bound is Bound.AT_MOST else low, math.inf if bound is Bound.AT_LEAST else high)


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
        if value in _BLANKS:
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
        if words and key not in (*words, *_BLANKS):
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
