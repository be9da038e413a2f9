"""Six weeks of a survey that was made of a table: the whole workflow, the real commands, services on loopback."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from catalog.api.init import create_survey
from catalog.contribute.init.survey import NewSurvey
from catalog.paths import Project
from tests.conftest import ROOT
from tests.contribute.hub import WeeklyHub
from tests.history.survey import commit, git
from tests.standins.clock import SimulatedClock
from tests.standins.faults import bad_gateway
from tests.standins.server import VARIABLES, StandIns, stand_ins
from tests.standins.world import HubEntry, Paper, Release, Repository, World

TABLE = """\
Loom,Paper,Code,Weights,Licence,Released,Threads
Jacquard,https://arxiv.org/abs/2401.00001,https://github.com/lab-1/jacquard,https://huggingface.co/lab-1/jacquard,Apache-2.0,2024-01-15,120
Dobby,https://arxiv.org/abs/2401.00002,https://github.com/lab-2/dobby,https://huggingface.co/lab-2/dobby,,2024-02,80
Draw,https://arxiv.org/abs/2401.00003,https://github.com/lab-3/draw,,,2024-03,60
"""
SETTINGS = """\
watch:
  days: 60
  categories: [cs.CL]
  topics: [loom]
  words: {any: [loom]}
fill:
  github: {identifier: code, licence: licence}
"""
TAKEN = """\
slug: a-loom-1
name: A Loom 1
sources:
  paper: {url: "https://arxiv.org/abs/2412.00001", title: The paper, read: 2025-01-02}
paper: {value: "2412.00001", source: paper, where: title page}
threads: {value: 12, source: paper, where: Table 1}
"""
DISMISSED = """\
dismissed:
  a-loom-2: {name: A Loom 2, link: "https://arxiv.org/abs/2412.00002", reason: Not a loom., date: 2025-01-02}
"""
WEDNESDAY = 1_735_709_000.0  # 2025-01-01 05:23 UTC
DAY, WEEK = 86_400.0, 7 * 86_400.0
PROGRAM = f"""\
#!{sys.executable}
import os
from catalog.services.asking.clock import SystemClock

now = float(os.environ["NOW"])

async def sleep(_, seconds):
    global now
    now += seconds

SystemClock.time = SystemClock.monotonic = lambda _: now
SystemClock.sleep = sleep

