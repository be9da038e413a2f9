"""Twenty-five faults in ten files of the real data are all reported in one run, each at its location."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from tests.conftest import ROOT, Command

FAULTS = {
    "systems/slam-asr.yml": [
        ("¦realeased: 2024-02-13", "unknown key `realeased`"),
        ("released: ¦2024-02-30", "February 2024 has 29 days"),
        ("asr_only: ¦no", "`no` without quotes"),
    ],
    "systems/seed-asr.yml": [
        ("llm_input: ¦continous", "found 'continous'"),
        ("released: {value: ¦2024-13, source: survey}", "there is no month 13"),
        ("hours:\n  asr: ¦960 hours", "found '960 hours' where a number belongs"),
    ],
    "systems/qwen-audio.yml": [
        ("relations:\n  built_on: [¦no-such-system]", "there is no record `no-such-system`"),
        ("institutes: [alibaba, ¦alibabba]", "which is not in data/institutes.yml"),
        ("method: {value: Qwen-Audio, source: ¦papr}", "`papr` is not among the record's sources"),
    ],
    "systems/salmonn.yml": [
        ("slug: ¦salmon", "the slug `salmon` differs from the file name"),
        ("code: {repository: ¦javascript:alert(1)}", "found javascript: where an http or https address belongs"),
    ],
    "systems/qwen2-audio.yml": [
        ("ranking: ¦1:20", "`1:20` without quotes"),
        ("parameters: ¦[7B]", "found a list where a number belongs"),
        ("method: {value: Qwen2-Audio, ¦sorce: survey}", "unknown key `sorce`"),
    ],
    "systems/speech-llama.yml": [
        ('paper: {title: Another title, arxiv: ¦"2402.08846"}', "is also in data/systems/slam-asr.yml"),
        ("formerly: [¦slam-asr]", "the slug `slam-asr` is also used in data/systems/slam-asr.yml"),
        ("asr_only: ¦maybe", "found the text 'maybe' where true or false belongs"),
    ],
    "systems/fireredasr-llm.yml": [("hours:\n¦\tasr: 960", "a tab where only spaces are allowed")],
    "systems/wavllm.yml": [("remark: caf¦\udce9", "the byte 0xe9 is not UTF-8")],
    "systems/ltu-as.yml": [
        ("remark: ¦42", "found the number 42 where text belongs"),
        ("training: {llm: ¦lora}", "found 'lora', which is not one of the allowed words"),
        ("abilities:\n  tasks: []\n  ¦tasks: []", "duplicate key `tasks`"),
    ],
    "encoders.yml": [
        ("¦Big Encoder: {name: Big encoder, meaning: A key with capitals.}", "the key 'Big Encoder' is not allowed"),
        ("tiny-encoder: ¦{name: Tiny encoder}", "the key `meaning` is missing"),
        ("other-encoder: {name: Other, meaning: Has a link., link: ¦example.org}", "found 'example.org'"),
    ],
}
"""File → lines with a fault after `¦`, and a part of the expected message."""


Expected = tuple[tuple[str, int, int], str]
"""File, line and column, and a part of the message."""


def insert(file: Path, faults: list[tuple[str, str]]) -> list[Expected]:
    """Replace the keys of each block by the block, at the end of the file; return what `check` should report."""
    text = file.read_text(encoding="utf-8")
    for block, _ in faults:
        lines = block.replace("¦", "")
        key = re.escape(lines.partition(":")[0])
        text = re.sub(rf"^{key}:.*\n(?:[ -].*\n|\n)*", "", text, flags=re.MULTILINE) + lines + "\n"
    file.write_text(text, encoding="utf-8", errors="surrogateescape")
    return [(location(file, text, block), message) for block, message in faults]


def location(file: Path, text: str, block: str) -> tuple[str, int, int]:
    """File, line and column of the fault in `block`, as `check` reports them."""
    before = text[: text.index(block.replace("¦", "") + "\n")] + block.partition("¦")[0]
    path = file.relative_to(next(folder for folder in file.parents if folder.name == "data").parent)
    return str(path), before.count("\n") + 1, len(before) - before.rfind("\n")


@pytest.fixture
def expected(tmp_path: Path) -> list[Expected]:
    shutil.copytree(ROOT / "data", tmp_path / "data")
    return [item for name, faults in FAULTS.items() for item in insert(tmp_path / "data" / name, faults)]


def test_all_are_reported_at_their_line_and_column_in_one_run(expected: list[Expected], command: Command) -> None:
    assert (len(expected), len(FAULTS)) == (25, 10)
    done = command("check", "--format", "json")
    errors = [item for item in json.loads(done.stdout) if item["severity"] == "error"]
    messages = {(item["file"], item["line"], item["column"]): item["message"] for item in errors}
    assert sorted(messages) == sorted(location for location, _ in expected)
    assert [message for location, message in expected if message not in messages[location]] == []
    assert (done.returncode, done.stderr, len(errors)) == (1, "", 25)
