"""Each service is asked at its own pace; what it asks for is waited for while that is short, else it is left alone."""

from __future__ import annotations

import asyncio

import httpx
import pytest

from catalog.services.asking.asking import Asking
from catalog.services.asking.client import BudgetError, ServiceClient, ServiceError, StoppedError
from catalog.services.transport import addresses
from tests.standins import faults
from tests.standins.asking import ask, asked_of, whole
from tests.standins.clock import SimulatedClock
from tests.standins.world import HubEntry, Repository

QUERY = "/api/query?id_list=2411.07777"
REPOSITORY = "/repos/loom-lab/loomasr"
MODEL = "/api/models/loom-lab/loomasr-7b"
FEED = Asking("application/atom+xml")


# the pace


def test_arxiv_with_its_feeds_and_oai_gets_one_request_in_three_seconds(services):
    feed = services.url("/atom/eess.AS", "arXiv feeds")
    record = services.url("/oai?verb=GetRecord&identifier=oai:arXiv.org:2411.07777", "arXiv OAI")
    client = asked_of(services, [services.url(QUERY, "arXiv"), feed, record, services.url(QUERY, "arXiv")])
    names = ("arXiv", "arXiv feeds", "arXiv OAI")
    assert [request.service for request in services.asked(*names)] == [*names, "arXiv"]
    assert all(3.0 <= gap < 3.5 for gap in services.gaps(*names))
    assert (client.usage["arXiv"].requests, round(client.usage["arXiv"].waited)) == (4, 9)
    assert client.usage["arXiv"].limited == 0


def test_the_others_are_asked_at_modest_gaps(services):
    urls = [
        services.url("/works/10.1109%2Floom.2025.35", "Crossref"),
        services.url(REPOSITORY, "GitHub"),
        services.url(MODEL, "Hugging Face"),
        services.url("/openapi/v1/models/loom-lab/loomasr-7b", "ModelScope"),
    ]
    asked_of(services, [url for url in urls for _ in range(3)])
    least = {"Crossref": 0.25, "GitHub": 0.25, "Hugging Face": 0.25, "ModelScope": 1.0}
    for service, seconds in least.items():
        assert all(seconds <= gap < seconds + 0.5 for gap in services.gaps(service)), service


def test_a_pace_that_crossref_states_is_kept(services):
    headers = {"x_rate_limit_limit": "1", "x_rate_limit_interval": "4s"}
    services.plant("Crossref", "/works/*", faults.status(200, b"{}", "application/json", **headers))
    asked_of(services, [services.url("/works/a", "Crossref")] * 3)
    assert all(4.0 <= gap < 4.5 for gap in services.gaps("Crossref"))


def test_a_pace_of_minutes_costs_its_service_and_not_hours(services):
    headers = {"x_rate_limit_limit": "1", "x_rate_limit_interval": "80s"}
    services.plant("Crossref", "/works/*", faults.status(200, b"{}", "application/json", **headers))
    client = asked_of(services, [services.url(f"/works/{number}", "Crossref") for number in range(50)])
    assert client.usage["Crossref"].requests == 2
    assert client.usage["Crossref"].failure == "Crossref: it asks for 80 seconds between requests; try again later"
    assert client.usage["Crossref"].waited <= 90


def test_a_service_gets_one_request_after_the_other_and_several_are_asked_at_once(services):
    """While arXiv has its pause, the others are asked; no service ever has two requests under way."""

    async def run():
        async with ServiceClient(environment=services.environment, clock=services.clock) as client:
            urls = [services.url(QUERY, "arXiv")] * 3 + [services.url(REPOSITORY, "GitHub")] * 3
            await asyncio.gather(
                *(client.ask(f"{url}{'?&'['?' in url]}n={n}", Asking("*/*"), whole) for n, url in enumerate(urls))
            )

    asyncio.run(run())
    assert all(gap >= 3 for gap in services.gaps("arXiv"))
    assert services.clock.monotonic() < 9


def test_each_host_of_pages_has_a_pace_of_its_own(services):
    urls = [services.url("/about"), services.url("/about", "elsewhere")]
    asked_of(services, urls * 2)
    assert services.clock.monotonic() < 3
    assert all(gap >= 1 for gap in services.gaps("web"))


