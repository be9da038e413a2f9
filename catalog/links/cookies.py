"""Cookies within one check: enough for sites that redirect until they get their own cookie back."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, field

from yarl import URL

_MOST = 50


@dataclass(slots=True)
class Cookies:
    """What hosts set during one check; dropped with it."""

    _held: dict[tuple[str, str], str] = field(default_factory=dict)

    def store(self, url: URL, lines: str) -> None:
        """Keep the `Set-Cookie` lines (one each line) that `url` answered with."""
        for line in lines.splitlines():
            pair, *rest = line.split(";")
            name, found, value = pair.partition("=")
            if not found or len(self._held) >= _MOST or len(line) > 4096:
                continue
            attributes = {key.strip().lower(): val.strip() for key, _, val in (part.partition("=") for part in rest)}
            domain = _domain(url.raw_host or "", attributes.get("domain", ""))
            if attributes.get("max-age", "").startswith(("0", "-")):
                self._held.pop((domain, name.strip()), None)
            else:
                self._held[domain, name.strip()] = value.strip()

    def header(self, url: URL) -> dict[str, str]:
        """The `Cookie` header for a request to `url`, if there is anything to say."""
        host = url.raw_host or ""
        sent = [
            f"{name}={value}"
            for (domain, name), value in self._held.items()
            if host == domain or (domain.startswith(".") and f".{host}".endswith(domain))
        ]
        return {"Cookie": "; ".join(sent)} if sent else {}


def _domain(host: str, wanted: str) -> str:
    """Whom a cookie is for: `.example.org` for a whole domain of the host's own, else the host alone."""
    domain = "." + wanted.lower().lstrip(".")
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return domain if domain.count(".") > 1 and f".{host}".endswith(domain) else host
    return host
