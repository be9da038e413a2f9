"""The workflows are valid, pinned, have few permissions and call commands that exist."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import click
import pytest
import yaml

from catalog.cli import COMMANDS
from catalog.paths import engine_resource
from tests.conftest import tool

ROOT = engine_resource("mkdocs.yml").parent
FILES = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
CI, LINKS = (ROOT / ".github" / "workflows" / f"{name}.yml" for name in ("ci", "links"))
BIN = Path(sys.executable).parent


def read(file: Path) -> dict[str, Any]:
    return yaml.safe_load(file.read_text(encoding="utf-8"))


def steps(file: Path) -> Iterator[dict[str, Any]]:
    for job in read(file)["jobs"].values():
        yield from job["steps"]


def test_zizmor_finds_nothing():
    done = subprocess.run(
        [BIN / "zizmor", "--offline", "--persona=pedantic", ROOT / ".github"],
        check=False,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stdout


def test_workflows_follow_the_schema():
    command = [BIN / "check-jsonschema", "--builtin-schema", "vendor.github-workflows", *FILES]
    done = subprocess.run(command, check=False, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stdout


@pytest.mark.linux
def test_actionlint_finds_nothing():
    command = [tool("actionlint"), "-shellcheck", tool("shellcheck"), *FILES]
    done = subprocess.run(command, check=False, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_actions_are_pinned_by_commit_with_their_version_as_a_comment(file):
    for line in file.read_text(encoding="utf-8").splitlines():
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


def test_every_check_of_the_data_runs_whatever_the_others_say():
    checks = [step for step in read(CI)["jobs"]["data"]["steps"] if "catalog" in step.get("run", "")]
    assert len(checks) >= 6
    assert all("!cancelled()" in step["if"] for step in checks)


def test_every_supported_python_is_tested_on_every_system():
    matrix = read(CI)["jobs"]["systems"]["strategy"]["matrix"]
    assert [system.partition("-")[0] for system in matrix["system"]] == ["ubuntu", "macos", "windows"]
    least = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["requires-python"]
    assert matrix["python"][0] == least.removeprefix(">=")


def test_a_release_proves_where_its_files_come_from():
    used = list(steps(ROOT / ".github" / "workflows" / "release.yml"))
    names = [step.get("uses", step.get("run", "")).partition("@")[0] for step in used]
    provenance = names.index("actions/attest-build-provenance")
    assert any(name.startswith("gh release create") for name in names[provenance:])


def test_a_new_link_report_is_published():
    trigger = read(ROOT / ".github" / "workflows" / "deploy.yml")[True]["workflow_run"]  # YAML reads `on` as true
    assert trigger == {"workflows": [read(LINKS)["name"]], "types": ["completed"], "branches": ["main"]}


@pytest.mark.linux
@pytest.mark.parametrize("text", ["The report.\n<!--", "```", "a" + "é" * 40_000])
def test_the_comment_begins_with_where_it_comes_from(tmp_path, text):
    comment = commented(tmp_path, text)
    assert comment.startswith(
        "<sub>Generated from the files of this pull request by [this run](https://run).</sub>\n\n"
    )
    assert text.startswith(comment.partition("\n\n")[2])


@pytest.mark.linux
def test_a_comment_that_is_a_link_is_not_read(tmp_path):
    (tmp_path / "secret").write_text("secret", encoding="utf-8")
    assert commented(tmp_path, tmp_path / "secret") == ""


def commented(folder: Path, text: str | Path) -> str:
    """The comment that the workflow posts for this file, or for a link to a file; nothing if it fails."""
    (folder / "comment").mkdir()
    file = folder / "comment" / "comment.md"
    if isinstance(text, Path):
        file.symlink_to(text)
    else:
        file.write_text(text, encoding="utf-8")
    (folder / "gh").write_text(
        '#!/bin/sh\nif [ "$1" = api ]; then echo 12; else cp "$7" posted.md; fi\n', encoding="utf-8"
    )
    (folder / "gh").chmod(0o755)
    script = next(step["run"] for step in steps(ROOT / ".github" / "workflows" / "pr-comment.yml") if "run" in step)
    github = {"GH_REPO": "o/r", "HEAD": "o:b", "RUN": "https://run", "PATH": f"{folder}:{os.environ['PATH']}"}
    done = subprocess.run(["bash", "-e", "-c", script], cwd=folder, env=os.environ | github, check=False)
    return (folder / "posted.md").read_text(encoding="utf-8") if done.returncode == 0 else ""


def test_the_commenting_workflow_runs_no_code_of_the_pull_request():
    used = [step.get("uses", "") for step in steps(ROOT / ".github" / "workflows" / "pr-comment.yml")]
    assert not any("checkout" in action or "setup" in action for action in used)


def commands_with_a_check_mode() -> Iterator[str]:
    """Those that check what is generated in every survey; one that must be told what to check is for other files."""
    for name, module in COMMANDS.items():
        command: click.Command = import_module(module).command
        must_be_told = any(isinstance(param, click.Argument) and param.required for param in command.params)
        if not must_be_told and "--check" in [option for param in command.params for option in param.opts]:
            yield name


@pytest.mark.parametrize("name", list(commands_with_a_check_mode()))
def test_make_check_and_ci_run_every_check_of_what_is_generated(name):
    for file in (ROOT / "Makefile", ROOT / ".github" / "workflows" / "ci.yml"):
        assert re.search(
            rf"catalog {name} --check(?: --format github)?$", file.read_text(encoding="utf-8"), re.MULTILINE
        ), file


@pytest.mark.parametrize("name", ["fmt", "schema", "forms"])
def test_make_format_and_pre_commit_update_what_is_generated(name):
    assert re.search(rf"/catalog {name}$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert f".venv/bin/catalog {name}, " in (ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8")


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
