"""Reads a survey: `open_survey` its settings and vocabularies, `Definition.read` its records with their problems."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Generic, TypeVar, cast

from pydantic import BaseModel, ValidationError

from catalog import settings
from catalog.errors import MAX_PROBLEMS, DataError, Finding, Problem, SetupError, UnreadableFileError
from catalog.load.declared import FIELDS, record_model
from catalog.load.files import UnreadFiles, list_records
from catalog.load.messages import dotted, validation_problems, with_yaml_problems
from catalog.load.partial import original_path, without_errors
from catalog.load.tree import InvalidYaml, Tree
from catalog.model.columns import Column, references
from catalog.paths import Project, file_content
from catalog.settings import SurveySettings
from catalog.settings.display import Display
from catalog.values import Entry, Record, Vocabularies
from catalog.values.slug import MAX_LENGTH, SLUG, reserved_for

M = TypeVar("M", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class LoadedFile(Generic[M]):
    """A file read as a model; `value` is None if it is not valid.

    `partial` is then what could be read without the parts at the paths `removed`; only the rules may use it.
    """

    file: Path
    value: M | None
    problems: tuple[Problem, ...]
    tree: Tree | None = None
    partial: M | None = None
    removed: frozenset[tuple[str | int, ...]] = frozenset()

    def is_incomplete_at(self, path: Sequence[str | int]) -> bool:
        """Return whether a part of what is at `path` was removed: a finding about it may only follow from that."""
        path_in_file = original_path(path, self.removed)
        return any(part[: len(path_in_file)] == path_in_file for part in self.removed)

    def locate(self, finding: Finding) -> Problem:
        """Return a finding about the value as a problem at its location in the file."""
        line, column, field = self.place(finding.path, key=finding.about_key)
        return Problem(self.file, line, column, field, finding.message, finding.hint, finding.rule, finding.severity)

    def place(self, path: Sequence[str | int], *, key: bool = False) -> tuple[int, int, str]:
        """Return line, column and field of what is at a path of the value, or of its key."""
        path = original_path(path, self.removed) if self.removed else path
        line, column = self.tree.position(path, key=key) if self.tree else (0, 0)
        return line, column, _dotted(tuple(path))


@dataclass(frozen=True)
class Definition:
    """A survey without its records: settings, record class, columns and vocabularies, with the problems of these."""

    project: Project
    settings: SurveySettings
    model: type[Record]
    columns: tuple[Column, ...]
    vocabularies: Vocabularies
    problems: tuple[Problem, ...] = ()

    @cached_property
    def display(self) -> Display:
        """What pages show first."""
        return Display(self.settings, self.model, {column.path: column for column in self.columns})

    @property
    def folder(self) -> Path:
        """The folder of the records."""
        return self.project.data / self.settings.folder

    def files(self) -> list[Path]:
        """Return the record files, sorted by name.

        Raises:
            SetupError: the folder is missing, a link, or not readable.
        """
        folder = self.project.display_path(self.folder)
        if not self.folder.is_dir():
            raise SetupError(f"the folder {folder} is missing; create it, or correct `folder:` in data/survey.yml")
        if self.folder.is_symlink():
            raise SetupError(f"{folder} is a link; put the folder itself in its place")
        try:
            return list_records(self.folder)
        except OSError as error:
            raise SetupError(f"the folder {folder} cannot be read: {error.strerror}") from None

    def unread_files(self) -> Iterator[Problem]:
        """Yield a problem for every file below `data/` that nothing reads."""
        return UnreadFiles(self.project, self.settings.folder, self.vocabulary_names).problems()

    @property
    def vocabulary_names(self) -> tuple[str, ...]:
        """The names of the vocabularies that fields refer to."""
        return tuple(references(self.model))

    def read_all(self) -> Iterator[LoadedFile[Record]]:
        """Yield every record, one at a time, so that no more than one need be in memory."""
        with no_garbage_collection():
            for file in self.files():
                yield self.read(file)

    def read(self, file: Path, content: bytes | None = None) -> LoadedFile[Record]:
        """Return one record; `content` is the content of the file if it has been read already."""
        context = {"vocabularies": self.vocabularies}
        if content is None:
            return read_file(self.project, file, self.model, context)
        return read_content(self.project.display_path(file), content, self.model, context)


_dotted = lru_cache(1 << 12)(dotted)
"""Kept, because records have the same places."""


@contextmanager
def no_garbage_collection() -> Iterator[None]:
    """Suspend garbage collection: records have no reference cycles, and looking for them takes a third of the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            # Makes what was read old at once: otherwise it would be looked through three times while it grows old.
            gc.freeze()
            gc.unfreeze()
            gc.enable()


def read_file(project: Project, file: Path, model: type[M], context: Mapping[str, Any] | None = None) -> LoadedFile[M]:
    """Read a YAML file as a model."""
    path = project.display_path(file)
    try:
        content = file_content(file, within=project.data)
    except UnreadableFileError as error:
        return LoadedFile(path, None, (Problem(path, 0, 0, "", error.message, error.hint, "yaml"),))
    return read_content(path, content, model, context)


def read_content(path: Path, content: bytes, model: type[M], context: Mapping[str, Any] | None = None) -> LoadedFile[M]:
    """Read YAML text as a model; `path` is the name of the file in messages.

    Without a context, references to vocabularies are not checked.
    """
    try:
        tree = Tree(path, content)
    except InvalidYaml as error:
        return LoadedFile(path, None, (error.problem,))
    if not isinstance(tree.data, dict):
        kind = "a list" if isinstance(tree.data, list) else "a single value"
        line, column = tree.position(())
        message, hint = f"found {kind} where a mapping belongs", "start with `key: value` lines"
        problem = Problem(tree.file, line, column, "", message, hint)
        return LoadedFile(tree.file, None, (*tree.problems, problem), tree)
    return validate(tree, model, context)