def test_pages_of_arxiv_share_its_pace():
    async def run():
        async with ServiceClient(environment={}) as client:
            asking = Asking("text/html", any_host=True)
            names = ("https://arxiv.org/abs/1", "https://www.arxiv.org/", "https://rss.arxiv.org/", client.arxiv)
            return [client._pace_of(httpx.URL(url), asking).name for url in (*names, "https://notarxiv.org/")]

    assert asyncio.run(run()) == [*["arXiv"] * 4, "notarxiv.org"]


# limits


def test_a_short_wait_that_a_service_asks_for_is_waited(services):
    services.plant("GitHub", REPOSITORY, faults.status(429, Retry_After="20"), times=1)
    client = asked_of(services, [services.url(REPOSITORY, "GitHub")])
    assert services.gaps("GitHub") == [pytest.approx(21.2)]
    assert (client.usage["GitHub"].limited, client.usage["GitHub"].failure) == (21, "")


def test_a_date_to_wait_for_is_read_by_the_clock_of_the_run(services):
    services.plant("web", "/about", faults.status(503, Retry_After="Wed, 18 Nov 2026 11:07:40 GMT"), times=1)
    asked_of(services, [services.url("/about")])
    assert services.gaps("web") == [pytest.approx(61, abs=1)]


@pytest.mark.parametrize(
    ("token", "advice"),
    [({}, "; set GITHUB_TOKEN, or try again later"), ({"GH_TOKEN": "right-token"}, "; try again later")],
)
def test_a_limit_that_is_used_up_for_long_stops_the_service_with_one_sentence(services, token, advice):
    services.world.github_per_hour = 2
    answers = []
    urls = [services.url(f"{REPOSITORY}?n={number}", "GitHub") for number in range(5)]
    client = asked_of(services, [*urls, services.url(MODEL, "Hugging Face")], token, answers)
    sentence = f"GitHub: its limit of requests is used up until 12:06 UTC{advice}"
    assert answers[2:5] == [sentence] * 3
    assert client.usage["GitHub"].failure == sentence
    assert (client.usage["GitHub"].requests, client.usage["GitHub"].limited) == (2, 0)
    assert answers[5].status == 200


def test_a_refusal_because_of_the_limit_waits_for_its_end(services):
    reset = {"x_ratelimit_remaining": "0", "x_ratelimit_reset": str(round(services.clock.time() + 30))}
    services.plant("GitHub", REPOSITORY, faults.status(403, b"{}", "application/json", **reset), times=1)
    reply = ask(services.url(REPOSITORY, "GitHub"), services)
    assert (reply.status, services.gaps("GitHub")) == (200, [pytest.approx(31, abs=1)])


def test_searches_have_a_limit_of_their_own(services):
    """Ten searches a minute without a token: the eleventh waits, repositories go on."""
    urls = [services.url(f"/search/repositories?q=n{number}", "GitHub") for number in range(10)]
    asked_of(services, [*urls, services.url(REPOSITORY, "GitHub"), services.url("/search/repositories?q=z", "GitHub")])
    gaps = services.gaps("GitHub")
    assert max(gaps[:-1]) < 1
    assert 50 < gaps[-1] < 62
    assert services.asked("GitHub")[-2].path == REPOSITORY


def test_githubs_other_limit_is_waited_for_a_minute_and_then_no_more(services):
    services.plant("GitHub", REPOSITORY, faults.secondary_limit())
    answers = []
    client = asked_of(services, [services.url(REPOSITORY, "GitHub")] * 2, answers=answers)
    assert [round(gap) for gap in services.gaps("GitHub")] == [60]
    sentence = "GitHub: it says that it has had too many requests (HTTP 403); set GITHUB_TOKEN, or try again later"
    assert answers == [sentence] * 2
    assert client.usage["GitHub"].requests == 2


def test_a_plain_403_of_github_speaks_of_one_repository(services):
    services.plant("GitHub", "/repos/a/b", faults.status(403, b'{"message": "Repository access blocked"}'))
    answers = []
    asked_of(services, [services.url("/repos/a/b", "GitHub"), services.url(REPOSITORY, "GitHub")], answers=answers)
    assert answers[0] == "GitHub: HTTP 403"
    assert answers[1].status == 200


