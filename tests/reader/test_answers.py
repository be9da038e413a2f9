"""Questions of visitors: three actions from the home page show the answer that the records give."""

from __future__ import annotations

import re
from typing import NamedTuple

import pytest
from playwright.sync_api import expect

from catalog.charts import draw
from catalog.pages.main_boards import main_boards
from catalog.settings.query import read_view
from catalog.values import Blank, short
from tests.browsing import ready

pytestmark = pytest.mark.browser


class Visit:
    """A visitor on the home page; every click, and every field written in, is an action, of which there are three."""

    def __init__(self, page, site, survey):
        self.page, self.survey, self.actions = page, survey, 0
        page.goto(site)
        ready(page)

    def act(self):
        self.actions += 1
        assert self.actions <= 3, "needs more than three actions"

    def click(self, found):
        self.act()
        found.click()

    def follow(self, found):
        """Click a link to another page."""
        before = self.page.url
        self.click(found)
        self.page.wait_for_url(lambda url: url != before)
        ready(self.page)


def follow(name):
    """Follow the first link in sight that is called so."""
    return lambda visit: visit.follow(visit.page.get_by_role("link", name=name, exact=True).filter(visible=True).first)


def ask(question):
    """Click a question of the home page."""
    return lambda visit: visit.follow(visit.page.get_by_role("link", name=question))


def more_questions(visit):
    """Show all questions of the home page."""
    visit.click(visit.page.get_by_text("more questions"))


def search(words):
    """Write into the search of the home page."""

    def step(visit):
        visit.act()
        field = visit.page.locator("#home-q")
        field.fill(words)
        field.press("Enter")
        visit.page.wait_for_url(re.compile("find="))
        ready(visit.page)

    return step


def unfold(path):
    """Unfold a filter."""
    return lambda visit: visit.click(visit.page.locator(f'.facet[data-path="{path}"] > summary'))


def tick(path, word):
    """Tick a word of a filter."""
    label = f'.rail label:has(input[name="{path}"][value="{word}"])'
    return lambda visit: visit.click(visit.page.locator(label).filter(visible=True).first)


def exclude(path, word):
    """Press "not" beside a word of a filter."""
    option = f'.rail .option:has(input[name="{path}"][value="{word}"])'
    return lambda visit: visit.click(visit.page.locator(option).get_by_role("button"))


def at_least(path, number):
    """Write the lower end of a range."""
    return _write(f'input[name="{path}.from"]', number)


def at_most(path, number):
    """Write the upper end of a range."""
    return _write(f'input[name="{path}.to"]', number)


def _write(selector, number):
    def step(visit):
        visit.act()
        field = visit.page.locator(selector)
        field.fill(number)
        field.press("Enter")

    return step


def click(selector, text=None):
    """Click what a selector finds first."""
    return lambda visit: visit.click(visit.page.locator(selector, has_text=text).filter(visible=True).first)


def choose(field, label):
    """Choose from a list."""

    def step(visit):
        visit.act()
        visit.page.locator(field).select_option(label=label)

    return step


def add(name):
    """Write the name of a system into the comparison."""

    def step(visit):
        visit.act()
        field = visit.page.locator("#compare-q")
        field.fill(name)
        field.press("Enter")

    return step


def found(query):
    """The table shows the systems that the records give for a view, and how many cannot be judged."""

    def check(visit):
        survey, page = visit.survey, visit.page
        view = read_view(query, survey.by_path, survey.vocabularies)
        shown, unknown = view.answer(survey.records)
        assert 0 < shown < len(survey.records)
        expect(page.locator("#found")).to_have_text(re.compile(rf"^\s*{shown} of {len(survey.records)}\b"))
        assert slugs(page) == {record.slug for record in survey.records if view.judge(record) is True}
        if sum(unknown.values()):
            expect(page.locator("#unknown")).to_contain_text(str(sum(unknown.values())))

    return check


