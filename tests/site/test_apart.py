"""Texts that stand apart: none over another, each number in its unit, and no more digits than are read."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browsing import laid_out

pytestmark = pytest.mark.browser

PHONE, TABLET, SCREEN = 390, 768, 1440
# The rectangles of texts in sight, cut by the boxes that hold them; what sticks or is placed over others is left out.
_OVER_EACH_OTHER = """() => {
  const texts = [];
  const walker = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  while (walker.nextNode()) {
    const node = walker.currentNode, own = node.parentElement;
    const seen = own.checkVisibility({ visibilityProperty: true }) && !own.closest('.vh, svg, .popup');
    if (!seen || !node.data.trim()) continue;
    range.selectNodeContents(node);
    for (let { left, right, top, bottom } of range.getClientRects()) {
      for (let box = own; box !== document.body; box = box.parentElement) {
        const style = getComputedStyle(box);
        if (['sticky', 'fixed'].includes(style.position) || style.clipPath !== 'none') right = left;
        if (style.overflow === 'visible') continue;
        const edges = box.getBoundingClientRect();
        [left, right] = [Math.max(left, edges.left), Math.min(right, edges.right)];
        [top, bottom] = [Math.max(top, edges.top), Math.min(bottom, edges.bottom)];
      }
      if (right - left > 3 && bottom - top > 6) texts.push({ left, right, top, bottom, own, text: node.data.trim() });
    }
  }
  texts.sort((one, other) => one.top - other.top);
  return texts.flatMap((one, index) => {
    const over = [];
    for (let next = index + 1; next < texts.length && texts[next].top < one.bottom - 5; next += 1) {
      const other = texts[next];
      const across = Math.min(one.right, other.right) - Math.max(one.left, other.left);
      if (one.own !== other.own && across > 3) over.push(`${one.text} / ${other.text}`);
    }
    return over;
  });
}"""


@pytest.mark.parametrize(
    ("path", "width"),
    [
        *(("catalogue/?find=qwen", width) for width in (PHONE, TABLET, SCREEN)),
        *(("catalogue/?view=all", width) for width in (PHONE, SCREEN)),
        *(("catalogue/?group=connector.family", width) for width in (PHONE, SCREEN)),
        *(("systems/salmonn/", width) for width in (PHONE, SCREEN)),
        *(("compare/?s=salmonn,qwen-audio,fun-asr", width) for width in (PHONE, SCREEN)),
        ("results/", SCREEN),
    ],
)
def test_no_text_stands_over_another(open_page, path, width):
    page = laid_out(open_page(path, viewport={"width": width, "height": 900}))
    if "find=" in path:
        page.locator(".found-in").first.wait_for(state="attached")
    if path.startswith("compare/"):
        page.locator("#comparison tbody tr").first.wait_for()
    assert page.evaluate(_OVER_EACH_OTHER) == []


def test_texts_over_each_other_are_found(open_page):
    page = open_page("about/")
    page.locator(".md-content article").evaluate(
        "(article) => { article.innerHTML = '<p class=over>One word</p><p class=over>Another word</p>'; }"
    )
    page.add_style_tag(content=".over { position: absolute; top: 9rem; left: 2rem; }")
    assert page.evaluate(_OVER_EACH_OTHER) == ["One word / Another word"]


def test_on_a_card_the_unit_stands_before_the_marks_and_the_variants(open_page):
    page = laid_out(open_page("catalogue/", viewport={"width": PHONE, "height": 900}))
    cells = page.locator("#table td.k-amount:has(.marks):visible")
    assert cells.count()
    orders = cells.evaluate_all("""cells => cells.map((cell) => [
      getComputedStyle(cell, '::after').order,
      getComputedStyle(cell.querySelector('.marks')).order,
      getComputedStyle(cell.querySelector(':scope > .poor') ?? cell).display,
    ])""")
    for unit, marks, around in orders:
        assert int(unit) < int(marks)
        assert around in ("contents", "flex")


# Pixels between the last digit of each number and the end of its box, less the room for decimals that it has not.
_AFTER_NUMBERS = """nums => nums.flatMap((num) => {
  const frac = num.querySelector('.frac');
  if (!frac) return [];
  const range = document.createRange();
  range.selectNodeContents(num);
  const digits = Math.max(...[...range.getClientRects()].map(({ right }) => right));
  return [num.getBoundingClientRect().right - Math.max(digits, frac.getBoundingClientRect().right)];
})"""


@pytest.mark.parametrize("width", [PHONE, SCREEN])
def test_nothing_stands_between_a_number_of_the_catalogue_and_what_follows_it(open_page, width):
    page = laid_out(open_page("catalogue/", viewport={"width": width, "height": 900}))
    gaps = page.locator("#table td.k-amount .num:visible").evaluate_all(_AFTER_NUMBERS)
    assert gaps
    assert max(gaps) <= 1


def test_a_long_number_is_short_on_the_page_and_whole_in_its_title(open_page, catalog):
    column = catalog.by_path["parameters"]
    long = {r.slug: v.number for r in catalog.records for v in catalog.values(column, r) if v.number % 10**6}
    assert long
    slug, number = next(iter(long.items()))
    page = open_page(f"systems/{slug}/")
    shown = page.locator('#f-parameters .num[title], [data-path="parameters"]')
    texts = " ".join(shown.all_inner_texts())
    assert re.search(r"\d[KMBT]\b", texts)
    assert f"{number:,.0f}" not in page.locator("main").inner_text()
    assert page.locator(f'main [title*="{number:,.0f}"]').count()


def test_filters_that_leave_nothing_say_which_to_drop(open_page):
    page = open_page("catalogue/?hours.asr=1..2&training.llm=frozen")
    help_ = page.get_by_role("region", name="Nothing found")
    expect(help_.get_by_role("status")).to_have_text("No system matches these filters.")
    help_.get_by_role("button", name=re.compile(r"^Without ASR hours: \d+$")).click()
    expect(help_).to_be_hidden()
    assert page.locator("#table tbody tr[data-slug]").count()


def test_a_pop_up_tells_in_words_how_a_fact_is_known(open_page):
    page = open_page("catalogue/")
    page.locator('td[data-path="released"] .marks', has_text="?").first.focus()
    expect(page.locator(".popup .grade").first).to_contain_text("read in the source · uncertain")
