"""A small survey with variants, rivals, bounds, vague dates and two lists of measurements."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from catalog.catalog import Catalog
from catalog.paths import Project
from catalog.rules import load
from tests.conftest import ROOT

BREAD = ROOT / "tests" / "second"


@pytest.fixture(scope="session")
def bread() -> Iterator[Catalog]:
    """The second survey, whose class is on the import path as an installed one would be."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(BREAD)
        yield load(Project(BREAD / "survey"))
