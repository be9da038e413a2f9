"""`data/survey.yml`: what a survey is called, which record it keeps, and what its pages show."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field

from catalog.errors import Finding
from catalog.model.columns import Column, columns, measurements
from catalog.settings.charts import DATE, Bars, ChartSettings, SettingsSection
from catalog.values import AMOUNT, UNCHECKED, Amount, Fact, Link, Record, Show, Slug, Text, guess
from catalog.values.invalid import invalid

_IMPORT = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*:[A-Za-z_]\w*")


def _import_path(raw: str) -> str:
    if not _IMPORT.fullmatch(raw):
        raise invalid(f"found {raw[:60]!r}, which is no import path", "write `package.module:Name`")
    return raw


ImportPath = Annotated[str, Field(strict=True), AfterValidator(_import_path)]
"""Where Python code of the survey's own is found: `package.module:Name`."""


class Person(SettingsSection):
    """Somebody who answers for the survey."""

    name: Text
    """Name as cited."""
    page: Link | None = None
    """Home page."""


class Measure(SettingsSection):
    """A column made of measurements: the best one that fits."""

    key: Slug
    """Its path among the columns."""
    label: Text
    """Its heading."""
    unit: Annotated[str, Field(max_length=20)] = "%"
    """What follows the number."""
    of: Text
    """The record's field that holds the measurements."""
    where: dict[str, str]
    """Fields of a measurement and the value each must have."""
    best: Literal["lowest", "highest"] = "lowest"
    """Which of several is shown."""


class SavedQuestion(SettingsSection):
    """A link to an answer: a saved view of the catalogue."""

    ask: Text
    """The question as a reader would put it."""
    query: Text
    """The query string of the view."""


class Citation(SettingsSection):
    """Which columns make a reference; empty where the record has no such field."""

    title: Text
    """Title of the work."""
    authors: Text = ""
    """Their names."""
    date: Text = ""
    """When it appeared."""
    venue: Text = ""
    """Where it was published."""
    arxiv: Text = ""
    """Its arXiv identifier; the paper found there must have the title."""
    link: Text = ""
    """Its address."""


class Download(SettingsSection):
    """Which columns say what can be downloaded, so that `catalog new` can fill them; empty where there is none."""

    repository: Text = ""
    """Address of the code."""
    licence: Text = ""
    """Licence of the code."""
    weights: Text = ""
    """Addresses of released weights."""
    weights_licence: Text = ""
    """Licence of the weights."""
    page: Text = ""
    """Address of a project page."""


class Licences(SettingsSection):
    """What others may do."""

    code: Text = "MIT"
    """SPDX name."""
    data: Text = "CC-BY-4.0"
    """SPDX name."""


class SurveySettings(SettingsSection):
    """The settings of one survey."""

    title: Text
    """Heading of the website."""
    description: Text
    """One sentence for search engines and the home page."""
    record: Annotated[ImportPath, Field(examples=["catalog.surveys.asr.record:System"])]
    """Import path of the record's class."""
    drawing: ImportPath | None = None
    """Import path of a function that draws a record as SVG."""
    thumbnail: ImportPath | None = None
    """Import path of a function that draws a record as a small strip, for comparisons."""
    migrations: Annotated[str, Field(pattern=_IMPORT.pattern)] | None = None
    """Import path of the list of steps that take records along when the class changes."""
    folder: Slug = "records"
    """Where the records stand in `data/`, and the part of their pages' addresses."""
    one: Text = "record"
    """What one record is called."""
    many: Text = "records"
    """What several are called."""
    address: Link | None = None
    """Where the website is published."""
    repository: Link | None = None
    """Where the data is edited."""
    licences: Licences = Licences()
    """What others may do."""
    people: tuple[Person, ...] = ()
    """Who answers for it."""
    newest: Text
    """The date that says how new a record is."""
    cite: Citation | None = None
    """How a record is cited."""
    download: Download | None = None
    """Where a record says what can be downloaded."""
    columns: tuple[Text, ...]
    """The columns the table shows first."""
    measures: tuple[Measure, ...] = ()
    """Columns made of measurements."""
    charts: tuple[ChartSettings, ...] = ()
    """The charts, in order."""
    questions: tuple[SavedQuestion, ...] = ()
    """Saved views for the home page."""


def schema_name(survey: SurveySettings) -> str:
    """What the record's JSON Schema is called: `system` for data/system.schema.json."""
    return "-".join(survey.one.split())


def import_object(path: str) -> Any:
    """What `module:name` names.

    Raises:
        ImportError: there is no such module or name.
    """
    module, _, name = path.partition(":")
    found = getattr(import_module(module), name, None)
    if found is None:
        raise ImportError(f"the module {module} has no `{name}`")
    return found


