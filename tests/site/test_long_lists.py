"""Pages do not grow with the records: they list some, and say how many more there are and where all are."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest

from catalog.history.diff import Change, Diff, RecordChange
from catalog.history.log import LogEntry
from catalog.pages import overviews
from catalog.pages import vocabulary_pages as vocabulary_pages_module
from catalog.pages.overviews import OVERVIEWS
from catalog.pages.site_data import SiteData
from catalog.pages.vocabulary_pages import vocabulary_pages
from catalog.settings.query import read_view

MOST = 3


@pytest.fixture(scope="module")
def short(catalog):
    """The committed survey, of whose records a page may list three."""
    return SiteData(catalog, most_listed=MOST)


@pytest.fixture(scope="module")
def words(short):
    """Address → page of each word of a vocabulary."""
    return {path: page for path, page in vocabulary_pages(short) if "/" in path}


def html_of(data, path):
    return data.render(OVERVIEWS[path].page(data)).html


def text_of(html):
    return " ".join(unescape(re.sub("<[^>]+>", " ", html)).split())


def test_the_coverage_of_records_lists_those_that_need_help_most(short):
    _, page = html_of(short, "coverage").split("the least complete come first")
    table = page.split("</table>")[0]
    assert f": {MOST} of {len(short.catalog.records)}." in text_of(table)
    known = [int(number) for number in re.findall(r"</th><td[^>]*>(\d+)</td>", re.sub(r"\n", "", table))]
    assert len(known) == MOST
    assert known == sorted(known)


def test_the_page_that_compares_names_no_record_of_a_long_catalogue(short, catalog):
    page = html_of(short, "compare")
    assert not [record.name for record in catalog.records if record.name in page]
    assert 'that the <a href="../catalogue/">catalogue</a> lists' in page


def test_a_word_lists_some_of_its_users_and_leads_to_all_of_them(short, words):
    shortened = {path: page for path, page in words.items() if len(page.context["users"]) > MOST}
    assert len(shortened) > MOST
    for path, page in shortened.items():
        html = short.render(page).html
        assert html.count('class="date"') == MOST, path
        assert f"{MOST} of {len(page.context['users'])}, the newest; all of them are in the catalogue: " in text_of(
            html
        ), path
        assert "../../catalogue/?" in html


def test_the_links_to_all_users_of_a_word_find_them_all(short, words, catalog):
    for path, page in words.items():
        if not page.context["users"]:
            continue
        found = set()
        for _, query in page.context["queries"]:
            view = read_view(query, catalog.by_path, catalog.vocabularies)
            assert not view.mistakes
            found |= {record.slug for record in catalog.records if view.judge(record) is True}
        assert found == {record.slug for record, _ in page.context["users"]}, path


def test_a_leaderboard_shows_the_best_and_says_how_many_more_there_are(short, words):
    html = short.render(words["test-sets/librispeech"]).html
    boards = re.findall(r'<table class="board">.*?</table></div>\n(.*?)(?=<h3|<h2|</div>)', html, re.DOTALL)
    ranks = [re.findall(r'<tr data-slug[^>]*><td class="k-amount">(\d*)', table) for table in html.split("</table>")]
    assert max(map(len, ranks)) == MOST
    assert ["1", "2", "3"] in ranks
    assert any(re.search(rf"The first {MOST} of \d+; all measurements are in the", text) for text in boards)


def test_a_page_of_many_leaderboards_shares_its_rows_among_them(catalog, monkeypatch):
    monkeypatch.setattr(vocabulary_pages_module, "MOST_ROWS", 120)
    data = SiteData(catalog)
    (page,) = (page for path, page in vocabulary_pages(data) if path == "test-sets/librispeech")
    html = data.render(page).html
    rows = [table.count("<tr data-slug") for table in re.findall('<table class="board">.*?</table>', html, re.DOTALL)]
    assert 100 < sum(rows) <= 120
    lengths = [len(group.standings) for board, _ in page.context["leaderboards"] for group in board.groups]
    assert rows == [min(length, max(rows)) for length in lengths]


def changed(number):
    """A commit that changed a field of five records."""
    change = Change("released", "Released", before="2024", after="2025")
    records = tuple(RecordChange("changed", f"kettle-{n}", f"Kettle {n}", changes=(change,)) for n in range(5))
    date = datetime(2026, 11, 27, tzinfo=UTC) - timedelta(days=number)
    return LogEntry(
        f"{number:040x}", date, "A. Nonymous", f"Change {number}", Diff("a", "b", "system", "systems", records)
    )


def test_the_page_of_changes_leaves_old_commits_and_the_rest_of_a_big_one_to_the_repository(catalog, monkeypatch):
    data = SiteData(catalog, most_listed=MOST)
    data.__dict__["log"] = tuple(map(changed, range(10)))
    monkeypatch.setattr(overviews, "MOST_CHANGES", 2 * MOST * 4)
    text = text_of(html_of(data, "changes"))
    assert [number for number in range(10) if f"Change {number} " in text] == [0, 1, 2, 3]
    assert "6 older commits are not shown" in text
    assert text.count("and 2 more systems") == 4
