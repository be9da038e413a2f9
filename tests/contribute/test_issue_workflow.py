"""The shell of the workflow that turns issues into pull requests, run against a repository and a stand-in for `gh`."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from catalog.contribute.issues.forms import CORRECTION, NEW
from catalog.contribute.issues.questions import KNOWN, RECORD
from catalog.paths import engine_resource
from tests.conftest import ROOT
from tests.contribute.hub import Hub, script_of
from tests.history.survey import commit, git, make_survey

WORKFLOW = yaml.safe_load(
    (engine_resource("mkdocs.yml").parent / ".github/workflows/issue-to-pull-request.yml").read_text(encoding="utf-8")
)
REPLY = "Thank you. Your answers were read and checked.\n\nThe rest of the reply.\n"

pytestmark = pytest.mark.linux


def test_the_workflow_knows_the_forms_by_their_labels_and_by_a_question():
    condition = WORKFLOW["jobs"]["read"]["if"]
    assert f"### {KNOWN}" in condition
    assert f'["{NEW}", "{CORRECTION}"]' in condition
    assert f"### {RECORD}" in script_of(WORKFLOW, "answer", "Label the issue")


@dataclass(frozen=True)
class IssueHub(Hub):
    """A hub on which an issue was filled in."""

    @property
    def variables(self) -> dict[str, str]:
        """The issue, and the run of the workflow."""
        event = str(self.folder / "event.json")
        return {"NUMBER": "7", "RUN": "https://hub/run", "GITHUB_EVENT_PATH": event, "PYTHONPATH": str(ROOT)}

    def branch(self, file: str = "data/kettles/pot.yml") -> str:
        return self.git("show", f"issue-7:{file}")

    def answer(self, text: str | None, slug: str = "pot", **environment: str) -> str:
        """Run the second job with this record, or without one; the reply."""
        work = self.clone("work")
        if text is not None:
            (work / "build/proposal/data/kettles").mkdir(parents=True)
            (work / f"build/proposal/data/kettles/{slug}.yml").write_text(text, encoding="utf-8")
            (work / "build/proposal/reply.md").write_text(REPLY, encoding="utf-8")
            self.shell(work, self.step("answer", "Open or update the pull request"), **environment)
        accepted = "yes" if text is not None else ""
        self.shell(work, self.step("answer", "Post the reply"), ACCEPTED=accepted, **environment)
        return self.state["replies"][-1]


@pytest.fixture(scope="module")
def survey(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A survey that is committed, and never changed."""
    project = make_survey(tmp_path_factory.mktemp("issues") / "survey")
    commit(project)
    return project.root


@pytest.fixture
def hub(tmp_path: Path, survey: Path) -> IssueHub:
    state = {"replies": [], "notices": [], "labels": [NEW], "issue": [], "approvals": [], "dismissed": []}
    made = IssueHub.of(tmp_path, survey, WORKFLOW, {"gh": GH, "uv": UV}, **state)
    (tmp_path / "event.json").write_text(
        json.dumps({"issue": {"body": "### Name\n\nPot", "labels": []}}), encoding="utf-8"
    )
    return made


