"""A catalogue made of records written in the test."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from catalog.catalog import Catalog
from catalog.paths import Project
from catalog.rules import load
from tests.api.conftest import bread  # noqa: F401 - a fixture

Make = Callable[..., Catalog]

CITE = """cite:
  {title: paper.title, authors: paper.authors, date: released, venue: paper.venue, kind: paper.kind,
    doi: paper.doi, arxiv: paper.arxiv, link: paper.link}
"""


@pytest.fixture
def make(small_survey: Project) -> Make:
    """Records given as mappings, each with a slug, become a catalogue."""
    for file in (small_survey.data / "systems").iterdir():
        file.unlink()
    settings = small_survey.settings
    settings.write_text(settings.read_text(encoding="utf-8") + CITE, encoding="utf-8")

    def catalog(*records: dict[str, Any]) -> Catalog:
        for record in records:
            file = Path(small_survey.data, "systems", f"{record['slug']}.yml")
            file.write_text(
                yaml.safe_dump({"name": record["slug"].upper()} | record, allow_unicode=True), encoding="utf-8"
            )
        return load(small_survey)

    return catalog
