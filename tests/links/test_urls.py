"""Links are read as browsers read them (WHATWG URL)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from yarl import URL

from catalog.links.urls import InvalidUrlError, UnsupportedSchemeError, advice, join, parse


@pytest.mark.parametrize(
    ("written", "url"),
    [
        ("https://a.example", "https://a.example/"),
        ("HTTPS://A.Example:443/Path", "https://a.example/Path"),
        ("http://a.example:80?q", "http://a.example/?q"),
        ("http://a.example:8080/", "http://a.example:8080/"),
        ("https://a.example/x/../y", "https://a.example/y"),
        ("https://a.example/x/./y/.", "https://a.example/x/y/"),
        ("https://a.example/x/%2e%2E/y/.%2e/z", "https://a.example/z"),
        ("https://a.example/../../y", "https://a.example/y"),
        ("https://a.example/x?y/../z", "https://a.example/x?y/../z"),
        (r"https:\\a.example\x\y?z\w", r"https://a.example/x/y?z\w"),
        ("ht\ntps://a.exa\tmple/x\r\ny", "https://a.example/xy"),
        ("  https://a.example/x\x00", "https://a.example/x"),
        ("https:/a.example/x", "https://a.example/x"),
        ("https:a.example", "https://a.example/"),
        ("https:////a.example//x", "https://a.example//x"),
        ("https://me:secret@a.example/x", "https://a.example/x"),
        ("https://a.example./x", "https://a.example./x"),
        ("https://bücher.example/ü?ü#ü", "https://xn--bcher-kva.example/%C3%BC?%C3%BC#%C3%BC"),
        ("https://faß.example/", "https://xn--fa-hia.example/"),
        ("https://\uff21\uff22\u3002example/", "https://ab.example/"),
        ("https://%61.example/", "https://a.example/"),
        ("https://a_b.example/", "https://a_b.example/"),
        ('https://a.example/a b"<>|?a b"<>\'#a b`', "https://a.example/a%20b%22%3C%3E|?a%20b%22%3C%3E%27#a%20b%60"),
        ("https://a.example/%7Ea%2fb%2Fc%zz%", "https://a.example/%7Ea%2fb%2Fc%zz%"),
        ("https://a.example/\ud800", "https://a.example/%EF%BF%BD"),
        ("http://[::FFFF:1.2.3.4]/", "http://[::ffff:102:304]/"),
    ],
)
def test_a_link_is_repaired_as_browsers_do(written: str, url: str) -> None:
    assert str(parse(written)) == url


@pytest.mark.parametrize("host", ["1.2", "0x1.2", "16777218", "0x1000002", "1.0.0.2.", "\uff11.2", "1.2%2e"])
def test_a_number_as_a_host_is_the_ip_address_it_means(host: str) -> None:
    assert parse(f"http://{host}/").host == "1.0.0.2"


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("", "empty"),
        ("https:", "no host"),
        ("https://", "no host"),
        ("https://:80/x", "no host"),
        ("https://me@/x", "no host"),
        ("https://?x", "no host"),
        ("https://a b.example/", "'a b.example' is not a host name"),
        ("https://a..example/", "'a..example' is not a host name"),
        ("https://a.example../", "'a.example..' is not a host name"),
        (f"https://{'a' * 64}.example/", "is not a host name"),
        (f"https://{'a.' * 127}example/", "is not a host name"),
        ("https://xn--a/", "'xn--a' is not a host name"),
        ("https://a%2Fb.example/", "is not a host name"),
        ("https://\u00ad/", "is not a host name"),
        ("http://1.2.3.4.5/", "'1.2.3.4.5' is not a host name"),
        ("http://256.1.1.1/", "is not a host name"),
        ("http://[::1/", "is not a host name"),
        ("http://[::1%25eth0]/", "is not a host name"),
        ("http://a.example:65536/", "'65536' is not a port"),
        ("http://a.example:x/", "'x' is not a port"),
        ("http://a.example:-1/", "'-1' is not a port"),
        (f"http://a.example:{'9' * 5000}/", "is not a port"),
        ("http://a.example:0/", "port 0 is not valid"),
        ("www.example.org/x", "write https://www.example.org/x"),
        ("localhost:8000/x", "no scheme"),
        ("https://a.example/" + "x" * 70_000, "70,018 characters"),
    ],
)
def test_what_no_browser_understands_is_invalid_with_a_reason(written: str, message: str) -> None:
    with pytest.raises(InvalidUrlError) as error:
        parse(written)
    assert message in str(error.value)


_ODD_TEXT = st.text("ahtps:/\\.@?#%[]0127x\u00e9\u3002\t\n \0'\"`{}|^-_!<>\u00df\u202e\ud800", max_size=30)


@given(_ODD_TEXT, st.sampled_from(["", "http://", "https://a.example/"]))
def test_whatever_is_written_can_be_sent_as_one_line_or_is_refused(text: str, start: str) -> None:
    try:
        url = parse(start + text)
    except (InvalidUrlError, UnsupportedSchemeError):
        return
    sent = f"{url.host_port_subcomponent}{url.raw_path_qs}"
    assert sent.isascii()
    assert sent.isprintable()
    assert " " not in sent
    assert parse(str(url)) == url


@pytest.mark.parametrize("written", ["mailto:a@b.example", "javascript:alert(1)", "file:///etc/passwd", "ftp:x"])
def test_other_schemes_are_not_supported(written: str) -> None:
    with pytest.raises(UnsupportedSchemeError):
        parse(written)


@pytest.mark.parametrize(
    ("location", "url"),
    [
        ("/x", "https://a.example:8443/x"),
        ("x", "https://a.example:8443/b/x"),
        ("../x", "https://a.example:8443/x"),
        (r"..\x", "https://a.example:8443/x"),
        (r"\x", "https://a.example:8443/x"),
        ("?x=ü y", "https://a.example:8443/b/c?x=%C3%BC%20y"),
        ("#x", "https://a.example:8443/b/c?d#x"),
        ("", "https://a.example:8443/b/c?d"),
        ("//other.example/x", "https://other.example/x"),
        (r"/\other.example/x", "https://other.example/x"),
        (r"\\other.example/x", "https://other.example/x"),
        ("http:other.example", "http://other.example/"),
        ("https:x", "https://a.example:8443/b/x"),
        ("HTTP://Other.example:80/./x", "http://other.example/x"),
        (" /x\r\n ", "https://a.example:8443/x"),
        ("/%2e%2e/a b", "https://a.example:8443/a%20b"),
        ("x:y/z", None),
        ("file:///etc/passwd", None),
    ],
)
def test_a_location_is_resolved_as_browsers_do(location: str, url: str | None) -> None:
    base = URL("https://a.example:8443/b/c?d#e", encoded=True)
    if url is None:
        with pytest.raises(UnsupportedSchemeError):
            join(base, location)
    else:
        assert str(join(base, location)) == url


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("https:/a.example/x", "write https://a.example/x"),
        ("https:///a.example/x", "write https://a.example/x"),
        (r"https://a.example\x", "write https://a.example/x"),
        ("https://a.example/x/../y#z", "write https://a.example/y#z"),
        ("https://a.example/%2E%2e/y", "write https://a.example/y"),
        ("https://a.example/.well-known/x..y/...", ""),
        ("https://a.example/x?y=/../z", ""),
        (r"https:/\:x", ""),
    ],
)
def test_a_link_that_browsers_repair_gets_advice(written: str, words: str) -> None:
    assert advice(written) == words
