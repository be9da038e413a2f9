"""Faults in every kind of file of the real data, none of them the example of another test, are reported in one run."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.conftest import ROOT, Command

EDITS = [
    ("systems/slam-asr.yml", "", "tags: ¦!!python/object/apply:os.system [id]\n", "the tag !!python/object/apply"),
    ("systems/seed-asr.yml", "", "¦<<: {slug: x}\n", "merge keys (`<<`) are not supported"),
    ("systems/qwen-audio.yml", "", "¦---\nslug: two\n", "a second document starts here"),
    ("systems/salmonn.yml", "ranking: {value: 2,", "ranking: {value: ¦.nan,", "disagree about which number"),
    ("systems/salmonn.yml", "{value: ~2.9, source", "{value: ¦2.9e400, source", "not a finite number"),
    ("systems/salmonn.yml", "{value: 2023-10-20,", "{value: ¦2026-11-31,", "November 2026 has 30 days"),
    ("systems/salmonn.yml", "[tsinghua, bytedance]", "[tsinghua, ¦Tsinghua University]", "is not in data/"),
    ("systems/salmonn.yml", "downsampling: {value: 17,", "downsampling: {value: ¦-17,", "an amount cannot be negative"),
    ("systems/ltu-as.yml", "", "relations: {¦compared: [ltu-as]}\n", "unknown key `compared`"),
    ("llms.yml", "", "¦qwen-7B: {name: Some, meaning: Copy.}\n", "the key 'qwen-7B' is not allowed"),
    ("llms.yml", "", "gpt-x: {name: GPT-X, meaning: M., link: ¦'http://localhost/x'}\n", "no reader can open"),
    ("llms.yml", "", "gpt-y: {name: GPT-Y, meaning: M., parameters: ¦7.5}\n", "7.5 is not a whole number"),
    ("encoders.yml", "", "zip: {name: ¦beats, meaning: A zip.}\n", "'beats' also names `beats`"),
    ("encoders.yml", "", "zap: {name: Zap One, meaning: Z., aliases: [zapp, ¦zapp]}\n", "stands in this entry twice"),
    ("test-sets.yml", "", "echo: {name: Echo, meaning: E., splits: [test, ¦Test]}\n", "stands in this entry twice"),
    ("test-sets.yml", "", "eco: {name: Eco, meaning: E., metric: ¦WRE}\n", "found 'WRE'"),
    ("institutes.yml", "", "¦nul: {name: Nul University, meaning: A place.}\n", "the name of a device of Windows"),
    ("institutes.yml", "", "nil: {name: Nil University, meaning: ¦'TODO'}\n", "which says nothing yet"),
    ("survey.yml", "newest: released", "newest: ¦method", "`method` is not a date"),
    ("links.yml", 'per_second: 4, because: "a', 'per_second: ¦-4, because: "a', "greater than 0"),
    ("links.yml", "waivers: []", "waivers: [{url: 'https://x.org', because: b, until: ¦2026-13-01}]", "where a day"),
    ("original-table.mapping.yml", "  Ranking: ranking", "  Ranking: ¦rankings", "there is no field `rankings`"),
    ("original-table.mapping.yml", "name: Method\n", "name: ¦Methode\n", "the table has no column 'Methode'"),
]  # fmt: skip
"""File, the text that is replaced (nothing: the end), the text with a fault after `¦`, part of the message."""

FILES = {
    "archive/2026-02-30.json": ("{}", "'2026-02-30' is not a date"),
    "archive/2026-11-23.json": ('{"records": 3}', "not an export"),
    "System/y.yml": ("slug: y\n", "nothing reads files in data/System"),
    "systems/new.yml~": ("slug: new\n", "a backup copy, which is not read"),
    "systems/SALMONN2.yml": ("slug: SALMONN2\nname: S\n", "cannot be part of an address"),
}
"""Further files, with their text and a part of the message."""


@pytest.fixture
def data(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "data", tmp_path / "data")
    return tmp_path / "data"


def plant(data: Path) -> None:
    for name, old, new, _ in EDITS:
        file, text = data / name, (data / name).read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new, 1) if old else text + new, encoding="utf-8")
    for name, (text, _) in FILES.items():
        (data / name).parent.mkdir(exist_ok=True)
        (data / name).write_text(text, encoding="utf-8")


def places(data: Path) -> list[tuple[str, int, int]]:
    """File, line and column of each mark, in the order of the edits; removes the marks."""
    found = []
    for name, _, new, _ in EDITS:
        text = (data / name).read_text(encoding="utf-8")
        before = text[: text.index(new)] + new.partition("¦")[0]
        line = before.rpartition("\n")[2]
        found.append((f"data/{name}", before.count("\n") + 1, len(line) - line.count("¦") + 1))
    for name in {name for name, *_ in EDITS}:
        file = data / name
        file.write_text(file.read_text(encoding="utf-8").replace("¦", ""), encoding="utf-8")
    return found


def test_every_one_is_reported_at_its_place(data: Path, command: Command) -> None:
    plant(data)
    expected = [(place, message) for place, (*_, message) in zip(places(data), EDITS, strict=True)]
    done = command("check", "--format", "json")
    problems = json.loads(done.stdout)
    reported = [((item["file"], item["line"], item["column"]), item["message"]) for item in problems]
    silent = [(place, part) for place, part in expected if not any(p == place and part in m for p, m in reported)]
    assert silent == []
    by_file = [(item["file"], item["message"]) for item in problems]
    for name, (_, part) in FILES.items():
        assert any(file == f"data/{name}" and part in message for file, message in by_file), name
    assert (done.returncode, done.stderr, len(EDITS) + len(FILES)) == (1, "", 28)


@pytest.mark.parametrize(
    "arguments",
    [["build"], ["fmt", "--check"], ["export", "json"], ["check", "--fix"], ["links", "--deadline", "1"], ["archive"]],
)
def test_no_command_ends_in_a_traceback(data: Path, command: Command, arguments: list[str]) -> None:
    plant(data)
    places(data)
    done = command(*arguments)
    assert done.returncode in (1, 2, 3)
    assert "Traceback" not in done.stderr + done.stdout
