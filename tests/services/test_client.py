"""The client of the services keeps to public addresses, to one request at a time, and to the host it asked."""

from __future__ import annotations

import asyncio

import pytest

from catalog.errors import SetupError
from catalog.services.client import ServiceClient, ServiceError
from tests.contribute.standin import standin


def get(url: str, environment: dict[str, str]) -> bytes:
    async def ask() -> bytes:
        async with ServiceClient("https://example.org/survey", environment) as client:
            return await client.get(url, "*/*")

    return asyncio.run(ask())


def test_an_address_inside_this_network_is_not_contacted():
    with standin() as web, pytest.raises(ServiceError, match=r"127\.0\.0\.1 is a loopback address"):
        get(f"{web.address}/repos/loom-lab/loomasr/readme", {})
    assert web.requests == []


def test_an_address_that_the_environment_names_is_contacted_wherever_it_is():
    with standin() as web:
        assert get(f"{web.address}/repos/loom-lab/loomasr/readme", web.environment).startswith(b"# LoomASR")
    assert [agent.endswith(" (+https://example.org/survey)") for _, agent in web.requests] == [True]


def test_a_redirect_within_the_host_is_followed():
    with standin() as web:
        web.put("/old", b"", 301, Location="/repos/loom-lab/loomasr/readme")
        assert get(f"{web.address}/old", web.environment).startswith(b"# LoomASR")


def test_an_environment_without_an_address_is_refused_at_once():
    with pytest.raises(SetupError, match="is not the address of a service"):
        ServiceClient(environment={"CATALOG_ARXIV": "http://[::1"})


def test_the_proxy_of_the_environment_is_asked_for_services_it_is_meant_for(monkeypatch):
    with standin() as web, standin() as proxy:
        proxy.put("/repos/loom-lab/loomasr/readme", b"by proxy")
        address = web.address.replace("127.0.0.1", "service.invalid")
        own = {"CATALOG_GITHUB": address}
        monkeypatch.setenv("http_proxy", proxy.address.removeprefix("http://"))
        assert get(f"{address}/repos/loom-lab/loomasr/readme", own) == b"by proxy"
        monkeypatch.setenv("no_proxy", "service.invalid")
        with pytest.raises(ServiceError, match="name"):
            get(f"{address}/repos/loom-lab/loomasr/readme", own)
