"""Whatever a record says, its changes are told: all of them, and none that are not there."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.history.diff import Diff, RecordChange, change_line, diff_markdown, diff_text, record_lines
from catalog.history.diff.fields import Comparer
from tests.history.toy import Kettle

WORDS = st.sampled_from(["one", "two", "a | b", "`", "<b>", "x" * 100])
EVIDENCE = st.fixed_dictionaries(
    {},
    optional={
        "source": st.sampled_from(["box", "survey"]),
        "where": WORDS,
        "verified": st.sampled_from(["primary", "secondary", "derived"]),
        "certain": st.booleans(),
        "note": WORDS,
    },
)


def facts(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    known = st.one_of(values, st.sampled_from(["not reported", "not applicable"]))
    claim = st.builds(lambda value, evidence: {"value": value} | evidence, known, EVIDENCE)
    contested = st.builds(lambda one, rivals: one | {"instead": rivals}, claim, st.lists(claim, max_size=2))
    return st.one_of(known, claim, contested)


AMOUNTS = facts(st.sampled_from([1, 2, "1K", "~1K", "50+"]))
LIDS = st.fixed_dictionaries({"name": facts(WORDS)}, optional={"weight": AMOUNTS, "variant": WORDS})
BOILS = st.builds(
    lambda value, rest, evidence: {"value": value} | rest | evidence,
    st.sampled_from([1, 2]),
    st.fixed_dictionaries(
        {"water": st.sampled_from(["1", "2"])}, optional={"start": WORDS, "variant": WORDS, "as_of": st.just("2020")}
    ),
    EVIDENCE,
)
KETTLES = st.fixed_dictionaries(
    {"slug": st.just("k"), "name": WORDS},
    optional={
        "remark": WORDS,
        "sources": st.dictionaries(st.sampled_from(["a", "b"]), st.sampled_from(["https://a.org/", "https://b.org/"])),
        "sold": facts(st.sampled_from(["2001", "2001-02"])),
        "volume": AMOUNTS,
        "heat": facts(st.sampled_from(["gas", "electric"])),
        "makers": facts(st.lists(st.sampled_from(["acme", "bolt"]), max_size=3)),
        "lids": st.lists(LIDS, max_size=3),
        "boils": st.lists(BOILS, max_size=4),
    },
).map(Kettle.model_validate)

COMPARER = Comparer(Kettle, {"makers": {"acme": "Acme"}})


@given(KETTLES)
@settings(max_examples=60, deadline=None)
def test_a_record_does_not_differ_from_itself(kettle):
    assert COMPARER.changes(kettle, kettle.model_copy()) == ()


@given(KETTLES, KETTLES)
@settings(max_examples=100, deadline=None)
def test_every_difference_is_told_and_has_words(old, new):
    changes = COMPARER.changes(old, new)
    assert bool(changes) == (old != new)
    assert all(change_line(change).strip() for change in changes)
    diff = Diff("old", "new", "kettle", "kettles", (RecordChange("changed", "k", "K", changes=changes),))
    assert bool(record_lines(diff.records[0])) == bool(changes)
    assert diff_text(diff)
    assert diff_markdown(diff)
