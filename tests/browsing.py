"""What readers do in a browser, and what they wait for: always something they would see, never a time."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from tests.conftest import ROOT

AXE = (ROOT / "tests" / "vendor" / "axe-core" / "axe.min.js").read_text()
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

_STILL = """() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => {
  const endless = (moving) => moving.effect.getComputedTiming().endTime === Infinity;
  for (const moving of document.getAnimations()) if (!endless(moving)) moving.finish();
  done();
})))"""
_LOOK = "axe.run(document, {{resultTypes: ['violations'], ...{rules}}}).then((found) => found.violations)"


def watched(page: Any) -> Any:
    """The page, which from now on keeps what it complains of in `faults`, and who was asked in `hosts`."""
    page.faults, page.hosts = [], set()
    page.on("pageerror", lambda error: page.faults.append(str(error)))
    page.on("console", lambda said: page.faults.append(said.text) if said.type == "error" else None)
    page.on("request", lambda request: page.hosts.add(re.sub(r"^(\w+://[^/]+).*", r"\1", request.url)))
    return page


def ready(page: Any) -> Any:
    """The page, once it does what its address says: scripts have run at `load`, but filters may wait for columns."""
    page.wait_for_load_state()
    page.locator("html.catalogue-ready, html:not(:has(#filters))").wait_for(state="attached")
    return page


def reload(page: Any) -> None:
    """Load the page again, as at first."""
    page.reload()
    ready(page)


@contextmanager
def arriving(page: Any) -> Iterator[None]:
    """What is done inside leads to another page: goes on when that one is ready."""
    with page.expect_event("load"):
        yield
    ready(page)


def wrong_in_views(page: Any, views: Iterable[tuple[int, str, str | None]] = VIEWS) -> list[str]:
    """What is wrong with a page in any of these views: axe-core's violations, and what makes it scroll sideways."""
    found = []
    for width, palette, rules in views:
        look_at(page, width, palette)
        wider = sideways(page)
        wrong = [*(violations(page, rules) if rules else []), *([f"{wider} pixels too wide"] if wider > 0 else [])]
        found += [f"{width} pixels, {palette}: {what}" for what in wrong]
    return found


def look_at(page: Any, width: int, palette: str) -> None:
    """Resize the window, change the palette, and wait until the page stands still."""
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=palette)
    scheme = {"light": "default", "dark": "slate"}[palette]
    page.locator(f"body[data-md-color-scheme={scheme}]").wait_for(state="attached")
    # A colour on its way to another would be measured half-way.
    page.evaluate(_STILL)


def violations(page: Any, rules: str = EVERY_RULE) -> list[str]:
    """What axe-core finds wrong with a page as it is now."""
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(AXE)
    found = page.evaluate(_LOOK.format(rules=rules))
    return [f"{item['id']}: {node['html'][:160]}" for item in found for node in item["nodes"]]


def sideways(page: Any) -> int:
    """By how many pixels the page is wider than its window."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
