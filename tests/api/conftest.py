"""Two small surveys, each with its class on the import path as an installed one would be."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from catalog.catalog import Catalog
from catalog.exports.json import EXPORT
from catalog.paths import Project
from catalog.rules import load
from tests.conftest import ROOT

BREAD = ROOT / "tests" / "second"
KETTLES = ROOT / "tests" / "api" / "kettles"


@pytest.fixture(scope="session")
def bread() -> Iterator[Catalog]:
    """The second survey: variants, rivals, bounds, vague dates and two lists of measurements."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(BREAD)
        yield load(Project(BREAD / "survey"))


@pytest.fixture
def kettles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The survey of the examples in the current folder, below `kettles`, and its export beside it."""
    shutil.copytree(KETTLES, tmp_path / "kettles", ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.syspath_prepend(KETTLES)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "catalogue.json").write_bytes(EXPORT.content(load(Project(tmp_path / "kettles"))))
    return tmp_path / "kettles"
