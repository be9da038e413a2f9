"""The shell of the weekly workflow, run against a repository and stand-ins for `gh` and for the program."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
import yaml

from catalog.paths import engine_resource
from catalog.watch.changes import ChangeKind
from catalog.watch.report import WatchReport, render
from tests.contribute.hub import WeeklyHub
from tests.history.survey import commit, make_survey

WORKFLOW = yaml.safe_load(
    (engine_resource("mkdocs.yml").parent / ".github/workflows/watch.yml").read_text(encoding="utf-8")
)
LINE = "- [ ] [A paper](https://arxiv.org/abs/2601.00001)\n"
RECORD = "data/kettles/boiler.yml"

pytestmark = pytest.mark.linux


def a_state(day: str, **offered: str) -> str:
    works = {"arxiv:2601.00001": {"day": day, "values": {"version": "1"}}}
    return json.dumps({"version": 1, "checked": day, "works": works, "offered": offered}, indent=1) + "\n"


@dataclass(frozen=True)
class ToldHub(WeeklyHub):
    """One where the program says what it is told to say, `found`."""

    def finds(self, news: str = "", refresh: str = "### One\n\nA proposal.\n", **files: str) -> None:
        """What the program says in its next run, and the files that it writes in data/."""
        found = {"news": news, "refresh": refresh, "files": files, "status": {}, "check": 0}
        (self.folder / "found.json").write_text(json.dumps(found), encoding="utf-8")

    def fails(self, command: str, status: int) -> None:
        found = json.loads((self.folder / "found.json").read_text(encoding="utf-8"))
        found["status"][command] = status
        (self.folder / "found.json").write_text(json.dumps(found), encoding="utf-8")

    def calls(self) -> list[list[str]]:
        return [json.loads(line) for line in (self.folder / "calls").read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def survey(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A survey that is committed, and never changed."""
    project = make_survey(tmp_path_factory.mktemp("watch") / "survey")
    (project.root / ".gitignore").write_text("/build/\n", encoding="utf-8")
    commit(project)
    return project.root


@pytest.fixture
def hub(tmp_path: Path, survey: Path) -> ToldHub:
    made = ToldHub.weekly(tmp_path, survey, WORKFLOW, {"uv": UV})
    made.finds(news=f"# News\n\n{LINE}", **{"watch.json": a_state("2026-11-04", **{"arxiv:2601.00001": "2026-11-04"})})
    return made


UV = r"""
import json, os, pathlib, sys
words, options = sys.argv[4:], dict(zip(sys.argv[4:], sys.argv[5:]))
hub = pathlib.Path(os.environ["HUB"])
with open(hub / "calls", "a") as calls:
    calls.write(json.dumps(words) + "\n")
found = json.loads((hub / "found.json").read_text())
name = words[0]
status = found["status"].get(name)
if name == "refresh" or (name == "watch" and status in (None, 0, 1)):
    text = found["news" if name == "watch" else "refresh"]
    if "--issue" in options:
        text = text.replace("{issue}", pathlib.Path(options["--issue"]).read_text())
    pathlib.Path(options["--output"]).write_text(text)
    for file, content in found["files"].items() if "--write" in words and name == "watch" else ():
        pathlib.Path("data", file).write_text(content)
    status = status or int("--write" not in words)
sys.exit(status or 0)
"""


def test_the_first_run_opens_an_issue_and_a_pull_request_with_the_texts_of_the_commands(hub):
    hub.run()
    assert [(issue["title"], issue["body"]) for issue in hub.state["issues"]] == [
        ("News for the survey", f"# News\n\n{LINE}")
    ]
    assert hub.state["pulls"][0]["body"].rstrip().endswith("\n<!-- catalog refresh -->\n### One\n\nA proposal.")
    assert hub.git("diff", "--name-only", "main...watch").split() == ["data/watch.json"]
    assert f"## News and changes\n\n# News\n\n{LINE}\n## Proposals\n\n### One\n\nA proposal.\n" in hub.summary
    assert "Pull request #100 is open." in hub.summary


def test_both_commands_share_one_cache_and_the_open_issue_is_given(hub):
    hub.run()
    hub.run()
    refresh, watch, check = hub.calls()[-3:]
    assert refresh[0] == "refresh"
    assert check == ["check"]
    options = dict(pairwise(watch))
    assert options["--issue"] == "build/watch/issue.md"
    assert options["--cache"] == refresh[refresh.index("--cache") + 1]
    assert (hub.folder / "work/build/watch/issue.md").read_text(
        encoding="utf-8"
    ).rstrip() == f"# News\n\n{LINE}".rstrip()


def test_a_dry_run_writes_nothing_and_prints_everything(hub):
    done = hub.look(DRY="true")
    assert done.returncode == 0, done.stderr
    assert not any("--write" in call for call in hub.calls())
    assert hub.summary.startswith("Only looked at: nothing is written.\n")
    assert LINE in hub.summary
    assert "A proposal." in hub.summary
    assert not [*(hub.folder / "work/build/watch/files").iterdir()]
    assert "!inputs.dry-run" in WORKFLOW["jobs"]["write"]["if"]


