"""From a link as written to a URL that can be requested; the link itself is never changed."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import quote

from yarl import URL

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_LIKE_HOST = re.compile(r"localhost|.*\..*")
_LABEL = re.compile(r"[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?")
_NAMED_HOST = re.compile(r"[A-Za-z]\.?(:\d+)?$")
_SAFE = "!#$%&'()*+,/:;=?@[]~-._"
_MAX_LENGTH = 65_536


class UnsupportedSchemeError(Exception):
    """The link is not an http or https link."""


class InvalidUrlError(Exception):
    """The link is not a usable URL; the message says why."""


def parse(text: str) -> URL:
    """Return the URL that `text` means, fragment included; what is percent-encoded stays so.

    Characters that URLs cannot hold (spaces, accents) are percent-encoded, host names are converted to IDNA, a password
    is dropped.

    Raises:
        UnsupportedSchemeError: the scheme is not http or https.
        InvalidUrlError: there is no scheme or host, or the host or port cannot exist.
    """
    scheme = _SCHEME.match(text)
    if not scheme:
        raise InvalidUrlError(_without_scheme(text))
    if scheme[1].lower() not in {"http", "https"}:
        if _LIKE_HOST.fullmatch(scheme[1]):
            raise InvalidUrlError(_without_scheme(text))
        raise UnsupportedSchemeError(f"a {scheme[1].lower()} link")
    if len(text) > _MAX_LENGTH:
        raise InvalidUrlError(f"{len(text):,} characters long")
    rest = text[scheme.end() :]
    if not rest.startswith("//"):
        raise InvalidUrlError("two slashes are missing after the scheme")
    authority, slash, tail = _split(rest[2:])
    return _build(scheme[1].lower(), authority, slash + tail)


def _without_scheme(text: str) -> str:
    if not text:
        return "empty"
    return f"no scheme; write https://{text.lstrip('/')}" if "." in text.partition("/")[0] else "no scheme"


def _split(rest: str) -> tuple[str, str, str]:
    end = min((place for mark in "/?#" if (place := rest.find(mark)) >= 0), default=len(rest))
    return rest[:end], rest[end : end + 1], rest[end + 1 :]


def _build(scheme: str, authority: str, tail: str) -> URL:
    host, port = _host_and_port(authority.rpartition("@")[2])
    path, mark, fragment = (tail if tail.startswith("/") else f"/{tail}").partition("#")
    rest = _quoted(path) + mark + _quoted(fragment)
    try:
        return URL(f"{scheme}://{host}{port}{rest}", encoded=True)
    except ValueError as error:
        raise InvalidUrlError(str(error)) from error


@lru_cache(maxsize=256)
def _host_and_port(netloc: str) -> tuple[str, str]:
    try:
        parts = URL(f"http://{netloc}/")
        number = parts.explicit_port
    except ValueError as error:
        raise InvalidUrlError(str(error).removeprefix("Invalid URL: ")) from error
    host = (parts.raw_host or "").lower()
    if not host:
        raise InvalidUrlError("no host")
    if number == 0:
        raise InvalidUrlError("port 0 is not valid")
    port = "" if number is None else f":{number}"
    if ":" in host:
        return f"[{host}]", port
    if len(host) > 253 or not all(_LABEL.fullmatch(label) for label in host.removesuffix(".").split(".")):
        raise InvalidUrlError(f"{host[:80]!r} is not a host name")
    return host, port


def join(base: URL, location: str) -> URL:
    """Return the URL that a `Location` header means, relative to `base`.

    Raises:
        UnsupportedSchemeError: its scheme is not http or https.
        InvalidUrlError: it is not a usable URL.
    """
    text = re.sub(r"[\t\r\n]", "", location).strip()
    if _SCHEME.match(text):
        return parse(text)
    if text.startswith(("//", "\\\\")):
        return parse(f"{base.scheme}:{text.replace(chr(92), '/')}")
    try:
        return base.join(URL(_quoted(text), encoded=True))
    except ValueError as error:
        raise InvalidUrlError(str(error)) from error


def _quoted(text: str) -> str:
    return quote(text, safe=_SAFE, errors="replace")


def without_fragment(url: URL) -> URL:
    """Return what is requested: servers never receive fragments."""
    return url.with_fragment(None) if url.raw_fragment else url


def advice(text: str) -> str:
    """Return how the link could be written better; empty when it is fine."""
    url = text.partition("#")[0]
    authority = url.partition("//")[2].partition("/")[0]
    if url.endswith("?"):
        return "remove the trailing '?'"
    if "@" in authority:
        return "remove the user name or password"
    if " " in text:
        return "write spaces as %20"
    if text[:5].lower() == "http:" and _NAMED_HOST.search(authority):
        return "check whether https:// works too"
    return ""