def validate(tree: Tree, model: type[M], context: Mapping[str, Any] | None = None) -> LoadedFile[M]:
    """Read the data of a parsed file, a mapping, as a model."""

    def read(data: Any) -> M:
        return cast(M, model.__pydantic_validator__.validate_python(data, context=dict(context) if context else None))

    try:
        return LoadedFile(tree.file, read(tree.data), tuple(tree.problems), tree)
    except ValidationError as error:
        problems = with_yaml_problems(tree, validation_problems(tree, model, error))
        remainder = None
        if issubclass(model, Record) and error.error_count() <= MAX_PROBLEMS:
            remainder = without_errors(tree.data, read, error, {"slug": tree.file.stem, "name": tree.file.stem})
        partial, removed = remainder or (None, frozenset())
        return LoadedFile(tree.file, None, problems, tree, partial, removed)
    except Exception as error:
        if not issubclass(model, Record):
            raise
        message = f"the class {model.__name__} cannot read this record: {type(error).__name__}: {str(error)[:200]}"
        return LoadedFile(tree.file, None, (Problem(tree.file, 1, 1, "", message, "correct the class"),), tree)


def open_survey(project: Project) -> Definition:
    """Read `data/survey.yml`, the fields, and the vocabularies that these refer to.

    Raises:
        DataError: the settings, or the fields of records, cannot be read, and so no record can.
    """
    loaded = read_file(project, project.settings, SurveySettings)
    if loaded.value is None:
        raise DataError(loaded.problems)
    survey = loaded.value
    fields = project.data / FIELDS

    def declared() -> tuple[Path, bytes] | None:
        shown = project.display_path(fields)
        return (shown, file_content(fields, within=project.data)) if os.path.lexists(fields) else None

    try:
        model = record_model(survey, loaded.locate, declared)
    except DataError as error:
        raise DataError([*loaded.problems, *error.problems]) from None
    return define(project, loaded, survey, model, *_vocabularies(project, references(model)))


def define(  # noqa: PLR0913, PLR0917 - what a definition is made of
    project: Project,
    loaded: LoadedFile[SurveySettings],
    survey: SurveySettings,
    model: type[Record],
    vocabularies: Vocabularies,
    problems: Sequence[Problem],
) -> Definition:
    """Return the definition of a survey whose settings, as they were loaded, and vocabularies have been read."""
    inconsistent = [loaded.locate(finding) for finding in settings.check_settings(survey, model, vocabularies)]
    columns = settings.all_columns(survey, model, vocabularies)
    return Definition(project, survey, model, columns, vocabularies, (*loaded.problems, *inconsistent, *problems))


def _vocabularies(project: Project, entry_classes: Mapping[str, type[Entry]]) -> tuple[Vocabularies, list[Problem]]:
    """Return the vocabularies that can be read, with their problems."""
    vocabularies: dict[str, Mapping[str, Entry]] = {}
    problems: list[Problem] = []
    for name, entry_class in entry_classes.items():
        file = project.data / f"{name}.yml"
        path = project.display_path(file)
        try:
            tree = Tree(path, file_content(file, within=project.data))
        except InvalidYaml as error:
            problems.append(error.problem)
        except UnreadableFileError as error:
            problems.append(_unreadable_vocabulary(file, path, error))
        else:
            vocabularies[name], problems_of_entries = read_entries(tree, entry_class)
            problems += problems_of_entries
    return vocabularies, problems


def _unreadable_vocabulary(file: Path, path: Path, error: UnreadableFileError) -> Problem:
    if os.path.lexists(file):
        return Problem(path, 0, 0, "", error.message, error.hint)
    similar = sorted(other.name for other in file.parent.glob(f"{file.stem}.*") if ".schema." not in other.name)
    hint = "create the file, with one line `key: {name: …, meaning: …}` for each entry"
    hint = f"rename {similar[0]} to {file.name}" if similar else hint
    return Problem(path, 0, 0, "", "the vocabulary is missing", hint)


def read_entries(tree: Tree, entry_class: type[Entry]) -> tuple[dict[str, Entry], list[Problem]]:
    """Return the entries with their problems; an invalid entry is kept by name, so that references to it are valid."""
    problems = list(tree.problems)
    entries: dict[str, Entry] = {}
    if not isinstance(tree.data, dict):
        line, column = tree.position(())
        message = "a vocabulary is a mapping of keys to entries"
        hint = "write one line `key: {name: …, meaning: …}` for each entry"
        return {}, [*problems, Problem(tree.file, line, column, "", message, hint)]
    for key, raw in tree.data.items():
        if not SLUG.fullmatch(key) or len(key) > MAX_LENGTH:
            line, column = tree.position((key,), key=True)
            hint = "a key is part of an address: use lower-case letters and digits with single hyphens or dots between"
            if len(key) > MAX_LENGTH:
                hint = f"a key is part of an address: use at most {MAX_LENGTH} characters"
            problems.append(Problem(tree.file, line, column, key, f"the key {key[:60]!r} is not allowed", hint))
        elif reserved_for(key):
            line, column = tree.position((key,), key=True)
            message, hint = f"`{key}` is the name of {reserved_for(key)}", f"choose another key, such as `{key}-1`"
            problems.append(Problem(tree.file, line, column, key, message, hint))
        try:
            entries[key] = entry_class.model_validate(raw)
        except ValidationError as error:
            problems += validation_problems(tree, entry_class, error, above=(key,))
            entries[key] = entry_class.model_construct(name=key, meaning=key)
    return entries, problems