def test_hugging_face_is_waited_for_until_its_window_ends(services):
    services.world.hub_per_window = 2
    urls = [services.url(f"{MODEL}?n={number}", "Hugging Face") for number in range(2)]
    asked_of(services, urls)
    services.clock.pass_by(250)
    client = asked_of(services, [services.url(f"{MODEL}?n=3", "Hugging Face")])
    # Seen only by the refusal: this run is new.
    assert client.usage["Hugging Face"].limited == pytest.approx(300 - 250, abs=2)
    assert client.usage["Hugging Face"].failure == ""


def test_files_of_hugging_face_go_on_when_its_api_has_had_enough(services):
    services.world.hub_per_window = 1
    answers = []
    file = services.url("/loom-lab/loomasr-7b/resolve/main/README.md", "Hugging Face")
    asked_of(services, [services.url(MODEL, "Hugging Face"), services.url(f"{MODEL}?n=2", "Hugging Face"), file],
             answers=answers)  # fmt: skip
    assert "its limit of requests is used up until" in answers[1]
    assert answers[2].content == b"# LoomASR\n"


def test_a_refusal_of_hugging_face_with_something_left_is_another_limit(services):
    busy = faults.status(429, b"{}", "application/json", RateLimit='"api";r=100;t=200')
    services.plant("Hugging Face", MODEL, busy, times=1)
    client = asked_of(services, [services.url(MODEL, "Hugging Face")])
    assert (client.usage["Hugging Face"].limited, client.usage["Hugging Face"].failure) == (5, "")


@pytest.mark.parametrize("fault", [faults.rate_exceeded(429), faults.rate_exceeded(200), faults.status(406),
                                   faults.status(503)])  # fmt: skip
def test_arxiv_throttles_in_four_ways_and_is_given_time(services, fault):
    services.plant("arXiv", "/api/query", fault, times=2)
    answers = []
    client = asked_of(services, [services.url(QUERY, "arXiv")], answers=answers)
    assert answers[0].status == 200
    assert [round(gap) for gap in services.gaps("arXiv")] == [20, 40]
    assert client.usage["arXiv"].limited == 60


def test_arxiv_that_goes_on_throttling_is_left_alone(services):
    services.plant("arXiv", "/api/query", faults.rate_exceeded())
    answers = []
    client = asked_of(services, [services.url(QUERY, "arXiv")] * 5, answers=answers)
    assert client.usage["arXiv"].requests == 4
    assert client.usage["arXiv"].waited < 90
    sentence = "arXiv: it says that it has had too many requests (HTTP 429), 4 times in a row; try again later"
    assert answers[1:] == [sentence] * 4
    assert client.usage["arXiv"].failure == sentence


def test_a_denial_of_arxiv_is_not_pressed_on(services):
    services.plant("arXiv", "/api/query", faults.status(403))
    answers = []
    asked_of(services, [services.url(QUERY, "arXiv")] * 3, answers=answers)
    assert answers == ["arXiv: it refuses to answer (HTTP 403); try again later"] * 3
    assert len(services.requests) == 1


# failures


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_a_failure_that_passes_costs_a_short_pause(services, status):
    services.plant("GitHub", REPOSITORY, faults.status(status), times=1)
    assert ask(services.url(REPOSITORY, "GitHub"), services).status == 200
    assert services.gaps("GitHub") == [pytest.approx(2.2)]


@pytest.mark.parametrize("fault", [faults.bad_gateway(), faults.cut(), faults.portal()])
def test_a_service_that_always_fails_is_asked_four_times_and_costs_its_part_only(services, fault):
    services.plant("GitHub", "/repos/*", fault)
    answers, asking = [], Asking("application/json")
    urls = [services.url(f"/repos/a/{number}", "GitHub") for number in range(30)]
    client = asked_of(services, [*urls, services.url(MODEL, "Hugging Face")], answers=answers, asking=asking)
    assert len(services.asked("GitHub")) <= 4
    assert services.clock.monotonic() < 15
    assert client.usage["GitHub"].failure.endswith("times in a row; try again later")
    assert answers[-1].status == 200


def test_answers_between_failures_keep_a_service_going(services):
    services.plant("GitHub", "/repos/bad/*", faults.bad_gateway())
    urls = [services.url(path, "GitHub") for path in ("/repos/bad/1", REPOSITORY, "/repos/bad/2", REPOSITORY)]
    answers = []
    client = asked_of(services, urls, answers=answers)
    assert [getattr(answer, "status", answer) for answer in answers] == ["GitHub: HTTP 502", 200] * 2
    assert client.usage["GitHub"].failure == "GitHub: HTTP 502"


