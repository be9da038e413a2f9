"""The workflows are valid, pinned, have few permissions and call commands that exist."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import click
import pytest
import yaml

from catalog.cli import COMMANDS
from catalog.paths import engine_resource

ROOT = engine_resource("mkdocs.yml").parent
FILES = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
BIN = Path(sys.executable).parent


def read(file: Path) -> dict[str, Any]:
    return yaml.safe_load(file.read_text())


def steps(file: Path) -> Iterator[dict[str, Any]]:
    for job in read(file)["jobs"].values():
        yield from job["steps"]


def test_zizmor_finds_nothing():
    done = subprocess.run(
        [BIN / "zizmor", "--offline", "--persona=pedantic", ROOT / ".github"],
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout


def test_workflows_follow_the_schema():
    command = [BIN / "check-jsonschema", "--builtin-schema", "vendor.github-workflows", *FILES]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


@pytest.mark.skipif(not shutil.which("actionlint"), reason="actionlint is not installed; CI runs it")
def test_actionlint_finds_nothing():
    done = subprocess.run(["actionlint", *FILES], check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_actions_are_pinned_by_commit_with_their_version_as_a_comment(file):
    for line in file.read_text().splitlines():
        if "uses:" in line:
            assert re.search(r"uses: [\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$", line), line


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_permissions_are_granted_for_each_job(file):
    workflow = read(file)
    assert workflow["permissions"] == {}
    assert all("permissions" in job for job in workflow["jobs"].values())


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_scripts_read_event_data_only_from_environment_variables(file):
    assert not [step["run"] for step in steps(file) if "${{" in step.get("run", "")]


def test_the_commenting_workflow_runs_no_code_of_the_pull_request():
    used = [step.get("uses", "") for step in steps(ROOT / ".github" / "workflows" / "pr-comment.yml")]
    assert not any("checkout" in action or "setup" in action for action in used)


def commands_with_a_check_mode() -> Iterator[str]:
    for name, module in COMMANDS.items():
        command: click.Command = import_module(module).command
        if "--check" in [option for param in command.params for option in param.opts]:
            yield name


@pytest.mark.parametrize("name", list(commands_with_a_check_mode()))
def test_make_check_and_ci_run_every_check_of_what_is_generated(name):
    for file in (ROOT / "Makefile", ROOT / ".github" / "workflows" / "ci.yml"):
        assert re.search(rf"catalog {name} --check$", file.read_text(), re.MULTILINE), file


@pytest.mark.parametrize("name", ["fmt", "schema", "forms"])
def test_make_format_and_pre_commit_update_what_is_generated(name):
    assert re.search(rf"/catalog {name}$", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert f".venv/bin/catalog {name}, " in (ROOT / ".pre-commit-config.yaml").read_text()


def calls() -> Iterator[tuple[str, list[str]]]:
    """Every call of a `catalog` command in a workflow."""
    for file in FILES:
        for step in steps(file):
            for line in step.get("run", "").splitlines():
                match = re.search(r"(?:--no-sync|^\s*)\s+catalog (.*)", line)
                if match:
                    words = re.split(r"\|\||[|>]", match[1])[0]
                    yield file.stem, shlex.split(words.split("$(")[0].replace('"', ""))


@pytest.mark.parametrize(
    ("file", "words"), list(calls()), ids=lambda value: value if isinstance(value, str) else " ".join(value)
)
def test_every_command_a_workflow_calls_exists_with_its_options(file, words):
    name, *rest = words
    assert name in COMMANDS
    command: click.Command = import_module(COMMANDS[name]).command
    options = {option for param in command.params for option in param.opts}
    assert {word.split("=")[0] for word in rest if word.startswith("--")} <= options
