"""What was proposed or asked once is not proposed or asked again, until a service says something else."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import fields
from datetime import date
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from catalog import paths
from catalog.cli.refresh import command
from catalog.cli.watch import command as watch_command
from catalog.contribute.refresh import valid
from catalog.contribute.refresh.edits import apply_proposals
from catalog.contribute.refresh.memory import kept_memory, merged_memory, with_told
from catalog.contribute.refresh.proposal import RecordProposal, RefreshQuestion, Saying, asked_together
from catalog.contribute.stated import StatedSource, of_model
from catalog.errors import SetupError
from catalog.load.records import open_survey
from catalog.model.node import Node
from catalog.paths import Project
from catalog.services.huggingface import HubRepository
from catalog.watch.state import FILE, WatchState, as_text, read_state, write_state
from tests.contribute.refresh.test_refresh import DECLARED, TOKENS
from tests.standins import faults
from tests.standins.clock import without_waiting
from tests.standins.server import StandIns, stand_ins

Run = Callable[..., Result]
DAY = date(2026, 11, 28)
LOOM = "records/loom.yml"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A survey with one record, of which the services know more than it says, and something else."""
    for name, text in DECLARED.items():
        (tmp_path / "data" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "data" / name).write_text(text, encoding="utf-8")
    edit(tmp_path, since={"value": "2024-10-01", "source": "page", "where": "top"})
    return Project(tmp_path)


def edit(root: Path, **changed: object) -> dict[str, object]:
    """Change fields of the record by hand; None deletes one."""
    file = root / "data" / LOOM
    content = yaml.safe_load(file.read_text(encoding="utf-8")) | changed
    content = {name: value for name, value in content.items() if value is not None}
    file.write_text(yaml.safe_dump(content, sort_keys=False), encoding="utf-8")
    return content


@pytest.fixture
def standing(monkeypatch: pytest.MonkeyPatch) -> Iterator[StandIns]:
    without_waiting(monkeypatch)
    with stand_ins() as standing:
        for name, value in (standing.environment | TOKENS).items():
            monkeypatch.setenv(name, value)
        yield standing


@pytest.fixture
def run(project: Project, standing: StandIns) -> Run:
    def call(*arguments: str | Path) -> Result:
        options = [*map(str, arguments), "--survey", str(project.root), "--no-cache"]
        return CliRunner().invoke(command, options, standalone_mode=False)

    return call


def proposed(project: Project) -> Mapping[str, Mapping[str, date]]:
    return read_state(project).proposed


def found(result: Result) -> tuple[int, list[str]]:
    """How much was said before, and the fields of what is proposed and asked."""
    content = json.loads(result.stdout)
    kinds = ("filled", "rivals", "added", "questions")
    names = [each["field"] for record in content["records"] for kind in kinds for each in record[kind]]
    return content["said_before"], sorted(names)


def test_without_being_written_it_is_said_each_time(run: Run, project: Project) -> None:
    first, second = run("--format", "json"), run("--format", "json")
    assert found(first) == found(second) == (0, ["licence", "people", "since", "title"])
    assert (first.return_value, second.return_value) == (1, 1)
    assert not (project.data / FILE).exists()


def test_a_value_that_was_deleted_does_not_come_back(run: Run, project: Project) -> None:
    assert run("--write").return_value == 0
    written = edit(project.root, title=None, since={"value": "2024-10-01", "source": "page", "where": "top"})
    assert "people" in written
    again = run("--format", "json")
    assert (again.return_value, *found(again)) == (0, 2, [])
    assert "Nothing new; 2 said before (`--all` lists them)." in run().stdout


def test_all_says_everything_anew_and_writes_it(run: Run, project: Project) -> None:
    run("--write")
    edit(project.root, title=None)
    again = run("--all", "--format", "json")
    assert (again.return_value, *found(again)) == (1, 0, ["title"])
    run("--all", "--write")
    assert "title" in edit(project.root)


def test_what_a_service_says_now_for_the_first_time_is_said(run: Run, project: Project, standing: StandIns) -> None:
    run("--write")
    edit(project.root, title=None, licence=None)
    standing.world.paper("2411.07777").title = "LoomASR: Weaving"
    again = run("--write", "--format", "json")
    assert found(again) == (1, ["title"])
    (key,) = [key for key in proposed(project) if key.endswith(" title")]
    assert [*proposed(project)[key]] == ["LoomASR: Weaving"]


def test_a_question_is_asked_once_and_shown_folded_or_apart_afterwards(
    run: Run, project: Project, standing: StandIns
) -> None:
    paper = standing.world.paper("2411.07777")
    paper.is_withdrawn, paper.comment = True, "This paper has been withdrawn by the authors"
    assert "Its authors withdrew the paper" in run("--write").stdout
    again = run()
    assert again.return_value == 0
    assert "withdrew" not in again.stdout
    markdown = run("--format", "markdown").stdout
    before, heading, after = markdown.partition("Asked before (1)")
    assert heading
    assert "withdrew" not in before
    assert "withdrew" in after


def test_what_a_service_that_failed_said_before_is_remembered(run: Run, project: Project, standing: StandIns) -> None:
    run("--write")
    edit(project.root, title=None)
    remembered = proposed(project)
    standing.plant("arXiv", "*", faults.portal())
    run("--write")
    assert proposed(project) == remembered


def test_what_is_told_of_a_record_that_is_gone_is_forgotten(run: Run, project: Project) -> None:
    state = WatchState(proposed={"gone arxiv title": {"A": DAY}, "loom crossref doi": {"10.1": DAY}})
    write_state(project, state)
    run("--write")
    assert not {"gone arxiv title", "loom crossref doi"} & {*proposed(project)}


