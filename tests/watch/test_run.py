"""One run of `catalog watch` against a world of 88 records: all is told once, nothing twice, nothing is invented."""

from __future__ import annotations

from pathlib import Path
from socket import socket

import pytest

from catalog.watch import run
from catalog.watch.changes import ChangeKind
from catalog.watch.run import KEPT_FOR
from tests.standins.exchange import Asked, Fault, Said
from tests.standins.faults import bad_gateway, cut, huge, portal, redirect, secondary_limit, slow, status
from tests.standins.world import Release
from tests.watch.world import (
    EVENTS,
    HAPPENED,
    WEEK,
    Watched,
    calm,
    paper,
    plant,
    repository,
    reread,
    watched,
)

REQUESTS = {"arXiv": 1, "GitHub": 176, "Hugging Face": 88, "ModelScope": 4, "Crossref": 16, "pages": 10}
"""Of a run in a world in which nothing happens: a request a repository and one for its release."""
FEW = (2, 22, 33, 44, 54, 58)
"""Records that have one of every kind of source."""


def requests(world: Watched) -> dict[str, int]:
    counted: dict[str, int] = {}
    for asked in world.standing.requests:
        service = "pages" if asked.service == "web" else asked.service
        counted[service] = counted.get(service, 0) + 1
    world.standing.requests.clear()
    return counted


def test_all_of_forty_changes_are_told_once_and_nothing_else_ever(tmp_path: Path):
    assert sum(map(len, EVENTS.values())) == 40
    with watched(tmp_path) as world:
        quiet = world.run()
        assert (world.told(quiet), quiet.failures) == ({}, ())
        plant(world.standing, world.tree)
        world.standing.clock.pass_by(WEEK)
        first = world.run()
        assert world.told(first) == EVENTS
        world.standing.clock.pass_by(WEEK)
        second = world.run()
        assert world.told(second) == {}
        assert second.state == first.state


def test_a_first_run_tells_what_has_a_day_after_reading_or_is_grave(tmp_path: Path):
    with watched(tmp_path) as world:
        plant(world.standing, world.tree)
        dated = {"version", "release", "content", "revision", "withdrawn"}
        now = {"gone", "archived", "disabled", "renamed", "retracted"}
        told = world.told(world.run())
        seen_later = {"page 44", "page 45", f"github:{repository(15)}", f"huggingface:{repository(34)}"}
        expected = {
            work: known
            for work, kinds in EVENTS.items()
            if (known := [kind for kind in kinds if kind in dated | now]) and work not in seen_later
        }
        # Without a list of files from before, new files are files that changed.
        expected[f"huggingface:{repository(40)}"] = ["revision"]
        assert told == expected


def test_a_run_without_news_writes_nothing_but_the_day_once_a_month(tmp_path: Path):
    with watched(tmp_path, FEW) as world:
        before = world.run().state
        world.standing.clock.pass_by(WEEK)
        assert world.run().state == before
        world.standing.clock.pass_by(KEPT_FOR.total_seconds())
        after = world.run().state
        assert after != before
        assert after.model_copy(update={"checked": before.checked}) == before


def test_the_numbers_of_requests_and_the_pace_are_those_of_good_manners(tmp_path: Path):
    with watched(tmp_path) as world:
        world.run()
        assert requests(world) == REQUESTS
        plant(world.standing, world.tree)
        world.standing.clock.pass_by(WEEK)
        start = world.standing.clock.time()
        result = world.run()
        assert world.standing.clock.time() - start < 300  # seconds for a whole weekly run
        # Beside these, each suspicion costs a second request, and each push or commit after reading a look at files.
        assert min(world.standing.gaps("GitHub"), default=0) >= 0.2
        assert requests(world) == {
            "arXiv": 1,
            "GitHub": 188,
            "Hugging Face": 96,
            "ModelScope": result.usage["ModelScope"].requests,
            "Crossref": 16,
            "pages": 13,
        }
        waits = {name: usage.limited for name, usage in result.usage.items() if usage.limited}
        assert waits == {}


def test_with_kept_answers_a_second_run_of_the_day_costs_nothing(tmp_path: Path):
    with watched(tmp_path) as world:
        first = world.run(cache=tmp_path / "kept").state
        world.standing.requests.clear()
        assert world.run(cache=tmp_path / "kept").state == first
        assert requests(world) == {}


def test_a_week_later_unchanged_answers_cost_nothing_of_the_limit_of_github(tmp_path: Path):
    with watched(tmp_path) as world:
        world.run(cache=tmp_path / "kept")
        world.standing.clock.pass_by(WEEK)
        world.standing.requests.clear()
        world.run(cache=tmp_path / "kept")
        asked = world.standing.asked("GitHub")
        assert len(asked) == 176
        assert all("if-none-match" in each.headers for each in asked)


