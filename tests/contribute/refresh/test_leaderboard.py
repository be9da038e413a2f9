"""Results of the Open ASR Leaderboard: read by the names of columns, with the definition of the mean, once."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

import pytest

from catalog.contribute.refresh.results import StatedResults, results_source
from catalog.load.records import Definition, open_survey
from catalog.paths import Project
from catalog.services.asking.client import ServiceClient
from catalog.surveys.asr import record as asr
from catalog.surveys.asr.leaderboard import leaderboard_results, owners_of_weights, stated_results
from catalog.surveys.asr.leaderboard_files import ENGLISH, FILES, SETS, UnknownFileError, read_table
from catalog.surveys.asr.record import System
from tests.conftest import ROOT
from tests.standins import leaderboard
from tests.standins.faults import portal
from tests.standins.server import StandIns, stand_ins
from tests.standins.world import HubEntry, World

BOARD, LONG = FILES
SOURCE = results_source("english", "https://huggingface.co/datasets/x/blob/0123456/y.csv", "Board", "2026-09-10")
RATES = ["8.00", "9.00", "7.00", "1.50", "3.50", "2.00", "6.00", "5.00"]
MEAN = "5.25"
HEAD = 'slug: loom\nname: Loom\nsources: {paper: {url: "https://example.org/loom.pdf", title: Paper}}\n'
WEIGHTS = 'code: {weights: {value: ["https://huggingface.co/Loom-Lab/loom"], source: paper, where: abstract}}\n'
VARIANTS = "variants:\n" + "".join(
    f"  - name: {size}\n"
    f'    code: {{weights: {{value: ["https://huggingface.co/loom-lab/loom-{size}"], source: paper, where: {size}}}}}\n'
    for size in ("1b", "7b")
)


@pytest.fixture(scope="module")
def definition() -> Definition:
    return open_survey(Project(ROOT))


def system(definition: Definition, text: str) -> System:
    loaded = definition.read(definition.folder / "loom.yml", text.encode())
    assert isinstance(loaded.value, System), loaded.problems
    return loaded.value


def stated(definition: Definition, text: str, rows: list[dict[str, str]], **head: Any) -> StatedResults:
    table = read_table(leaderboard.english(rows, **head), BOARD)
    return stated_results(table, BOARD, SOURCE, owners_of_weights([system(definition, text)]))


def means(found: StatedResults) -> dict[str, float]:
    return {
        str(entry.fields.get("variant", "")): entry.value
        for entry in found.entries
        if entry.fields["test_set"] == "open-asr-leaderboard"
    }


def row(model: str = "loom-lab/loom", rates: list[str] = RATES, mean: str = MEAN, **cells: str) -> dict[str, str]:
    return leaderboard.row(model, rates, mean, **cells)


def test_a_row_becomes_entries_with_the_definition_of_the_mean_its_column_and_its_revision(
    definition: Definition,
) -> None:
    found = stated(definition, HEAD + WEIGHTS, [row(), row("others/loom")])
    entry = next(entry for entry in found.entries if entry.fields["test_set"] == "open-asr-leaderboard")
    assert entry.fields == {
        "test_set": "open-asr-leaderboard",
        "split": "english-short-form-8-monsoon",
        "metric": "WER",
        "run_by": "leaderboard",
        "normalisation": "English normaliser of the leaderboard since June 2026",
        "as_of": "2026-09-10",
    }
    assert (entry.value, entry.where) == (5.25, "row loom-lab/loom, column avg")
    assert entry.source.url.endswith("/blob/0123456/y.csv")
    clean = next(entry for entry in found.entries if entry.fields.get("split") == "test-clean")
    assert clean.value == 1.5
    assert len(found.entries) == 1 + len(leaderboard.SETS)


def test_every_set_and_every_mean_has_a_word_in_the_vocabulary(definition: Definition) -> None:
    words = definition.vocabularies["test-sets"]
    for test_set, split in SETS.values():
        entry = words[test_set]
        assert isinstance(entry, asr.TestSetEntry)
        assert split in entry.splits if split else not entry.splits
    board = words["open-asr-leaderboard"]
    assert isinstance(board, asr.TestSetEntry)
    assert {definition.split for file in FILES for definition in file.definitions} <= set(board.splits)


def test_definitions_are_never_mixed() -> None:
    assert len({definition.sets for definition in ENGLISH}) == len(ENGLISH)
    for known in ENGLISH:
        head = ["model", "avg", *(f"{name} WER" for name in known.sets)]
        table = read_table((",".join(head) + "\n").encode(), BOARD)
        assert table.definition == known


@pytest.mark.parametrize(
    ("extra", "without", "named"),
    [(("URGENT2024 WER",), (), "URGENT2024"), ((), ("LS Other WER",), "fewer sets"), ((), ("avg",), "means")],
)
def test_a_list_of_sets_that_is_not_known_is_refused(
    extra: tuple[str, ...], without: tuple[str, ...], named: str
) -> None:
    with pytest.raises(UnknownFileError, match=named):
        read_table(leaderboard.english([row()], extra, without), BOARD)


def test_other_columns_and_the_old_sets_beside_the_cleaned_ones_do_not_matter(definition: Definition) -> None:
    extra = ("AMI WER", "Earnings22 WER", "Gigaspeech WER", "Voxpopuli WER", "Colour")
    assert means(stated(definition, HEAD + WEIGHTS, [row()], extra=extra)) == {"": 5.25}


@pytest.mark.parametrize("content", [b"", b"<html>", b"\xff\xfe", b'model,avg\n"', b"a,b\n1,2\n", b"\x00\x01"])
def test_a_file_that_is_no_table_is_refused(content: bytes) -> None:
    with pytest.raises(UnknownFileError):
        read_table(content, BOARD)


@pytest.mark.parametrize("blank", ["", "-1", "-1.0", "nan", "inf", "n/a", "1e999"])
def test_a_blank_rate_is_none_and_its_row_has_no_mean(definition: Definition, blank: str) -> None:
    found = stated(definition, HEAD + WEIGHTS, [row(rates=[blank, *RATES[1:]])])
    assert means(found) == {}
    assert "ami-cleaned" not in {entry.fields["test_set"] for entry in found.entries}
    assert len(found.entries) == len(leaderboard.SETS) - 1


def test_a_mean_that_is_not_that_of_its_sets_is_not_taken(definition: Definition) -> None:
    assert means(stated(definition, HEAD + WEIGHTS, [row(mean="5.10")])) == {}


def test_rows_belong_to_the_variants_that_name_the_weights(definition: Definition) -> None:
    rows = [row("loom-lab/loom-1b"), row("Loom-Lab/Loom-7B", ["4.00"] * 8, "4.00")]
    assert means(stated(definition, HEAD + VARIANTS, rows)) == {"1b": 5.25, "7b": 4.0}


def test_a_twin_for_transformers_counts_only_where_the_checkpoint_has_no_row(definition: Definition) -> None:
    twin = row("loom-lab/loom-hf", ["4.00"] * 8, "4.00")
    assert means(stated(definition, HEAD + WEIGHTS, [row(), twin])) == {"": 5.25}
    alone = stated(definition, HEAD + WEIGHTS, [twin])
    assert means(alone) == {"": 4.0}
    assert {entry.note for entry in alone.entries} == {"Run with the checkpoint for the library Transformers."}


def test_rows_that_nobody_can_place_are_questions(definition: Definition) -> None:
    both = '["https://huggingface.co/loom-lab/loom-1b", "https://huggingface.co/loom-lab/loom-7b"]'
    text = HEAD + f"code: {{weights: {{value: {both}, source: paper, where: abstract}}}}\n"
    found = stated(definition, text, [row("loom-lab/loom-1b"), row("loom-lab/loom-7b")])
    assert found.entries == ()
    assert [slug for slug, _, _ in found.questions] == ["loom"]
    same = VARIANTS.replace("loom-7b", "loom-1b")
    assert [slug for slug, _, _ in stated(definition, HEAD + same, [row("loom-lab/loom-1b")]).questions] == ["loom"]


def test_a_number_that_is_there_at_this_definition_is_not_added_again(definition: Definition) -> None:
    result = (
        "  - {test_set: open-asr-leaderboard, split: %s, metric: WER, run_by: leaderboard, value: 5.25,"
        " as_of: 2026-08-30, source: paper, where: Table 1}\n"
    )
    text = HEAD + WEIGHTS + "results:\n"
    assert means(stated(definition, text + result % "english-short-form-8-monsoon", [row()])) == {}
    assert means(stated(definition, text + result % "english-short-form-8", [row()])) == {"": 5.25}


def test_speed_is_taken_only_where_none_is_known(definition: Definition) -> None:
    rows = [row(RTFx="418.256")]
    (number,) = stated(definition, HEAD + WEIGHTS, rows).numbers
    assert (number.path, number.value, number.where) == (("speed", "rtfx"), 418.26, "row loom-lab/loom, column RTFx")
    known = "speed: {rtfx: {value: 100, source: paper, where: Table 2}}\n"
    assert stated(definition, HEAD + WEIGHTS + known, rows).numbers == ()
    assert stated(definition, HEAD + WEIGHTS, [row(RTFx="-1")]).numbers == ()


def test_the_mean_of_long_recordings_is_read_too(definition: Definition) -> None:
    head = "model_id,Average,RTFx,Model size (B),earnings21,earnings22,tedlium,coraal_avg,Avg (without CORAAL)"
    table = read_table(f"{head}\nloom-lab/loom,5.00,-1,7,4.00,6.00,3.00,7.00,4.33\n".encode(), LONG)
    found = stated_results(table, LONG, SOURCE, owners_of_weights([system(definition, HEAD + WEIGHTS)]))
    assert [(entry.fields["split"], entry.value) for entry in found.entries] == [("english-long-form-4", 5.0)]
    assert found.numbers == ()


def read(standing: StandIns, record: System, environment: Mapping[str, str]) -> StatedResults:
    async def ask() -> StatedResults:
        async with ServiceClient("https://example.org", environment, clock=standing.clock) as client:
            return await leaderboard_results(client, [record])

    return asyncio.run(ask())


def world(content: bytes, sha: str = "0123456789abcdef0123456789abcdef01234567") -> World:
    entry = HubEntry(BOARD.repository, kind="datasets", sha=sha, modified="2026-09-10", files={BOARD.file: content})
    return World(hub=[entry])


def test_the_newest_revision_is_read_and_a_file_that_is_gone_costs_its_part_only(definition: Definition) -> None:
    with stand_ins(world(leaderboard.english([row()]))) as standing:
        found = read(standing, system(definition, HEAD + WEIGHTS), standing.environment)
        assert means(found) == {"": 5.25}
        assert "/blob/0123456789abcdef0123456789abcdef01234567/" in found.entries[0].source.url
        assert len(found.failures) == 1
        assert "long-form" in found.failures[0]
        assert len(standing.asked("Hugging Face")) <= 4


def test_a_page_in_place_of_the_file_is_a_sentence(definition: Definition) -> None:
    with stand_ins(world(leaderboard.english([row()]))) as standing:
        standing.plant("Hugging Face", f"/datasets/{BOARD.repository}/*", portal())
        found = read(standing, system(definition, HEAD + WEIGHTS), standing.environment)
    assert found.entries == ()
    assert any(BOARD.title in failure for failure in found.failures)
