"""What is found in one file by itself, and what it gives to the rules about all records."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from catalog.errors import Problem
from catalog.load.records import Definition, LoadedFile
from catalog.rules.across import CrossRecordRule
from catalog.rules.context import RecordContext
from catalog.rules.keys import Key
from catalog.rules.within import WITHIN
from catalog.values import Record


@dataclass(frozen=True, slots=True)
class FileFindings:
    """The problems of one file by itself, and the keys that each cross-record rule extracted from it."""

    problems: tuple[Problem, ...] = ()
    keys: tuple[tuple[Key, ...], ...] = ()


def file_findings(definition: Definition, rules: Sequence[CrossRecordRule], loaded: LoadedFile[Record]) -> FileFindings:
    """Return the problems of one record by itself, and the keys to compare with other records."""
    record = loaded.value or loaded.partial
    if record is None:
        return FileFindings(loaded.problems)
    within = list(_within(definition, loaded, record))
    # A warning about a partial record may only follow from what was removed.
    within = within if loaded.value else [problem for problem in within if problem.severity == "error"]
    return FileFindings((*loaded.problems, *within), tuple(tuple(rule.extract(loaded, record)) for rule in rules))


def _within(definition: Definition, loaded: LoadedFile[Record], record: Record) -> Iterator[Problem]:
    context = RecordContext(loaded, record, definition)
    for rule in WITHIN:
        for finding in rule(context):
            if not loaded.is_incomplete_at(finding.path):
                name = finding.rule if finding.rule != "record" else rule.__name__.replace("_", "-")
                yield loaded.locate(replace(finding, rule=name))
