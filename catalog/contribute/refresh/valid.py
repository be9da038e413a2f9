"""Keeps from the records what their class or a rule refuses: it becomes a question, in the words of the refusal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from catalog.contribute.refresh.edits import apply_proposals
from catalog.contribute.refresh.proposal import EntryProposal, RecordProposal, RefreshQuestion, Saying, shown_value
from catalog.errors import Problem
from catalog.load.records import Definition, LoadedFile
from catalog.model.node import Node
from catalog.rules.findings import FileFindings, RecordChecker
from catalog.values import Record

Fault = tuple[str, str, str]
"""File, rule and message of a problem, wherever it stands."""


@dataclass(slots=True)
class ProposalCheck:
    """Accepts proposals one after the other, each beside those before it and all records that were added."""

    definition: Definition
    records: list[Record] = field(default_factory=list)
    """Those that were added and can be read."""
    _checker: RecordChecker = field(init=False)
    _findings: dict[Path, FileFindings] = field(default_factory=dict)
    _conflicts: frozenset[Fault] | None = None

    def __post_init__(self) -> None:
        self._checker = RecordChecker(self.definition)

    def add(self, loaded: LoadedFile[Record]) -> None:
        """Know a record, so that others do not repeat it."""
        self._findings[loaded.file] = self._checker.findings(loaded)
        self.records += [loaded.value] if loaded.value else []

    def accept(
        self, loaded: LoadedFile[Record], proposals: Sequence[RecordProposal], day: date
    ) -> tuple[str, tuple[RecordProposal, ...], tuple[RefreshQuestion, ...]]:
        """Return the text of a record with the proposals that fit, these, and a question for each of the others."""
        text = loaded.tree.text if loaded.tree else ""
        known = frozenset(map(_fault, self._findings[loaded.file].problems))
        model = Node.of(self.definition.model)
        together = apply_proposals(text, proposals, model, day)
        if together != text and not self._new_problem(loaded.file, together, known):
            return together, tuple(proposals), ()
        accepted: list[RecordProposal] = []
        refused: list[RefreshQuestion] = []
        for proposal in proposals:
            changed = apply_proposals(text, [proposal], model, day)
            if problem := self._new_problem(loaded.file, changed, known):
                refused.append(_question(proposal, problem))
            else:
                text = changed
                accepted.append(proposal)
        return text, tuple(accepted), tuple(refused)

    def _new_problem(self, file: Path, text: str, known: frozenset[Fault]) -> Problem | None:
        """The first problem that a text of a record has and it had not before; without one, the text is kept."""
        loaded = self.definition.read(self.definition.project.root / file, text.encode())
        findings = self._checker.findings(loaded)
        own = next((problem for problem in findings.problems if _fault(problem) not in known), None)
        if own:
            return own
        before = self._findings[file]
        self._findings[file] = findings
        if findings.keys != before.keys:
            others = self._known_conflicts(file, before)
            between = next((problem for problem in self._between() if _fault(problem) not in others), None)
            if between:
                self._findings[file] = before
                return between
        return None

    def _known_conflicts(self, file: Path, before: FileFindings) -> frozenset[Fault]:
        """The conflicts between records as they are without a change."""
        if self._conflicts is None:
            changed, self._findings[file] = self._findings[file], before
            self._conflicts = frozenset(map(_fault, self._between()))
            self._findings[file] = changed
        return self._conflicts

    def _between(self) -> Iterator[Problem]:
        """The problems of all records together."""
        checker = RecordChecker(self.definition)
        for file, findings in self._findings.items():
            yield from checker.compare(file, findings)
        yield from checker.finish()


def _fault(problem: Problem) -> Fault:
    return str(problem.file), problem.rule, problem.message


def _question(proposal: RecordProposal, problem: Problem) -> RefreshQuestion:
    claim = proposal.claims[0]
    reason = f"{problem.message}; {problem.hint}" if problem.hint else problem.message
    text = f"{shown_value(claim.value)} ({claim.where}) is not written: {reason}"
    steps = proposal.path if not isinstance(proposal, EntryProposal) else (*proposal.path, 0)
    said = Saying(claim.said.service, f"not written: {claim.said.value}")
    return RefreshQuestion(steps, proposal.label, text, said, claim.source)
