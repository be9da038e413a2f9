"""The adapters, each against a loopback stand-in for its site's interface."""

from __future__ import annotations

import asyncio
import ipaddress
import json
import socket
from collections.abc import Callable, Collection, Iterable
from pathlib import Path
from typing import ClassVar

import pytest
from yarl import URL

from catalog.links.check import CheckOptions, LinkCheck
from catalog.links.results import LinkResult, LinkTarget, Occurrence
from catalog.links.sites import Site
from catalog.links.sites.arxiv import Arxiv, is_same_title
from catalog.links.sites.doi import Doi
from catalog.links.sites.github import Github
from catalog.links.sites.huggingface import HuggingFace
from catalog.links.sites.known import known_sites
from catalog.links.sites.modelscope import ModelScope
from catalog.links.throttle import HostLimit
from catalog.services.arxiv import ArxivPaper, read_feed
from tests.links.server import Exchange, Host, Request, Script, answer, redirect, then

HERE = CheckOptions(
    timeout=2.0,
    retries=0,
    limit=HostLimit(0, 0),
    second_look=0.0,
    allow=(ipaddress.ip_network("127.0.0.0/16"),),
)


def ask(script: Script, site: Callable[[str], Site], *targets: LinkTarget | str) -> tuple[Host, list[LinkResult]]:
    """What one site says of the targets; {home} in a link is the stand-in's address."""
    host = Host(script)

    async def play() -> list[LinkResult]:
        await host.start("127.0.60.1")
        whole = [
            target if isinstance(target, LinkTarget) else LinkTarget(target.format(home=host.origin, port=host.port))
            for target in targets
        ]
        try:
            return await LinkCheck(HERE, [site(host.origin)]).run(whole)
        finally:
            await host.stop()

    return host, asyncio.run(play())


def by_path(**paths: Script) -> Script:
    """The script of each path; double underscores stand for slashes."""
    scripts = {path.replace("__", "/"): script for path, script in paths.items()}

    async def script(exchange: Exchange) -> None:
        await scripts.get(exchange.request.path.strip("/"), answer(404))(exchange)

    return script


def as_json(content: object, status: int = 200, **headers: str) -> Script:
    return answer(status, json.dumps(content).encode(), "application/json", **headers)


def paper(identifier: str, title: str, comment: str = "") -> str:
    return (
        f"<entry><id>http://arxiv.org/abs/{identifier}</id><title>{title}</title><summary>We listen.</summary>"
        f"<arxiv:comment xmlns:arxiv='http://arxiv.org/schemas/atom'>{comment}</arxiv:comment></entry>"
    )


def feed(*papers: str) -> bytes:
    return f"<feed xmlns='http://www.w3.org/2005/Atom'>{''.join(papers)}</feed>".encode()


def linked(url: str, *titles: str) -> LinkTarget:
    return LinkTarget(url, (Occurrence("slam", Path("data/systems/slam.yml"), 7, 3, titles),))


FEED = answer(
    body=feed(
        paper("2402.08846v2", "An Embarrassingly Simple Approach for LLM with Strong ASR Capacity"),
        paper("2310.13289v1", "SALMONN: Towards Generic Hearing Abilities\n for Large Language Models"),
        paper("2501.00001v1", "Gone", "This paper has been withdrawn by the authors"),
        paper("cs/0112017v1", "An Old Paper"),
    ),
    kind="application/atom+xml",
)


class UnhurriedArxiv(Arxiv):
    """arXiv without its three seconds between requests."""

    limits: ClassVar = {}


def as_arxiv(pages: Collection[str], reply: Callable[[list[str]], Script]) -> Script:
    """A stand-in for arXiv: its API answers a list of identifiers with `reply`, and has the abstracts of `pages`."""

    async def script(exchange: Exchange) -> None:
        path = exchange.request.path
        if path.startswith("/api/query"):
            await reply(URL(path).query["id_list"].split(","))(exchange)
        else:
            await answer(200 if path.removeprefix("/abs/") in pages else 404)(exchange)

    return script


def entries(identifiers: Iterable[str]) -> Script:
    return answer(body=feed(*(paper(f"{each}v1", "A Title") for each in identifiers)), kind="application/atom+xml")


