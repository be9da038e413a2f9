"""The links of a survey nobody's code knows: found by type, with their places."""

from __future__ import annotations

import subprocess
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from catalog.errors import DataError, SetupError
from catalog.history.git import GitRepository
from catalog.links.collect import in_markdown, survey_links, website_address
from catalog.links.policy import read_policy
from catalog.links.report import Report
from catalog.links.results import LinkResult, LinkTarget, Verdict
from catalog.links.selection import on_lines
from catalog.paths import Project

HERE = "http://127.0.70.1:1"
WAIVER = "waivers:\n  - {url: 'https://old.example/', because: it moves house, until: 2026-05-01}\n"
DAY = date(2026, 4, 1)


def places(project: Project) -> dict[str, list[str]]:
    return {target.url: [occurrence.location for occurrence in target.occurrences] for target in survey_links(project)}


def test_links_are_found_by_the_type_of_their_values(survey: Project) -> None:
    assert places(survey) == {
        "https://127.0.70.1:1/source": ["data/toys/bear.yml:4:9"],
        "https://arxiv.org/abs/2402.08846": ["data/toys/bear.yml:7:13"],
        f"{HERE}/bear": ["data/toys/bear.yml:9:13"],
        f"{HERE}/shared": ["data/toys/bear.yml:9:41", "data/toys/car.yml:4:11"],
        f"{HERE}/material": ["data/materials.yml:1:60"],
        f"{HERE}/inline": ["site/about.md:3:10"],
        f"{HERE}/bare": ["site/about.md:3:48"],
        f"{HERE}/html": ["site/about.md:5:38"],
        f"{HERE}/reference": ["site/about.md:11:8"],
    }


def test_a_papers_titles_come_with_the_identifier_that_cites_it(survey: Project) -> None:
    found = {target.url: target.occurrences[0].titles for target in survey_links(survey)}
    assert found["https://arxiv.org/abs/2402.08846"] == ("On bears", "About bears")
    assert not found[f"{HERE}/bear"]


def test_the_survey_says_where_its_robot_is_explained(survey: Project) -> None:
    assert website_address(survey) == "https://toys.example/site/"


def test_a_broken_record_does_not_hide_the_links_of_others(survey: Project) -> None:
    (survey.data / "toys" / "aa.yml").write_text("slug: [", encoding="utf-8")
    assert f"{HERE}/bear" in places(survey)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("[x](https://a.example/b_(c))", ["https://a.example/b_(c)"]),
        ("![x](https://a.example/b.png)", ["https://a.example/b.png"]),
        ("[x](<https://a.example/b c>)", ["https://a.example/b"]),
        ("\\[x](https://a.example/b)", []),
        ("<!-- [x](https://a.example/b) -->", []),
        ("~~~\n[x](https://a.example/b)\n~~~\n<https://c.example/>", ["https://c.example/"]),
    ],
)
def test_markdown_links_are_read_as_readers_see_them(text: str, found: list[str]) -> None:
    assert [url for url, _, _ in in_markdown(text)] == found


def git(project: Project, *words: str) -> None:
    who = ["-c", "user.name=a", "-c", "user.email=a@b.example"]
    subprocess.run(["git", *who, *words], cwd=project.root, check=True, capture_output=True)


def since(project: Project, revision: str) -> list[LinkTarget]:
    repository = GitRepository(project.root)
    return on_lines(survey_links(project), repository.changed_lines(repository.merge_base(revision)))


def test_only_links_on_changed_lines_are_selected(survey: Project) -> None:
    git(survey, "init", "-q")
    git(survey, "add", "-A")
    git(survey, "commit", "-qm", "one")
    bear = survey.data / "toys" / "bear.yml"
    bear.write_text(bear.read_text(encoding="utf-8").replace("/bear", "/new-bear"), encoding="utf-8")
    (survey.data / "toys" / "doll.yml").write_text(
        f"slug: doll\nname: Doll\ntexts: {{shops: ['{HERE}/doll']}}\n", encoding="utf-8"
    )
    found = since(survey, "HEAD")
    assert [target.url for target in found] == [f"{HERE}/new-bear", f"{HERE}/shared", f"{HERE}/doll"]
    assert [occurrence.record for occurrence in found[1].occurrences] == ["bear"]
    git(survey, "add", "-A")
    git(survey, "commit", "-qm", "two")
    assert len(since(survey, "HEAD^")) == 3
    assert since(survey, "HEAD") == []


