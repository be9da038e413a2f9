"""Opens a survey: settings and vocabularies first, then every record with its problems."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar, cast

from pydantic import BaseModel, ValidationError

from catalog import settings
from catalog.errors import DataError, Finding, Problem, SetupError
from catalog.load.messages import dotted, validation_problems
from catalog.load.partial import original_path, without_errors
from catalog.load.tree import InvalidYaml, Tree
from catalog.model.columns import Column, references
from catalog.paths import Project
from catalog.settings import SurveySettings
from catalog.values import Entry, Record, Vocabularies
from catalog.values.ref import SLUG

M = TypeVar("M", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class LoadedFile(Generic[M]):
    """One file read as one model; `value` is None where it could not be.

    `partial` is then what can be read of it without the parts at the paths `removed`: only for rules to check.
    """

    file: Path
    value: M | None
    problems: tuple[Problem, ...]
    tree: Tree | None = None
    partial: M | None = None
    removed: frozenset[tuple[str | int, ...]] = frozenset()

    def is_incomplete_at(self, path: Sequence[str | int]) -> bool:
        """Return whether a part of what is at `path` was removed: a finding about it may only follow from that."""
        at = original_path(path, self.removed)
        return any(left[: len(at)] == at for left in self.removed)

    def locate(self, finding: Finding) -> Problem:
        """Return a finding about the value as a problem at its place in the file."""
        path = original_path(finding.path, self.removed)
        line, column = self.tree.position(path) if self.tree else (0, 0)
        field = dotted(path)
        return Problem(self.file, line, column, field, finding.message, finding.hint, finding.rule, finding.severity)


@dataclass(frozen=True)
class Definition:
    """What a survey is, without its records: settings, record class, columns and vocabularies.

    `problems` are those of the settings and the vocabularies.
    """

    project: Project
    settings: SurveySettings
    model: type[Record]
    columns: tuple[Column, ...]
    vocabularies: Vocabularies
    problems: tuple[Problem, ...] = ()

    @property
    def folder(self) -> Path:
        """Where the records stand."""
        return self.project.data / self.settings.folder

    def files(self) -> list[Path]:
        """The record files, by name.

        Raises:
            SetupError: the folder is missing.
        """
        if not self.folder.is_dir():
            shown = self.project.display_path(self.folder)
            raise SetupError(f"the folder {shown} is missing; make it, or correct `folder:` in data/survey.yml")
        return sorted(file for file in self.folder.iterdir() if file.suffix == ".yml")

    def read_all(self) -> Iterator[LoadedFile[Record]]:
        """Every record in turn; only the one at hand is kept in memory."""
        with no_garbage_collection():
            for file in self.files():
                yield self.read(file)

    def read(self, file: Path, content: bytes | None = None) -> LoadedFile[Record]:
        """One record; `content` is what the file holds, where that is known already."""
        context = {"vocabularies": self.vocabularies}
        if content is None:
            return read_file(self.project, file, self.model, context)
        return read_content(self.project.display_path(file), content, self.model, context)


@contextmanager
def no_garbage_collection() -> Iterator[None]:
    """Records hold no cycles; looking for some costs a third of the loading time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def read_file(project: Project, file: Path, model: type[M], context: Mapping[str, Any] | None = None) -> LoadedFile[M]:
    """Read one YAML file as one model."""
    shown = project.display_path(file)
    try:
        content = file.read_bytes()
    except OSError as error:
        message = f"the file cannot be read: {error.strerror}"
        return LoadedFile(shown, None, (Problem(shown, 0, 0, "", message, "check its permissions", "yaml"),))
    return read_content(shown, content, model, context)


def read_content(
    shown: Path, content: bytes, model: type[M], context: Mapping[str, Any] | None = None
) -> LoadedFile[M]:
    """Read YAML text as one model; `shown` is how messages call the file.

    Without a context, references to vocabularies are taken as they stand.
    """
    try:
        tree = Tree(shown, content)
    except InvalidYaml as error:
        return LoadedFile(shown, None, (error.problem,))
    return _validated(tree, model, context)