def record_class(survey: SurveySettings) -> type[Record]:
    """The record's class.

    Raises:
        ImportError: there is none at that path, or it is no `Record`.
    """
    found = import_object(survey.record)
    if not (isinstance(found, type) and issubclass(found, Record)):
        raise ImportError(f"{survey.record} is not a class of records")  # noqa: TRY004
    return found


def all_columns(survey: SurveySettings, model: type[Record]) -> tuple[Column, ...]:
    """The model's columns, then the survey's measures."""
    return columns(model) + tuple(measure_column(measure) for measure in survey.measures)


def measure_column(measure: Measure) -> Column:
    """The column that shows the best fitting measurement of each record."""
    show = Show(measure.label, unit=measure.unit, scale="linear")
    sign = 1 if measure.best == "lowest" else -1

    def read(record: Record) -> tuple[Fact[Any], ...]:
        found = [item.value for item in getattr(record, measure.of, ()) if matches(item, measure.where)]
        known = [fact for fact in found if fact.value is not None]
        return (min(known, key=lambda fact: sign * _number(fact)),) if known else (UNCHECKED,)

    condition = ", ".join(f"{name} {value}" for name, value in measure.where.items())
    text = f"The {measure.best} value among the entries with {condition}."
    return Column(measure.key, measure.label, show, AMOUNT, many=False, description=text, examples=(), read=read)


def _number(fact: Fact[Amount]) -> float:
    return fact.value.number if fact.value else math.nan


def matches(item: Any, where: Mapping[str, str]) -> bool:
    """Whether a measurement has the wanted value in every named field."""
    return all(str(getattr(item, name, "")) == value for name, value in where.items())


def check_settings(survey: SurveySettings, model: type[Record]) -> Iterator[Finding]:
    """Columns, charts and measures that the record does not have, and a drawing that is not there."""
    yield from _drawing_findings(survey)
    yield from _measure_findings(survey, model)
    known = {column.path: column for column in all_columns(survey, model)}
    for index, path in enumerate(survey.columns):
        yield from _column_finding(("columns", index), path, known, lambda _: True, "")
    yield from _column_finding(("newest",), survey.newest, known, *DATE)
    for key, roles in (("cite", survey.cite), ("download", survey.download)):
        for name, path in roles.model_dump().items() if roles else ():
            if path:
                yield from _column_finding((key, name), path, known, lambda _: True, "")
    for index, chart in enumerate(survey.charts):
        for name, (fits_axis, wanted) in chart.column_roles.items():
            for at, path in _paths(getattr(chart, name)):
                yield from _column_finding(("charts", index, name, *at), path, known, fits_axis, wanted)
        if isinstance(chart, Bars) and chart.x in known and chart.scale not in (scales := known[chart.x].type.scales):
            hint = f"allowed: {', '.join(scales)}"
            yield Finding(("charts", index, "scale"), f"`{chart.x}` has no {chart.scale} axis", hint)


def _paths(named: str | tuple[str, ...]) -> Iterator[tuple[tuple[int, ...], str]]:
    """The columns that one place of a chart names, each with where it stands in a list."""
    if isinstance(named, tuple):
        yield from (((index,), path) for index, path in enumerate(named))
    elif named:
        yield (), named


def _drawing_findings(survey: SurveySettings) -> Iterator[Finding]:
    for name, path in (("drawing", survey.drawing), ("thumbnail", survey.thumbnail)):
        try:
            if path:
                import_object(path)
        except ImportError as error:
            yield Finding((name,), str(error), "write the import path of a function: `package.module:function`")


def _measure_findings(survey: SurveySettings, model: type[Record]) -> Iterator[Finding]:
    known = measurements(model)
    for index, measure in enumerate(survey.measures):
        if measure.of not in known:
            hint = f"{guess(measure.of, list(known))}lists of measurements: {', '.join(known) or 'none'}"
            yield Finding(("measures", index, "of"), f"`{measure.of}` is no list of measurements", hint)
            continue
        fields = list(known[measure.of].children)
        for name in measure.where:
            if name not in fields:
                hint = f"{guess(name, fields)}fields: {', '.join(fields)}"
                yield Finding(("measures", index, "where", name), f"a measurement has no field `{name}`", hint)


def _column_finding(
    at: tuple[str | int, ...], path: str, known: Mapping[str, Column], fits_axis: Callable[[Column], bool], wanted: str
) -> Iterator[Finding]:
    if path not in known:
        possible = [name for name, column in known.items() if fits_axis(column)]
        hint = f"{guess(path, possible)}allowed: {', '.join(possible)}"
        yield Finding(at, f"there is no column `{path}`", hint)
    elif not fits_axis(known[path]):
        possible = [name for name, column in known.items() if fits_axis(column)]
        yield Finding(at, f"`{path}` is not {wanted}", f"allowed: {', '.join(possible)}")
