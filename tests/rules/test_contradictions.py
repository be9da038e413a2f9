"""Nonsense that has the right form: each record below has one fault, and all are checked in one run."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from catalog.errors import Problem
from catalog.paths import Project
from catalog.rules import check

NEXT_YEAR = datetime.now(UTC).year + 2
PAPER = {"paper": "https://arxiv.org/abs/2501.00001"}
IN_PAPER = {"source": "paper", "where": "Table 1", "verified": "primary"}
RESULT = {"test_set": "aishell", "metric": "CER", "value": 5, "as_of": 2025, "run_by": "authors"}


def sourced(url: str, **more: Any) -> dict[str, Any]:
    return {"sources": {"paper": {"url": url} | more}, "asr_only": {"value": True, "source": "paper"}}


def stated_by_a_page(released: str, **days: str) -> dict[str, Any]:
    fact = {"value": released, "source": "page", "where": "News", "verified": "primary"}
    return {"sources": {"page": {"url": "https://a.org/x"} | days}, "released": fact}


def results(*items: Mapping[str, Any]) -> dict[str, Any]:
    return {"sources": PAPER, "results": [RESULT | IN_PAPER | item for item in items]}


def rival(value: Any, *rivals: Any) -> dict[str, Any]:
    return {"parameters": {"value": value, "instead": list(rivals)}}


NONSENSE: dict[str, tuple[dict[str, Any], str, str]] = {
    "another value": (results({}, {"value": 1.31}), "results.1.value", "error"),
    "another value in another place": (results({}, {"value": 4, "where": "Table 9"}), "results.1.value", "warning"),
    "a measurement again": (results({}, {}), "results.1", "error"),
    "a measurement again within its year": (results({}, {"as_of": "2025-03"}), "results.1", "error"),
    "measured before it was released": (results({}) | {"released": 2026}, "results.0.as_of", "error"),
    "measured in the future": (results({"as_of": NEXT_YEAR}), "results.0.as_of", "error"),
    "released in the future": ({"released": f"{NEXT_YEAR}-01-02"}, "released", "error"),
    "read in the future": (sourced("https://a.org/x", read=NEXT_YEAR), "sources.paper.read", "error"),
    "read before it appeared": (sourced("https://a.org/x", date=2025, read=2024), "sources.paper.read", "error"),
    "a date later than the version that was read": (
        stated_by_a_page("2025-03", date="2025-02", read="2025-04"),
        "released",
        "error",
    ),
    "a date later than its reading": (stated_by_a_page("2025-05", read="2025-04"), "released", "error"),
    "dated before its paper": (sourced("https://arxiv.org/abs/2506.00001", date=2024), "sources.paper.date", "error"),
    "a paper of the future": ({"paper": {"arxiv": "9912.11214"}}, "paper.arxiv", "error"),
    "a source of the future": (sourced("https://arxiv.org/pdf/9912.11214v2"), "sources.paper", "error"),
    "released long after its paper": ({"released": 2025, "paper": {"arxiv": "2401.00007"}}, "released", "warning"),
    "another identifier than its source": (
        {"sources": PAPER, "paper": {"arxiv": {"value": "2501.00002"} | IN_PAPER}},
        "paper.arxiv",
        "error",
    ),
    "two papers": (
        {"paper": {"arxiv": "2501.00003", "link": "https://arxiv.org/pdf/2501.00004"}},
        "paper.link",
        "error",
    ),
    "a rival without a source": (rival("7B", {"value": "8B"}), "parameters.instead.0", "warning"),
    "a rival equal to the value": (
        rival("7B", {"value": "7B", "source": "survey"}),
        "parameters.instead.0",
        "error",
    ),
    "a rival twice": (
        rival("7B", *({"value": "8B", "source": "survey"} for _ in "12")),
        "parameters.instead.1",
        "error",
    ),
    "an institute twice": ({"institutes": ["sjtu", "sjtu"]}, "institutes.1", "error"),
    "a task twice": ({"abilities": {"tasks": ["translation", "Translation"]}}, "abilities.tasks.1", "warning"),
    "weights twice": (
        {"code": {"weights": ["https://huggingface.co/a/b", "http://hf.co/a/B/"]}},
        "code.weights.1",
        "error",
    ),
    "its own former slug": ({"formerly": ["old", "old"]}, "formerly.1", "error"),
    "an encoder twice": ({"encoders": [{"name": "wavlm-large"}, {"name": "wavlm-large"}]}, "encoders.1", "error"),
    "read before it was published": (results({"published": "2025-05", "as_of": 2024}), "results.0.published", "error"),
    "a variant measured before it was released": (
        results({"variant": "new"}) | {"released": 2023, "variants": [{"name": "new", "released": "2026-02"}]},
        "results.0.as_of",
        "error",
    ),
    "a variant of the future": (
        {"variants": [{"name": "7B", "released": f"{NEXT_YEAR}-01-02"}]},
        "variants.0.released",
        "error",
    ),
    "a variant with few weights": ({"variants": [{"name": "7B", "parameters": 7}]}, "variants.0.parameters", "warning"),
    "a sibling without a reason": ({"variants": [{"name": "AED", "scope": "sibling"}]}, "variants.0.scope", "error"),
    "a result of no variant": (
        results({"variant": "8B"}) | {"variants": [{"name": "7B"}]},
        "results.0.variant",
        "error",
    ),
    "two variants of one name": ({"variants": [{"name": "7B"}, {"name": "7b"}]}, "variants.1.name", "error"),
    "an empty list of parts": ({"encoders": []}, "encoders", "warning"),
    "an empty list of words": ({"institutes": []}, "institutes", "warning"),
    "millions forgotten": ({"encoders": [{"parameters": 635}]}, "encoders.0.parameters", "warning"),
    "a fraction of a language": ({"abilities": {"languages": 2.5}}, "abilities.languages", "error"),
    "an encoder larger than its system": (
        {"parameters": "1B", "encoders": [{"parameters": "8B"}]},
        "encoders.0.parameters",
        "error",
    ),
    "more trained than is": (
        {"parameters": "1B", "training": {"trainable": "3B"}},
        "training.trainable",
        "error",
    ),
    "hours that nobody has": ({"hours": {"asr": "960M"}}, "hours.asr", "warning"),
    "rates that do not fit": (
        {"encoders": [{"frame_rate": 50}], "connector": {"downsampling": 5, "frame_rate": 25}},
        "connector.frame_rate",
        "warning",
    ),
    "an absent encoder": (
        {"training": {"encoder": "absent"}, "encoders": [{"name": "wavlm-large"}]},
        "training.encoder",
        "error",
    ),
    "an LLM that does not apply": (
        {"training": {"llm": "not applicable"}, "llms": [{"name": "vicuna-7b"}]},
        "training.llm",
        "error",
    ),
    "a licence of no code": (
        {"code": {"repository": "not applicable", "licence": "MIT"}},
        "code.repository",
        "error",
    ),
    "a place to do": (
        {"sources": PAPER, "asr_only": {"value": True, "source": "paper", "where": "TODO"}},
        "asr_only.where",
        "error",
    ),
    "a dash": ({"remark": " - "}, "remark", "error"),
    "a question in a place": (
        {"sources": PAPER, "asr_only": {"value": True, "source": "paper", "where": "Table ?? of the paper"}},
        "asr_only.where",
        "warning",
    ),
    "n/a as text": ({"variants": [{"name": "N/A"}]}, "variants.0.name", "error"),
    "an address of this machine": (sourced("http://localhost:8000/x"), "sources.paper.url", "error"),
    "a private address": (sourced("https://192.168.1.4/x"), "sources.paper.url", "error"),
    "a placeholder": (sourced("https://www.example.com/paper"), "sources.paper.url", "error"),
    "a search": (sourced("https://www.google.com/search?q=x"), "sources.paper.url", "warning"),
    "a passing copy": (sourced("https://sci-hub.se/10.1/x"), "sources.paper.url", "warning"),
}
FINE: dict[str, dict[str, Any]] = {
    "two conditions": results({}, {"variant": "7B"}) | {"variants": [{"name": "7B"}]},
    "two days of publication": results({"published": "2024-02"}, {"published": "2024-09", "value": 4}),
    "a result of no variant by name": results({}) | {"variants": [{"name": "7B"}]},
    "an early variant measured before a late one": results({"variant": "old", "as_of": "2024-03"})
    | {"released": "2025-06", "variants": [{"name": "old", "released": "2024-02"}, {"name": "new"}]},
    "a sibling with a reason": {"variants": [{"name": "AED", "scope": {"value": "sibling", "note": "No LLM."}}]},
    "another day": results({}, {"value": 4, "as_of": "2026-01"}),
    "no other tasks": {"abilities": {"tasks": []}, "variants": [{"name": "7B", "abilities": {"tasks": []}}]},
    "no other inputs": {
        "sources": {"paper": "https://example.org/paper.pdf"},
        "abilities": {"modalities": {"value": [], "source": "paper"}},
    },
    "paper after the weights": {"released": 2023, "paper": {"arxiv": "2401.00008"}},
    "one paper by two addresses": {"paper": {"arxiv": "2501.00009", "link": "https://arxiv.org/pdf/2501.00009v2"}},
    "found in another paper": {
        "sources": {"other": "https://arxiv.org/abs/2501.00001"},
        "paper": {"arxiv": {"value": "2501.00010", "source": "other", "where": "[3]", "verified": "secondary"}},
    },
    "a rival that differs": rival("7B", {"value": "8B", "source": "survey"}),
    "no downsampling": {"connector": {"downsampler": "none"}},
    "words with such letters": {"remark": "The TODOS corpus; N/A is no number; xxxl; who? - me."},
}


def written(survey: Project, records: Mapping[str, Mapping[str, Any]]) -> list[Problem]:
    for name, record in records.items():
        slug = name.casefold().replace(" ", "-").replace("/", "-")
        whole = {"slug": slug, "name": name.capitalize()} | record
        file = survey.data / "systems" / f"{slug}.yml"
        file.write_text(yaml.safe_dump(whole, sort_keys=False, allow_unicode=True), encoding="utf-8")
    return check(survey)


def test_each_kind_of_nonsense_is_reported_at_its_place_and_nothing_else(small_survey: Project) -> None:
    problems = written(small_survey, {name: record for name, (record, _, _) in NONSENSE.items()})
    reports = {(problem.file.stem, problem.field, problem.severity) for problem in problems}
    slugs = {name: name.casefold().replace(" ", "-").replace("/", "-") for name in NONSENSE}
    assert sorted(reports) == sorted((slugs[name], field, severity) for name, (_, field, severity) in NONSENSE.items())
    assert all(problem.line and problem.hint for problem in problems)


def test_what_only_looks_like_nonsense_is_fine(small_survey: Project) -> None:
    assert written(small_survey, FINE) == []


def test_a_name_is_used_once_whatever_its_case_width_and_spacing(small_survey: Project) -> None:
    names = {"a": "Fun-ASR", "b": "fun-asr", "c": "\uff26\uff35\uff2e-ASR", "d": "Fun ASR", "e": "FunASR+"}
    problems = written(small_survey, {slug: {"slug": slug, "name": name} for slug, name in names.items()})
    assert [(problem.file.stem, problem.severity) for problem in problems] == [
        ("b", "error"),
        ("c", "error"),
        ("d", "warning"),
    ]
    assert "is also in data/systems/a.yml:2, as 'Fun-ASR'" in problems[0].message


@pytest.mark.parametrize(
    "link",
    [
        "https://arxiv.org/abs/2402.08846v3",
        "http://export.arxiv.org/pdf/2402.08846v1.pdf",
        "https://doi.org/10.48550/arXiv.2402.08846",
        "https://www.alphaxiv.org/abs/2402.08846",
        "https://huggingface.co/papers/2402.08846",
    ],
)
def test_a_paper_is_found_again_however_its_address_is_written(link: str, small_survey: Project) -> None:
    (problem,) = written(small_survey, {"zz": {"paper": {"link": link}}})
    assert (problem.field, problem.severity) == ("paper.link", "error")
    assert "is also in data/systems/whole.yml:8, as '2402.08846'" in problem.message


def test_a_doi_is_the_same_in_capitals_and_at_another_host(small_survey: Project) -> None:
    links = ("https://doi.org/10.21437/Interspeech.2024-1", "http://dx.doi.org/10.21437/INTERSPEECH.2024-1")
    problems = written(small_survey, {f"doi {i}": {"paper": {"link": link}} for i, link in enumerate(links)})
    assert [(problem.file.stem, problem.field) for problem in problems] == [("doi-1", "paper.link")]


def old_and_new(*years: int) -> list[dict[str, Any]]:
    return [{"name": f"of {year}", "released": year} for year in years]


def test_nothing_succeeds_itself_by_a_detour_or_what_came_later(small_survey: Project) -> None:
    problems = written(
        small_survey,
        {
            "a": {"relations": {"successor_of": ["b"]}},
            "b": {"relations": {"built_on": ["c"]}},
            "c": {"relations": {"built_on": ["a"]}},
            "early": {"released": 2020, "relations": {"successor_of": ["late"]}},
            "late": {"released": "2021-02"},
            "both": {"relations": {"successor_of": ["late"]}, "variants": old_and_new(2020, 2022)},
            "on": {"released": 2021, "relations": {"built_on": ["both"]}},
        },
    )
    messages = [(problem.file.stem, problem.message) for problem in problems]
    assert messages == [
        ("c", "a circle: a → b → c → a (it begins in data/systems/a.yml:5)"),
        ("early", "`late` is of 2021-02 (data/systems/late.yml:3), later than this record, of 2020"),
    ]


def test_a_circle_is_reported_beside_a_reference_that_leads_nowhere(small_survey: Project) -> None:
    problems = written(
        small_survey,
        {"a": {"relations": {"built_on": ["nobody", "b"]}}, "b": {"relations": {"built_on": ["a"]}}},
    )
    assert [(problem.file.stem, problem.field, problem.message) for problem in problems] == [
        ("a", "relations.built_on.0", "there is no record `nobody`"),
        ("b", "relations.built_on.0", "a circle: a → b → a (it begins in data/systems/a.yml:6)"),
    ]


def test_words_of_a_vocabulary_have_names_of_their_own(small_survey: Project) -> None:
    with (small_survey.data / "institutes.yml").open("a", encoding="utf-8") as file:
        file.write(
            "one: {name: Institute One, meaning: Of ones., aliases: [I1, I1]}\n"
            "two: {name: \uff49nstitute  one, meaning: Of twos.}\n"
            "three: {name: Three, meaning: TODO, aliases: [i1], link: 'http://127.0.0.1/'}\n"
        )
    with (small_survey.data / "llms.yml").open("a", encoding="utf-8") as file:
        file.write("nul: {name: Nul, meaning: A model., parameters: 7}\n")
    assert [(problem.field, problem.severity) for problem in check(small_survey)] == [
        ("one.aliases.1", "error"),
        ("two.name", "error"),
        ("three.meaning", "error"),
        ("three.aliases.0", "error"),
        ("three.link", "error"),
        ("nul", "error"),
        ("nul.parameters", "warning"),
    ]


def test_settings_are_finished_too(small_survey: Project) -> None:
    file = small_survey.data / "survey.yml"
    file.write_text(file.read_text(encoding="utf-8") + "description: TODO\n", encoding="utf-8")
    assert [(problem.file, problem.field) for problem in check(small_survey)] == [
        (Path("data/survey.yml"), "description")
    ]


@pytest.mark.parametrize("slug", ["index", "con", "aux", "nul.v2", "lpt1"])
def test_a_slug_that_the_website_or_a_file_system_needs_is_refused(slug: str, small_survey: Project) -> None:
    (problem,) = written(small_survey, {slug: {"name": "A name"}})
    assert (problem.field, problem.severity) == ("slug", "error")
    assert problem.message.startswith(f"`{slug}` is the name of ")