def test_where_the_services_that_fill_fields_are_down_the_news_come_all_the_same(hub):
    hub.fails("refresh", 3)
    hub.run()
    assert len(hub.state["issues"]) == 1
    assert "No service could be reached" not in hub.summary


def test_where_nothing_could_be_reached_the_run_says_so_and_writes_nothing(hub):
    hub.fails("refresh", 3)
    hub.fails("watch", 3)
    done = hub.look()
    assert done.returncode == 3
    assert "No service could be reached: nothing is written." in hub.summary
    assert "::error::" in done.stdout
    assert not [*(hub.folder / "work/build/watch/files").iterdir()]


def test_data_that_the_check_refuses_never_leaves_the_first_job(hub):
    hub.fails("check", 1)
    assert hub.look().returncode == 1
    assert not [*(hub.folder / "work/build/watch/files").iterdir()]


def test_the_next_run_goes_on_where_the_last_one_ended_and_goes_on_top(hub):
    hub.run()
    first = hub.git("rev-parse", "watch").strip()
    hub.finds(
        news=f"{{issue}}{LINE}",
        refresh="### Two\n\nAnother.\n",
        **{"watch.json": a_state("2026-11-11"), "kettles/pot.yml": "slug: pot\n"},
    )
    hub.run()
    assert hub.git("rev-list", "--parents", "-n1", "watch").split()[1:] == [first]
    assert hub.git("diff", "--name-only", "main...watch").split() == ["data/kettles/pot.yml", "data/watch.json"]
    assert len(hub.state["issues"]) == len(hub.state["pulls"]) == 1
    assert hub.state["issues"][0]["body"].count("- [ ]") == 2
    told = hub.state["pulls"][0]["body"].partition("<!-- catalog refresh -->\n")[2]
    assert told.rstrip() == "### Two\n\nAnother.\n\n---\n\n### One\n\nA proposal."


def test_commits_of_people_on_the_branch_stay_and_main_is_merged_in(hub):
    hub.run()
    by_hand = hub.push("watch", "data/kettles/mine.yml", "slug: mine\nname: Mine\n")
    hub.push("main", "data/makers.yml", "acme: {name: Acme, meaning: New.}\n")
    hub.finds(**{"watch.json": a_state("2026-11-11")})
    hub.run()
    hub.git("merge-base", "--is-ancestor", by_hand, "watch")
    hub.git("merge-base", "--is-ancestor", "main", "watch")
    assert "Mine" in hub.git("show", "watch:data/kettles/mine.yml")
    assert "New." in hub.git("show", "watch:data/makers.yml")
    assert hub.git("diff", "--name-only", "main", "watch").split() == ["data/kettles/mine.yml", "data/watch.json"]


def test_where_main_and_the_branch_contradict_each_other_the_run_names_the_files_and_forces_nothing(hub):
    hub.run()
    hub.push("watch", RECORD, "slug: boiler\nname: One\n")
    before = hub.git("rev-parse", "watch")
    hub.push("main", RECORD, "slug: boiler\nname: Other\n")
    done = hub.look()
    assert done.returncode == 1
    assert "contradict each other" in hub.summary
    assert f"- {RECORD}\n" in hub.summary
    assert hub.git("rev-parse", "watch") == before


def test_after_a_merge_in_one_commit_the_run_starts_from_main_and_loses_nothing(hub):
    hub.run()
    tip = hub.git("rev-parse", "watch").strip()
    hub.push("main", "data/watch.json", hub.git("show", "watch:data/watch.json"))
    hub.push("main", RECORD, "slug: boiler\nname: Later\n")
    hub.update(pulls=[hub.state["pulls"][0] | {"state": "MERGED", "headRefOid": tip}])
    hub.finds(**{"watch.json": a_state("2026-11-11", x="2026-11-11")})
    hub.run()
    assert [pull["state"] for pull in hub.state["pulls"]] == ["OPEN", "MERGED"]
    hub.git("merge-base", "--is-ancestor", tip, "watch")
    assert hub.git("diff", "--name-only", "main", "watch").split() == ["data/watch.json"]


def test_a_merged_pull_request_of_a_fork_does_not_count(hub):
    hub.run()
    tip = hub.git("rev-parse", "watch").strip()
    fork = {"number": 3, "state": "MERGED", "isCrossRepository": True, "headRefOid": tip}
    hub.update(pulls=[fork, *hub.state["pulls"]])
    hub.look()
    assert "merged=no" in (hub.folder / "output").read_text(encoding="utf-8")


def test_a_closed_pull_request_stays_closed_and_the_state_is_kept_all_the_same(hub):
    hub.run()
    hub.update(pulls=[hub.state["pulls"][0] | {"state": "CLOSED"}])
    hub.finds(**{"watch.json": a_state("2026-11-11", x="2026-11-11")})
    hub.run()
    assert [pull["state"] for pull in hub.state["pulls"]] == ["CLOSED"]
    assert "was closed and stays so" in hub.summary
    assert "2026-11-11" in hub.git("show", "watch:data/watch.json")


