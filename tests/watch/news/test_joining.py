"""Paper, repository and models of one system become one; the order in which they were seen does not matter."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog.catalog import Catalog
from catalog.watch.news import News, find_news
from catalog.watch.news.joining import joined_sightings, seen_once, stem
from catalog.watch.news.people import author_key
from catalog.watch.news.sighting import Sighting, SightingKind, addresses_in, plain_address
from catalog.watch.news.sources import AskedSource, SourceAnswer
from catalog.watch.state import WatchState
from tests.watch.news.looms import TODAY, day, survey

PAPERS = [f"https://arxiv.org/abs/2611.0000{n}" for n in range(4)]
CODES = [f"https://github.com/lab{n % 2}/loom{n}" for n in range(4)]
MODELS = [f"https://huggingface.co/lab{n % 2}/Loom{n // 2}-{n}B" for n in range(4)]


def paper(number: int, *named: str, title: str = "A loom for speech") -> Sighting:
    work = f"arxiv:2611.0000{number}"
    return Sighting(SightingKind.PAPER, work, PAPERS[number], title, "Weaving.", (), day(number + 1), named)


def code(number: int, *named: str) -> Sighting:
    name = CODES[number].removeprefix("https://github.com/")
    return Sighting(
        SightingKind.REPOSITORY, f"github:{name}", CODES[number], name, "loom speech", (), day(number + 1), named
    )


def model(number: int, *named: str) -> Sighting:
    name = MODELS[number].removeprefix("https://huggingface.co/")
    work = f"huggingface:{name.casefold()}"
    return Sighting(SightingKind.MODEL, work, MODELS[number], name, "loom speech", (), day(number + 1), named)


def joined(*sightings: Sighting) -> list[tuple[str, ...]]:
    return [tuple(each.work for each in system.sightings) for system in joined_sightings(seen_once(sightings))]


def test_a_paper_has_what_it_names_and_what_names_it_alone():
    assert joined(paper(0, CODES[0]), code(0), model(0, PAPERS[0])) == [
        ("arxiv:2611.00000", "github:lab0/loom0", "huggingface:lab0/loom0-0b")
    ]


def test_a_repository_that_two_papers_name_does_not_make_one_of_them():
    found = joined_sightings([paper(0, CODES[0]), paper(1, CODES[0]), code(0)])
    assert [each.paper_work for each in found] == ["arxiv:2611.00000", "arxiv:2611.00001"]
    assert all(CODES[0] in {url for _, url in each.addresses()} for each in found)


def test_a_model_that_names_two_papers_belongs_to_none():
    assert len(joined(paper(0), paper(1), model(0, PAPERS[0], PAPERS[1]))) == 3


def test_models_of_a_paper_that_nobody_saw_are_one_system_with_that_paper():
    (system,) = joined_sightings([model(0, PAPERS[3]), code(1, PAPERS[3])])
    assert system.works == ("github:lab1/loom1", "huggingface:lab0/loom0-0b", "arxiv:2611.00003")


def test_a_repository_and_a_model_of_one_owner_and_name_are_one_system():
    assert joined(code(0), model(0)) == [("github:lab0/loom0", "huggingface:lab0/loom0-0b")]


@pytest.mark.parametrize(
    ("name", "alone"),
    [("LoomASR-7B-hf", "LoomASR"), ("loom-1.5b-instruct", "loom"), ("Loom-large-v3", "Loom-v3"), ("7b", "7b"),
     ("loom-30b-a3b", "loom"), ("Loombase", "Loombase")],
)  # fmt: skip
def test_the_size_is_no_part_of_the_name(name, alone):
    assert stem(name) == alone


@pytest.mark.parametrize(
    ("one", "other"),
    [("Jörg Müller", "Muller, Jorg"), ("Zhong-Qiu Wang", "Zhongqiu  Wang"), ("John R. Hershey", "john hershey")],
)
def test_spellings_of_one_name_are_one_author(one, other):
    assert author_key(one) == author_key(other) != ""


@pytest.mark.parametrize("name", ["J. Wang", "J. R. Wang", "others", "et al.", "Wang", ""])
def test_a_name_that_may_be_anybodys_is_nobodys(name):
    assert author_key(name) == ""


def test_addresses_in_a_text_end_where_the_sentence_does():
    text = "Code: https://github.com/a/b. Model (https://huggingface.co/a/c), https://a.github.io/b, arXiv:2611.00001v2"
    assert addresses_in(text) == (
        "https://arxiv.org/abs/2611.00001", "https://github.com/a/b", "https://huggingface.co/a/c",
        "https://a.github.io/b",
    )  # fmt: skip


def test_what_counts_visitors_is_no_part_of_an_address():
    assert plain_address("https://a.example/x?id=3&utm_source=rss&utm_medium=feed#top") == "https://a.example/x?id=3"


NAMED = st.lists(st.sampled_from(PAPERS + CODES + MODELS), max_size=3).map(tuple)
SIGHTINGS = st.lists(
    st.builds(lambda make, number, named: make(number, *named), st.sampled_from([paper, code, model]),
              st.integers(0, 3), NAMED),
    max_size=10,
)  # fmt: skip


@pytest.fixture(scope="module")
def catalog(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    return survey(tmp_path_factory.mktemp("looms"))


def found(catalog: Catalog, sightings: Sequence[Sighting]) -> News:
    answer = SourceAnswer(AskedSource("feed", "all"), tuple(sightings))

    async def answers(*_: Any) -> list[SourceAnswer]:
        return [answer]

    async def nothing(*_: Any) -> list[Sighting]:
        return []

    with patch.multiple("catalog.watch.news.find", ask_sources=answers, with_readmes=nothing):
        return asyncio.run(find_news(None, catalog, WatchState(), TODAY))  # type: ignore[arg-type]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(SIGHTINGS, st.randoms(use_true_random=False))
def test_any_order_of_answers_gives_the_same_list(catalog, sightings, random):
    again = list(sightings)
    random.shuffle(again)
    assert found(catalog, sightings) == found(catalog, again)


@given(SIGHTINGS)
def test_each_work_is_in_one_system_and_no_system_has_two_papers(sightings):
    groups = joined_sightings(seen_once(sightings))
    works = [each.work for group in groups for each in group.sightings]
    assert sorted(works) == sorted({each.work for each in sightings})
    for group in groups:
        papers = {each.work for each in group.sightings if each.kind is SightingKind.PAPER}
        assert papers <= {group.paper_work}


def test_of_two_services_that_show_one_paper_the_one_that_says_more_counts():
    full = replace(paper(0), text="A long abstract.", authors=("Ada Weaver",))
    (seen,) = seen_once([paper(0, CODES[0]), full])
    assert (seen.text, seen.authors, seen.named) == ("A long abstract.", ("Ada Weaver",), (CODES[0],))
