"""What tests of several areas share: a survey in a temporary folder, the real command, a browser."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from hypothesis import settings

from catalog.paths import Project

# How long one example takes says more about the machine's other work than about the code.
settings.register_profile("suite", parent=settings(), deadline=None)
settings.load_profile("suite")

ROOT = Path(__file__).resolve().parent.parent
_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_NO_BROWSER = (
    "no Chromium found: run `playwright install chromium`, or install one and name it in the variable CATALOG_BROWSER"
)


@pytest.fixture
def small_survey(tmp_path: Path) -> Project:
    """A sound survey of one record, made to be broken; its records are those of `catalog.asr`."""
    shutil.copytree(ROOT / "tests" / "faults" / "base", tmp_path / "data")
    return Project(tmp_path)


Command = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def command(tmp_path: Path) -> Command:
    """The `catalog` command in a process of its own; `cwd` defaults to the test's own folder."""

    def run(*arguments: str | Path, cwd: Path = tmp_path, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", "from catalog.cli import main; main()", *map(str, arguments)],
            cwd=cwd,
            env=os.environ | {"PYTHONPATH": str(ROOT), "XDG_CACHE_HOME": str(tmp_path / "cache")} | environment,
            capture_output=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )

    return run


@pytest.fixture(scope="session")
def browser() -> Iterator[object]:
    """A headless Chromium; skips where there is none, fails where REQUIRE_BROWSER=1 demands one."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        program = _chromium(playwright.chromium.executable_path)
        if program is None:
            (pytest.fail if os.environ.get("REQUIRE_BROWSER") == "1" else pytest.skip)(_NO_BROWSER)
        # Chromium refuses its sandbox to root, and only to root.
        arguments = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
        launched = playwright.chromium.launch(executable_path=program, args=arguments)
        yield launched
        launched.close()


def _chromium(own: str) -> str | None:
    """$CATALOG_BROWSER, else Playwright's own download, else one on the PATH."""
    named = os.environ.get("CATALOG_BROWSER")
    if named:
        return named
    return own if Path(own).is_file() else next(filter(None, map(shutil.which, _BROWSERS)), None)


@pytest.fixture
def page(browser: object) -> Iterator[object]:
    """A fresh page in a context of its own."""
    context = browser.new_context()  # type: ignore[attr-defined]
    yield context.new_page()
    context.close()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *arguments: object) -> None:
        """Requests are no news."""


@pytest.fixture(scope="session")
def serve() -> Iterator[Callable[[Path], str]]:
    """Serves a folder over HTTP on this machine alone; gives its address, with a slash at the end."""
    servers = []

    def start(folder: Path) -> str:
        server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
        Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_port}/"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="session")
def project() -> Project:
    """The committed survey."""
    return Project(ROOT)


@pytest.fixture(scope="session")
def copy_survey() -> Callable[[Path], Project]:
    """Copies the committed survey's data and hand-written pages into another folder."""

    def copy(target: Path) -> Project:
        for name in ("data", "site"):
            shutil.copytree(ROOT / name, target / name)
        return Project(target)

    return copy


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory, copy_survey: Callable[[Path], Project]) -> Path:
    """The committed survey as a finished website, built once for all tests of a worker."""
    from catalog.site import build

    return build(copy_survey(tmp_path_factory.mktemp("survey")))
