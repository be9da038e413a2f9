"""A table of many rows: what no screen shows at once is text to a browser until it is wanted."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.benchmarks import browser as benchmark
from tests.benchmarks.generate import survey

pytestmark = pytest.mark.browser
COUNT = 130
HOSTILE = '</noscript><script>window.hurt = 1</script> & "q"'


@pytest.fixture(scope="module")
def many(tmp_path_factory, serve):
    def with_hostile(folder, count):
        project = survey(folder, count)
        file = folder / "data" / "systems" / "system-0.yml"
        file.write_text(
            file.read_text(encoding="utf-8").replace("name: System 0", f"name: '{HOSTILE}'"), encoding="utf-8"
        )
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
    return page.locator("#table tbody tr").evaluate_all("rows => rows.map(row => row.dataset.slug)")


def test_rows_beyond_the_hundredth_are_made_when_they_are_asked_for(table):
    assert len(set(slugs(table))) == 100
    table.get_by_role("button", name="Show 30 more of 130").click()
    assert len(set(slugs(table))) == COUNT
    assert not table.locator("#more-rows").is_visible()


def test_every_row_is_found_by_its_words_and_can_be_ticked_and_taken_along(table):
    index = max(i for i in range(COUNT) if f"system-{i}" not in slugs(table))
    last, name = f"system-{index}", f"System {index}"
    table.locator("#filter-q").fill(f"recogniser {index}")
    table.wait_for_function("slug => document.querySelector(`#table tr[data-slug=${slug}]`)", arg=last)
    table.get_by_label(f"Compare {name}", exact=True).check()
    assert f"s={last}" in table.url
    with table.expect_download() as download:
        table.get_by_role("button", name="CSV of this view").click()
    assert f'"{last}","{name}"' in Path(download.value.path()).read_text(encoding="utf-8")


def test_further_columns_reach_rows_that_are_made_later(table):
    table.locator(".chooser > summary").click()
    table.locator('#chooser input[value="code.licence"]').check()
    table.locator('[data-sort="code.licence"]').wait_for()
    table.locator(".chooser > summary").click()
    table.locator("#more-rows").click()
    assert table.locator('#table td[data-path="code.licence"]').count() == COUNT
    table.locator("#filter-q").fill("MIT")
    assert table.locator("#found").inner_text().startswith(str(COUNT))


def test_a_hostile_name_among_the_later_rows_is_text(table):
    assert "system-0" not in slugs(table)
    table.locator("#filter-q").fill(HOSTILE)
    assert table.locator("#table tbody th").all_inner_texts() == [HOSTILE]
    assert table.evaluate("typeof window.hurt") == "undefined"


def test_without_scripting_every_row_is_there(open_page, many):
    page = open_page("", address=many, java_script_enabled=False)
    assert page.locator("tr[data-slug]").count() == COUNT
    assert page.locator('tr[data-slug="system-129"], tr[data-slug="system-0"]').first.is_visible()
    assert page.locator("tr[data-slug]").last.is_visible()
