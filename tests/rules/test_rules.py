"""Each rule reports what violates it and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import yaml

from catalog.errors import DataError, Problem
from catalog.paths import Project
from catalog.rules import ACROSS, WITHIN, check, load

Findings = Callable[..., list[tuple[str, str]]]

PAPER = {"paper": "https://example.org/paper"}
EVIDENCE = {"source": "paper", "where": "Table 1", "verified": "primary"}


def problems(survey: Project, *records: dict[str, Any]) -> list[Problem]:
    for record in records:
        file = survey.data / "systems" / f"{record['slug']}.yml"
        file.write_text(
            yaml.safe_dump({"name": record["slug"]} | record, sort_keys=False, allow_unicode=True), encoding="utf-8"
        )
    return check(survey)


@pytest.fixture
def findings(small_survey: Project) -> Findings:
    """Check records given as mappings; return the field and the rule of each problem."""

    def run(*records: dict[str, Any]) -> list[tuple[str, str]]:
        return [(problem.field, problem.rule) for problem in problems(small_survey, *records)]

    return run


def test_every_rule_has_a_docstring_and_a_name_of_its_own() -> None:
    for rule in (*WITHIN, *ACROSS):
        assert rule.__doc__
    assert len({rule.__name__ for rule in WITHIN}) == len(WITHIN)


def test_a_valid_record_violates_no_rule(findings: Findings) -> None:
    result = {"test_set": "aishell", "metric": "CER", "value": 5, "as_of": 2024, "run_by": "authors"}
    fact = {"value": 960, "instead": [{"value": 1000, "source": "survey"}]}
    assert (
        findings({"slug": "one", "sources": PAPER, "hours": {"asr": fact | EVIDENCE}, "results": [result | EVIDENCE]})
        == []
    )


def test_a_fact_names_a_source_of_its_record(findings: Findings) -> None:
    rule = "every-claim-names-a-source-of-the-record"
    assert findings({"slug": "one", "asr_only": {"value": True, "source": "pdf"}}) == [("asr_only.source", rule)]
    assert findings({"slug": "one", "asr_only": {"value": True, "where": "p. 1"}}) == [("asr_only.where", rule)]
    rival = {"value": True, "instead": [{"value": False, "source": "pdf"}]}
    assert findings({"slug": "one", "asr_only": rival}) == [("asr_only.instead.0.source", rule)]
    assert findings({"slug": "one", "asr_only": {"value": True, "source": "survey"}}) == []


def test_primary_evidence_says_where(findings: Findings) -> None:
    fact = {"value": True, "source": "paper", "verified": "primary"}
    result = findings({"slug": "one", "sources": PAPER, "asr_only": fact})
    assert result == [("asr_only.verified", "primary-evidence-has-a-place")]
    assert findings({"slug": "one", "sources": PAPER, "asr_only": fact | {"verified": "secondary"}}) == []


def test_a_home_page_and_an_unused_source_are_warnings(small_survey: Project) -> None:
    record = {"slug": "one", "sources": {"home": "https://example.org/", "blog": "https://example.org/a"}}
    warnings = problems(small_survey, record | {"asr_only": {"value": True, "source": "home"}})
    assert [(problem.field, problem.severity) for problem in warnings] == [
        ("sources.home", "warning"),
        ("sources.blog", "warning"),
    ]
    assert len(load(small_survey).records) == 2


def test_no_date_is_later_than_its_source(findings: Findings) -> None:
    sources = {"paper": {"url": "https://example.org/paper", "read": "2024-02"}}
    for date, expected in {"2024-02-29": [], "2024": [], "2024-03": ["released"], "2025": ["released"]}.items():
        result = findings({"slug": "one", "sources": sources, "released": {"value": date, "source": "paper"}})
        assert [field for field, _ in result] == expected, date


def test_the_same_place_on_many_facts_is_reported(findings: Findings) -> None:
    stages = [{"name": f"stage {n}", "data": {"value": "x"} | EVIDENCE} for n in range(13)]
    result = findings({"slug": "one", "sources": PAPER, "training": {"stages": stages}})
    assert result == [("training.stages.0.data.where", "places-are-not-boilerplate")]
    assert findings({"slug": "one", "sources": PAPER, "training": {"stages": stages[:12]}}) == []


def test_present_and_former_slugs_are_all_different(findings: Findings) -> None:
    result = findings({"slug": "one", "formerly": ["first"]}, {"slug": "two", "formerly": ["zero", "first"]})
    assert result == [("formerly.1", "unique")]
    assert findings({"slug": "one", "formerly": ["two"]}, {"slug": "two"}) == [("slug", "unique")]


def test_values_of_unique_fields_differ_ignoring_case(findings: Findings) -> None:
    result = findings(
        {"slug": "one", "paper": {"title": "A Title", "venue": "ICLR"}},
        {"slug": "two", "paper": {"title": "a title", "venue": "ICLR"}},
        {"slug": "three", "paper": {"title": "not reported"}},
        {"slug": "four", "paper": {"title": "not reported"}},
    )
    assert result == [("paper.title", "unique")]


def test_a_record_may_refer_to_any_other_by_its_present_or_former_slug(findings: Findings) -> None:
    one = {"slug": "one", "formerly": ["first"], "relations": {"built_on": ["two"]}}
    assert findings(one, {"slug": "two"}, {"slug": "three", "relations": {"built_on": ["first", "whole"]}}) == []
    assert findings(one, {"slug": "two", "relations": {"built_on": ["four"]}}) == [
        ("relations.built_on.0", "reference")
    ]
    assert findings(one, {"slug": "two", "relations": {"built_on": ["two"]}}) == [("relations.built_on.0", "reference")]


@pytest.mark.parametrize(
    ("record", "field"),
    [
        ({"scope": "related"}, "scope"),
        ({"encoders": [{"name": "wavlm-large", "variant": "7B"}]}, "encoders.0.variant"),
        ({"training": {"llm": "frozen", "stages": [{"name": "a", "llm": "LoRA"}]}}, "training.llm"),
        ({"hours": {"asr": 1000, "audio": 960}}, "hours.asr"),
        ({"results": [{"test_set": "librispeech", "metric": "WER", "value": 2}]}, "results.0"),
    ],
)
def test_the_survey_s_own_rules_are_checked(findings: Findings, record: dict[str, Any], field: str) -> None:
    assert field in [path for path, _ in findings({"slug": "one"} | record)]


@pytest.mark.parametrize(
    "record",
    [
        {"scope": {"value": "related", "note": "Others build on it."}},
        {"training": {"llm": "LoRA", "stages": [{"name": "a", "llm": "LoRA"}, {"name": "b", "llm": "frozen"}]}},
        {"training": {"llm": "trained", "stages": [{"name": "a", "llm": "LoRA"}, {"name": "b"}]}},
        {"hours": {"asr": 960, "audio": 960}},
        {"hours": {"asr": 960, "audio": "not reported"}},
    ],
)
def test_a_valid_record_violates_none_of_the_survey_s_own_rules(findings: Findings, record: dict[str, Any]) -> None:
    assert findings({"slug": "one"} | record) == []


def test_types_and_rules_report_on_one_record_in_one_run(findings: Findings) -> None:
    result = findings(
        {
            "slug": "one",
            "sources": PAPER,
            "released": "2024-02-30",
            "asr_only": {"value": True, "source": "papre"},
            "variants": [{"nmae": "7B"}, {"name": "13B"}],
            "encoders": [{"name": "wavlm"}, {"name": "wavlm-large", "variant": "70B"}],
        }
    )
    assert sorted(field for field, _ in result) == [
        "asr_only.source",
        "encoders.0.name",
        "encoders.1.variant",
        "released",
        "variants.0.nmae",
    ]


def test_a_survey_with_an_error_is_not_loaded(small_survey: Project) -> None:
    problems(small_survey, {"slug": "one", "released": "2024-02-30"})
    with pytest.raises(DataError) as caught:
        load(small_survey)
    assert [problem.field for problem in caught.value.problems] == ["released"]


def test_records_are_sorted_by_name_and_by_date(small_survey: Project) -> None:
    assert problems(small_survey, {"slug": "a", "name": "Zeta", "released": 2025}, {"slug": "b", "name": "alpha"}) == []
    catalog = load(small_survey)
    assert [record.slug for record in catalog.records] == ["b", "whole", "a"]
    assert [record.slug for record in catalog.newest_first] == ["a", "whole", "b"]
