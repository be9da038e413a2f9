"""No fault whatever ends in a traceback, in no format of `check` and in no other command that reads data."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

FAULTS = sorted(path.parent for path in (ROOT / "tests" / "faults").glob("*/expected.txt"))
PROGRAM = """
import json, os, sys, traceback
from io import StringIO
from contextlib import redirect_stderr, redirect_stdout
from catalog.cli import main

told = {}
for folder in sys.argv[1:]:
    for arguments in (["check", "--no-cache"], ["check", "--no-cache", "--format", "json"],
                      ["check", "--no-cache", "--format", "github"], ["export", "csv"]):
        sys.argv = ["catalog", *arguments]
        os.chdir(folder)
        out, err = StringIO(), StringIO()
        try:
            with redirect_stdout(out), redirect_stderr(err):
                main()
        except SystemExit as end:
            status = end.code
        except BaseException:
            status = traceback.format_exc()
        told[f"{os.path.basename(folder)}: {' '.join(arguments)}"] = [status, out.getvalue(), err.getvalue()]
json.dump(told, sys.stdout)
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[object, str, str]]:
    """Every fault under every command, in one process that is not the tests' own."""
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
    )
    assert (done.returncode, done.stderr) == (0, "")
    return {name: tuple(found) for name, found in json.loads(done.stdout).items()}


def test_every_run_ends_with_a_status_of_the_contract(told: dict[str, tuple[object, str, str]]) -> None:
    assert len(told) == 4 * len(FAULTS) > 400
    assert {name: status for name, (status, _, _) in told.items() if status not in (0, 1)} == {}


def test_no_run_tells_a_traceback_or_a_class_of_python(told: dict[str, tuple[object, str, str]]) -> None:
    words = ("Traceback", "pydantic", "ValidationError", "<class", "object at 0x", "NoneType")
    assert [name for name, (_, out, err) in told.items() for word in words if word in out + err] == []


def test_what_check_finds_export_refuses(told: dict[str, tuple[object, str, str]]) -> None:
    for fault in FAULTS:
        check, export = told[f"{fault.name}: check --no-cache"], told[f"{fault.name}: export csv"]
        assert check[0] == export[0], fault.name
        assert bool(export[1]) == (export[0] == 0), fault.name


def test_json_is_json_for_every_fault(told: dict[str, tuple[object, str, str]]) -> None:
    for name, (status, out, _) in told.items():
        if name.endswith("json"):
            found = json.loads(out)
            assert any(problem["severity"] == "error" for problem in found) == (status == 1), name
