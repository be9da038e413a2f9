"""The client of the services keeps to public addresses, to the host it asked, and to its word about tokens."""

from __future__ import annotations

import asyncio
import json

import pytest

from catalog.errors import SetupError
from catalog.services.asking.answers import ask as asked_with_words
from catalog.services.asking.answers import of_json
from catalog.services.asking.asking import Asking
from catalog.services.asking.client import NotFoundError, RefusedError, ServiceClient, ServiceError
from tests.standins import faults
from tests.standins.asking import ask, asked_of, whole
from tests.standins.clock import SimulatedClock
from tests.standins.exchange import Said
from tests.standins.fixed import standin

REPOSITORY = "/repos/loom-lab/loomasr"


def test_an_address_inside_this_network_is_not_contacted(services):
    url = services.url("/about")
    with pytest.raises(ServiceError, match=r"127\.0\.0\.1 is a loopback address"):
        ask(url, environment={})
    assert services.requests == []


def test_an_address_that_the_environment_names_is_contacted_wherever_it_is(services):
    body = ask(services.url(REPOSITORY, "GitHub"), services, contact="https://example.org/survey").content
    assert b"loom-lab/loomasr" in body
    request = services.requests[0].headers
    assert request["user-agent"].endswith(" (+https://example.org/survey)")
    assert (request["accept"], request["x-github-api-version"]) == ("application/json", "2022-11-28")


def test_a_redirect_within_the_host_is_followed(services):
    services.world.repository("loom-lab/loomasr").former.append("weaver/loom")
    reply = ask(services.url("/repos/weaver/loom", "GitHub"), services)
    assert reply.address == services.url("/repositories/887654321", "GitHub")
    assert len(services.requests) == 2


@pytest.mark.parametrize("location", ["http://127.0.0.2/", "https://example.org/", "http://10.0.0.1/latest"])
def test_a_redirect_of_a_service_to_another_host_is_not_followed(services, location):
    services.plant("GitHub", REPOSITORY, faults.redirect(location))
    with pytest.raises(ServiceError, match="redirects to another host"):
        ask(services.url(REPOSITORY, "GitHub"), services)
    assert len(services.requests) == 1


def test_another_port_is_another_host(services):
    services.plant("GitHub", REPOSITORY, faults.redirect(services.url("/about")))
    with pytest.raises(ServiceError, match="redirects to another host"):
        ask(services.url(REPOSITORY, "GitHub"), services)
    assert services.asked("web") == []


def test_a_redirect_of_a_page_is_followed_to_another_host(services):
    services.plant("web", "/old", faults.redirect(services.url("/about", "elsewhere")))
    reply = ask(services.url("/old"), services, Asking("text/html", any_host=True))
    assert reply.address == services.url("/about", "elsewhere")


@pytest.mark.parametrize("host", ["127.0.0.2", "10.0.0.1", "169.254.169.254", "[::1]", "2130706433"])
def test_a_redirect_of_a_page_to_a_private_address_is_not_followed(services, host):
    services.plant("web", "/old", faults.redirect(f"http://{host}/latest/meta-data"))
    with pytest.raises(ServiceError, match="address"):
        ask(services.url("/old"), services, Asking("text/html", any_host=True))


@pytest.mark.parametrize(
    "location", ["file:///etc/passwd", "javascript:alert(1)", "http://u:p@127.0.0.1/", "http://a:b:c/"]
)
def test_a_redirect_to_no_page_is_not_followed(services, location):
    services.plant("web", "/old", faults.redirect(location))
    with pytest.raises(ServiceError, match="redirects to something that is no page"):
        ask(services.url("/old"), services, Asking("text/html", any_host=True))


def test_redirects_come_to_an_end(services):
    services.plant("web", "/old", faults.redirect("/old"))
    with pytest.raises(ServiceError, match="more than 4 redirects"):
        ask(services.url("/old"), services, Asking("text/html", any_host=True))
    assert len(services.requests) == 5


@pytest.mark.parametrize("url", ["ftp://a.example/", "https://u:p@a.example/", "nothing", "http://a:x/", "https://"])
def test_an_address_that_is_none_is_a_sentence(services, url):
    with pytest.raises(ServiceError, match="is not an address that can be asked"):
        ask(url, services)


# tokens


def tokens_sent(services):
    return [request.headers.get("authorization", "") for request in services.requests]


