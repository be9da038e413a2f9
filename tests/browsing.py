"""Steps of readers in a browser; waiting is for something they would see, never for a time."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from tests.conftest import ROOT

AXE = (ROOT / "tests" / "vendor" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
EVERY_RULE = "{}"
RULES_OF_COLOUR = "{runOnly: ['color-contrast', 'link-in-text-block']}"
OTHER_RULES = "{rules: {'color-contrast': {enabled: false}, 'link-in-text-block': {enabled: false}}}"
VIEWS = (
    (320, "dark", OTHER_RULES),
    (390, "dark", EVERY_RULE),
    (390, "light", RULES_OF_COLOUR),
    (768, "light", None),
    (1440, "light", EVERY_RULE),
    (1440, "dark", RULES_OF_COLOUR),
    (2560, "dark", OTHER_RULES),
)
"""Width, palette, and what axe-core looks for: a palette changes colours alone, and the extremes change none."""
KINDS_OF_PAGES = (
    "",
    "404.html",
    "about/",
    "as-of/",
    "compare/",
    "corrections/",
    "coverage/",
    "downloads/",
    "embed/",
    "encoders/",
    "encoders/whisper-large-v2/",
    "first-record/",
    "guide/",
    "introduction/",
    "python/",
    "results/",
    "test-sets/librispeech/",
)
"""A page of each kind; those of records, the catalogue and the charts have more states."""

_FINISH_TRANSITIONS = """() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => {
  const endless = (moving) => moving.effect.getComputedTiming().endTime === Infinity;
  for (const moving of document.getAnimations()) if (!endless(moving)) moving.finish();
  done();
})))"""
_REMOVE_REPEATED = """() => {
  const names = (node) => [...node.attributes].map((attribute) => attribute.name);
  const shape = (node) => `${node.tagName} ${node.getAttribute('class')} ${names(node)}`;
  const nested = (node) => `${shape(node.parentElement)} ${shape(node)}`;
  for (const parent of document.querySelectorAll('tbody, ul, ol, dl, svg, svg g, section, .md-content article')) {
    const times = new Map();
    for (const child of [...parent.children]) {
      const shapes = new Set([child, ...child.querySelectorAll('*')].map(nested));
      if ([...shapes].every((key) => times.get(key) >= 3)) child.remove();
      else for (const key of shapes) times.set(key, (times.get(key) ?? 0) + 1);
    }
  }
}"""
_HAS_ROWS = """() => {
  const slugs = [...document.querySelectorAll('#table tr[data-slug]')].map((row) => row.dataset.slug);
  const found = parseInt(document.querySelector('#found').textContent.replaceAll(',', ''));
  return document.querySelector('#more-rows').hidden ? new Set(slugs).size === found : slugs.length < found;
}"""
# Pages inside others are opened on their own: axe-core would wait for an answer from each.
_AUDIT = """axe.run(document, {{iframes: false, resultTypes: ['violations'], ...{rules}}})
  .then((results) => results.violations)"""


def watched(page: Any) -> Any:
    """Record the errors of the page's console in `errors`, and the hosts it asks in `hosts`."""
    page.errors, page.hosts = [], set()
    page.on("pageerror", lambda error: page.errors.append(str(error)))
    page.on("console", lambda message: page.errors.append(message.text) if message.type == "error" else None)
    page.on("request", lambda request: page.hosts.add(re.sub(r"^(\w+://[^/]+).*", r"\1", request.url)))
    return page


def ready(page: Any) -> Any:
    """Wait until the page shows what its URL says: scripts have run at `load`, but filters may wait for columns."""
    page.wait_for_load_state()
    page.locator("html.catalogue-ready, html:not(:has(#filters))").wait_for(state="attached")
    return page


def menu(page: Any, name: str) -> Any:
    """Open a menu of the page's bar and return it."""
    opened = page.locator("details.menu", has=page.locator("summary", has_text=re.compile(f"^{name}$")))
    if opened.get_attribute("open") is None:
        opened.locator("summary").click()
    return opened


def group_by(page: Any, path: str) -> None:
    """Have rows stand under headings of a field."""
    menu(page, "Group").locator(f'input[value="{path}"]').check()


def laid_out(page: Any) -> Any:
    """Wait until the rows of the table that are out of sight are laid out, too, and return the page."""
    page.wait_for_function("() => !document.querySelector('#table .late')")
    return page


def every_row(page: Any) -> Any:
    """Press the button below the first hundred rows, where there is one, and wait until every system found has its row.

    A table that is out of sight is painted a moment after the number of systems found; and long texts of rows that
    scripts make come a little later, until when the cells for them are empty.
    """
    more = page.locator("#more-rows")
    page.wait_for_function(_HAS_ROWS)
    if more.is_visible():
        more.click()
    page.wait_for_function(_HAS_ROWS)
    more.wait_for(state="hidden")
    page.wait_for_function(
        "() => [...(document.querySelector('#table tbody tr[data-slug]:last-child')?.cells ?? [])]"
        ".every((cell) => cell.hasChildNodes())"
    )
    return laid_out(page)


def reload(page: Any) -> None:
    """Load the page again and wait until it is ready."""
    page.reload()
    ready(page)


@contextmanager
def arriving(page: Any) -> Iterator[None]:
    """Wait, after the steps inside, for the page to which they lead."""
    with page.expect_event("load"):
        yield
    ready(page)


def wrong_in_views(page: Any, views: Sequence[tuple[int, str, str | None]] = VIEWS) -> list[str]:
    """Return what is wrong with a page in these views: that it scrolls sideways, and axe-core's violations.

    The whole page is measured. Then rows (and other siblings) are removed that hold nothing but what three before them
    hold, by elements, classes and attributes: axe-core needs minutes for hundreds of rows, and finds in them the same.
    """
    faults = []
    for width, palette, _ in views:
        look_at(page, width, palette)
        faults += [f"{width} pixels, {palette}: {wider} pixels too wide"] if (wider := sideways(page)) > 0 else []
        faults += [f"{width} pixels, {palette}: {more} pixels of nothing below"] if (more := beneath(page)) > 1 else []
    page.evaluate(_REMOVE_REPEATED)
    for width, palette, rules in views:
        if rules:
            look_at(page, width, palette)
            faults += [f"{width} pixels, {palette}: {violation}" for violation in violations(page, rules)]
    return faults


def look_at(page: Any, width: int, palette: str) -> None:
    """Resize the window, change the palette, and wait for transitions to end."""
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=palette)
    scheme = {"light": "default", "dark": "slate"}[palette]
    page.locator(f"body[data-md-color-scheme={scheme}]").wait_for(state="attached")
    # During a transition a colour would be measured half-way.
    page.evaluate(_FINISH_TRANSITIONS)


def violations(page: Any, rules: str = EVERY_RULE) -> list[str]:
    """Return the violations that axe-core finds in a page as it is now."""
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(AXE)
    results = page.evaluate(_AUDIT.format(rules=rules))
    return [f"{item['id']}: {node['html'][:160]}" for item in results for node in item["nodes"]]


def beneath(page: Any) -> int:
    """Return how many pixels of nothing follow the page: as where a box that scrolls does not hold all its parts."""
    return page.evaluate(
        "document.documentElement.scrollHeight"
        " - Math.ceil(Math.max(document.body.getBoundingClientRect().bottom + scrollY, innerHeight))"
    )


def sideways(page: Any) -> int:
    """Return by how many pixels the page is wider than its window."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
