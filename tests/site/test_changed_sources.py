"""Readers see which sources changed after they were read, and maintainers what would help most."""

from __future__ import annotations

import json
import re
from html import unescape

import feedparser
import pytest

from catalog.exports.json import json_export
from catalog.history.feeds import SOURCES, feeds
from catalog.pages.coverage import written_by_slug
from catalog.pages.rereading import MOST, rereadings, shown_places
from catalog.pages.site_data import SiteData
from catalog.paths import Project
from catalog.rules import check_export, load, load_export
from catalog.watch.changes import ChangeKind
from tests.rendering import content
from tests.watching import note

SETTINGS = """\
title: Systems
description: Systems compared.
record: catalog.surveys.asr.record:System
folder: systems
one: system
many: systems
newest: released
columns: [asr_only]
address: https://systems.example.org/
repository: https://github.com/o/r
"""
RECORD = """\
slug: one
name: One
sources:
  paper: {url: "https://arxiv.org/abs/2403.00001", title: The paper, read: 2026-01-15}
  page: {url: "https://example.org/page", title: A page, read: 2026-10-01}
  other: {url: "https://example.org/other", title: Another page}
dates: {paper: {value: 2024-03-01, source: paper, where: arXiv page, verified: primary}}
asr_only: {value: true, source: paper, where: Section 1, verified: primary}
ranking: {value: 2, source: page, where: Table 1, verified: primary}
training: {encoder: {value: frozen, source: other, where: Section 2, verified: primary}}
code: {repository: {value: "https://github.com/o/one", source: page, where: foot, verified: primary}}
"""
PAPER, CODE = "arxiv:2403.00001", "github:o/one"
VERSION = (PAPER, ChangeKind.VERSION, "2026-03-01", "1", "2")
WITHDRAWN = (PAPER, ChangeKind.WITHDRAWN, "2026-04-01", "", "")
HOSTILE = (PAPER, ChangeKind.TITLE, "2026-04-02", "Old", "<script>alert(1)</script>\u202e")


@pytest.fixture
def survey(small_survey: Project) -> Project:
    small_survey.settings.write_text(SETTINGS, encoding="utf-8")
    for file in (small_survey.data / "systems").iterdir():
        file.unlink()
    (small_survey.data / "systems" / "one.yml").write_text(RECORD, encoding="utf-8")
    return small_survey


def page(survey: Project, path: str) -> str:
    return unescape(content(load(survey), path))


def test_without_a_state_no_page_speaks_of_changes(survey):
    catalog = load(survey)
    texts = [page(survey, path) for path in ("systems/one", "coverage", "guide")]
    for words in ("Changed", "changed since", ">changed<", 'id="changed"'):
        assert not any(words in text for text in texts)
    assert SOURCES not in feeds(catalog, ())
    assert "changed_sources" not in "".join(json_export(catalog, catalog.records))


def test_a_record_says_what_changed_at_a_source_when_and_how_many_facts_rest_on_it(survey):
    note(survey, VERSION)
    text = page(survey, "systems/one")
    source = text[text.index('id="source-paper"') :].partition("</li>")[0]
    assert "read 15 January 2026" in source
    assert "Changed since: <bdi>version 2 of the paper appeared (1 March 2026)</bdi>; 2 facts rest on it" in source
    assert 'class="grave"' not in text
    assert text.count('href="#source-paper" data-explained="The source has changed since it was read (read') == 2
    assert "source changed since read</a> <b>2</b>" in text
    assert '<span class="sign">changed</span>' in page(survey, "guide")


def test_what_is_grave_stands_at_the_top(survey):
    note(survey, VERSION, WITHDRAWN)
    text = page(survey, "systems/one")
    top = text.partition('class="record"')[0]
    said = "the authors withdrew the paper (1 April 2026); version 2 of the paper appeared (1 March 2026)"
    assert re.search(rf'class="grave">.*<a href="#source-paper"><bdi>The paper</bdi></a>: <bdi>{re.escape(said)}', top)
    assert "; 2 facts rest on it." in top
    assert text.count('<span class="sign doubt">changed</span>') == 2


def test_an_address_that_is_only_named_is_told_below_the_sources_and_marks_no_fact(survey):
    note(survey, (CODE, ChangeKind.RELEASE, "2026-11-01", "v1", "v2"))
    text = page(survey, "systems/one")
    assert "release v2 appeared (1 November 2026)" in text[text.index('id="sources"') :]
    assert ">changed</span>" not in text


def test_a_change_before_the_reading_is_no_news(survey):
    note(survey, (PAPER, ChangeKind.VERSION, "2026-01-15", "1", "2"))
    assert "Changed" not in page(survey, "systems/one")


