"""`watch:` of a new survey is an example that works once its comment signs are gone."""

from __future__ import annotations

from pathlib import Path

from catalog.load.records import open_survey
from catalog.paths import Project
from catalog.watch.news.queries import arxiv_query
from tests.conftest import Command


def test_the_example_in_a_new_survey_is_valid_as_soon_as_it_is_no_comment(tmp_path: Path, command: Command) -> None:
    assert command("init", "ovens").returncode == 0
    file = tmp_path / "ovens" / "data" / "survey.yml"
    before, title, example = file.read_text(encoding="utf-8").partition("# watch:")
    example, rest, after = example.partition("# The columns")
    lines = (title + example).splitlines()
    assert all(line.startswith("# ") for line in lines)
    settings = "\n".join(line.removeprefix("# ") for line in lines)
    file.write_text(f"{before}{settings}\n{rest}{after}", encoding="utf-8")
    done = command("check", cwd=tmp_path / "ovens")
    assert done.returncode == 0, done.stdout
    watch = open_survey(Project(tmp_path / "ovens")).settings.watch
    assert watch is not None
    assert watch.words.all == (("open source",), ("tool", "program"))
    assert arxiv_query(watch).startswith("cat:cs.SE AND ")
