"""What one run leaves to the next."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from catalog.errors import SetupError
from catalog.links.cache import MAX_AGE, Cache, FailureHistory, excuse_known
from catalog.links.report import merge_results, read_results
from catalog.links.results import LinkResult, LinkTarget, Occurrence, Verdict
from catalog.links.selection import shard

NOW = datetime(2026, 3, 1, tzinfo=UTC)
OK = LinkResult("https://a.example/", Verdict.OK, status=200)
BROKEN = LinkResult("https://b.example/", Verdict.BROKEN, "answers 404 Not Found", 404)


def kept(tmp_path: Path, result: LinkResult) -> Cache:
    cache = Cache.read(tmp_path / "cache.json")
    cache.store(result, NOW)
    cache.save(NOW)
    return Cache.read(tmp_path / "cache.json")


def test_a_good_result_is_valid_for_some_days(tmp_path: Path) -> None:
    cache = kept(tmp_path, OK)
    assert cache.get(LinkTarget(OK.url), NOW + timedelta(days=5)) == OK
    assert cache.get(LinkTarget(OK.url), NOW + timedelta(days=9)) is None


def test_a_result_through_a_redirect_is_valid_for_a_shorter_time(tmp_path: Path) -> None:
    cache = kept(tmp_path, replace(OK, redirected=True))
    assert cache.get(LinkTarget(OK.url), NOW + timedelta(days=1)) is not None
    assert cache.get(LinkTarget(OK.url), NOW + timedelta(days=3)) is None


def test_results_of_one_run_expire_at_different_times(tmp_path: Path) -> None:
    cache = Cache.read(tmp_path / "cache.json")
    for number in range(50):
        cache.store(replace(OK, url=f"https://a.example/{number}"), NOW)
    cache.save(NOW)
    until = {
        entry["until"]
        for entry in json.loads((tmp_path / "cache.json").read_text(encoding="utf-8"))["answers"].values()
    }
    assert len(until) > 40
    assert max(until) - min(until) > 0.2 * MAX_AGE[False].total_seconds()


@pytest.mark.parametrize("verdict", [verdict for verdict in Verdict if verdict is not Verdict.OK])
def test_only_good_results_are_stored(tmp_path: Path, verdict: Verdict) -> None:
    assert kept(tmp_path, replace(OK, verdict=verdict)).get(LinkTarget(OK.url), NOW) is None


def test_a_failure_removes_an_earlier_good_result(tmp_path: Path) -> None:
    cache = kept(tmp_path, OK)
    cache.store(replace(OK, verdict=Verdict.BROKEN), NOW)
    assert cache.get(LinkTarget(OK.url), NOW) is None


def test_a_changed_title_is_checked_again(tmp_path: Path) -> None:
    cache = kept(tmp_path, OK)
    occurrence = Occurrence("slam", Path("data/systems/slam.yml"), titles=("A new title",))
    assert cache.get(LinkTarget(OK.url, (occurrence,)), NOW) is None


@pytest.mark.parametrize(
    "content", ["", "[]", "{", '{"version": 2}', '{"version": 1, "answers": {"https://a.example/": 7}}']
)
def test_an_unreadable_cache_counts_as_empty(tmp_path: Path, content: str) -> None:
    (tmp_path / "cache.json").write_text(content, encoding="utf-8")
    assert Cache.read(tmp_path / "cache.json").get(LinkTarget(OK.url), NOW) is None


def test_only_new_failures_fail_against_a_baseline() -> None:
    new = replace(BROKEN, url="https://c.example/")
    excused = excuse_known([BROKEN, new, OK], {BROKEN.url: Verdict.BROKEN, new.url: Verdict.OK})
    assert [result.fails for result in excused] == [False, True, False]


def test_a_failure_counts_when_two_runs_a_day_apart_found_it(tmp_path: Path) -> None:
    def run(moment: datetime, result: LinkResult = BROKEN) -> bool:
        history = FailureHistory.read(tmp_path / "history.json")
        fails = history.excuse_new([result], moment)[0].fails
        history.save()
        return fails

    assert not run(NOW)
    assert not run(NOW + timedelta(hours=20))
    assert not run(NOW + timedelta(hours=30), replace(BROKEN, verdict=Verdict.TRANSIENT))
    assert run(NOW + timedelta(hours=40))
    assert not run(NOW + timedelta(hours=50), replace(BROKEN, verdict=Verdict.OK))
    assert not run(NOW + timedelta(hours=60))


def test_every_link_is_in_one_shard_with_all_links_of_its_host() -> None:
    targets = [LinkTarget(f"https://host{number % 40}.example/{number}") for number in range(400)]
    shares = [shard(targets, number, 3) for number in (1, 2, 3)]
    assert sorted(target.url for share in shares for target in share) == sorted(target.url for target in targets)
    hosts = [{target.url.split("/")[2] for target in share} for share in shares]
    assert not hosts[0] & hosts[1]
    assert all(share for share in shares)


def test_merging_keeps_the_worse_verdict_and_every_record() -> None:
    one = replace(OK, occurrences=(Occurrence("a", Path()),))
    other = replace(OK, verdict=Verdict.BROKEN, occurrences=(Occurrence("b", Path()),))
    both = merge_results([[one], [other, BROKEN]])
    assert [(str(result.verdict), result.records) for result in both] == [("broken", ("a", "b")), ("broken", ())]


def test_a_file_that_is_not_a_report_is_an_error() -> None:
    with pytest.raises(SetupError, match="is not a report"):
        read_results([{"url": 1}], Path("x.json"))
    with pytest.raises(SetupError, match="is not a report"):
        read_results(7, Path("x.json"))
