"""The stand-ins of the services say what the documentation of the real ones says."""

from __future__ import annotations

import json
import urllib.error
import urllib.request

import pytest

from catalog.services import arxiv
from tests.standins import faults, modelscope
from tests.standins.world import HubEntry, Paper, Repository


class _StayHere(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}), _StayHere)


def ask(services, service, target, **headers):
    """Status, headers in small letters and body."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    request = urllib.request.Request(services.url(target, service), headers={"Accept": "*/*"} | named)
    try:
        with OPENER.open(request, timeout=10) as response:
            return response.status, {k.lower(): v for k, v in response.headers.items()}, response.read()
    except urllib.error.HTTPError as error:
        return error.code, {k.lower(): v for k, v in error.headers.items()}, error.read()


def papers(services, query):
    return list(arxiv.read_feed(ask(services, "arXiv", f"/api/query?{query}")[2]))


def test_arxiv_answers_a_list_of_identifiers_with_the_known_ones(services):
    services.world.papers.append(Paper("2501.00001", title="Another"))
    assert set(papers(services, "id_list=2411.07777,2501.00001,2501.99999&max_results=3")) == {
        "2411.07777",
        "2501.00001",
    }
    assert papers(services, "id_list=2501.99999") == []


@pytest.mark.parametrize(("names", "status"), [("abc", 400), ("2411.07777,abc", 500)])
def test_arxiv_refuses_a_list_with_something_that_is_no_identifier(services, names, status):
    assert ask(services, "arXiv", f"/api/query?id_list={names}")[0] == status


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("cat:eess.AS", ["2411.07777"]),
        ("cat:cs.CL+OR+cat:eess.AS", ["2411.07777"]),
        ("cat:eess.AS+ANDNOT+ti:weaving", []),
        ("%28ti:%22weaving+encoders%22+OR+au:nobody%29+AND+cat:eess.AS", ["2411.07777"]),
        ("cat:eess.AS+AND+submittedDate:[202411010000+TO+202411302359]", ["2411.07777"]),
        ("cat:eess.AS+AND+submittedDate:[202412010000+TO+202412302359]", []),
    ],
)
def test_arxiv_searches_by_fields_words_and_dates(services, query, found):
    assert papers(services, f"search_query={query}&max_results=10") == found


def test_the_feed_of_announcements_has_those_of_the_day(services):
    paper = services.world.paper("2411.07777")
    assert b"<entry>" not in ask(services, "arXiv feeds", "/atom/eess.AS+cs.CL")[2]
    paper.announced, paper.announcement = "2026-11-18", "replace"
    assert b"arXiv:2411.07777v3 Announce Type: replace" in ask(services, "arXiv feeds", "/atom/eess.AS+cs.CL")[2]
    assert b"Feed error for query" in ask(services, "arXiv feeds", "/rss/eess.XX")[2]


def test_oai_marks_what_was_withdrawn_and_errors_have_the_status_of_success(services):
    services.world.paper("2411.07777").is_withdrawn = True
    record = "/oai?verb=GetRecord&metadataPrefix=arXivRaw&identifier=oai:arXiv.org:"
    assert b"<source_type>I</source_type>" in ask(services, "arXiv OAI", f"{record}2411.07777")[2]
    status, _, body = ask(services, "arXiv OAI", f"{record}2411.00000")
    assert (status, b'code="idDoesNotExist"' in body) == (200, True)


def test_github_leads_from_a_former_name_to_the_number(services):
    services.world.repository("loom-lab/loomasr").former.append("weaver/loom")
    status, headers, body = ask(services, "GitHub", "/repos/weaver/loom")
    assert (status, json.loads(body)["message"]) == (301, "Moved Permanently")
    assert headers["location"] == services.url("/repositories/887654321", "GitHub")
    assert json.loads(ask(services, "GitHub", "/repositories/887654321")[2])["full_name"] == "loom-lab/loomasr"


def test_github_answers_304_without_counting_it(services):
    _, first, _ = ask(services, "GitHub", "/repos/loom-lab/loomasr")
    status, second, body = ask(services, "GitHub", "/repos/loom-lab/loomasr", If_None_Match=first["etag"])
    assert (status, body) == (304, b"")
    assert first["x-ratelimit-remaining"] == "59"
    assert ask(services, "GitHub", "/repos/loom-lab/loomasr")[1]["x-ratelimit-remaining"] == "58"
    assert "etag" in second


def test_github_counts_searches_apart_and_refuses_the_eleventh_in_a_minute(services):
    services.world.repositories.append(Repository("a/b", 2, topics=["asr"], created="2026-11-02"))
    answers = [ask(services, "GitHub", "/search/repositories?q=topic:asr+created:>2026-10-01") for _ in range(11)]
    assert json.loads(answers[0][2])["total_count"] == 1
    assert [status for status, _, _ in answers] == [200] * 10 + [403]
    assert answers[-1][1]["x-ratelimit-remaining"] == "0"
    assert ask(services, "GitHub", "/repos/a/b")[0] == 200


def test_hugging_face_hides_what_is_missing_or_private_from_the_anonymous(services):
    services.world.hub.append(HubEntry("loom-lab/secret", is_private=True))
    for name in ("secret", "nothing"):
        status, headers, _ = ask(services, "Hugging Face", f"/api/models/loom-lab/{name}")
        assert (status, headers["x-error-message"]) == (401, "Invalid username or password.")
        assert "x-error-code" not in headers
    status, headers, _ = ask(
        services, "Hugging Face", "/api/models/loom-lab/nothing", Authorization="Bearer right-token"
    )
    assert (status, headers["x-error-code"]) == (404, "RepoNotFound")


def test_hugging_face_describes_what_was_asked_and_says_what_is_left(services):
    status, headers, body = ask(
        services, "Hugging Face", "/api/models/loom-lab/loomasr-7b?expand[]=sha&expand[]=safetensors"
    )
    assert (status, set(json.loads(body))) == (200, {"_id", "id", "sha", "safetensors"})
    assert headers["ratelimit"] == '"api";r=499;t=300'
    assert ask(services, "Hugging Face", "/api/models/loom-lab/loomasr-7b?expand[]=nothing")[0] == 400


def test_hugging_face_lists_page_after_page(services):
    services.world.hub += [HubEntry(f"loom-lab/m{number}", tags=["llm"]) for number in range(5)]
    target, names = "/api/models?filter=llm&sort=createdAt&limit=2", []
    while target:
        _, headers, body = ask(services, "Hugging Face", target)
        names += [model["id"] for model in json.loads(body)]
        link = headers.get("link", "").partition(">")[0].removeprefix("<")
        target = link.removeprefix(services.addresses["Hugging Face"])
    assert sorted(names) == [f"loom-lab/m{number}" for number in range(5)]


def test_hugging_face_shows_a_gated_model_and_not_its_files(services):
    entry = services.world.entry("loom-lab/loomasr-7b")
    entry.gated, entry.files["model.bin"] = "manual", b"x"
    assert json.loads(ask(services, "Hugging Face", "/api/models/loom-lab/loomasr-7b")[2])["gated"] == "manual"
    status, headers, _ = ask(services, "Hugging Face", f"/loom-lab/loomasr-7b/resolve/{entry.sha}/model.bin")
    assert (status, headers["x-error-code"]) == (401, "GatedRepo")


def test_modelscope_says_overload_under_the_code_of_what_is_missing(services):
    services.plant("ModelScope", "/api/v1/models/loom-lab/loomasr-7b", modelscope.overload(), times=1)
    busy = json.loads(ask(services, "ModelScope", "/api/v1/models/loom-lab/loomasr-7b")[2])
    gone = json.loads(ask(services, "ModelScope", "/api/v1/models/loom-lab/nothing")[2])
    assert busy["Code"] == gone["Code"] == 10010205001
    assert (busy["Message"].endswith("record not found"), gone["Message"].endswith("record not found")) == (False, True)
    assert json.loads(ask(services, "ModelScope", "/openapi/v1/models/loom-lab/loomasr-7b")[2])["success"] is True


def test_crossref_datacite_and_the_resolver_know_their_own(services):
    status, headers, body = ask(services, "Crossref", "/works/10.1109%2Floom.2025.35")
    assert (status, json.loads(body)["message"]["issued"]) == (200, {"date-parts": [[2025, 4, 6]]})
    assert headers["x-rate-limit-interval"] == "1s"
    assert ask(services, "Crossref", "/works/10.48550%2Farxiv.2411.07777")[::2] == (404, b"Resource not found.")
    assert ask(services, "DataCite", "/dois/10.48550/arxiv.2411.07777")[0] == 200
    assert [ask(services, "doi.org", f"/{doi}")[0] for doi in ("10.1109/loom.2025.35", "10.1/x")] == [302, 404]


def test_a_fault_comes_in_place_of_the_answer_as_often_as_it_was_planted(services):
    services.plant("web", "/ab*", faults.bad_gateway(), times=2)
    assert [ask(services, "web", "/about")[0] for _ in range(3)] == [502, 502, 200]
