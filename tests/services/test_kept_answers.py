"""Answers are kept for the next run: asked again by their mark, believed only for their own question."""

from __future__ import annotations

import asyncio
import json
import os
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.errors import SetupError
from catalog.services.asking import kept_answers
from catalog.services.asking.answers import of_json
from catalog.services.asking.asking import Asking
from catalog.services.asking.client import NotFoundError, ServiceClient
from catalog.services.asking.kept_answers import AnswerKey, KeptAnswers, Reply
from tests.standins import faults
from tests.standins.asking import ask, asked_of, whole
from tests.standins.world import Repository

REPOSITORY = "/repos/loom-lab/loomasr"
QUERY = "/api/query?id_list=2411.07777"
HOUR = 3600


def files(folder):
    return sorted(file.name for file in folder.iterdir()) if folder.exists() else []


def test_an_answer_of_the_last_hours_is_used_again_without_a_request(services, tmp_path):
    urls = [services.url(REPOSITORY, "GitHub"), services.url("/about")]
    asked_of(services, urls, cache=tmp_path)
    answers = []
    client = asked_of(services, urls, cache=tmp_path, answers=answers)
    assert len(services.requests) == 2
    assert [client.usage[name].kept for name in ("GitHub", "pages")] == [1, 1]
    assert b"loom-lab/loomasr" in answers[0].content


def test_later_it_is_asked_for_by_its_mark_and_304_counts_as_one_request(services, tmp_path):
    url = services.url(REPOSITORY, "GitHub")
    asked_of(services, [url], cache=tmp_path)
    services.clock.pass_by(7 * HOUR)
    answers = []
    client = asked_of(services, [url], cache=tmp_path, answers=answers)
    assert services.requests[1].headers["if-none-match"].startswith('W/"')
    assert (client.usage["GitHub"].requests, client.usage["GitHub"].kept) == (1, 0)
    assert b"loom-lab/loomasr" in answers[0].content
    # That nothing changed is good for the next hours, too.
    asked_of(services, [url], cache=tmp_path)
    assert len(services.requests) == 2


def test_what_has_changed_is_new(services, tmp_path):
    url = services.url(REPOSITORY, "GitHub")
    asked_of(services, [url], cache=tmp_path)
    services.clock.pass_by(7 * HOUR)
    services.world.repository("loom-lab/loomasr").is_archived = True
    answers = []
    asked_of(services, [url], cache=tmp_path, answers=answers)
    assert json.loads(answers[0].content)["archived"] is True


def test_a_renamed_repository_is_asked_by_the_mark_of_where_it_is_now(services, tmp_path):
    services.world.repository("loom-lab/loomasr").former.append("weaver/loom")
    url = services.url("/repos/weaver/loom", "GitHub")
    asked_of(services, [url], cache=tmp_path)
    services.clock.pass_by(7 * HOUR)
    asked_of(services, [url], cache=tmp_path)
    assert ["if-none-match" in request.headers for request in services.requests] == [False, False, False, True]


def test_a_page_is_asked_by_its_day_where_it_has_no_mark(services, tmp_path):
    services.plant(
        "web", "/dated", faults.status(200, b"x", "text/html", Last_Modified="Tue, 17 Nov 2026 08:00:00 GMT")
    )
    for _ in range(2):
        asked_of(services, [services.url("/dated")], cache=tmp_path)
        services.clock.pass_by(7 * HOUR)
    assert services.requests[1].headers["if-modified-since"] == "Tue, 17 Nov 2026 08:00:00 GMT"


def test_arxiv_is_good_for_the_day_and_asked_on_the_next(services, tmp_path):
    url = services.url(QUERY, "arXiv")
    for hours in (0, 11, 3):
        services.clock.pass_by(hours * HOUR)
        asked_of(services, [url], cache=tmp_path)
    assert len(services.requests) == 2


def test_what_is_pinned_is_good_for_ever(services, tmp_path):
    url = services.url(
        "/loom-lab/loomasr-7b/resolve/0123456789abcdef0123456789abcdef01234567/README.md", "Hugging Face"
    )
    for _ in range(2):
        asked_of(services, [url], cache=tmp_path, asking=Asking("*/*", is_pinned=True))
        services.clock.pass_by(10_000 * HOUR)
    assert len(services.requests) == 1


def test_a_fresh_answer_is_asked_of_the_service_itself_and_kept(services, tmp_path):
    url = services.url(QUERY, "arXiv")
    fresh = Asking("application/atom+xml", is_fresh=True)
    asked_of(services, [url, url], cache=tmp_path, asking=fresh)
    asked_of(services, [url], cache=tmp_path, asking=Asking("application/atom+xml"))
    assert len(services.requests) == 2
    assert "if-none-match" not in services.requests[1].headers