@pytest.mark.parametrize("name", ["GITHUB_TOKEN", "GH_TOKEN"])
def test_a_token_is_sent_to_its_own_service_alone(services, name):
    own = {name: "right-token", "HF_TOKEN": "right-token"}
    asked_of(services, [services.url(REPOSITORY, "GitHub"), services.url("/about")], own)
    assert tokens_sent(services) == ["Bearer right-token", ""]


def test_a_token_does_not_follow_a_redirect_to_another_port(services):
    services.plant("GitHub", REPOSITORY, faults.redirect(services.url("/about", "Hugging Face")))
    with pytest.raises(ServiceError, match="another host"):
        ask(services.url(REPOSITORY, "GitHub"), services, tokens={"GITHUB_TOKEN": "right-token"})
    assert tokens_sent(services) == ["Bearer right-token"]


def test_a_page_that_leads_to_a_service_gets_no_token(services):
    services.plant("web", "/old", faults.redirect(services.url(REPOSITORY, "GitHub")))
    asking = Asking("*/*", any_host=True)
    ask(services.url("/old"), services, asking, tokens={"GITHUB_TOKEN": "right-token"})
    assert tokens_sent(services) == ["", ""]


@pytest.mark.parametrize(("service", "path"), [("GitHub", REPOSITORY), ("Hugging Face", "/api/models/loom-lab/x")])
def test_a_token_that_is_not_accepted_is_told_and_sent_no_more(services, service, path):
    name = {"GitHub": "GITHUB_TOKEN", "Hugging Face": "HF_TOKEN"}[service]
    answers = []
    client = asked_of(services, [services.url(path, service)] * 2, {name: "wrong-secret"}, answers)
    assert client.usage[service].failure == f"{service}: {name} is not accepted; asked without it"
    assert tokens_sent(services)[0] == "Bearer wrong-secret"
    assert set(tokens_sent(services)[1:]) == {""}
    assert "wrong-secret" not in str(answers) + repr(vars(client))


def repeats_token(status: int):
    """An answer that repeats the token of its request in its text, its headers and the address that it leads to."""

    def fault(asked):
        said = asked.headers.get("authorization", "no token")
        body = json.dumps({"message": f"cannot read {said}"}).encode()
        headers = {"X-Error-Message": said, "ETag": f'"{asked.token}"', "Location": f"/about/{asked.token}"}
        return Said(status, body, headers=headers)

    return fault


@pytest.mark.parametrize("status", [200, 302, 400, 401, 403, 404, 422, 429, 500])
def test_a_token_that_a_service_repeats_is_neither_said_nor_kept(services, tmp_path, status):
    services.plant("GitHub", REPOSITORY, repeats_token(status))
    answers = []
    for _ in range(2):
        url = services.url(REPOSITORY, "GitHub")
        client = asked_of(services, [url], {"GITHUB_TOKEN": "right-token"}, answers, cache=tmp_path)
    assert tokens_sent(services)[0] == "Bearer right-token"
    assert "right-token" not in str(answers) + repr(vars(client)) + repr(client.usage)
    assert not any(b"right-token" in file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())


def test_what_a_service_says_of_a_token_is_quoted_without_it(services):
    services.plant("GitHub", REPOSITORY, repeats_token(422))

    async def run():
        environment = services.environment | {"GITHUB_TOKEN": "right-token"}
        async with ServiceClient("", environment, clock=services.clock) as client:
            await asked_with_words(client, services.url(REPOSITORY, "GitHub"), whole, Asking())

    with pytest.raises(RefusedError) as caught:
        asyncio.run(run())
    assert str(caught.value) == "GitHub: HTTP 422 (cannot read Bearer …)"
    assert b"right-token" not in caught.value.content


@pytest.mark.parametrize("token", ["two words", "line\nbreak: x", "naïve", "x" * 2000])
def test_a_token_that_can_be_none_is_refused_without_being_shown(token):
    with pytest.raises(SetupError, match="GITHUB_TOKEN is not a token") as caught:
        ServiceClient(environment={"GITHUB_TOKEN": token})
    assert token not in str(caught.value)


def test_an_empty_token_is_none(services):
    ask(services.url(REPOSITORY, "GitHub"), services, tokens={"GITHUB_TOKEN": " "})
    assert tokens_sent(services) == [""]


