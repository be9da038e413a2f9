"""What the functions of `fetch` make of services that answer as the real ones do."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from datetime import date
from typing import Any

import pytest

from catalog.services import fetch
from catalog.services.asking.client import ServiceClient
from catalog.services.asking.failures import NotFoundError, ServiceError
from tests.standins import faults, modelscope
from tests.standins.exchange import Asked, Said, as_json
from tests.standins.server import ELSEWHERE, StandIns, stand_ins
from tests.standins.world import Entry, HubEntry, Page, Paper, Repository, Work

SINCE = date(2026, 10, 1)


@pytest.fixture
def web() -> Iterator[StandIns]:
    with stand_ins() as services:
        yield services


def ask(web: StandIns, function: Callable[..., Awaitable[Any]], *arguments: Any, token: str = "", **named: Any) -> Any:
    """What one function says, asked by a client of its own."""

    async def run() -> Any:
        own = web.environment | ({"HF_TOKEN": token, "GITHUB_TOKEN": token} if token else {})
        async with ServiceClient("", own, clock=web.clock) as client:
            return await function(client, *arguments, **named)

    return asyncio.run(run())


def papers(*identifiers: str) -> list[Paper]:
    return [Paper(each) for each in identifiers]


def paths(web: StandIns, service: str) -> list[str]:
    return [asked.path for asked in web.asked(service)]


MANY = [f"2402.{number:05}" for number in range(1, 151)]


def test_150_papers_are_two_requests(web: StandIns) -> None:
    web.world.papers = papers(*MANY)
    answers = ask(web, fetch.fetch_papers, MANY)
    assert (sorted(answers.papers), answers.missing, answers.unanswered) == (MANY, frozenset(), {})
    assert len(web.requests) == 2


def test_a_paper_is_missing_where_api_and_page_say_so(web: StandIns) -> None:
    web.world.papers = papers(*MANY[:9])
    answers = ask(web, fetch.fetch_papers, MANY[:10])
    assert (len(answers.papers), answers.missing, answers.unanswered) == (9, {MANY[9]}, {})
    assert paths(web, "arXiv") == ["/api/query", "/api/query", f"/abs/{MANY[9]}"]


def test_a_paper_that_its_page_shows_is_not_missing_where_the_api_leaves_it_out(web: StandIns) -> None:
    web.plant("arXiv", "/abs/2402.00001", faults.status(200, b"<title>A paper</title>", "text/html"))
    answers = ask(web, fetch.fetch_papers, ["2402.00001"])
    assert answers.missing == frozenset()
    assert "its page shows it" in answers.unanswered["2402.00001"]


def test_an_answer_that_is_empty_once_is_asked_for_again(web: StandIns) -> None:
    empty = b"<feed xmlns='http://www.w3.org/2005/Atom'></feed>"
    web.plant("arXiv", "/api/query", faults.status(200, empty, "application/atom+xml"), times=1)
    assert ask(web, fetch.fetch_paper, "2411.07777").version == 3
    assert len(web.requests) == 2


def test_one_identifier_that_arxiv_refuses_costs_the_others_nothing(web: StandIns) -> None:
    web.world.papers = papers(*MANY[:20])
    bad = "nosuch/0112017"

    def refuse(asked: Asked) -> Said:
        names = asked.first("id_list").split(",")
        if bad in names:
            return Said(500, b"", "text/html") if len(names) > 1 else web_error(bad)
        return arxiv_answer(web, asked)

    web.plant("arXiv", "/api/query", refuse)
    answers = ask(web, fetch.fetch_papers, [*MANY[:7], bad, *MANY[7:20]])
    assert (len(answers.papers), answers.missing, answers.unanswered) == (20, {bad}, {})
    assert len(web.requests) <= 12


def web_error(name: str) -> Said:
    entry = (
        f"<entry><id>https://arxiv.org/api/errors#incorrect_id_format_for_{name}</id><title>Error</title>"
        f"<summary>incorrect id format for {name}</summary></entry>"
    )
    return Said(400, f"<feed xmlns='http://www.w3.org/2005/Atom'>{entry}</feed>".encode(), "application/atom+xml")


def arxiv_answer(web: StandIns, asked: Asked) -> Said:
    from tests.standins import arxiv

    return arxiv.query(web.world, asked, web.clock)


def test_what_arxiv_says_of_an_identifier_is_told(web: StandIns) -> None:
    web.plant("arXiv", "/api/query", lambda _: web_error("nosuch/0112017"))
    with pytest.raises(NotFoundError, match=r"^arXiv has no paper nosuch/0112017 \(incorrect id format for nosuch"):
        ask(web, fetch.fetch_paper, "nosuch/0112017")


def test_what_is_no_identifier_is_not_asked_for(web: StandIns) -> None:
    answers = ask(web, fetch.fetch_papers, ["2411.07777v2", "2413.00001", "../x"])
    assert set(answers.unanswered) == {"2411.07777v2", "2413.00001", "../x"}
    assert web.requests == []


def test_an_api_that_refuses_every_list_is_not_asked_for_ever(web: StandIns) -> None:
    web.plant("arXiv", "/api/query", faults.status(400))
    answers = ask(web, fetch.fetch_papers, MANY)
    assert not answers.papers
    assert not answers.missing.intersection(answers.unanswered)
    assert len(web.requests) <= 80


@pytest.mark.parametrize(
    "fault",
    [faults.rate_exceeded(), faults.rate_exceeded(406), faults.status(503), faults.status(403), faults.portal(),
     faults.bad_gateway(), faults.cut(), faults.huge(), faults.status(200, b"\xff\xfe\x00")],
    ids=["429", "406", "503", "403", "portal", "502", "cut", "huge", "bytes"],
)  # fmt: skip
def test_no_fault_of_a_service_makes_anything_missing(web: StandIns, fault: Callable[[Asked], Said]) -> None:
    for service in web.services:
        web.plant(service, "*", fault)
    answers = ask(web, fetch.fetch_papers, MANY[:3])
    assert set(answers.unanswered) == set(MANY[:3])
    for function, name in (
        (fetch.fetch_repository, "loom-lab/loomasr"),
        (fetch.fetch_release, "loom-lab/loomasr"),
        (fetch.fetch_model, "loom-lab/loomasr-7b"),
        (fetch.fetch_paper_code, "2411.07777"),
        (fetch.fetch_modelscope, "loom-lab/loomasr-7b"),
        (fetch.fetch_work, "10.1109/loom.2025.35"),
        (fetch.fetch_feed, web.url("/news.rss")),
    ):
        with pytest.raises(ServiceError) as told:
            ask(web, function, name)
        assert "\n" not in str(told.value)
    for function, arguments in (
        (fetch.search_papers, ("cat:eess.AS", SINCE, 5)),
        (fetch.search_repositories, ("topic:asr", SINCE, 5)),
        (fetch.search_models, ([], "automatic-speech-recognition", SINCE, 5)),
    ):
        with pytest.raises(ServiceError):
            ask(web, function, *arguments)


def test_papers_of_all_pages_are_found_whatever_their_order(web: StandIns) -> None:
    web.world.sorts = False
    new = [Paper(f"2611.{number:05}", submitted="2026-11-03") for number in range(1, 251)]
    web.world.papers = [Paper("2011.00001", submitted="2020-11-01"), *new]
    notes: list[str] = []
    found = ask(web, fetch.search_papers, "cat:eess.AS", SINCE, 1000, notes=notes)
    assert sorted(paper.identifier for paper in found) == [paper.identifier for paper in new]
    assert (len(web.requests), notes) == (3, [])
    assert len(ask(web, fetch.search_papers, "cat:eess.AS", SINCE, 7)) == 7


def test_a_run_at_another_time_than_this_machine_s_finds_papers_too(web: StandIns) -> None:
    web.world.papers = [Paper("2706.00001", submitted="2027-06-01")]
    assert len(ask(web, fetch.search_papers, "cat:eess.AS", date(2027, 5, 1), 5)) == 1


def test_days_are_compared_again_where_the_service_does_not(web: StandIns) -> None:
    old = as_json([{"id": "loom-lab/old", "createdAt": "2022-03-02T00:00:00.000Z"}])
    web.plant("Hugging Face", "/api/models", lambda _: old)
    assert ask(web, fetch.search_models, [], "automatic-speech-recognition", SINCE, 5) == []


def test_a_page_of_papers_that_stays_empty_is_told(web: StandIns) -> None:
    web.world.papers = [Paper(f"2611.{number:05}", submitted="2026-11-03") for number in range(1, 251)]

    def forgetful(asked: Asked) -> Said:
        said = arxiv_answer(web, asked)
        if asked.first("start") == "0":
            return said
        body = said.body.partition(b"  <entry>")[0] + b"</feed>"
        return Said(200, body, "application/atom+xml")

    web.plant("arXiv", "/api/query", forgetful)
    notes: list[str] = []
    assert len(ask(web, fetch.search_papers, "cat:eess.AS", SINCE, 1000, notes=notes)) == 100
    assert notes == ["arXiv: of 250 papers that match only 100 were listed"]
    assert len(web.requests) == 3


def test_a_query_that_arxiv_refuses_is_told_with_its_own_words(web: StandIns) -> None:
    with pytest.raises(ServiceError, match="arXiv refuses the query: unbalanced parentheses"):
        ask(web, fetch.search_papers, "(cat:eess.AS", SINCE, 5)


def test_a_renamed_repository_is_found_under_the_name_that_it_has_now(web: StandIns) -> None:
    web.world.repositories[0].former = ["old/loom"]
    repository = ask(web, fetch.fetch_repository, "old/loom")
    assert (repository.name, repository.identifier) == ("loom-lab/loomasr", 887654321)


def test_a_repository_whose_old_name_is_gone_is_found_by_its_number(web: StandIns) -> None:
    with pytest.raises(NotFoundError, match=r"^GitHub has no public repository old/loom$"):
        ask(web, fetch.fetch_repository, "old/loom")
    assert ask(web, fetch.fetch_repository, "old/loom", 887654321).name == "loom-lab/loomasr"
    with pytest.raises(NotFoundError):
        ask(web, fetch.fetch_repository, "old/loom", 5)


def test_a_release_has_the_day_on_which_it_was_published(web: StandIns) -> None:
    release = ask(web, fetch.fetch_release, "loom-lab/loomasr")
    assert (release.tag, release.published) == ("v1.0", "2025-05-01")
    web.world.repositories[0].releases.clear()
    assert ask(web, fetch.fetch_release, "loom-lab/loomasr") is None


def test_a_limit_of_github_tells_when_it_ends(web: StandIns) -> None:
    web.world.github_per_hour = 1

    async def twice(client: ServiceClient) -> None:
        for name in ("loom-lab/loomasr", "loom-lab/none"):
            await fetch.fetch_repository(client, name)

    with pytest.raises(ServiceError, match=r"used up until \d\d:\d\d UTC; set GITHUB_TOKEN, or try again later$"):
        ask(web, twice)


def test_repositories_are_searched_by_the_day_they_were_made(web: StandIns) -> None:
    topics = ["asr"]
    web.world.repositories = [
        Repository("a/new", 1, topics=topics, created="2026-11-01"),
        Repository("a/old", 2, topics=topics, created="2020-11-01"),
        Repository("a/other", 3, created="2026-11-01"),
    ]
    notes: list[str] = []
    found = ask(web, fetch.search_repositories, "topic:asr", SINCE, 5, notes=notes)
    assert ([repository.name for repository in found], notes) == (["a/new"], [])


def test_a_search_that_took_too_long_is_asked_again_and_told(web: StandIns) -> None:
    web.world.search_is_complete = False
    notes: list[str] = []
    ask(web, fetch.search_repositories, "topic:asr", SINCE, 5, notes=notes)
    assert notes == ["GitHub: the search took too long and left some repositories out"]
    assert len(web.requests) == 2


@pytest.mark.parametrize("query", ["x" * 240, " OR ".join(f"topic:{letter}" for letter in "abcdefg")])
def test_a_search_that_github_would_refuse_is_not_sent(web: StandIns, query: str) -> None:
    with pytest.raises(ServiceError, match=r"^GitHub: a search has at most"):
        ask(web, fetch.search_repositories, query, SINCE, 5)
    assert web.requests == []


def test_a_model_is_one_request_with_all_that_is_read(web: StandIns) -> None:
    model = ask(web, fetch.fetch_model, "loom-lab/loomasr-7b")
    assert (model.parameters, model.identifier) == (7615616512, "6731aa00bb11cc22dd33ee44")
    assert (model.library, model.files, model.papers) == ("transformers", ("README.md",), ("2411.07777",))
    assert len(web.requests) == 1


@pytest.mark.parametrize("token", ["", "right-token", "wrong-token"])
def test_a_model_that_is_missing_or_private_is_not_found_with_any_token(web: StandIns, token: str) -> None:
    web.world.hub.append(HubEntry("loom-lab/hidden", is_private=True))
    for name in ("loom-lab/hidden", "loom-lab/none"):
        with pytest.raises(NotFoundError, match=f"^Hugging Face has no public model {name}$"):
            ask(web, fetch.fetch_model, name, token=token)
    assert ask(web, fetch.fetch_model, "loom-lab/loomasr-7b", token=token).parameters


def test_a_refused_token_is_not_read_as_a_missing_model(web: StandIns) -> None:
    message = "Invalid credentials in Authorization header"
    refused = faults.status(401, b'{"error": "x"}', "application/json", X_Error_Message=message)
    web.plant("Hugging Face", "/api/models/*", refused)
    with pytest.raises(ServiceError):
        ask(web, fetch.fetch_model, "loom-lab/loomasr-7b")


def test_a_gated_or_disabled_model_is_there(web: StandIns) -> None:
    web.world.hub[0].gated, web.world.hub[0].is_disabled = "manual", True
    model = ask(web, fetch.fetch_model, "loom-lab/loomasr-7b")
    assert (model.gated, model.is_gated, model.is_disabled) == ("manual", True, True)
    refused = faults.status(403, b'{"error": "Access to this resource is disabled."}', "application/json")
    web.plant("Hugging Face", "/api/models/*", refused)
    with pytest.raises(ServiceError, match=r"HTTP 403 \(Access to this resource is disabled\)"):
        ask(web, fetch.fetch_model, "loom-lab/loomasr-7b")


def test_a_renamed_model_may_be_another_one(web: StandIns) -> None:
    web.world.hub.append(HubEntry("other/model", identifier="6a", former=["old/model"]))
    model = ask(web, fetch.fetch_model, "old/model")
    assert (model.name, model.identifier) == ("other/model", "6a")


def test_a_field_that_the_hub_no_longer_knows_costs_a_request_and_nothing_else(web: StandIns) -> None:
    unknown = faults.status(400, b'{"error": "Invalid option"}', "application/json")
    web.plant("Hugging Face", "/api/models/*", unknown, times=1)
    assert ask(web, fetch.fetch_model, "loom-lab/loomasr-7b").name == "loom-lab/loomasr-7b"


def test_models_of_all_pages_are_found(web: StandIns) -> None:
    new = [HubEntry(f"loom-lab/m{number}", created="2026-11-02") for number in range(150)]
    web.world.hub = [*new, HubEntry("loom-lab/old", created="2023-01-01"), HubEntry("loom-lab/x", task="text-to-image")]
    found = ask(web, fetch.search_models, ["transformers"], "automatic-speech-recognition", SINCE, 1000)
    assert {model.name for model in found} == {entry.name for entry in new}
    assert len(web.requests) == 2


def test_the_next_page_is_never_asked_of_another_host(web: StandIns) -> None:
    elsewhere = f'<{web.url("/steal", ELSEWHERE)}?cursor=MTAw>; rel="next"'
    page = as_json([{"id": "loom-lab/a", "createdAt": "2026-11-02T00:00:00.000Z"}], Link=elsewhere)
    web.plant("Hugging Face", "/api/models", lambda _: page, times=1)
    ask(web, fetch.search_models, [], "automatic-speech-recognition", SINCE, 5)
    assert web.asked(ELSEWHERE) == []
    assert [asked.first("cursor") for asked in web.asked("Hugging Face")] == ["", "MTAw"]


def test_modelscope_describes_models_by_the_documented_api(web: StandIns) -> None:
    model = ask(web, fetch.fetch_modelscope, "loom-lab/loomasr-7b")
    assert (model.licence, model.created, model.modified) == ("Apache-2.0", "2024-11-14", "2025-01-01")
    assert paths(web, "ModelScope") == ["/openapi/v1/models/loom-lab/loomasr-7b"]


def test_the_older_api_of_modelscope_is_asked_where_the_other_does_not_describe_a_model(web: StandIns) -> None:
    web.plant("ModelScope", "/openapi/*", faults.status(404, b"{}", "application/json"))
    model = ask(web, fetch.fetch_modelscope, "loom-lab/loomasr-7b")
    assert (model.name, model.papers, model.created) == ("loom-lab/loomasr-7b", ("2411.07777",), "2024-11-14")


def test_modelscope_must_say_twice_that_a_model_is_missing(web: StandIns) -> None:
    with pytest.raises(NotFoundError, match=r"^ModelScope has no model loom-lab/none$"):
        ask(web, fetch.fetch_modelscope, "loom-lab/none")
    older = "/api/v1/models/loom-lab/none"
    assert paths(web, "ModelScope")[1:] == [older, older]
    once = modelscope.refusal(modelscope.MISSING, "record not found")
    web.plant("ModelScope", older, lambda _: once, times=1)
    web.plant("ModelScope", older, modelscope.overload())
    with pytest.raises(ServiceError, match="max_prepared_stmt_count"):
        ask(web, fetch.fetch_modelscope, "loom-lab/none")


@pytest.mark.parametrize(
    "fault", [modelscope.overload(), lambda _: modelscope.refusal(modelscope.PRIVATE, "x"), modelscope.no_revision()]
)
def test_other_refusals_of_modelscope_do_not_make_a_model_missing(web: StandIns, fault: Any) -> None:
    web.plant("ModelScope", "*", fault)
    with pytest.raises(ServiceError):
        ask(web, fetch.fetch_modelscope, "loom-lab/loomasr-7b")


def test_crossref_describes_its_own_works_only(web: StandIns) -> None:
    work = ask(web, fetch.fetch_work, "10.1109/loom.2025.35")
    assert (work.doi, work.venue, work.published) == ("10.1109/loom.2025.35", "Proc. Looms", "2025-04-06")
    web.world.works.append(Work("10.1/year", published="2024", authors=[("", "The Loom Group")]))
    work = ask(web, fetch.fetch_work, "10.1/year")
    assert (work.published, work.authors) == ("2024", ("The Loom Group",))
    with pytest.raises(NotFoundError, match="does not know the DOIs of other agencies"):
        ask(web, fetch.fetch_work, "10.48550/arxiv.2411.07777")


@pytest.mark.parametrize("form", ["rss", "atom"])
def test_a_feed_of_arxiv_is_asked_at_the_address_of_the_run(web: StandIns, form: str) -> None:
    web.world.papers = [
        Paper("2411.07777", version=2, announced="2026-11-18", announcement="replace", authors=["A", "B"])
    ]
    (entry,) = ask(web, fetch.fetch_feed, f"https://rss.arxiv.org/{form}/eess.AS+cs.SD")
    assert (entry.arxiv, entry.kind, entry.authors, entry.published) == (
        "2411.07777",
        "replace",
        ("A", "B"),
        "2026-11-18",
    )
    assert (entry.title, entry.summary) == ("LoomASR: Weaving Encoders", "We weave.")
    assert ask(web, fetch.fetch_feed, f"https://rss.arxiv.org/{form}/cs.SD") == []
    with pytest.raises(ServiceError):
        ask(web, fetch.fetch_feed, f"https://rss.arxiv.org/{form}/cs.NONE")


def test_a_feed_may_be_anywhere_on_the_web(web: StandIns) -> None:
    web.world.feeds[0].entries.append(Entry("urn:1", "https://arxiv.org/abs/2411.07777v1", "On <i>Looms</i>"))
    web.plant(ELSEWHERE, "/moved", faults.redirect(web.url("/news.rss"), 301))
    (entry,) = ask(web, fetch.fetch_feed, web.url("/moved", ELSEWHERE))
    assert (entry.title, entry.arxiv, entry.published, entry.kind) == ("On Looms", "2411.07777", "2026-11-17", "")
    with pytest.raises(NotFoundError):
        ask(web, fetch.fetch_feed, web.url("/none"))


def test_a_page_is_known_again_by_the_text_that_people_see(web: StandIns) -> None:
    about = web.world.pages[0]
    about.modified = "2026-11-01"
    first = ask(web, fetch.fetch_page, web.url("/about"))
    assert (first.address, first.modified) == (web.url("/about"), "2026-11-01")
    about.content = "<title>Looms!</title><script>new Date()</script><!-- 7 visitors --><p class=x>Looms\n weave.</p>"
    assert ask(web, fetch.fetch_page, web.url("/about")).digest == first.digest
    about.content = "<p>Looms weave no more.</p>"
    assert ask(web, fetch.fetch_page, web.url("/about")).digest != first.digest


def test_a_page_that_moved_says_where_it_is(web: StandIns) -> None:
    web.plant(ELSEWHERE, "/old", faults.redirect(web.url("/about"), 301))
    assert ask(web, fetch.fetch_page, web.url("/old", ELSEWHERE)).address == web.url("/about")


def test_a_file_has_a_size_that_it_may_not_pass(web: StandIns) -> None:
    web.world.pages.append(Page("/table.csv", b"a,b\n1,2\n", "text/csv"))
    assert ask(web, fetch.fetch_file, web.url("/table.csv"), 8) == b"a,b\n1,2\n"
    with pytest.raises(ServiceError):
        ask(web, fetch.fetch_file, web.url("/table.csv"), 7)
