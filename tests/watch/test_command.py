"""`catalog watch` as people and workflows call it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from catalog.cli import group
from catalog.watch.state import FILE
from tests.standins.clock import without_waiting
from tests.standins.exchange import Said
from tests.standins.faults import portal
from tests.standins.world import Paper, Release
from tests.watch.world import HAPPENED, TOKENS, WEEK, Watched, paper, repository, watched

NUMBERS = (2, 22, 25, 29, 33)
LOOK = """\
watch:
  days: 60
  categories: [cs.CL]
  words: {any: [shuttle]}
"""
HOSTILE = "<img src=x>@everyone #1 GH-2 `rm`\u202e\u001b[31m [click](http://evil.example) <!-- --> | **bold**"
Run = Callable[..., Result]


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Watched]:
    clock = without_waiting(monkeypatch)
    with watched(tmp_path / "survey", NUMBERS, clock) as world:
        for name, value in (world.standing.environment | TOKENS).items():
            monkeypatch.setenv(name, value)
        yield world


@pytest.fixture
def run(world: Watched) -> Run:
    def call(*arguments: str | Path) -> Result:
        known = ["watch", "--survey", str(world.project.root), "--no-cache", *map(str, arguments)]
        return CliRunner().invoke(group, known, standalone_mode=False)

    return call


def happen(world: Watched) -> None:
    """A week later: a version, a release, a repository that is gone, a gated model, and one paper that is new."""
    world.standing.clock.pass_by(WEEK)
    services = world.standing.world
    services.paper(paper(2)).version, services.paper(paper(2)).updated = 2, HAPPENED
    services.repository(repository(22)).releases.append(Release("v2 @everyone #5 <!-- x -->", HAPPENED))
    services.repository(repository(25)).is_private = True
    services.entry(repository(33)).gated = "manual"


def new_papers(world: Watched, count: int, title: str = "A Shuttle") -> None:
    papers = [
        Paper(f"2611.{number:05}", f"{title} {number}", submitted="2026-11-10", abstract="A shuttle flies.")
        for number in range(count)
    ]
    for each in papers:
        each.categories = ["cs.CL"]
    world.standing.world.papers += papers
    settings = world.project.settings
    settings.write_text(settings.read_text(encoding="utf-8") + LOOK, encoding="utf-8")


def test_nothing_is_written_without_being_asked_to(world: Watched, run: Run):
    happen(world)
    assert run().return_value == 1
    assert not (world.project.data / FILE).exists()


def test_what_is_written_is_told_once(world: Watched, run: Run):
    first = run("--write")
    assert (first.return_value, "Nothing new, no change at the sources." in first.output) == (0, True)
    happen(world)
    assert run().return_value == 1
    told = run("--write")
    assert told.return_value == 0
    assert (
        "1 fact rests on “The card”, read 2026-10-01; its files need the owner's permission (2026-11-25)" in told.output
    )
    content = (world.project.data / FILE).read_bytes()
    again = run("--write")
    assert again.return_value == 0
    assert "4 changes that were told before wait until somebody reads their sources again" in again.output
    assert (world.project.data / FILE).read_bytes() == content


def test_the_text_groups_changes_by_record_the_gravest_first(world: Watched, run: Run):
    run("--write")
    happen(world)
    output = run().output
    assert re.findall(r"^Loom \d+$", output, re.MULTILINE) == ["Loom 25", "Loom 33", "Loom 2", "Loom 22"]
    assert "GitHub 10 requests" in output  # five repositories, one of them twice, and four releases
    assert "3 facts rest on “The paper”, read 2026-10-01; version 2 of the paper appeared (2026-11-21)" in output


def test_the_json_has_the_documented_keys(world: Watched, run: Run):
    run("--write")
    happen(world)
    new_papers(world, 1)
    report = json.loads(run("--format", "json").output)
    assert list(report) == ["checked", "news", "left_out", "changes", "not_asked", "services"]
    assert [(change["work"], change["kind"], change["new"]) for change in report["changes"]] == [
        (f"github:{repository(25)}", "gone", True),
        (f"huggingface:{repository(33)}", "gated", True),
        (f"arxiv:{paper(2)}", "version", True),
        (f"github:{repository(22)}", "release", True),
    ]
    assert report["changes"][2]["citations"] == [
        {
            "record": "loom-2",
            "name": "Loom 2",
            "source": "paper",
            "title": "The paper",
            "url": f"https://arxiv.org/abs/{paper(2)}",
            "read": "2026-10-01",
            "facts": ["released", "paper", "arxiv"],
        }
    ]
    assert [news["work"] for news in report["news"]] == ["arxiv:2611.00000"]
    assert report["services"]["arXiv"]["requests"] >= 1


def test_nothing_from_outside_is_obeyed_by_a_terminal_or_by_github(world: Watched, run: Run, tmp_path: Path):
    run("--write")
    happen(world)
    new_papers(world, 1, f"{HOSTILE} Shuttle")
    text = run().output
    assert all(line.isprintable() for line in text.split("\n"))
    for options in ([], ["--issue", tmp_path / "none.md"]):
        markdown = run("--format", "markdown", *options).output
        assert not re.search(
            r"(?<!\\)<(?!!-- |/?sub>)|@\w|(?<![(/\w])#\d|GH-\d|\]\(http://evil|\u202e|\u001b", markdown
        )
        comments = re.findall(r"<!-- (.*?) -->", markdown)
        assert "x" not in comments


def test_the_issue_keeps_lines_as_people_left_them_and_adds_eight(world: Watched, run: Run, tmp_path: Path):
    body = tmp_path / "body.md"
    new_papers(world, 11)
    first = run("--format", "markdown", "--issue", body, "--write").output
    lines = [line for line in first.split("\n") if line.startswith("- [ ] ")]
    assert len(lines) == 8
    assert "3 more were found; the next runs bring them." in first
    taken, noted, dropped = lines[:3]
    edited = first.replace(taken, taken.replace("[ ]", "[x]")).replace(noted, f"{noted}\n  > I read it: not ours.")
    edited = edited.replace(f"{dropped}\n", "")
    body.write_text(f"Please read this first.\n{edited}\nA remark at the end.\n", encoding="utf-8", newline="\r\n")
    world.standing.clock.pass_by(WEEK)
    second = run("--format", "markdown", "--issue", body, "--write").output
    assert second.startswith("Please read this first.\n")
    assert second.rstrip().endswith("A remark at the end.")
    assert taken.replace("[ ]", "[x]") in second
    assert f"{noted}\n  > I read it: not ours." in second
    assert dropped not in second
    assert len(re.findall(r"^- \[[ x]\] ", second, re.MULTILINE)) == 7 + 3
    third = run("--format", "markdown", "--issue", tmp_path / "closed.md", "--write").output
    assert "- [ ]" not in third  # the issue was closed: nothing of it is offered again


def test_lines_go_when_what_they_name_has_a_record_or_was_dismissed(world: Watched, run: Run, tmp_path: Path):
    body = tmp_path / "body.md"
    new_papers(world, 3)
    body.write_text(run("--format", "markdown", "--issue", body, "--write").output, encoding="utf-8")
    file = world.project.data / "looms" / "loom-2.yml"
    file.write_text(file.read_text(encoding="utf-8").replace(paper(2), "2611.00000"), encoding="utf-8")
    dismissed = {"name": "Flying", "link": "https://arxiv.org/abs/2611.00001v1", "reason": "No loom.", "date": "2026"}
    text = json.dumps({"dismissed": {"flying": dismissed}})
    (world.project.data / "candidates.yml").write_text(text, encoding="utf-8")
    second = run("--format", "markdown", "--issue", body, "--write").output
    assert re.findall(r"^- \[ \] .*<!-- (\S+) -->$", second, re.MULTILINE) == ["arxiv:2611.00002"]


def test_a_body_of_many_changes_fits_into_an_issue(world: Watched, run: Run, tmp_path: Path):
    run("--write")
    happen(world)
    for number in NUMBERS:
        file = world.project.data / "looms" / f"loom-{number}.yml"
        title = "A source with a long title " * 500
        file.write_text(file.read_text(encoding="utf-8").replace("The paper", title), encoding="utf-8")
    text = run("--format", "markdown", "--issue", tmp_path / "none.md").output
    assert len(text) < 65_536


def test_a_service_that_fails_is_told_in_every_format(world: Watched, run: Run, tmp_path: Path):
    world.standing.plant("GitHub", "/*", portal())
    happen(world)
    for options in (["text"], ["json"], ["markdown"], ["markdown", "--issue", tmp_path / "none.md"]):
        output = run("--format", *options).output
        assert "GitHub: " in output
        assert "5 repositories" in output


def test_where_nothing_can_be_reached_nothing_is_written(
    world: Watched, run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    for name in world.standing.environment:
        if name.startswith("CATALOG_"):
            monkeypatch.setenv(name, "http://127.0.0.1:9")
    output = tmp_path / "report.md"
    result = run("--write", "--output", output)
    assert result.return_value == 3
    assert not output.exists()
    assert not (world.project.data / FILE).exists()
    lines = result.output.strip().split("\n")
    assert [line.partition(":")[0] for line in lines] == ["arXiv", "GitHub", "Hugging Face", "Error"]


def test_a_damaged_state_is_reported_and_left_as_it_is(world: Watched, run: Run):
    file = world.project.data / FILE
    file.write_text('{"version": 1, "works": {"a": 1}}\n', encoding="utf-8")
    result = run("--write")
    assert type(result.exception).__name__ == "DataError"
    assert file.read_text(encoding="utf-8") == '{"version": 1, "works": {"a": 1}}\n'


@pytest.mark.parametrize("options", [["--issue", "x.md"], ["--budget", "0"], ["--cache", "x"]])
def test_options_that_make_no_sense_are_refused(run: Run, options: list[Any]):
    assert type(run(*options).exception).__name__ in {"UsageError", "BadParameter"}


def test_a_state_that_another_run_wrote_meanwhile_is_not_lost(world: Watched, run: Run):
    run("--write")
    happen(world)
    file = world.project.data / FILE
    other = file.read_text(encoding="utf-8").replace("{", '{\n"offered": {"arxiv:2611.00001": "2026-11-20"},', 1)

    def meanwhile(_: object) -> Said:
        file.write_text(other, encoding="utf-8")
        return Said(503)

    world.standing.plant("GitHub", "/*", meanwhile, 1)
    assert "was changed while the services were asked" in str(run("--write").exception)
    assert file.read_text(encoding="utf-8") == other
    assert run("--write").exception is None
    assert "arxiv:2611.00001" in file.read_text(encoding="utf-8")
