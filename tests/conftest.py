"""Fixtures of several areas: a survey in a temporary folder, the real command, a browser."""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Collection, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from filelock import FileLock
from hypothesis import settings

from catalog.catalog import Catalog
from catalog.paths import Project
from tests.pages import copy_pages

# No deadline: how long one example takes depends more on the machine's load than on the code.
settings.register_profile("suite", parent=settings(), deadline=None)
settings.load_profile("suite")

ROOT = Path(__file__).resolve().parent.parent
_BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_NO_BROWSER = (
    "no Chromium found: run `playwright install chromium`, or install one and name it in the variable CATALOG_BROWSER"
)


ONLY_ON = {"unix": ("linux", "darwin"), "linux": ("linux",)}
"""Marker → the systems on which its tests run. This is the one place that says what is skipped where."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip the tests of other systems."""
    for item in items:
        for marker, systems in ONLY_ON.items():
            if item.get_closest_marker(marker) and sys.platform not in systems:
                item.add_marker(pytest.mark.skip(reason=f"runs on {' and '.join(systems)} only"))


def tool(name: str) -> str:
    """A program that tests of workflows need; skips where there is none, fails where REQUIRE_WORKFLOWS=1 demands it."""
    found = shutil.which(name, path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    if found is None:
        (pytest.fail if os.environ.get("REQUIRE_WORKFLOWS") == "1" else pytest.skip)(f"{name} is not installed")
    return found


@pytest.fixture
def small_survey(tmp_path: Path) -> Project:
    """A survey of one record without problems, to be changed; its class is that of `catalog.surveys.asr.record`."""
    shutil.copytree(ROOT / "tests" / "faults" / "base", tmp_path / "data")
    return Project(tmp_path)


INTERRUPTIBLE = (
    "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); from catalog.cli import main; main()"
)
"""The command as Python text that Ctrl-C stops even where the tests run in the background of a shell."""

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


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup(item: pytest.Item) -> Iterator[None]:
    """A test without a browser may run an event loop, although Playwright's counts as running to the end."""
    with _without_playwright(item):
        yield


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """As for the fixtures, so for the test itself."""
    with _without_playwright(item):
        yield


@contextmanager
def _without_playwright(item: pytest.Item) -> Iterator[None]:
    if "launch" in getattr(item, "fixturenames", ()):
        yield
        return
    loop = asyncio._get_running_loop()
    asyncio._set_running_loop(None)
    try:
        yield
    finally:
        asyncio._set_running_loop(loop)


@pytest.fixture(scope="session")
def launch() -> Iterator[Callable[..., Any]]:
    """Starts a headless Chromium, with further options and variables in its environment.

    Skips where there is none, fails where REQUIRE_BROWSER=1 demands one.
    """
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright, ExitStack() as launched:
        program = _chromium(playwright.chromium.executable_path)
        if program is None:
            (pytest.fail if os.environ.get("REQUIRE_BROWSER") == "1" else pytest.skip)(_NO_BROWSER)
        # Chromium refuses its sandbox to root, and only to root.
        arguments = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []

        def start(*options: str, **environment: str) -> Any:
            started = playwright.chromium.launch(
                executable_path=program, args=[*arguments, *options], env=os.environ | environment
            )
            launched.callback(started.close)
            return started

        yield start


@pytest.fixture(scope="session")
def browser(launch: Callable[..., Any]) -> Any:
    """A headless Chromium with the fonts of the machine."""
    return launch()


def _chromium(own: str) -> str | None:
    """$CATALOG_BROWSER, else Playwright's own download, else one on the PATH."""
    named = os.environ.get("CATALOG_BROWSER")
    if named:
        return named
    return own if Path(own).is_file() else next(filter(None, map(shutil.which, _BROWSERS)), None)


@pytest.fixture(scope="session")
def visitor(browser: object) -> Iterator[object]:
    """One browser context for all tests of a worker, so that its cache is used as by a reader."""
    context = browser.new_context()  # type: ignore[attr-defined]
    yield context
    context.close()


@pytest.fixture
def page(visitor: object) -> Iterator[object]:
    """An empty page."""
    new_page = visitor.new_page()  # type: ignore[attr-defined]
    yield new_page
    new_page.close()


@pytest.fixture
def open_page(browser: Any, visitor: Any, site: str) -> Iterator[Callable[..., Any]]:
    """Opens pages of the website and waits until they are ready; an error in the console of a page fails the test.

    `fresh` and options of Playwright's contexts give the page a context of its own, with an empty cache.
    """
    from tests.browsing import ready, watched

    pages, contexts = [], []

    def start(
        path: str,
        *,
        address: str = site,
        viewport: dict[str, int] | None = None,
        color_scheme: str = "light",
        fresh: bool = False,
        **options: Any,
    ) -> Any:
        if fresh or options:
            contexts.append(browser.new_context(**options))
        page = watched((contexts[-1] if fresh or options else visitor).new_page())
        pages.append(page)
        page.set_default_timeout(30_000)
        page.set_viewport_size(viewport or {"width": 1280, "height": 900})
        page.emulate_media(color_scheme=color_scheme)
        page.goto(f"{address}{path}")
        return ready(page) if options.get("java_script_enabled", True) else page

    yield start
    errors = [error for page in pages for error in page.errors]
    for page in pages:
        if page.url.startswith("http"):
            page.evaluate("localStorage.clear()")
        page.close()
    for context in contexts:
        context.close()
    visitor.clear_cookies()
    assert errors == []


class _Server(ThreadingHTTPServer):
    request_queue_size = 128  # browsers of several tests open many connections at once


class _QuietHandler(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *arguments: object) -> None:
        """Log nothing."""


@pytest.fixture(scope="session")
def serve() -> Iterator[Callable[[Path], str]]:
    """Serves a folder over HTTP on this machine only; returns its URL, with a slash at the end."""
    servers: dict[Path, _Server] = {}

    def start(folder: Path) -> str:
        if folder not in servers:
            servers[folder] = _Server(("127.0.0.1", 0), partial(_QuietHandler, directory=str(folder)))
            Thread(target=servers[folder].serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{servers[folder].server_port}/"

    yield start
    for server in servers.values():
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="session")
def project() -> Project:
    """The committed survey."""
    return Project(ROOT)


@pytest.fixture(scope="session")
def catalog(project: Project) -> Catalog:
    """Its records."""
    from catalog.rules import load

    return load(project)


@pytest.fixture(scope="session")
def copy_survey() -> Callable[..., Project]:
    """Copies the committed survey's data and hand-written pages into another folder: all records, or only these."""

    def copy(target: Path, only: Collection[str] | None = None) -> Project:
        shutil.copytree(ROOT / "data", target / "data")
        if only is None:
            shutil.copytree(ROOT / "site", target / "site")
        else:
            copy_pages(target / "site")
        for file in (target / "data" / "systems").iterdir():
            if only is not None and file.stem not in only:
                file.unlink()
        return Project(target)

    return copy


Once = Callable[[str, Callable[[Path], object]], Path]


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Once:
    """Makes a folder once for all workers of a run: the first that asks for a name makes it, the others wait."""
    own = tmp_path_factory.getbasetemp()
    shared = own if worker_id == "master" else own.parent

    def get(name: str, make: Callable[[Path], object]) -> Path:
        folder, finished = shared / name, shared / f"{name}.finished"
        with FileLock(shared / f"{name}.lock"):
            if not finished.exists():
                shutil.rmtree(folder, ignore_errors=True)
                folder.mkdir()
                make(folder)
                finished.touch()
        return folder

    return get


@pytest.fixture(scope="session")
def built(once: Once, copy_survey: Callable[..., Project]) -> Path:
    """The committed survey as a finished website, built once for all tests of a run."""
    from catalog.site import build

    return Project(once("survey", lambda folder: build(copy_survey(folder)))).html


@pytest.fixture(scope="session")
def site(built: Path, serve: Callable[[Path], str], tmp_path_factory: pytest.TempPathFactory) -> str:
    """Its URL, under the path of the published website, which the page for missing pages expects."""
    folder = tmp_path_factory.mktemp("host")
    (folder / "llm-asr").symlink_to(built)
    return f"{serve(folder)}llm-asr/"
