"""The website in a browser: what a reader chooses, sees and takes along."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from tests.browsing import every_row, laid_out, menu, reload

pytestmark = pytest.mark.browser


def names(page):
    return laid_out(page).locator("#table tbody tr:visible th a").all_inner_texts()


def rows_without_scripts(page):
    """The names in the table of a page, the first or a further one."""
    return page.locator("table.data tbody tr:visible th a").all_inner_texts()


def with_value(catalog, path, value):
    column = catalog.by_path[path]
    return {record.name for record in catalog.records if value in map(str, catalog.values(column, record))}


def test_without_javascript_the_whole_table_is_there_and_the_form_is_not(open_page, catalog):
    page = open_page("catalogue/", java_script_enabled=False)
    assert not page.locator("#filters").is_visible()
    assert page.get_by_text("Filters and sorting need JavaScript").is_visible()
    seen = rows_without_scripts(page)
    while page.get_by_role("link", name="Next page").is_visible():
        with page.expect_navigation():
            page.get_by_role("link", name="Next page").click()
        seen += rows_without_scripts(page)
    assert seen == [record.name for record in catalog.newest_first]


def test_a_facet_leaves_the_rows_that_have_the_value(open_page, catalog):
    page = open_page("catalogue/")
    page.locator('input[name="connector.family"][value="q-former"]').check()
    assert set(names(page)) == with_value(catalog, "connector.family", "q-former")
    assert "connector.family=q-former" in page.url
    assert str(len(names(page))) in page.locator("#found").inner_text()


def test_facet_counts_are_those_under_the_other_filters(open_page, catalog):
    page = open_page("catalogue/?connector.family=q-former")
    frozen = with_value(catalog, "training.llm", "frozen") & with_value(catalog, "connector.family", "q-former")
    count = page.locator('.facet[data-path="training.llm"] label', has=page.locator('input[value="frozen"]'))
    assert count.locator(".count").text_content() == str(len(frozen))


def test_the_blanks_can_be_filtered_apart(open_page):
    reported = names(open_page("catalogue/?training.llm=not+reported"))
    unchecked = names(open_page("catalogue/?training.llm=not+checked"))
    assert reported
    assert unchecked
    assert not set(reported) & set(unchecked)


def test_words_find_rows(open_page, catalog, project):
    page = open_page("catalogue/")
    page.locator("#filter-q").fill("slam-asr vicuna")
    page.wait_for_url("**find=slam-asr*")
    page.locator("#table .says").first.wait_for()
    texts = {
        record.name: (project.data / "systems" / f"{record.slug}.yml").read_text("utf-8") for record in catalog.records
    }
    assert "SLAM-ASR" in names(page)
    assert all("slam-asr" in texts[name].lower() and "vicuna" in texts[name].lower() for name in names(page))


def test_sorting_puts_unknown_values_last_both_ways(open_page, catalog):
    column = catalog.by_path["hours.asr"]
    known = {record.name for record in catalog.records if catalog.values(column, record)}
    for direction in ("", "-"):
        page = open_page(f"catalogue/?sort={direction}hours.asr")
        order = [name in known for name in names(page)]
        assert order == sorted(order, reverse=True)
        head = page.locator("th", has=page.locator('[data-sort="hours.asr"]'))
        assert head.get_attribute("aria-sort") == ("descending" if direction else "ascending")


def test_the_view_survives_reload_and_back(open_page):
    page = open_page("catalogue/?connector.family=mlp&sort=-hours.asr")
    before = names(page)
    reload(page)
    assert names(page) == before
    page.get_by_role("button", name="Remove filter Connector: MLP projector").click()
    assert len(names(page)) > len(before)
    page.go_back()
    assert names(page) == before


def test_what_the_address_gets_wrong_is_ignored_and_told(open_page, catalog):
    page = open_page("catalogue/?nonsense=1&sort=nowhere&connector.family=<img src=x onerror=alert(1)>")
    assert names(every_row(page)) == [record.name for record in catalog.newest_first]
    assert "nonsense=1" in page.locator("#ignored").inner_text()
    assert page.locator("img[src=x]").count() == 0


def test_columns_can_be_hidden_and_added(open_page):
    page = open_page("catalogue/")
    menu(page, "Columns")
    page.locator("#chooser").get_by_label("Parameters", exact=True).uncheck()
    page.locator("#chooser").get_by_label("Venue", exact=True).check()
    page.wait_for_url("**paper.venue*")
    heads = page.locator("#table thead th:visible").all_inner_texts()
    assert "Venue" in " ".join(heads)
    assert "Size" not in " ".join(heads)
    reload(page)
    assert page.locator("#table thead th:visible").all_inner_texts() == heads


def test_the_csv_holds_exactly_the_view(open_page):
    page = open_page("catalogue/?connector.family=q-former&sort=name")
    with page.expect_download() as download:
        menu(page, "Export").locator("#csv-view").click()
    lines = list(csv.reader(Path(download.value.path()).read_text(encoding="utf-8").splitlines()))
    assert list(dict.fromkeys(line[1] for line in lines[1:])) == names(page)


def test_the_bibtex_holds_the_view(open_page):
    page = open_page("catalogue/?find=salmonn&connector.family=q-former")
    with page.expect_download() as download:
        menu(page, "Export").locator("#bib-view").click()
    text = Path(download.value.path()).read_text(encoding="utf-8")
    assert len(re.findall(r"^@\w+\{", text, re.MULTILINE)) == len(names(page))
    assert "eprint = {2310.13289}" in text


def test_evidence_shows_on_focus_and_goes_with_escape(open_page):
    page = open_page("catalogue/?find=seed-asr")
    page.locator('td[data-path="hours.asr"] a.marks').first.focus()
    popup = page.locator("#evidence-popup")
    popup.wait_for(state="visible")
    assert "Also claimed" in popup.inner_text()
    page.keyboard.press("Escape")
    assert not popup.is_visible()


def test_well_sourced_only_hides_second_hand_values(open_page):
    page = open_page("catalogue/?well=1&find=seed-asr")
    assert page.locator("#table .poor:visible").count() == 0


def test_filters_of_the_charts_are_those_of_the_table(open_page, catalog):
    page = open_page("charts/?connector.family=q-former")
    marks = page.locator("figure.chart svg [data-slug]:not(.out)")
    slugs = marks.evaluate_all("marks => marks.map((mark) => mark.dataset.slug)")
    stay = {catalog.by_slug[slug].name for slug in slugs}
    assert stay <= with_value(catalog, "connector.family", "q-former")
    assert stay


MOVED = """() => {
  const told = new PerformanceObserver(() => {});
  told.observe({type: "layout-shift", buffered: true});
  return told.takeRecords().reduce((sum, {value, hadRecentInput}) => sum + (hadRecentInput ? 0 : value), 0);
}"""


@pytest.mark.parametrize("path", ["", "catalogue/", "charts/", "systems/salmonn/"])
def test_nothing_moves_while_a_page_loads(open_page, path):
    page = open_page(path, fresh=True)
    page.wait_for_load_state("networkidle")
    assert page.evaluate(MOVED) <= 0.05
