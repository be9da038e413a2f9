"""No cell of the original table is lost: what each says can be told from the committed records alone."""

import hashlib

import pytest

from catalog.importing import CellState, original_table
from catalog.importing.corrections import says_the_same
from catalog.rules import load
from catalog.values import SURVEY, long

ROWS = {
    "1": "macaw-llm",
    "2": "fathullah-prompting-llm-asr",
    "3": "salmonn",
    "4": "qwen-audio",
    "5": "slam-asr",
    "6": "speechverse",
    "7": "seed-asr",
    "8": "qwen2-audio",
    "9": "fireredasr-llm",
    "10": "legoslm",
    "11": "fun-asr",
    "Audio Flamingo": "audio-flamingo",
    "Audio Flamingo 2": "audio-flamingo-2",
    "Audio Flamingo 3": "audio-flamingo-3",
}


@pytest.fixture(scope="module")
def catalogue(here):
    return load(here)


@pytest.fixture(scope="module")
def original(catalogue):
    return original_table(catalogue)


@pytest.fixture(params=ROWS)
def row(request, original):
    return next(row for row in original.rows if row.label == request.param)


def claims(column, record):
    """Everything a record says of a field: facts and their rivals."""
    return [claim for fact in column.facts(record) for claim in (fact, *fact.instead)]


def test_the_original_table_is_kept_as_it_was(here):
    digest = hashlib.sha256((here.data / "original-table.md").read_bytes()).hexdigest()
    assert digest == "4e68d152052e5d2a09cca06982cc9dcc61df77bca7fa439e3f9dedb2251de229"


def test_all_of_its_196_cells_are_understood(original):
    assert {row.label: row.slug for row in original.rows} == ROWS
    assert {state.value: original.count(state) for state in CellState} == {
        "empty": 10,
        "understood": 186,
        "not understood": 0,
    }
    assert original.problems == ()


def test_every_fact_of_a_row_stands_in_its_record_as_value_or_as_the_surveys_rival(catalogue, row):
    record = catalogue.by_slug[row.slug]
    lost = []
    for path, fact in row.facts.items():
        same = [claim for claim in claims(catalogue.by_path[path], record) if says_the_same(claim, fact)]
        values = [claim for claim in same if claim in catalogue.by_path[path].facts(record)]
        if not values and not any(claim.source == SURVEY for claim in same):
            lost.append((path, fact.value or fact.blank))
    assert lost == []


def test_every_doubt_of_a_row_is_kept_unless_another_source_settles_it(catalogue, row):
    record = catalogue.by_slug[row.slug]
    for path, fact in row.facts.items():
        kept = [claim for claim in claims(catalogue.by_path[path], record) if says_the_same(claim, fact)]
        if not fact.certain:
            assert all(not claim.certain or claim.source != SURVEY for claim in kept), path


def test_the_number_of_a_row_stands_beside_a_fact_taken_from_it(catalogue, row):
    record = catalogue.by_slug[row.slug]
    places = [claim.where for column in catalogue.columns for claim in claims(column, record) if claim.source == SURVEY]
    assert any(f"of row {row.label}" in place for place in places)
    assert all(f"of row {row.label}" in place for place in places), places


def test_a_record_claims_nothing_in_the_surveys_name_where_its_cell_is_empty(catalogue, row):
    record = catalogue.by_slug[row.slug]
    for cell in (cell for cell in row.cells if cell.state is CellState.EMPTY):
        for column in cell.fields:
            assert not [claim for claim in claims(column, record) if claim.source == SURVEY], column.path


def test_what_the_cells_mean_is_what_their_readers_take_them_to_mean(original):
    facts = {row.slug: row.facts for row in original.rows}
    flat = {
        (slug, path): (str(fact.value if fact.blank is None else fact.blank), fact.certain, fact.note)
        for slug, row in facts.items()
        for path, fact in row.items()
    }
    assert flat["fathullah-prompting-llm-asr", "training.encoder"] == ("frozen", False, "")
    assert flat["fathullah-prompting-llm-asr", "training.llm"] == ("LoRA", True, "")
    assert flat["fathullah-prompting-llm-asr", "code.repository"] == ("not reported", True, "")
    assert flat["salmonn", "llm_input"] == ("continuous", False, "")
    assert flat["qwen-audio", "connector.family"] == ("mlp", False, "")
    assert flat["slam-asr", "released"] == ("2024-02-13", True, "")
    assert flat["slam-asr", "asr_only"] == ("True", True, "")
    assert flat["speechverse", "paper.arxiv"] == ("2405.08295", True, "")
    assert flat["qwen2-audio", "training.llm"] == ("trained", False, "")
    assert flat["fireredasr-llm", "hours.asr"][2] == "high-quality"
    assert flat["fun-asr", "code.repository"] == ("https://github.com/modelscope/FunASR", False, "")
    assert flat["audio-flamingo", "llm_input"] == ("not applicable", True, "")
    hours = {slug: long(row["hours.asr"].value, "hours") for slug, row in facts.items() if _hours(row)}
    assert hours == {
        "fathullah-prompting-llm-asr": "at least 50,000 hours",
        "salmonn": "1,200 hours",
        "qwen-audio": "53,000 hours",
        "slam-asr": "960 hours",
        "speechverse": "3,000 hours",
        "seed-asr": "at least 7,700,000 hours",
        "qwen2-audio": "at least 370,000 hours",
        "fireredasr-llm": "81,000 hours",
        "legoslm": "at least 50,000 hours",
        "fun-asr": "at least 10,000,000 hours",
    }


def _hours(facts):
    return facts["hours.asr"].value if "hours.asr" in facts else None
