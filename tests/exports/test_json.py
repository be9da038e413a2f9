"""The JSON export's contract."""

from __future__ import annotations

import json
from typing import Any

from catalog.exports.json import json_export
from tests.exports.conftest import Make

SOURCES = {"paper": "https://example.org/paper", "blog": {"title": "A blog"}}
EVIDENCE = {"source": "paper", "where": "Table 1", "verified": "primary"}


def exported(make: Make, **record: Any) -> dict[str, Any]:
    catalog = make({"slug": "one", "sources": SOURCES} | record)
    (made,) = json.loads("".join(json_export(catalog, catalog.records)))["records"]
    return made


def test_a_document_is_the_survey_and_its_records(make: Make) -> None:
    catalog = make({"slug": "one"}, {"slug": "two", "name": "A second"})
    document = json.loads("".join(json_export(catalog, catalog.records)))
    assert list(document) == ["survey", "records"]
    assert document["survey"]["title"] == "Speech recognisers"
    assert document["survey"]["units"]["hours.asr"] == "hours"
    assert document["survey"]["vocabularies"]["encoders"]["wavlm-large"]["name"] == "WavLM Large"
    assert [list(record)[:2] for record in document["records"]] == [["slug", "name"]] * 2
    assert [record["name"] for record in document["records"]] == ["A second", "ONE"]


def test_the_survey_and_each_record_stand_on_a_line_of_their_own(make: Make) -> None:
    catalog = make({"slug": "one", "remark": "Two\nlines"}, {"slug": "two"})
    survey, opening, *records, end = "".join(json_export(catalog, catalog.records)).splitlines()
    assert json.loads(survey + '"": 0}').keys() == {"survey", ""}
    assert (opening, end) == ('"records": [', "]}")
    assert [json.loads(line.removesuffix(","))["slug"] for line in records] == ["one", "two"]


def test_a_fact_says_all_that_is_known_in_a_fixed_order_and_nothing_else(make: Make) -> None:
    fact = {"value": "50K+", "note": "n", "certain": False} | EVIDENCE | {"instead": [{"value": 960, "source": "blog"}]}
    made = exported(make, hours={"asr": fact})
    assert list(made["hours"]["asr"].items()) == [
        ("value", 50_000),
        ("bound", "at least"),
        ("source", "paper"),
        ("where", "Table 1"),
        ("verified", "primary"),
        ("certain", False),
        ("note", "n"),
        ("instead", [{"value": 960, "source": "blog"}]),
    ]
    assert exported(make, hours={"asr": 960})["hours"] == {"asr": {"value": 960}}


def test_the_three_blanks_are_told_apart(make: Make) -> None:
    made = exported(make, hours={"asr": "not reported", "audio": "not applicable"})
    assert made["hours"] == {
        "asr": {"value": None, "blank": "not reported"},
        "audio": {"value": None, "blank": "not applicable"},
    }


def test_the_evidence_of_a_measurement_stands_beside_its_value(make: Make) -> None:
    result = {"test_set": "aishell", "metric": "CER", "value": 5.1, "as_of": "2024-02", "run_by": "authors"}
    made = exported(make, results=[result | EVIDENCE])
    assert made["results"] == [result | EVIDENCE]


VARIANTS = [
    {"name": "small", "parameters": "1B", "code": {"weights": ["https://example.org/small"]}},
    {"name": "large", "hours": {"asr": 160}},
    {"name": "twin", "scope": {"value": "sibling", "note": "No LLM."}},
]


def test_a_record_with_variants_has_what_holds_for_each_model(make: Make) -> None:
    result = {"test_set": "aishell", "metric": "CER", "value": 5.1, "as_of": "2024-02", "run_by": "authors"}
    made = exported(
        make,
        method="One",
        hours={"asr": 100, "audio": 200},
        code={"weights": "not reported"},
        variants=VARIANTS,
        results=[result | {"variant": "large"}],
    )
    assert made["hours"] == {"asr": {"value": 100}, "audio": {"value": 200}}, "as it is in the file"
    assert [variant["name"] for variant in made["variants"]] == ["small", "large", "twin"]
    small, large, twin = made["models"]
    assert small == {
        "name": "small",
        "parameters": {"value": 1_000_000_000},
        "code": {"weights": {"value": ["https://example.org/small"]}},
        "hours": made["hours"],
        "derived": {"code.availability": [{"value": "weights open"}], "code.terms": [{"value": "open"}]},
    }
    assert large["hours"] == {"asr": {"value": 160}, "audio": {"value": 200}}
    assert large["derived"] == {path: [{"value": "closed"}] for path in ("code.availability", "code.terms")}
    assert twin["scope"] == {"value": "sibling", "note": "No LLM."}
    assert made["derived"]["code.availability"] == [{"value": "weights open"}, {"value": "closed"}]


def test_a_record_of_one_model_has_no_models(make: Make) -> None:
    made = exported(make, hours={"asr": 960}, variants=[])
    assert "models" not in made
    assert "derived" not in made


def test_lists_flags_dates_words_and_addresses_keep_their_types(make: Make) -> None:
    made = exported(
        make,
        released="2024-02",
        institutes=["sjtu"],
        asr_only=True,
        llm_input="continuous",
        code={"weights": ["https://example.org/a"]},
        abilities={"tasks": []},
    )
    assert (made["released"], made["asr_only"]) == ({"value": "2024-02"}, {"value": True})
    assert (made["institutes"], made["llm_input"]) == ({"value": ["sjtu"]}, {"value": "continuous"})
    assert made["code"]["weights"] == {"value": ["https://example.org/a"]}
    assert made["abilities"]["tasks"] == {"value": []}


def test_text_of_any_script_is_itself(make: Make) -> None:
    text = '汉字 \u05e2\u05d1\u05e8 and 👩🏽\u200d🔬 <b>&" end'
    made = exported(make, remark=text)
    assert made["remark"] == text
    assert made["sources"]["blog"] == {"title": "A blog"}
