"""Leaderboards: every model at its own number, ranked among those that were measured by the same people."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from xml.etree import ElementTree as ET

import pytest

from catalog.pages.cells import ValueWriter
from catalog.pages.leaderboards import leaderboard_chart, leaderboards
from catalog.pages.record_files import record_files
from catalog.pages.site_data import SiteData
from catalog.pages.vocabulary_pages import vocabulary_pages
from catalog.paths import Project
from catalog.surveys.asr.record import System

SIBLING = {"name": "AED", "scope": {"value": "sibling", "note": "Has no LLM."}}


def result(value, variant="", run_by="authors", **more):
    measured = {"test_set": "librispeech", "split": "test-clean", "metric": "WER", "as_of": "2025-01-24"}
    return {"value": value, "run_by": run_by, **measured, **more} | ({"variant": variant} if variant else {})


def system(name, *results, **more):
    return System.model_validate({"slug": name.casefold(), "name": name, "results": results, **more})


@pytest.fixture
def boards(catalog):
    """The survey with these records instead of its own, and its one leaderboard."""

    def make(*records):
        changed = replace(catalog, records=records)
        (board,) = leaderboards(changed)
        return changed, board

    return make


def rows(group):
    return [(row.rank, row.model.record.name, row.model.name, row.best.text) for row in group.standings]


def html(data, page):
    """What a page shows: HTML as the template makes it."""
    return data.render(page).html


def words(markup):
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", markup)).split())


def table_rows(markup):
    """The cells of every row of the leaderboards on a page."""
    bodies = re.findall(r'<table class="boards?">.*?<tbody>(.*?)</tbody>', markup, re.DOTALL)
    lines = [line for body in bodies for line in re.findall(r"<tr.*?</tr>", body, re.DOTALL)]
    return [[words(cell) for cell in re.findall(r"<t[hd].*?</t[hd]>", line, re.DOTALL)] for line in lines]


def test_a_sibling_ranks_nowhere_and_a_model_stands_at_its_own_number(boards):
    fire = system("Fire", result(0.76, "LLM"), result(0.55, "AED"), variants=[{"name": "LLM"}, SIBLING])
    changed, board = boards(fire, system("Other", result(0.6)), system("Third", result(0.9)))

    (group,) = board.groups

    assert rows(group) == [
        (1, "Other", "", "0.6"),
        (2, "Fire", "LLM", "0.76"),
        (3, "Third", "", "0.9"),
        (0, "Fire", "AED", "0.55"),
    ]
    chart = leaderboard_chart(changed, board, group)
    assert [row.cells for row in chart.rows] == [("Other", "0.6%"), ("Fire", "0.76%"), ("Third", "0.9%")]


def test_runs_of_different_people_are_ranked_apart_the_leaderboard_first(boards):
    one = system("One", result(1.5), result(1.7, run_by="leaderboard"), result(1.2, run_by="others"))
    two = system("Two", result(1.5), result(1.6, run_by="leaderboard"), result(9, run_by=None))

    _, board = boards(one, two)

    assert [(group.title, rows(group)) for group in board.groups] == [
        ("Run by: leaderboard", [(1, "Two", "", "1.6"), (2, "One", "", "1.7")]),
        ("Run by: authors", [(1, "One", "", "1.5"), (1, "Two", "", "1.5")]),
        ("Run by: others", [(1, "One", "", "1.2")]),
        ("Run by: not stated", [(1, "Two", "", "9")]),
    ]
    assert len({group.ident for group in board.groups} | {board.ident}) == 5


def test_the_spread_is_over_all_runs_of_a_model_and_of_no_other(boards):
    runs = [result(1.5, "S"), result(1.8, "S"), result(1.9, "S", "leaderboard"), result(1.1, "L")]
    _, board = boards(system("One", *runs, variants=[{"name": "S"}, {"name": "L"}]))

    leaderboard, authors = board.groups

    assert [(row.model.name, row.best.text, row.spread) for row in authors.standings] == [
        ("L", "1.1", ""),
        ("S", "1.5", "1.5 to 1.9"),
    ]
    assert leaderboard.standings[0].spread == "1.5 to 1.9"


def test_a_chart_of_a_leaderboard_never_mixes_who_ran_the_test_and_names_variants(boards):
    runs = [result(1.5, "S"), result(1.1, "L"), result(0.2, "L", "leaderboard")]
    one = system("One", *runs, variants=[{"name": "S"}, {"name": "L"}])
    changed, board = boards(one, system("Two", result(1.3)), system("Three", result(0.1, run_by="leaderboard")))

    chart = leaderboard_chart(changed, board, board.groups[1])

    assert [row.cells for row in chart.rows] == [("One L", "1.1%"), ("Two", "1.3%"), ("One S", "1.5%")]
    assert chart.title == "LibriSpeech, test-clean, WER: best of each system (Run by: authors)"
    assert chart.left_out_text == ""
    marks = [node for node in ET.fromstring(chart.svg).iter() if node.get("class") == "mark"]
    assert [mark.get("data-variant") for mark in marks] == ["L", None, "S"]


def test_the_page_of_a_leaderboard_says_how_and_when_each_number_was_measured(boards):
    fast = result(1.1, decoding="beam 4", chunk=0.64, published="2024-07-05", run_by="leaderboard")
    fire = system("Fire", result(0.76, "LLM"), result(0.55, "AED"), variants=[{"name": "LLM"}, SIBLING])
    changed, _ = boards(system("Fast", fast, result(1.2)), fire)
    data = SiteData(changed)
    page = dict(vocabulary_pages(data))["test-sets/librispeech"]

    text = html(data, page)

    first, *others = table_rows(text)
    assert first[:4] == ["1", "Fast", "", "1.1"]
    assert first[4].startswith("1.1 to 1.2, 2 runs 1.1; Run by: leaderboard ; decoding: beam 4; chunk: 0.64 seconds ;")
    assert first[5:8] == ["decoding: beam 4; chunk: 0.64 seconds", "2024-07-05", "2025-01-24"]
    assert [row[5] for row in others] == ["no condition known"] * 3
    assert [row[0].split()[-1] for row in others] == ["1", "2", "ranked"]
    assert "not ranked" in others[-1][0]
    assert others[-1][2] == "AED sibling"
    assert 'title="Has no LLM."' in text
    assert "Not ranked, sibling: Another model of its makers" in words(text)


def test_the_list_of_leaderboards_says_whose_the_best_is_among_whom_and_how_far_numbers_spread(boards):
    one = system("One", result(1.5, "S"), result(1.9, "S", "others"), variants=[{"name": "S"}, {"name": "L"}])
    changed, board = boards(one, system("Two", result(1.6)), system("Three", result(1.5)))
    data = SiteData(changed)

    page = dict(vocabulary_pages(data))["test-sets"]

    text = html(data, page)

    assert table_rows(text) == [
        ["LibriSpeech test-clean, WER", "authors", "3", "3", "1.5", "One S , Three", "1.5 to 1.9"],
        ["others", "1", "1", "1.9", "One S", "1.5 to 1.9"],
    ]
    assert [f'href="../{board.page}#{group.ident}"' in text for group in board.groups] == [True, True]


def test_every_link_of_a_mark_leads_to_an_anchor_that_its_page_has(catalog, tmp_path):
    doubtful = {"value": 960, "source": "paper", "verified": "secondary"}
    record = system(
        "One",
        result(1.5, "S", source="paper", verified="secondary"),
        sources={"paper": "https://example.org/paper"},
        hours={"asr": doubtful},
        encoders=[{"name": {"value": "whisper-large-v2", "source": "paper", "verified": "secondary"}}],
        variants=[{"name": "S", "training": {"llm": {"value": "frozen", "source": "paper", "verified": "secondary"}}}],
    )
    settings = catalog.settings.model_copy(update={"drawing": None})
    # A project without git: reading the history of this one takes long.
    data = SiteData(replace(catalog, project=Project(tmp_path), records=(record,), settings=settings))
    page = dict(record_files(data, record))["systems/one"]
    ids = set(re.findall(r' id="([^"]+)"', html(data, page)))
    write = ValueWriter(data.catalog, "../")

    cells = {column.path: write.cell(column, record) for column in data.catalog.columns}

    linked = {path: re.findall(r'class="marks" href="[^"#]*#?([^"]*)"', cell) for path, cell in cells.items()}
    anchors = {path: own[0] for path, own in linked.items() if own}
    assert anchors["wer-test-clean"] == "results"
    assert {"hours.asr", "encoders.name", "training.llm"} <= anchors.keys()
    assert set(anchors.values()) <= ids