from catalog.cli import main
main()
"""

pytestmark = pytest.mark.linux


@dataclass
class Play:
    """The survey on a hub, and the services at the moment of its clock."""

    hub: WeeklyHub
    standing: StandIns

    @property
    def world(self) -> World:
        return self.standing.world

    @property
    def issue(self) -> str:
        return str(self.hub.state["issues"][-1]["body"])

    @property
    def lines(self) -> list[str]:
        return [line for line in self.issue.splitlines() if line.startswith("- [")]

    @property
    def tip(self) -> str:
        return self.hub.git("rev-parse", "watch").strip()

    @property
    def everything(self) -> tuple[object, str]:
        """All that is kept at the hub."""
        return self.hub.state, self.hub.git("for-each-ref")

    def week(self, **environment: str) -> None:
        """Let a week pass, and both jobs run."""
        self.standing.clock.pass_by(WEEK)
        self.run(**environment)

    def run(self, **environment: str) -> None:
        for job in (self.hub.look, self.hub.write):
            done = job(NOW=str(self.standing.clock.time()), **environment)
            assert done.returncode == 0, f"{done.stdout}{done.stderr}\n{self.hub.summary}"

    def edit_issue(self, old: str, new: str) -> None:
        [*others, issue] = self.hub.state["issues"]
        assert old in issue["body"]
        self.hub.update(issues=[*others, issue | {"body": issue["body"].replace(old, new)}])


@pytest.fixture
def play(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Play]:
    (tmp_path / "looms.csv").write_text(TABLE, encoding="utf-8")
    root, folder = tmp_path / "survey", tmp_path / "hub"
    create_survey(root, NewSurvey("Looms", "loom", "looms"), str(tmp_path / "looms.csv"))
    settings = root / "data" / "survey.yml"
    settings.write_text(settings.read_text(encoding="utf-8") + SETTINGS, encoding="utf-8")
    git(root, "init", "-q", "-b", "main")
    commit(Project(root))
    workflow = yaml.safe_load((root / ".github" / "workflows" / "watch.yml").read_text(encoding="utf-8"))
    folder.mkdir()
    hub = WeeklyHub.weekly(folder, root, workflow, {"catalog": PROGRAM})
    with stand_ins(first_week(), SimulatedClock(WEDNESDAY - WEEK)) as standing:
        for name, value in (standing.environment | {"PYTHONPATH": str(ROOT)}).items():
            monkeypatch.setenv(name, value)
        yield Play(hub, standing)


def first_week() -> World:
    names = ("jacquard", "dobby", "draw")
    papers = [Paper(f"2401.0000{n}", f"Weaving {n}", submitted="2024-01-15") for n in (1, 2, 3)]
    return World(
        papers=[*papers, *(new_paper(f"2412.0000{n}", f"A Loom {n}", "2024-12-20") for n in range(3))],
        repositories=[
            Repository(f"lab-{n}/{name}", n, licence="MIT", pushed="2024-11-01") for n, name in enumerate(names, 1)
        ],
        hub=[
            HubEntry(f"lab-{n}/{name}", identifier=f"6731aa00bb11cc22dd33000{n}") for n, name in enumerate(names[:2], 1)
        ],
    )


def new_paper(identifier: str, title: str, day: str) -> Paper:
    return Paper(identifier, title, submitted=day, abstract="A loom weaves.", categories=["cs.CL"])


def test_six_weeks_of_a_survey_that_stays_alive(play: Play) -> None:
    news_and_proposals(play)
    nothing_new(play)
    sources_change(play)
    main_contradicts_the_branch(play)
    the_branch_is_merged(play)
    the_issue_is_closed_and_services_fail(play)


def news_and_proposals(play: Play) -> None:
    play.week()
    assert [line[6:21] for line in play.lines] == ["[**A Loom 0**](", "[**A Loom 1**](", "[**A Loom 2**]("]
    assert "3 new" in play.issue
    [pull] = play.hub.state["pulls"]
    assert "2 blanks filled, 1 other value beside one that stands" in pull["body"]
    jacquard = pull["body"].partition("(`jacquard`)")[2]
    assert "MIT" in jacquard.partition("(`")[0]
    assert "[Repository on GitHub](<https://github.com/lab-1/jacquard>), licence shown by GitHub, secondary" in jacquard
    changed = play.hub.git("diff", "--name-only", "main", "watch").split()
    assert changed == [*(f"data/looms/{name}.yml" for name in ("dobby", "draw", "jacquard")), "data/watch.json"]
    # A maintainer ticks one line with a note, takes another, dismisses the third, and corrects a proposal.
    play.edit_issue(f"{play.lines[0]}\n", f"- [x]{play.lines[0][5:]}\n  Ada reads it.\n")
    play.hub.push("main", "data/looms/a-loom-1.yml", TAKEN)
    play.hub.push("main", "data/candidates.yml", DISMISSED)
    dobby = play.hub.git("show", "watch:data/looms/dobby.yml")
    play.hub.push("watch", "data/looms/dobby.yml", dobby.replace("verified: secondary", "verified: primary"))


def nothing_new(play: Play) -> None:
    pull = play.hub.state["pulls"]
    play.week()
    assert play.hub.git("diff", "--name-only", "watch^1", "watch").split() == [
        "data/candidates.yml",
        "data/looms/a-loom-1.yml",
        "data/watch.json",
    ], "main is merged, and the paper of the new record is known"
    assert play.lines == [line for line in play.lines if line.startswith("- [x] [**A Loom 0**]")]
    assert "\n  Ada reads it.\n" in play.issue
    before = play.everything
    play.week()
    assert play.everything == before
    assert play.hub.state["pulls"] == pull, "nothing was proposed"


def sources_change(play: Play) -> None:
    by_hand = play.tip
    play.world.paper("2412.00001").version, play.world.paper("2412.00001").updated = 2, "2025-01-20"
    play.world.repository("lab-1/jacquard").releases.append(Release("v2", "2025-01-20"))
    play.world.repository("lab-3/draw").is_archived = True
    play.world.repository("lab-2/dobby").licence = "GPL-3.0"
    play.week()
    assert "**Nothing new, 4 changes at the sources.**" in play.issue
    for said in (
        "- **Draw**: 1 fact rests on “Repository on GitHub”, read 2025-01-01; the repository was archived (2025-01-22)",
        "- **Dobby**: 1 fact rests on “Repository on GitHub”, read 2025-01-01; the licence shown there is GPL-3.0",
        "- **A Loom 1**: 2 facts rest on “The paper”, read 2025-01-02; version 2 of the paper appeared (2025-01-20)",
        "- **Jacquard**: 1 fact rests on “Repository on GitHub”, read 2025-01-01; release v2 appeared (2025-01-20)",
    ):
        assert f"\n{said}" in play.issue
    body = play.hub.state["pulls"][0]["body"]
    assert body.count("Read on 2025-01-22") == body.count("Read on 2025-01-01") == 1, "what was proposed before stays"
    assert body.index("Read on 2025-01-22") < body.index("Read on 2025-01-01")
    play.hub.git("merge-base", "--is-ancestor", by_hand, "watch")
    play.hub.git("merge-base", "--is-ancestor", "main", "watch")
    assert "verified: primary" in play.hub.git("show", "watch:data/looms/dobby.yml")


def main_contradicts_the_branch(play: Play) -> None:
    file = "data/looms/jacquard.yml"
    own = play.hub.git("show", f"main:{file}").replace("value: Apache-2.0", "value: BSD-3-Clause")
    play.hub.push("main", file, own)
    before = play.everything
    play.standing.clock.pass_by(WEEK)
    done = play.hub.look(NOW=str(play.standing.clock.time()))
    assert done.returncode == 1
    assert f"- {file}\n" in play.hub.summary
    assert play.everything == before
    # Somebody merges main into the branch.
    work = play.hub.clone("clone", "watch")
    git(work, "merge", "-q", "-s", "ours", "--no-edit", "origin/main")
    git(work, "push", "-q", "origin", "HEAD:watch")


def the_branch_is_merged(play: Play) -> None:
    play.run()
    work = play.hub.clone("clone")
    git(work, "merge", "-q", "--squash", "origin/watch")
    git(work, "commit", "-qm", "Take over")
    git(work, "push", "-q", "origin", "HEAD:main")
    [pull] = play.hub.state["pulls"]
    play.hub.update(pulls=[pull | {"state": "MERGED", "headRefOid": play.tip}])
    play.hub.git("branch", "-D", "watch")
    before = play.everything
    play.week()
    assert play.everything == before, "nothing is offered or proposed twice"


def the_issue_is_closed_and_services_fail(play: Play) -> None:
    [issue] = play.hub.state["issues"]
    play.hub.update(issues=[issue | {"state": "closed"}])
    play.world.papers.append(new_paper("2502.00001", "A Loom 3", "2025-02-10"))
    play.standing.plant("GitHub", "/*", bad_gateway())
    play.week()
    assert [issue["state"] for issue in play.hub.state["issues"]] == ["closed", "open"]
    assert [line[6:20] for line in play.lines] == ["[**A Loom 3**]"]
    assert "GitHub" in play.issue.partition("### Not asked")[2]
    before = play.everything
    play.standing.clock.pass_by(WEEK)
    away = dict.fromkeys(VARIABLES.values(), "http://127.0.0.1:9")
    done = play.hub.look(NOW=str(play.standing.clock.time()), **away)
    assert done.returncode == 3
    assert "No service could be reached: nothing is written." in play.hub.summary
    assert play.everything == before
