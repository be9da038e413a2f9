"""Records that several processes read and check: the outcome is that of one process."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import pytest

from catalog.catalog import Catalog
from catalog.errors import DataError, Problem
from catalog.parallel import run_shares
from catalog.paths import Project
from catalog.rules import CheckCache, RecordCache, check, load
from tests.history.survey import BOILER, WHISTLER, change, make_survey, record

HERE = os.getpid()
PROCESSES = pytest.mark.parametrize("processes", [1, 2])


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Records of which some have errors, by themselves or with others, and which lack what a setting asks for."""
    records = {f"kettle-{number}": f"slug: kettle-{number}\nname: Kettle {number}\n" for number in range(12)}
    project = make_survey(tmp_path / "survey", boiler=BOILER, whistler=WHISTLER, **records)
    change(project.settings, ("[sold, volume]", "[sold, volume, lids.weight]"))
    return project


def spoil(project: Project) -> None:
    change(record(project, "boiler"), ("  - {name: hinged, weight: 80}\n", ""), ("weight: 70", "weight: heavy"))
    change(record(project, "kettle-3"), ("Kettle 3", "Kettle 4"))
    change(record(project, "kettle-5"), ("slug: kettle-5", "slug: kettle-6"))
    record(project, "kettle-7").write_bytes(b"name: [\xff")
    record(project, "kettle-9").unlink()
    record(project, "kettle-9").symlink_to("/dev/null")


def use(monkeypatch: pytest.MonkeyPatch, processes: int) -> None:
    monkeypatch.setattr("catalog.parallel.MIN_JOBS", 2)
    monkeypatch.setattr("catalog.parallel._processors", lambda: processes)
    monkeypatch.setattr("catalog.parallel.SHARE", 3)


def outcomes(project: Project) -> tuple[list[Problem], list[Problem], Catalog | list[Problem]]:
    cache = CheckCache(project.root / "cache.json")
    found = check(project, cache), check(project, cache)
    try:
        return *found, load(project)
    except DataError as error:
        return *found, error.problems


def test_problems_and_records_are_the_same_with_any_number_of_processes(project, monkeypatch):
    for edit in (lambda _: None, spoil):
        edit(project)
        use(monkeypatch, 1)
        alone = outcomes(project)
        (project.root / "cache.json").unlink()
        use(monkeypatch, 2)
        assert outcomes(project) == alone
    assert len(alone[0]) >= 6


def test_records_that_did_not_change_are_kept_where_others_are_read_in_processes(project, monkeypatch):
    use(monkeypatch, 2)
    cache = RecordCache()
    before = load(project, cache).by_slug
    for number in range(10):
        change(record(project, f"kettle-{number}"), ("Kettle", "Pot"))
    after = load(project, cache).by_slug
    assert {slug for slug, item in after.items() if item is before[slug]} == {
        "boiler",
        "whistler",
        "kettle-10",
        "kettle-11",
    }


def doubled(share: Sequence[int]) -> list[int]:
    return [2 * number for number in share]


def ends_elsewhere(share: Sequence[int]) -> list[int]:
    if 7 in share and os.getpid() != HERE:
        os._exit(3)
    return doubled(share)


def fails(share: Sequence[int]) -> list[int]:
    raise LookupError(share[0])


@PROCESSES
@pytest.mark.parametrize("work", [doubled, ends_elsewhere])
def test_shares_come_in_order_even_where_a_process_ends(work, processes, monkeypatch):
    use(monkeypatch, processes)
    assert [number for share in run_shares(work, range(20)) for number in share] == doubled(range(20))


@PROCESSES
def test_an_error_is_raised_as_in_one_process(processes, monkeypatch):
    use(monkeypatch, processes)
    with pytest.raises(LookupError, match="0") as raised:
        list(run_shares(fails, range(20)))
    assert raised.value.__cause__ is None
