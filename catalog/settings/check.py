"""Whether the settings fit the record class and the vocabularies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from inspect import isroutine

from catalog.errors import Finding
from catalog.model.columns import Column, columns, measurements, references
from catalog.model.node import Node, Path
from catalog.settings.charts import ADDRESS, ANY, DATE, Bars, ChartSettings, Scatter
from catalog.settings.check_display import DisplayCheck, column_finding, repeated
from catalog.settings.check_fill import fill_findings, import_findings
from catalog.settings.columns import all_columns
from catalog.settings.conditions import choices, condition_findings, conflicts
from catalog.settings.query import read_view
from catalog.settings.survey import CODE, Measure, SurveySettings, schema_name
from catalog.values import Record, Vocabularies, guess

_OWN_COLUMNS = ("slug", "name", "variant")
"""Columns that tables and exports have beside those of a survey."""
FOLDERS = frozenset({
    *("archive", "as-of", "assets", "catalogue", "changes", "charts", "compare", "corrections", "coverage", "data"),
    *("downloads", "embed", "feeds", "guide", "link-health", "python", "reference", "results", "search"),
})  # fmt: skip
"""Folders that the website or `data/` has beside that of the records."""
SCHEMAS = frozenset({"survey", "fields", "candidates", "links", "original-table.mapping"})
"""Files of `data/` other than records and vocabularies that have a JSON Schema."""
_ADDRESSES = frozenset({"arxiv", "link", "repository", "weights", "page"})
"""Settings of `cite` and `download` that name a field of addresses."""


def check_settings(
    survey: SurveySettings, model: type[Record], vocabularies: Vocabularies | None = None
) -> Iterator[Finding]:
    """Yield a finding for whatever the settings name and the record class or a vocabulary does not have.

    Without vocabularies, their words are not checked.
    """
    yield from _name_findings(survey, model)
    yield from _field_findings(model)
    yield from _import_findings(survey)
    yield from _measure_findings(survey, model, vocabularies or {})
    by_path: dict[str, Column] = {}
    for column in all_columns(survey, model, vocabularies):
        by_path.setdefault(column.path, column)
    yield from _question_findings(survey, by_path, vocabularies or {})
    for key, paths in (("columns", survey.columns), ("byline", survey.byline)):
        yield from repeated((key,), paths, "column")
        for index, path in enumerate(paths):
            yield from column_finding((key, index), path, by_path, ANY)
    yield from _role_findings(survey, by_path)
    yield from fill_findings(survey, model, by_path)
    for index, chart in enumerate(survey.charts):
        yield from chart_findings(("charts", index), chart, by_path)
    yield from DisplayCheck(survey, model, by_path, vocabularies or {}).findings()


def _role_findings(survey: SurveySettings, by_path: Mapping[str, Column]) -> Iterator[Finding]:
    """Yield a finding for each field that is said to be the date, the title, the licence …, and cannot be it."""
    if survey.newest:
        yield from column_finding(("newest",), survey.newest, by_path, DATE)
    for key, section in (("cite", survey.cite), ("download", survey.download)):
        for name, path in section.model_dump().items() if section else ():
            if path:
                role = DATE if name == "date" else ADDRESS if name in _ADDRESSES else ANY
                yield from column_finding((key, name), path, by_path, role)


def column_paths(setting: str | tuple[str, ...]) -> Iterator[tuple[tuple[int, ...], str]]:
    """Yield the column paths of a setting, each with its index if the setting is a list."""
    if isinstance(setting, tuple):
        yield from (((index,), path) for index, path in enumerate(setting))
    elif setting:
        yield (), setting


def _name_findings(survey: SurveySettings, model: type[Record]) -> Iterator[Finding]:
    """Yield a finding for names that files or folders of their own have already."""
    vocabularies = references(model)
    if survey.folder in FOLDERS or survey.folder in vocabularies:
        message = f"the website or data/ has a folder `{survey.folder}` of its own"
        yield Finding(("folder",), message, "choose another name, and rename the folder of the records")
    if schema_name(survey) in SCHEMAS or schema_name(survey) in vocabularies:
        message = f"data/{schema_name(survey)}.schema.json is the schema of data/{schema_name(survey)}.yml"
        yield Finding(("one",), message, "choose another word for a record")


def _field_findings(model: type[Record]) -> Iterator[Finding]:
    """Yield a finding for each field in whose place tables and data frames have a column of their own."""
    for column in columns(model):
        if column.path in _OWN_COLUMNS:
            message = f"the class has a field `{column.path}`, and tables have a column of that name already"
            yield Finding(("record",), message, "choose another name for the field")


def _import_findings(survey: SurveySettings) -> Iterator[Finding]:
    for name in CODE:
        if name == "migrations":
            yield from import_findings((name,), survey.migrations, "a list", lambda it: isinstance(it, list | tuple))
        else:
            yield from import_findings((name,), getattr(survey, name), "a function", isroutine)


def _measure_findings(survey: SurveySettings, model: type[Record], vocabularies: Vocabularies) -> Iterator[Finding]:
    lists = measurements(model)
    taken = {*_OWN_COLUMNS, *(column.path for column in columns(model))}
    for index, measure in enumerate(survey.measures):
        path = ("measures", index)
        if measure.of not in lists:
            hint = f"{guess(measure.of, list(lists))}lists of measurements: {', '.join(lists) or 'none'}"
            yield Finding((*path, "of"), f"`{measure.of}` is not a list of measurements", hint)
            continue
        yield from _mixed(path, measure, lists[measure.of])
        for name, word in measure.where.items():
            yield from condition_findings((*path, "where", name), lists[measure.of], name, word, vocabularies)
        yield from conflicts((*path, "where"), model, measure.of, measure.where, vocabularies)
        if measure.key in taken:
            yield Finding((*path, "key"), f"there is already a column `{measure.key}`", "choose another key")
        taken.add(measure.key)


def _mixed(path: tuple[str | int, ...], measure: Measure, measured: Node) -> Iterator[Finding]:
    """Yield a finding for each field whose values never compete for the best, and of which the measure takes any."""
    kind = measured.measurement
    for name in kind.apart if kind else ():
        if name not in measure.where:
            words = ", ".join(choices(measured.children[name].single))
            message = f"the best would be chosen among measurements that differ in `{name}`"
            hint = f"add `{name}: …`, one of {words}; another measure may show another of them"
            yield Finding((*path, "where"), message, hint)


def _question_findings(
    survey: SurveySettings, by_path: Mapping[str, Column], vocabularies: Vocabularies
) -> Iterator[Finding]:
    yield from repeated(("questions",), [question.ask for question in survey.questions], "question", "ask")
    for index, question in enumerate(survey.questions):
        for mistake in read_view(question.query, by_path, vocabularies).mistakes:
            yield Finding(("questions", index, "query"), *mistake)


def chart_findings(at: Path, chart: ChartSettings, by_path: Mapping[str, Column]) -> Iterator[Finding]:
    """Yield a finding for each setting of a chart, which stands at `at`, that names no column which fits."""
    for name, role in chart.column_roles.items():
        if isinstance(getattr(chart, name), tuple):
            yield from repeated((*at, name), getattr(chart, name), "column")
        for step, path in column_paths(getattr(chart, name)):
            yield from column_finding((*at, name, *step), path, by_path, role)
    if isinstance(chart, Scatter):
        yield from _stand_in_findings(at, chart, by_path)
    scales = by_path[chart.x].type.scales if isinstance(chart, Bars) and chart.x in by_path else ()
    if isinstance(chart, Bars) and scales and by_path[chart.x].type.is_number and chart.scale not in scales:
        hint = f"allowed: {', '.join(scales)}"
        yield Finding((*at, "scale"), f"`{chart.x}` has no {chart.scale} axis", hint)


def _stand_in_findings(above: Path, chart: Scatter, by_path: Mapping[str, Column]) -> Iterator[Finding]:
    """Yield a finding for each number that shares no axis with the number it stands in for."""
    for number, path in enumerate(chart.stand_ins):
        at = (*above, "stand_ins", number)
        if path == chart.y:
            yield Finding(at, f"`{path}` is the number of the axis itself", "remove it, or name another one")
        elif {path, chart.y} <= by_path.keys() and by_path[path].unit != by_path[chart.y].unit:
            units = [by_path[own].unit or "no unit" for own in (path, chart.y)]
            yield Finding(at, f"`{path}` is in {units[0]}, `{chart.y}` in {units[1]}", "name a number in the same unit")
