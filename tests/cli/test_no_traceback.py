"""No fault ends in a traceback, in any format of `check` or in another command that reads data."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

FAULTS = sorted(path.parent for path in (ROOT / "tests" / "faults").glob("*/expected.txt"))
PROGRAM = """
import json, os, sys, traceback
from io import BytesIO, TextIOWrapper
from contextlib import redirect_stderr, redirect_stdout
from catalog.cli import main

results = {}
for folder in sys.argv[1:]:
    for arguments in (["check", "--no-cache"], ["check", "--no-cache", "--format", "json"],
                      ["check", "--no-cache", "--format", "github"], ["export", "csv"]):
        sys.argv = ["catalog", *arguments]
        os.chdir(folder)
        out, err = (TextIOWrapper(BytesIO(), "utf-8", write_through=True) for _ in range(2))
        try:
            with redirect_stdout(out), redirect_stderr(err):
                main()
        except SystemExit as end:
            status = end.code
        except BaseException:
            status = traceback.format_exc()
        printed = [stream.buffer.getvalue().decode() for stream in (out, err)]
        results[f"{os.path.basename(folder)}: {' '.join(arguments)}"] = [status, *printed]
json.dump(results, sys.stdout)
"""


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[object, str, str]]:
    """Status, stdout and stderr of every command for every fault, all run in one process of their own."""
    folders: list[Path] = []
    for fault in FAULTS:
        folder = tmp_path_factory.mktemp("faults") / fault.name
        shutil.copytree(fault.parent / "base", folder / "data")
        shutil.copytree(fault, folder / "data", dirs_exist_ok=True)
        folders.append(folder)
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, *map(str, folders)],
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        encoding="utf-8",
    )
    assert (done.returncode, done.stderr) == (0, "")
    return {name: tuple(result) for name, result in json.loads(done.stdout).items()}


def test_every_run_ends_with_status_0_or_1(results: dict[str, tuple[object, str, str]]) -> None:
    assert len(results) == 4 * len(FAULTS) > 400
    assert {name: status for name, (status, _, _) in results.items() if status not in (0, 1)} == {}


def test_no_run_prints_a_traceback_or_a_python_class(results: dict[str, tuple[object, str, str]]) -> None:
    words = ("Traceback", "pydantic", "ValidationError", "<class", "object at 0x", "NoneType")
    assert [name for name, (_, out, err) in results.items() for word in words if word in out + err] == []


NOT_EXPORTED = re.compile(r"data/(links\.yml|link-report\.json|archive/.*|.*\.mapping\.yml)")


def test_export_refuses_what_check_finds_in_what_is_exported(results: dict[str, tuple[object, str, str]]) -> None:
    for fault in FAULTS:
        check, export = results[f"{fault.name}: check --no-cache --format json"], results[f"{fault.name}: export csv"]
        errors = [problem["file"] for problem in json.loads(check[1]) if problem["severity"] == "error"]
        assert export[0] == (not all(map(NOT_EXPORTED.fullmatch, errors))), fault.name
        assert bool(export[1]) == (export[0] == 0), fault.name


def test_json_is_json_for_every_fault(results: dict[str, tuple[object, str, str]]) -> None:
    for name, (status, out, _) in results.items():
        if name.endswith("json"):
            problems = json.loads(out)
            assert any(problem["severity"] == "error" for problem in problems) == (status == 1), name
