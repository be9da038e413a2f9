"""Fifty more faults in every kind of file, none of them the example of another test, are reported at their places."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from catalog.api.files import inspect_other_files
from catalog.errors import Problem
from catalog.pages.overviews import OVERVIEWS
from catalog.paths import Project
from catalog.rules import CheckCache
from catalog.rules.check import check_survey
from catalog.settings.check import FOLDERS
from tests.conftest import ROOT

LATER = datetime.now(UTC).date() + timedelta(days=2)
RESULT = "test_set: librispeech, split: test-clean, metric: WER, as_of: 2025, run_by: authors"
MEASURE = "label: Another, of: results, where"
NOTHING = "training.llm=frozen&training.llm=!frozen"

RECORDS = {
    "itself": ("formerly: [it-was]\nrelations: {built_on: [¦it-was]}\n", "refers to itself"),
    "soon": (f"released: ¦{LATER}\n", "is in the future"),
    "shared-1": ("formerly: [they-were]\n", ""),
    "shared-2": ("formerly: [¦they-were]\n", "is also used in data/systems/shared-1.yml:3"),
    "size": ("llms:\n  - {name: qwen-7b, parameters: ¦72B}\n", "72B here, but "),
    "twice": ("llms:\n  - {name: qwen-7b}\n  - ¦{name: qwen-7b}\n", "the same as item 1 of this list"),
    "perfect": (f"results:\n  - {{{RESULT}, value: ¦0}}\n", "lower than any published one"),
    "metric": (f"results:\n  - {{{RESULT}, value: {{value: ¦3}}}}\n", "found a mapping where a number belongs"),
    "case": ("results:\n  - {test_set: librispeech, split: ¦Test-Clean, metric: WER, value: 3}\n", "no split"),
    "lora": ("training: {encoder: frozen, llm: frozen, lora: ¦rank 8}\n", "neither the encoder nor the LLM"),
    "whole": ("connector: {downsampler: none, downsampling: ¦4}\n", "without a downsampler"),
    "hours": ("variants: [{name: 7B, hours: {asr: ¦100, audio: 50}}]\n", "more ASR hours than hours of all audio"),
    "licence": ("code: {licence: ¦apache 2.0}\n", "found 'apache 2.0', a licence with an SPDX identifier"),
    "unknown": ("parameters: {value: not reported, instead: [¦{value: not reported, source: survey}]}\n", "is equal"),
    "range": ("hours: {asr: ¦500-100}\n", "found '500-100' where a number belongs"),
    "hexadecimal": ("hours: {asr: ¦0x1F4}\n", "disagree about which number"),
    "time": ("released: ¦2024-06-01T10:00:00Z\n", "where a date belongs"),
    "leap": ("sources: {a: {url: 'https://a.org/b', read: ¦2025-02-29}}\n", "February 2025 has 28 days"),
    "item": ("abilities: {tasks: [one, ¦null]}\n", "found nothing where text belongs"),
    "ssh": ("code: {repository: ¦git@github.com:a/b.git}\n", "where an http or https address belongs"),
    "end": ("...\n¦remark: behind the end\n", "behind a line `...`"),
    "directive": ("¦%YAML 1.1\n---\n", "a second document starts here"),
    "binary": ("remark: ¦!!binary aGVsbG8=\n", "the tag !!binary is not supported"),
    "key": ("? ¦[a, b]\n: c\n", "a key cannot be a list or a mapping"),
    "middle": ("remark: one¦\ufefftwo\n", "U+FEFF"),
    "next-line": ("remark: one¦\x85two\n", "U+0085"),
    "form-feed": ("remark: one¦\x0ctwo\n", "U+000C"),
    "long": (f"remark: ¦{'x' * 99_000}\n", "longer than 2000 characters"),
}
"""Slug → what stands in the record below slug and name, with a fault after `¦`, and a part of the message."""

BESIDE = [
    ("llms.yml", "", "echo: {name: Echo, meaning: E., aliases: [¦qwen-7b]}\n", "also names `qwen-7b`"),
    ("llms.yml", "", "¦__proto__: {name: Proto, meaning: P.}\n", "is not allowed"),
    ("encoders.yml", "", "zip: {name: Zip, meaning: ¦null}\n", "found nothing where text belongs"),
    ("connectors.yml", "", "¦not-reported: {name: Blank, meaning: B.}\n", "how records write that a field has no"),
    ("test-sets.yml", "", "eco: {name: Eco, meaning: E., splits: ¦test}\n", "where a list belongs"),
    ("institutes.yml", "", "nil: {name: Nil, meaning: N., ¦parameters: 7B}\n", "unknown key `parameters`"),
    ("links.yml", "hosts:\n", "hosts:\n  ¦GitHub.com: {because: slow}\n", "is not the name of a host"),
    ("links.yml", '"a shared resolver"', "¦TODO", "which says nothing yet"),
    ("survey.yml", "drawing: catalog.surveys.asr.schematic:diagram", "drawing: ¦catalog.errors:Problem", "a function"),
    ("survey.yml", "catalog.surveys.asr.migrations:MIGRATIONS", "¦catalog.errors:SetupError", "is not a list"),
    ("survey.yml", "address: https://survey-catalog.github.io/llm-asr/", "address: ¦http://localhost/?a", "no reader"),
    ("survey.yml", "one: system\n", "one: ¦survey\n", "is the schema of data/survey.yml"),
    ("survey.yml", "date: released, venue", "date: ¦paper.venue, venue", "`paper.venue` is not a date"),
    ("survey.yml", "arxiv: paper.arxiv", "arxiv: ¦method", "`method` is not a field of addresses"),
    ("survey.yml", "successor_of, relations.built_on]", "built_on, ¦relations.built_on]", "is here a second time"),
    ("survey.yml", "measures:\n", f"measures:\n  - {{key: zz, {MEASURE}: {{¦value: '3'}}}}\n", "no field `value`"),
    ("original-table.mapping.yml", "FireRedASR: fireredasr-llm", "FireRedASR: ¦fathullah-prompting-llm-asr", "already"),
    ("original-table.mapping.yml", "slugs: {", "slugs: {FireRed: ¦fire-red, ", "has no record 'FireRed'"),
]  # fmt: skip
"""File, the text that is replaced (nothing: the end), the text with a fault after `¦`, part of the message."""

VALUES = [
    ("links.yml", "github.com: {at_once: 2", "github.com: {at_once: ¦true", "where a whole number belongs"),
    ("links.yml", "doi.org: {at_once: 2", "doi.org: {at_once: ¦1.5", "where a whole number belongs"),
    ("links.yml", "huggingface.co: {at_once: 2", "huggingface.co: {at_once: ¦0", "a number of at least 1"),
    ("links.yml", "anchors: false, b", "anchors: ¦maybe, b", "where true or false belongs"),
    ("survey.yml", "questions:\n", f"questions:\n  - {{ask: Which?, query: ¦{NOTHING}}}\n", "question finds nothing"),
    ("links.yml", "waivers: []", "waivers: [{url: 'https://x.org/', because: b, until: ¦2027-W01-1}]", "where a day"),
]
"""The same for values that keep the rest of their file from being looked at, and for what all records must lack."""

SETTINGS = [
    ("survey.yml", "one: system\n", "one: ¦../../system\n", "cannot be part of the name of a file"),
    ("survey.yml", "[relations.successor_of, relations.built_on]", "¦[]", "found an empty list"),
    ("survey.yml", "newest: released", "people: [{name: A, page: ¦'data:,a'}]\nnewest: released", "found data:"),
]
"""The same for settings that keep everything else from being looked at."""

FILES = {
    f"archive/{LATER}.json": ('{"records": []}', "is yet to come"),
    "archive/2026-10-01.json": ("[" * 100_000, "not valid JSON"),
    "archive/2026-10-02.json": (f'{{"records": [{"9" * 5000}]}}', "not valid JSON"),
    "archive/2026-W40-4.json": ('{"records": []}', "is not a date"),
    "link-report.json": ("[" * 100_000, "not a report of `catalog links --save`"),
    "link.yml": ("hosts: {}\n", "nothing reads this file"),
    "table.mapping.yaml": ("name: A\n", "it is not named table.mapping.yml"),
    "systems/qwen-audio (1).yml": ("slug: a\n", "a copy of qwen-audio.yml"),
    "systems/fold.yml/z.yml": ("slug: z\n", "nothing reads files in data/systems/fold.yml"),
    "systems/space .yml": ("slug: space\nname: Space\n", "differs from the file name"),
}
"""Further files, with their text and a part of the message."""


@pytest.fixture
def data(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "data", tmp_path / "data")
    return tmp_path / "data"


def plant(data: Path, edits: list[tuple[str, str, str, str]]) -> list[tuple[tuple[str, int, int], str]]:
    """Make the edits; return the place of each fault, with a part of its message."""
    for name, old, new, _ in edits:
        text = (data / name).read_text(encoding="utf-8") if (data / name).exists() else ""
        assert old in text
        text = text.replace(old, new, 1) if old else text + new
        (data / name).write_text(text, encoding="utf-8", newline="")
    texts = {name: (data / name).read_bytes().decode() for name, *_ in edits}
    for name, text in texts.items():
        (data / name).write_text(text.replace("¦", ""), encoding="utf-8", newline="")
    return [(place(name, texts[name], new), part) for name, _, new, part in edits if "¦" in new]


def place(name: str, text: str, new: str) -> tuple[str, int, int]:
    before = text[: text.index(new)] + new.partition("¦")[0]
    line = before.rpartition("\n")[2]
    return f"data/{name}", before.count("\n") + 1, len(line.replace("¦", "")) + 1


def problems(data: Path) -> list[Problem]:
    return check_survey(Project(data.parent), CheckCache(), [inspect_other_files]).problems


def silent(data: Path, expected: list[tuple[tuple[str, int, int], str]]) -> list[object]:
    """What is expected and not reported at its place."""
    reports = [((item.file.as_posix(), item.line, item.column), item.message) for item in problems(data)]
    return [(at, part) for at, part in expected if not any(at == other and part in text for other, text in reports)]


def test_all_are_reported_at_their_places(data: Path) -> None:
    heads = {slug: f"slug: {slug}\nname: The {slug} recogniser\n" for slug in RECORDS}
    records = [(f"systems/{slug}.yml", "", heads[slug] + text, part) for slug, (text, part) in RECORDS.items()]
    for name, (text, _) in FILES.items():
        (data / name).parent.mkdir(exist_ok=True)
        (data / name).write_text(text, encoding="utf-8")
    assert len(RECORDS) + len(BESIDE) + len(FILES) + len(VALUES) + len(SETTINGS) >= 50
    assert silent(data, plant(data, [*records, *BESIDE])) == []
    reports = [(item.file.as_posix(), item.message) for item in problems(data)]
    for name, (_, part) in FILES.items():
        assert any(file == f"data/{name}" and part in message for file, message in reports), name


@pytest.mark.parametrize("edits", [VALUES, SETTINGS])
def test_values_of_the_wrong_kind_are_reported_at_their_places(
    data: Path, edits: list[tuple[str, str, str, str]]
) -> None:
    assert silent(data, plant(data, edits)) == []


def test_records_have_a_folder_of_their_own(small_survey: Project) -> None:
    (small_survey.data / "systems").rename(small_survey.data / "assets")
    settings = small_survey.settings.read_text(encoding="utf-8").replace("folder: systems", "folder: assets")
    small_survey.settings.write_text(settings, encoding="utf-8")
    (problem,) = check_survey(small_survey).problems
    assert (problem.field, problem.message) == ("folder", "the website or data/ has a folder `assets` of its own")
    assert set(OVERVIEWS) - {""} <= FOLDERS