def rows(page):
    """The slugs of the table's rows, from above."""
    return page.locator("#table tbody tr[data-slug]").evaluate_all("(all) => all.map((row) => row.dataset.slug)")


def slugs(page):
    return set(rows(page))


def finds(test, *, and_others=False):
    """The table shows all systems of which `test` is true, and with a search maybe others that only speak of it."""

    def check(visit):
        wanted = {record.slug for record in visit.survey.records if test(record)}
        assert wanted
        expect(visit.page.locator(f'#table tr[data-slug="{min(wanted)}"]')).to_be_visible()
        shown = slugs(visit.page)
        assert wanted <= shown if and_others else wanted == shown
        assert len(shown) < len(visit.survey.records)

    return check


def values(record, path, survey):
    return survey.values(survey.by_path[path], record)


def grouped(path, *words):
    """Under the heading of each word stand the systems that have it."""

    def check(visit):
        survey, page = visit.survey, visit.page
        expect(page.locator("#table tr.group").first).to_be_visible()
        groups = page.locator("#table tbody tr").evaluate_all(
            "(all) => all.map((row) => [row.dataset.slug ?? '', row.textContent.trim()])"
        )
        for word in words:
            view = read_view(f"{path}={word}", survey.by_path, survey.vocabularies)
            wanted = {record.slug for record in survey.records if view.judge(record) is True}
            start = next(i for i, (slug, text) in enumerate(groups) if not slug and text.startswith(word))
            under = []
            for slug, _ in groups[start + 1 :]:
                if not slug:
                    break
                under.append(slug)
            assert set(under) == wanted

    return check


def best_of(name, part):
    """The page of results shows the lowest number of a test set, and whose it is."""

    def check(visit):
        boards = [board for shown in main_boards(visit.survey) for board in shown.boards]
        board = next(board.leaderboard for board in boards if (board.head, board.part) == (name, part))
        firsts = [group.ranked[0].best for group in board.groups if group.ranked]
        best = min(firsts, key=lambda row: float(row.text.rstrip("%").strip()))
        shown = visit.page.locator(".summary td, .rankings details").filter(has_text=best.text, visible=True)
        expect(shown.first).to_be_visible()

    return check


def shows(*texts):
    """The page says these words in sight."""

    def check(visit):
        for text in texts:
            words = text(visit.survey) if callable(text) else text
            expect(visit.page.get_by_text(words).filter(visible=True).first).to_be_visible()

    return check


def compared(path, *names):
    """The comparison shows what each system says in a field."""

    def check(visit):
        survey = visit.survey
        for name in names:
            record = next(record for record in survey.records if record.name == name)
            expect(visit.page.locator("#comparison thead")).to_contain_text(name)
            for value in values(record, path, survey):
                expect(visit.page.locator("#comparison")).to_contain_text(
                    survey.short_name(survey.by_path[path], value)
                )

    return check


def first_value(slug, path):
    def text(survey):
        return survey.short(survey.by_path[path], values(survey.by_slug[slug], path, survey)[0])

    return text


def cells_of_years(visit):
    """The matrix of connectors and years says what the records give."""
    chart = draw(visit.survey, visit.survey.settings.charts[6], "matrix-7")
    drawing = visit.page.locator("#chart-matrix-7 svg").filter(visible=True).first
    expect(drawing).to_be_visible()
    shown = drawing.locator("text").all_text_contents()
    for row in chart.rows:
        assert not row.slugs or str(len(row.slugs)) in shown


def dots(visit):
    """A chart of the reader's own draws each system that has both numbers."""
    rate = next(column for column in visit.survey.columns if column.label == "LLM token rate")
    errors = visit.survey.by_path["wer-test-clean"]
    both = [
        record
        for record in visit.survey.records
        if any(
            visit.survey.values(rate, model.facts) and visit.survey.values(errors, model.facts)
            for model in record.counted_models
        )
    ]
    expect(visit.page.locator("#chart-explore")).to_contain_text(f"{len(both)} of {len(visit.survey.records)}")


