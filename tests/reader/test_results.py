"""The page of results: systems by main test sets, whose numbers they are, and what a reader can choose."""

from __future__ import annotations

import pytest

from catalog.pages.leaderboards import leaderboards
from catalog.pages.main_boards import main_boards
from catalog.pages.matrix import result_matrix
from catalog.pages.results import MOST_RANKED, MOST_ROWS
from tests.browsing import reload

CLEAN = "=librispeech/test-clean/WER"
MEETING = "=wenetspeech/test-meeting/CER"


@pytest.fixture(scope="module")
def drawn(catalog):
    return result_matrix(main_boards(catalog, leaderboards(catalog)))


def counted(column):
    """Record and runner → the numbers of its models that count, read from the records themselves."""
    board, found = column.board, {}
    for record in {number.model.record.slug: number.model.record for number in column.numbers}.values():
        for model in record.counted_models:
            for item in model.facts.results:
                if (
                    tuple(str(getattr(item, name)) for name in board.model.comparable) == board.values
                    and item.value.value
                ):
                    found.setdefault((record.slug, str(item.run_by)), []).append(item.value.value.number)
    return found


def test_a_number_is_the_lowest_of_the_models_that_count_and_of_one_runner(drawn):
    for column in drawn.columns:
        shown = {(number.model.record.slug, number.group.words): number for number in column.numbers}
        assert {key: number.standing.best.item.value.value.number for key, number in shown.items()} == {
            key: min(numbers) for key, numbers in counted(column).items()
        }
        for (slug, runner), numbers in counted(column).items():
            lower = [other for other, own in counted(column).items() if other[1] == runner and min(own) < min(numbers)]
            assert shown[slug, runner].own == len(lower) + 1


def test_a_record_has_one_rank_among_all_whoever_ran_the_test(drawn):
    for column in drawn.columns:
        ranked = [number for number in column.numbers if number.rank]
        assert len(ranked) == len({number.model.record.slug for number in ranked}) == column.summaries[0].count
        assert [number.rank for number in ranked] == sorted(number.rank for number in ranked)
        assert {number.text for number in column.summaries[0].best} == {ranked[0].text}


def test_models_of_a_record_have_rows_of_their_own_numbers(drawn):
    for row in drawn.rows:
        for model, cells in row.models:
            assert {number.model for cell in cells for number in cell} == {model}


def names(page):
    return page.locator(".matrix tbody:visible tr:first-child th > a").all_inner_texts()


def column(page, claims):
    """What a reader sees of one column, without the small print."""
    return page.locator(
        f'.matrix tbody:visible tr:first-child td[data-path="{claims}"] .run:visible .num'
    ).all_inner_texts()


def numbers(page, claims):
    return [float(text) for text in column(page, claims)]


@pytest.mark.browser
def test_the_matrix_is_sorted_by_a_head_and_the_address_keeps_it(open_page):
    page = open_page("results/")
    assert numbers(page, CLEAN) == sorted(numbers(page, CLEAN))
    page.get_by_role("button", name="WenetSpeech meeting").click()
    assert numbers(page, MEETING) == sorted(numbers(page, MEETING))
    page.get_by_role("button", name="WenetSpeech meeting").click()
    assert numbers(page, MEETING) == sorted(numbers(page, MEETING), reverse=True)
    before = names(page)
    reload(page)
    assert names(page) == before
    page.go_back()
    page.locator('th[aria-sort="ascending"]:has-text("meeting")').wait_for()
    assert numbers(page, MEETING) == sorted(numbers(page, MEETING))


@pytest.mark.browser
def test_a_reader_chooses_whose_numbers_and_which_test_sets(open_page, drawn):
    page = open_page("results/")
    page.get_by_label("Run by").select_option("others")
    page.get_by_role("button", name="English").click()
    heads = page.locator(".matrix thead tr:nth-child(2) th:visible").all_inner_texts()
    assert len(heads) == 1 + len(drawn.sets[0][1])
    first = drawn.columns[0]
    others = [number for number in first.numbers if number.group.words == "others"]
    kept = {row.record.slug for row in drawn.best_rows(MOST_ROWS)}
    shown = [number for number in others if number.model.record.slug in kept]
    assert numbers(page, CLEAN) == [number.standing.best.item.value.value.number for number in shown]
    assert others[0].text in page.locator(".summary td:visible").first.inner_text()
    assert others[0].model.record.name in page.locator(".summary td:visible").first.inner_text()
    assert "by=others" in page.url


@pytest.mark.browser
def test_variants_have_rows_where_a_reader_asks_for_them(open_page):
    page = open_page("results/")
    row = page.locator('tbody[data-slug="granite-speech-3.3"] .variant').first
    assert not row.is_visible()
    page.get_by_label("Variants").check()
    assert row.is_visible()


@pytest.mark.browser
def test_a_number_leads_to_its_evidence(open_page):
    page = open_page("results/")
    page.locator(f'tbody[data-slug="granite-speech-3.3"] td[data-path="{CLEAN}"] .run:visible').first.focus()
    page.locator(".popup", has_text="leaderboard").wait_for()


@pytest.mark.browser
def test_a_phone_shows_one_test_set_at_a_time_as_a_ranking(open_page, drawn):
    page = open_page("results/", viewport={"width": 390, "height": 844}, java_script_enabled=False)
    assert not page.locator(".matrix").is_visible()
    ranking, first = page.locator(".rankings li:visible .whose a"), leaders(drawn.columns[0])
    assert ranking.all_inner_texts() == first
    page.locator(".rankings summary", has_text="WenetSpeech").first.click()
    net = leaders(next(column for column in drawn.columns if column.board.claims == "=wenetspeech/test-net/CER"))
    assert ranking.all_inner_texts() == net


def leaders(column):
    """The names of the first ranks, which a phone lists."""
    ranked = [number for number in column.numbers if number.rank and number.rank <= MOST_RANKED]
    return [number.model.record.name for number in ranked]
