"""Whatever an address or a redirect says, it is one that can be asked or one sentence."""

from __future__ import annotations

import httpx
from hypothesis import given
from hypothesis import strategies as st
from yarl import URL

from catalog.services.asking.asking import read_url, redirect_target, shown_host, shown_path
from catalog.services.asking.failures import ServiceError
from catalog.services.asking.tokens import origin

PIECES = st.sampled_from([
    "http://", "https://", "//", "/", ":", "@", "[", "]", "?", "#", "%", "%00", "%1b", "..", "\\", " ", "\n", "\x00",
    "a.example", "127.0.0.1", "[::1]", "ü.example", "xn--", "user:pw@", ":443", ":99999", ":-1", "file:", "data:",
    "javascript:", "\u202e", "\ud800",
])  # fmt: skip
ADDRESSES = st.lists(PIECES | st.text(max_size=5), max_size=8).map("".join)
BASE = httpx.URL("https://api.example/one/two?three")


def outcome(asked):
    """The address, or the sentence in its place."""
    try:
        return asked()
    except ServiceError as error:
        return str(error)


@given(ADDRESSES)
def test_an_address_can_be_asked_or_is_a_sentence(text):
    found = outcome(lambda: read_url(text))
    if isinstance(found, str):
        assert found.isprintable()
        return
    assert found.scheme in {"http", "https"}
    assert not (found.userinfo)
    assert not (found.fragment)
    assert URL(str(found), encoded=True).host
    assert (shown_host(found) + shown_path(found)).isascii()


@given(ADDRESSES)
def test_a_redirect_of_a_service_stays_with_it_or_is_a_sentence(text):
    found = outcome(lambda: redirect_target(BASE, text, any_host=False))
    assert found.isprintable() if isinstance(found, str) else origin(found) == origin(BASE)


def test_a_redirect_is_read_from_where_it_stands():
    assert str(redirect_target(BASE, "../x?y#z", any_host=False)) == "https://api.example/x?y"
    assert str(redirect_target(BASE, "//b.example/", any_host=True)) == "https://b.example/"
    assert redirect_target(BASE, "https://api.example:443/x", any_host=False).path == "/x"
