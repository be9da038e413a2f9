"""Every hard case on a real server: the verdict, and the manners."""

from __future__ import annotations

import asyncio
import datetime as dt
import ipaddress
import ssl
from pathlib import Path

import pytest
import trustme

from catalog.links.check import CheckOptions, LinkCheck
from catalog.links.results import LinkResult, LinkTarget
from tests.links.cases import CASES, NEVER_SENT, WORLD, Case
from tests.links.server import Host, answer

ALLOW = (ipaddress.ip_network("127.0.0.0/16"), ipaddress.ip_network("::1/128"))
PATIENT = CheckOptions(timeout=1.2, retries=2, second_look=0.2, allow=ALLOW, user_agent="survey-catalog test")


LARGE = ("endless-page", "endless-page-with-anchor", "gzip-bomb", "gzip-bomb-with-anchor", "header-flood", "huge-page")
COOKIE_WALLS = {"redirect/cookie-wall", "forwarded/with-a-cookie"}


class Farm:
    """All cases, run together once."""

    def __init__(self) -> None:
        self.hosts: dict[str, Host] = {}
        self.results: dict[str, LinkResult] = {}
        self.never_sent: dict[str, LinkResult] = {}
        self.trap = Host(answer())

    async def run(self, contexts: dict[str, ssl.SSLContext]) -> None:
        plain = Host(answer())
        await self.trap.start("127.77.0.1")
        await plain.start("127.0.99.1")
        WORLD.update(trap=self.trap.origin, plain=plain.origin)
        for number, (name, case) in enumerate(CASES.items()):
            host = self.hosts[name] = Host(case.script, contexts.get(case.tls))
            await host.start(f"127.0.{10 + number // 250}.{number % 250 + 1}")
        urls = {name: self.hosts[name].origin + case.path for name, case in CASES.items()}
        odd = [link.format(port=self.trap.port) for link in NEVER_SENT]
        targets = [LinkTarget(url) for url in (*urls.values(), *odd)]
        # Pages of a megabyte keep this process busy: by themselves, they make no other server look slow.
        large = {urls[f"bodies/{name}"] for name in LARGE}
        parts = ([each for each in targets if (each.url in large) is alone] for alone in (False, True))
        results = {result.url: result for part in parts for result in await LinkCheck(PATIENT).run(part)}
        self.results = {name: results[url] for name, url in urls.items()}
        self.never_sent = {link: results[url] for link, url in zip(NEVER_SENT, odd, strict=True)}
        for host in (self.trap, plain, *self.hosts.values()):
            await host.stop()


def certificates(folder: Path) -> dict[str, ssl.SSLContext]:
    ours, foreign = trustme.CA(), trustme.CA()
    ours.cert_pem.write_to_path(str(folder / "ca.pem"))
    everywhere = [f"127.0.{net}.{number}" for net in (10,) for number in range(1, 251)]
    past = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
    issued = {
        "good": ours.issue_cert(*everywhere),
        "expired": ours.issue_cert(*everywhere, not_before=past, not_after=past + dt.timedelta(days=1)),
        "other": ours.issue_cert("elsewhere.example"),
        "unknown": foreign.issue_cert(*everywhere),
    }
    contexts = {name: ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER) for name in (*issued, "self")}
    for name, certificate in issued.items():
        certificate.configure_cert(contexts[name])
    own = folder / "self.pem"
    own.write_bytes(foreign.private_key_pem.bytes() + foreign.cert_pem.bytes())
    contexts["self"].load_cert_chain(own)
    return contexts


@pytest.fixture(scope="module")
def farm(tmp_path_factory: pytest.TempPathFactory) -> Farm:
    folder = tmp_path_factory.mktemp("tls")
    contexts = certificates(folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SSL_CERT_FILE", str(folder / "ca.pem"))
        patch.delenv("SSL_CERT_DIR", raising=False)
        made = Farm()
        asyncio.run(made.run(contexts))
    return made


@pytest.mark.parametrize("name", CASES)
def test_the_verdict_is_right(farm: Farm, name: str) -> None:
    case, result, host = CASES[name], farm.results[name], farm.hosts[name]
    assert result.verdict in case.verdicts, result
    assert case.reason in result.reason
    if case.location:
        assert result.location == host.origin + case.location
    elif result.verdict != "moved":
        assert result.location is None


@pytest.mark.parametrize("name", CASES)
def test_the_server_is_treated_well(farm: Farm, name: str) -> None:
    case, result, host = CASES[name], farm.results[name], farm.hosts[name]
    least, most = case.requests if isinstance(case.requests, tuple) else (case.requests, case.requests)
    assert least <= len(host.requests) <= most, [f"{request.method} {request.path}" for request in host.requests]
    assert host.sent <= case.bytes
    assert result.seconds <= case.within
    if case.gap:
        assert host.requests[1].at - host.requests[0].at >= case.gap
    for header, words in case.headers.items():
        value = host.requests[-1].headers.get(header, "")
        assert words in value if words else not value


@pytest.mark.parametrize("link", NEVER_SENT)
def test_some_links_are_judged_without_a_request(farm: Farm, link: str) -> None:
    assert farm.never_sent[link].verdict == NEVER_SENT[link], farm.never_sent[link]


def test_nothing_is_ever_sent_to_a_forbidden_address(farm: Farm) -> None:
    assert farm.trap.connections == 0


def test_no_password_and_no_foreign_cookie_ever_leaves(farm: Farm) -> None:
    for name, host in farm.hosts.items():
        for request in host.requests:
            assert "authorization" not in request.headers
            assert "cookie" not in request.headers or name in COOKIE_WALLS


def test_case_table() -> None:
    assert len(CASES) + len(NEVER_SENT) >= 60
    assert all(isinstance(case, Case) for case in CASES.values())
