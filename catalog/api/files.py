"""The files in data/ other than records, vocabularies and settings: their models, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from pydantic import BaseModel

from catalog.errors import DataError, Problem, SetupError
from catalog.history.releases import archive_problems
from catalog.importing.inspection import mapping_problems
from catalog.importing.mapping import Mapping
from catalog.links.health import REPORT, health
from catalog.links.policy import Policy, policy_inspection
from catalog.load.candidates import Candidates
from catalog.load.records import Definition
from catalog.paths import Project
from catalog.rules.candidates import candidate_problems
from catalog.rules.context import tomorrow
from catalog.rules.expectations import Expectation
from catalog.watch.state import FILE, days_to_come, read_state

_ALWAYS = {"links": Policy}
_IF_PRESENT: dict[str, type[BaseModel]] = {"candidates": Candidates, "original-table.mapping": Mapping}


def other_files(project: Project) -> dict[str, type[BaseModel]]:
    """Return the models by file name without `.yml`."""
    present = {name: model for name, model in _IF_PRESENT.items() if (project.data / f"{name}.yml").is_file()}
    return {**_ALWAYS, **present}


def inspect_other_files(definition: Definition) -> Iterator[Problem | Expectation]:
    """Yield the problems of these files, and what they expect of the records."""
    yield from policy_inspection(definition, datetime.now(tz=UTC).date())
    yield from candidate_problems(definition)
    yield from mapping_problems(definition)
    yield from archive_problems(definition)
    yield from _report_problems(definition.project)
    yield from _state_problems(definition.project)


def _state_problems(project: Project) -> Iterator[Problem]:
    try:
        state = read_state(project)
    except DataError as error:
        yield from error.problems
        return
    if places := days_to_come(state, tomorrow()):
        message, hint = f"a day that is yet to come: see {places[0][:200]}", "correct the day, or delete the entry"
        yield Problem(project.display_path(project.data / FILE), 0, 0, "", message, hint, "watch")


def _report_problems(project: Project) -> Iterator[Problem]:
    try:
        health(project.data)
    except SetupError:
        message, hint = "not a report of `catalog links --save`", "write it anew with that command, or delete it"
        yield Problem(project.display_path(project.data / REPORT), 0, 0, "", message, hint, "link-report")
