"""The questions on the home page have answers, and the scripts find the ones the records give."""

from __future__ import annotations

from collections import Counter
from random import Random
from urllib.parse import quote

import pytest

from catalog.settings.query import read_view

ASK = """
return given.queries.map((query) => {
  const {view, ignored} = Catalog.view.read(query, given.data, given.data.presets.flatMap(([, paths]) => paths));
  Catalog.trust(given.data, view.well);
  const {rows, unknown, counts} = Catalog.query.apply(view, given.data, (row) => given.data.names[row].toLowerCase());
  return {ignored, slugs: rows.map((row) => given.data.slugs[row]), unknown: Object.fromEntries(unknown),
          counts: Object.fromEntries(counts)};
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
        found = read_view(question.query, survey.by_path, survey.vocabularies).answer(survey.records)
        assert found == (len(answer["slugs"]), answer["unknown"]), question.ask


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
        "training.llm=LoRA&hours.asr=1000..&well=1",
        "training.llm=!frozen&training.llm=not well sourced&well=1",
    ],
)
def test_the_scripts_and_the_check_of_the_settings_find_the_same(ask, survey, query):
    view = read_view(query, survey.by_path, survey.vocabularies)
    (answer,) = ask(query)
    assert (view.mistakes, answer["ignored"]) == ([], [])
    assert set(answer["slugs"]) == {record.slug for record in survey.records if view.judge(record) is True}
    assert answer["slugs"]


def asked(random, payload):
    """A query string of one to three fields, with words, "not", ranges and blanks as they come."""
    parts = []
    for field in random.sample(payload["facets"] + payload["ranges"], random.randint(1, 3)):
        path = field["path"]
        if "keys" in field:
            parts += [
                f"{path}={random.choice(('', '', '!'))}{quote(key)}" for key in random.choices(field["keys"], k=2)
            ]
            parts += [f"all={path}"] * (random.random() < 0.2)
        else:
            years = field["kind"] == "date"
            ends = sorted(random.randint(2021, 2027) if years else round(10 ** random.uniform(0, 7)) for _ in range(2))
            parts.append(f"{path}={random.choice(('{}..{}', '..{}', '{}..')).format(*ends)}")
            parts += [f"{path}={blank}" for blank in field["blanks"] if random.random() < 0.2]
    return "&".join(parts)


def test_python_and_scripts_judge_every_record_alike_under_any_filters(ask, survey, payload):
    random = Random(11)  # always the same questions
    queries = [asked(random, payload) + random.choice(("", "&well=1")) for _ in range(400)]
    assert payload["variants"]
    answers = ask(*queries)
    assert sum(bool(answer["slugs"]) for answer in answers) > 100
    assert sum(bool(answer["unknown"]) for answer in answers) > 100
    for query, answer in zip(queries, answers, strict=True):
        view = read_view(query, survey.by_path, survey.vocabularies)
        verdicts = {record.slug: view.judge(record) for record in survey.records}
        assert (view.mistakes, answer["ignored"]) == ([], []), query
        assert set(answer["slugs"]) == {slug for slug, verdict in verdicts.items() if verdict is True}, query
        unknown = Counter(verdict for verdict in verdicts.values() if isinstance(verdict, str))
        assert answer["unknown"] == unknown, query


def test_a_count_beside_an_option_is_what_asking_for_it_gives(ask, payload):
    for path in ("training.llm", "encoders.kind"):
        facet = next(facet for facet in payload["facets"] if facet["path"] == path)
        base = "hours.asr=1000..&abilities.streaming=!no&abilities.streaming=not checked"
        whole, *answers = ask(base, *(f"{base}&{path}={quote(key)}" for key in facet["keys"]))
        assert whole["counts"][path] == [len(answer["slugs"]) for answer in answers]


@pytest.mark.parametrize(
    ("path", "word"), [("abilities.streaming", "yes"), ("training.llm", "frozen"), ("llm_input", "continuous")]
)
def test_not_never_means_unknown(ask, survey, path, word):
    column = survey.by_path[path]
    (answer,) = ask(f"{path}=!{word}")
    for slug in answer["slugs"]:
        models = survey.by_slug[slug].counted_models
        assert any(survey.values(column, model.facts) for model in models), slug
    assert sum(answer["unknown"].values()) > 0


def test_a_family_of_llms_is_one_box(ask, survey):
    llm, entries = survey.by_path["llms.name"], survey.vocabularies["llms"]
    qwen = {key for key, entry in entries.items() if entry.family == "Qwen"}
    assert len(qwen) > 10
    right = {record.slug for record in survey.records if qwen & set(survey.values(llm, record))}
    assert set(ask("llms.name.family=Qwen")[0]["slugs"]) == right


def test_frozen_llm_under_two_per_cent_is_answered_from_the_records(ask, survey):
    question = next(
        question for question in survey.settings.questions if "frozen" in question.ask and "2 %" in question.ask
    )
    rate, state = survey.by_path["wer-test-clean"], survey.by_path["training.llm"]
    right = {
        record.slug
        for record in survey.records
        for model in record.counted_models
        if any(value.number < 2 for value in survey.values(rate, model.facts))
        and "frozen" in map(str, survey.values(state, model.facts))
    }
    assert set(ask(question.query)[0]["slugs"]) == right
    assert "slam-asr" in right
