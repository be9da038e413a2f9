"""Nothing is told because of an outage, a network's own pages, or an answer about something else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from catalog.watch.citations import CitedSource
from catalog.watch.state import WatchState
from tests.standins.exchange import Asked, Said, as_json
from tests.standins.faults import portal, status
from tests.standins.github import GitHub
from tests.standins.hugging_face import HuggingFace
from tests.standins.server import ELSEWHERE, WEB
from tests.standins.world import HubEntry, Repository
from tests.watch.world import WEEK, Watched, calm, repository, watched

FEW = (2, 22, 33, 54, 58)
OTHER = "somebody/else"


def _of_github(world: Watched) -> Callable[[Asked], Said]:
    """The description of another repository, whichever is asked for, and without a redirect."""
    other = calm()
    other.repositories.append(Repository(OTHER, 777, licence="GPL-3.0", is_archived=True))

    def answer(asked: Asked) -> Said:
        return GitHub()(other, replace(asked, target=f"/repos/{OTHER}"), world.standing.clock)

    return answer


def _of_hugging_face(world: Watched) -> Callable[[Asked], Said]:
    other = calm()
    other.hub.append(HubEntry(OTHER, identifier="ffff00000000000000000001", licence="gpl-3.0", is_disabled=True))

    def answer(asked: Asked) -> Said:
        query = asked.target.partition("?")[2]
        return HuggingFace()(other, replace(asked, target=f"/api/models/{OTHER}?{query}"), world.standing.clock)

    return answer


def _of_modelscope(_: Watched) -> Callable[[Asked], Said]:
    data = {"id": OTHER, "Path": "somebody", "Name": "else", "License": "GPL-3.0", "license": "GPL-3.0", "gated": True}
    return lambda _: as_json({"Code": 200, "Success": True, "success": True, "Data": data, "data": data})


def _of_arxiv(world: Watched) -> Callable[[Asked], Said]:
    def answer(asked: Asked) -> Said:
        if not asked.path.startswith("/api/"):
            return Said(200, b"<p>A paper.</p>", "text/html")
        target = "/api/query?id_list=2401.00005&max_results=1"
        return world.standing._answering["arXiv"](calm(), replace(asked, target=target), world.standing.clock)

    return answer


LIARS = {
    "GitHub": ("/repos/*", _of_github),
    "Hugging Face": ("/api/models/*", _of_hugging_face),
    "ModelScope": ("/*", _of_modelscope),
    "arXiv": ("/*", _of_arxiv),
}


@pytest.mark.parametrize("service", LIARS)
@pytest.mark.parametrize("is_first", [True, False])
def test_an_answer_about_something_else_says_nothing_of_what_was_asked(tmp_path: Path, service: str, *, is_first: bool):
    path, liar = LIARS[service]
    with watched(tmp_path, FEW) as world:
        honest = world.run().state
        world.standing.plant(service, path, liar(world))
        world.standing.clock.pass_by(WEEK)
        world.state = WatchState() if is_first else honest
        result = world.run()
        assert world.told(result) == {}
        assert any(sentence.startswith(f"{service}: ") for sentence in result.failures)
        assert OTHER not in str(result.state)
        world.standing.heal()
        world.standing.clock.pass_by(WEEK)
        assert world.told(world.run()) == {}


NOT_FOUND = b"<html><title>Not Found</title><h1>No such page on this network</h1></html>"


@pytest.mark.parametrize("service", ["arXiv", "GitHub", "Hugging Face", "ModelScope", "Crossref"])
@pytest.mark.parametrize("code", [404, 410, 401, 403, 407, 511])
def test_a_page_of_the_network_that_says_404_is_no_word_of_a_service(tmp_path: Path, service: str, code: int):
    with watched(tmp_path, (54, 58)) as world:
        world.run()
        world.standing.plant(service, "/*", status(code, NOT_FOUND, "text/html"))
        world.standing.clock.pass_by(WEEK)
        result = world.run()
        assert world.told(result) == {}
        assert any(sentence.startswith(f"{service}: ") for sentence in result.failures)


@pytest.mark.parametrize("is_first", [True, False])
def test_one_page_in_place_of_pages_of_several_hosts_is_that_of_a_network(tmp_path: Path, *, is_first: bool):
    with watched(tmp_path, (44, 45)) as world:
        plain = world.cited

        def on_two_hosts() -> dict[str, list[CitedSource]]:
            here, there = world.standing.url(""), world.standing.url("", ELSEWHERE)
            return {
                work: [replace(each, url=each.url.replace(here, there)) for each in found] if "/45" in work else found
                for work, found in plain().items()
            }

        world.cited = on_two_hosts  # type: ignore[method-assign]
        honest = world.run().state
        for service in (WEB, ELSEWHERE):
            world.standing.plant(service, "/*", portal())
        world.standing.clock.pass_by(WEEK)
        world.state = WatchState() if is_first else honest
        result = world.run()
        told = {work: kinds for work, kinds in world.told(result).items() if work.startswith("page")}
        assert told == {}
        assert any("the same text" in sentence for sentence in result.failures)
        world.standing.heal()
        world.standing.clock.pass_by(WEEK)
        assert not any(work.startswith("page") for work in world.told(world.run()))


def test_a_number_that_is_none_in_the_state_is_not_asked_for(tmp_path: Path):
    with watched(tmp_path, FEW) as world:
        honest = world.run().state
        for number in ("²", "١٢", "-1", "../../user", "9" * 400):
            seen = honest.works[f"github:{repository(2)}"]
            forged = seen.model_copy(update={"values": {**seen.values, "id": number}})
            world.state = honest.model_copy(update={"works": {**honest.works, f"github:{repository(2)}": forged}})
            assert set(world.told(world.run())) <= {f"github:{repository(2)}"}


def test_an_answer_without_the_number_of_a_model_is_no_other_model(tmp_path: Path):
    with watched(tmp_path, FEW) as world:
        world.run()
        for number in FEW:
            world.standing.world.entry(repository(number)).identifier = ""
        world.standing.plant("Hugging Face", f"/api/models/{repository(2)}", status(404, b"{}", "application/json"), 1)
        world.standing.clock.pass_by(WEEK)
        assert world.told(world.run()) == {}