ERROR_ENTRY = answer(
    body=b"<feed xmlns='http://www.w3.org/2005/Atom'><entry><id>https://arxiv.org/api/errors#incorrect_id_format_for_x"
    b"</id><title>Error</title><summary>incorrect id format</summary></entry></feed>",
    kind="application/atom+xml",
)


def ask_arxiv(script: Script, *identifiers: str, named: pytest.MonkeyPatch) -> tuple[list[Request], list[LinkResult]]:
    """What the API was asked, and what became of the abstracts; the name arxiv.org leads to the stand-in."""
    named.setattr(socket, "getaddrinfo", lambda *_, **__: [(socket.AF_INET, 1, 6, "", ("127.0.60.1", 0))])
    host, results = ask(script, UnhurriedArxiv, *(f"http://arxiv.org:{{port}}/abs/{each}" for each in identifiers))
    return [request for request in host.requests if request.path.startswith("/api/")], results


LIVE = [f"2402.{number:05}" for number in range(1, 15)]


def test_one_request_answers_for_every_paper() -> None:
    host, results = ask(
        FEED,
        Arxiv,
        "https://arxiv.org/abs/2402.08846",
        "http://www.arxiv.org/pdf/2402.08846v1.pdf",
        "https://arxiv.org/pdf/2310.13289",
        "https://arxiv.org/abs/cs/0112017",
        "https://doi.org/10.48550/arXiv.2310.13289",
    )
    assert [str(result.verdict) for result in results] == ["ok"] * 5
    assert len(host.requests) == 1
    assert "max_results=3" in host.requests[0].path


def test_what_arxiv_denies_is_broken_when_its_page_says_so_too(monkeypatch: pytest.MonkeyPatch) -> None:
    known = ["2402.00001", "2402.00002v9", "2402.00003"]
    script = as_arxiv(known, lambda asked: entries({"2402.00001", "2402.00002"}.intersection(asked)))
    requests, results = ask_arxiv(script, *known, "2402.00001v7", "2402.99999", named=monkeypatch)
    assert [str(result.verdict) for result in results] == ["ok", "ok", "ok", "broken", "broken"]
    assert results[3].reason == "the newest version of 2402.00001 on arXiv is 1; its page: answers 404 Not Found"
    assert results[4].reason == "arXiv has no paper 2402.99999; its page: answers 404 Not Found"
    assert len(requests) == 2


@pytest.mark.parametrize("reply", [entries(()), ERROR_ENTRY, answer(400)], ids=["empty", "error", "refusal"])
def test_an_interface_without_papers_breaks_no_link(reply: Script, monkeypatch: pytest.MonkeyPatch) -> None:
    requests, results = ask_arxiv(as_arxiv(LIVE, lambda _: reply), *LIVE, named=monkeypatch)
    assert {str(result.verdict) for result in results} == {"ok"}
    assert len(requests) <= 25


