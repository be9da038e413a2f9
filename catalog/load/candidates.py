"""`data/candidates.yml`: what was looked at and is not in the catalogue, so that nobody looks it up twice."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from catalog.load.records import LoadedFile, read_file
from catalog.paths import Project
from catalog.values import Link, Slug, Text, When

FILE = "candidates.yml"


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


class Candidate(_Model):
    """One thing that has no record."""

    name: Text
    """What it is called."""
    link: Link
    """Where it was looked up."""
    reason: Text
    """Why it has no record, in a sentence."""
    date: When
    """When somebody looked."""
    by: Text | None = None
    """Who looked."""


class Candidates(_Model):
    """The content of the file."""

    waiting: dict[Slug, Candidate] = Field(default_factory=dict)
    """What belongs in the catalogue, but too little of it could be read."""
    dismissed: dict[Slug, Candidate] = Field(default_factory=dict)
    """What does not belong in the catalogue."""

    @property
    def lists(self) -> Mapping[str, Mapping[str, Candidate]]:
        """Both lists by their names."""
        return {"waiting": self.waiting, "dismissed": self.dismissed}


def read_candidates(project: Project) -> LoadedFile[Candidates]:
    """Return the file, which may be invalid; an empty one where there is none."""
    path = project.data / FILE
    if not path.exists():
        return LoadedFile(Path("data", FILE), Candidates(), ())
    return read_file(project, path, Candidates)


def known_candidates(project: Project) -> Candidates:
    """Return what the file holds; nothing where it is invalid, which `catalog check` reports."""
    return read_candidates(project).value or Candidates()