def is_not_reported(record):
    return any(model.facts.hours.asr.blank is Blank.NOT_REPORTED for model in record.counted_models)


class Question(NamedTuple):
    """What is asked, what the visitor does, and what tells that the answer is in sight."""

    text: str
    steps: tuple
    answer: object


CATALOGUE = follow("Catalogue")
QUESTIONS = (
    Question(
        "Who uses Whisper large-v3?",
        (CATALOGUE, unfold("encoders.name"), tick("encoders.name", "whisper-large-v3")),
        found("encoders.name=whisper-large-v3"),
    ),
    Question("Which keep the LLM frozen?", (CATALOGUE, tick("training.llm", "frozen")), found("training.llm=frozen")),
    Question(
        "Whose LLM gets no continuous input?",
        (CATALOGUE, unfold("llm_input"), exclude("llm_input", "continuous")),
        found("llm_input=!continuous"),
    ),
    Question(
        "Which reach less than 1.5 % on test-clean?",
        (CATALOGUE, unfold("wer-test-clean"), at_most("wer-test-clean", "1.49")),
        found("wer-test-clean=..1.49"),
    ),
    Question(
        "Which were trained on 10,000 to 100,000 hours?",
        (CATALOGUE, at_least("hours.asr", "10K"), at_most("hours.asr", "100K")),
        found("hours.asr=10000..100000"),
    ),
    Question(
        "Which are not open?",
        (more_questions, ask("Which have no open weights?")),
        found("code.availability=!weights open"),
    ),
    Question(
        "Which have weights under Apache-2.0 or MIT?",
        (
            CATALOGUE,
            click(".bar summary", "Group"),
            click('label:has(input[name="group"][value="code.weights_licence"])'),
        ),
        grouped("code.weights_licence", "Apache-2.0", "MIT"),
    ),
    Question(
        "Which can stream?",
        (ask("Which support streaming recognition?"),),
        found("abilities.streaming=yes"),
    ),
    Question(
        "Which use any Qwen as LLM?",
        (CATALOGUE, tick("llms.name.family", "Qwen")),
        found("llms.name.family=Qwen"),
    ),
    Question("What is the best on AISHELL-1, and whose?", (follow("Results"),), best_of("AISHELL-1", "test")),
    Question(
        "How were the LLMs of SALMONN and Qwen-Audio trained?",
        (follow("Compare"), add("SALMONN"), add("Qwen-Audio")),
        compared("training.llm", "SALMONN", "Qwen-Audio"),
    ),
    Question(
        "How do I cite SLAM-ASR?",
        (
            search("SLAM-ASR"),
            follow("SLAM-ASR"),
            click("main :is(summary, button, a, label)", re.compile("BibTeX|Cite")),
        ),
        shows(re.compile(r"author\s*=.*Ma, Ziyang|Ziyang Ma")),
    ),
    Question(
        "Can I trust the hours of SALMONN?",
        (search("SALMONN"), follow("SALMONN")),
        shows(*(lambda survey, rank=rank: rivals(survey)[rank] for rank in range(2))),
    ),
    Question(
        "How large is Voxtral?",
        (search("Voxtral"), follow("Voxtral")),
        shows(re.compile(r"24\.3\s?B|24\.3 billion")),
    ),
    Question(
        "Which have at most 2 billion parameters?",
        (CATALOGUE, unfold("parameters"), at_most("parameters", "2B")),
        found("parameters=..2B"),
    ),
    Question(
        "Does a lower rate of the LLM's input cost accuracy?",
        (
            follow("Charts"),
            choose("#explore-x", "LLM token rate"),
            choose("#explore-y", "LibriSpeech test-clean WER, by the authors"),
        ),
        dots,
    ),
    Question("Which connectors were used in which year?", (follow("Charts"),), cells_of_years),
    Question(
        "Who does not report hours?",
        (CATALOGUE, tick("hours.asr", "not reported")),
        finds(is_not_reported),
    ),
    Question(
        "Which is arXiv 2402.08846?",
        (search("2402.08846"),),
        finds(lambda record: record.paper.arxiv.value == "2402.08846", and_others=True),
    ),
    Question(
        "Which tell speakers apart (diarization)?",
        (search("diarization"),),
        finds(
            lambda record: any(model.facts.abilities.diarisation.value for model in record.counted_models),
            and_others=True,
        ),
    ),
    Question(
        "Which of 2024 use a Q-Former?",
        (CATALOGUE, tick("connector.family", "q-former")),
        found("connector.family=q-former"),
    ),
    Question(
        "Which train the connector alone?",
        (ask("Which train only the connector?"),),
        found("training.encoder=frozen&training.connector=trained&training.llm=frozen"),
    ),
)


