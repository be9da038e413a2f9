"""`catalog check --fix` corrects what can mean nothing else, and nothing more."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from pydantic_core import PydanticCustomError

from catalog.cli.check import command
from catalog.contribute.issues.answers import value_data
from catalog.format.fix import fix_yaml
from catalog.importing.cells.values import read_cell
from catalog.load.records import open_survey
from catalog.model.columns import columns
from catalog.model.node import Node
from catalog.paths import Project
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


@pytest.fixture(scope="module")
def committed():
    return open_survey(Project(ROOT)).vocabularies


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
        ("training: {llm: {value: Frozen, source: x}}", "training: {llm: {value: frozen, source: x}}"),
        ("encoders: [{name: 'WHISPER_large v2'}]", "encoders: [{name: whisper-large-v2}]"),
        (
            "encoders: [{name: \N{FULLWIDTH LATIN CAPITAL LETTER W}hisper\N{EN DASH}large\N{NO-BREAK SPACE}v2}]",
            "encoders: [{name: whisper-large-v2}]",
        ),
        ("encoders: [{name: whisper\N{ZERO WIDTH SPACE}-large-v2}]", "encoders: [{name: whisper-large-v2}]"),
        ("encoders: [{name: audio pretraining with acoustic tokenizers}]", "encoders: [{name: beats}]"),
        ("hours: {asr: Not Reported}", "hours: {asr: not reported}"),
        ("Remark: x", "remark: x"),
        ("results: [{Test-Set: LibriSpeech}]", "results: [{test_set: librispeech}]"),
        ("Training: {LLM: {Value: lora, Where: Table 1}}", "training: {llm: {value: LoRA, where: Table 1}}"),
        ("connector: {family: Q-former}", "connector: {family: q-former}"),
        ("encoders: [{name: Whisper Large-v2}]", "encoders: [{name: whisper-large-v2}]"),
        ("encoders: [{name: Beats}]", "encoders: [{name: beats}]"),
        ("connector: {family: not-reported}", "connector: {family: not reported}"),
        ("results: [{test_set: LibriSpeech}]", "results: [{test_set: librispeech}]"),
        ("method: {value: A, verified: Primary}", "method: {value: A, verified: primary}"),
        ("encoders: [{name: encoder of 2024}]", 'encoders: [{name: "2024"}]'),
    ],
)
def test_a_word_or_key_that_can_mean_nothing_else_is_corrected(wrong, right):
    assert fix(wrong + "\n")[0] == right + "\n"


@pytest.mark.parametrize(
    "text",
    [
        "encoders: [{name: whisper-large}]",  # a word is missing
        "encoders: [{name: whisper-large-v1}]",
        "encoders: [{name: whisper-large-v2+}]",
        "encoders: [{name: whisper-large-v2²}]",  # a footnote, or a power
        "encoders: [{name: wav2vec}]",
        "training: {llm: Frozn}",
        "hours: {asr: not repoted}",
        "nmae: A",
        "name: A\nName: B",
        "remark:\n  not\n  reported\nencoders:\n  - name: |\n      Beats\n    kind: SSL",
        "training: {llm: !!str lora}",
        "training: {llm: thawed}",
        "connector: {family: not reported}",
        "slug: [a",
    ],
)
def test_what_may_mean_something_else_is_kept(text):
    assert fix(text + "\n") == (text + "\n", [])


ABSENT = """
Phi-3-mini Qwen2.5-0.5B Qwen3-14B Qwen1.5-7B Qwen-14B vicuna-7b-v1.3 Llama-3-8B LLaMA-3.1-70B
llama-3.2-1b Ministral-8B flan-t5-xxl hubert-xxlarge WavLM-base+ qwen-audio-encoder
TED-LIUM_2 librispeech-pc FLEURS-R Chinese_University_of_Hong_Kong_Shenzhen
"""
REAL = f"""{ABSENT}
Qwen2.5-1.5B Canary-180M-Flash Earnings-21
Qwen2.5-Coder-7B Qwen3-1.7B Qwen3-32B Qwen2-7B-Instruct Qwen2-57B-A14B Llama-2-13b-chat Llama-2-70B
Llama-3.3-70B Llama-3.2-3B-Instruct TinyLlama-1.1B-v1.0 Gemma-2-9B Gemma-3-1B Gemma-3n-E2B GPT-2-XL GPT-J-6B
GPT-4o-mini Mistral-7B-v0.3 Mixtral-8x22B Phi-4-mini-flash Phi-3.5-mini Phi-2 vicuna-33b-v1.3 OPT-6.7B
BLOOMZ-7b1 T5-v1.1-XL ByT5-base mT5-small Whisper-large-v1 Whisper-large Whisper-medium.en Whisper-tiny
Whisper-large-v3-turbo Distil-Whisper-large-v2 wav2vec2-base wav2vec2-large wav2vec_1.0 w2v-bert w2v-bert-1.0
XLS-R-1B XLS-R-2B XLSR-128 HuBERT-base HuBERT-large-ll60k mHuBERT-25 WavLM-base WavLM-large+ data2vec2
BEST-RQ-2 Zipformer-M Zipformer-S FastConformer-XXL Canary-1B-v2 AISHELL-3 AISHELL-4 LibriSpeech-960
VoxPopuli-v2 GigaSpeech-XL GigaSpeech2 WenetSpeech4TTS Common_Voice_15 FLEURS-102 MLS-English Switchboard-2
TEDLIUM-3-legacy Earnings22-full SPGISpeech-2
"""
"""Names of models, encoders, test sets and institutes that exist, and are near to those of the committed vocabularies.