@pytest.mark.parametrize("refusal", [ERROR_ENTRY, answer(400), answer(414)], ids=["error", "400", "414"])
def test_a_refused_list_is_split_until_the_bad_identifier_is_named(
    refusal: Script, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = as_arxiv(LIVE, lambda asked: refusal if "nosuch/0112017" in asked else entries(asked))
    requests, results = ask_arxiv(script, *LIVE[:9], "nosuch/0112017", *LIVE[9:], named=monkeypatch)
    wrong = [result for result in results if result.verdict != "ok"]
    assert [(result.verdict, result.reason) for result in wrong] == [
        ("broken", "arXiv has no paper nosuch/0112017; its page: answers 404 Not Found")
    ]
    assert len(requests) <= 9


def test_papers_that_one_reply_leaves_out_are_asked_for_once_more(monkeypatch: pytest.MonkeyPatch) -> None:
    asked_for: list[list[str]] = []

    def reply(asked: list[str]) -> Script:
        asked_for.append(asked)
        return entries(asked[:10])

    _, results = ask_arxiv(as_arxiv((), reply), *LIVE, named=monkeypatch)
    assert {str(result.verdict) for result in results} == {"ok"}
    assert asked_for == [LIVE, LIVE[10:]]


def test_the_wrong_paper_is_suspect() -> None:
    _, results = ask(
        FEED,
        Arxiv,
        linked("https://arxiv.org/abs/2310.13289", "Qwen-Audio: Advancing Universal Audio Understanding"),
        linked("https://arxiv.org/abs/2402.08846", "An embarrassingly simple approach for LLMs with strong ASR"),
    )
    assert [str(result.verdict) for result in results] == ["suspect", "ok"]
    assert "SALMONN" in results[0].reason
    assert "Qwen-Audio" in results[0].reason


def test_any_title_a_record_keeps_may_be_the_papers() -> None:
    target = linked("https://arxiv.org/abs/2310.13289", "Another name", "SALMONN: towards generic hearing abilities")
    _, results = ask(FEED, Arxiv, target)
    assert results[0].verdict == "suspect"
    target = linked(
        "https://arxiv.org/abs/2310.13289",
        "Another",
        "Salmonn: Towards Generic Hearing Abilities for Large Language Model",
    )
    _, results = ask(FEED, Arxiv, target)
    assert results[0].verdict == "ok"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Fun-ASR Technical Report", "Qwen3-ASR Technical Report", False),
        ("Qwen2.5-Omni Technical Report", "Qwen3-Omni Technical Report", False),
        ("Voxtral", "Voxtral Realtime", False),
        ("Audio Flamingo 3", "Audio Flamingo 3: Advancing Audio Intelligence", True),
        ("FireRedASR: open source models", "FireRedASR: Open-Source Models", True),
        ("Speech recognition with large language model", "Speech Recognition with Large Language Models", True),
    ],
)
def test_titles_are_compared_word_by_word(one: str, other: str, *, same: bool) -> None:
    assert is_same_title(one, other) is same


def test_a_withdrawn_paper_is_suspect() -> None:
    _, results = ask(FEED, Arxiv, "https://arxiv.org/abs/2501.00001")
    assert results[0].verdict == "suspect"
    assert "withdrawn" in results[0].reason


@pytest.mark.parametrize(
    ("comment", "abstract", "withdrawn"),
    [
        ("This paper has been withdrawn by the author due to an error in equation 1", "", True),
        ("8 pages. This submission has been withdrawn by arXiv administrators", "We listen.", True),
        ("Withdrawn by the authors", "", True),
        ("arXiv admin note: submission has been withdrawn by arXiv due to overlap with 2402.08846", "", True),
        ("arXiv admin note: text overlap with a paper that has been withdrawn by its authors", "", False),
        ("", "This article was withdrawn.", True),
        ("We no longer compare with a model whose paper has been withdrawn", "", False),
        ("Withdrawn from ICASSP, in preparation for a journal", "", False),
        ("This paper has been withdrawn by the authors from the conference", "", False),
        ("5 pages; an earlier version of this paper has been withdrawn", "", False),
        ("supersedes arXiv:2510.00001, which has been withdrawn", "", False),
        ("", "We study why a product was withdrawn. This paper is withdrawn into itself.", False),
    ],
)
def test_a_paper_is_withdrawn_where_a_sentence_says_it_of_the_paper(
    comment: str, abstract: str, *, withdrawn: bool
) -> None:
    assert ArxivPaper("2402.08846", abstract=abstract, comment=comment).is_withdrawn is withdrawn


@pytest.mark.parametrize(
    ("script", "verdict"),
    [(answer(503), "transient"), (answer(429), "blocked"), (answer(200, b"<html>busy</html>"), "transient")],
)
def test_a_busy_interface_breaks_no_link(script: Script, verdict: str) -> None:
    _, results = ask(script, Arxiv, "https://arxiv.org/abs/2402.08846", "https://arxiv.org/abs/2310.13289")
    assert {str(result.verdict) for result in results} == {verdict}


def test_hostile_xml_is_no_answer() -> None:
    bomb = b"<!DOCTYPE x [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;'>]><feed>&b;</feed>"
    assert read_feed(bomb) is None
    assert read_feed(b"\xff\xfe\x00") is None


def test_a_doi_is_proven_by_the_resolver_alone() -> None:
    script = by_path(**{"10.1109__5.771073": redirect("https://publisher.example/"), "10.1__x": answer(404)})
    host, results = ask(
        script, lambda home: Doi(frozenset({URL(home).host})), "{home}/10.1109/5.771073", "{home}/10.1000/none"
    )
    assert [str(result.verdict) for result in results] == ["ok", "broken"]
    assert host.requests[0].method == "HEAD"


