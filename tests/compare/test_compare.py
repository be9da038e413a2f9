"""Records side by side, in a browser."""

from __future__ import annotations

import re

import pytest

from tests.browsing import arriving, every_row, sideways

pytestmark = pytest.mark.browser
PAIR = "compare/?s=salmonn,qwen-audio"


def heads(page):
    return [text.strip() for text in page.locator(".comparison thead a").all_inner_texts()]


def row(page, path):
    cells = page.locator(f'.comparison td[data-path="{path}"]')
    return [text.strip() for text in cells.all_inner_texts()]


def verdict(page, path):
    return page.locator(f'.comparison tr:has(td[data-path="{path}"])').get_attribute("class")


def loaded(page, count=2):
    page.locator(".comparison thead a").nth(count - 1).wait_for()
    return page


def test_a_shared_link_shows_the_systems_it_names_as_columns(open_page):
    page = loaded(open_page(PAIR))
    assert heads(page) == ["SALMONN", "Qwen-Audio"]
    assert row(page, "connector.family")[0].startswith("Q-Former")


def boxes(page, heading):
    """The boxes of each column in the row of this part."""
    cells = page.locator(f'.comparison tr.parts:has(th:text-is("{heading}")) td')
    return [cell.locator(".box").all_inner_texts() for cell in cells.all()]


def test_parts_stand_beside_like_parts_with_their_state_and_what_passes_between_them(open_page):
    page = loaded(open_page(PAIR))
    assert [texts[0].split("\n")[1] for texts in boxes(page, "Connector")] == ["Q-Former", "Linear projector"]
    assert all("frozen" in text for text in boxes(page, "Encoder")[0])
    assert "Hz" in page.locator(".comparison tr.arrows").first.inner_text()


def test_rows_that_differ_say_so_to_those_who_see_no_colour_and_names_are_not_compared(open_page):
    page = loaded(open_page(PAIR))
    assert verdict(page, "connector.family") == "differ"
    assert "differ" in page.locator('.comparison tr:has(td[data-path="connector.family"]) th').inner_text()
    assert verdict(page, "scope") == "same"
    assert verdict(page, "paper.title") == verdict(page, "released") == "identity"


def test_only_differences_hides_agreement_and_keeps_the_known_beside_the_unknown(open_page):
    page = loaded(open_page(PAIR))
    unknown = page.locator(".comparison tr.unknown").count()
    page.get_by_label("Differences only").check()
    page.locator(".comparison tr.same").first.wait_for(state="detached")
    assert unknown > 0
    assert page.locator(".comparison tr.unknown").count() == unknown
    assert page.url.endswith("s=salmonn,qwen-audio&only=1")


def test_of_results_the_best_is_marked_where_two_have_one_and_a_strip_has_all(open_page):
    page = loaded(open_page("compare/?s=salmonn,slam-asr,fireredasr-llm"))
    rates = [float(re.match(r"[\d.]+", cell)[0]) for cell in row(page, "=librispeech/test-clean/WER")]
    marked = page.locator('td[data-path="=librispeech/test-clean/WER"] mark')
    assert [text.split()[0] for text in marked.all_inner_texts()] == [f"{min(rates):g}"]
    assert page.locator('td[data-path="=librispeech/test-clean/WER"] .strip').count() == 3
    assert row(page, "=aishell-1/test/CER")[:2] == ["no result", "no result"]
    assert page.locator('td[data-path="=aishell-1/test/CER"] mark').count() == 0


def test_numbers_are_written_as_in_the_table(open_page):
    page = loaded(open_page(PAIR))
    assert row(page, "parameters")[1].startswith("8.4B")


def test_a_system_is_added_by_its_name_with_a_typing_error_and_removed_again(open_page):
    page = loaded(open_page(PAIR))
    page.get_by_label("Add a system").fill("slam asrr")
    page.keyboard.press("Enter")
    loaded(page, 3)
    assert heads(page) == ["SALMONN", "Qwen-Audio", "SLAM-ASR"]
    page.get_by_role("button", name="Remove SALMONN").click()
    page.wait_for_url("**/compare/?s=qwen-audio,slam-asr")
    page.go_back()
    page.go_back()
    page.wait_for_url(f"**/{PAIR}")
    page.locator(".comparison thead a").nth(2).wait_for(state="detached")
    assert heads(page) == ["SALMONN", "Qwen-Audio"]