def _validated(tree: Tree, model: type[M], context: Mapping[str, Any] | None) -> LoadedFile[M]:
    if not isinstance(tree.data, dict):
        found = "a list" if isinstance(tree.data, list) else "a single value"
        line, column = tree.position(())
        hint = "start with `key: value` lines"
        problem = Problem(tree.file, line, column, "", f"found {found} where a mapping belongs", hint)
        return LoadedFile(tree.file, None, (*tree.problems, problem), tree)

    def read(data: Any) -> M:
        return cast(M, model.__pydantic_validator__.validate_python(data, context=dict(context) if context else None))

    try:
        return LoadedFile(tree.file, read(tree.data), tuple(tree.problems), tree)
    except ValidationError as error:
        seen = {(problem.line, problem.column) for problem in tree.problems}
        more = [p for p in validation_problems(tree, model, error) if (p.line, p.column) not in seen]
        stem = tree.file.stem
        mend = (
            without_errors(tree.data, read, error, {"slug": stem, "name": stem}) if issubclass(model, Record) else None
        )
        rest, gone = mend or (None, frozenset())
        return LoadedFile(tree.file, None, (*tree.problems, *more), tree, rest, gone)


def open_survey(project: Project) -> Definition:
    """Read `data/survey.yml` and the vocabularies its record refers to.

    Raises:
        DataError: the settings are so wrong that no record can be read.
    """
    loaded = read_file(project, project.settings, SurveySettings)
    if loaded.value is None:
        raise DataError(loaded.problems)
    survey = loaded.value
    try:
        model = settings.record_class(survey)
    except ImportError as error:
        hint = "write the import path of a Record class, `package.module:Class`, that is installed or on PYTHONPATH"
        finding = Finding(("record",), str(error), hint)
        raise DataError([*loaded.problems, loaded.locate(finding)]) from None
    found = [loaded.locate(finding) for finding in settings.check_settings(survey, model)]
    vocabularies, more = _vocabularies(project, references(model))
    columns = settings.all_columns(survey, model)
    return Definition(project, survey, model, columns, vocabularies, (*loaded.problems, *found, *more))


def _vocabularies(project: Project, entries: Mapping[str, type[Entry]]) -> tuple[Vocabularies, list[Problem]]:
    """Every vocabulary that can be read; a word whose entry is wrong is still a word."""
    read: dict[str, Mapping[str, Entry]] = {}
    problems: list[Problem] = []
    for name, entry in entries.items():
        file = project.data / f"{name}.yml"
        try:
            tree = Tree(project.display_path(file), file.read_bytes())
        except InvalidYaml as error:
            problems.append(error.problem)
        except OSError as error:
            shown = project.display_path(file)
            message = f"the vocabulary cannot be read: {error.strerror}"
            problems.append(Problem(shown, 0, 0, "", message, "make the file: one `key: {name: …, meaning: …}` a line"))
        else:
            read[name], found = _entries(tree, entry)
            problems += found
    return read, problems


def _entries(tree: Tree, entry: type[Entry]) -> tuple[dict[str, Entry], list[Problem]]:
    problems = list(tree.problems)
    made: dict[str, Entry] = {}
    if not isinstance(tree.data, dict):
        line, column = tree.position(())
        hint = "write one `key: {name: …, meaning: …}` a line"
        return {}, [
            *problems,
            Problem(tree.file, line, column, "", "a vocabulary is a mapping of keys to entries", hint),
        ]
    for key, raw in tree.data.items():
        if not SLUG.fullmatch(key):
            line, column = tree.position((key,), key=True)
            hint = "a key is part of an address: use lower-case letters and digits with single hyphens or dots between"
            problems.append(Problem(tree.file, line, column, key, f"the key {key[:60]!r} is not allowed", hint))
        try:
            made[key] = entry.model_validate(raw)
        except ValidationError as error:
            problems += validation_problems(tree, entry, error, above=(key,))
            made[key] = entry.model_construct(name=key, meaning=key)
    return made, problems