def test_where_only_days_are_new_they_are_kept_without_a_pull_request(hub):
    hub.push("main", "data/watch.json", a_state("2026-11-04"))
    hub.finds(**{"watch.json": a_state("2026-11-11")})
    hub.run()
    assert not hub.state["pulls"]
    assert not hub.state["issues"]
    assert "there is no pull request" in hub.summary
    assert "2026-11-11" in hub.git("show", "watch:data/watch.json")


def test_where_nothing_is_new_nothing_is_pushed(hub):
    hub.finds()
    hub.run()
    assert "There is nothing to push." in hub.summary
    assert not hub.state["issues"]
    assert "watch" not in hub.git("branch", "--list")


@pytest.mark.parametrize("count", [0, 1, 12])
def test_changes_of_sources_open_an_issue_where_they_are_new(hub, count):
    new = frozenset((f"arxiv:2601.{number:05}", ChangeKind.VERSION) for number in range(count))
    hub.finds(news=render(WatchReport(date(2026, 11, 4), new=new), "markdown"), **{"watch.json": a_state("2026-11-04")})
    hub.run()
    assert len(hub.state["issues"]) == min(count, 1)


def test_a_closed_issue_is_not_opened_again(hub):
    hub.run()
    hub.update(issues=[hub.state["issues"][0] | {"state": "closed"}])
    hub.finds(news="# News\n\nNothing is new.\n", **{"watch.json": a_state("2026-11-11")})
    hub.run()
    assert [issue["state"] for issue in hub.state["issues"]] == ["closed"]


def test_somebody_who_ticks_a_line_while_the_run_looks_is_not_overwritten(hub):
    hub.run()
    before = hub.git("rev-parse", "watch")
    hub.finds(news=f"{{issue}}{LINE}", **{"watch.json": a_state("2026-11-11", y="2026-11-11")})
    assert hub.look().returncode == 0
    ticked = hub.state["issues"][0]["body"].replace("- [ ]", "- [x]")
    hub.update(issues=[hub.state["issues"][0] | {"body": ticked}])
    done = hub.write()
    assert done.returncode == 1
    assert "Somebody edited the issue meanwhile" in hub.summary
    assert hub.state["issues"][0]["body"] == ticked
    assert hub.git("rev-parse", "watch") == before


def test_line_ends_of_a_browser_are_no_edit(hub):
    hub.run()
    hub.update(issues=[hub.state["issues"][0] | {"body": hub.state["issues"][0]["body"].replace("\n", "\r\n")}])
    hub.finds(news="{issue}", **{"watch.json": a_state("2026-11-11", y="2026-11-11")})
    hub.run()
    assert "\r" not in (hub.folder / "work/build/watch/issue.md").read_bytes().decode()


def test_somebody_who_pushes_while_the_run_looks_is_not_overwritten(hub):
    hub.run()
    hub.finds(news="{issue}", **{"watch.json": a_state("2026-11-11", y="2026-11-11")})
    assert hub.look().returncode == 0
    by_hand = hub.push("watch", RECORD, "slug: boiler\nname: Mine\n")
    done = hub.write()
    assert done.returncode == 1
    assert "Somebody changed the branch meanwhile" in hub.summary
    assert hub.git("rev-parse", "watch").strip() == by_hand


def test_news_that_could_not_be_shown_do_not_count_as_offered(hub):
    assert hub.look().returncode == 0
    assert hub.write(NO_ISSUES="1").returncode == 1
    assert "watch" not in hub.git("branch", "--list")


def test_where_the_settings_forbid_pull_requests_the_run_says_what_to_do(hub):
    assert hub.look().returncode == 0
    done = hub.write(REFUSE="1")
    assert done.returncode == 1
    assert "https://hub/o/r/compare/watch?expand=1" in hub.summary
    assert "catalog forms --setup" in done.stdout
    assert hub.git("branch", "--list", "watch")


@pytest.mark.parametrize("name", ["data/x.yml", "Makefile"])
def test_what_the_second_job_receives_is_files_of_data_alone(hub, name):
    assert hub.look().returncode == 0
    file = hub.folder / "work/build/watch/files" / name
    file.parent.mkdir(exist_ok=True)
    if name == "Makefile":
        file.write_text("all:\n", encoding="utf-8")
    else:
        file.symlink_to("/etc/passwd")
    assert hub.write().returncode == 1
    assert "something other than files of data/" in hub.summary
    assert not hub.state["issues"]


def test_the_job_that_asks_has_no_permission_to_write():
    assert "write" not in WORKFLOW["jobs"]["look"]["permissions"].values()
    asking = [each for each in WORKFLOW["jobs"]["look"]["steps"] if "GITHUB_TOKEN" in each.get("env", {})]
    assert [each["name"] for each in asking] == ["Ask the services"]
    assert not any("uv " in each.get("run", "") for each in WORKFLOW["jobs"]["write"]["steps"])
