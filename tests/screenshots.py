"""`make screenshots`: every kind of page at two widths in light and dark, and the README's picture.

The pictures go to `build/screenshots`; the README's alone is kept, in `site/assets/picture.png`.
"""

from __future__ import annotations

import os
import sys
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.conftest import _chromium

ROOT = Path(__file__).resolve().parent.parent
PAGES = {
    "home": "",
    "catalogue": "catalogue/",
    "charts": "charts/",
    "record": "systems/salmonn/",
    "results": "test-sets/librispeech/",
    "coverage": "coverage/",
    "corrections": "corrections/",
    "guide": "guide/",
}


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Requests are no news."""


def take(browser: Browser, address: str, file: Path, *, width: int, scheme: str) -> None:
    """One picture of one page."""
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page.goto(address)
    page.wait_for_timeout(300)
    page.screenshot(path=file)
    page.close()


def main() -> None:
    """Serve the built website and take all pictures."""
    folder = ROOT / "build" / "screenshots"
    folder.mkdir(parents=True, exist_ok=True)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(ROOT / "build" / "html")))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    base = f"http://127.0.0.1:{server.server_port}"
    with sync_playwright() as playwright:
        program = _chromium(playwright.chromium.executable_path)
        if program is None:
            sys.exit("no Chromium found: install one or name it in CATALOG_BROWSER")
        arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=program, args=arguments)
        for name, path in PAGES.items():
            for width in (1440, 390):
                for scheme in ("light", "dark"):
                    file = folder / f"{name}-{width}-{scheme}.png"
                    take(browser, f"{base}/{path}", file, width=width, scheme=scheme)
        picture = ROOT / "site" / "assets" / "picture.png"
        take(browser, f"{base}/catalogue/", picture, width=1280, scheme="light")
        browser.close()
    server.shutdown()


if __name__ == "__main__":
    main()