def test_what_the_resolver_denies_once_is_asked_again() -> None:
    forgetful = by_path(**{"10.1000__182": then(answer(404), redirect("/book")), "book": answer()})
    _, results = ask(forgetful, lambda home: Doi(frozenset({URL(home).host})), "{home}/10.1000/182")
    assert results[0].verdict == "ok"


def test_an_interface_at_a_forbidden_address_says_nothing_of_the_page() -> None:
    _, results = ask(answer(), lambda _: HuggingFace("http://10.0.0.1"), "http://10.0.0.1/a/b", "{home}/")
    assert [str(result.verdict) for result in results] == ["refused", "ok"]
    _, results = ask(answer(), lambda _: Arxiv("http://10.0.0.1"), "https://arxiv.org/abs/2402.08846", "{home}/")
    assert [str(result.verdict) for result in results] == ["transient", "ok"]


def github(home: str) -> Site:
    return Github("secret", home)


def test_what_github_s_interface_denies_is_asked_as_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """No list of the site's own pages is complete."""
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [(socket.AF_INET, 1, 6, "", ("127.0.60.1", 0))])
    script = by_path(
        **{f"advisories{'__'}GHSA-1": answer(), "of-next__year": answer(), "walled__page": answer(429, b"")},
    )
    paths = ("advisories/GHSA-1", "of-next/year", "walled/page", "no/body")
    host, results = ask(script, github, *(f"http://github.com:{{port}}/{path}" for path in paths))
    assert [str(result.verdict) for result in results] == ["ok", "ok", "blocked", "broken"]
    assert results[3].reason == "GitHub has no public repository no/body; its page: answers 404 Not Found"
    assert not any(request.path == "/repos/advisories/GHSA-1" for request in host.requests)


@pytest.mark.parametrize(
    "path",
    [
        *("marketplace/actions", "trending/python", "security/advanced-security", "resources/articles", "users/x"),
        *("customer-stories/x", "site/terms", "stars/x", "enterprise/contact", "solutions/ci-cd", "login/oauth"),
    ],
)
def test_github_s_own_pages_are_no_repositories(path: str) -> None:
    assert not github("http://127.0.60.1").claims(URL(f"https://github.com/{path}"))


@pytest.mark.parametrize(
    "path",
    [
        *("gpt2/discussions", "acme/followers", "inference/models", "enterprise/security", "changelog/x", "login/x"),
        *("gpt2/tree/main", "datasets/squad/blob/main", "acme/models"),
    ],
)
def test_hugging_face_s_own_pages_are_no_repositories(path: str) -> None:
    assert not HuggingFace().claims(URL(f"https://huggingface.co/{path}"))


def test_what_hugging_face_denies_is_asked_as_a_page() -> None:
    script = by_path(a__page=answer(), an__outage=answer(500, b""), no__body=answer(401, b""))
    _, results = ask(script, HuggingFace, "{home}/a/page", "{home}/an/outage", "{home}/no/body", "{home}/no/one")
    assert [str(result.verdict) for result in results] == ["ok", "transient", "broken", "broken"]
    assert results[2].reason == "Hugging Face has no public repository no/body; its page: answers 401 Unauthorized"


def test_github_tells_renamed_archived_and_missing_repositories() -> None:
    script = by_path(
        repos__bytedance__salmonn=as_json({"full_name": "bytedance/SALMONN", "archived": True}),
        repos__old__name=redirect("/repositories/7", 301),
        repositories__7=as_json({"full_name": "new/name", "archived": False}),
        **{"repos__new__name__contents__a.py?ref=main": as_json({})},
    )
    host, results = ask(
        script,
        github,
        "https://github.com/bytedance/salmonn",
        "https://github.com/old/name/blob/main/a.py",
        "https://github.com/no/body",
    )
    assert [str(result.verdict) for result in results] == ["ok", "moved", "broken"]
    assert "archived" in results[0].reason
    assert results[1].location == "https://github.com/new/name/blob/main/a.py"
    assert {request.headers["authorization"] for request in host.requests} == {"Bearer secret"}


