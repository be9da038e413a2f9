"""A first record, from the arXiv identifier to the website, made with the real commands.

`python -m tests.contribute.transcript` writes their output to `site/first-record.md`.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from catalog.paths import Project
from tests.pages import copy_pages
from tests.standins.fixed import standin

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "site" / "first-record.md"
KEPT_RECORDS = ("slam-asr.yml", "salmonn.yml")
RECORD = "data/systems/loomasr.yml"
TODAY = "2026-01-15"
_COMMAND = "from catalog.cli import main; main()"
_GIT = {f"GIT_{who}_{what}": "newcomer" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}


@dataclass(frozen=True)
class Edit:
    """Lines of the record, before and after."""

    old: str
    new: str


STEPS: tuple[str | Edit, ...] = (
    "catalog new 2411.07777",
    Edit(
        '# institutes: {value: [alibaba], source: paper, where: "", verified: primary}',
        "institutes: {value: [Alibaba Group], source: paper, where: title page, verified: primary}",
    ),
    Edit(
        "# hours:\n#   ## ASR hours, in hours: Transcribed speech used to train the system for recognition.\n"
        '#   asr: {value: 50K+, source: paper, where: "", verified: primary}',
        "hours:\n  asr: {value: 960 h, source: paper, where: Section 4.1, verified: primary}",
    ),
    "catalog check",
    Edit("[Alibaba Group]", "[alibaba]"),
    Edit("value: 960 h,", "value: 960,"),
    "catalog check",
    f"catalog fmt --finish {RECORD}",
    "catalog diff",
    "catalog build",
)
"""The commands and edits, in order."""


def transcript(folder: Path) -> list[str]:
    """Return the output of each step, run in a copy of the survey in the empty `folder`."""
    project = _copy(folder)
    with standin() as web:
        environment = os.environ | web.environment | _GIT
        environment |= {"PYTHONPATH": str(ROOT), "XDG_CACHE_HOME": str(folder / "cache"), "COLUMNS": "100"}
        return [_apply(project, step) if isinstance(step, Edit) else _run(project, step, environment) for step in STEPS]


def with_blocks(page: str, outputs: list[str]) -> str:
    """Return `page` with its fenced blocks replaced, in order, by `outputs`."""
    remaining = iter(outputs)
    return re.sub(r"(?ms)^``` (\w+)\n.*?^```$", lambda match: f"``` {match[1]}\n{next(remaining)}\n```", page)


def blocks(page: str) -> list[str]:
    """Return the fenced blocks of a page."""
    return re.findall(r"(?ms)^``` \w+\n(.*?)\n```$", page)


def _copy(folder: Path) -> Project:
    root = folder / "survey"
    shutil.copytree(ROOT / "data", root / "data", ignore=shutil.ignore_patterns("systems", "archive"))
    copy_pages(root / "site")
    shutil.copy(ROOT / "CONTRIBUTING.md", root)
    (root / "data" / "systems").mkdir()
    for name in KEPT_RECORDS:
        shutil.copy(ROOT / "data" / "systems" / name, root / "data" / "systems")
    for arguments in (("init", "-q"), ("add", "."), ("commit", "-q", "-m", "Survey")):
        subprocess.run(["git", *arguments], cwd=root, env=os.environ | _GIT, check=True)
    return Project(root)


def _apply(project: Project, edit: Edit) -> str:
    file = project.root / RECORD
    text = file.read_text(encoding="utf-8")
    if text.count(edit.old) != 1:
        sys.exit(f"{RECORD} does not hold once: {edit.old}")
    file.write_text(text.replace(edit.old, edit.new), encoding="utf-8")
    marked = [("-", line) for line in edit.old.splitlines()] + [("+", line) for line in edit.new.splitlines()]
    return "\n".join(sign + line for sign, line in marked)


def _run(project: Project, command: str, environment: dict[str, str]) -> str:
    done = subprocess.run(
        [sys.executable, "-c", _COMMAND, *command.split()[1:]],
        cwd=project.root,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        timeout=180,
        check=False,
    )
    return f"$ {command}\n{_normalised(done.stdout, project.root)}".rstrip()


def _normalised(text: str, root: Path) -> str:
    """Return `text` without what depends on the machine or the day."""
    text = text.replace(f"{root}/", "").replace(date.today().isoformat(), TODAY)  # noqa: DTZ011
    return re.sub(r"\d+ pages in [\d.]+ s", "The pages are built", text)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        PAGE.write_text(with_blocks(PAGE.read_text(encoding="utf-8"), transcript(Path(folder))), encoding="utf-8")