# what is no answer


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        (faults.portal(), "GitHub: the response is not of the documented form"),
        (faults.huge(), "GitHub: the response is longer than 2,000,000 bytes"),
        (faults.cut(), "GitHub: the response ended before it was complete, 2 times in a row"),
        (faults.bad_gateway(), "GitHub: HTTP 502"),
        (faults.status(200, b"\x00\xff"), "GitHub: the response is not of the documented form"),
        (faults.status(200, b"[" * 100_000), "GitHub: the response is not of the documented form"),
        (faults.status(200, b"[]"), "GitHub: the response is not of the documented form"),
        (faults.status(451, b"blocked"), "GitHub: HTTP 451"),
        (faults.slow(3.0), "GitHub: no response within 0.1 s, 2 times in a row"),
    ],
)
def test_a_fault_is_one_sentence(services, fault, message):
    services.plant("GitHub", REPOSITORY, fault)

    async def run():
        environment = services.environment
        async with ServiceClient(environment=environment, clock=services.clock, answer_within=0.1) as client:
            await client.ask(services.url(REPOSITORY, "GitHub"), Asking(), of_json(lambda reply: reply.get("id")))

    with pytest.raises(ServiceError) as caught:
        asyncio.run(run())
    assert str(caught.value).startswith(message)
    assert "\n" not in str(caught.value)


def test_a_closed_port_stops_its_service_after_one_request():
    clock = SimulatedClock()
    environment = {"CATALOG_GITHUB": "http://127.0.0.1:9", "NO_PROXY": "127.0.0.1"}

    async def run():
        async with ServiceClient(environment=environment, clock=clock) as client:
            sentences = []
            for _ in range(3):
                with pytest.raises(ServiceError) as caught:
                    await client.ask("http://127.0.0.1:9/repos/a/b", Asking("application/json"), whole)
                sentences.append(str(caught.value))
            return sentences, client.usage["GitHub"]

    sentences, usage = asyncio.run(run())
    assert sentences == ["GitHub: the port is closed; try again later"] * 3
    assert (usage.requests, usage.answers, clock.pauses) == (1, 0, [])


def test_what_is_missing_is_missing_and_no_failure(services):
    with pytest.raises(NotFoundError, match=r"^GitHub has nothing at /repos/a/b%1b$"):
        ask(services.url("/repos/a/b%1b?x=secret", "GitHub"), services)


def test_a_refusal_has_its_status_and_content(services):
    services.plant("arXiv", "/api/query", faults.status(500, b"bad list"))
    with pytest.raises(RefusedError) as caught:
        ask(services.url("/api/query", "arXiv"), services, Asking("application/atom+xml", refusals=frozenset({500})))
    assert (caught.value.status, caught.value.content, len(services.requests)) == (500, b"bad list", 1)


def test_an_environment_without_an_address_is_refused_at_once():
    with pytest.raises(SetupError, match="is not the address of a service"):
        ServiceClient(environment={"CATALOG_ARXIV": "http://[::1"})


def test_the_proxy_of_the_environment_is_asked_for_services_it_is_meant_for(monkeypatch):
    with standin() as web, standin() as proxy:
        proxy.put("/repos/loom-lab/loomasr/readme", b"by proxy")
        address = web.address.replace("127.0.0.1", "service.invalid")
        own = {"CATALOG_GITHUB": address}
        monkeypatch.setenv("http_proxy", proxy.address.removeprefix("http://"))
        assert ask(f"{address}/repos/loom-lab/loomasr/readme", environment=own).content == b"by proxy"
        monkeypatch.setenv("no_proxy", "service.invalid")
        with pytest.raises(ServiceError, match="name"):
            ask(f"{address}/repos/loom-lab/loomasr/readme", environment=own)


@pytest.mark.parametrize("value", ["caf\u00e9", "\u00ff\u00fe", '"\u00e9tag"', "x" * 60_000])
def test_headers_of_any_bytes_are_read(services, tmp_path, value):
    services.plant("web", "/odd", faults.status(200, b"x", "text/html", ETag=value, Location=value, X_Odd=value))
    for _ in range(2):
        assert ask(services.url("/odd"), services, Asking("*/*"), cache=tmp_path).content == b"x"
        services.clock.pass_by(10 * 3600)
    services.plant("web", "/moved", faults.redirect(value))
    with pytest.raises((ServiceError, NotFoundError)):
        ask(services.url("/moved"), services, Asking("*/*", any_host=True))
