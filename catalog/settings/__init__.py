"""The settings of a survey, `data/survey.yml`: its name, the class of its records, and what its pages show."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field

from catalog.errors import Finding
from catalog.model.columns import Column, columns, measurements
from catalog.settings.charts import ANY, DATE, Bars, ChartSettings, ColumnRole, SettingsSection
from catalog.values import UNCHECKED, Amount, Fact, Link, Record, Show, Slug, Text, guess
from catalog.values.invalid import invalid

_IMPORT = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*:[A-Za-z_]\w*")


def _import_path(raw: str) -> str:
    if not _IMPORT.fullmatch(raw):
        raise invalid(f"found {raw[:60]!r}, which is not an import path", "write `package.module:Name`")
    return raw


ImportPath = Annotated[
    str,
    Field(strict=True, json_schema_extra={"pattern": f"^{_IMPORT.pattern}$"}),
    AfterValidator(_import_path),
]
"""Import path of Python code of the survey: `package.module:Name`."""


class Person(SettingsSection):
    """A person who is responsible for the survey."""

    name: Text
    """Name as cited."""
    page: Link | None = None
    """Home page."""


class Measure(SettingsSection):
    """A column that shows one measurement of each record: the best one that fits."""

    key: Slug
    """Path of the column, by which other settings name it."""
    label: Text
    """Heading of the column."""
    unit: Annotated[str, Field(max_length=20)] = "%"
    """Unit behind the number."""
    of: Text
    """The record's field that holds the measurements."""
    where: dict[str, str]
    """Fields of a measurement with the value that each must have."""
    best: Literal["lowest", "highest"] = "lowest"
    """Which of several measurements is shown."""


class SavedQuestion(SettingsSection):
    """A question that a view of the catalogue answers."""

    ask: Text
    """The question as a reader would put it."""
    query: Text
    """The query string of the view."""


class Citation(SettingsSection):
    """The columns from which a record is cited; empty if the record has no such field."""

    title: Text
    """Title of the work."""
    authors: Text = ""
    """Names of the authors."""
    date: Text = ""
    """Date of publication."""
    venue: Text = ""
    """Conference, journal or other place of publication."""
    arxiv: Text = ""
    """arXiv identifier; the link checker compares the title of the paper there with `title`."""
    link: Text = ""
    """Address of the work."""


class Download(SettingsSection):
    """The columns for what can be downloaded, which `catalog new` fills; empty if the record has no such field."""

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
    """The licences of the code and of the data."""

    code: Text = "MIT"
    """SPDX identifier."""
    data: Text = "CC-BY-4.0"
    """SPDX identifier."""


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
    migrations: ImportPath | None = None
    """Import path of the list of migrations, which update records when the class changes."""
    folder: Slug = "records"
    """Folder of the records in `data/`, and of their pages on the website."""
    one: Text = "record"
    """What one record is called."""
    many: Text = "records"
    """What several records are called."""
    address: Link | None = None
    """Address of the published website."""
    repository: Link | None = None
    """Address of the repository in which the data is edited."""
    licences: Licences = Licences()
    """Licences of the code and of the data."""
    people: tuple[Person, ...] = ()
    """The people who are responsible for the survey."""
    newest: Text
    """The date by which the newest records come first."""
    cite: Citation | None = None
    """How a record is cited."""
    download: Download | None = None
    """The columns for what can be downloaded."""
    columns: tuple[Text, ...]
    """The columns that the table shows by default."""
    measures: tuple[Measure, ...] = ()
    """Columns that show measurements."""
    charts: tuple[ChartSettings, ...] = ()
    """The charts, in order."""
    questions: tuple[SavedQuestion, ...] = ()
    """Questions on the home page, each with the view that answers it."""


def schema_name(survey: SurveySettings) -> str:
    """Return the name of the record's JSON Schema: `system` for data/system.schema.json."""
    return "-".join(survey.one.split())


def import_object(path: str) -> Any:
    """Return the object at the import path `module:name`.

    Raises:
        ImportError: there is no such module or name.
    """
    module, _, name = path.partition(":")
    imported = getattr(import_module(module), name, None)
    if imported is None:
        raise ImportError(f"the module {module} has no `{name}`")
    return imported


def record_class(survey: SurveySettings) -> type[Record]:
    """Return the class of the records.

    Raises:
        ImportError: there is none at its import path, or it is not a subclass of `Record`.
        FieldError: one of its fields cannot be presented as it says.
    """
    imported = import_object(survey.record)
    if not (isinstance(imported, type) and issubclass(imported, Record)):
        raise ImportError(f"{survey.record} is not a class of records")  # noqa: TRY004
    columns(imported)
    return imported


