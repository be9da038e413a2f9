"""Makes a small survey on disk, and commits it."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from catalog.paths import Project

SETTINGS = """\
title: Kettles
description: Kettles compared.
record: tests.history.toy:Kettle
folder: kettles
one: kettle
many: kettles
newest: sold
columns: [sold, volume]
address: https://kettles.example.org/all/
"""
MAKERS = """\
acme: {name: Acme, meaning: Makes everything.}
bolt: {name: Bolt & Sons, meaning: Makes bolts.}
"""
BOILER = """\
slug: boiler
name: Boiler
sources:
  box: {title: The box}
volume: {value: 1.2K, source: survey}
heat: {value: gas, source: box, where: back, verified: secondary}
makers: [acme]
lids:
  - {name: hinged, weight: 80}
  - {name: loose, weight: 70}
boils:
  - {water: 1 litre, value: 200}
  - {water: 2 litres, value: 400}
"""
WHISTLER = "slug: whistler\nname: Whistler\nsold: 2001\n"


def make_survey(root: Path, **records: str) -> Project:
    """A survey with these records (slug → YAML), or with the boiler and the whistler."""
    folder = root / "data" / "kettles"
    folder.mkdir(parents=True)
    (root / "data" / "survey.yml").write_text(SETTINGS, encoding="utf-8")
    (root / "data" / "makers.yml").write_text(MAKERS, encoding="utf-8")
    for slug, text in (records or {"boiler": BOILER, "whistler": WHISTLER}).items():
        (folder / f"{slug}.yml").write_text(text, encoding="utf-8")
    return Project(root.resolve())


def record(project: Project, slug: str) -> Path:
    """The file of a record."""
    return project.data / "kettles" / f"{slug}.yml"


def change(file: Path, *swaps: tuple[str, str]) -> None:
    """Replace text that must be there."""
    text = file.read_text(encoding="utf-8")
    for old, new in swaps:
        assert old in text
        text = text.replace(old, new)
    file.write_text(text, encoding="utf-8")


def git(root: Path, *arguments: str, day: int = 1) -> str:
    """Run git as somebody, at noon of a day of January 2026."""
    when = f"2026-01-{day:02}T12:00:00+00:00"
    who = {"GIT_AUTHOR_NAME": "Ada", "GIT_AUTHOR_EMAIL": "ada@example.org"}
    who |= {"GIT_COMMITTER_NAME": "Ada", "GIT_COMMITTER_EMAIL": "ada@example.org"}
    away = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    environment = os.environ | who | away | {"GIT_AUTHOR_DATE": when, "GIT_COMMITTER_DATE": when}
    done = subprocess.run(
        ["git", "-C", str(root), *arguments],
        env=environment,
        check=True,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    return done.stdout


def commit(project: Project, message: str = "Change", day: int = 1) -> str:
    """Commit everything; the commit's id."""
    if not (project.root / ".git").exists():
        git(project.root, "init", "-q", "-b", "main")
    git(project.root, "add", "-A")
    git(project.root, "commit", "-q", "--allow-empty", "-m", message, day=day)
    return git(project.root, "rev-parse", "HEAD").strip()
