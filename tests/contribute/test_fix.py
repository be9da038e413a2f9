"""`catalog check --fix` mends what has one obvious remedy, and nothing else."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from catalog.cli.check import command
from catalog.format.fix import fix_yaml
from catalog.model.node import Node
from catalog.surveys.asr import record as asr
from catalog.surveys.asr.record import ConnectorEntry, EncoderEntry, System

ROOT = Path(__file__).parents[2]
WORDS = {
    "encoders": {
        key: EncoderEntry(name=name, meaning="m", aliases=aliases)
        for key, name, aliases in [
            ("whisper-large-v2", "Whisper large-v2", ()),
            ("whisper-large-v3", "Whisper large-v3", ()),
            ("beats", "BEATs", ("Audio Pre-Training with Acoustic Tokenizers",)),
            ("2024", "Encoder of 2024", ()),
        ]
    },
    "connectors": {"q-former": ConnectorEntry(name="Q-Former", meaning="m")},
    "test-sets": {"librispeech": asr.TestSetEntry(name="LibriSpeech", meaning="m")},
}


def fix(text: str) -> tuple[str, list[str]]:
    made, changes = fix_yaml(Path("a.yml"), text.encode(), Node.of(System), WORDS)
    return made, [str(change) for change in changes]


def test_a_question_mark_left_at_the_end_of_an_address_goes():
    text = "slug: a\nsources:\n  paper: https://x.org/a?\n  code: {url: \"https://x.org/b?\"}\npaper: {link: 'https://x.org/c?'}\n"
    made, told = fix(text)
    assert made == text.replace("?", "")
    assert told[0] == "a.yml:3:10: sources.paper: https://x.org/a? → https://x.org/a"
    assert len(told) == 3


def test_a_query_is_not_touched():
    text = "slug: a\nremark: Why?\npaper: {link: https://x.org/c?id=1}\n"
    assert fix(text) == (text, [])


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("training: {llm: lora}", "training: {llm: LoRA}"),
        ("training: {llm: {value: Frozn, source: x}}", "training: {llm: {value: frozen, source: x}}"),
        ("connector: {family: Q-former}", "connector: {family: q-former}"),
        ("encoders: [{name: Whisper Large-v2}]", "encoders: [{name: whisper-large-v2}]"),
        ("encoders: [{name: Beats}]", "encoders: [{name: beats}]"),
        ("connector: {family: not-reported}", "connector: {family: not reported}"),
        ("results: [{test_set: LibriSpeech}]", "results: [{test_set: librispeech}]"),
        ("method: {value: A, verified: Primary}", "method: {value: A, verified: primary}"),
        ("encoders: [{name: encoder of 2024}]", 'encoders: [{name: "2024"}]'),
    ],
)
def test_a_word_with_one_near_spelling_is_put_right(wrong, right):
    assert fix(wrong + "\n")[0] == right + "\n"


@pytest.mark.parametrize(
    "text",
    [
        "encoders: [{name: whisper-large}]",  # two are near
        "encoders: [{name: wav2vec}]",  # none is near
        "training: {llm: thawed}",
        "connector: {family: not reported}",
        "slug: [a",
    ],
)
def test_what_is_not_certain_is_left_to_the_contributor(text):
    assert fix(text + "\n") == (text + "\n", [])


def test_keys_are_put_in_order_and_the_style_is_left_alone():
    made, told = fix("name:   A\nslug: a\n")
    assert made == "slug: a\nname:   A\n"
    assert told == ["a.yml: keys put in order"]


def test_the_command_tells_each_change_and_then_checks(tmp_path):
    shutil.copytree(ROOT / "data", tmp_path / "data", ignore=shutil.ignore_patterns("systems"))
    (tmp_path / "data" / "systems").mkdir()
    file = tmp_path / "data" / "systems" / "a.yml"
    file.write_text("name: A\nslug: a\ntraining:\n  llm: lora # as they say\n")
    result = CliRunner().invoke(command, ["--fix", "--survey", str(tmp_path)], standalone_mode=False)
    assert result.return_value == 0, result.output
    assert "data/systems/a.yml:4:8: training.llm: lora → LoRA" in result.stderr
    assert file.read_text() == "slug: a\nname: A\ntraining:\n  llm: LoRA # as they say\n"