def test_a_column_may_be_one_variant_and_its_heading_offers_the_others(open_page):
    page = loaded(open_page("compare/?s=qwen-audio@qwen-audio,qwen-audio@Qwen-Audio-Chat,qwen-audio@nobody"))
    states = [row(page, f"training.{part}") for part in ("encoder", "llm")]
    assert [[state[:6] for state in pair] for pair in states] == [["traine", "frozen"], ["frozen", "traine"]]
    assert "qwen-audio@nobody" in page.locator("#compare-ignored").inner_text()
    encoders = boxes(page, "Encoder")
    assert "trained" in encoders[0][0]
    assert "frozen" in encoders[1][0]

    page.get_by_label("Variant of Qwen-Audio").nth(1).select_option("")

    page.locator('td[data-path="training.llm"] small').first.wait_for()
    assert page.url.endswith("?s=qwen-audio@qwen-audio,qwen-audio")
    both = row(page, "training.llm")[1]
    assert re.search(r"^frozen Qwen-Audio$", both, re.MULTILINE)
    assert re.search(r"trained[^^]*Qwen-Audio-Chat$", both)


def test_a_sibling_is_compared_only_where_it_is_asked_for(open_page):
    page = loaded(open_page("compare/?s=fireredasr-llm,fireredasr-llm@aed"))
    sizes = row(page, "parameters")
    assert ["1.1B" in size for size in sizes] == [False, True]


def test_names_the_catalogue_does_not_know_are_ignored_and_told(open_page):
    page = loaded(open_page("compare/?s=salmonn,<img src=x onerror=alert(1)>,qwen-audio&nonsense=1"))
    note = page.locator("#compare-ignored").inner_text()
    assert "<img src=x onerror=alert(1)>" in note
    assert "nonsense=1" in note
    assert heads(page) == ["SALMONN", "Qwen-Audio"]


def test_more_than_five_are_not_compared(open_page):
    page = loaded(open_page("compare/?s=salmonn,qwen-audio,slam-asr,ltu-as,seed-asr,wavllm"), 5)
    assert len(heads(page)) == 5
    assert "wavllm" in page.locator("#compare-ignored").inner_text()


def test_the_boxes_of_the_catalogue_are_counted_where_a_link_leads_to_the_comparison(open_page):
    page = every_row(open_page("catalogue/"))
    for name in ("SALMONN", "SLAM-ASR"):
        page.get_by_label(f"Compare {name}", exact=True).check()
    assert page.locator("#compare").inner_text().split() == ["Compare", "2"]
    with arriving(page):
        page.locator("#compare").click()
    assert heads(loaded(page)) == ["SALMONN", "SLAM-ASR"]


def test_a_sixth_box_cannot_be_ticked(open_page):
    page = open_page("catalogue/")
    for index in range(5):
        page.locator(".pick").nth(index).check()
    assert page.locator(".pick").nth(5).is_disabled()
    page.get_by_role("button", name="Clear comparison").click()
    assert page.locator(".pick").nth(5).is_enabled()
    assert page.locator("#compare").inner_text().split() == ["Compare", "0"]


def test_a_systems_page_leads_to_a_comparison(open_page):
    page = open_page("systems/slam-asr/")
    with arriving(page):
        page.get_by_role("link", name="Compare", exact=True).last.click()
    assert heads(loaded(page, 1)) == ["SLAM-ASR"]


def test_the_marks_of_a_cell_open_its_evidence(open_page):
    page = loaded(open_page(PAIR))
    page.locator('.comparison td[data-path="released"] .marks').first.focus()
    page.locator(".popup").wait_for()
    assert "contested" in page.locator(".popup").inner_text()
    page.keyboard.press("Escape")
    assert not page.locator(".popup").is_visible()


def test_without_javascript_the_page_says_how_and_links_every_system(open_page, catalog):
    page = open_page(PAIR, java_script_enabled=False)
    assert "needs JavaScript" in page.locator(".noscript-note").inner_text()
    assert page.locator(".everyone a").count() == len(catalog.records)
    assert not page.locator("#compare-form").is_visible()


def test_three_columns_fit_a_phone_below_their_labels(open_page):
    page = loaded(open_page("compare/?s=salmonn,qwen-audio,slam-asr", viewport={"width": 360, "height": 740}), 3)
    heads = [page.locator(".comparison thead th").nth(i).bounding_box() for i in range(3)]
    assert all(box["x"] + box["width"] <= 360 for box in heads)
    label = page.locator('tr:has(> td[data-path="scope"]) th').bounding_box()
    value = page.locator('td[data-path="scope"]').first.bounding_box()
    assert label["y"] + label["height"] <= value["y"] + 1
    assert sideways(page) <= 0


def test_the_printed_comparison_names_its_address_and_leaves_the_controls_out(open_page):
    page = loaded(open_page(PAIR))
    page.emulate_media(media="print")
    assert page.locator(".printed").is_visible()
    assert "s=salmonn,qwen-audio" in page.locator(".printed").inner_text()
    assert not page.locator("#compare-form").is_visible()
