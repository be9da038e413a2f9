"""The columns of a survey: those of its record class, of the families in its vocabularies, and of its measures."""

from __future__ import annotations

import enum
import math
import sys
import typing
from collections.abc import Mapping
from contextlib import redirect_stdout
from dataclasses import replace
from functools import cache
from importlib import import_module
from os import sep
from traceback import extract_tb
from typing import Any

from catalog.model.columns import Column, columns
from catalog.model.sound import require_sound
from catalog.settings.survey import Measure, SurveySettings
from catalog.values import UNCHECKED, Amount, Fact, Record, Show, Vocabularies
from catalog.values.text import TEXT

_NOT_AT_FAULT = (enum.__file__, typing.__file__)
"""Modules of Python in which mistakes of a class come to light."""


class BrokenModuleError(ImportError):
    """A module of the survey cannot be run."""


@cache
def import_object(path: str) -> Any:
    """Return the object at the import path `module:name`.

    Raises:
        ImportError: there is no such module or name, or the module cannot be run.
    """
    module, _, name = path.partition(":")
    try:
        with redirect_stdout(sys.stderr):  # what a command prints may be a file: `catalog export json`
            imported = getattr(import_module(module), name, None)
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        if isinstance(error, ImportError) and _is_missing(module, error):
            raise
        raise BrokenModuleError(f"the module {module} cannot be run: {_place(error)}{_said(error)}") from error
    if imported is None:
        raise ImportError(f"the module {module} has no `{name}`")
    return imported


def _is_missing(module: str, error: ImportError) -> bool:
    """Return whether the module itself is not there, rather than one that it imports."""
    return isinstance(error, ModuleNotFoundError) and f"{module}.".startswith(f"{error.name}.")


def _place(error: BaseException) -> str:
    """File and line of an error in somebody's module."""
    if isinstance(error, SyntaxError):
        return f"{error.filename}:{error.lineno}: "
    frames = [frame for frame in extract_tb(error.__traceback__) if not frame.filename.startswith("<")]
    frames = [frame for frame in frames if frame.filename not in _NOT_AT_FAULT]
    own = [frame for frame in frames if f"{sep}pydantic{sep}" not in frame.filename]
    return f"{own[-1].filename}:{own[-1].lineno}: " if own else ""


def _said(error: BaseException) -> str:
    """The first line of what an error says, with its name."""
    text = error.msg if isinstance(error, SyntaxError) else str(error)
    return f"{type(error).__name__}: {text.partition(chr(10))[0][:200]}"


def record_class(survey: SurveySettings) -> type[Record]:
    """Return the class of the records that the settings name.

    Raises:
        ImportError: there is none at its import path, or it is not a subclass of `Record`.
        FieldError: one of its fields cannot be presented as it says.
    """
    imported = import_object(str(survey.record))
    if not (isinstance(imported, type) and issubclass(imported, Record)):
        raise ImportError(f"{survey.record} is not a class of records")  # noqa: TRY004
    require_sound(imported)
    columns(imported)
    return imported


def all_columns(
    survey: SurveySettings, model: type[Record], vocabularies: Vocabularies | None = None
) -> tuple[Column, ...]:
    """Return the columns of the model, each with that of its families, then those of the survey's measures."""
    own = [each for column in columns(model) for each in (column, family_column(column, vocabularies or {})) if each]
    return (*own, *(measure_column(measure) for measure in survey.measures))


def family_column(column: Column, vocabularies: Vocabularies) -> Column | None:
    """Return the column of the families of words, a word without one by itself; None where none has a family."""
    entry = column.entry
    entries = vocabularies.get(entry.vocabulary, {}) if entry else {}
    families = {key: word.family or word.name for key, word in entries.items()}
    if not entry or not column.show.facet or not any(word.family for word in entries.values()):
        return None

    def read(record: Record) -> tuple[Fact[Any], ...]:
        return tuple(_of_family(fact, families) for fact in column.facts(record))

    return replace(
        column,
        path=f"{column.path}.family",
        show=Show(f"{column.label} family", facet=True),
        type=TEXT,
        description=f"The family that data/{entry.vocabulary}.yml gives for `{column.path}`, else the name itself.",
        examples=(),
        read=read,
        derived=True,
    )


def _of_family(fact: Fact[Any], families: Mapping[str, str]) -> Fact[Any]:
    """The same fact, of the families of its words; a rival may be of the same."""
    if fact is UNCHECKED:
        return fact
    values = tuple(dict.fromkeys(families.get(key, key) for key in fact.values))
    value = values if isinstance(fact.value, tuple) else next(iter(values), None)
    return replace(fact, value=value, instead=())


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
    return Column(
        measure.key,
        measure.label,
        show,
        Amount.type,
        many=False,
        description=text,
        examples=(),
        read=read,
        derived=True,
    )


def _number(fact: Fact[Amount]) -> float:
    return fact.value.number if fact.value else math.nan


def matches(item: Any, where: Mapping[str, str]) -> bool:
    """Return whether a measurement has the required value in every field of `where`."""
    for name, value in where.items():  # noqa: SIM110 - asked of every measurement for every column, and twice as fast
        if str(getattr(item, name, "")) != value:
            return False
    return True
