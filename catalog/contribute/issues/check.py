"""Checks a proposal before anything is written."""

from __future__ import annotations

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

from catalog.contribute.issues.proposal import Proposal
from catalog.errors import Problem
from catalog.paths import Project, write_file
from catalog.rules import CheckCache, check


def check_proposal(project: Project, proposal: Proposal) -> list[Problem]:
    """Return the proposal's own problems, and those that the survey has with it but not without it."""
    if not proposal.text:
        return list(proposal.problems)
    cache = CheckCache()
    before = {problem.identity for problem in check(project, cache)}
    with TemporaryDirectory() as folder:
        copy = Project(Path(folder).resolve())
        shutil.copytree(project.data, copy.data, symlinks=True)
        write_file(copy.root / proposal.path, proposal.text)
        after = check(copy, cache.for_other_run())
    new = [problem for problem in after if problem.file == proposal.path or problem.identity not in before]
    return [*proposal.problems, *new]