def test_what_was_missing_stays_missing_for_some_hours(services, tmp_path):
    url = services.url("/repos/a/b", "GitHub")
    for hours in (0, 1, 7):
        services.clock.pass_by(hours * HOUR)
        with pytest.raises(NotFoundError):
            ask(url, services, cache=tmp_path)
    assert len(services.requests) == 2
    services.world.repositories.append(Repository("a/b", 7))
    services.clock.pass_by(7 * HOUR)
    assert ask(url, services, cache=tmp_path).status == 200


@pytest.mark.parametrize("fault", [faults.portal(), faults.bad_gateway(), faults.cut(), faults.status(403),
                                   faults.status(200, b"Rate exceeded.")])  # fmt: skip
def test_no_failure_is_kept(services, tmp_path, fault):
    services.plant("GitHub", REPOSITORY, fault)
    asked_of(services, [services.url(REPOSITORY, "GitHub")], cache=tmp_path, asking=Asking())
    assert files(tmp_path) == []


def test_an_answer_that_cannot_be_read_is_not_kept(services, tmp_path):
    async def run():
        async with ServiceClient(environment=services.environment, clock=services.clock, cache=tmp_path) as client:
            await client.ask(services.url(REPOSITORY, "GitHub"), Asking(), of_json(lambda _: None))

    with pytest.raises(Exception, match="not of the documented form"):
        asyncio.run(run())
    assert files(tmp_path) == []


def test_a_later_run_goes_on_where_the_budget_ended(services, tmp_path):
    """Twenty questions with five requests a run take four runs, and each answer is asked for once."""
    services.world.repositories = [Repository(f"a/{number}", number) for number in range(20)]
    urls = [services.url(f"/repos/a/{number}", "GitHub") for number in range(20)]
    for run in range(1, 5):
        answers = []
        asked_of(services, urls, cache=tmp_path, budget=5, answers=answers)
        assert [getattr(answer, "status", 0) for answer in answers].count(200) == 5 * run
    assert [request.path for request in services.requests] == [f"/repos/a/{number}" for number in range(20)]


def test_without_a_budget_only_what_is_kept_is_said(services, tmp_path):
    url = services.url(REPOSITORY, "GitHub")
    asked_of(services, [url], cache=tmp_path)
    answers = []
    asked_of(services, [url, services.url("/about")], cache=tmp_path, budget=0, answers=answers)
    assert (answers[0].status, answers[1]) == (200, "the budget of 0 requests is used up; run it again to go on")


def test_who_is_signed_in_gets_answers_of_his_own(services, tmp_path):
    url = services.url(REPOSITORY, "GitHub")
    asked_of(services, [url], cache=tmp_path)
    asked_of(services, [url], {"GITHUB_TOKEN": "right-token"}, cache=tmp_path)
    assert len(services.requests) == 2


def test_no_token_and_nothing_of_the_asker_is_written(services, tmp_path):
    asked_of(services, [services.url(REPOSITORY, "GitHub")], {"GITHUB_TOKEN": "right-token"}, cache=tmp_path)
    written = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert b"right-token" not in written
    assert b"x-ratelimit" not in written


def test_the_same_question_asked_twice_at_once_is_one_request(services, tmp_path):
    async def run():
        async with ServiceClient(environment=services.environment, clock=services.clock, cache=tmp_path) as client:
            await asyncio.gather(
                *(client.ask(services.url(REPOSITORY, "GitHub"), Asking("*/*"), whole) for _ in range(5))
            )

    asyncio.run(run())
    assert len(services.requests) == 1


# the files

QUESTION = AnswerKey("https://a.example/x", "application/json")
REPLY = Reply("https://a.example/x", 200, {"etag": '"1"', "set-cookie": "secret"}, b"{}\n\n{}", 5.0)


def test_a_file_gives_back_what_was_kept_and_of_the_headers_what_is_needed(tmp_path):
    kept = KeptAnswers(tmp_path)
    kept.write(QUESTION, REPLY)
    again = kept.read(QUESTION)
    assert (again.content, again.headers, again.moment, again.conditions) == (
        b"{}\n\n{}", {"etag": '"1"'}, 5.0, {"If-None-Match": '"1"'},
    )  # fmt: skip


def test_an_answer_is_never_believed_for_another_question(tmp_path):
    kept = KeptAnswers(tmp_path)
    kept.write(QUESTION, REPLY)
    others = [QUESTION._replace(url="https://b.example/x"), QUESTION._replace(accept="*/*"),
              QUESTION._replace(is_signed=True)]  # fmt: skip
    for other in others:
        (tmp_path / other.file_name).write_bytes((tmp_path / QUESTION.file_name).read_bytes())
        assert kept.read(other) is None


