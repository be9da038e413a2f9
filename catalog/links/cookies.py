"""Cookies within the check of one link: enough for sites that redirect until their own cookie comes back."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, field

from yarl import URL

_MAX_COOKIES = 50
_MAX_LENGTH = 4096


@dataclass(slots=True)
class Cookies:
    """The cookies that hosts set during one check."""

    _cookies: dict[tuple[str, str], str] = field(default_factory=dict)

    def store(self, url: URL, lines: str) -> None:
        """Store the `Set-Cookie` values, one per line, of the response from `url`."""
        for line in lines.splitlines():
            pair, *rest = line.split(";")
            name, equals, value = pair.partition("=")
            if not equals or len(self._cookies) >= _MAX_COOKIES or len(line) > _MAX_LENGTH:
                continue
            attributes = {key.strip().lower(): val.strip() for key, _, val in (part.partition("=") for part in rest)}
            domain = _domain(url.raw_host or "", attributes.get("domain", ""))
            if attributes.get("max-age", "").startswith(("0", "-")):
                self._cookies.pop((domain, name.strip()), None)
            else:
                self._cookies[domain, name.strip()] = value.strip()

    def header(self, url: URL) -> dict[str, str]:
        """Return the `Cookie` header for a request to `url`; empty when it has none."""
        host = url.raw_host or ""
        cookies = [
            f"{name}={value}"
            for (domain, name), value in self._cookies.items()
            if host == domain or (domain.startswith(".") and f".{host}".endswith(domain))
        ]
        return {"Cookie": "; ".join(cookies)} if cookies else {}


def _domain(host: str, attribute: str) -> str:
    """The scope of a cookie: `.example.org` for a whole domain that the host is part of, else the host alone."""
    domain = "." + attribute.lower().lstrip(".")
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return domain if domain.count(".") > 1 and f".{host}".endswith(domain) else host
    return host
