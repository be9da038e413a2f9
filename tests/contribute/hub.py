"""A repository on GitHub, for the shell of workflows: a bare repository, and a stand-in for `gh`."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from tests.conftest import tool
from tests.history.survey import git

LOOKS = ("Answers of the last run", "Start where the last run ended", "Ask the services")
WRITES = ("Put it on top of the branch", "Update the issue", "Push, and open or update the pull request")


def script_of(workflow: dict[str, Any], job: str, name: str) -> str:
    """The script of a step of a workflow."""
    return next(step["run"] for step in workflow["jobs"][job]["steps"] if step.get("name") == name)


@dataclass(frozen=True)
class Hub:
    """A repository on GitHub: `origin` is bare, `state` is what `gh` knows, `workflow` what runs there."""

    folder: Path
    workflow: dict[str, Any]

    @classmethod
    def of(
        cls, folder: Path, repository: Path, workflow: dict[str, Any], programs: dict[str, str], **state: list[Any]
    ) -> Self:
        """A hub in a new folder with a clone of a repository; the programs are scripts in Python, by their names."""
        tool("jq")
        git(folder, "clone", "-q", "--bare", str(repository), str(folder / "origin.git"))
        (folder / "bin").mkdir()
        for name, text in programs.items():
            head = "" if text.startswith("#!") else f"#!{sys.executable} -S\n"
            (folder / "bin" / name).write_text(head + text, encoding="utf-8")
            (folder / "bin" / name).chmod(0o755)
        (folder / "state.json").write_text(json.dumps({"pulls": []} | state), encoding="utf-8")
        return cls(folder, workflow)

    def step(self, job: str, name: str) -> str:
        """The script of a step."""
        return script_of(self.workflow, job, name)

    @property
    def state(self) -> dict[str, Any]:
        return json.loads((self.folder / "state.json").read_text(encoding="utf-8"))

    def update(self, **more: Any) -> None:
        (self.folder / "state.json").write_text(json.dumps(self.state | more), encoding="utf-8")

    def git(self, *arguments: str) -> str:
        return git(self.folder / "origin.git", *arguments)

    @property
    def variables(self) -> dict[str, str]:
        """The variables that a workflow sets for its steps."""
        return {}

    def shell(self, work: Path, script: str, **environment: str) -> subprocess.CompletedProcess[str]:
        away = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
        github = {
            "GH_REPO": "o/r",
            "SERVER": "https://hub",
            "HUB": str(self.folder),
            "GITHUB_OUTPUT": str(self.folder / "output"),
            "GITHUB_STEP_SUMMARY": str(self.folder / "summary"),
        }
        path = {"PATH": f"{self.folder / 'bin'}{os.pathsep}{os.environ['PATH']}"}
        return subprocess.run(
            ["bash", "-e", "-c", script],
            cwd=work,
            env=os.environ | away | github | self.variables | path | environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
            encoding="utf-8",
        )

    def clone(self, name: str, branch: str = "main") -> Path:
        work = self.folder / name
        shutil.rmtree(work, ignore_errors=True)
        git(self.folder, "clone", "-q", "-b", branch, str(self.folder / "origin.git"), str(work))
        return work


@dataclass(frozen=True)
class WeeklyHub(Hub):
    """A hub on which the weekly workflow runs."""

    @classmethod
    def weekly(cls, folder: Path, repository: Path, workflow: dict[str, Any], programs: dict[str, str]) -> Self:
        """A hub with issues; the programs beside `gh` are scripts in Python, by their names."""
        return cls.of(folder, repository, workflow, {"gh": WEEKLY_GH} | programs, issues=[])

    @property
    def variables(self) -> dict[str, str]:
        """Not a dry run."""
        return {"DRY": ""}

    @property
    def summary(self) -> str:
        file = self.folder / "summary"
        return file.read_text(encoding="utf-8") if file.exists() else ""

    def push(self, branch: str, file: str, text: str) -> str:
        """Commit a file as somebody, and return the commit."""
        work = self.clone("clone", branch)
        (work / file).write_text(text, encoding="utf-8")
        git(work, "add", file)
        git(work, "commit", "-qm", "By hand")
        git(work, "push", "-q", "origin", f"HEAD:{branch}")
        return git(work, "rev-parse", "HEAD").strip()

    def look(self, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run the first job; the step that failed, or the last one."""
        for name in ("output", "summary"):
            (self.folder / name).unlink(missing_ok=True)
        work = self.clone("work")
        for name in LOOKS:
            done = self.shell(work, self.step("look", name), **environment)
            if done.returncode:
                return done
        shutil.copytree(work / "build" / "answers", self.folder / "answers", dirs_exist_ok=True)
        return done

    def write(self, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run the second job with what the first one left; the step that failed, or the last one."""
        lines = (self.folder / "output").read_text(encoding="utf-8").splitlines()
        outputs = {name.upper(): value for name, _, value in (line.partition("=") for line in lines)}
        found = self.folder / "work" / "build" / "watch"
        work = self.clone("writing")
        shutil.copytree(found, work / "build" / "watch", symlinks=True)
        for name in WRITES:
            done = self.shell(work, self.step("write", name), **outputs, **environment)
            if done.returncode:
                break
        return done

    def run(self) -> None:
        """Run both jobs."""
        for job in (self.look, self.write):
            done = job()
            assert done.returncode == 0, done.stdout + done.stderr


WEEKLY_GH = r"""
import json, os, pathlib, shutil, subprocess, sys
answers = pathlib.Path(os.environ["HUB"], "answers")
file = pathlib.Path(os.environ["HUB"], "state.json")
state = json.loads(file.read_text(encoding="utf-8"))
words, options = sys.argv[1:], dict(zip(sys.argv[1:], sys.argv[2:]))
body = pathlib.Path(options["--body-file"]).read_text(encoding="utf-8") if "--body-file" in options else ""
status, rows = 0, None
if words[:2] == ["pr", "list"]:
    rows = [pull for pull in state["pulls"] if options["--state"] in ("all", pull["state"].lower())]
elif words[:2] == ["pr", "create"]:
    status = 1 if "REFUSE" in os.environ else 0
    if not status:
        pull = {"number": 100 + len(state["pulls"]), "state": "OPEN", "isCrossRepository": False, "body": body}
        state["pulls"].insert(0, pull)
elif words[:2] == ["pr", "edit"]:
    [pull] = [pull for pull in state["pulls"] if str(pull["number"]) == words[2]]
    pull["body"] = body
elif words[:2] == ["pr", "view"]:
    [rows] = [pull for pull in state["pulls"] if str(pull["number"]) == words[2]]
elif words[:2] == ["pr", "merge"]:
    status = 1
elif words[:2] == ["issue", "list"]:
    rows = [issue for issue in state["issues"] if issue["state"] == "open"]
elif words[:2] == ["issue", "view"]:
    rows = next(issue for issue in state["issues"] if str(issue["number"]) == words[2])
elif words[:2] == ["issue", "create"]:
    status = 1 if "NO_ISSUES" in os.environ else 0
    number = 10 + len(state["issues"])
    issue = {"number": number, "state": "open", "title": options.get("--title"), "body": body}
    state["issues"] += [] if status else [issue]
elif words[:2] == ["issue", "edit"]:
    next(issue for issue in state["issues"] if str(issue["number"]) == words[2])["body"] = body
elif words[:2] == ["run", "list"]:
    rows = [{"databaseId": 1}] if answers.exists() else []
elif words[:2] == ["run", "download"]:
    shutil.copytree(answers, options["--dir"], dirs_exist_ok=True)
elif words != ["auth", "setup-git"]:
    status = 64
file.write_text(json.dumps(state), encoding="utf-8")
if rows is not None:
    done = subprocess.run(["jq", "--raw-output", options["--jq"]], input=json.dumps(rows), encoding="utf-8")
    status = done.returncode
sys.exit(status)
"""
