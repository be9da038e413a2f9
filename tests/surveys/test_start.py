"""Every command of the guide "Start your own survey" does what it says."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT

BLOCK = re.compile(r"^```(?P<kind>\w+)(?: (?P<file>\S+))?\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks() -> Iterator[tuple[str, str, str]]:
    """Each block: its language, the file that it belongs into, its text."""
    for match in BLOCK.finditer((ROOT / "START.md").read_text(encoding="utf-8")):
        yield match["kind"], match["file"] or "", match["text"]


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The folder in which the guide was followed, and what the commands printed."""
    folder = tmp_path_factory.mktemp("start")
    (folder / "bin").mkdir()
    command = folder / "bin" / "catalog"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m catalog "$@"\n', encoding="utf-8")
    command.chmod(0o755)
    path = f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}"
    environment = os.environ | {"PATH": path, "PYTHONPATH": str(ROOT), "XDG_CACHE_HOME": str(folder / "cache")}
    printed, here = "", folder
    for kind, file, text in blocks():
        if file:
            target = folder / file
            before = target.read_text(encoding="utf-8") if target.exists() else ""
            target.write_text(f"{before.rstrip()}\n{text}".lstrip(), encoding="utf-8")
            continue
        assert kind == "sh"
        script = f"set -e\n{text}pwd > {folder / 'here'}\n"
        ran = subprocess.run(
            ["sh", "-c", script],
            cwd=here,
            env=environment,
            capture_output=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )
        assert ran.returncode == 0, f"{text}\n{ran.stdout}\n{ran.stderr}"
        here = Path((folder / "here").read_text(encoding="utf-8").strip())
        printed += ran.stdout + ran.stderr
    return folder, printed


def test_every_command_of_the_guide_succeeds(done):
    _, printed = done
    assert printed.count("No problems found.") == 2
    assert "boiling" in printed


def test_the_guide_leaves_websites_worth_showing(done):
    folder, _ = done
    samovar = (folder / "kettles" / "build" / "html" / "kettles" / "samovar" / "index.html").read_text(encoding="utf-8")
    assert "Boiling time" in samovar
    assert "4 min" in samovar
    tower = (folder / "from-table" / "build" / "html" / "kettles" / "tower" / "index.html").read_text(encoding="utf-8")
    assert "https://shop.example.org/tower" in tower


def test_a_table_that_did_not_change_changes_nothing(done):
    folder, printed = done
    records = {file.stem for file in (folder / "from-table" / "data" / "kettles").glob("*.yml")}
    assert records == {"tower", "pot", "urn"}
    assert "Nothing" in printed