def all_columns(survey: SurveySettings, model: type[Record]) -> tuple[Column, ...]:
    """Return the columns of the model, then those of the survey's measures."""
    return columns(model) + tuple(measure_column(measure) for measure in survey.measures)


def measure_column(measure: Measure) -> Column:
    """Return the column that shows the best measurement of each record that fits `measure`."""
    show = Show(measure.label, unit=measure.unit, scale="linear")
    sign = 1 if measure.best == "lowest" else -1

    def read(record: Record) -> tuple[Fact[Any], ...]:
        facts = [item.value for item in getattr(record, measure.of, ()) if matches(item, measure.where)]
        reported = [fact for fact in facts if fact.value is not None]
        return (min(reported, key=lambda fact: sign * _number(fact)),) if reported else (UNCHECKED,)

    condition = ", ".join(f"{name} {value}" for name, value in measure.where.items())
    text = f"The {measure.best} value among the entries with {condition}."
    return Column(measure.key, measure.label, show, Amount.type, many=False, description=text, examples=(), read=read)


def _number(fact: Fact[Amount]) -> float:
    return fact.value.number if fact.value else math.nan


def matches(item: Any, where: Mapping[str, str]) -> bool:
    """Return whether a measurement has the required value in every field of `where`."""
    return all(str(getattr(item, name, "")) == value for name, value in where.items())


def check_settings(survey: SurveySettings, model: type[Record]) -> Iterator[Finding]:
    """Yield a finding for each column, measurement or drawing that the settings name and that is missing or unfit."""
    yield from _drawing_findings(survey)
    yield from _measure_findings(survey, model)
    by_path = {column.path: column for column in all_columns(survey, model)}
    for index, path in enumerate(survey.columns):
        yield from _column_finding(("columns", index), path, by_path, ANY)
    yield from _column_finding(("newest",), survey.newest, by_path, DATE)
    for key, section in (("cite", survey.cite), ("download", survey.download)):
        for name, path in section.model_dump().items() if section else ():
            if path:
                yield from _column_finding((key, name), path, by_path, ANY)
    for index, chart in enumerate(survey.charts):
        for name, role in chart.column_roles.items():
            for step, path in _paths(getattr(chart, name)):
                yield from _column_finding(("charts", index, name, *step), path, by_path, role)
        if isinstance(chart, Bars) and chart.x in by_path and chart.scale not in by_path[chart.x].type.scales:
            hint = f"allowed: {', '.join(by_path[chart.x].type.scales)}"
            yield Finding(("charts", index, "scale"), f"`{chart.x}` has no {chart.scale} axis", hint)


def _paths(setting: str | tuple[str, ...]) -> Iterator[tuple[tuple[int, ...], str]]:
    """Yield the column paths of a setting, each with its index if the setting is a list."""
    if isinstance(setting, tuple):
        yield from (((index,), path) for index, path in enumerate(setting))
    elif setting:
        yield (), setting


def _drawing_findings(survey: SurveySettings) -> Iterator[Finding]:
    for name, path in (("drawing", survey.drawing), ("thumbnail", survey.thumbnail)):
        try:
            if path:
                import_object(path)
        except ImportError as error:
            yield Finding((name,), str(error), "write the import path of a function: `package.module:function`")


def _measure_findings(survey: SurveySettings, model: type[Record]) -> Iterator[Finding]:
    lists = measurements(model)
    for index, measure in enumerate(survey.measures):
        if measure.of not in lists:
            hint = f"{guess(measure.of, list(lists))}lists of measurements: {', '.join(lists) or 'none'}"
            yield Finding(("measures", index, "of"), f"`{measure.of}` is not a list of measurements", hint)
            continue
        fields = list(lists[measure.of].children)
        for name in measure.where:
            if name not in fields:
                hint = f"{guess(name, fields)}fields: {', '.join(fields)}"
                yield Finding(("measures", index, "where", name), f"a measurement has no field `{name}`", hint)


def _column_finding(
    setting: tuple[str | int, ...], path: str, by_path: Mapping[str, Column], role: ColumnRole
) -> Iterator[Finding]:
    if path in by_path and role.fits(by_path[path]):
        return
    allowed = [name for name, column in by_path.items() if role.fits(column)]
    hint = f"allowed: {', '.join(allowed)}"
    if path in by_path:
        yield Finding(setting, f"`{path}` is not {role.description}", hint)
    else:
        yield Finding(setting, f"there is no column `{path}`", f"{guess(path, allowed)}{hint}")
