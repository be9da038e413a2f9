"""Twelve questions of a researcher, each answered from the home page in at most five actions."""

from __future__ import annotations

import re
from contextlib import nullcontext

import pytest

from tests.browsing import arriving, every_row

pytestmark = pytest.mark.browser
MOST = 5


class Reader:
    """Acts on a page, and counts; typing into a box and Enter is one action."""

    def __init__(self, page):
        self.page, self.actions = page, 0

    def click(self, name, role="link", *, within="body"):
        self._count()
        with arriving(self.page) if role == "link" else nullcontext():
            self.page.locator(within).get_by_role(role, name=name, exact=True).first.click()

    def ask(self, question):
        """Click a question of the home page, of which some are folded; its link says the answer, too."""
        link = self.page.get_by_role("link", name=question)
        if not link.is_visible():
            self._count()
            self.page.get_by_text("more questions").click()
        self._count()
        with arriving(self.page):
            link.click()

    def open(self, summary):
        self._count()
        self.page.locator("summary", has_text=re.compile(rf"^\s*{re.escape(summary)}")).first.click()

    def type(self, label, text):
        self._count()
        box = self.page.get_by_label(label, exact=True)
        box.fill(text)
        box.press("Enter")

    def find(self, text):
        self._count()
        self.page.keyboard.press("/")
        self.page.locator(".palette [role=option]").first.wait_for()
        self.page.keyboard.type(text)
        with arriving(self.page):
            self.page.keyboard.press("Enter")

    def _count(self):
        self.actions += 1
        assert self.actions <= MOST

    def slugs(self):
        if self.page.locator("#more-rows").is_visible():
            self._count()
        rows = every_row(self.page).locator("#table tbody tr[data-slug]:visible")
        return set(rows.evaluate_all("rows => rows.map((row) => row.dataset.slug)"))


@pytest.fixture
def reader(open_page):
    return Reader(open_page(""))


def having(catalog, path, holds):
    column = catalog.by_path[path]
    return {record.slug for record in catalog.records if any(map(holds, catalog.values(column, record)))}


def test_which_keep_the_llm_frozen_and_get_under_two_per_cent_on_test_clean(reader, catalog):
    reader.ask("Which keep the LLM frozen and reach less than 2 % WER on LibriSpeech test-clean?")
    state, rate = catalog.by_path["training.llm"], catalog.by_path["wer-test-clean"]
    right = {
        record.slug
        for record in catalog.records
        for model in record.counted_models
        if "frozen" in catalog.values(state, model.facts)
        and any(value.number < 2 for value in catalog.values(rate, model.facts))
    }
    assert reader.slugs() == right


def test_how_do_qwen_audio_and_salmonn_differ(reader):
    reader.find("salmonn")
    reader.click("Compare", within=".actions")
    reader.type("Add a system", "Qwen-Audio")
    reader.page.locator(".comparison thead a").nth(1).wait_for()
    reader.page.get_by_label("Differences only").check()
    reader._count()
    reader.page.locator(".comparison tr.same").first.wait_for(state="detached")
    cells = reader.page.locator('.comparison td[data-path="connector.family"]').all_inner_texts()
    assert cells[0].startswith("Q-Former")
    assert not cells[1].startswith("Q-Former")


def test_what_appeared_since_2024(reader, catalog):
    reader.click("Catalogue", within=".md-tabs")
    reader._count()
    box = reader.page.locator('.range[data-path="released"] input[type=text]').first
    box.fill("2024")
    box.press("Enter")
    reader.page.wait_for_url("**released=2024*")
    assert reader.slugs() == having(catalog, "released", lambda when: when.last.year >= 2024)


def test_give_me_these_as_bibtex(reader, catalog):
    reader.ask("Which feed Whisper into a Q-Former?")
    slugs = reader.slugs()
    with reader.page.expect_download() as download:
        reader.open("Export")
        reader.click("BibTeX of this view", "button")
    keys = set(re.findall(r"^@\w+\{([^,]+),", download.value.path().read_text(encoding="utf-8"), re.MULTILINE))
    assert keys == slugs & having(catalog, "paper.title", bool)


def test_who_builds_on_whisper_large_v2(reader, catalog):
    reader.find("whisper large v2")
    links = reader.page.locator(".users a").evaluate_all("links => links.map((link) => link.pathname)")
    slugs = {link.split("/")[-2] for link in links}
    assert slugs == having(catalog, "encoders.name", lambda key: key == "whisper-large-v2")


def test_who_trained_on_most_transcribed_speech(reader, catalog):
    reader.click("Catalogue", within=".md-tabs")
    head = reader.page.locator('#table button[data-sort="hours.asr"]')
    for _ in range(2):
        reader._count()
        head.click()
    hours = catalog.by_path["hours.asr"]
    most = max(value.number for record in catalog.records for value in catalog.values(hours, record)[:1])
    first = reader.page.locator("#table tbody tr[data-slug]").first.get_attribute("data-slug")
    assert catalog.values(hours, catalog.by_slug[first])[0].number == most


def test_how_do_we_know_when_salmonn_appeared(reader, catalog):
    reader.find("salmonn")
    text = reader.page.locator("#f-released").inner_text()
    fact = catalog.by_path["released"].facts(catalog.by_slug["salmonn"])[0]
    assert str(fact.value) in text
    assert "contested" in fact.marks
    assert "sources disagree" in text


def test_who_is_best_on_aishell_1_and_who_says_so(reader, catalog):
    reader.find("aishell-1")
    row = reader.page.locator(".board tbody tr").first
    rates = {}
    for record in catalog.records:
        for model in record.counted_models:
            for item in catalog.measurements_of(model.facts):
                if item.test_set == "aishell-1" and item.value.value:
                    rates.setdefault((item.run_by, item.split), []).append(item.value.value.number)
    rank, rate = row.locator(".k-amount").all_inner_texts()
    assert rank == "1"
    assert float(rate) in map(min, rates.values())
    assert row.locator("td").last.inner_text().strip()


def test_what_is_a_q_former(reader, catalog):
    reader.find("q former")
    assert catalog.vocabularies["connectors"]["q-former"].meaning in reader.page.locator(".lead").inner_text()


def test_what_has_nobody_checked_of_a_system(reader):
    reader.find("speechgpt")
    assert "Not checked yet" in reader.page.locator(".unchecked").first.inner_text()


def test_how_many_use_each_connector(reader, catalog):
    reader.click("Catalogue", within=".md-tabs")
    reader.open("Group")
    reader.page.locator('#group input[value="connector.family"]').check()
    reader._count()
    reader.page.locator("#table tr.group").first.wait_for()
    heads = reader.page.locator("#table tr.group").all_inner_texts()
    using = catalog.records_by_value(catalog.by_path["connector.family"])
    mlp = len(using["mlp"])
    assert any(catalog.vocabularies["connectors"]["mlp"].name in head and str(mlp) in head for head in heads), heads


def test_how_do_i_cite_the_catalogue(reader, catalog):
    reader.click("Downloads", within=".md-tabs")
    text = reader.page.locator("#cite-text").inner_text()
    assert catalog.settings.title in text
    assert f"{len(catalog.records)} {catalog.settings.many}" in text
    assert re.search(r"Version \d{4}-\d\d-\d\d", text)