GH = r"""
import json, os, pathlib, subprocess, sys
file = pathlib.Path(os.environ["HUB"], "state.json")
state = json.loads(file.read_text())
words, options = sys.argv[1:], dict(zip(sys.argv[1:], sys.argv[2:]))
body = pathlib.Path(options["--body-file"]).read_text() if "--body-file" in options else ""
status, rows = 0, None
if words[:2] == ["pr", "list"]:
    rows = [pull for pull in state["pulls"] if pull["head"] == options["--head"]]
elif words[:2] == ["pr", "create"]:
    status = 1 if "REFUSE" in os.environ else 0
    if not status:
        number = 100 + len(state["pulls"])
        pull = {"number": number, "state": "OPEN", "isCrossRepository": False, "head": options["--head"], "body": body}
        state["pulls"].insert(0, pull)
elif words[:2] == ["pr", "reopen"]:
    status = 1 if "NO_REOPEN" in os.environ else 0
    for pull in state["pulls"]:
        if str(pull["number"]) == words[2] and not status:
            pull["state"] = "OPEN"
elif words[:2] == ["pr", "merge"]:
    status = 1
elif words[:2] == ["pr", "comment"]:
    state["notices"].append(body)
elif words[:2] == ["issue", "comment"]:
    state["replies"].append(body)
elif words[:2] == ["issue", "edit"]:
    status = 0 if options["--add-label"] in state["labels"] else 1
    state["issue"] += [] if status else [options["--add-label"]]
elif words[:2] == ["label", "create"]:
    state["labels"].append(words[2])
elif words[0] == "api" and "PUT" in words:
    state["dismissed"].append([word for word in words if "dismissals" in word][0].split("/")[-2])
elif words[0] == "api":
    rows = [{"id": review, "state": "APPROVED"} for review in state["approvals"]] + [{"id": 9, "state": "COMMENTED"}]
elif words != ["auth", "setup-git"]:
    status = 64
file.write_text(json.dumps(state))
if rows is not None:
    subprocess.run(["jq", "--raw-output", options["--jq"]], input=json.dumps(rows), text=True, check=True)
sys.exit(status)
"""
UV = """
import os, sys
os.execv(sys.executable, [sys.executable, "-c", "from catalog.cli import main; main()", *sys.argv[4:]])
"""


def test_a_new_issue_gets_a_branch_a_pull_request_and_the_news(hub):
    reply = hub.answer("slug: pot\n")
    assert hub.branch() == "slug: pot\n"
    assert [pull["state"] for pull in hub.state["pulls"]] == ["OPEN"]
    assert hub.state["pulls"][0]["body"].startswith("Closes #7.")
    assert (
        reply.splitlines()[2]
        == "[Pull request #100](https://hub/o/r/pull/100) has this record. A maintainer will review it."
    )
    assert reply.startswith(REPLY.splitlines()[0])
    assert reply.endswith("The rest of the reply.\n")


def test_an_edit_goes_on_top_and_approvals_of_the_version_before_do_not_stand(hub):
    hub.answer("slug: pot\n")
    first = hub.git("rev-parse", "issue-7").strip()
    hub.update(approvals=[5, 6])
    hub.answer("slug: pot\nname: Pot\n")
    assert hub.branch() == "slug: pot\nname: Pot\n"
    hub.git("merge-base", "--is-ancestor", first, "issue-7")
    assert hub.state["dismissed"] == ["5", "6"]
    assert f"compare/{first}..." in hub.state["notices"][0]
    assert len(hub.state["pulls"]) == 1


def test_an_edit_that_does_not_change_the_record_pushes_nothing(hub):
    hub.answer("slug: pot\n")
    first = hub.git("rev-parse", "issue-7")
    assert "Pull request #100" in hub.answer("slug: pot\n")
    assert hub.git("rev-parse", "issue-7") == first
    assert not hub.state["notices"]


def test_a_record_follows_the_main_branch(hub):
    hub.answer("slug: pot\n")
    clone = hub.folder / "clone"
    git(hub.folder, "clone", "-q", str(hub.folder / "origin.git"), str(clone))
    (clone / "data/makers.yml").write_text("acme: {name: Acme, meaning: New.}\n", encoding="utf-8")
    git(clone, "commit", "-qam", "More")
    git(clone, "push", "-q")
    hub.answer("slug: pot\nname: Pot\n")
    assert hub.git("diff", "--name-only", "main...issue-7").split() == ["data/kettles/pot.yml"]


def test_the_work_of_others_is_never_overwritten(hub):
    hub.answer("slug: pot\n")
    clone = hub.folder / "clone"
    git(hub.folder, "clone", "-q", "-b", "issue-7", str(hub.folder / "origin.git"), str(clone))
    (clone / "data/kettles/pot.yml").write_text("slug: pot\nname: By hand\n", encoding="utf-8")
    git(clone, "commit", "-qam", "By hand")
    git(clone, "push", "-q")
    reply = hub.answer("slug: pot\nname: Evil\n")
    assert hub.branch() == "slug: pot\nname: By hand\n"
    assert "your edit was **not** copied there" in reply
    assert not hub.state["notices"]


