"""The charts that can be asked for: those of the survey by their titles, and any other by its settings."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from catalog.catalog import Catalog
from catalog.errors import Problem, SetupError
from catalog.load.exported import JsonTree
from catalog.load.records import LoadedFile, validate
from catalog.settings.charts import ChartSettings, SettingsSection
from catalog.settings.check import chart_findings, column_paths
from catalog.values import guess


class _Asked(SettingsSection):
    """The settings of one chart, as those of `data/survey.yml`."""

    chart: ChartSettings


def chart_settings(catalog: Catalog, title: str | None = None, **settings: Any) -> ChartSettings:
    """Return the chart of the survey with this title, in full or in short, or one with these settings.

    Raises:
        SetupError: there is no such chart, or its settings are wrong; the message says what is allowed.
    """
    if settings:
        return _checked(catalog, title, settings)
    charts = {name: chart for chart in catalog.settings.charts for name in (chart.short, chart.title) if name}
    name = str(title)
    if name in charts:
        return charts[name]
    titles = "; ".join(chart.title for chart in catalog.settings.charts)
    hint = f"charts: {titles}" if titles else "the survey has none; give the settings of one, such as `kind`"
    if title is None:
        raise SetupError(f"name a chart, or give its settings; {hint}")
    raise SetupError(f"there is no chart {name[:80]!r}; {guess(name, charts)}{hint}")


def _checked(catalog: Catalog, title: str | None, settings: dict[str, Any]) -> ChartSettings:
    """Return a chart whose settings are right and name columns that fit."""
    raw = {"title": title or "Chart", **settings}
    loaded: LoadedFile[_Asked] = validate(JsonTree(Path("chart"), {"chart": raw}), _Asked)
    problems = list(loaded.problems)
    if loaded.value:
        problems += map(loaded.locate, chart_findings(("chart",), loaded.value.chart, catalog.by_path))
    if loaded.value is None or problems:
        raise SetupError("\n".join(map(_sentence, problems)))
    chart = loaded.value.chart
    return chart if title else chart.model_copy(update={"title": _heading(catalog, chart)})


def _sentence(problem: Problem) -> str:
    """Return what is wrong with a setting."""
    field = problem.field.removeprefix("chart").removeprefix(".")
    return f"{field or 'the chart'}: {problem.message}; {problem.hint}"


def _heading(catalog: Catalog, chart: ChartSettings) -> str:
    """Return the labels of the columns that a chart shows."""
    paths = [path for name in chart.column_roles for _, path in column_paths(getattr(chart, name))]
    return ", ".join(dict.fromkeys(catalog.by_path[path].label for path in paths))
