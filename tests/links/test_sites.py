"""The adapters, each against a loopback stand-in for its site's interface."""

from __future__ import annotations

import asyncio
import ipaddress
import json
from collections.abc import Callable
from pathlib import Path

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
from catalog.services.arxiv import read_feed
from tests.links.server import Exchange, Host, Script, answer, redirect

HERE = CheckOptions(timeout=2.0, retries=0, second_look=0.0, allow=(ipaddress.ip_network("127.0.0.0/16"),))


def ask(script: Script, site: Callable[[str], Site], *targets: LinkTarget | str) -> tuple[Host, list[LinkResult]]:
    """What one site says of the targets; {home} in a link is the stand-in's address."""
    host = Host(script)

    async def play() -> list[LinkResult]:
        await host.start("127.0.60.1")
        whole = [
            target if isinstance(target, LinkTarget) else LinkTarget(target.format(home=host.origin))
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


def test_one_request_answers_for_every_paper() -> None:
    host, results = ask(
        FEED,
        Arxiv,
        "https://arxiv.org/abs/2402.08846",
        "http://www.arxiv.org/pdf/2402.08846v1.pdf",
        "https://arxiv.org/pdf/2310.13289",
        "https://arxiv.org/abs/cs/0112017",
        "https://doi.org/10.48550/arXiv.2310.13289",
        "https://arxiv.org/abs/2402.99999",
        "https://arxiv.org/abs/2402.08846v9",
    )
    assert [str(result.verdict) for result in results] == ["ok"] * 5 + ["broken"] * 2
    assert len(host.requests) == 1
    assert "max_results=4" in host.requests[0].path


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


def github(home: str) -> Site:
    return Github("secret", home)


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
    script = by_path(
        api__v1__models__iic__paraformer=as_json({"Code": 200, "Data": {"Name": "paraformer"}}),
        api__v1__models__no__body=as_json({"Code": 10010205001}, 404),
        api__v1__models__no__one=as_json({"Code": 10010205001}),
    )
    _, results = ask(
        script, ModelScope, "{home}/models/iic/paraformer/summary", "{home}/models/no/body", "{home}/models/no/one"
    )
    assert [str(result.verdict) for result in results] == ["ok", "broken", "broken"]


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
