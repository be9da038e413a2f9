"""The body of the standing issue: what people wrote stays, and nothing from outside is markup."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from catalog.watch.changes import ChangeKind
from catalog.watch.citations import CitedSource
from catalog.watch.moved import MovedSource
from catalog.watch.news import NewsCandidate
from catalog.watch.news.sighting import SightingKind
from catalog.watch.report import WatchReport
from catalog.watch.report.issue import MAX_NEW, new_body, work_mark
from catalog.watch.state import UpstreamChange

LINE = re.compile(r"^- \[[ x]\] .*<!-- (\S+) -->$", re.MULTILINE)
WORDS = st.text(st.characters(codec="utf-8"), min_size=1, max_size=30)
OWN_LINES = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=30).filter(
    lambda text: not text.strip().startswith("<!-- catalog watch")
)


def candidate(work: str, title: str = "A title", url: str = "https://example.org/") -> NewsCandidate:
    return NewsCandidate(
        work=work,
        works=(work,),
        name=title,
        title=title,
        date="2026-11-10",
        dated="submitted",
        authors=(title,),
        addresses=((SightingKind.PAPER, url),),
        words=(),
        reasons=title,
        score=1.0,
        command=f"catalog new {title}",
    )


def report(*news: NewsCandidate) -> WatchReport:
    return WatchReport(date(2026, 11, 28), news=news)


def nobody_knows(_: str) -> bool:
    return False


@given(WORDS, WORDS, WORDS)
def test_whatever_services_say_a_line_is_one_line_with_its_work_at_its_end(work: str, title: str, url: str):
    body = new_body(report(candidate(work, title, f"https://example.org/{url}")), "", nobody_knows).text
    assert LINE.findall(body) == [work_mark(work)]
    assert body.count("<!--") == body.count("-->") == 6
    assert all(line.isprintable() or "\u200b" in line for line in body.split("\n"))


@given(st.lists(WORDS.filter(str.strip), min_size=1, max_size=20, unique_by=work_mark))
def test_each_line_is_offered_once_as_long_as_it_stands_there(works: list[str]):
    news = [candidate(work) for work in works]
    body, offered = "", []
    for _ in range(4):
        found = new_body(report(*news), body, nobody_knows)
        assert len(found.added) <= MAX_NEW
        body = found.text
        offered += [each.work for each in found.added]
    assert sorted(offered) == sorted(works)
    assert sorted(LINE.findall(body)) == sorted(map(work_mark, works))


@given(st.lists(OWN_LINES, max_size=4), st.lists(OWN_LINES, max_size=4), st.lists(OWN_LINES, max_size=4))
def test_what_people_write_around_and_between_the_lines_stays(above: list[str], among: list[str], below: list[str]):
    first = new_body(report(candidate("arxiv:2611.00001"), candidate("arxiv:2611.00002")), "", nobody_knows).text
    lines = first.split("\n")
    start = lines.index("<!-- catalog watch: news -->")
    edited = [*above, *lines[: start + 1], *among, *lines[start + 1 :], *below]
    second = new_body(report(), "\n".join(edited), nobody_knows).text.split("\n")
    kept = [line for line in (*above, *among, *below) if line.strip()]
    assert all(line in second for line in kept)
    again = new_body(report(), "\n".join(second), nobody_knows).text
    assert again.strip("\n") == "\n".join(second).strip("\n")


def test_lines_are_found_again_where_somebody_removed_the_marks():
    first = new_body(report(candidate("arxiv:2611.00001")), "", nobody_knows).text
    ticked = [line.replace("[ ]", "[x]") for line in first.split("\n") if LINE.match(line)]
    second = new_body(report(candidate("arxiv:2611.00001")), "\n".join(ticked), nobody_knows)
    assert ticked[0] in second.text
    assert second.added == ()


def test_a_week_without_news_leaves_the_body_as_it_is():
    first = new_body(report(candidate("arxiv:2601.00001")), "", lambda _: False).text
    later = WatchReport(date(2026, 12, 2), failures=())
    assert new_body(later, f"{first}\n", lambda _: False).text == first
    told = WatchReport(date(2026, 12, 2), failures=("GitHub was not asked",))
    assert "GitHub was not asked" in new_body(told, first, lambda _: False).text


def test_what_stands_below_is_not_cut_off_where_titles_are_of_another_script():
    """The workflow cuts the body at 60,000 bytes; a letter of many scripts has three."""
    source = CitedSource("loom", "织" * 80, "paper", "https://example.org/", "织布机" * 30, None, None, (("a",),))
    day = date(2026, 11, 20)
    moved = [
        MovedSource(
            replace(source, slug=f"loom-{number}", name=f"{number} {source.name}"),
            UpstreamChange(work=f"w{number}", kind=ChangeKind.GONE, day=day, noticed=day),
        )
        for number in range(500)
    ]
    body = new_body(WatchReport(day, moved=tuple(moved)), "", nobody_knows).text + "\nOurs stays"
    again = new_body(WatchReport(day, moved=tuple(moved)), body, nobody_knows).text
    assert again.encode()[:60_000].decode(errors="ignore").endswith("Ours stays")