@given(st.binary(max_size=200), st.integers(0, 400), st.integers(0, 400))
def test_no_damage_gives_another_answer_or_an_error(tmp_path_factory, damage, start, length):
    kept = KeptAnswers(tmp_path_factory.mktemp("kept"))
    kept.write(QUESTION, REPLY)
    file = kept.folder / QUESTION.file_name
    content = file.read_bytes()
    file.write_bytes(content[:start] + damage + content[start + length :])
    again = kept.read(QUESTION)
    assert again is None or again.content == REPLY.content


@pytest.mark.parametrize("head", [b"[]", b"null", b'{"version": 1}', b"[" * 50_000, b'{"a":' * 50_000, b"\xff", b"NaN"])
def test_a_file_of_something_else_is_left_alone(tmp_path, head):
    (tmp_path / QUESTION.file_name).write_bytes(head + b"\nbody")
    assert KeptAnswers(tmp_path).read(QUESTION) is None


@pytest.mark.parametrize("moment", ["1" + "0" * 400, "1e999", "-1e999", "NaN", "-1", "true", '"5"', "null", "[]"])
def test_a_moment_that_no_clock_has_is_none(tmp_path, moment):
    KeptAnswers(tmp_path).write(QUESTION, REPLY)
    file = tmp_path / QUESTION.file_name
    file.write_bytes(file.read_bytes().replace(b'"moment": 5.0', b'"moment": ' + moment.encode()))
    assert KeptAnswers(tmp_path).read(QUESTION) is None


@pytest.mark.unix
def test_nothing_is_written_into_a_pipe_or_through_a_link(tmp_path):
    os.mkfifo(tmp_path / QUESTION.file_name)
    kept = KeptAnswers(tmp_path)
    kept.write(QUESTION, REPLY)
    assert kept.read(QUESTION) is None
    (tmp_path / QUESTION.file_name).unlink()
    (tmp_path / "precious").write_bytes(b"mine")
    (tmp_path / QUESTION.file_name).symlink_to(tmp_path / "precious")
    kept.write(QUESTION, REPLY)
    assert kept.read(QUESTION) == replace(REPLY, headers={"etag": '"1"'})
    assert (tmp_path / "precious").read_bytes() == b"mine"


@pytest.mark.unix
def test_a_link_out_of_the_folder_and_a_pipe_are_left_alone(tmp_path):
    folder, outside = tmp_path / "kept", KeptAnswers(tmp_path / "outside")
    outside.write(QUESTION, REPLY)
    folder.mkdir()
    (folder / QUESTION.file_name).symlink_to(outside.folder / QUESTION.file_name)
    assert KeptAnswers(folder).read(QUESTION) is None
    (folder / QUESTION.file_name).unlink()
    os.mkfifo(folder / QUESTION.file_name)
    assert KeptAnswers(folder).read(QUESTION) is None


def test_the_oldest_go_where_there_are_too_many_and_other_files_stay(tmp_path, monkeypatch):
    monkeypatch.setattr(kept_answers, "MAX_ANSWERS", 3)
    kept = KeptAnswers(tmp_path)
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    for number in range(6):
        question = AnswerKey(f"https://a.example/{number}", "*/*")
        kept.write(question, REPLY)
        os.utime(tmp_path / question.file_name, (number, number))
    kept.tidy()
    left = [number for number in range(6) if kept.read(AnswerKey(f"https://a.example/{number}", "*/*"))]
    assert (left, (tmp_path / "mine.txt").exists()) == ([3, 4, 5], True)


def test_the_folder_is_bounded_in_bytes_and_one_answer_too(tmp_path, monkeypatch):
    monkeypatch.setattr(kept_answers, "MAX_FOLDER_BYTES", 1500)
    monkeypatch.setattr(kept_answers, "MAX_KEPT_BYTES", 500)
    kept = KeptAnswers(tmp_path)
    kept.write(AnswerKey("https://a.example/big", "*/*"), Reply("https://a.example/", 200, {}, b"x" * 501, 0.0))
    assert files(tmp_path) == []
    for number in range(9):
        kept.write(
            AnswerKey(f"https://a.example/{number}", "*/*"), Reply("https://a.example/", 200, {}, b"x" * 400, 0.0)
        )
    kept.tidy()
    assert len(files(tmp_path)) == 2


def test_a_folder_that_is_none_is_refused_and_one_that_cannot_be_written_keeps_nothing(services, tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(SetupError, match="is not a folder"):
        ServiceClient(cache=tmp_path / "file")
    assert ask(services.url("/about"), services, Asking("*/*"), cache=tmp_path / "file" / "below").status == 200


def test_a_page_without_any_mark_is_asked_for_whole(services, tmp_path):
    services.plant("web", "/plain", faults.status(200, b"x", "text/html"))
    for _ in range(2):
        asked_of(services, [services.url("/plain")], cache=tmp_path)
        services.clock.pass_by(7 * HOUR)
    assert {"if-none-match", "if-modified-since"} & set(services.requests[1].headers) == set()