@pytest.mark.parametrize("revision", ["nothing-like-it", "--output=/tmp/x"])
def test_an_unknown_revision_is_an_error(survey: Project, revision: str) -> None:
    git(survey, "init", "-q")
    with pytest.raises(SetupError):
        since(survey, revision)


def policy(survey: Project, text: str) -> object:
    (survey.data / "links.yml").write_text(text, encoding="utf-8")
    return read_policy(survey)


def test_hosts_get_the_limits_of_the_policy(survey: Project) -> None:
    rules = policy(
        survey, "hosts:\n  a.example: {at_once: 1, per_second: 0.5, anchors: false, because: they ask for it}\n"
    )
    assert rules.limits["a.example"].per_second == 0.5
    assert rules.unanchored == {"a.example"}


def test_without_a_policy_nothing_is_special(survey: Project) -> None:
    rules = read_policy(survey)
    assert not rules.limits
    assert not list(rules.problems([], DAY, everything=True))


def test_a_waiver_excuses_a_failure_for_its_time(survey: Project) -> None:
    rules = policy(survey, WAIVER)
    broken = LinkResult("https://old.example/", Verdict.BROKEN)
    assert not rules.excuse([broken], date(2026, 5, 1))[0].fails
    assert rules.excuse([broken], date(2026, 5, 2))[0].fails
    assert not list(rules.problems([broken], DAY, everything=True))


@pytest.mark.parametrize(
    ("verdict", "day", "words"),
    [
        (Verdict.BROKEN, date(2026, 5, 2), "expired on 2026-05-01"),
        (None, DAY, "no record has the link"),
    ],
)
def test_a_waiver_that_expired_or_has_no_link_is_a_finding(
    survey: Project, verdict: Verdict | None, day: date, words: str
) -> None:
    results = [LinkResult("https://old.example/", verdict)] if verdict else []
    problem = next(policy(survey, WAIVER).problems(results, day, everything=True))
    assert words in problem.message
    assert problem.location.startswith("data/links.yml:2:")
    assert problem.severity == "error"


@pytest.mark.parametrize("verdict", [Verdict.OK, Verdict.MOVED])
def test_a_waiver_whose_link_works_today_is_a_notice(survey: Project, verdict: Verdict) -> None:
    """A link that fails on some days must not fail the run on the others."""
    rules, results = policy(survey, WAIVER), [LinkResult("https://old.example/", verdict)]
    problem = next(rules.problems(results, DAY, everything=True))
    assert problem.severity == "notice"
    assert problem.message == "the link works today: the waiver for https://old.example/ may not be needed"
    assert not Report(tuple(rules.excuse(results, DAY)), datetime.now(UTC), (problem,)).fails


def test_a_flaky_day_does_not_make_a_waiver_needless(survey: Project) -> None:
    transient = LinkResult("https://old.example/", Verdict.TRANSIENT)
    assert not list(policy(survey, WAIVER).problems([transient], DAY, everything=True))


@pytest.mark.parametrize(
    "text",
    [
        "waivers:\n  - {url: 'https://old.example/', until: 2026-05-01}\n",
        "waivers:\n  - {url: 'https://old.example/', because: x, until: 2026-02-30}\n",
        "hosts:\n  a.example: {at_once: 0, because: x}\n",
        "hosts:\n  a.example: {at_once: 1}\n",
        "hots: {}\n",
    ],
)
def test_a_problem_of_the_policy_is_reported_with_its_place(survey: Project, text: str) -> None:
    with pytest.raises(DataError) as error:
        policy(survey, text)
    assert error.value.problems[0].file == Path("data/links.yml")
    assert error.value.problems[0].line
