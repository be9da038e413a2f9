"""A table at an address, such as a published sheet, is fetched by the guarded client."""

from pathlib import Path

import pytest

from catalog.errors import SetupError
from catalog.importing.reading.web import fetched
from catalog.importing.table import read_tables
from tests.standins.fixed import standin

CSV = b"a,b\n1,2\n"
LIMIT = 10_000


def fetch(address):
    return fetched(address, "https://example.org/survey", LIMIT, trusted=("127.0.0.1",))


@pytest.fixture
def web(monkeypatch):
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with standin() as web:
        yield web


@pytest.mark.parametrize(
    ("path", "headers", "name"),
    [
        ("/pub?output=csv", {"Content-Type": "text/csv; charset=utf-8"}, "pub.csv"),
        (
            "/export",
            {"Content-Type": "application/octet-stream", "Content-Disposition": 'x; filename="k.tsv"'},
            "k.tsv",
        ),
        ("/raw/list.md", {"Content-Type": "text/plain; charset=utf-8"}, "list.md"),
        ("/x.yml", {}, "x.yml"),
        ("/data.csv", {"Content-Type": "application/vnd.ms-excel"}, "data.csv"),
        ("/", {"Content-Type": "text/html"}, "table.html"),
    ],
)
def test_the_format_is_told_by_the_content_type_or_the_end_of_the_address(web, path, headers, name):
    web.put(path.partition("?")[0], CSV, 200, **headers)
    source = fetch(f"{web.address}{path}")
    assert (source.name, source.content) == (name, CSV)
    assert web.requests[0][1].endswith("(+https://example.org/survey)")


def test_redirects_are_followed_as_published_sheets_need(web):
    web.put("/pub", b"", 307, Location="/real.csv")
    web.put("/real.csv", CSV, 200, **{"Content-Type": "text/csv"})
    assert fetch(f"{web.address}/pub").content == CSV


@pytest.mark.parametrize(
    ("status", "body", "message"),
    [(404, b"", "HTTP 404; is it published for everybody to read?"), (200, b"x" * LIMIT, "longer than 10,000 bytes")],
)
def test_what_is_not_there_or_too_long_is_refused(web, status, body, message):
    web.put("/t.csv", body, status)
    with pytest.raises(SetupError, match=message):
        fetch(f"{web.address}/t.csv")


def test_addresses_inside_the_own_network_are_never_asked(web):
    web.put("/t.csv", CSV)
    with pytest.raises(SetupError, match="cannot be read"):
        read_tables(f"{web.address}/t.csv", Path("t.csv"))
    assert web.requests == []
