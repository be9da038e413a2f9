"""`python -m tests.benchmarks.browser [RECORDS …]`: how fast the catalogue answers a reader, by number of records.

Surveys of generated records are built into a temporary folder and read in headless Chromium. Times are milliseconds
from the event to the painted frame, for "interactive" from the request to the form that reacts, of five first visits.
A key is painted before what it changes: "key → rows" is until the table is painted, as is "brush → rows". The table
gives medians, the memory of the page's scripts after all of it, and how busy the machine was. "Focus → hit" is from the
focus of the site's search, in the moment a first visit begins, to the first hit of a record's name.
"""

from __future__ import annotations

import os
import shutil
import statistics
import sys
import tempfile
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from catalog.site import build
from tests.benchmarks.generate import name, survey
from tests.conftest import _chromium

SIZES = (67, 1000, 10_000)
VISITS = 5
WORDS = ("whisper", "frozen", "vicuna", "lora", "linear")
CLOCK = """() => {
  const afterPaint = (done) => requestAnimationFrame(() => {
    const {port1, port2} = new MessageChannel();
    port1.onmessage = done;
    port2.postMessage(0);
  });
  window.painted = (act) => new Promise((done) => {
    const begin = performance.now();
    let first = 0;
    document.addEventListener("catalogue:filtered", () =>
      afterPaint(() => done([first, performance.now() - begin])), {once: true});
    act();
    afterPaint(() => (first = performance.now() - begin));
  });
}"""
TYPE = """(text) => painted(() => { const box = document.getElementById("filter-q"); box.value = text;
  box.dispatchEvent(new InputEvent("input", {bubbles: true})); })"""
BRUSH = """(share) => painted(() => { const plot = document.querySelector("#chart-explore .plot");
  const [low, high] = plot.layout.xaxis.range.map((end) => Date.parse(end));
  plot.emit("plotly_selected", {points: [], range: {x: [low, low + (high - low) * share]}}); })"""

SEARCH = """(text) => new Promise((done) => {
  const begin = performance.now();
  let typed = false;
  const look = () => {
    const input = document.querySelector(".palette input");
    if (input && !typed) {
      typed = true;
      input.value = text;
      input.dispatchEvent(new InputEvent("input", {bubbles: true}));
    }
    if (document.querySelector(".palette bdi mark")) done(performance.now() - begin);
  };
  new MutationObserver(look).observe(document.body, {childList: true, subtree: true});
  document.querySelector("[data-find]").click(); })"""


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *arguments: object) -> None:
        """Requests are no news."""


def site(folder: Path, count: int) -> Path:
    """The website of a generated survey."""
    return build(survey(folder, count))


def visit(browser, address: str):
    """A first visit with nothing kept, and how long it took until the form reacted."""
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    page.goto(f"{address}catalogue/")
    page.locator("html.catalogue-ready").wait_for(state="attached")
    return page, page.evaluate("performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd")


def measure(browser, address: str) -> tuple[float, float, float, float, float]:
    """Interactive, key → paint, key → rows, brush → rows in milliseconds; memory in megabytes."""
    times = []
    for _ in range(VISITS - 1):
        page, ready = visit(browser, address)
        times.append(ready)
        page.context.close()
    page, ready = visit(browser, address)
    page.evaluate(CLOCK)
    page.wait_for_timeout(2500)
    keys = []
    for word in WORDS:
        keys += [page.evaluate(TYPE, word[: end + 1]) for end in range(len(word))]
        keys.append(page.evaluate(TYPE, ""))
    page.locator(".panel > summary").click()
    page.locator("#chart-explore .main-svg").first.wait_for()
    brushes = [page.evaluate(BRUSH, 0.2 + step / 40)[1] for step in range(25)]
    memory = page.context.new_cdp_session(page)
    memory.send("HeapProfiler.collectGarbage")
    used = memory.send("Runtime.getHeapUsage")["usedSize"] / 1e6
    page.context.close()
    letters, rows = zip(*keys, strict=True)
    return statistics.median([*times, ready]), *map(statistics.median, (letters, rows, brushes)), used


def first_hit(browser, address: str) -> float:
    """Focus of the search → first hit in milliseconds, where nothing of it was loaded."""
    times = []
    for number in range(VISITS):
        page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
        page.goto(f"{address}about/", wait_until="domcontentloaded")
        times.append(page.evaluate(SEARCH, name(number)))
        page.context.close()
    return statistics.median(times)


def main(sizes: tuple[int, ...]) -> None:
    """Print the table."""
    from playwright.sync_api import sync_playwright

    heads = ("records", "interactive", "key → paint", "key → rows", "brush → rows", "memory", "focus → hit", "load")
    print(f"| {' | '.join(heads)} |\n{'|--:' * len(heads)}|")  # noqa: T201
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=_chromium(playwright.chromium.executable_path), args=["--no-sandbox"]
        )
        for count in sizes:
            folder = Path(tempfile.mkdtemp())
            server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(site(folder, count))))
            threading.Thread(target=server.serve_forever, daemon=True).start()
            address = f"http://127.0.0.1:{server.server_port}/"
            *times, memory = measure(browser, address)
            hit = first_hit(browser, address)
            told = f"{' | '.join(f'{time:.0f} ms' for time in times)} | {memory:.0f} MB | {hit:.0f} ms"
            print(f"| {count:,} | {told} | {os.getloadavg()[0]:.1f} |", flush=True)  # noqa: T201
            server.shutdown()
            server.server_close()
            shutil.rmtree(folder)


if __name__ == "__main__":
    main(tuple(map(int, sys.argv[1:])) or SIZES)
