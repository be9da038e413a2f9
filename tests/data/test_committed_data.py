"""The committed records: nearly every fact has evidence, and most of it was read in the source."""

import json
from collections import Counter
from pathlib import Path

import pytest
import yaml

from catalog.exports.json import json_export
from catalog.paths import Project
from catalog.rules import check, load
from catalog.surveys.asr.leaderboard_files import SETS

SURVEYED = (
    "macaw-llm",
    "fathullah-prompting-llm-asr",
    "salmonn",
    "qwen-audio",
    "slam-asr",
    "speechverse",
    "seed-asr",
    "qwen2-audio",
    "fireredasr-llm",
    "legoslm",
    "fun-asr",
    "audio-flamingo",
    "audio-flamingo-2",
    "audio-flamingo-3",
)
"""The systems of the original table."""


@pytest.fixture(scope="module")
def survey():
    return Project(Path(__file__).resolve().parents[2])


@pytest.fixture(scope="module")
def catalogue(survey):
    return load(survey)


@pytest.fixture(scope="module")
def exported(catalogue):
    return {
        record["slug"]: record for record in json.loads("".join(json_export(catalogue, catalogue.records)))["records"]
    }


def is_evident(fact):
    """A value or an explicit blank, with a source and a place in it."""
    return {"value", "source", "where"} <= fact.keys() and (fact["value"] is not None or "blank" in fact)


def evident(node, *, rivals):
    """Every fact of an export that has a source and a place in it; `models` repeats those of variants."""
    if isinstance(node, dict):
        if is_evident(node):
            yield node
        node = [part for key, part in node.items() if key != "models" and (rivals or key != "instead")]
    if isinstance(node, list):
        for part in node:
            yield from evident(part, rivals=rivals)


def primary_share(facts):
    return sum(fact.get("verified") == "primary" for fact in facts) / len(facts)


def test_the_committed_data_have_no_errors(survey):
    assert [problem for problem in check(survey) if problem.severity == "error"] == []


def test_there_are_at_least_150_systems(exported):
    assert len(exported) >= 150


def test_there_are_at_least_700_results_of_one_number_each(exported):
    results = [result for record in exported.values() for result in record.get("results", [])]
    assert len(results) >= 3000
    assert all(isinstance(result["value"], int | float) for result in results)


def test_every_result_has_its_evidence_its_date_and_its_runner(exported):
    for record in exported.values():
        for result in record.get("results", []):
            assert is_evident(result), record["slug"]
            assert {"verified", "as_of", "run_by"} <= result.keys(), record["slug"]


def test_every_source_in_which_a_fact_was_read_says_on_which_day(exported):
    days = {}
    for slug, record in exported.items():
        written = {key: part for key, part in record.items() if key != "derived"}
        claims = [claim for claim in evident(written, rivals=True) if claim["source"] != "survey"]
        own = {claim["source"] for claim in claims if claim["verified"] in ("primary", "derived")}
        days |= {(slug, key): record["sources"][key].get("read") for key in own}
    assert len(days) >= 500
    assert [source for source, day in days.items() if day is None] == []


def test_at_least_10000_facts_have_a_source_and_a_place_and_88_percent_were_read_there(exported):
    facts = list(evident(list(exported.values()), rivals=False))
    assert len(facts) >= 10_000
    assert primary_share(facts) >= 0.88


def test_of_all_graded_claims_rivals_included_85_percent_were_read_in_the_source(exported):
    claims = list(evident(list(exported.values()), rivals=True))
    assert primary_share([claim for claim in claims if "verified" in claim]) >= 0.85
    assert all("verified" in claim or claim["source"] == "survey" for claim in claims)


@pytest.mark.parametrize("slug", SURVEYED)
def test_every_system_of_the_original_table_has_evidence_for_the_columns_of_that_table(catalogue, slug):
    parts = ("training.encoder", "training.connector", "training.llm")
    columns = ("encoders.name", "connector.family", "llms.name", *parts, "llm_input", "hours.asr")
    facts = {path: catalogue.by_path[path].facts(catalogue.by_slug[slug]) for path in columns}
    assert {path for path, known in facts.items() if not all(fact.source and fact.where for fact in known)} == set()


def test_no_two_systems_have_the_same_name(exported):
    names = Counter(record["name"].casefold() for record in exported.values())
    assert [name for name, times in names.items() if times > 1] == []


def test_the_scope_has_no_source_as_it_is_the_catalogue_s_own_decision(exported):
    assert [slug for slug, record in exported.items() if "source" in record["scope"]] == []


def test_every_vocabulary_is_sorted_and_has_every_name_once(catalogue):
    for vocabulary, entries in catalogue.vocabularies.items():
        assert list(entries) == sorted(entries), vocabulary
        assert len({entry.name.casefold() for entry in entries.values()}) == len(entries), vocabulary
        assert all(entry.meaning.endswith(".") for entry in entries.values()), vocabulary


def test_every_entry_of_a_vocabulary_is_used_by_a_system_or_waits_for_its_rows_in_the_leaderboard(catalogue, exported):
    used = set(words(list(exported.values()))) | {test_set for test_set, _ in SETS.values()}
    unused = {name: set(entries) - used for name, entries in catalogue.vocabularies.items()}
    assert {name: keys for name, keys in unused.items() if keys} == {}


def words(node):
    """Every text of an export."""
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict | list):
        for part in node.values() if isinstance(node, dict) else node:
            yield from words(part)


def test_every_file_reads_the_same_with_both_loaders_of_pyyaml(survey):
    for file in sorted(survey.data.rglob("*.yml")):
        text = file.read_text(encoding="utf-8")
        assert yaml.load(text, yaml.SafeLoader) == yaml.load(text, yaml.CSafeLoader), file


def test_85_percent_of_the_papers_have_their_authors(exported):
    papers = [record["paper"] for record in exported.values() if record.get("paper", {}).get("title", {}).get("value")]
    assert len(papers) >= 120
    assert sum(bool(paper.get("authors", {}).get("value")) for paper in papers) >= 0.85 * len(papers)
