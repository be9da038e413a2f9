"""Whether `fill:` names fields that can hold what services state, and settings lead to code."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from inspect import iscoroutinefunction
from typing import Any

from catalog.errors import Finding
from catalog.model.columns import Column
from catalog.model.node import Node, Path
from catalog.settings.charts import ADDRESS, DATE, ColumnRole
from catalog.settings.check_display import column_finding
from catalog.settings.columns import import_object
from catalog.settings.presentation import OWN
from catalog.settings.survey import SurveySettings
from catalog.values import Record

_NUMBER = ColumnRole(lambda column: column.type.is_number and not column.derived, "a number that files have")
_FLAG = ColumnRole(lambda column: column.type.choices == ("yes", "no") and not column.derived, "a field of yes and no")
_ROLES = {"submitted": DATE, "published": DATE, "parameters": _NUMBER, "gated": _FLAG, "link": ADDRESS}
"""What is stated → the fields that can hold it; others hold text."""


def fill_findings(survey: SurveySettings, model: type[Record], by_path: Mapping[str, Column]) -> Iterator[Finding]:
    """Yield a finding for each setting of `fill` that names no field of a record that can hold what is stated."""
    fill = survey.fill
    if fill is None:
        return
    for service, section in fill:
        if not hasattr(section, "model_dump"):
            continue
        for name, path in section.model_dump().items():
            at = ("fill", service, name)
            if path and Node.of(model).is_in_list(path):
                message = f"`{path}` belongs to entries of a list, and no service knows of which"
                yield Finding(at, message, "name a field of the record itself")
            elif path:
                yield from column_finding(at, path, by_path, _ROLES.get(name, OWN))
    yield from import_findings(("fill", "results"), fill.results, "a coroutine function", iscoroutinefunction)


def import_findings(at: Path, path: str | None, what: str, is_right: Callable[[Any], bool]) -> Iterator[Finding]:
    """Yield a finding for an import path that leads to nothing, or to something else than `what`."""
    hint = f"write the import path of {what}: `package.module:{what.rpartition(' ')[2]}`"
    try:
        imported = import_object(path) if path else None
    except ImportError as error:
        yield Finding(at, str(error), hint)
        return
    if path and not is_right(imported):
        yield Finding(at, f"{path} is not {what}", hint)
