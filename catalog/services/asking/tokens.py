"""Tokens for services: each is sent to the one origin it is for, and to no other."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

import httpx

from catalog.errors import SetupError

_TOKEN = re.compile(r"[\x21-\x7e]{1,1000}")
_MIN_HIDDEN = 8  # characters of a token that no text has by chance


def origin(url: httpx.URL) -> tuple[str, str, int]:
    """Scheme, host and port of an address."""
    return url.scheme, url.host, url.port or {"http": 80, "https": 443}.get(url.scheme, 0)


@dataclass(slots=True)
class Tokens:
    """The tokens of a run by origin, with the variables that they come from."""

    _held: dict[tuple[str, str, int], tuple[str, str]] = field(default_factory=dict, repr=False)

    def add(self, address: httpx.URL, names: tuple[str, ...], environment: Mapping[str, str]) -> None:
        """Hold the first token that the environment has under one of `names`, for the origin of `address`.

        Raises:
            SetupError: it has characters that no token has.
        """
        name = next((name for name in names if environment.get(name, "").strip()), "")
        if not name:
            return
        token = environment[name].strip()
        if not _TOKEN.fullmatch(token):
            raise SetupError(f"{name} is not a token: it has blanks or characters that no token has")
        self._held[origin(address)] = name, token

    def headers_for(self, url: httpx.URL) -> dict[str, str]:
        """The header that a request to `url` has for its token; none where there is no token."""
        held = self._held.get(origin(url))
        return {"Authorization": f"Bearer {held[1]}"} if held else {}

    def hide(self, url: httpx.URL, response: httpx.Response) -> httpx.Response:
        """Return what `url` answered, with dots where it repeats its token: answers are quoted in errors, and kept."""
        token = self._held.get(origin(url), ("", ""))[1].encode()
        said = [response.content, *(value for _, value in response.headers.raw)]
        if len(token) < _MIN_HIDDEN or not any(token in each for each in said):
            return response
        fields = [(name, value.replace(token, b"...")) for name, value in response.headers.raw]
        content = response.content.replace(token, "…".encode())
        return httpx.Response(response.status_code, headers=fields, content=content)

    def drop(self, url: httpx.URL) -> str:
        """Send the token of this origin no more; return the name of its variable."""
        return self._held.pop(origin(url))[0]


def is_token_refused(headers: Mapping[str, str], content: bytes) -> bool:
    """Whether an answer 401 speaks of the token, and not of what was asked for."""
    said = headers.get("x-error-message", "").lower().encode() + content[:2000].lower()
    return b"invalid credentials" in said or b"bad credentials" in said
