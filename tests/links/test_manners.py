"""Many links at once: what hosts are spared, and what the run does when they are slow, silent or strict."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import replace

import pytest

from catalog.links.check import CheckOptions, LinkCheck
from catalog.links.results import LinkResult, LinkTarget
from catalog.links.throttle import HostLimit
from tests.links.server import Exchange, Host, Script, answer, hang, redirect, reset, then

HERE = CheckOptions(
    timeout=2.0,
    retries=2,
    second_look=0.1,
    allow=(ipaddress.ip_network("127.0.0.0/16"), ipaddress.ip_network("::1")),
)
LIFTED = replace(HERE, limit=HostLimit(0, 0))


def run(
    script: Script, paths: Sequence[str], settings: CheckOptions = HERE, address: str = "127.0.50.1"
) -> tuple[Host, list[LinkResult]]:
    host = Host(script)

    async def play() -> list[LinkResult]:
        await host.start(address)
        try:
            return await LinkCheck(settings).run(
                [LinkTarget(host.origin + path if path[0] == "/" else path) for path in paths]
            )
        finally:
            await host.stop()

    return host, asyncio.run(play())


def verdicts(results: Sequence[LinkResult]) -> set[str]:
    return {str(result.verdict) for result in results}


def strict(
    at_once: int = 4, per_second: int = 20, pause: float = 0.02, headers: dict[str, str] | None = None
) -> Script:
    """Refuses what comes too thick or too fast, as a careful server does."""
    recent: deque[float] = deque()

    async def script(exchange: Exchange) -> None:
        now = time.monotonic()
        while recent and recent[0] < now - 1:
            recent.popleft()
        recent.append(now)
        too_much = exchange.host.active > at_once or len(recent) > per_second
        await asyncio.sleep(pause)
        await (answer(429, b"", **(headers or {})) if too_much else answer())(exchange)

    return script


def test_links_that_differ_only_in_their_fragment_share_one_request() -> None:
    page = answer(body=b"<title>x</title><p id=a><p id=b>")
    host, results = run(page, ["/p#a", "/p#b", "/p", "/p#c", "/p#:~:text=x"])
    assert len(host.requests) == 1
    assert [str(result.verdict) for result in results] == ["ok", "ok", "ok", "suspect", "ok"]


def test_spellings_of_one_address_share_one_request() -> None:
    host = Host(answer())

    async def play() -> None:
        await host.start("127.0.50.2")
        origin = f"127.0.50.2:{host.port}"
        await LinkCheck(HERE).run(
            [
                LinkTarget(f"http://{origin}/a b"),
                LinkTarget(f"HTTP://{origin}/a%20b"),
                LinkTarget(f"http://u:p@{origin}/a b"),
            ]
        )
        await host.stop()

    asyncio.run(play())
    assert len(host.requests) == 1
    assert "authorization" not in host.requests[0].headers


def test_an_ipv6_literal_is_requested_when_allowed() -> None:
    host, results = run(answer(), ["/p"], address="::1")
    assert verdicts(results) == {"ok"}
    assert host.requests[0].headers["host"] == f"[::1]:{host.port}"


def test_a_name_is_requested_only_when_its_addresses_are_allowed() -> None:
    host, results = run(answer(), ["/p"], address="127.0.0.1")
    assert verdicts(results) == {"ok"}
    named = [LinkTarget(f"http://localhost:{host.port}/p")]
    results = asyncio.run(LinkCheck(CheckOptions(retries=0)).run(named))
    assert verdicts(results) == {"refused"}


def test_connections_are_kept_between_requests() -> None:
    host, _ = run(answer(), [f"/{number}" for number in range(12)])
    assert host.connections <= 3


def test_the_first_request_to_a_host_goes_alone() -> None:
    async def script(exchange: Exchange) -> None:
        await asyncio.sleep(0.2)
        await answer()(exchange)

    host, _ = run(script, [f"/{number}" for number in range(8)])
    assert host.requests[1].at - host.requests[0].at >= 0.2
    assert host.most_active == 3


def test_default_politeness_is_never_refused_by_a_strict_host() -> None:
    host, results = run(strict(), [f"/{number}" for number in range(40)])
    assert verdicts(results) == {"ok"}
    assert len(host.requests) == 40


def test_a_run_without_limits_adapts_to_a_strict_host() -> None:
    host, results = run(strict(), [f"/{number}" for number in range(24)], replace(LIFTED, concurrency=8))
    assert verdicts(results) == {"ok"}
    assert len(host.requests) <= 24 + 8


def test_hosts_take_turns_when_their_limits_are_lifted() -> None:
    async def script(exchange: Exchange) -> None:
        await asyncio.sleep(0.02)
        await answer()(exchange)

    hosts = [Host(script) for _ in range(10)]

    async def play() -> None:
        for number, host in enumerate(hosts):
            await host.start(f"127.0.51.{number + 1}")
        targets = [LinkTarget(f"{host.origin}/{number}") for host in hosts for number in range(10)]
        await LinkCheck(replace(LIFTED, concurrency=10)).run(targets)
        for host in hosts:
            await host.stop()

    asyncio.run(play())
    assert sum(host.connections for host in hosts) <= 20


def test_a_host_that_allows_so_many_requests_gets_so_many() -> None:
    async def script(exchange: Exchange) -> None:
        left = 4 - exchange.number % 5
        await answer(RateLimit=f'"pages";r={left};t=1')(exchange)

    host, results = run(script, [f"/{number}" for number in range(7)])
    assert verdicts(results) == {"ok"}
    assert host.requests[5].at - host.requests[4].at >= 0.9


def test_a_host_that_asks_for_an_hour_is_left_alone() -> None:
    host, results = run(answer(429, b"", Retry_After="3600"), [f"/{number}" for number in range(10)])
    assert verdicts(results) == {"blocked"}
    assert len(host.requests) == 1


def test_a_pause_holds_for_every_link_of_the_host() -> None:
    host, results = run(then(answer(429, b"", Retry_After="1"), answer()), ["/1", "/2", "/3"])
    assert verdicts(results) == {"ok"}
    assert host.requests[1].at - host.requests[0].at >= 1.0


def test_a_silent_host_does_not_delay_the_run() -> None:
    began = time.monotonic()
    host, results = run(hang, [f"/{number}" for number in range(40)], replace(HERE, timeout=0.2))
    assert verdicts(results) == {"transient"}
    assert len(host.requests) <= 12
    assert time.monotonic() - began < 5


def test_the_deadline_ends_the_run_with_what_it_has() -> None:
    quick, slow = Host(answer()), Host(hang)

    async def play() -> tuple[LinkCheck, list[LinkResult]]:
        await quick.start("127.0.50.3")
        await slow.start("127.0.50.4")
        check = LinkCheck(replace(HERE, deadline=0.5, timeout=30))
        results = await check.run([LinkTarget(slow.origin + "/"), LinkTarget(quick.origin + "/")])
        await quick.stop()
        await slow.stop()
        return check, results

    check, results = asyncio.run(play())
    assert [str(result.verdict) for result in results] == ["transient", "ok"]
    assert "not checked" in results[0].reason
    assert check.stopped


def test_an_interrupted_run_reports_what_it_knows() -> None:
    host = Host(hang)

    async def play() -> list[LinkResult]:
        await host.start("127.0.50.5")
        running = asyncio.ensure_future(
            LinkCheck(HERE).run([LinkTarget(host.origin + "/"), LinkTarget("mailto:a@b.example")])
        )
        await asyncio.sleep(0.2)
        running.cancel()
        try:
            return await running
        finally:
            await host.stop()

    assert [str(result.verdict) for result in asyncio.run(play())] == ["transient", "skipped"]


def test_no_link_is_broken_when_nothing_could_be_reached() -> None:
    results = asyncio.run(
        LinkCheck(HERE).run([LinkTarget("http://no-such-name.example/"), LinkTarget("https://neither.example/")])
    )
    assert verdicts(results) == {"transient"}


def test_a_missing_name_is_broken_when_others_answer() -> None:
    _, results = run(answer(), ["/p", "http://no-such-name.invalid/"])
    assert [str(result.verdict) for result in results] == ["ok", "broken"]


def test_a_closed_port_is_broken_after_a_second_look() -> None:
    _, results = run(answer(), ["/p", "http://127.0.50.9:1/"])
    assert [str(result.verdict) for result in results] == ["ok", "broken"]
    assert results[1].seconds >= HERE.second_look


def test_a_port_that_opens_before_the_second_look_is_fine() -> None:
    late = Host(answer())

    async def play() -> list[LinkResult]:
        await late.start("127.0.50.8")
        await late.stop()
        checking = asyncio.create_task(LinkCheck(replace(HERE, second_look=0.4)).run([LinkTarget(late.origin)]))
        await asyncio.sleep(0.1)  # the first attempt needs a millisecond
        await late.start("127.0.50.8", late.port)
        try:
            return await checking
        finally:
            await late.stop()

    assert verdicts(asyncio.run(play())) == {"ok"}


def test_a_name_that_is_missing_once_is_looked_up_again(monkeypatch: pytest.MonkeyPatch) -> None:
    lookups = iter([socket.gaierror(socket.EAI_NONAME, "no such name"), None])

    def look_up(*_: object, **__: object) -> list[object]:
        if error := next(lookups):
            raise error
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.50.1", 0))]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    host = Host(answer())

    async def play() -> list[LinkResult]:
        await host.start("127.0.50.1")
        try:
            return await LinkCheck(HERE).run([LinkTarget(f"http://once-missing.example:{host.port}/")])
        finally:
            await host.stop()

    assert verdicts(asyncio.run(play())) == {"ok"}


def test_cookies_stay_within_one_check() -> None:
    async def script(exchange: Exchange) -> None:
        await answer(Set_Cookie="id=7")(exchange)

    host, _ = run(script, ["/1", "/2", "/3"])
    assert all("cookie" not in request.headers for request in host.requests)


def test_a_proxy_is_used_only_on_request() -> None:
    proxy = Host(answer())

    async def play(settings: CheckOptions) -> list[LinkResult]:
        await proxy.start("127.0.50.6")
        try:
            return await LinkCheck(settings(proxy.origin)).run([LinkTarget("http://papers.example/one")])
        finally:
            await proxy.stop()

    results = asyncio.run(play(lambda origin: replace(HERE, proxy=origin.replace("//", "//me:secret@"))))
    assert verdicts(results) == {"ok"}
    assert proxy.requests[0].headers["proxy-authorization"] == "Basic bWU6c2VjcmV0"
    assert proxy.requests[0].path == "http://papers.example/one"
    assert proxy.requests[0].headers["host"] == "papers.example"


def test_a_redirect_to_a_broken_connection_is_retried_where_it_broke() -> None:
    async def script(exchange: Exchange) -> None:
        if exchange.request.path == "/start":
            await redirect("/end")(exchange)
        else:
            await (reset if exchange.number == 1 else answer())(exchange)

    host, results = run(script, ["/start"])
    assert verdicts(results) == {"ok"}
    assert [request.path for request in host.requests] == ["/start", "/end", "/end"]


def test_a_link_that_waits_long_for_its_turn_is_not_late() -> None:
    slow = replace(HERE, limit=HostLimit(1, 5), timeout=0.1, max_wait=0.1, retries=0)
    host, results = run(answer(), [f"/{number}" for number in range(6)], slow)
    assert slow.link_deadline < 0.5
    assert verdicts(results) == {"ok"}
    assert max(result.seconds for result in results) < 0.5
    assert len(host.requests) == 6


def test_a_chain_of_slow_hops_comes_to_an_end() -> None:
    async def script(exchange: Exchange) -> None:
        await asyncio.sleep(0.15)
        await redirect(f"/{exchange.number}")(exchange)

    host, results = run(script, ["/start"], replace(HERE, timeout=0.3, max_wait=0.0, retries=0))
    assert verdicts(results) == {"transient"}
    assert len(host.requests) <= 6


def test_an_internal_error_costs_only_its_own_link(monkeypatch: pytest.MonkeyPatch) -> None:
    def surprise(_: str) -> None:
        raise RuntimeError("unheard of")

    monkeypatch.setattr("catalog.links.classify.parse_page", surprise)
    _, results = run(answer(), ["/p#anchor", "/q"])
    assert [str(result.verdict) for result in results] == ["transient", "ok"]
    assert "unheard of" in results[0].reason
