"""What the check says of a proposal, before anything is written."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from catalog.contribute.issues.propose import Proposal
from catalog.errors import Problem
from catalog.paths import Project, write_file
from catalog.rules import check


def problems(project: Project, proposal: Proposal) -> list[Problem]:
    """The proposal's own problems, and all that the survey would have with it and has not without."""
    if not proposal.text:
        return list(proposal.problems)
    before = Counter(map(_sameness, check(project)))
    with TemporaryDirectory() as folder:
        trial = Project(Path(folder).resolve())
        shutil.copytree(project.data, trial.data, symlinks=True)
        write_file(trial.root / proposal.path, proposal.text)
        after = check(trial)
    new = [problem for problem in after if problem.file == proposal.path or before[_sameness(problem)] == 0]
    return [*proposal.problems, *new]


def _sameness(problem: Problem) -> tuple[str, ...]:
    return str(problem.file), problem.field, problem.message
