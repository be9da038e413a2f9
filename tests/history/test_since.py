"""`catalog check --since` fails only for problems that a change introduces."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from catalog.cli.check import command
from catalog.paths import Project
from tests.history.survey import BOILER, WHISTLER, change, commit, git, make_survey, record


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A survey in which the boiler had an error before."""
    made = make_survey(
        tmp_path / "survey", boiler=BOILER.replace("heat: {value: gas", "heat: {value: ga"), whistler=WHISTLER
    )
    commit(made)
    return made


def checked(project: Project, *options: str) -> Result:
    return CliRunner().invoke(command, ["--survey", str(project.root), *options], standalone_mode=False)


def severities(project: Project, since: str = "HEAD") -> dict[str, str]:
    found = json.loads(checked(project, "--format", "json", "--since", since).stdout)
    return {Path(problem["file"]).stem: problem["severity"] for problem in found}


def test_an_older_problem_in_an_unchanged_file_is_a_notice_and_does_not_fail(project):
    change(record(project, "whistler"), ("2001", "2002"))
    assert checked(project).return_value == 1
    result = checked(project, "--since", "HEAD")
    assert result.return_value == 0
    assert "1 notice in 1 file." in result.stdout


def test_a_new_problem_fails(project):
    change(record(project, "whistler"), ("2001", "2001-13"))
    assert severities(project) == {"boiler": "notice", "whistler": "error"}
    assert checked(project, "--since", "HEAD").return_value == 1


def test_an_older_problem_in_a_changed_file_fails(project):
    change(record(project, "boiler"), ("name: Boiler", "name: Boiler 2"))
    assert severities(project) == {"boiler": "error"}


def test_a_new_problem_in_an_unchanged_file_fails(project):
    record(project, "a").write_text("slug: a\nname: A\ntitle: Same\n", encoding="utf-8")
    record(project, "b").write_text("slug: b\nname: B\n", encoding="utf-8")
    commit(project)
    change(record(project, "a"), ("Same", "Other"))
    record(project, "z").write_text("slug: z\nname: Z\ntitle: Same\n", encoding="utf-8")
    commit(project)
    record(project, "b").write_text("slug: b\nname: B\ntitle: Same\n", encoding="utf-8")
    assert severities(project) == {"boiler": "notice", "z": "error"}


def test_an_entry_removed_from_a_vocabulary_fails_where_it_was_used(project):
    change(record(project, "boiler"), ("heat: {value: ga,", "heat: {value: gas,"))
    commit(project)
    (project.data / "makers.yml").write_text("bolt: {name: Bolt, meaning: Makes bolts.}\n", encoding="utf-8")
    assert severities(project) == {"boiler": "error"}


def test_a_new_file_is_checked_before_it_is_added_to_git(project):
    record(project, "pot").write_text("slug: pot\n", encoding="utf-8")
    assert severities(project) == {"boiler": "notice", "pot": "error"}


def test_a_removed_record_fails_where_it_was_referred_to(project):
    record(project, "piper").write_text("slug: piper\nname: Piper\nfollows: whistler\n", encoding="utf-8")
    commit(project)
    record(project, "whistler").unlink()
    assert severities(project) == {"boiler": "notice", "piper": "error", "whistler": "warning"}


def test_what_others_changed_meanwhile_does_not_count(project):
    git(project.root, "switch", "-q", "-c", "mine")
    git(project.root, "switch", "-q", "main")
    change(record(project, "boiler"), ("heat: {value: ga,", "heat: {value: gas,"))
    commit(project)
    git(project.root, "switch", "-q", "mine")
    change(record(project, "whistler"), ("2001", "2002"))
    assert severities(project, "main") == {"boiler": "notice"}


def test_notices_are_annotations_of_their_own_kind(project):
    assert checked(project, "--format", "github", "--since", "HEAD").stdout.startswith(
        "::notice file=data/kettles/boiler.yml"
    )


def test_settings_that_were_unreadable_before_make_every_problem_new(project):
    good = project.settings.read_text(encoding="utf-8")
    project.settings.write_text("title: [", encoding="utf-8")
    commit(project)
    project.settings.write_text(good, encoding="utf-8")
    assert severities(project) == {"boiler": "error"}


def test_an_unknown_revision_is_a_usage_error(project):
    result = CliRunner().invoke(command, ["--survey", str(project.root), "--since", "nope"])
    assert result.exit_code == 2
    assert "there is no revision or folder 'nope'" in result.output


def test_a_record_that_is_renamed_without_its_former_slug_is_told(project):
    record(project, "whistler").rename(record(project, "piper"))
    change(record(project, "piper"), ("slug: whistler", "slug: piper"))
    assert severities(project) == {"boiler": "notice", "whistler": "warning"}
    change(record(project, "piper"), ("slug: piper", "slug: piper\nformerly: [whistler]"))
    assert severities(project) == {"boiler": "notice"}
