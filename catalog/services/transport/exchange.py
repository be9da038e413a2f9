"""An HTTP request, its response, and the errors in place of a response."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, auto

from yarl import URL

Headers = Mapping[str, str]
"""Names in lower case; repeated fields joined by commas, cookies by line ends."""


class Cause(Enum):
    """Why there is no response."""

    NO_NAME = auto()
    NO_NAME_SERVER = auto()
    UNREACHABLE = auto()
    CLOSED_PORT = auto()
    CERTIFICATE = auto()
    UNKNOWN_ISSUER = auto()
    """Of the certificate: one that this machine does not know, or that the server should have sent along."""
    TLS = auto()
    OUTDATED_TLS = auto()
    """Refused on this side: browsers may accept it."""
    TIMEOUT = auto()
    RESET = auto()
    MALFORMED = auto()

    @property
    def permanent(self) -> bool:
        """Whether a later request would fail in the same way: it is not an outage."""
        return self in _PERMANENT


_PERMANENT = frozenset({
    Cause.NO_NAME, Cause.CLOSED_PORT, Cause.CERTIFICATE, Cause.UNKNOWN_ISSUER, Cause.TLS, Cause.OUTDATED_TLS,
})  # fmt: skip


class RequestError(Exception):
    """There is no response from `url`; the message says why."""

    def __init__(self, cause: Cause, message: str, url: URL | None = None) -> None:
        super().__init__(message)
        self.cause, self.url = cause, url


class ForbiddenAddressError(Exception):
    """The address must not be contacted, and was not; the message says why."""


def is_page(headers: Headers) -> bool:
    """Whether the headers announce HTML, or no type at all."""
    media_type = headers.get("content-type", "").partition(";")[0].strip().lower()
    return media_type in {"text/html", "application/xhtml+xml", ""}


@dataclass(frozen=True, slots=True)
class ReadLimit:
    """How much of a response body is read: bytes of a page, bytes of anything else, seconds after the headers."""

    page: int = 65_536
    other: int = 16_384
    seconds: float = 5.0
    always: bool = False
    """Whether up to `page` bytes of every body are read, whatever its status and type."""

    def max_bytes(self, status: int, headers: Headers) -> int:
        """Return the number of body bytes to read.

        The page of an error may be a bot challenge. Small bodies that nobody needs are read too: the connection can
        then be used again.
        """
        if self.always or (is_page(headers) and not 300 <= status < 400):
            return self.page
        length = headers.get("content-length", "")
        return self.other if length.isdecimal() and int(length) <= self.other else 0


PAGE_START = ReadLimit()
"""Enough of a page for its title and first sentences."""
FULL_PAGE = ReadLimit(page=1_048_576, seconds=20.0)
"""Enough of a page to find an anchor."""
API_BODY = ReadLimit(page=4_194_304, seconds=20.0, always=True)
"""The whole response of an API."""


@dataclass(frozen=True, slots=True)
class Request:
    """One request; `headers` are added to, or replace, those every request has."""

    url: URL
    method: str = "GET"
    limit: ReadLimit = PAGE_START
    headers: Headers = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Response:
    """One response, whatever its status.

    `body` is decoded. `complete`: nothing of it is missing. `truncated`: it was longer than the limit of the request.
    """

    url: URL
    method: str
    status: int
    headers: Headers
    body: bytes = b""
    complete: bool = True
    truncated: bool = False

    @property
    def is_cut_short(self) -> bool:
        """Whether the server ended or stopped sending the body before a page's worth of it."""
        return not self.complete and not self.truncated and len(self.body) < PAGE_START.page

    @property
    def is_page(self) -> bool:
        """Whether the content is, or may be, HTML."""
        return is_page(self.headers)
