"""Cookies within the check of one link: sent where a browser would send them, and no longer."""

from __future__ import annotations

import pytest
from yarl import URL

from catalog.links.cookies import Cookies

HERE = URL("https://www.journal.org/articles/one")


def sent(*lines: str, to: str = "https://www.journal.org/articles/two", by: URL = HERE) -> str:
    cookies = Cookies()
    for line in lines:
        cookies.store(by, line)
    return cookies.header(URL(to)).get("Cookie", "")


@pytest.mark.parametrize(
    "deletion",
    [
        "a=; Max-Age=0",
        "a=; max-age=-1",
        "a=; Max-Age=00",
        "a=; Expires=Thu, 01 Jan 1970 00:00:00 GMT",
        "a=deleted; expires=Thu, 01-Jan-1970 00:00:01 GMT",
        "a=; expires=Thursday, 01-Jan-70 00:00:00 GMT",
        "a=; Expires=Thu Jan  1 00:00:00 1970",
        "a=; Max-Age=0; Expires=Fri, 31 Dec 9999 23:59:59 GMT",
    ],
)
def test_a_deleted_cookie_is_not_sent_again(deletion: str) -> None:
    assert sent("a=1\nb=2", deletion) == "b=2"
    assert not sent(deletion)


@pytest.mark.parametrize(
    "attribute",
    [
        *("Max-Age=5", "Max-Age=05", "Expires=Fri, 31 Dec 2999 23:59:59 GMT", "Expires=0", "Expires=never"),
        *("Max-Age=soon", "Max-Age=60; Expires=Thu, 01 Jan 1970 00:00:00 GMT", "HttpOnly", "Expires="),
    ],
)
def test_a_cookie_lives_on_with_a_date_ahead_or_one_that_is_none(attribute: str) -> None:
    assert sent(f"a=1; {attribute}") == "a=1"


@pytest.mark.parametrize(
    ("domain", "to", "is_sent"),
    [
        ("", "https://www.journal.org/articles/", True),
        ("", "https://idp.journal.org/articles/", False),
        ("journal.org", "https://idp.journal.org/articles/", True),
        (".Journal.org", "https://journal.org/articles/", True),
        ("www.journal.org", "https://de.www.journal.org/articles/", True),
        ("org", "https://other.org/articles/", False),
        ("org", "https://www.journal.org/articles/", False),
        ("other.org", "https://other.org/articles/", False),
        ("nal.org", "https://nal.org/articles/", False),
    ],
)
def test_a_cookie_stays_within_its_domain(domain: str, to: str, *, is_sent: bool) -> None:
    assert bool(sent(f"a=1; Domain={domain}", to=to)) is is_sent


@pytest.mark.parametrize("domain", ["co.uk", "github.io", "edu.cn", "go.jp", "com.au", "vercel.app", "hf.space"])
def test_strangers_under_a_shared_domain_get_no_cookie(domain: str) -> None:
    assert not sent(f"a=1; Domain={domain}", to=f"https://b.{domain}/", by=URL(f"https://a.{domain}/"))


@pytest.mark.parametrize(
    ("attributes", "to", "is_sent"),
    [
        ("", "https://www.journal.org/articles", True),
        ("", "https://www.journal.org/articlesque", False),
        ("", "https://www.journal.org/", False),
        ("Path=/", "https://www.journal.org/", True),
        ("Path=/articles/", "https://www.journal.org/articles/three", True),
        ("Path=elsewhere", "https://www.journal.org/articles/three", True),
        ("Path=/; Secure", "http://www.journal.org/", False),
        ("Path=/; Secure", "https://www.journal.org/", True),
    ],
)
def test_a_cookie_stays_within_its_path_and_scheme(attributes: str, to: str, *, is_sent: bool) -> None:
    assert bool(sent(f"a=1; {attributes}", to=to)) is is_sent


def test_a_host_without_a_name_has_its_cookies_alone() -> None:
    assert sent("a=1; Path=/; Domain=127.0.0.1", by=URL("http://127.0.0.1/"), to="http://127.0.0.1/") == "a=1"
    assert not sent("a=1; Path=/; Domain=0.0.1", by=URL("http://127.0.0.1/"), to="http://126.0.0.1/")


def test_a_flood_of_cookies_is_bounded() -> None:
    assert len(sent("\n".join(f"c{number}=x; Path=/" for number in range(500))).split("; ")) == 50
