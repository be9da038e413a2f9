"""`catalog check --fix` corrects what has exactly one correction, and nothing else."""

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
    text, fixes = fix_yaml(Path("a.yml"), text.encode(), Node.of(System), WORDS)
    return text, [str(fix) for fix in fixes]


def test_a_trailing_question_mark_of_a_url_is_removed():
    text = "slug: a\nsources:\n  paper: https://x.org/a?\n  code: {url: \"https://x.org/b?\"}\npaper: {link: 'https://x.org/c?'}\n"
    fixed, fixes = fix(text)
    assert fixed == text.replace("?", "")
    assert fixes[0] == "a.yml:3:10: sources.paper: https://x.org/a? → https://x.org/a"
    assert len(fixes) == 3


def test_a_query_is_kept():
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
def test_a_word_with_one_similar_spelling_is_corrected(wrong, right):
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
def test_what_has_no_or_several_corrections_is_kept(text):
    assert fix(text + "\n") == (text + "\n", [])


def test_keys_are_sorted_and_the_style_is_kept():
    fixed, fixes = fix("name:   A\nslug: a\n")
    assert fixed == "slug: a\nname:   A\n"
    assert fixes == ["a.yml: keys sorted"]


def test_the_command_prints_each_correction_and_then_checks(tmp_path):
    shutil.copytree(ROOT / "data", tmp_path / "data", ignore=shutil.ignore_patterns("systems"))
    (tmp_path / "data" / "systems").mkdir()
    file = tmp_path / "data" / "systems" / "a.yml"
    file.write_text("name: A\nslug: a\ntraining:\n  llm: lora # as they say\n")
    result = CliRunner().invoke(command, ["--fix", "--survey", str(tmp_path)], standalone_mode=False)
    assert result.return_value == 0, result.output
    assert "data/systems/a.yml:4:8: training.llm: lora → LoRA" in result.stderr
    assert file.read_text() == "slug: a\nname: A\ntraining:\n  llm: LoRA # as they say\n"