def test_a_small_budget_reaches_all_in_several_runs(tmp_path: Path):
    with watched(tmp_path) as world:
        seen = [0]
        for _ in range(5):
            result = world.run(cache=tmp_path / "kept", budget=100)
            seen.append(len(result.state.works))
            if len(result.failures) == 0:
                break
            assert any("were not asked: the budget of 100 requests is used up" in each for each in result.failures)
        assert seen == sorted(set(seen))
        assert result.failures == ()
        assert world.told(result) == {}


def test_what_was_not_asked_is_told_by_the_next_run(tmp_path: Path):
    with watched(tmp_path) as world:
        world.run()
        plant(world.standing, world.tree)
        world.standing.clock.pass_by(WEEK)
        told = world.run(budget=20)
        everything = [*told.new, *world.run().new]
        assert len(everything) == 40
        assert len({(change.work, change.kind) for change in everything}) == 40


def test_changes_go_when_every_source_was_read_after_them_and_do_not_come_back(tmp_path: Path):
    with watched(tmp_path) as world:
        world.run()
        plant(world.standing, world.tree)
        world.standing.clock.pass_by(WEEK)
        assert world.run().state.changes
        reread(world.project, "2026-11-26")
        world.standing.clock.pass_by(WEEK)
        result = world.run()
        assert [(world.name(change.work), str(change.kind)) for change in result.state.changes] == [
            (f"arxiv:{paper(number)}", "version")
            for number in (0, 1)  # whose address still names the first version
        ]
        assert result.new == ()


def test_changes_and_observations_go_with_the_last_record_that_cites_the_work(tmp_path: Path):
    with watched(tmp_path, FEW) as world:
        world.run()
        world.standing.world.paper(paper(2)).version = 2
        world.standing.world.paper(paper(2)).updated = HAPPENED
        world.standing.clock.pass_by(WEEK)
        assert world.told(world.run()) == {f"arxiv:{paper(2)}": ["version"]}
        (world.project.data / "looms" / "loom-2.yml").unlink()
        state = world.run().state
        assert state.changes == ()
        assert not [work for work in state.works if work.endswith((paper(2), repository(2)))]


def test_what_is_undone_upstream_is_a_change_no_more(tmp_path: Path):
    with watched(tmp_path) as world:
        before = world.run().state
        plant(world.standing, world.tree)
        world.standing.clock.pass_by(WEEK)
        world.run()
        renewed = calm()
        for name in ("papers", "repositories", "hub", "modelscope", "works", "pages"):
            setattr(world.standing.world, name, getattr(renewed, name))
        world.standing.heal()
        world.standing.clock.pass_by(WEEK)
        result = world.run()
        assert world.told(result) == {}
        left = {str(change.kind) for change in result.state.changes}
        assert left == {"version", "published", "revision", "content"}  # that happened, whatever is now
        gone = [work for work, seen in result.state.works.items() if seen.values.get("gone")]
        assert gone == []
        files = {work for work in result.state.works if work.count(":") > 1}
        assert result.state.works.keys() - files == before.works.keys()


def test_a_second_newer_version_is_told_and_a_second_change_of_a_text_is_not(tmp_path: Path):
    with watched(tmp_path, FEW) as world:
        world.run()
        changed, page = world.standing.world.paper(paper(2)), world.standing.world.pages[0]
        told = []
        for version in (2, 3):
            world.standing.clock.pass_by(WEEK)
            changed.version, changed.updated = version, world.today.isoformat()
            page.content = f"<p>Text {version}</p>"
            told.append(world.told(world.run()))
        assert told == [
            {f"arxiv:{paper(2)}": ["version"], "page 44": ["content"]},
            {f"arxiv:{paper(2)}": ["version"]},
        ]
        days = {change.kind: change.day for change in world.state.changes}
        assert days == {ChangeKind.VERSION: world.today, ChangeKind.CONTENT: world.today}


def test_a_page_that_says_one_thing_and_then_the_other_again_is_left_alone(tmp_path: Path):
    with watched(tmp_path, FEW) as world:
        page = world.standing.world.pages[0]
        told = []
        for text in ("one", "other", "one", "other"):
            page.content = f"<p>{text}</p>"
            told.append(world.told(world.run()))
            world.standing.clock.pass_by(WEEK)
        assert told == [{}, {"page 44": ["content"]}, {}, {}]


