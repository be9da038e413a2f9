"""Which proxy a URL is requested through: HTTP_PROXY and its kin, as curl and requests read them."""

from __future__ import annotations

import sys
import urllib.request

import pytest
from yarl import URL

from catalog.errors import SetupError
from catalog.services.transport.proxies import environment_proxies, single_proxy

A, B = "http://a.example:3128", "http://b.example:3128"


@pytest.mark.parametrize(
    ("variables", "http", "https"),
    [
        ({}, None, None),
        ({"HTTP_PROXY": A, "HTTPS_PROXY": B}, A, B),
        ({"http_proxy": A}, A, None),
        ({"https_proxy": "b.example:3128"}, None, B),
        ({"ALL_PROXY": A}, A, A),
        ({"all_proxy": A, "https_proxy": B}, A, B),
        ({"http_proxy": A, "HTTP_PROXY": B}, A, None),
        ({"http_proxy": "", "HTTP_PROXY": B}, None, None),
        ({"HTTP_PROXY": A, "REQUEST_METHOD": "GET"}, None, None),
        ({"http_proxy": A, "HTTP_PROXY": B, "REQUEST_METHOD": "GET"}, A, None),
        ({"HTTPS_PROXY": A, "REQUEST_METHOD": "GET"}, None, A),
        ({"http_proxy": A, "https_proxy": A, "ALL_PROXY": "socks5://a.example:1080"}, A, A),
    ],
)
def test_the_environment_names_proxies(variables: dict[str, str], http: str | None, https: str | None) -> None:
    proxies = environment_proxies(variables)
    chosen = proxies.of(URL("http://c.example/")), proxies.of(URL("https://c.example/"))
    assert chosen == tuple(None if proxy is None else URL(proxy) for proxy in (http, https))


@pytest.mark.parametrize(
    ("exceptions", "url", "direct"),
    [
        ("*", "https://c.example/", True),
        ("c.example", "https://c.example/", True),
        ("c.example", "https://www.c.example/", True),
        ("c.example", "https://notc.example/", False),
        (".c.example", "https://www.c.example/", True),
        ("*.c.example", "https://www.c.example/", True),
        (" x.example, C.Example ", "https://c.example./", True),
        ("c.example:8443", "https://c.example:8443/", True),
        ("c.example:8443", "https://c.example/", False),
        ("127.0.0.0/8,::1", "https://127.9.9.9/", True),
        ("127.0.0.0/8,::1", "https://[::1]:8443/", True),
        ("[::1]:8443", "https://[::1]:8443/", True),
        ("10.0.0.1", "https://10.0.0.10/", False),
        ("2001:db8::/32", "https://c.example/", False),
        (",", "https://c.example/", False),
    ],
)
def test_no_proxy_lists_exceptions(exceptions: str, url: str, direct: bool) -> None:  # noqa: FBT001
    proxies = environment_proxies({"https_proxy": A, "NO_PROXY": exceptions})
    assert (proxies.of(URL(url)) is None) == direct


@pytest.mark.parametrize("scheme", ["socks5", "socks5h", "https"])
def test_other_kinds_of_proxies_are_refused_with_a_sentence(scheme: str) -> None:
    with pytest.raises(SetupError, match=f"ALL_PROXY names a proxy of the kind {scheme}; only HTTP proxies"):
        environment_proxies({"ALL_PROXY": f"{scheme}://me:secret@a.example:1080"})


@pytest.mark.parametrize("text", ["http://", "http://a.example:x", "http://[::1", ":3128", "http:///x"])
def test_what_is_no_address_of_a_proxy_is_refused(text: str) -> None:
    with pytest.raises(SetupError, match="--proxy is not the address of a proxy"):
        single_proxy(text)


def test_the_settings_of_the_system_count_where_the_environment_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr(urllib.request, "getproxies", lambda: {"https": A})
    monkeypatch.setattr(urllib.request, "proxy_bypass", lambda host: host == "inside.example")
    proxies = environment_proxies()
    assert proxies.of(URL("https://c.example/")) == URL(A)
    assert proxies.of(URL("https://inside.example/")) is None
    monkeypatch.setenv("http_proxy", B)
    assert environment_proxies().of(URL("https://c.example/")) is None