def test_what_a_service_says_is_text(survey):
    note(survey, HOSTILE)
    for path in ("systems/one", "coverage"):
        html = content(load(survey), path)
        assert "<script>alert" not in html
        assert "&lt;script&gt;alert" in html
    assert "\u202e" not in feeds(load(survey), ())[SOURCES].decode()


def test_coverage_lists_what_changed_with_the_facts_that_rest_on_it(survey):
    note(survey, VERSION, (CODE, ChangeKind.ARCHIVED, "2026-11-01", "", ""))
    text = page(survey, "coverage")
    rows = re.findall(r"<tr>(.*?)</tr>", text[text.index('id="changed"') : text.index('id="help"')])[1:]
    assert [re.findall(r"<bdi>(.*?)</bdi>", row) for row in rows] == [
        ["One", "Code", "the repository was archived (1 November 2026)"],
        ["One", "The paper", "version 2 of the paper appeared (1 March 2026)"],
    ]
    assert 'href="../systems/one/#source-paper"' in rows[1]


def test_what_would_help_most_is_old_shown_often_or_changed(survey):
    catalog = load(survey)
    assert shown_places(catalog)["asr_only"] >= 1
    found = rereadings(catalog, written_by_slug(catalog), {})
    assert [each.key for each in found] == ["paper", "other"]
    assert found[0].places > found[0].facts == 2
    assert found[0].days == found[1].days == 259, "a day that nobody noted counts as the first"
    note(survey, VERSION)
    changed = rereadings(catalog, written_by_slug(catalog), SiteData(load(survey)).changed)
    assert changed[0].gain == 2 * found[0].gain
    text = page(survey, "coverage")
    assert "https://github.com/o/r/edit/main/data/systems/one.yml" in text[text.index('id="help"') :]


def test_where_nobody_noted_a_day_of_reading_nothing_is_listed(survey):
    file = survey.data / "systems" / "one.yml"
    file.write_text(re.sub(r", read: [\d-]+", "", RECORD), encoding="utf-8")
    catalog = load(survey)
    assert rereadings(catalog, written_by_slug(catalog), {}) == []
    assert "would help" not in page(survey, "coverage")


def test_the_list_is_short_and_quick_at_ten_thousand_records(catalog):
    many = [record.model_copy(update={"slug": f"r{index}"}) for index, record in enumerate(catalog.records)]
    found = rereadings(catalog, written_by_slug(catalog), {})
    assert len(found) == MOST < len(many)
    assert [each.gain for each in found] == sorted((each.gain for each in found), reverse=True)


def test_the_feed_of_the_sources_has_an_entry_a_change_that_stays_the_same(survey):
    note(survey, VERSION, WITHDRAWN, ("github:nobody/names-it", ChangeKind.GONE, "2026-04-01", "", ""))
    first = feeds(load(survey), ())[SOURCES]
    feed = feedparser.parse(first)
    assert not feed.bozo
    assert [entry.title for entry in feed.entries] == [
        "One: version 2 of the paper appeared",
        "One: the authors withdrew the paper",
    ]
    assert all(entry.updated.startswith("2026-11-20") for entry in feed.entries)
    assert feed.entries[0].link == "https://systems.example.org/systems/one/#sources"
    assert "One: 2 facts, The paper, read 2026-01-15" in feed.entries[0].summary
    assert feeds(load(survey), ())[SOURCES] == first
    file = survey.data / "systems" / "one.yml"
    file.write_text(RECORD.replace("2026-01-15", "2026-11-25"), encoding="utf-8")
    again = feedparser.parse(feeds(load(survey), ())[SOURCES])
    assert [entry.id for entry in again.entries] == [entry.id for entry in feed.entries]


def test_the_json_export_has_what_changed_and_is_read_back_without_it(survey):
    note(survey, VERSION, (CODE, ChangeKind.GONE, "2026-11-01", "", ""))
    catalog = load(survey)
    text = "".join(json_export(catalog, catalog.records))
    exported = json.loads(text)["records"][0]["changed_sources"]
    assert exported[0] == {
        "field": "code.repository",
        "url": "https://github.com/o/one",
        "read": "2026-10-01",
        "facts": ["code.repository"],
        "kind": "gone",
        "day": "2026-11-01",
        "noticed": "2026-11-20",
        "change": "it is not there any more, or not public",
    }
    assert exported[1]["source"] == "paper"
    assert exported[1]["facts"] == ["asr_only", "dates.paper"]
    file = survey.root / "catalogue.json"
    file.write_text(text, encoding="utf-8")
    assert load_export(file).records == catalog.records
    assert not check_export(file), "what lies beside an export may be of another survey"