@pytest.mark.parametrize("service", ["GitHub", "Hugging Face"])
def test_a_service_that_denies_everything_is_not_believed(tmp_path: Path, service: str):
    with watched(tmp_path) as world:
        before = world.run().state
        body = b'{"message": "Not Found", "error": "Repository not found"}'
        world.standing.plant(service, "/*", status(404, body, "application/json"))
        world.standing.clock.pass_by(WEEK)
        result = world.run()
        assert result.new == ()
        assert result.state == before
        reason = "it denies 88 of 88 repositories, which is not believed"
        assert result.failures == (f"{service}: 88 of 88 repositories were not answered: {reason}",)


def _private(asked: Asked) -> Said:
    return redirect("http://169.254.169.254/latest/meta-data/")(asked)


HOSTILE = {
    "huge": huge(),
    "slow": slow(3.0),
    "cut": cut(),
    "a page instead": portal(),
    "of a proxy": bad_gateway(),
    "to a private address": _private,
    "a list": status(200, b"[[[]]]", "application/json"),
    "deep": status(200, b'{"a":' * 100_000, "application/json"),
    "nothing": status(200, b"", "application/json"),
    "other types": status(200, b'{"full_name": 1, "id": [], "message": {"title": 7}, "Data": 3}', "application/json"),
    "too often": secondary_limit(429),
    "a bad token": status(401, b'{"message": "Bad credentials"}', "application/json"),
    "taken down": status(451, b"{}", "application/json"),
}


@pytest.mark.parametrize("fault", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_service_costs_its_part_and_a_sentence(tmp_path: Path, fault: Fault):
    with watched(tmp_path, FEW) as world:
        before = world.run().state
        for service in ("arXiv", "GitHub", "Crossref", "ModelScope"):
            world.standing.plant(service, "/*", fault)
        world.standing.world.entry(repository(33)).gated = "manual"
        world.standing.clock.pass_by(WEEK)
        result = world.run(answer_within=1.0)
        assert world.told(result) == {f"huggingface:{repository(33)}": ["gated"]}
        asked = dict(before.works)
        asked.pop(f"huggingface:{repository(33)}")
        assert {work: result.state.works[work] for work in asked} == asked
        services = [sentence.partition(":")[0] for sentence in result.failures]
        assert set(services) == {"arXiv", "GitHub", "Crossref", "ModelScope"}
        assert all("\n" not in sentence and len(sentence) < 400 for sentence in result.failures)


def test_titles_of_the_outside_are_cut_and_cleaned(tmp_path: Path):
    with watched(tmp_path, FEW) as world:
        world.run()
        changed = world.standing.world.paper(paper(2))
        changed.title = "<b>@everyone\u202e</b>\u200b -->\u0085 #1 " + "x" * 5000
        world.standing.world.repository(repository(22)).releases.append(Release("v2\u202e", HAPPENED))
        world.standing.clock.pass_by(WEEK)
        result = world.run()
        texts = [text for change in result.new for text in (change.before, change.after)]
        assert all(text.isprintable() and len(text) <= 200 for text in texts)
        assert len(result.new) == 2


def test_without_a_network_nothing_is_reached_and_each_service_has_its_sentence(tmp_path: Path):
    nowhere = {f"CATALOG_{name}": "http://127.0.0.1:9" for name in ("ARXIV", "GITHUB", "HUGGING_FACE", "CROSSREF")}
    with watched(tmp_path, FEW) as world:
        start = world.standing.clock.time()
        result = world.run(environment=nowhere | {"CATALOG_MODELSCOPE": "http://127.0.0.1:9"})
        assert result.is_unreached
        assert world.standing.clock.time() - start < 30
        assert [sentence.partition(":")[0] for sentence in result.failures] == [
            "arXiv", "GitHub", "Hugging Face", "ModelScope", "Crossref",
        ]  # fmt: skip
        assert result.state.works == {}


def test_servers_that_take_connections_and_never_answer_are_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(run, "PATIENCE", 0.5)
    names = ("ARXIV", "GITHUB", "HUGGING_FACE", "CROSSREF", "MODELSCOPE")
    with socket() as silent, watched(tmp_path, FEW) as world:
        silent.bind(("127.0.0.1", 0))
        silent.listen(64)
        address = f"http://127.0.0.1:{silent.getsockname()[1]}"
        result = world.run(environment={f"CATALOG_{name}": address for name in names})
        assert result.is_unreached
        assert result.failures == (
            "arXiv: 6 of 6 works were not answered: no answer within 0.5 seconds",
            "GitHub: 6 of 6 works were not answered: no answer within 0.5 seconds",
            "Hugging Face: 6 of 6 works were not answered: no answer within 0.5 seconds",
            "ModelScope: 1 of 1 works was not answered: no answer within 0.5 seconds",
            "Crossref: 1 of 1 works was not answered: no answer within 0.5 seconds",
        )
