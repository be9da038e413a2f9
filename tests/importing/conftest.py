from pathlib import Path

import pytest

from catalog.load.records import open_survey
from catalog.paths import Project

SETTINGS = """\
title: Lighthouses
description: Towers with lamps.
record: tests.importing.lighthouses:Lighthouse
folder: lighthouses
one: lighthouse
many: lighthouses
newest: lit
columns: [lit]
"""

OFFICES = """\
nlb: {name: Northern Lighthouse Board, meaning: Scotland., aliases: [NLB Edinburgh]}
trinity: {name: Trinity House, meaning: England and Wales.}
"""


@pytest.fixture
def project(tmp_path):
    data = tmp_path / "data"
    (data / "lighthouses").mkdir(parents=True)
    (data / "survey.yml").write_text(SETTINGS, encoding="utf-8")
    (data / "offices.yml").write_text(OFFICES, encoding="utf-8")
    return Project(tmp_path)


@pytest.fixture
def survey(project):
    return open_survey(project)


@pytest.fixture
def written(tmp_path):
    """Writes a file into the survey's folder and names it."""

    def write(name: str, text: str) -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.fixture(scope="session")
def here():
    return Project(Path(__file__).resolve().parents[2])
