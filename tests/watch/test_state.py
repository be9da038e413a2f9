"""`data/watch.json`, and which sources changed after they were read."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.api.files import inspect_other_files
from catalog.errors import DataError
from catalog.paths import Project
from catalog.rules import check_survey
from catalog.values import UNCHECKED, Fact, Link, Part, Record, Show
from catalog.watch.changes import ChangeKind
from catalog.watch.citations import citations
from catalog.watch.moved import moved_sources, still_open
from catalog.watch.run import _compared, kept
from catalog.watch.state import (
    SeenWork,
    UpstreamChange,
    WatchState,
    as_text,
    days_to_come,
    known_state,
    read_state,
    write_state,
)
from catalog.watch.upstream.observation import Observation, Observed
from catalog.watch.upstream.sources import Sources
from tests.watch.world import write_survey

PAPER = "arxiv:2101.00001"
DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))
TEXTS = st.text(max_size=40)
WORKS = st.text(min_size=1, max_size=40)
CHANGES = st.builds(
    UpstreamChange, work=WORKS, kind=st.sampled_from(ChangeKind), day=DAYS, noticed=DAYS, before=TEXTS, after=TEXTS
)


class Files(Part):
    code: Annotated[Fact[Link], Show("Code")] = UNCHECKED


class Program(Record):
    licence: Annotated[Fact[str], Show("Licence")] = UNCHECKED
    page: Annotated[Fact[Link], Show("Page")] = UNCHECKED
    files: Annotated[Files, Show("Files")] = Files()


def program(read: str | None = "2026-01-15", *, dated: str | None = None, version: str = "", **fields: Any) -> Program:
    days = {key: day for key, day in {"read": read, "date": dated}.items() if day}
    source = {"url": f"http://www.arxiv.org/pdf/2101.00001{version}", "title": "Paper"} | days
    licence = {"value": "MIT", "source": "paper"}
    return Program(slug="one", name="One", sources={"paper": source}, **{"licence": licence} | fields)


def change(kind: ChangeKind = ChangeKind.VERSION, day: date = date(2026, 2, 1), work: str = PAPER) -> UpstreamChange:
    return UpstreamChange(work=work, kind=kind, day=day, noticed=date(2026, 3, 1), before="1", after="2")


def sentences(records: Sequence[Record], *changes: UpstreamChange) -> list[str]:
    return [moved.sentence for moved in moved_sources(WatchState(changes=changes), citations(records))]


@given(
    st.dictionaries(WORKS, st.builds(SeenWork, day=DAYS, values=st.dictionaries(TEXTS, TEXTS, max_size=3)), max_size=3),
    st.lists(CHANGES, max_size=4),
    st.dictionaries(WORKS, DAYS, max_size=3),
)
def test_what_is_written_is_read_again_with_changes_in_the_order_of_their_days(works, changes, offered):
    state = WatchState(works=works, changes=tuple(changes), offered=offered)
    again = WatchState.model_validate_json(as_text(state))
    assert (again.works, again.offered) == (works, offered)
    assert sorted(again.changes, key=repr) == sorted(changes, key=repr)
    assert [each.day for each in again.changes] == sorted(each.day for each in changes)


def test_each_work_and_change_has_a_line_of_its_own():
    state = WatchState(works={"b": SeenWork(day=date(2026, 1, 1), values={"version": "2"})}, changes=(change(),))
    assert as_text(state).splitlines()[3] == '"b": {"day": "2026-01-01", "values": {"version": "2"}}'
    assert [line[:28] for line in as_text(state).splitlines() if PAPER in line] == ['{"work": "arxiv:2101.00001",']


def test_a_survey_without_the_file_has_seen_nothing(small_survey: Project):
    assert read_state(small_survey) == WatchState()


def test_a_file_that_was_written_is_found_again_and_is_not_written_twice(small_survey: Project):
    state = WatchState(checked=date(2026, 3, 1), changes=(change(),))
    assert write_state(small_survey, state)
    assert not write_state(small_survey, state)
    assert read_state(small_survey) == state


@pytest.mark.parametrize(
    "content", ["", "[]", "{", '{"works": 1}', '{"changes": [{"kind": "moon"}]}', '{"new": 1}', "\ud800", "[" * 10_000]
)
def test_a_damaged_file_is_told_and_counts_as_empty(content: str, small_survey: Project):
    (small_survey.data / "watch.json").write_bytes(content.encode(errors="surrogatepass"))
    with pytest.raises(DataError, match=r"data/watch\.json"):
        read_state(small_survey)
    assert known_state(small_survey) == WatchState()


def test_a_change_names_the_facts_that_rest_on_the_source():
    record = program(
        licence={"value": "MIT", "source": "paper", "instead": [{"value": "BSD", "source": "paper"}]},
        page={"value": "https://example.org/", "source": "paper"},
    )
    assert sentences([record], change()) == [
        "2 facts rest on “Paper”, read 2026-01-15; version 2 of the paper appeared (2026-02-01)"
    ]


@pytest.mark.parametrize(
    ("read", "is_open"),
    [("2026-01-31", True), ("2026-02-01", False), ("2026-01", True), ("2026", False), ("2026-02-02", False)],
)
def test_a_change_is_open_until_the_source_was_read_on_its_day_or_later(read: str, is_open: bool):  # noqa: FBT001
    assert bool(sentences([program(read)], change())) == is_open


def test_a_source_on_which_no_fact_rests_concerns_readers_only_where_it_is_grave():
    unused = program(licence={"value": "MIT"})
    assert sentences([unused], change()) == []
    assert sentences([unused], change(ChangeKind.WITHDRAWN)) == [
        "“Paper”, read 2026-01-15; the authors withdrew the paper (2026-02-01)"
    ]


def test_a_version_is_newer_than_the_one_that_the_address_names_whenever_that_was_read():
    assert sentences([program("2026-06-01", version="v1")], change())
    assert sentences([program("2026-01-01", version="v2")], change()) == []


def test_what_was_read_is_the_version_of_its_date_though_somebody_looked_at_it_later():
    release = change(ChangeKind.RELEASE)
    assert sentences([program("2026-06-01", dated="2026-01-31")], release) == [
        "1 fact rests on “Paper”, in the version of 2026-01-31; release 2 appeared (2026-02-01)"
    ]
    assert sentences([program("2026-06-01", dated="2026-02")], release) == []


def test_what_is_grave_is_settled_once_somebody_has_read_the_work_since():
    withdrawn = change(ChangeKind.WITHDRAWN)
    assert sentences([program("2026-06-01", dated="2026-01-31")], withdrawn) == []
    assert sentences([program("2026-01-15", dated="2026-01-10")], withdrawn)


def test_where_nobody_noted_the_day_of_reading_only_what_is_grave_counts():
    found = sentences([program(None)], change(), change(ChangeKind.WITHDRAWN))
    assert found == [
        "1 fact rests on “Paper”, read on a day that nobody noted; the authors withdrew the paper (2026-02-01)"
    ]


def test_a_field_that_names_a_repository_is_not_concerned_by_what_is_written_there():
    record = program(files={"code": {"value": "https://github.com/owner/name", "source": "paper"}})
    assert sentences([record], change(ChangeKind.CONTENT, work="github:owner/name")) == []
    assert sentences([record], change(ChangeKind.RELEASE, work="github:owner/name"))


def test_what_happens_to_a_repository_concerns_the_files_that_a_record_cites_once():
    sources = {
        key: {"url": f"https://github.com/owner/name/blob/main/{key}.py", "title": key, "read": "2026-01-15"}
        for key in ("one", "two")
    }
    record = Program(
        slug="one",
        name="One",
        sources=sources,
        licence={"value": "MIT", "source": "one"},
        page={"value": "https://example.org/", "source": "two"},
    )
    archived = change(ChangeKind.ARCHIVED, work="github:owner/name")
    assert sentences([record], archived) == [
        "2 facts rest on “one”, read 2026-01-15; the repository was archived (2026-02-01)"
    ]
    assert sentences([record], change(ChangeKind.RELEASE, work="github:owner/name")) == []


def test_a_field_that_names_a_repository_rests_on_it_and_a_page_of_no_service_does_not():
    record = program(
        files={"code": {"value": "https://github.com/Owner/Name.git", "source": "paper"}},
        page={"value": "https://example.org/", "source": "paper"},
    )
    renamed = UpstreamChange(
        work="github:owner/name",
        kind=ChangeKind.RENAMED,
        day=date(2026, 2, 1),
        noticed=date(2026, 2, 1),
        after="owner/new",
    )
    assert sentences([record], renamed) == [
        "1 fact rests on the field “Code”, read 2026-01-15; it moved to owner/new (2026-02-01)"
    ]
    assert set(citations([record])) == {PAPER, "github:owner/name"}


def test_the_gravest_change_comes_first_then_the_newest():
    changes = [
        change(ChangeKind.VERSION, date(2026, 2, 1)),
        change(ChangeKind.VERSION, date(2026, 2, 3)),
        change(ChangeKind.WITHDRAWN, date(2026, 2, 2)),
    ]
    state = WatchState(changes=tuple(changes))
    order = [(moved.change.kind, moved.change.day.day) for moved in moved_sources(state, citations([program()]))]
    assert order == [("withdrawn", 2), ("version", 3), ("version", 1)]


def test_a_change_is_kept_while_one_record_has_not_caught_up_with_it():
    state = WatchState(changes=(change(), change(work="arxiv:2101.00009")))
    behind, ahead = program(), program("2026-02-01")
    assert still_open(state, citations([behind, ahead])) == (change(),)
    assert still_open(state, citations([ahead])) == ()


def test_braces_and_markup_from_outside_are_only_text():
    hostile = UpstreamChange(
        work=PAPER,
        kind=ChangeKind.TITLE,
        day=date(2026, 2, 1),
        noticed=date(2026, 2, 1),
        before="{before.__class__}",
        after="<b>{0}</b>",
    )
    assert hostile.sentence == "the title is “<b>{0}</b>”; it was “{before.__class__}”"


def test_a_large_state_costs_no_more_than_its_size():
    """What is done once a work must not look at all works or changes again."""
    seen, day = SeenWork(day=date(2026, 11, 1), values={"version": "1"}), date(2026, 11, 2)
    cited = {f"arxiv:{number}": [] for number in range(6_000)}
    works = dict.fromkeys((*cited, *(f"github:lab/loom-{number}" for number in range(44000))), seen)
    changes = tuple(
        UpstreamChange(work=work, kind=ChangeKind.GONE, day=day, noticed=day) for work in list(works)[:5_000]
    )
    state = WatchState(checked=day, works=works, changes=changes)
    begun = time.perf_counter()
    sources = Sources(None, cited, state, day)  # type: ignore[arg-type]
    assert sum(sources.is_open(work, ChangeKind.GONE) for work in cited) == 5_000
    observed = Observed("arXiv", "papers", 6_000, {work: Observation({"version": "2"}) for work in cited})
    kept, _, _ = _compared(state, cited, [observed], day)
    assert (len(kept), {each.values["version"] for each in kept.values()}) == (6_000, {"2"})
    assert time.perf_counter() - begun < 10


def test_a_change_says_what_happened_in_characters_that_a_screen_shows():
    day = date(2026, 11, 2)
    change = UpstreamChange(
        work=PAPER, kind=ChangeKind.TITLE, day=day, noticed=day, before="a\u202eb", after="c\x1b[31m"
    )
    assert change.sentence == "the title is “c\ufffd[31m”; it was “a\ufffdb”"


@pytest.mark.parametrize("place", ["checked", "works.x.day", "changes.0.day", "changes.0.noticed", "offered.x"])
def test_a_day_to_come_is_found_by_its_place(place: str):
    """No reading could ever be later: a change of such a day would stand for ever."""
    day = date(2026, 11, 2)
    last = {place: date.max}
    change = UpstreamChange(
        work="x",
        kind=ChangeKind.GONE,
        day=last.get("changes.0.day", day),
        noticed=last.get("changes.0.noticed", day),
    )
    state = WatchState(
        checked=last.get("checked", day),
        works={"x": SeenWork(day=last.get("works.x.day", day), values={})},
        changes=(change,),
        offered={"x": last.get("offered.x", day)},
    )
    assert days_to_come(state, day) == [place]


def test_a_check_tells_a_day_to_come(tmp_path: Path):
    project = write_survey(tmp_path, [0])
    write_state(project, WatchState(checked=date.max))
    found = check_survey(project, inspections=[inspect_other_files])
    assert [(problem.file.name, problem.message) for problem in found.problems] == [
        ("watch.json", "a day that is yet to come: see checked")
    ]
    assert kept(WatchState(checked=date.max), WatchState(checked=date(2026, 11, 2))).checked == date(2026, 11, 2)
