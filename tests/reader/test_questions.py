"""The questions on the home page have answers, and the scripts find the ones the records give."""

from __future__ import annotations

import pytest

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
