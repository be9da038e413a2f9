"""Addresses and arXiv identifiers."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic_core import PydanticCustomError

from catalog.values import ArxivId, Link, type_of


@given(st.one_of(st.text(), st.text().map("https://".__add__), st.text().map("http://a.b/".__add__), st.none()))
def test_an_address_is_kept_as_written_or_refused(raw: Any) -> None:
    try:
        link = Link.read(raw)
    except PydanticCustomError:
        return
    assert link == raw
    assert urlsplit(link).scheme.lower() in ("http", "https")
    assert not set(link) & set(" \t\n\r<>\"'`\\{}|^\u202e") - {"'"}


@pytest.mark.parametrize(
    "raw",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        " https://example.org/",
        "data:text/html,x",
        "//example.org/",
        "https:example.org",
        "https://",
        "https://a:99999/",
        "https://[::1",
        "https://me@example.org/",
        "https://example.org/\u202egpj.exe",
        "https://example.org/" + "a" * 2000,
        "[x](https://example.org)",
        42,
    ],
)
def test_what_a_browser_should_not_open_is_refused(raw: Any) -> None:
    with pytest.raises(PydanticCustomError):
        Link.read(raw)


@pytest.mark.parametrize(
    "raw",
    [
        "https://example.org",
        "HTTP://EXAMPLE.ORG/Ä",
        "https://example.org:8080/a?b=c&d=%20#e",
        "https://openreview.net/forum?id=x_(y)",
        "https://例え.jp/",
    ],
)
def test_a_usable_address_is_accepted(raw: str) -> None:
    assert Link.read(raw) == raw


@pytest.mark.parametrize("raw", ["2402.08846", "0704.0001", "cs/0112017", "math.GT/0309136"])
def test_old_and_new_arxiv_identifiers_are_accepted(raw: str) -> None:
    assert type_of(ArxivId.read(raw)).address(ArxivId.read(raw)) == f"https://arxiv.org/abs/{raw}"


@pytest.mark.parametrize(
    ("raw", "hint"),
    [
        ("2402.08846v2", 'write "2402.08846"'),
        ("arXiv:2402.08846", 'write "2402.08846"'),
        ("https://arxiv.org/abs/2402.08846", 'write "2402.08846"'),
        (2501.1, 'put it in quotes, with all its digits: "2101.00001"'),
        ("24.1", 'write it like "2101.00001"'),
    ],
)
def test_an_identifier_in_another_form_is_shown_in_the_right_one(raw: Any, hint: str) -> None:
    with pytest.raises(PydanticCustomError) as caught:
        ArxivId.read(raw)
    assert caught.value.context is not None
    assert caught.value.context["hint"] == hint
