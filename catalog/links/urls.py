"""From a link as written to a URL that can be requested, as browsers read it; the link itself is never changed."""

from __future__ import annotations

import re

import can_ada
from yarl import URL

_REMOVED = str.maketrans("", "", "\t\n\r")
_CONTROL = "".join(map(chr, range(33)))
_UNPAIRED = re.compile("[\ud800-\udfff]")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_LIKE_HOST = re.compile(r"localhost|.*\..*")
_AUTHORITY = re.compile(r"[/\\]*([^/\\?#]*)")
_HOST_AND_PORT = re.compile(r"(\[.*\]?|[^:]*)(?::(.*))?")
_HOST_NAME = re.compile(r"[^.]{1,63}(\.[^.]{1,63})*\.?")
_NAMED_HOST = re.compile(r"[A-Za-z]\.?(:\d+)?$")
_REPAIRED = re.compile(r"https?:(?!//[^/\\])|[^?]*([\\\t\n\r]|/(\.|%2e){1,2}(?![^/\\?]))", re.IGNORECASE)
_MAX_LENGTH = 65_536


class UnsupportedSchemeError(Exception):
    """The link is not an http or https link."""


class InvalidUrlError(Exception):
    """The link is not a usable URL; the message says why."""


def parse(text: str) -> URL:
    """Return the URL that `text` means to a browser (WHATWG URL), fragment included; a password is dropped.

    Dot segments, backslashes, line breaks, missing or needless slashes and default ports are repaired, host names are
    converted to ASCII and numbers to the IP address they mean; what is percent-encoded stays so.

    Raises:
        UnsupportedSchemeError: the scheme is not http or https.
        InvalidUrlError: there is no scheme or host, or the host or port cannot exist.
    """
    text = _cleaned(text)
    scheme = _SCHEME.match(text)
    if not scheme:
        raise InvalidUrlError(_without_scheme(text))
    if scheme[1].lower() not in {"http", "https"}:
        if _LIKE_HOST.fullmatch(scheme[1]):
            raise InvalidUrlError(_without_scheme(text))
        raise UnsupportedSchemeError(f"a {scheme[1].lower()} link")
    if len(text) > _MAX_LENGTH:
        raise InvalidUrlError(f"{len(text):,} characters long")
    try:
        url = can_ada.parse(text)
        url.username = url.password = ""
        _check_host(url.hostname, url.port)
        return URL(url.href, encoded=True)
    except ValueError as error:
        raise InvalidUrlError(_fault(text[scheme.end() :])) from error


def _cleaned(text: str) -> str:
    if not text.isascii():
        text = _UNPAIRED.sub("\N{REPLACEMENT CHARACTER}", text)
    return text.strip(_CONTROL).translate(_REMOVED)


def _without_scheme(text: str) -> str:
    if not text:
        return "empty"
    return f"no scheme; write https://{text.lstrip('/')}" if "." in text.partition("/")[0] else "no scheme"


def _check_host(host: str, port: str) -> None:
    if port == "0":
        raise InvalidUrlError("port 0 is not valid")
    if len(host) > 253 or not (host.startswith("[") or _HOST_NAME.fullmatch(host)):
        raise InvalidUrlError(f"{host[:80]!r} is not a host name")


def _fault(rest: str) -> str:
    """Why browsers do not understand a URL whose part after the scheme is `rest`."""
    authority = _AUTHORITY.match(rest)
    parts = _HOST_AND_PORT.fullmatch(authority[1].rpartition("@")[2]) if authority else None
    if not parts or not parts[1]:
        return "no host"
    port = (parts[2] or "").lstrip("0") or "0"
    if not (port.isascii() and port.isdecimal()) or len(port) > 5 or int(port) > 65_535:
        return f"{parts[2][:20]!r} is not a port"
    return f"{parts[1][:80]!r} is not a host name"


def join(base: URL, location: str) -> URL:
    """Return the URL that a `Location` header means to a browser, relative to `base`.

    Raises:
        UnsupportedSchemeError: its scheme is not http or https.
        InvalidUrlError: it is not a usable URL.
    """
    text = _cleaned(location)
    text = re.sub(rf"^{base.scheme}:(?![/\\])", "", text, flags=re.IGNORECASE)
    origin = f"{base.scheme}://{base.host_port_subcomponent}"
    if _SCHEME.match(text):
        return parse(text)
    if text[:2].replace("\\", "/") == "//":
        return parse(f"{base.scheme}:{text}")
    if text.startswith(("/", "\\")):
        return parse(origin + text)
    if text.startswith("?"):
        return parse(origin + base.raw_path + text)
    if text.startswith("#") or not text:
        return parse(origin + base.raw_path_qs + text)
    return parse(origin + base.raw_path.rpartition("/")[0] + "/" + text)


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
    return _repair(text) if _REPAIRED.match(url) else ""


def _repair(text: str) -> str:
    try:
        return f"write {parse(text)}"
    except (UnsupportedSchemeError, InvalidUrlError):
        return ""
