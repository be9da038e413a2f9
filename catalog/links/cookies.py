"""Cookies within the check of one link: enough for sites that redirect until their own cookie comes back."""

from __future__ import annotations

import ipaddress
import re
import time
from dataclasses import dataclass, field

from yarl import URL

_MAX_COOKIES = 50
_MAX_LENGTH = 4096
_DATE_SEPARATORS = re.compile(r"(?<=\d)-(?=[A-Za-z])|(?<=[A-Za-z])-(?=\d)")
_SHARED_BELOW_COUNTRY = frozenset({
    "ac", "asso", "co", "com", "edu", "gen", "go", "gob", "gouv", "gov", "gv", "id", "ltd", "me", "mil", "ne", "net",
    "nhs", "nom", "or", "org", "plc", "re", "sch",
})  # fmt: skip
_SHARED = frozenset({
    "amazonaws.com", "appspot.com", "azurewebsites.net", "blogspot.com", "cloudfront.net", "codeberg.page", "deno.dev",
    "firebaseapp.com", "fly.dev", "github.io", "gitlab.io", "glitch.me", "herokuapp.com", "hf.space", "neocities.org",
    "netlify.app", "ngrok.io", "notion.site", "onrender.com", "pages.dev", "readthedocs.io", "repl.co",
    "sourceforge.io", "streamlit.app", "surge.sh", "vercel.app", "web.app", "wixsite.com", "wordpress.com",
    "workers.dev",
})  # fmt: skip
"""Domains, and names below the domain of a country, under which strangers have their hosts."""


@dataclass(frozen=True, slots=True)
class _Cookie:
    value: str
    path: str
    only_https: bool

    def is_for(self, url: URL) -> bool:
        below = url.raw_path == self.path or url.raw_path.startswith(self.path.rstrip("/") + "/")
        return below and (url.scheme == "https" or not self.only_https)


@dataclass(slots=True)
class Cookies:
    """The cookies that hosts set during one check, by domain, path and name."""

    _cookies: dict[tuple[str, str, str], _Cookie] = field(default_factory=dict)

    def store(self, url: URL, lines: str) -> None:
        """Store the `Set-Cookie` values, one per line, of the response from `url`, and drop those it deletes."""
        for line in lines.splitlines():
            pair, *rest = line.split(";")
            name, equals, value = (part.strip() for part in pair.partition("="))
            if not equals or len(line) > _MAX_LENGTH:
                continue
            attributes = {key.strip().lower(): val.strip() for key, _, val in (part.partition("=") for part in rest)}
            domain = _domain(url.raw_host or "", attributes.get("domain", ""))
            path = attributes.get("path", "")
            if not path.startswith("/"):
                path = url.raw_path.rpartition("/")[0] or "/"
            self._cookies.pop((domain, path, name), None)
            if domain and not _has_expired(attributes) and len(self._cookies) < _MAX_COOKIES:
                self._cookies[domain, path, name] = _Cookie(value, path, "secure" in attributes)

    def header(self, url: URL) -> dict[str, str]:
        """Return the `Cookie` header for a request to `url`; empty when it has none."""
        host = url.raw_host or ""
        cookies = [
            f"{name}={cookie.value}"
            for (domain, _, name), cookie in self._cookies.items()
            if (host == domain or (domain.startswith(".") and f".{host}".endswith(domain))) and cookie.is_for(url)
        ]
        return {"Cookie": "; ".join(cookies)} if cookies else {}


def _has_expired(attributes: dict[str, str]) -> bool:
    """Whether the attributes delete the cookie; `Max-Age` counts before `Expires`."""
    max_age = attributes.get("max-age", "")
    if re.fullmatch(r"-?\d+", max_age, re.ASCII):
        return max_age.startswith("-") or not max_age.strip("0")
    if not attributes.get("expires"):
        return False
    from email.utils import mktime_tz, parsedate_tz  # noqa: PLC0415 - costs 20 ms, and redirects with dates are rare

    moment = parsedate_tz(_DATE_SEPARATORS.sub(" ", attributes["expires"]))
    try:
        return moment is not None and mktime_tz(moment) <= time.time()
    except (ValueError, OverflowError):
        return False


def _domain(host: str, attribute: str) -> str:
    """The scope of a cookie: the host, or `.example.org` for a domain it is part of; empty if that is not its own."""
    domain = attribute.lower().lstrip(".")
    if not domain or domain == host:
        return f".{domain}" if domain and not _is_address(host) else host
    is_part = f".{host}".endswith(f".{domain}") and not _is_address(host)
    return f".{domain}" if is_part and not _is_shared(domain) else ""


def _is_shared(domain: str) -> bool:
    """Whether strangers have hosts in the domain: a top-level domain, `co.uk`, `github.io`."""
    name, dot, country = domain.partition(".")
    return not dot or domain in _SHARED or (len(country) == 2 and name in _SHARED_BELOW_COUNTRY)


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
