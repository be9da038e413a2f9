"""A run that proves nothing says so: no network, no certificates, no time."""

from __future__ import annotations

import asyncio
import ipaddress
import ssl
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
import trustme

from catalog.links.check import CheckOptions, LinkCheck
from catalog.links.results import LinkResult, LinkTarget
from catalog.services.transport.certificates import TrustStore
from tests.links.server import Host, answer, hang

HERE = CheckOptions(timeout=2.0, retries=0, second_look=0.0, allow=(ipaddress.ip_network("127.0.0.0/16"),))


def check(hosts: Sequence[Host], options: CheckOptions = HERE, more: Sequence[str] = ()) -> tuple[LinkCheck, list[str]]:
    async def play() -> tuple[LinkCheck, list[LinkResult]]:
        for number, host in enumerate(hosts, 1):
            await host.start(f"127.0.94.{number}")
        run = LinkCheck(options)
        try:
            return run, await run.run([LinkTarget(link) for link in (*(f"{host.origin}/" for host in hosts), *more)])
        finally:
            for host in hosts:
                await host.stop()

    run, results = asyncio.run(play())
    return run, [str(result.verdict) for result in results]


def secure_hosts(count: int) -> tuple[list[Host], trustme.CA]:
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(*(f"127.0.94.{number}" for number in range(1, count + 1))).configure_cert(context)
    return [Host(answer(), tls=context) for _ in range(count)], authority


@pytest.fixture
def foreign_certificates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    trustme.CA().cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path / "none"))


def test_without_certificates_no_https_link_is_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", "/nonexistent.pem")
    monkeypatch.setenv("SSL_CERT_DIR", "/nonexistent")
    secure, _ = secure_hosts(1)
    run, verdicts = check([*secure, Host(answer()), Host(answer(404))])
    assert verdicts == ["transient", "ok", "broken"]
    assert run.failure == (
        "No https server could be verified: this machine has no certificates (at /nonexistent.pem and /nonexistent); "
        "install them, or name their file in SSL_CERT_FILE. 1 link was not checked."
    )


@pytest.mark.usefixtures("foreign_certificates")
def test_where_tls_is_inspected_by_a_stranger_no_https_link_is_judged() -> None:
    run, verdicts = check(secure_hosts(3)[0])
    assert verdicts == ["transient"] * 3
    assert "knows the issuer of none of 3 servers (unable to get local issuer certificate)" in run.failure


@pytest.mark.usefixtures("foreign_certificates")
def test_one_server_of_an_unknown_issuer_is_the_fault_of_that_server() -> None:
    run, verdicts = check(secure_hosts(1)[0])
    assert verdicts != ["transient"]
    assert not run.failure


def test_servers_of_unknown_issuers_are_judged_where_another_one_is_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (known, *_), authority = secure_hosts(1)
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    unknown, _ = secure_hosts(3)
    run, verdicts = check([known, *unknown[1:]])
    assert verdicts[0] == "ok"
    assert "transient" not in verdicts
    assert not run.failure


def test_a_machine_without_certificates_uses_those_of_certifi(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    monkeypatch.delenv("SSL_CERT_DIR", raising=False)
    monkeypatch.setattr(ssl, "create_default_context", lambda: ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT))
    monkeypatch.setattr("catalog.services.transport.certificates._folders", lambda: ["/nonexistent"])
    assert TrustStore().context.cert_store_stats()["x509_ca"] > 50


def test_a_run_that_reaches_nothing_fails() -> None:
    run, verdicts = check([], more=["http://no-such-name.invalid/", "mailto:a@b.example", "http://10.0.0.1/"])
    assert verdicts == ["transient", "skipped", "refused"]
    assert run.failure == (
        "Nothing could be reached (no name under .invalid exists): is there a network? 1 link was not checked."
    )


def test_a_run_that_has_nothing_to_reach_does_not_fail() -> None:
    assert not check([], more=["mailto:a@b.example", "http://10.0.0.1/", "http:"])[0].failure


@pytest.mark.parametrize(("slow", "fails"), [(1, False), (3, True)])
def test_a_deadline_before_half_of_the_links_were_checked_is_a_failure(slow: int, fails: bool) -> None:  # noqa: FBT001
    hosts = [Host(answer()), *(Host(hang) for _ in range(slow))]
    run, _ = check(hosts, replace(HERE, deadline=0.4, timeout=30), ["mailto:a@b.example"] * 9)
    assert run.stopped == "the deadline of 0.4 s passed"
    sentence = "The deadline of 0.4 s passed before half of 4 links were checked: 3 links were not checked."
    assert run.failure == (sentence if fails else "")