def test_a_host_that_fails_does_not_stop_other_pages(services):
    services.plant("web", "*", faults.bad_gateway())
    answers = []
    urls = [*[services.url(f"/{number}") for number in range(9)], services.url("/about", "elsewhere")]
    client = asked_of(services, urls, answers=answers)
    assert len(services.asked("web")) == 4
    assert answers[-1].status == 200
    assert client.usage["pages"].stopped == 1


def test_without_any_network_pages_are_given_up_after_a_few_hosts():
    clock, answers = SimulatedClock(), []

    async def run():
        async with ServiceClient(environment={"NO_PROXY": "*"}, clock=clock) as client:
            for number in range(20):
                with pytest.raises(ServiceError) as caught:
                    await client.ask(f"http://host{number}.invalid/", Asking("*/*"), whole)
                answers.append(str(caught.value))
            return client.usage["pages"]

    usage = asyncio.run(run())
    assert answers[-1] == "pages: none of 5 hosts can be reached; try again later"
    assert (usage.requests, usage.answers, clock.monotonic()) == (0, 0, 0)
    assert usage.failure.endswith("(4 more could not be asked)")


# what a run may spend


def test_a_budget_counts_what_is_sent_and_then_nothing_is(services):
    answers = []
    services.world.repository("loom-lab/loomasr").former.append("weaver/loom")
    urls = [services.url(path, "GitHub") for path in ("/repos/weaver/loom", REPOSITORY, f"{REPOSITORY}/readme")]
    client = asked_of(services, [*urls, services.url("/about")], answers=answers, budget=3)
    assert [getattr(answer, "status", answer) for answer in answers] == [
        200,
        200,
        *["the budget of 3 requests is used up; run it again to go on"] * 2,
    ]
    assert len(services.requests) == sum(usage.requests for usage in client.usage.values()) == 3


@pytest.mark.parametrize("budget", range(5))
def test_no_budget_is_ever_overspent_though_all_are_asked_at_once(services, budget):
    services.world.repositories += [Repository(f"a/{n}", n) for n in range(4)]
    services.world.hub += [HubEntry(f"a/{n}") for n in range(4)]
    urls = [services.url(f"/repos/a/{n}", "GitHub") for n in range(4)]
    urls += [services.url(f"/api/models/a/{n}", "Hugging Face") for n in range(4)]

    async def run():
        async with ServiceClient(environment=services.environment, clock=services.clock, budget=budget) as client:
            return await asyncio.gather(
                *(client.ask(url, Asking("*/*"), whole) for url in urls), return_exceptions=True
            )

    answers = asyncio.run(run())
    assert len(services.requests) == budget
    assert sum(isinstance(answer, BudgetError) for answer in answers) == len(urls) - budget


def test_the_seconds_of_a_run_end_it_without_a_wait_that_would_be_in_vain(services):
    answers = []
    asked_of(services, [services.url(QUERY, "arXiv")] * 5, answers=answers, seconds=8)
    assert [getattr(answer, "status", answer) for answer in answers][2:] == [
        200,
        *["the 8 seconds of this run are used up; run it again to go on"] * 2,
    ]
    assert services.clock.monotonic() <= 8


def test_somebody_at_the_keyboard_is_not_kept_waiting(services):
    services.plant("arXiv", "/api/query", faults.rate_exceeded())
    with pytest.raises(StoppedError, match="too many requests"):
        ask(services.url(QUERY, "arXiv"), services, max_wait=5.0)
    assert services.clock.monotonic() < 1


def test_without_a_name_server_two_lookups_are_enough_to_know(monkeypatch):
    """Each would take seconds: a run without a network is told soon, whatever it asks."""
    asked = []

    async def no_answer(host):
        asked.append(host)
        raise TimeoutError

    monkeypatch.setattr(addresses, "_getaddrinfo", no_answer)
    answers = []

    async def run():
        async with ServiceClient(environment={}, clock=SimulatedClock()) as client:
            for url in (client.arxiv, client.github, client.hugging_face, client.crossref, "https://a.example/"):
                with pytest.raises(ServiceError) as caught:
                    await client.ask(url, Asking("*/*"), whole)
                answers.append(str(caught.value))

    asyncio.run(run())
    assert len(asked) == 2
    assert answers[::4] == [
        "arXiv: DNS did not respond; try again later",
        "a.example: DNS is not responding; try again later",
    ]
