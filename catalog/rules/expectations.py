"""What at least one record should have because a file beside the records asks for it.

A column that no record fills, a question without an answer and a chart without a mark are probably mistakes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, TypeVar

from catalog.errors import Finding, Problem
from catalog.load.records import Definition, LoadedFile, read_file
from catalog.settings import Measure, SavedQuestion, SurveySettings, column_paths
from catalog.settings.charts import ChartSettings
from catalog.settings.query import View, filter_keys, has_value, read_view
from catalog.values import Blank, Record, guess

T = TypeVar("T")
Path = tuple[str | int, ...]
FEW = 10
"""Records from which on something that none of them has is worth a warning."""


class Offer(NamedTuple):
    """Whether one record has what is expected, and what it has in its place."""

    is_met: bool
    words: Iterable[str] = ()


@dataclass
class Expectation:
    """Something that at least one record should have.

    `offer` says what a record has, and depends on its top-level `fields`, or on all where these are empty. `finding`
    is what to report where no record has it, made from the words of all; `locate` turns it into a problem.
    """

    fields: frozenset[str]
    offer: Callable[[Record], Offer]
    finding: Callable[[Sequence[str]], Finding]
    locate: Callable[[Finding], Problem]
    words: dict[str, None] = field(default_factory=dict)

    def is_met_by(self, loaded: LoadedFile[Record]) -> bool:
        """Whether the record has it, or may have it in a part that cannot be read; otherwise keep its words."""
        record = loaded.value or loaded.partial
        removed = {str(part[0]) for part in loaded.removed}
        if record is None or (removed and not self.fields) or not self.fields.isdisjoint(removed):
            return True
        is_met, words = self.offer(record)
        self.words |= dict.fromkeys(words)
        return is_met

    def problem(self) -> Problem:
        """What to report if no record has it."""
        return self.locate(self.finding(list(self.words)))


def settings_expectations(definition: Definition) -> Iterator[Expectation]:
    """Yield what the settings ask of the records; nothing for a setting that has a problem of its own."""
    return _SettingsExpectations(definition).all()


class _SettingsExpectations:
    """The expectations of `data/survey.yml`, each a method for one kind of setting."""

    def __init__(self, definition: Definition) -> None:
        self._definition, self._survey = definition, definition.settings
        self._columns = {column.path: column for column in reversed(definition.columns)}
        self._faulty = {".".join(problem.field.split(".")[:2]) for problem in definition.problems}

    def all(self) -> Iterator[Expectation]:
        survey = self._survey
        measures = {measure.key for measure in survey.measures}
        for index, question in self._sound("questions", survey.questions):
            yield from self._of_slugs(index, question)
        if len(self._definition.files()) < FEW:
            return
        for index, question in self._sound("questions", survey.questions):
            yield self._of_question(index, question)
        for index, measure in self._sound("measures", survey.measures):
            yield self._of_measure(index, measure)
        for index, chart in self._sound("charts", survey.charts):
            yield self._of_chart(index, chart)
        for index, path in self._sound("columns", survey.columns):
            if path not in measures:
                yield self._of_column(("columns", index), path)

    def _sound(self, name: str, items: Sequence[T]) -> Iterator[tuple[int, T]]:
        return ((index, item) for index, item in enumerate(items) if f"{name}.{index}" not in self._faulty)

    def _expect(
        self, paths: Iterable[str], offer: Callable[[Record], Offer], finding: Callable[[Sequence[str]], Finding]
    ) -> Expectation:
        fields = frozenset(self._top(path) for path in paths)
        return Expectation(fields, offer, finding, self._locate)

    def _top(self, path: str) -> str:
        """The field of a record in which a column is."""
        measure = next((measure for measure in self._survey.measures if measure.key == path), None)
        return measure.of if measure else path.partition(".")[0]

    def _locate(self, finding: Finding) -> Problem:
        project = self._definition.project
        return read_file(project, project.settings, SurveySettings).locate(finding)

    def _of_column(self, at: Path, path: str) -> Expectation:
        column = self._columns[path]
        hint = "show another column, or fill this one in a record"
        finding = _empty(at, f"no record has a value in `{path}`: the column is empty", hint)
        return self._expect([path], lambda record: Offer(has_value(column, record)), lambda _: finding)

    def _of_chart(self, index: int, chart: ChartSettings) -> Expectation:
        axes = [
            [self._columns[path] for _, path in column_paths(getattr(chart, name))]
            for name, role in chart.column_roles.items()
            if role.is_axis
        ]

        def offer(record: Record) -> Offer:
            return Offer(all(any(has_value(column, record) for column in axis) for axis in axes))

        paths = [column.path for axis in axes for column in axis]
        message = f"the chart is empty: no record has a value on every axis ({', '.join(paths)})"
        finding = _empty(("charts", index), message, "remove the chart, or choose other columns")
        return self._expect(paths, offer, lambda _: finding)

    def _of_measure(self, index: int, measure: Measure) -> Expectation:
        wanted = _condition(list(measure.where.values()))

        def offer(record: Record) -> Offer:
            items = [item for model in record.counted_models for item in getattr(model.facts, measure.of)]
            words = [_condition([str(getattr(item, name)) for name in measure.where]) for item in items]
            return Offer(wanted in words, words)

        def finding(words: Sequence[str]) -> Finding:
            path, likely = _deviation(measure, words)
            message = f"no record has a measurement with {', '.join(f'{n} `{w}`' for n, w in measure.where.items())}"
            hint = f"{likely}correct the condition, or remove the measure"
            return _empty(("measures", index, "where", *path), f"{message}: the column is empty", hint)

        return self._expect([measure.key], offer, finding)

    def _view(self, question: SavedQuestion) -> View:
        return read_view(question.query, self._columns, self._definition.vocabularies)

    def _of_question(self, index: int, question: SavedQuestion) -> Expectation:
        view = self._view(question)
        at = ("questions", index, "query")
        wanted = {path: asked.included for path, asked in view.filters.items() if asked.included}

        def offer(record: Record) -> Offer:
            keys = (f"{path}={key}" for path in wanted for key in filter_keys(self._columns[path], record))
            return Offer(view.judge(record) is True, keys)

        def finding(words: Sequence[str]) -> Finding:
            missing = [f"{path}={key}" for path, keys in wanted.items() for key in keys if f"{path}={key}" not in words]
            if not missing:
                return _empty(at, "the question finds nothing", "no record fits all of its filters; loosen one")
            path, _, key = missing[0].partition("=")
            others = [other.removeprefix(f"{path}=") for other in words if other.startswith(f"{path}=")]
            hint = (
                f"{guess(key, [other for other in others if other not in list(Blank)])}choose a word that records have"
            )
            return _empty(at, f"the question finds nothing: no record has `{key}` in `{path}`", hint)

        return self._expect(view.filters, offer, finding)

    def _of_slugs(self, index: int, question: SavedQuestion) -> Iterator[Expectation]:
        for slug in self._view(question).slugs:
            yield self._of_slug(("questions", index, "query"), slug)

    def _of_slug(self, at: Path, slug: str) -> Expectation:
        def offer(record: Record) -> Offer:
            slugs = (record.slug, *record.formerly)
            return Offer(slug in slugs, slugs)

        def finding(words: Sequence[str]) -> Finding:
            hint = f"{guess(slug, list(words))}write the slug of a record, which is its file name"
            return Finding(at, f"there is no record `{slug}`", hint, "reference")

        return self._expect(["slug"], offer, finding)


def _empty(at: Path, message: str, hint: str) -> Finding:
    """A warning: the records may still come."""
    return Finding(at, message, hint, "empty", "warning")


def _condition(words: Sequence[str]) -> str:
    """The words of a measure's condition as one."""
    return "\0".join(words)


def _deviation(measure: Measure, words: Sequence[str]) -> tuple[Path, str]:
    """The one field in which a condition differs from measurements that there are, and the nearest of their words."""
    wanted = list(measure.where.items())
    for index, (name, word) in enumerate(wanted):
        others = [other.split("\0") for other in words]
        alike = [o[index] for o in others if all(o[i] == w for i, (_, w) in enumerate(wanted) if i != index)]
        if alike:
            allowed = ", ".join(f"`{item}`" for item in sorted(set(alike)) if item)
            return (name,), f"{guess(word, alike)}records have {allowed}; " if allowed else ""
    return (), ""
