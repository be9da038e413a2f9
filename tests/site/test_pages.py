"""The built pages as files: everything is there, readable without a script, and small enough."""

from __future__ import annotations

import gzip
import re
from functools import cache
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import pytest

from catalog.site import build


class _Text(HTMLParser):
    def __init__(self):
        super().__init__()
        self.rows = []
        self.links = []
        self.next = None

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        if tag == "tr" and "data-slug" in attributes:
            self.rows.append(attributes["data-slug"])
        if tag == "a" and attributes.get("rel") == "next":
            self.next = attributes["href"]
        if tag in ("a", "link", "script", "img", "iframe", "source"):
            self.links.append((tag, attributes.get("href") or attributes.get("src") or ""))


@cache
def parsed(page):
    reader = _Text()
    reader.feed(page.read_text(encoding="utf-8"))
    return reader


def zipped(*files):
    return sum(len(gzip.compress(file.read_bytes())) for file in files)


def test_the_catalogue_lists_every_system_without_javascript(built, catalog):
    page, rows = built / "catalogue" / "index.html", []
    while page:
        reader = parsed(page)
        rows += reader.rows
        page = reader.next and (page.parent / reader.next / "index.html").resolve()
    assert rows == [record.slug for record in catalog.newest_first]


def test_the_catalogue_begins_with_the_columns_of_the_first_preset(built, catalog):
    text = (built / "catalogue" / "index.html").read_text(encoding="utf-8")
    first = {column.key for column in catalog.display.presets[0].columns}
    assert set(re.findall(r'<td[^>]* data-path="([^"]+)"', text)) == first


def test_a_reader_can_show_every_column_of_the_original_table(catalog):
    wanted = [
        "released",
        "method",
        "ranking",
        "asr_only",
        "institutes",
        "code.repository",
        "paper.arxiv",
        "paper.title",
    ]
    wanted += ["connector.family", "encoders.kind", "training.encoder", "training.llm", "llm_input", "hours.asr"]
    assert {column.path for column in catalog.display.presets[-1].fields} >= set(wanted)


def test_every_system_has_a_page_with_its_evidence(built, catalog):
    for record in catalog.records:
        page = built / catalog.settings.folder / record.slug / "index.html"
        text = page.read_text(encoding="utf-8")
        assert 'href="#source-' in text, record.slug
        for key in record.sources:
            assert f'id="source-{key}"' in text, (record.slug, key)


def test_every_inner_link_leads_to_a_page_that_is_there(built):
    missing = set()
    for page in built.rglob("*.html"):
        if page.name == "404.html":
            continue
        here = f"http://x/{page.relative_to(built).as_posix()}"
        for _, link in parsed(page).links:
            target = urlsplit(urljoin(here, link))
            if not link or target.netloc != "x" or target.scheme != "http":
                continue
            file = built / target.path.lstrip("/")
            if not (file.is_file() or (file / "index.html").is_file()):
                missing.add((page.relative_to(built).as_posix(), link))
    assert not missing, sorted(missing)[:10]


def test_no_page_loads_anything_from_another_host(built):
    for page in built.rglob("*.html"):
        foreign = {(tag, link) for tag, link in parsed(page).links if tag != "a" and urlsplit(link).netloc}
        text = page.read_text(encoding="utf-8") if foreign else ""
        for tag, link in foreign:
            assert f'rel="canonical" href="{link}"' in text or "alternate" in text, (page, tag, link)


SEARCHED = 230_000
"""Bytes, gzipped, of what the search reads, with 152 records: 1,100 a record, and the 53,000 of the other pages."""
WITHOUT_CHART = ["about", "compare", "corrections", "coverage", "downloads", "guide", "results", "systems/fun-asr"]


@pytest.mark.parametrize("name", WITHOUT_CHART)
def test_a_page_without_chart_weighs_at_most_100_kb(built, name):
    page = built / name / "index.html"
    assert zipped(page, *loaded(page)) <= 100_000


def test_the_bundle_for_plots_and_what_the_search_reads_keep_their_budgets(built):
    assert zipped(built / "assets" / "vendor" / "plotly-basic.min.js") <= 420_000
    assert zipped(built / "assets" / "findable.js") <= 20_000
    assert zipped(built / "assets" / "said.js", built / "search" / "pages.js") <= SEARCHED


def loaded(page):
    """The scripts and styles a page asks for when it opens."""
    links = [link for tag, link in parsed(page).links if tag in ("script", "link")]
    files = [link for link in links if link.endswith((".js", ".css")) and "://" not in link]
    return {page.parent.joinpath(link).resolve() for link in files}


def test_a_second_build_of_unchanged_data_touches_nothing(tmp_path, copy_survey):
    survey = copy_survey(tmp_path, ["slam-asr"])
    first = build(survey)
    before = {file: file.stat().st_mtime_ns for file in first.rglob("*")}
    assert build(survey) == first
    assert {file: file.stat().st_mtime_ns for file in first.rglob("*")} == before


def test_the_next_build_has_no_page_of_a_deleted_record(tmp_path, copy_survey):
    survey = copy_survey(tmp_path, ["mala-asr", "slam-asr"])
    page = build(survey) / "systems" / "mala-asr" / "index.html"
    assert page.is_file()
    (survey.data / "systems" / "mala-asr.yml").unlink()
    assert build(survey).is_dir()
    assert not page.exists()


def test_a_folder_with_foreign_files_is_never_replaced(tmp_path, copy_survey):
    from catalog.errors import SetupError

    survey = copy_survey(tmp_path / "survey")
    target = tmp_path / "precious"
    target.mkdir()
    (target / "thesis.txt").write_text("years of work", encoding="utf-8")
    with pytest.raises(SetupError, match="did not write"):
        build(survey, target)
    assert (target / "thesis.txt").read_text(encoding="utf-8") == "years of work"
