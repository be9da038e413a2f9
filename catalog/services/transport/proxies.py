"""HTTP proxies: one that the user names, or those of the environment or the system, with their exceptions."""

from __future__ import annotations

import contextlib
import ipaddress
import os
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass

from yarl import URL

from catalog.errors import SetupError

_HOST_AND_PORT = re.compile(r"(\[[^\]]*\]|[^:]*)(?::(\d+))?")
_SYSTEMS = frozenset({"darwin", "win32"})
"""Systems with proxies in their own settings."""


@dataclass(frozen=True, slots=True)
class Proxies:
    """The proxy for http and for https URLs, and the hosts that are asked without one."""

    http: URL | None = None
    https: URL | None = None
    exceptions: tuple[str, ...] = ()
    by_system: bool = False
    """Whether the system's settings have further exceptions."""

    def of(self, url: URL) -> URL | None:
        """Return the proxy through which `url` is requested; None for none."""
        proxy = self.https if url.scheme == "https" else self.http
        return None if proxy is None or self._is_exception(url) else proxy

    def _is_exception(self, url: URL) -> bool:
        if self.by_system:
            from urllib.request import proxy_bypass  # noqa: PLC0415 - slow to import

            return bool(proxy_bypass(url.raw_host or ""))
        return any(_covers(exception, url) for exception in self.exceptions)


def _covers(exception: str, url: URL) -> bool:
    """Whether an entry of NO_PROXY (`*`, a network, a domain or address with or without port) means `url`."""
    host = (url.raw_host or "").removesuffix(".")
    if exception == "*":
        return True
    with contextlib.suppress(ValueError):
        return ipaddress.ip_address(host) in ipaddress.ip_network(exception, strict=False)
    parts = _HOST_AND_PORT.fullmatch(exception)
    if not parts or (parts[2] and int(parts[2]) != url.port):
        return False
    domain = parts[1].strip("[]").removeprefix("*").strip(".")
    return host == domain or (bool(domain) and host.endswith(f".{domain}"))


def single_proxy(text: str) -> Proxies:
    """Return the proxy at `text` for every URL.

    Raises:
        SetupError: it is not the address of an HTTP proxy.
    """
    proxy = _read(text, "--proxy")
    return Proxies(proxy, proxy)


def environment_proxies(environment: Mapping[str, str] = os.environ) -> Proxies:
    """Return the proxies that HTTP_PROXY, HTTPS_PROXY, ALL_PROXY and NO_PROXY name, in either case; else the system's.

    Raises:
        SetupError: one that is needed is not the address of an HTTP proxy.
    """
    variables = {name: _variable(environment, f"{name}_proxy") for name in ("http", "https", "all", "no")}
    by_system = environment is os.environ and sys.platform in _SYSTEMS and not any(variables.values())
    if by_system:
        from urllib.request import getproxies  # noqa: PLC0415 - slow to import

        variables |= getproxies()
    proxies = {
        scheme: _read(variables[name], f"{name.upper()}_PROXY")
        for scheme in ("http", "https")
        if variables[name := scheme if variables[scheme] else "all"]
    }
    exceptions = tuple(filter(None, re.split(r"[,\s]+", variables["no"].lower())))
    return Proxies(proxies.get("http"), proxies.get("https"), exceptions, by_system)


def _variable(environment: Mapping[str, str], name: str) -> str:
    """The variable in lower case, else in upper case; HTTP_PROXY not in CGI scripts, where clients set it."""
    is_set_by_client = name == "http_proxy" and "REQUEST_METHOD" in environment
    return environment.get(name, "" if is_set_by_client else environment.get(name.upper(), "")).strip()


def _read(text: str, name: str) -> URL:
    try:
        proxy = URL(text if "://" in text else f"http://{text}")
        has_port = bool(proxy.port)
    except ValueError:
        proxy, has_port = URL(), False
    if proxy.scheme not in {"http", ""}:
        raise SetupError(f"{name} names a proxy of the kind {proxy.scheme}; only HTTP proxies are supported (http://…)")
    if not (proxy.host and has_port):
        raise SetupError(f"{name} is not the address of a proxy, such as http://proxy.example:3128")
    return proxy