def test_a_token_never_follows_a_redirect_to_another_host() -> None:
    other = Host(answer())

    async def play() -> None:
        await other.start("127.0.60.2")
        host = Host(redirect(f"{other.origin}/steal", 301))
        await host.start("127.0.60.3")
        await LinkCheck(HERE, [github(host.origin)]).run([LinkTarget("https://github.com/a/b")])
        await host.stop()
        await other.stop()

    asyncio.run(play())
    assert not other.requests


def test_without_a_token_github_is_asked_by_page() -> None:
    assert not any(site.claims(URL("https://github.com/a/b")) for site in known_sites({}))
    assert any(site.claims(URL("https://github.com/a/b")) for site in known_sites({"GH_TOKEN": "x"}))


def test_hugging_face_tells_renamed_gated_and_missing_models() -> None:
    script = by_path(
        api__models__Qwen__Qwen2=as_json({"id": "Qwen/Qwen2", "gated": False}),
        api__models__meta__llama=as_json({}, 401, X_Error_Code="GatedRepo"),
        api__models__meta__other=as_json({"id": "meta/other", "gated": "manual"}),
        api__models__old__name=redirect("/api/models/new/name", 307),
        api__models__new__name=as_json({"id": "new/name"}),
        api__models__no__body=as_json({}, 401, X_Error_Code="RepoNotFound"),
        api__datasets__a__b=as_json({"id": "a/b"}),
        **{
            "Qwen__Qwen2__resolve__main__config.json": answer(200, b"{}", "application/json"),
            "Qwen__Qwen2__resolve__main__none.json": answer(404, b"", X_Error_Code="EntryNotFound"),
        },
    )
    host, results = ask(
        script,
        HuggingFace,
        "{home}/Qwen/Qwen2",
        "{home}/meta/llama",
        "{home}/meta/other/tree/main",
        "{home}/old/name",
        "{home}/no/body",
        "{home}/datasets/a/b",
        "{home}/Qwen/Qwen2/blob/main/config.json",
        "{home}/Qwen/Qwen2/blob/main/none.json",
    )
    assert [str(result.verdict) for result in results] == ["ok", "ok", "ok", "moved", "broken", "ok", "ok", "broken"]
    assert "gated" in results[1].reason
    assert "gated" in results[2].reason
    assert results[3].location == f"{host.origin}/new/name"
    assert not any(request.path == "/Qwen/Qwen2" for request in host.requests)


def test_modelscope_is_asked_through_its_interface() -> None:
    missing = {"Code": 10010205001, "Message": "获取模型信息失败: record not found", "Success": False}
    overload = missing | {"Message": "Error 1461: Can't create more than max_prepared_stmt_count statements"}
    script = by_path(
        api__v1__models__iic__paraformer=as_json({"Code": 200, "Data": {"Name": "paraformer"}}),
        api__v1__models__no__body=as_json(missing, 404),
        api__v1__models__no__one=as_json(missing),
        models__no__one=answer(),
        api__v1__models__busy__one=as_json(overload, 404),
        api__v1__models__busy__two=as_json(overload),
        api__v1__models__once__gone=then(as_json(missing, 404), as_json({"Code": 200, "Data": {"Name": "gone"}})),
        api__v1__models__my__own=as_json({"Code": 10010200001, "Message": "no permission", "Success": False}, 404),
    )
    links = ("iic/paraformer/summary", "no/body", "no/one", "busy/one", "busy/two", "once/gone", "my/own")
    _, results = ask(script, ModelScope, *(f"{{home}}/models/{link}" for link in links))
    assert [str(result.verdict) for result in results] == [
        "ok", "broken", "suspect", "transient", "transient", "ok", "transient",
    ]  # fmt: skip
    assert results[2].reason == "ModelScope has no model no/one; its page answers, as it does for anything"
    assert "max_prepared_stmt_count" in results[3].reason


@pytest.mark.parametrize("site", known_sites({"GH_TOKEN": "x"}), ids=lambda site: type(site).__name__)
@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/a/b",
        "https://arxiv.org/list/cs.SD/new",
        "https://huggingface.co/blog/x",
        "https://doi.org/",
    ],
)
def test_a_site_claims_only_what_it_understands(site: Site, url: str) -> None:
    assert not site.claims(URL(url))