def test_both_commands_keep_what_the_other_one_wrote(run: Run, project: Project) -> None:
    run("--write")
    remembered = proposed(project)
    assert remembered
    options = ["--survey", str(project.root), "--no-cache", "--write"]
    assert CliRunner().invoke(watch_command, options, standalone_mode=False).return_value == 0
    state = read_state(project)
    assert state.proposed == remembered
    assert state.works
    edit(project.root, title=None, people=None)
    run("--write", "--all")
    assert read_state(project).works == state.works
    assert read_state(project).checked == state.checked


def test_each_place_has_a_line_of_its_own_in_the_file(run: Run, project: Project) -> None:
    run("--write")
    lines = (project.data / FILE).read_text(encoding="utf-8").splitlines()
    told = [line for line in lines if line.startswith('"loom ')]
    assert told == sorted(told)
    assert len(told) == 4
    assert all(len(line) < 200 for line in told)


@given(st.text(max_size=2000))
def test_a_long_value_is_known_by_a_short_one(text: str) -> None:
    said = Saying.by("arxiv", text)
    assert said == Saying.by("arxiv", text)
    assert len(said.value) < 500
    assert said.value.isprintable()
    assert said != Saying.by("arxiv", f"{text}{'x' * 100}")


def test_results_are_remembered_until_they_have_another_value() -> None:
    before = {"a results results[x]": {"1.0": DAY}, "a results results[y]": {"2.0": DAY}, "b results r": {"3": DAY}}
    kept = kept_memory("a", before, {("a results results[x]", "1.5")}, ["arxiv"])
    assert kept == {"a results results[y]": {"2.0": DAY}}
    told = with_told(kept, [("a results results[x]", "1.5")], DAY)
    assert merged_memory(before, {"a": told}, ["a", "b"]) == {
        "a results results[x]": {"1.5": DAY},
        "a results results[y]": {"2.0": DAY},
        "b results r": {"3": DAY},
    }


def test_the_text_of_a_state_with_proposals_is_read_again() -> None:
    state = WatchState(proposed={"b x y": {"2": DAY, "1": DAY}, "a x y": {"é": DAY}})
    assert WatchState.model_validate_json(as_text(state)) == state
    assert as_text(state).index('"a x y"') < as_text(state).index('"b x y"')


def test_a_record_by_its_former_name_or_a_wrong_one_is_a_wrong_use(run: Run, project: Project) -> None:
    edit(project.root, formerly=["spindle"])
    assert "it is called 'loom' now" in str(run("spindle").exception)
    assert "did you mean `loom`?" in str(run("looom").exception)


def test_a_record_with_errors_is_told_and_left_alone(run: Run, project: Project) -> None:
    broken = project.data / "records" / "broken.yml"
    broken.write_text("slug: broken\nname: [\n", encoding="utf-8")
    before = broken.read_bytes()
    result = run("--write")
    assert result.return_value == 0
    assert "Left as it is: data/records/broken.yml: " in result.stdout
    assert broken.read_bytes() == before
    assert open_survey(project).problems == ()


def test_a_file_that_cannot_be_written_ends_the_command_with_a_sentence(
    run: Run, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path, content: object) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS), str(path))

    before = {file: file.read_bytes() for file in project.data.rglob("*") if file.is_file()}
    monkeypatch.setattr(paths, "write_at_once", refuse)
    result = run("--write")
    assert isinstance(result.exception, SetupError)
    assert "loom.yml: Read-only file system" in str(result.exception)
    assert {file: file.read_bytes() for file in project.data.rglob("*") if file.is_file()} == before


def test_the_same_question_about_several_variants_is_one_line() -> None:
    page = StatedSource("page", "https://example.org/", "Page")
    said = Saying.by("github", "MIT")
    questions = [RefreshQuestion((), "Licence", "Which?", said, page, part) for part in ("7B", "13B")]
    questions.append(RefreshQuestion((), "Licence", "Why?", said, page, "70B"))
    together = asked_together(questions)
    assert [(each.place, each.text) for each in together] == [
        ("Licence (7B, 13B)", "Which?"),
        ("Licence (70B)", "Why?"),
    ]
    assert together[0].sources == (page,)


def test_the_pull_request_begins_with_what_needs_a_person(run: Run) -> None:
    markdown = run("--write", "--format", "markdown").stdout
    assert markdown.startswith("3 blanks filled, 1 other value beside one that stands.")
    assert markdown.index("### To decide") < markdown.index("2024-11-12") < markdown.index("### Filled and added (3)")


def test_what_is_proposed_for_a_record_is_validated_together(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    edits = []

    def counted(text: str, proposals: Sequence[RecordProposal], model: Node, day: date) -> str:
        edits.append(len(proposals))
        return apply_proposals(text, proposals, model, day)

    monkeypatch.setattr(valid, "apply_proposals", counted)
    run()
    assert edits == [4]


@pytest.mark.parametrize("tag", ["other", "unknown"])
def test_a_tag_that_names_no_licence_contradicts_none(tag: str) -> None:
    blank = dict.fromkeys((each.name for each in fields(HubRepository)), "")
    known = {"name": "a/b", "licence": tag, "languages": ("en",), "papers": (), "parameters": None}
    model = HubRepository(**(blank | known))
    stated = {each.name: each.field for each in of_model(model, "a/b").statements}
    assert (stated["licence"].grade, stated["licence"].may_differ) == (None, True)
    assert (stated["languages"].grade, stated["languages"].may_differ) == (None, True)
