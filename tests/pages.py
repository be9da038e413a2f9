"""The hand-written pages, for surveys that have other records."""

from __future__ import annotations

import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
INTRODUCTION = "introduction.md"
"""The page that names records of the committed survey: their drawings, their addresses."""


def copy_pages(folder: Path, *ignored: str) -> None:
    """Copy the hand-written pages to `folder`, with nothing that names a record."""
    shutil.copytree(ROOT / "site", folder, ignore=shutil.ignore_patterns(*ignored))
    (folder / INTRODUCTION).write_text("# Introduction\n", encoding="utf-8")