def test_a_closed_pull_request_is_reopened(hub):
    hub.answer("slug: pot\n")
    hub.update(pulls=[hub.state["pulls"][0] | {"state": "CLOSED"}])
    assert "Pull request #100" in hub.answer("slug: pot\nname: Pot\n")
    assert [pull["state"] for pull in hub.state["pulls"]] == ["OPEN"]


@pytest.mark.parametrize(("state", "environment"), [("CLOSED", {"NO_REOPEN": "1"}), ("MERGED", {})])
def test_where_a_pull_request_cannot_be_reopened_there_is_a_new_one(hub, state, environment):
    hub.answer("slug: pot\n")
    hub.update(pulls=[hub.state["pulls"][0] | {"state": state}])
    assert "Pull request #101" in hub.answer("slug: pot\nname: Pot\n", **environment)
    assert [pull["state"] for pull in hub.state["pulls"]] == ["OPEN", state]


def test_a_fork_with_a_branch_of_the_same_name_does_not_count(hub):
    pull = {"number": 3, "state": "OPEN", "isCrossRepository": True, "head": "issue-7"}
    hub.update(pulls=[pull])
    assert "Pull request #101" in hub.answer("slug: pot\n")


def test_no_pull_request_is_promised_where_the_settings_forbid_it(hub):
    reply = hub.answer("slug: pot\n", REFUSE="1")
    assert "no pull request could be opened: a maintainer has to open it there" in reply
    assert "https://hub/o/r/compare/issue-7?expand=1" in reply
    assert "has this record" not in reply
    assert hub.branch() == "slug: pot\n"


def test_a_form_that_changes_nothing_opens_nothing(hub):
    text = hub.git("show", "main:data/kettles/boiler.yml")
    assert "there is nothing to change" in hub.answer(text, "boiler")
    assert not hub.state["pulls"]


def test_a_link_in_the_proposal_is_refused(hub):
    hub.answer(None)
    work = hub.folder / "work"
    (work / "build/proposal/data").mkdir(parents=True)
    (work / "build/proposal/data/x.yml").symlink_to("/etc/passwd")
    done = hub.shell(work, hub.step("answer", "Open or update the pull request"))
    assert done.returncode == 1
    assert not hub.state["pulls"]


def test_there_is_a_reply_even_if_the_form_could_not_be_read(hub):
    assert "That is no fault of yours" in hub.answer(None)


@pytest.mark.parametrize(("body", "label"), [("### Name\n\nx", NEW), ("### Record\n\nx", CORRECTION)])
def test_a_missing_label_is_made_and_given(hub, body, label):
    (hub.folder / "event.json").write_text(json.dumps({"issue": {"body": body, "labels": []}}), encoding="utf-8")
    hub.update(labels=[])
    hub.shell(hub.folder, hub.step("answer", "Label the issue"))
    assert hub.state["labels"] == [label]
    assert hub.state["issue"] == [label]


@pytest.mark.parametrize(
    ("body", "output", "reply"),
    [
        ("漢" * 65_536, "", "the text has none of a form's headings"),
        (
            "### Name\n\nPot\n\n### Main source\n\nhttps://p.example.org/1\n\n### Volume\n\n2",
            "record=yes\n",
            "Thank you.",
        ),
        (None, "", "the text has none of a form's headings"),
    ],
)
def test_bodies_of_any_size_are_read_from_the_event(hub, survey, body, output, reply):
    shutil.copytree(survey, hub.folder / "survey")
    (hub.folder / "event.json").write_text(json.dumps({"issue": {"body": body}}), encoding="utf-8")
    (hub.folder / "output").write_text("", encoding="utf-8")
    done = hub.shell(hub.folder / "survey", hub.step("read", "Read the form"))
    assert done.returncode == 0, done.stderr
    assert (hub.folder / "output").read_text(encoding="utf-8") == output
    assert reply in (hub.folder / "survey/build/proposal/reply.md").read_text(encoding="utf-8")
