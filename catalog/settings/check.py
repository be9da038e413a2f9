"""Whether the settings fit the record class and the vocabularies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from catalog.errors import Finding
from catalog.model.columns import Column, measurements
from catalog.settings.charts import ANY, DATE, Bars, ColumnRole
from catalog.settings.columns import all_columns, import_object
from catalog.settings.survey import SurveySettings
from catalog.values import Record, guess


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
