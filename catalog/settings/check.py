"""Whether the settings fit the record class and the vocabularies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from inspect import isroutine

from pydantic import ValidationError

from catalog.errors import Finding
from catalog.model.columns import Column, columns, measurements, references
from catalog.model.node import Node
from catalog.settings.charts import ADDRESS, ANY, DATE, Bars, ColumnRole
from catalog.settings.columns import all_columns, import_object
from catalog.settings.query import read_view
from catalog.settings.survey import Measure, SurveySettings, schema_name
from catalog.values import Record, Vocabularies, guess
from catalog.values.spelling import looks

_OWN_COLUMNS = ("slug", "name")
"""Columns that tables and exports have beside those of a survey."""
FOLDERS = frozenset({
    *("archive", "as-of", "assets", "catalogue", "changes", "charts", "compare", "corrections", "coverage", "data"),
    *("downloads", "embed", "feeds", "guide", "link-health", "results", "search"),
})  # fmt: skip
"""Folders that the website or `data/` has beside that of the records."""
_SCHEMAS = frozenset({"survey", "links", "original-table.mapping"})
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
    yield from _import_findings(survey)
    yield from _measure_findings(survey, model, vocabularies or {})
    by_path: dict[str, Column] = {}
    for column in all_columns(survey, model, vocabularies):
        by_path.setdefault(column.path, column)
    yield from _question_findings(survey, by_path, vocabularies or {})
    yield from _repeated(("columns",), survey.columns, "column")
    for index, path in enumerate(survey.columns):
        yield from _column_finding(("columns", index), path, by_path, ANY)
    yield from _column_finding(("newest",), survey.newest, by_path, DATE)
    for key, section in (("cite", survey.cite), ("download", survey.download)):
        for name, path in section.model_dump().items() if section else ():
            if path:
                role = DATE if name == "date" else ADDRESS if name in _ADDRESSES else ANY
                yield from _column_finding((key, name), path, by_path, role)
    yield from _chart_findings(survey, by_path)


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
    if schema_name(survey) in _SCHEMAS or schema_name(survey) in vocabularies:
        message = f"data/{schema_name(survey)}.schema.json is the schema of data/{schema_name(survey)}.yml"
        yield Finding(("one",), message, "choose another word for a record")


def _import_findings(survey: SurveySettings) -> Iterator[Finding]:
    for name in ("drawing", "thumbnail", "migrations"):
        path = getattr(survey, name)
        what = "a list" if name == "migrations" else "a function"
        hint = f"write the import path of {what}: `package.module:{what.rpartition(' ')[2]}`"
        try:
            imported = import_object(path) if path else None
        except ImportError as error:
            yield Finding((name,), str(error), hint)
            continue
        is_right = isinstance(imported, list | tuple) if name == "migrations" else isroutine(imported)
        if path and not is_right:
            yield Finding((name,), f"{path} is not {what}", hint)


def _repeated(above: tuple[str | int, ...], words: Sequence[str], what: str, key: str = "") -> Iterator[Finding]:
    seen = set()
    for index, word in enumerate(words):
        if looks(word) in seen:
            path = (*above, index, key) if key else (*above, index)
            yield Finding(path, f"the {what} `{word}` is here a second time", "remove one, or correct it")
        seen.add(looks(word))


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
            yield from _condition_findings((*path, "where", name), lists[measure.of], name, word, vocabularies)
        yield from _conflicts(path, measure, model, vocabularies)
        if measure.key in taken:
            yield Finding((*path, "key"), f"there is already a column `{measure.key}`", "choose another key")
        taken.add(measure.key)


def _mixed(path: tuple[str | int, ...], measure: Measure, measured: Node) -> Iterator[Finding]:
    """Yield a finding for each field whose values never compete for the best, and of which the measure takes any."""
    kind = measured.measurement
    for name in kind.apart if kind else ():
        if name not in measure.where:
            words = ", ".join(_choices(measured.children[name].single))
            message = f"the best would be chosen among measurements that differ in `{name}`"
            hint = f"add `{name}: …`, one of {words}; another measure may show another of them"
            yield Finding((*path, "where"), message, hint)


def _condition_findings(
    path: tuple[str | int, ...], measured: Node, name: str, word: str, vocabularies: Vocabularies
) -> Iterator[Finding]:
    """Yield a finding for a condition that no measurement can meet."""
    fields = [name for name, child in measured.children.items() if not child.fact]
    if name not in fields:
        hint = f"{guess(name, fields)}fields: {', '.join(fields)}"
        yield Finding(path, f"a measurement has no field `{name}`", hint, about_key=True)
        return
    child = measured.children[name].single
    entry = child.value_type.entry if child.value_type else None
    words = list(vocabularies.get(entry.vocabulary, {})) if entry else _choices(child)
    if words and word not in words:
        place = f" in data/{entry.vocabulary}.yml" if entry else ""
        hint = f"{guess(word, words)}allowed{place}: {', '.join(words)}"
        yield Finding(path, f"`{name}` has no word `{word[:60]}`", hint)


def _conflicts(
    path: tuple[str | int, ...], measure: Measure, model: type[Record], vocabularies: Vocabularies
) -> Iterator[Finding]:
    """Yield what the rules of the record class say of a measurement that meets the conditions."""
    example = {"slug": "example", "name": "Example", measure.of: [{**measure.where, "value": 1}]}
    try:
        record = model.model_validate(example, context={"vocabularies": vocabularies})
    except ValidationError:
        return  # a condition is wrong by itself, or the class requires more than this
    for finding in record.findings(vocabularies):
        steps = finding.path
        if steps[:2] == (measure.of, 0) and steps[2:3] and steps[2] in measure.where:
            yield replace(finding, path=(*path, "where", *steps[2:]))


def _choices(place: Node) -> list[str]:
    return list(place.value_type.words) if place.value_type else list(place.literals)


def _question_findings(
    survey: SurveySettings, by_path: Mapping[str, Column], vocabularies: Vocabularies
) -> Iterator[Finding]:
    yield from _repeated(("questions",), [question.ask for question in survey.questions], "question", "ask")
    for index, question in enumerate(survey.questions):
        for mistake in read_view(question.query, by_path, vocabularies).mistakes:
            yield Finding(("questions", index, "query"), *mistake)


def _chart_findings(survey: SurveySettings, by_path: Mapping[str, Column]) -> Iterator[Finding]:
    for index, chart in enumerate(survey.charts):
        for name, role in chart.column_roles.items():
            if isinstance(getattr(chart, name), tuple):
                yield from _repeated(("charts", index, name), getattr(chart, name), "column")
            for step, path in column_paths(getattr(chart, name)):
                yield from _column_finding(("charts", index, name, *step), path, by_path, role)
        if isinstance(chart, Bars) and chart.x in by_path and chart.scale not in by_path[chart.x].type.scales:
            hint = f"allowed: {', '.join(by_path[chart.x].type.scales)}"
            yield Finding(("charts", index, "scale"), f"`{chart.x}` has no {chart.scale} axis", hint)


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
