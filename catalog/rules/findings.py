"""What is found in one file by itself, and in several together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from catalog.errors import Problem
from catalog.load.records import Definition, LoadedFile
from catalog.rules.across import ACROSS
from catalog.rules.context import RecordContext, SurveyContext
from catalog.rules.keys import Key
from catalog.rules.within import WITHIN
from catalog.values import Record


@dataclass(frozen=True, slots=True)
class FileFindings:
    """The problems of one file by itself, and the keys that each cross-record rule extracted from it."""

    problems: tuple[Problem, ...] = ()
    keys: tuple[tuple[Key, ...], ...] = ()


class RecordChecker:
    """Applies every rule to the records of a survey, one after the other."""

    def __init__(self, definition: Definition) -> None:
        self._survey = SurveyContext(definition)
        self._across = [rule(definition) for rule in ACROSS]

    def findings(self, loaded: LoadedFile[Record]) -> FileFindings:
        """Return the problems of one record by itself, and the keys to compare with other records."""
        record = loaded.value or loaded.partial
        if record is None:
            return FileFindings(loaded.problems)
        context = RecordContext(loaded, record, self._survey)
        within = list(_within(context))
        # A warning about a partial record may only follow from what was removed.
        within = within if loaded.value else [problem for problem in within if problem.severity == "error"]
        return FileFindings((*loaded.problems, *within), tuple(tuple(rule.extract(context)) for rule in self._across))

    def compare(self, file: Path, findings: FileFindings) -> Iterator[Problem]:
        """Yield the problems of a record together with those before it."""
        for rule, keys in zip(self._across, findings.keys, strict=False):
            yield from rule.compare(file, keys)

    def finish(self) -> Iterator[Problem]:
        """Yield the problems that can only be known after the last record."""
        for rule in self._across:
            yield from rule.finish()


def _within(context: RecordContext) -> Iterator[Problem]:
    loaded = context.loaded
    for rule in WITHIN:
        for finding in rule(context):
            if not loaded.is_incomplete_at(finding.path):
                name = finding.rule if finding.rule != "record" else rule.__name__.replace("_", "-")
                yield loaded.locate(replace(finding, rule=name))
