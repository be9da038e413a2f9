"""`catalog links` from the outside: options, exit status, what goes to stdout and what to stderr."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from catalog.cli.links import command
from catalog.links.check import CheckOptions
from catalog.paths import Project
from tests.conftest import INTERRUPTIBLE
from tests.links.server import Host, Script, answer, at, hang

PAGES = at(fine=answer(), gone=answer(404), old=answer(301, b"", Location="/fine"))
ALLOW = ("--allow", "127.0.0.0/16")


class Site:
    """A server in a thread, for commands that have an event loop of their own."""

    def __init__(self, script: Script, address: str) -> None:
        self.host = Host(script)
        self._ready = threading.Event()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, args=(address,))
        self._thread.start()
        self._ready.wait(10)

    def _run(self, address: str) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self.host.start(address))
        self._ready.set()
        self._loop.run_forever()
        self._loop.run_until_complete(self.host.stop())
        self._loop.close()

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()


@pytest.fixture
def site() -> Iterator[Site]:
    made = Site(PAGES, "127.0.80.1")
    yield made
    made.stop()


@pytest.fixture
def listed(tmp_path: Path, site: Site) -> Path:
    file = tmp_path / "urls.txt"
    lines = ["# links", "", f"{site.host.origin}/fine", f"{site.host.origin}/old", "mailto:a@b.example"]
    file.write_text("\n".join([*lines, f"{site.host.origin}/fine"]), encoding="utf-8")
    return file


@pytest.fixture(autouse=True)
def without_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("catalog.cli.links.CheckOptions", partial(CheckOptions, second_look=0.0))


def run(*words: str | Path, stdin: str | None = None) -> Result:
    return CliRunner().invoke(command, [str(word) for word in words], input=stdin, standalone_mode=False)


def verdicts(result: Result) -> list[str]:
    return [entry["verdict"] for entry in json.loads(result.stdout)]


def test_a_list_needs_no_survey(listed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(listed.parent)
    result = run("--urls", listed, "--format", "json", *ALLOW)
    assert verdicts(result) == ["ok", "moved", "skipped"]
    assert result.return_value == 0


def test_a_list_may_come_from_stdin(site: Site) -> None:
    result = run("--urls", "-", "--format", "json", *ALLOW, stdin=f"{site.host.origin}/gone\n")
    assert verdicts(result) == ["broken"]
    assert result.return_value == 1


@pytest.mark.parametrize(
    ("form", "places"),
    [
        ("text", ("(a list.txt:2:3)", "(a list.txt:5:1)")),
        ("json", ('"records": ["a list.txt"]',)),
        ("markdown", ("`a list.txt:2:3`<br>`a list.txt:5:1`",)),
        ("junit", ("a list.txt:2:3\na list.txt:5:1",)),
        ("sarif", ('"uri": "a%20list.txt"', '"startLine": 2', '"startLine": 5')),
        ("github", ("file=a list.txt,line=2,col=3", "file=a list.txt,line=5,col=1")),
    ],
)
def test_a_list_is_named_with_its_lines(
    form: str, places: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a list.txt").write_bytes(b"# links\r\n  http://a..b/\r\x0cmailto:a@b.example\n\nhttp://a..b/")
    result = run("--urls", tmp_path / "a list.txt", "--format", form)
    assert result.return_value == 1
    assert all(place in result.stdout for place in places)


def test_stdin_is_named_with_its_lines() -> None:
    assert "(stdin:2:1)" in run("--urls", "-", stdin="\nhttp:\n").stdout


def test_a_second_run_requests_only_what_was_not_ok(listed: Path, site: Site, tmp_path: Path) -> None:
    text = listed.read_text(encoding="utf-8")
    listed.write_text(f"{text}\n{site.host.origin}/gone\n", encoding="utf-8")
    words = ("--urls", listed, "--format", "json", "--cache", tmp_path / "cache.json", *ALLOW)
    first = run(*words)
    site.host.requests.clear()
    second = run(*words)
    assert verdicts(second) == verdicts(first) == ["ok", "moved", "skipped", "broken"]
    assert sorted(request.path for request in site.host.requests) == ["/fine", "/gone", "/gone", "/old"]
    # /gone is asked again before it is broken.
    # /fine is asked once, as the place the moved link leads to: its own answer is remembered.


def test_a_baseline_lets_known_failures_pass(site: Site, tmp_path: Path) -> None:
    urls, report = tmp_path / "urls.txt", tmp_path / "report.json"
    urls.write_text(f"{site.host.origin}/gone\n", encoding="utf-8")
    assert run("--urls", urls, "--format", "json", "--output", report, *ALLOW).return_value == 1
    assert run("--urls", urls, "--baseline", report, *ALLOW).return_value == 0
    urls.write_text(f"{site.host.origin}/gone\n{site.host.origin}/gone-too\n", encoding="utf-8")
    assert run("--urls", urls, "--baseline", report, *ALLOW).return_value == 1


def test_shards_together_are_the_whole(listed: Path, tmp_path: Path) -> None:
    parts = [tmp_path / f"{number}.json" for number in (1, 2)]
    for number, part in enumerate(parts, 1):
        run("--urls", listed, "--shard", f"{number}/2", "--format", "json", "--output", part, *ALLOW)
    result = run("merge", *parts, "--format", "json")
    assert sorted(verdicts(result)) == ["moved", "ok", "skipped"]
    assert result.return_value == 0


def test_a_report_merged_with_an_incomplete_one_is_incomplete(listed: Path, tmp_path: Path) -> None:
    for number, links in enumerate((listed.read_text(encoding="utf-8"), "http://no-such-name.invalid/")):
        listed.write_text(links, encoding="utf-8")
        run("--urls", listed, "--save", tmp_path / f"{number}.json", "--retries", "0", *ALLOW)
    result = run("merge", tmp_path / "0.json", tmp_path / "1.json")
    assert "(nothing could be reached: the report is incomplete)" in result.stdout


def test_a_survey_is_checked_with_places_and_policy(survey: Project) -> None:
    (survey.data / "links.yml").write_text(
        "waivers:\n  - {url: 'http://x.example/', because: y, until: 2020-01-01}\n", encoding="utf-8"
    )
    result = run("--survey", survey.root, "--retries", "0")
    assert result.return_value == 1
    assert "no record has the link http://x.example/" in result.stdout
    assert "(data/toys/bear.yml:9:13)" in result.stdout


def test_the_robot_names_its_page(survey: Project, site: Site) -> None:
    (survey.root / "site" / "about.md").write_text(f"[x]({site.host.origin}/fine)", encoding="utf-8")
    run("--survey", survey.root, "--retries", "0", *ALLOW)
    asked = next(request for request in site.host.requests if request.path == "/fine")
    assert "+https://toys.example/site/links-robot/" in asked.headers["user-agent"]


def test_without_a_network_the_run_says_so_and_blames_no_link(survey: Project) -> None:
    (survey.root / "site" / "about.md").write_text("[x](https://no-such-name.example/)", encoding="utf-8")
    result = run("--survey", survey.root, "--format", "json", "--retries", "0")
    assert result.return_value == 3
    assert {"transient", "refused"} >= set(verdicts(result))
    assert "Nothing could be reached" in result.stderr


@pytest.mark.parametrize(
    "words",
    [
        ("--shard", "0/2"),
        ("--shard", "x"),
        ("--allow", "127.0.0.0/99"),
        ("--format", "pdf"),
        ("--timeout", "0"),
        ("--urls", "x", "--since", "HEAD"),
    ],
)
def test_wrong_usage_is_reported(words: tuple[str, ...]) -> None:
    result = run(*words)
    assert type(result.exception).__mro__[1].__name__ in {"UsageError", "ClickException"}


@pytest.mark.parametrize("words", [("--urls", "/no/such/file"), ("--urls", "{urls}", "--baseline", "/no/such/file")])
def test_a_file_that_cannot_be_read_is_reported(words: tuple[str, ...], listed: Path) -> None:
    result = run(*(word.format(urls=listed) for word in words))
    assert "cannot read /no/such/file" in str(result.exception)


@pytest.mark.unix
def test_ctrl_c_prints_the_partial_report(tmp_path: Path) -> None:
    slow = Site(hang, "127.0.80.2")
    urls = tmp_path / "urls.txt"
    urls.write_text(f"{slow.host.origin}/\nmailto:a@b.example\n", encoding="utf-8")
    command = [sys.executable, "-c", INTERRUPTIBLE, "links", "--urls", str(urls)]
    process = subprocess.Popen(
        [*command, "--format", "json", *ALLOW], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=os.environ
    )
    while not slow.host.requests:
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=20)
    slow.stop()
    assert [entry["verdict"] for entry in json.loads(out)] == ["transient", "skipped"]
    assert b"Stopped early" in err
    assert b"Traceback" not in err
    assert process.returncode == 130


@pytest.mark.parametrize(
    ("variables", "words", "asked"),
    [
        ({"HTTP_PROXY": "{proxy}"}, (), {"http://papers.example/fine"}),
        ({"ALL_PROXY": "{proxy}", "NO_PROXY": "other.example"}, (), {"http://papers.example/fine"}),
        ({"http_proxy": "{proxy}", "NO_PROXY": "example"}, (), set()),
        ({"HTTP_PROXY": "{proxy}", "REQUEST_METHOD": "GET"}, (), set()),
        (
            {"http_proxy": "http://127.0.80.9:9", "NO_PROXY": "*"},
            ("--proxy", "{proxy}"),
            {"http://papers.example/fine"},
        ),
    ],
)
def test_a_proxy_is_used_as_the_environment_or_the_command_line_says(
    variables: dict[str, str], words: tuple[str, ...], asked: set[str], site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value.format(proxy=site.host.origin))
    words = tuple(word.format(proxy=site.host.origin) for word in words)
    run("--urls", "-", "--retries", "0", *words, stdin="http://papers.example/fine\n")
    assert {request.path for request in site.host.requests} == asked


@pytest.mark.parametrize("link", ["http://papers.example/", "https://papers.example/"])
def test_a_proxy_that_is_not_there_breaks_no_link(link: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALL_PROXY", "http://me:secret@127.0.80.9:9")
    result = run("--urls", "-", "--retries", "0", "--format", "json", stdin=f"{link}\n")
    assert verdicts(result) == ["transient"]
    assert result.return_value == 3
    assert "(the proxy 127.0.80.9:9 cannot be reached: the port is closed)" in result.stderr


@pytest.mark.parametrize("link", ["http://papers.example/", "https://papers.example/"])
def test_a_proxy_that_lets_nobody_through_breaks_no_link(link: str, monkeypatch: pytest.MonkeyPatch) -> None:
    proxy = Site(answer(407), "127.0.80.3")
    monkeypatch.setenv("ALL_PROXY", proxy.host.origin)
    result = run("--urls", "-", "--retries", "0", "--format", "json", stdin=f"{link}\n")
    proxy.stop()
    assert verdicts(result) == ["transient"]
    assert result.return_value == 3
    assert "407" in result.stderr or "proxy" in result.stderr


def test_a_proxy_of_another_kind_is_refused_with_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALL_PROXY", "socks5://127.0.0.1:1080")
    error = run("--urls", "-", stdin="http://papers.example/\n").exception
    assert "ALL_PROXY names a proxy of the kind socks5; only HTTP proxies are supported" in str(error)


def test_more_hosts_than_descriptors_are_no_outage(tmp_path: Path) -> None:
    everywhere = Site(answer(), "0.0.0.0")
    urls = tmp_path / "urls.txt"
    urls.write_text(
        "".join(f"http://127.0.81.{number}:{everywhere.host.port}/\n" for number in range(1, 151)), encoding="utf-8"
    )
    program = [sys.executable, "-c", "from catalog.cli import main; main()"]
    command = ["sh", "-c", 'ulimit -n 100; exec "$@"', "sh", *program, "links", "--urls", str(urls), *ALLOW]
    try:
        done = subprocess.run([*command, "--format", "json"], capture_output=True, timeout=60, check=True)
    finally:
        everywhere.stop()
    assert {entry["verdict"] for entry in json.loads(done.stdout)} == {"ok"}


def test_help_says_how_to_lift_the_limits() -> None:
    result = CliRunner().invoke(command, ["--help"])
    assert "0 lifts the limit" in " ".join(result.output.split())


def test_checking_links_imports_neither_pandas_nor_plotly_nor_mkdocs() -> None:
    heavy = ("pandas", "plotly", "mkdocs", "pydantic")
    code = f"import catalog.cli.links, sys; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, encoding="utf-8")
    assert done.stdout.strip() == "[]"