`ABSENT` are those without an entry there."""


def joined(text: str) -> str:
    return re.sub("[-_ ]", "", text.lower())


@pytest.mark.parametrize(
    ("vocabulary", "line"),
    [
        ("llms", "llms: [{{name: {}}}]"),
        ("encoders", "encoders: [{{name: {}}}]"),
        ("test-sets", "results: [{{test_set: {}}}]"),
        ("institutes", "institutes: [{}]"),
    ],
)
def test_no_name_of_something_else_is_taken_for_a_word_of_a_vocabulary(committed, vocabulary, line):
    entries = committed[vocabulary]
    for name in REAL.split():
        _, fixes = fix_yaml(Path("a.yml"), line.format(name.replace("_", " ")).encode(), Node.of(System), committed)
        for fix in fixes:
            entry = entries[fix.after]
            assert joined(fix.before) in map(joined, (fix.after, entry.name, *entry.aliases))
        assert not fixes or name not in ABSENT.split()


def test_a_word_that_is_spelt_like_two_entries_is_kept():
    words = {"encoders": {key: EncoderEntry(name=key, meaning="m") for key in ("wav2vec-a", "wav-2vec-a", "whisper")}}
    text = "encoders: [{name: WAV2VEC A}, {name: Whisper}]\n"
    fixed, _ = fix_yaml(Path("a.yml"), text.encode(), Node.of(System), words)
    assert fixed == "encoders: [{name: WAV2VEC A}, {name: whisper}]\n"


@pytest.mark.parametrize(
    ("answer", "value"),
    [
        ("Phi-3-mini", "Phi-3-mini"),
        ("phi 4 MINI", "phi-4-mini"),
        ("Qwen2.5-0.5B; qwen2 1.5b", ["Qwen2.5-0.5B", "qwen2-1.5b"]),
        ("vicuna-7b-v1.3", "vicuna-7b-v1.3"),
        ("Llama-3-8B", "Llama-3-8B"),
    ],
)
def test_answers_of_forms_and_cells_of_tables_follow_the_same_rule(committed, answer, value):
    column = next(column for column in columns(System) if column.path == "llms.name")
    parts = [value_data(column, part, committed) for part in answer.split("; ")]
    assert parts == (value if isinstance(value, list) else [value])
    for part in answer.split("; "):
        if value_data(column, part, committed) == part:
            with pytest.raises(PydanticCustomError):
                read_cell(column, part, committed)


near_words = st.tuples(
    st.sampled_from(["whisper-large-v2", "Whisper large-v3", "BEATs", "Audio Pre-Training with Acoustic Tokenizers"]),
    st.integers(0, 12),
    st.integers(0, 2),
    st.text("vV23+.-_ x", max_size=2),
).map(lambda parts: parts[0][: parts[1]] + parts[3] + parts[0][parts[1] + parts[2] :])


@given(near_words)
def test_whatever_is_corrected_is_spelt_like_a_name_of_what_is_written_instead(word):
    text = yaml.safe_dump({"slug": "a", "encoders": [{"name": word}]}, width=999, sort_keys=False)
    for fix in fix_yaml(Path("a.yml"), text.encode(), Node.of(System), WORDS)[1]:
        entry = WORDS["encoders"][fix.after]
        assert joined(word) in map(joined, (fix.after, entry.name, *entry.aliases))


def test_keys_are_sorted_and_the_style_is_kept():
    fixed, fixes = fix("name:   A\nslug: a\n")
    assert fixed == "slug: a\nname:   A\n"
    assert fixes == ["a.yml: keys sorted"]


def test_the_command_prints_each_correction_and_then_checks(tmp_path):
    shutil.copytree(ROOT / "data", tmp_path / "data", ignore=shutil.ignore_patterns("systems"))
    (tmp_path / "data" / "systems").mkdir()
    file = tmp_path / "data" / "systems" / "a.yml"
    file.write_text("name: A\nslug: a\ntraining:\n  llm: lora # as they say\n", encoding="utf-8")
    result = CliRunner().invoke(command, ["--fix", "--survey", str(tmp_path)], standalone_mode=False)
    assert result.return_value == 0, result.output
    assert "data/systems/a.yml:4:8: training.llm: lora → LoRA" in result.stderr
    assert file.read_text(encoding="utf-8") == "slug: a\nname: A\ntraining:\n  llm: LoRA # as they say\n"
