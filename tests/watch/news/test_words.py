"""Words are found whole, whatever their case, hyphens and number, in any script; arXiv is asked for no fewer."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.settings.watch import Watch, WatchedWords
from catalog.watch.news.queries import MAX_QUERY, arxiv_query
from catalog.watch.news.words import WordsOfText, matched, number_changed
from tests.standins.arxiv_search import paper_test
from tests.standins.world import Paper

WORDS = st.text(st.characters(categories=["L", "N"], max_codepoint=0x17F), min_size=2, max_size=12)


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("LLM", "An llm-based recogniser"),
        ("LLM", "speech LLMs are large"),
        ("LLMs", "one LLM"),
        ("class", "two classes"),
        ("study", "studies of looms"),
        ("text-to-speech", "Text to Speech"),
        ("text to speech", "text\u2011to\u2013speech"),
        ("pre-trained", "pretrained and frozen"),
        ("pretrained", "pre-trained and frozen"),
        ("speech_llm", "Speech-LLM"),
        ("C++", "written in C++."),
        ("Qwen2.5", "Qwen2.5-7B"),
        ("(a|b)*", "all of (a|b)* and more"),
        ("[CLS]", "the token [CLS]"),
        ("语音识别", "使用LLM进行自动语音识别系统"),
        ("LLM", "使用LLM进行识别"),
        ("音声認識", "日本語の音声認識モデル"),
        ("음성", "음성인식을 위한"),
        ("распознавание речи", "Распознавание  речи"),
        ("हिन्दी", "हिन्दी भाषा"),
        ("größe", "GRÖSSE der Wörter: Größe"),
        ("speech", "\uff53\uff50\uff45\uff45\uff43\uff48"),
    ],
)
def test_a_word_is_found(word, text):
    assert WordsOfText.of(text).has(word)


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("ASR", "quASRy and such as R"),
        ("speech", "speechless"),
        ("Qwen2", "Qwen2.5-7B"),
        ("new", "the news"),
        ("हिन्द", "हिन्दी"),
        ("a.b", "axb"),
        ("text to speech", "text to noisy speech"),
        ("\N{ZERO WIDTH SPACE}", "anything"),
        ("word", ""),
    ],
)
def test_a_part_of_a_word_or_another_word_is_not_found(word, text):
    assert not WordsOfText.of(text).has(word)


@given(st.text(max_size=60), WORDS, st.text(max_size=60))
def test_a_word_between_blanks_is_found_in_any_text(before, word, after):
    assert WordsOfText.of(f"{before} . {word} . {after}").has(word)


@given(st.text(max_size=30), st.text(max_size=200))
def test_no_text_and_no_word_is_an_error(word, text):
    assert WordsOfText.of(text).has(word) in {True, False}


@given(st.sampled_from(["speech", "LLM", "study", "class", "box", "large language model", "day"]))
def test_the_number_of_a_word_changes_there_and_back(word):
    assert number_changed(number_changed(word)) == word


def test_all_any_and_none_decide_together_and_say_which_words_were_there():
    words = WatchedWords(all=("loom", ("speech", "audio")), any=("silk", "wool"), none=("knitting",))
    assert matched(words, "A Loom for audio and speech, of wool") == ("loom", "speech", "audio", "wool")
    assert matched(words, "A Loom for audio") is None
    assert matched(words, "A loom of silk") is None
    assert matched(words, "A loom for speech, of silk, for knitting") is None
    assert matched(WatchedWords(), "whatever") == ()


def test_the_query_of_arxiv_joins_categories_by_or_and_groups_of_words_by_and():
    watch = Watch(categories=("cs.CL", "eess.AS"), words=WatchedWords(all=("speech", ("LLM", "language model"))))
    assert arxiv_query(watch) == (
        "(cat:cs.CL OR cat:eess.AS) AND (ti:speech OR ti:speeches OR abs:speech OR abs:speeches) AND "
        "(ti:LLM OR ti:LLMs OR abs:LLM OR abs:LLMs OR "
        'ti:"language model" OR ti:"language models" OR abs:"language model" OR abs:"language models")'
    )


@pytest.mark.parametrize(
    "words", [("语音",), ("C++",), ("größe",), ('a" OR cat:x',), tuple(f"word {n:050}" for n in range(40))]
)
def test_words_that_arxiv_cannot_be_asked_for_are_left_to_the_catalogue(words):
    assert arxiv_query(Watch(categories=("cs.CL",), words=WatchedWords(any=words))) == "cat:cs.CL"


def test_without_categories_arxiv_is_not_asked():
    assert arxiv_query(Watch(words=WatchedWords(all=("speech",)))) == ""


@given(
    st.lists(st.sampled_from(["speech", "LLM", "pre-trained", "study", "large language model"]), min_size=1), st.data()
)
def test_what_the_catalogue_takes_arxiv_gives(words, data):
    forms = {"speech": ["Speech", "speeches"], "LLM": ["LLM", "LLM-based", "LLMs"], "study": ["study", "studies"],
             "pre-trained": ["pre-trained", "pretrained", "pre trained"],
             "large language model": ["large-language models", "Large Language Model"]}  # fmt: skip
    watch = Watch(categories=("cs.CL",), words=WatchedWords(all=tuple(words)[:10]))
    query = arxiv_query(watch)
    assert query.isascii()
    assert len(query) <= MAX_QUERY
    text = " and ".join(data.draw(st.sampled_from(forms[word])) for word in words)
    assert matched(watch.words, text) is not None
    for title, abstract in ((text, ""), ("", text)):
        assert paper_test(query)(Paper("2611.00001", title, abstract=abstract, categories=["cs.CL"]))
    assert not paper_test(query)(Paper("2611.00001", text, categories=["cs.LG"]))


def test_the_longest_settings_still_give_a_query_that_is_short_enough():
    words = WatchedWords(all=tuple(tuple(f"w{a}x{b}" for b in range(20)) for a in range(10)))
    assert 0 < len(arxiv_query(Watch(categories=("cs.CL",) * 20, words=words))) <= MAX_QUERY
