"""What is one spelling may be corrected without asking; what is near is a question, and says when it may be another."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic_core import PydanticCustomError

from catalog.values import Amount, ArxivId, Link, Value, When, guess, same_spelling, spelling, suggest
from catalog.values.invalid import is_valid
from catalog.values.spelling import is_another_version

ALIKE = [
    ("Qwen2-7B", "qwen2 7b"),
    ("wav2vec_2.0", "WAV2VEC 2.0"),
    ("LoRA", "lora"),
    ("\N{FULLWIDTH LATIN CAPITAL LETTER Q}wen2\N{NON-BREAKING HYPHEN}7B", "qwen2-7b"),
    ("whis\N{SOFT HYPHEN}per\N{ZERO WIDTH SPACE}", "Whisper"),
    ("e\N{LATIN SMALL LIGATURE FFI}cient", "Efficient"),
    ("Conformer\N{EN DASH}CTC", "conformer ctc"),
    ("WavLM base +", "wavlm-base+"),
]
DIFFERENT = [
    ("qwen-2-7b", "qwen-27b"),
    ("qwen2 7b", "qwen27b"),
    ("qwen2.5-7b", "qwen2-5-7b"),
    ("wavlm-base+", "wavlm-base"),
    ("C++", "C"),
    ("C#", "C"),
    ("A-", "A"),
    ("-1", "1"),
    ("llama\N{SUPERSCRIPT TWO}", "llama2"),
    ("hubert-xxlarge", "hubert-xlarge"),
    ("flan-t5-xl", "flan-t5-l"),
    ("naïve", "naive"),
]


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_capitals_width_and_what_joins_words_do_not_matter(one: str, other: str) -> None:
    assert spelling(one) == spelling(other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_digits_signs_and_letters_matter(one: str, other: str) -> None:
    assert spelling(one) != spelling(other)


@given(st.text(max_size=30))
def test_the_spelling_of_a_spelling_is_itself(text: str) -> None:
    assert spelling(spelling(text)) == spelling(text)


@given(st.from_regex(r"[a-z0-9.+]{1,4}([-_ ][a-z0-9.+]{1,4}){0,4}", fullmatch=True), st.data())
def test_two_texts_of_one_spelling_have_the_same_digits_and_signs(text: str, data: st.DataObject) -> None:
    other = data.draw(st.text("abc-_ 0123.+", max_size=12) | st.permutations(list(text)).map("".join))
    if spelling(text) == spelling(other):
        signs = [[char for char in one if char not in "-_ "] for one in (text, other)]
        assert signs[0] == signs[1]


def test_a_text_that_is_spelt_like_two_words_means_neither() -> None:
    spellings = [("Big-Model", "first"), ("big model", "second"), ("BIG MODEL", "second")]
    assert same_spelling("bigmodel", spellings) == ["first", "second"]
    assert suggest("bigmodel", spellings) == "did you mean `first` or `second`? "


@pytest.mark.parametrize(
    ("raw", "choice", "hint"),
    [
        ("continous", "continuous", "did you mean `continuous`? "),
        ("nmae", "name", "did you mean `name`? "),
        ("whisper-larg-v3", "whisper-large-v3", "did you mean `whisper-large-v3`? "),
        ("qwen2.5-7b", "qwen2-7b", "the nearest is `qwen2-7b` (another version?); "),
        ("wavlm-base+", "wavlm-base", "the nearest is `wavlm-base` (another version?); "),
        ("hubert-xxlarge", "hubert-xlarge", "the nearest is `hubert-xlarge` (another version?); "),
        ("canary-1b", "canary-1b-flash", "the nearest is `canary-1b-flash` (another version?); "),
        ("fleurs-r", "fleurs", "the nearest is `fleurs` (another version?); "),
        ("librispeech-pc", "librispeech", "the nearest is `librispeech` (another one?); "),
        ("gpt-4o-mini", "phi-4o-mini", "the nearest is `phi-4o-mini` (another one?); "),
        ("conformer", "whisper", ""),
        ("source", "source", ""),
        (None, "source", ""),
    ],
)
def test_a_hint_asks_for_another_version_where_that_may_be_meant(raw: str, choice: str, hint: str) -> None:
    assert guess(raw, [choice]) == hint


@given(st.text(max_size=20), st.lists(st.text(min_size=1, max_size=20), max_size=5))
def test_a_hint_never_proposes_what_was_written(raw: str, choices: list[str]) -> None:
    assert f"`{raw}`" not in guess(raw, choices) or raw not in choices


@given(st.text(max_size=20), st.text(max_size=20))
def test_whether_two_texts_are_versions_does_not_depend_on_their_order(one: str, other: str) -> None:
    assert is_another_version(one, other) == is_another_version(other, one)


PROPOSAL = re.compile(r"(?:did you mean|write|keep one:|alone:|, or write) [`\"]?([^`\" ,]+)")
DATES = r"(20\d\d|\d{1,2})[-/. ](\d{1,2}|May|Mayor|Dec|Decision)[-/. ](20\d\d|\d{1,2})"
ADDRESSES = r"[<(\[]?((https?://|www\.)[a-z@: ]{0,9}(\.org)?(/[a-z ,|]{0,5})?){1,2}[)\]>]?"
ODD = st.text("0123456789-/. KMe+~%,\u00b3hvX", max_size=14)


@pytest.mark.parametrize(
    ("kind", "texts"),
    [
        (Amount, ODD),
        (
            When,
            ODD | st.from_regex(DATES, fullmatch=True),
        ),
        (ArxivId, ODD | st.from_regex(r"(arXiv:|https://arxiv.org/abs/)?\d{4,5}\.\d{4,6}(v\d)?", fullmatch=True)),
        (
            Link,
            st.from_regex(ADDRESSES, fullmatch=True),
        ),
    ],
)
def test_no_hint_proposes_what_is_itself_refused(kind: type[Value], texts: st.SearchStrategy[str]) -> None:
    @given(texts)
    def hold(text: str) -> None:
        try:
            kind.read(text)
        except PydanticCustomError as error:
            hint = error.context["hint"]
            proposal = PROPOSAL.match(hint)
            if proposal and proposal[1][0] in "0123456789h<>~" and "\u2026" not in hint:
                assert is_valid(kind.read, proposal[1]), hint

    hold()
