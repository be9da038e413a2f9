"""Leaderboards have anchors of their own on their page, whatever script and length the words of a survey have."""

from __future__ import annotations

import re
from dataclasses import replace
from string import printable

from hypothesis import example, given
from hypothesis import strategies as st

from catalog.pages.leaderboards import leaderboard_chart, leaderboards
from catalog.pages.render import html_ids
from catalog.surveys.asr.record import System

words = st.text(min_size=1, max_size=2000).map(str.strip).filter(bool)
splits = st.lists(
    st.one_of(words, st.text(printable[:90], min_size=1, max_size=4).map(str.strip).filter(bool)), unique=True
)


def measured_on(catalog, names):
    """The catalogue with one record, which has a measurement on each of these splits."""
    results = [
        {"test_set": "librispeech", "split": name, "metric": "WER", "value": 1, "as_of": "2024", "run_by": "authors"}
        for name in names
    ]
    return replace(catalog, records=(System.model_validate({"slug": "a", "name": "A", "results": results}),))


@given(splits)
@example(["验证集", "测试集"])
@example(["test clean", "test-clean", "Test Clean", "test_clean"])
@example(["test-clean, cut to 30 s, with punctuation and casing" * 30, "🎙", "🎧", "é", "e"])
def test_every_leaderboard_has_an_anchor_of_its_own_and_a_chart(catalog, names):
    boards = leaderboards(measured_on(catalog, names))
    idents = [board.ident for board in boards]
    assert len(set(idents)) == len(names)
    assert all(re.fullmatch("[a-z0-9-]+", ident) for ident in idents)
    for board in boards[:2]:
        assert leaderboard_chart(measured_on(catalog, names), board, board.groups[0]).title


def test_an_anchor_stays_when_another_split_is_added(catalog):
    before = {board.title: board.ident for board in leaderboards(measured_on(catalog, ["验证集", "test-clean"]))}
    after = {
        board.title: board.ident for board in leaderboards(measured_on(catalog, ["测试集", "验证集", "test-clean"]))
    }
    assert before.items() <= after.items()
    assert before["test-clean, WER"] == "test-clean-wer"


def test_two_titles_that_differ_in_punctuation_alone_have_different_ids():
    ids = html_ids({"a": "Sources!", "b": "Sources?", "c": "Size"}, taken=["size"])
    assert len({*ids.values(), "size"}) == 4
