"""A table of many rows: scripts make those after the first page of data; without scripts there are more pages."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.benchmarks import browser as benchmark
from tests.benchmarks.generate import name, record, slug, survey
from tests.browsing import laid_out, menu

pytestmark = pytest.mark.browser
COUNT, FIRST = 130, 0
LAST = "#table tbody tr:last-child"
HOSTILE = '</noscript><script>window.hurt = 1</script> & "q"'


@pytest.fixture(scope="module")
def many(tmp_path_factory, serve):
    def with_hostile(folder, count):
        project = survey(folder, count)
        file = folder / "data" / "systems" / f"{slug(FIRST)}.yml"
        text = file.read_text(encoding="utf-8").replace(f"name: {name(FIRST)}", f"name: '{HOSTILE}'", 1)
        file.write_text(text, encoding="utf-8")
        return project

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(benchmark, "survey", with_hostile)
        return serve(benchmark.site(tmp_path_factory.mktemp("many"), COUNT)) + "catalogue/"


@pytest.fixture
def table(page, many):
    page.goto(many)
    page.locator("html.catalogue-ready").wait_for(state="attached")
    page.locator("#table tbody tr").nth(99).wait_for()
    return page


def slugs(page):
    return page.locator("table.data tbody tr").evaluate_all("rows => rows.map(row => row.dataset.slug)")


def test_rows_beyond_the_hundredth_are_made_when_they_are_asked_for(table):
    assert len(set(slugs(table))) == 100
    table.get_by_role("button", name="Show 30 more of 130").click()
    assert len(set(slugs(table))) == COUNT
    assert not table.locator("#more-rows").is_visible()


def test_every_row_is_found_by_its_words_and_can_be_ticked_and_taken_along(table):
    index = max(i for i in range(COUNT) if slug(i) not in slugs(table))
    last = slug(index)
    table.locator("#filter-q").fill(name(index))
    table.wait_for_function("slug => document.querySelector(`#table tr[data-slug='${slug}']`)", arg=last)
    table.get_by_label(f"Compare {name(index)}", exact=True).check()
    assert f"s={last}" in table.url
    with table.expect_download() as download:
        menu(table, "Export").get_by_role("button", name="CSV of this view").click()
    assert f'"{last}","{name(index)}"' in Path(download.value.path()).read_text(encoding="utf-8")


ORDER = """(text) => new Promise((done) => {
  const order = [];
  const note = (what) => order.push(what) > 1 && done(order);
  document.addEventListener("catalogue:filtered", () => note("filtered"), {once: true});
  const box = document.getElementById("filter-q");
  box.value = text;
  box.dispatchEvent(new InputEvent("input", {bubbles: true}));
  requestAnimationFrame(() => {
    const {port1, port2} = new MessageChannel();
    port1.onmessage = () => note("painted");
    port2.postMessage(0);
  }); })"""


def test_what_is_typed_is_painted_before_the_table_is_filtered(table):
    table.evaluate(ORDER, "f")  # what is searched comes with the first letter
    assert [table.evaluate(ORDER, text) for text in ("fr", "fro", "")] == [["painted", "filtered"]] * 3


def test_further_columns_reach_rows_that_are_made_later(table):
    menu(table, "Columns")
    table.locator('#chooser input[value="code.licence"]').check()
    table.locator('[data-sort="code.licence"]').wait_for()
    laid_out(table).locator("#more-rows").click()
    expect(table.locator('#table td[data-path="code.licence"]')).to_have_count(COUNT)
    table.locator("#filter-q").fill("CC-BY-NC")
    found = sum("CC-BY-NC" in record(i) for i in range(COUNT))
    table.locator("#found", has_text=f"{found} of {COUNT}").wait_for()


def test_a_hostile_name_among_the_later_rows_is_text(table):
    assert slug(FIRST) not in slugs(table)
    table.locator("#filter-q").fill(HOSTILE)
    table.wait_for_function("() => document.querySelectorAll('#table tbody tr').length === 1")
    assert table.locator("#table tbody th").all_inner_texts() == [HOSTILE]
    assert table.evaluate("typeof window.hurt") == "undefined"


def test_without_scripting_every_row_is_there_on_pages_that_lead_to_each_other(open_page, many):
    page = open_page("", address=many, java_script_enabled=False)
    first = slugs(page)
    page.get_by_role("link", name="Next page").click()
    page.wait_for_url(f"{many}2/")
    others = slugs(page)
    assert (len(first), len({*first, *others})) == (100, COUNT)
    assert slug(FIRST) in others
    page.get_by_role("link", name="Previous page").click()
    page.wait_for_url(many)


ROW = """row => {
  const copy = row.cloneNode(true);
  copy.querySelector("th").removeAttribute("data-through");
  copy.querySelector("input")?.remove();
  copy.removeAttribute("class");
  return copy.outerHTML;
}"""


def test_a_row_made_by_the_scripts_is_the_one_of_the_further_page(table, open_page, many):
    laid_out(table).locator("#more-rows").click()
    table.wait_for_function("row => document.querySelector(row).textContent", arg=f"{LAST} td[data-path='code.terms']")
    made = table.locator("#table tbody tr").evaluate_all(f"rows => rows.slice(100).map({ROW})")
    page = open_page("", address=f"{many}2/", java_script_enabled=False)
    right = page.locator("tbody tr").evaluate_all(f"rows => rows.map({ROW})")
    assert made == [row.replace('href="../../', 'href="../') for row in right]


def test_rows_can_be_sorted_by_texts_that_come_when_they_are_wanted(table):
    table.locator('[data-sort="code.terms"]').click()
    table.wait_for_url("**sort=code.terms*")
    cells = table.locator('#table td[data-path="code.terms"]')
    cells.locator(".marks").evaluate_all("marks => marks.forEach(mark => mark.remove())")
    terms = [text.lower() for text in cells.all_text_contents()]
    assert terms == sorted(terms)
    assert len(terms) == 100