def rivals(survey):
    """What the sources say of SALMONN's hours: the value, and what stands beside it."""
    fact = survey.by_slug["salmonn"].hours.asr
    return [short(claim.value) for claim in (fact, *fact.instead)]


@pytest.fixture(scope="module")
def desk(browser):
    """One page for all questions, on a screen."""
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.set_default_timeout(8_000)
    yield page
    page.close()


def answer(question, page, site, survey):
    visit = Visit(page, site, survey)
    for step in question.steps:
        step(visit)
    question.answer(visit)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.text)
def test_three_actions_from_the_home_page_answer(question, desk, site, survey):
    answer(question, desk, site, survey)


FILTERS = click("[data-sheet=rail]")
ON_A_PHONE = (
    Question(
        "Which adapt the LLM with LoRA?",
        (follow("All filters"), FILTERS, tick("training.llm", "LoRA")),
        found("training.llm=LoRA"),
    ),
    Question(
        "Which use a linear projector?",
        (follow("All filters"), FILTERS, tick("connector.family", "linear")),
        found("connector.family=linear"),
    ),
    Question(
        "Which build on a Llama?",
        (follow("All filters"), FILTERS, tick("llms.name.family", "Llama")),
        found("llms.name.family=Llama"),
    ),
    Question("What is new in 2026?", (ask("What is new in 2026?"),), found("released=2026..")),
    Question(
        "Which take hotwords?",
        (ask("Which support contextual biasing"),),
        found("abilities.context=yes"),
    ),
    Question(
        "Which feed Whisper into a Q-Former?",
        (more_questions, ask("Which feed Whisper into a Q-Former?")),
        found("encoders.kind=Whisper&connector.family=q-former"),
    ),
    Question(
        "Who learned from GigaSpeech?",
        (search("GigaSpeech"),),
        finds(lambda record: "gigaspeech" in (record.training.seen.value or ()), and_others=True),
    ),
    Question(
        "Which LLM does MaLa-ASR use?",
        (search("MaLa-ASR"), follow("MaLa-ASR")),
        shows(first_value("mala-asr", "llms.name")),
    ),
    Question(
        "Whose error rate is the lowest on GigaSpeech?",
        (
            lambda visit: visit.follow(visit.page.locator(".md-content a[href='results/']").first),
            click(".rankings summary", "GigaSpeech"),
        ),
        best_of("GigaSpeech", "test"),
    ),
    Question(
        "Which encoder has SLAM-ASR?",
        (search("SLAM-ASR"), follow("SLAM-ASR")),
        shows(first_value("slam-asr", "encoders.name")),
    ),
)


@pytest.fixture(scope="module")
def phone(browser):
    """The same on a phone."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.set_default_timeout(8_000)
    yield page
    context.close()


@pytest.mark.parametrize("question", ON_A_PHONE, ids=lambda question: question.text)
def test_three_touches_on_a_phone_answer(question, phone, site, survey):
    answer(question, phone, site, survey)
