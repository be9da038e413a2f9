"""The questions on the home page have answers, and the scripts find the ones the records give."""

from __future__ import annotations

import pytest

from catalog.settings.query import read_view

ASK = """
return given.queries.map((query) => {
  const {view, ignored} = Catalog.view.read(query, given.data, given.data.columns);
  const {rows} = Catalog.query.apply(view, given.data, (row) => given.data.names[row].toLowerCase());
  return {ignored, slugs: rows.map((row) => given.data.slugs[row])};
});
"""


@pytest.fixture(scope="module")
def ask(script, payload):
    def answers(*queries):
        return script(ASK, {"data": payload, "queries": queries})

    return answers


def test_every_question_of_the_home_page_has_an_answer_and_names_only_what_there_is(ask, survey):
    questions = survey.settings.questions
    assert len(questions) >= 6
    for question, answer in zip(questions, ask(*(question.query for question in questions)), strict=True):
        assert answer["ignored"] == [], question.ask
        assert 1 <= len(answer["slugs"]) < len(survey.records), question.ask
        view = read_view(question.query, survey.by_path, survey.vocabularies)
        assert len(list(filter(view.fits, survey.records))) == len(answer["slugs"]), question.ask


@pytest.mark.parametrize(
    "query",
    [
        "hours.asr=960..50K",
        "hours.asr=50K..960&hours.asr=not reported",
        "hours.asr.from=1000&hours.asr.to=20000",
        "released=2024..2024-06&sort=-released,name",
        "training.llm=!frozen&training.llm=!LoRA",
        "encoders.kind=Whisper&encoders.kind=SSL&all=encoders.kind",
        "institutes=alibaba&institutes=bytedance&abilities.streaming=not checked",
        "abilities.languages=..30&abilities.languages=not checked",
        "parameters=7B..&group=connector.family&cols=released,hours.asr&dense=1",
    ],
)
def test_the_scripts_and_the_check_of_the_settings_find_the_same(ask, survey, query):
    view = read_view(query, survey.by_path, survey.vocabularies)
    (answer,) = ask(query)
    assert (view.mistakes, answer["ignored"]) == ([], [])
    assert set(answer["slugs"]) == {record.slug for record in survey.records if view.fits(record)}
    assert answer["slugs"]


def test_frozen_llm_under_two_per_cent_is_answered_from_the_records(ask, survey):
    question = next(
        question for question in survey.settings.questions if "frozen" in question.ask and "2 %" in question.ask
    )
    rate, state = survey.by_path["wer-test-clean"], survey.by_path["training.llm"]
    right = {
        record.slug
        for record in survey.records
        if any(value.number < 2 for value in survey.values(rate, record))
        and "frozen" in map(str, survey.values(state, record))
    }
    assert set(ask(question.query)[0]["slugs"]) == right
    assert "slam-asr" in right
