"""Every how-to of ARCHITECTURE.md, done to a copy of the project as a newcomer would do it."""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.pages import copy_pages

DOCUMENT = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```\w+\n(?P<first>[^\n]+)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
PLACE = re.compile(r"(?:#|\{#|//) (?P<path>[\w./-]+)(?:, (?P<where>below|in place of) `(?P<anchor>.+)`)?(?: #\})?")
PLOTLY = "ignore:'encoding' argument:EncodingWarning:plotly.validator_cache"
"""It opens a file of its own without naming the encoding. Python drops what the environment says in the same words."""

Run = Callable[..., str]


@dataclass(frozen=True)
class Change:
    """A code block of a how-to: a file to write, or lines to put below a line or in place of it."""

    path: str
    where: str
    anchor: str
    lines: str

    def apply(self, root: Path) -> None:
        file = root / self.path
        if not self.where:
            assert not file.exists(), f"{self.path} is there already"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(self.lines, encoding="utf-8")
            return
        text = file.read_text(encoding="utf-8")
        matches = re.findall(rf"^.*{re.escape(self.anchor)}.*\n", text, re.MULTILINE)
        assert len(matches) == 1, f"{self.path} has {self.anchor!r} {len(matches)} times"
        above = matches[0] if self.where == "below" else ""
        file.write_text(text.replace(matches[0], above + self.lines), encoding="utf-8")


def changes(heading: str) -> list[Change]:
    """The code blocks below a heading that begin with the name of a file."""
    section = re.split(r"^## ", DOCUMENT.partition(f"\n## {heading}\n")[2], maxsplit=1, flags=re.MULTILINE)[0]
    blocks = [(PLACE.fullmatch(match["first"]), match["body"]) for match in BLOCK.finditer(section)]
    return [Change(place["path"], place["where"] or "", place["anchor"] or "", body) for place, body in blocks if place]


@pytest.fixture
def follow(tmp_path: Path) -> Callable[[str, int], Run]:
    """Copies the project with a survey of one record, follows a how-to, and gives the copy's `catalog` command."""

    def start(heading: str, most_files: int) -> Run:
        for name in ("catalog", "templates"):
            shutil.copytree(ROOT / name, tmp_path / name)
        copy_pages(tmp_path / "site")
        shutil.copy(ROOT / "mkdocs.yml", tmp_path)
        shutil.copytree(ROOT / "tests" / "faults" / "base", tmp_path / "data")
        steps = changes(heading)
        assert steps, f"ARCHITECTURE.md has no how-to {heading!r}"
        assert len({step.path for step in steps if not step.path.startswith("data/")}) <= most_files
        for step in steps:
            step.apply(tmp_path)
        return run

    def run(*arguments: str, status: int = 0, program: str = "from catalog.cli import main; main()") -> str:
        result = subprocess.run(
            [sys.executable, "-W", "error", "-W", PLOTLY, "-c", program, *arguments],
            cwd=tmp_path,
            env=os.environ | {"PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT}", "XDG_CACHE_HOME": str(tmp_path / "cache")},
            capture_output=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )
        assert result.returncode == status, result.stdout + result.stderr
        return result.stdout + result.stderr

    return start


def test_adding_a_command_takes_two_files(follow: Callable[[str, int], Run]) -> None:
    run = follow("Add a command", 2)
    assert run("count") == "1\n"
    assert "count" in run("--help")


def test_adding_an_export_format_takes_one_file(follow: Callable[[str, int], Run]) -> None:
    run = follow("Add an export format", 1)
    assert run("export", "names") == "Whole ASR\n"
    assert "The names alone, one a line." in run("export", "--help")


def test_adding_a_field_takes_one_file_and_two_commands(follow: Callable[[str, int], Run], tmp_path: Path) -> None:
    run = follow("Add a field", 1)
    (record,) = (tmp_path / "data" / "systems").iterdir()
    record.write_text(record.read_text(encoding="utf-8") + "hours: {augmented: 5K}\n", encoding="utf-8")
    run("schema")
    assert "augmented" in (tmp_path / "data" / "record.schema.json").read_text(encoding="utf-8")
    run("forms")
    run("check")
    assert "hours.augmented" in run("export", "csv").splitlines()[0]
    run("new", "next", "--offline")
    assert "Copies of transcribed speech" in (tmp_path / "data" / "systems" / "next.yml").read_text(encoding="utf-8")


def test_deriving_a_field_takes_one_file(follow: Callable[[str, int], Run], tmp_path: Path) -> None:
    run = follow("Derive a field", 1)
    (record,) = (tmp_path / "data" / "systems").iterdir()
    record.write_text(record.read_text(encoding="utf-8") + "hours: {labels: [human]}\n", encoding="utf-8")
    assert json.loads(run("export", "json"))["records"][0]["derived"]["hours.by_people"] == [{"value": True}]


def test_a_survey_has_variants_by_declaring_them(follow: Callable[[str, int], Run]) -> None:
    run = follow("Let a survey have variants", 3)
    assert "No problems found." in run("check", "--survey", "kettles")
    rows = list(csv.DictReader(run("export", "models", "--survey", "kettles").splitlines()))
    assert [(row["variant"], row["volume"], row["time"], row["variants.scope"]) for row in rows] == [
        ("small", "0.5", "2", ""),
        ("large", "1.5", "5", ""),
        ("samovar", "1.5", "1", "sibling"),
    ]


def test_adding_a_page_takes_three_files(follow: Callable[[str, int], Run], tmp_path: Path) -> None:
    follow("Add a page", 3)("build")
    page = (tmp_path / "build" / "html" / "sources" / "index.html").read_text(encoding="utf-8")
    assert "https://arxiv.org/abs/2402.08846" in page
    assert 'href="../sources/"' in (tmp_path / "build" / "html" / "guide" / "index.html").read_text(encoding="utf-8")


ASK_ZENODO = """
import asyncio, ipaddress
from catalog.links.check import CheckOptions, LinkCheck
from catalog.links.results import LinkTarget
from catalog.links.sites.known import known_sites
from catalog.links.sites.zenodo import Zenodo
from tests.links.server import Host, answer

async def play():
    async def script(exchange):
        await answer(200 if exchange.request.path == "/api/records/12" else 404, b"{}", "application/json")(exchange)
    host = Host(script)
    await host.start("127.0.60.9")
    options = CheckOptions(timeout=2.0, retries=0, second_look=0.0, allow=(ipaddress.ip_network("127.0.0.0/16"),))
    targets = [LinkTarget(f"{host.origin}/records/{number}") for number in (12, 13)]
    try:
        return await LinkCheck(options, [Zenodo(host.origin)]).run(targets)
    finally:
        await host.stop()

print(any(isinstance(site, Zenodo) for site in known_sites({})))
for result in asyncio.run(play()):
    print(result.verdict, result.reason)
"""


def test_adding_a_known_site_takes_two_files(follow: Callable[[str, int], Run]) -> None:
    run = follow("Add a known site of the link checker", 2)
    assert run(program=ASK_ZENODO).splitlines() == [
        "True",
        "ok ",
        "broken Zenodo has no deposit 13; its page: answers 404 Not Found",
    ]


def test_adding_an_import_format_takes_one_file(follow: Callable[[str, int], Run], tmp_path: Path) -> None:
    run = follow("Add an import format", 1)
    table, mapping = tmp_path / "list.rec", tmp_path / "mapping.yml"
    table.write_text("System: Next ASR\nReleased: 2025-01-02\n\nSystem: Other ASR\n", encoding="utf-8")
    mapping.write_text("name: System\ncolumns:\n  Released: released\n", encoding="utf-8")
    run("import", "list.rec", "--mapping", "mapping.yml", "--output", "imported")
    assert "released: {value: '2025-01-02'" in (tmp_path / "imported" / "next-asr.yml").read_text(encoding="utf-8")
    table.write_text("System: Next ASR\nReleased: 2025\nsome words\n", encoding="utf-8")
    arguments = ("import", "list.rec", "--mapping", "mapping.yml", "--output", "again")
    assert "list.rec:3:1: error: this line has no colon and is not read" in run(*arguments, status=1)


def test_adding_a_value_type_takes_one_file(follow: Callable[[str, int], Run], tmp_path: Path) -> None:
    run = follow("Add a value type", 1)
    record = tmp_path / "catalog" / "surveys" / "asr" / "record.py"
    line = '    bend: Annotated[Fact[Angle], Show("Bend", facet=True, scale="log")] = UNCHECKED\n'
    text = record.read_text(encoding="utf-8").replace("class Hours(Part):\n", f"class Hours(Part):\n{line}\n")
    record.write_text(
        text.replace("\nfrom pydantic", "\nfrom catalog.values.angle import Angle\nfrom pydantic"),
        encoding="utf-8",
    )
    (file,) = (tmp_path / "data" / "systems").iterdir()
    sound = file.read_text(encoding="utf-8")
    file.write_text(f"{sound}hours: {{bend: sharp}}\n", encoding="utf-8")
    assert "found 'sharp' where an angle belongs" in run("check", status=1)
    file.write_text(f"{sound}hours: {{bend: 2 turns}}\n", encoding="utf-8")
    assert "720°" in run("export", "csv")
    assert json.loads(run("export", "json"))["records"][0]["hours"]["bend"] == {"value": 720.0}


def test_adding_a_chart_kind_takes_three_files(follow: Callable[[str, int], Run], tmp_path: Path) -> None:
    run = follow("Add a chart kind", 3)
    (file,) = (tmp_path / "data" / "systems").iterdir()
    file.write_text(file.read_text(encoding="utf-8") + "hours: {asr: 960}\n", encoding="utf-8")
    with (tmp_path / "data" / "survey.yml").open("a", encoding="utf-8") as settings:
        settings.write("  - {kind: strip, title: Hours at a glance, x: hours.asr}\n")
    run("build")
    page = (tmp_path / "build" / "html" / "charts" / "index.html").read_text(encoding="utf-8")
    assert 'class="chart chart-strip"' in page
    assert "ASR hours of 1 of 1 records." in page
