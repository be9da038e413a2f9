"""What at least one record should have because a file beside the records asks for it.

A column that no record fills, a question without an answer and a chart without a mark are probably mistakes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, TypeVar

from catalog.errors import Finding, Problem
from catalog.load.records import Definition, LoadedFile, read_file
from catalog.settings import SavedQuestion, SurveySettings, column_paths
from catalog.settings.charts import ChartSettings
from catalog.settings.keys import filter_keys, has_value
from catalog.settings.query import View, read_view
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
        for index, question in self._sound("questions", survey.questions):
            yield from self._of_slugs(index, question)
        if survey.example:
            yield self._of_slug(("example",), survey.example)
        if len(self._definition.files()) < FEW:
            return
        for index, question in self._sound("questions", survey.questions):
            yield self._of_question(index, question)
        for at, of, where, effect in self._conditions():
            yield self._of_condition(at, of, where, effect)
        for index, chart in self._sound("charts", survey.charts):
            yield self._of_chart(index, chart)
        for at, path in self._listed():
            yield self._of_column(at, path)

    def _conditions(self) -> Iterator[tuple[Path, str, Mapping[str, str], str]]:
        """Where the settings ask for measurements: place, field, condition, and what happens where there are none."""
        for index, measure in self._sound("measures", self._survey.measures):
            yield ("measures", index), measure.of, measure.where, "the column is empty"
        for index, group in self._sound("boards", self._survey.boards):
            for place, board in enumerate(group.boards):
                yield ("boards", index, "boards", place), group.of, board.where, "the leaderboard is empty"

    def _listed(self) -> Iterator[tuple[Path, str]]:
        """The fields that tables show, each with the place of the setting that first asks for it."""
        listed: list[tuple[Path, str]] = [
            (("columns", i), path) for i, path in self._sound("columns", self._survey.columns)
        ]
        for index, preset in self._sound("presets", self._survey.presets):
            listed += [(("presets", index, "columns", place), path) for place, path in enumerate(preset.columns)]
        taken = {measure.key for measure in self._survey.measures} | {each.key for each in self._survey.together}
        for at, path in listed:
            if path not in taken:
                yield at, path
            taken.add(path)

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

    def _of_condition(self, at: Path, of: str, where: Mapping[str, str], effect: str) -> Expectation:
        wanted = _condition(list(where.values()))

        def offer(record: Record) -> Offer:
            items = [item for model in record.counted_models for item in getattr(model.facts, of)]
            words = [_condition([str(getattr(item, name)) for name in where]) for item in items]
            return Offer(wanted in words, words)

        def finding(words: Sequence[str]) -> Finding:
            path, likely = _deviation(where, words)
            message = f"no record has a measurement with {', '.join(f'{n} `{w}`' for n, w in where.items())}"
            hint = f"{likely}correct the condition, or remove it"
            return _empty((*at, "where", *path), f"{message}: {effect}", hint)

        return self._expect([of], offer, finding)

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


def _deviation(where: Mapping[str, str], words: Sequence[str]) -> tuple[Path, str]:
    """The one field in which a condition differs from measurements that there are, and the nearest of their words."""
    wanted = list(where.items())
    for index, (name, word) in enumerate(wanted):
        others = [other.split("\0") for other in words]
        alike = [o[index] for o in others if all(o[i] == w for i, (_, w) in enumerate(wanted) if i != index)]
        if alike:
            allowed = ", ".join(f"`{item}`" for item in sorted(set(alike)) if item)
            return (name,), f"{guess(word, alike)}records have {allowed}; " if allowed else ""
    return (), ""
