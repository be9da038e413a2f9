"""The files that the site's search reads: all pages by name, their texts apart, and nothing in them is HTML."""

from __future__ import annotations

import gzip
import json
import re

import pytest

from catalog.site.builders import DEFAULT
from catalog.site.index import SEARCH_TEXTS, IndexEntry, search_docs, write_search
from tests.benchmarks import generate
from tests.conftest import ROOT

BUILDER = {
    "config": {"lang": ["en"]},
    "docs": [
        {"location": "about/", "title": "About &amp; method", "text": "<p>As <b>read</b>: 1 &lt; 2.</p> <i>x</i>"},
        {"location": "zqshell/#zqident", "title": "zqtitle", "text": "zqcontent"},
    ],
}  # fmt: skip


@pytest.fixture
def written(tmp_path):
    """The index and the texts of the builder's pages above and of others."""

    def write(*docs):
        (tmp_path / "search").mkdir()
        (tmp_path / DEFAULT.search_index).write_text(json.dumps(BUILDER), encoding="utf-8")
        entries = [IndexEntry(doc["location"].rstrip("/"), docs=[doc]) for doc in docs]
        write_search(DEFAULT, tmp_path, tmp_path / "site", search_docs(entries, "records"), ["zqshell"])
        files = [tmp_path / "site" / name for name in (DEFAULT.search_index, SEARCH_TEXTS)]
        return [json.loads(file.read_text(encoding="utf-8")) for file in files], files

    return write


def doc(location, title="Same name", text=""):
    return {"location": location, "title": title, "text": text}


def test_names_and_texts_are_apart_and_placeholders_are_gone(written):
    (index, texts), _ = written(doc("records/a/", "A", "Words of A"))
    assert index["config"] == BUILDER["config"]
    assert [(entry["location"], entry["title"], entry["text"]) for entry in index["docs"]] == [
        ("records/a/", "A", ""),
        ("about/", "About &amp; method", ""),
    ]
    assert texts == {"records/a/": "Words of A", "about/": "As read : 1 &lt; 2. x"}


def test_records_come_before_all_else_that_has_their_name(written):
    (index, _), _ = written(doc("makers/same/"), doc("records/same/"), doc("words/same/"))
    order = [entry["location"] for entry in index["docs"]]
    assert order == ["records/same/", "makers/same/", "words/same/", "about/"]


def test_the_names_of_ten_thousand_records_weigh_less_than_200_kb(written):
    numbers = range(10_000)
    docs = [doc(f"records/{generate.slug(i)}/", generate.name(i), generate.title(i)) for i in numbers]
    _, (index, _) = written(*docs)
    assert len(gzip.compress(index.read_bytes())) <= 200_000


def test_the_vendored_library_has_its_version_and_licence():
    vendor = ROOT / "site" / "assets" / "vendor"
    assert re.match(
        r"/\*! https://github\.com/leeoniya/uFuzzy \(v1\.0\.\d+\) \*/",
        (vendor / "ufuzzy.min.js").read_text(encoding="utf-8"),
    )
    assert "MIT License" in (vendor / "ufuzzy.LICENSE").read_text(encoding="utf-8")
