"""Every how-to of ARCHITECTURE.md, done to a copy of the project as a newcomer would do it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.conftest import ROOT

DOCUMENT = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```\w+\n(?P<first>[^\n]+)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
PLACE = re.compile(r"(?:#|\{#|//) (?P<path>[\w./-]+)(?:, (?P<where>below|in place of) `(?P<anchor>.+)`)?(?: #\})?")

Run = Callable[..., str]


@dataclass(frozen=True)
class Change:
    """A code block of a how-to: a file to write, or lines to put below a line or in place of it."""

    path: str
    where: str
    anchor: str
    lines: str

    def apply(self, root: Path) -> None:
        file = root / self.path
        if not self.where:
            assert not file.exists(), f"{self.path} is there already"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(self.lines, encoding="utf-8")
            return
        text = file.read_text(encoding="utf-8")
        matches = re.findall(rf"^.*{re.escape(self.anchor)}.*\n", text, re.MULTILINE)
        assert len(matches) == 1, f"{self.path} has {self.anchor!r} {len(matches)} times"
        above = matches[0] if self.where == "below" else ""
        file.write_text(text.replace(matches[0], above + self.lines), encoding="utf-8")


def changes(heading: str) -> list[Change]:
    """The code blocks below a heading that begin with the name of a file."""
    section = re.split(r"^## ", DOCUMENT.partition(f"\n## {heading}\n")[2], maxsplit=1, flags=re.MULTILINE)[0]
    blocks = [(PLACE.fullmatch(match["first"]), match["body"]) for match in BLOCK.finditer(section)]
    return [
        Change(place["path"], place["where"] or "", place["anchor"] or "", body) for place, body in blocks if place
    ]


@pytest.fixture
def follow(tmp_path: Path) -> Callable[[str, int], Run]:
    """Copies the project with a survey of one record, follows a how-to, and gives the copy's `catalog` command."""

    def start(heading: str, most_files: int) -> Run:
        for name in ("catalog", "site", "templates"):
            shutil.copytree(ROOT / name, tmp_path / name)
        shutil.copy(ROOT / "mkdocs.yml", tmp_path)
        shutil.copytree(ROOT / "tests" / "faults" / "base", tmp_path / "data")
        steps = changes(heading)
        assert steps, f"ARCHITECTURE.md has no how-to {heading!r}"
        assert len({step.path for step in steps if not step.path.startswith("data/")}) <= most_files
        for step in steps:
            step.apply(tmp_path)
        return run

    def run(*arguments: str, status: int = 0, program: str = "from catalog.cli import main; main()") -> str:
        result = subprocess.run(
            [sys.executable, "-W", "error", "-c", program, *arguments],
            cwd=tmp_path,
            env=os.environ | {"PYTHONPATH": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path / "cache")},
            capture_output=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )
        assert result.returncode == status, result.stdout + result.stderr
        return result.stdout + result.stderr

    return start


def test_adding_a_command_takes_two_files(follow: Callable[[str, int], Run]) -> None:
    run = follow("Add a command", 2)
    assert run("count") == "1\n"
    assert "count" in run("--help")


def test_adding_an_export_format_takes_one_file(follow: Callable[[str, int], Run]) -> None:
    run = follow("Add an export format", 1)
    assert run("export", "names") == "Whole ASR\n"
    assert "The names alone, one a line." in run("export", "--help")
