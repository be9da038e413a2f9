"""Builds and `catalog serve` as processes: what they say on the way, and what is left when they are stopped."""

from __future__ import annotations

import errno
import os
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from filelock import FileLock

from catalog.paths import Project
from catalog.site import build
from tests.conftest import INTERRUPTIBLE, ROOT

pty = pytest.importorskip("pty", reason="a terminal of Unix", exc_type=ImportError)
pytestmark = pytest.mark.unix

PATIENCE = 60
"""Seconds after which what a reader waits for has failed."""


class Terminal:
    """The command on a terminal, and what it printed there."""

    def __init__(self, project: Project, *arguments: str) -> None:
        self._ours, theirs = pty.openpty()
        self.text = ""
        self.process = subprocess.Popen(
            [sys.executable, "-c", INTERRUPTIBLE, *arguments, "--survey", str(project.root)],
            env={name: value for name, value in os.environ.items() if name != "CI"} | {"PYTHONPATH": str(ROOT)},
            stdout=theirs,
            stderr=theirs,
            stdin=theirs,
        )
        os.close(theirs)

    def wait_for(self, words: str) -> None:
        """Read until `words` are on the screen that were not there at the call before; fail if they do not come."""
        end = time.monotonic() + PATIENCE
        while words not in self.text:
            assert time.monotonic() < end, self.text
            if select.select([self._ours], [], [], 1)[0]:
                self.text += self._read()
        self.text = self.text.partition(words)[2]

    def _read(self) -> str:
        try:
            return os.read(self._ours, 65536).decode()
        except OSError as error:  # Linux: the other end is closed
            raise AssertionError(self.text) from error

    def stop(self, sent: signal.Signals) -> int:
        self.process.send_signal(sent)
        return self.process.wait(timeout=PATIENCE)

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        os.close(self._ours)


@pytest.fixture
def terminal() -> Iterator[Callable[..., Terminal]]:
    """Starts commands on terminals of their own."""
    started: list[Terminal] = []

    def start(project: Project, *arguments: str) -> Terminal:
        started.append(Terminal(project, *arguments))
        return started[-1]

    yield start
    for each in started:
        each.close()


def names(folder: Path) -> set[str]:
    return {file.name for file in folder.iterdir()}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_a_build_says_what_it_does_and_leaves_nothing_when_stopped(small_survey, terminal):
    run = terminal(small_survey, "build")
    run.wait_for("Reading and checking the data …")
    run.wait_for("Building the website …")
    assert run.stop(signal.SIGTERM) == 130
    run.wait_for("Interrupted.")
    assert names(small_survey.docs.parent) <= {".lock", "docs", "mkdocs.yml", "shell"}


def test_the_next_build_removes_what_a_killed_one_left(small_survey, terminal):
    run = terminal(small_survey, "build")
    run.wait_for("Building the website …")
    assert run.stop(signal.SIGKILL) == -signal.SIGKILL
    folder = small_survey.docs.parent
    assert any(name.startswith(".html.new-") for name in names(folder))
    assert build(small_survey) == folder / "html"
    assert names(folder) == {".lock", "docs", "html", "mkdocs.yml", "records.json", "shell"}


def test_a_build_waits_for_another_of_the_same_survey(small_survey, terminal):
    folder = small_survey.docs.parent
    folder.mkdir()
    with FileLock(folder / ".lock"):
        run = terminal(small_survey, "build")
        run.wait_for("Another build of this survey is running; waiting for it …")
        assert names(folder) == {".lock"}
    run.wait_for("pages in")
    assert names(folder) == {".lock", "docs", "html", "mkdocs.yml", "records.json", "shell"}


def test_serve_reloads_the_page_after_an_edit_and_ends_at_once(small_survey, terminal, page):
    port = free_port()
    run = terminal(small_survey, "serve", "--port", str(port))
    run.wait_for(f"http://127.0.0.1:{port}/ (Ctrl-C ends)")
    [record] = (small_survey.data / "systems").glob("*.yml")
    text = record.read_text(encoding="utf-8")
    page.goto(f"http://127.0.0.1:{port}/systems/{record.stem}/")
    old = page.locator("h1").inner_text()

    record.write_text(text + "unknown: key\n", encoding="utf-8")
    run.wait_for("unknown key `unknown`")
    run.wait_for("Not rebuilt: the last good version stays.")
    assert page.locator("h1").inner_text() == old

    record.write_text(text.replace("name: Whole ASR", "name: Renamed"), encoding="utf-8")
    run.wait_for("Shown after ")
    page.locator("h1", has_text="Renamed").wait_for(timeout=PATIENCE * 1000)
    run.wait_for("Rebuilt in ")
    page.locator("a", has_text="Catalogue").first.click()
    page.locator("tbody th", has_text="Renamed").wait_for(timeout=PATIENCE * 1000)
    assert page.goto(f"http://127.0.0.1:{port}/nowhere/").status == 404
    assert "Page not found" in page.locator("main").inner_text()
    assert page.locator("main").get_by_role("link", name="Catalogue").is_visible()
    assert page.goto(f"http://127.0.0.1:{port}/system/{record.stem}-asr.html").status == 404
    page.get_by_role("region", name="Did you mean").get_by_role("link", name="Renamed").click()
    page.locator("h1", has_text="Renamed").wait_for(timeout=PATIENCE * 1000)

    assert run.stop(signal.SIGINT) == 130
    run.wait_for("Interrupted.")
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) == errno.ECONNREFUSED


def test_a_port_in_use_is_reported_before_anything_is_built(small_survey, terminal):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        run = terminal(small_survey, "serve", "--port", str(port))
        run.wait_for(f"cannot serve on port {port}: Address already in use; choose another --port")
        assert run.process.wait(timeout=PATIENCE) == 3
    assert not small_survey.docs.exists()
