"""The `catalog` command: exit status, stdout and stderr.

`command` runs it in a process of its own, for streams, encodings and signals; `inside` in the process of the tests.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path, PureWindowsPath

import pytest

from catalog.cli import main, print_message
from catalog.cli.problems import problems_as_annotations, problems_as_json
from catalog.errors import Problem
from catalog.paths import Project
from tests.conftest import INTERRUPTIBLE, ROOT, Command

FAULTS = ROOT / "tests" / "faults"
CHECKED = "Checked 1 record, 5 vocabularies and survey.yml.\n"


@pytest.fixture
def faulty(small_survey: Project) -> Project:
    shutil.copytree(FAULTS / "several-at-once", small_survey.data, dirs_exist_ok=True)
    return small_survey


@pytest.fixture
def settings_faulty(small_survey: Project) -> Project:
    shutil.copytree(FAULTS / "survey-not-yaml", small_survey.data, dirs_exist_ok=True)
    return small_survey


@pytest.fixture
def inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """`command` without starting a process."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))

    def run(*arguments: str | Path, cwd: Path = tmp_path) -> subprocess.CompletedProcess[str]:
        monkeypatch.chdir(cwd)
        monkeypatch.setattr(sys, "argv", ["catalog", *map(str, arguments)])
        with pytest.raises(SystemExit) as end:
            main()
        printed = capsys.readouterr()
        return subprocess.CompletedProcess(sys.argv, end.value.code, printed.out, printed.err)

    return run


def test_valid_data_is_status_0_with_nothing_on_stdout(small_survey: Project, command: Command) -> None:
    done = command("check")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", f"{CHECKED}No problems found.\n")


def test_problems_are_status_1_and_printed_on_stdout(faulty: Project, inside: Command) -> None:
    (faulty.root / "CONTRIBUTING.md").write_text("# The rules\n", encoding="utf-8")
    done = inside("check")
    assert (done.returncode, done.stderr) == (1, CHECKED.replace("1 record", "2 records"))
    assert done.stdout.startswith((FAULTS / "several-at-once" / "expected.txt").read_text(encoding="utf-8")[:200])
    assert done.stdout.splitlines()[-1] == (
        "14 errors in 2 files. Correct them and run `catalog check` again; CONTRIBUTING.md explains the rules."
    )


def test_json_is_a_list_of_problems_with_every_field(faulty: Project, inside: Command) -> None:
    done = inside("check", "--format", "json")
    problems = json.loads(done.stdout)
    assert (done.returncode, len(problems)) == (1, 14)
    assert problems[0] == {
        "file": "data/systems/broken.yml",
        "line": 1,
        "column": 7,
        "field": "slug",
        "severity": "error",
        "rule": "the-file-is-named-after-the-slug",
        "message": "the slug `brokn` differs from the file name",
        "hint": "rename the file to brokn.yml, or write `slug: broken`",
    }


def test_json_without_problems_is_an_empty_list(small_survey: Project, inside: Command) -> None:
    assert json.loads(inside("check", "--format", "json").stdout) == []


def test_the_github_format_is_one_annotation_for_each_problem(faulty: Project, inside: Command) -> None:
    done = inside("check", "--format", "github")
    lines = done.stdout.splitlines()
    assert (done.returncode, len(lines)) == (1, 14)
    assert lines[2] == (
        "::error file=data/systems/broken.yml,line=5,col=11::released: 2024-02-30: February 2024 has 29 days"
        " (correct the day, or write 2024-02 if it is not known)"
    )


def test_data_cannot_end_an_annotation_or_start_another(small_survey: Project, inside: Command) -> None:
    text = 'slug: broken\nname: Broken\nscope: "x\\n::error file=a::b%0A"\n'
    (small_survey.data / "systems" / "broken.yml").write_text(text, encoding="utf-8")
    (line,) = inside("check", "--format", "github").stdout.splitlines()
    assert line.startswith(
        "::error file=data/systems/broken.yml,line=3,col=8::scope: found 'x\\n::error file=a::b%250A'"
    )


def test_a_folder_for_the_cache_is_wrong_usage(small_survey: Project, inside: Command) -> None:
    done = inside("check", "--cache", small_survey.data, cwd=small_survey.root)
    assert (done.returncode, done.stdout) == (2, "")
    assert "is a directory" in done.stderr


def test_warnings_are_reported_and_do_not_fail(small_survey: Project, inside: Command) -> None:
    shutil.copytree(FAULTS / "source-unused", small_survey.data, dirs_exist_ok=True)
    done = inside("check")
    assert (done.returncode, done.stderr) == (0, CHECKED.replace("1 record", "2 records"))
    assert "warning: sources.paper: no fact uses the source `paper`" in done.stdout
    assert done.stdout.endswith("1 warning in 1 file.\n")


def test_wrong_usage_is_status_2_and_suggests_the_nearest_command(small_survey: Project, inside: Command) -> None:
    done = inside("chekc")
    assert (done.returncode, done.stdout) == (2, "")
    assert "No such command 'chekc'. Did you mean check?" in done.stderr
    assert inside("check", "--format", "xml").returncode == 2
    assert inside("check", "--survey", "nowhere").returncode == 2
    assert inside("export").returncode == 2


def test_outside_a_survey_it_is_status_3_with_a_hint(tmp_path: Path, inside: Command) -> None:
    done = inside("check", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr == (
        f"Error: no data/survey.yml in {tmp_path} or any folder above it; run inside a survey or pass --survey DIR; "
        "`catalog init FOLDER` writes a new survey\n"
    )


def test_a_missing_folder_of_records_is_status_3(small_survey: Project, inside: Command) -> None:
    shutil.rmtree(small_survey.data / "systems")
    done = inside("check")
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.startswith("Error: the folder data/systems is missing;")


def test_settings_under_another_ending_are_named(tmp_path: Path, inside: Command) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "survey.yaml").write_text("title: A\n", encoding="utf-8")
    done = inside("check")
    file = tmp_path / "data" / "survey.yaml"
    assert (done.returncode, done.stderr) == (3, f"Error: the settings must be named survey.yml: rename {file}\n")


def test_a_survey_without_records_says_so_and_is_no_error(small_survey: Project, inside: Command) -> None:
    (small_survey.data / "systems" / "whole.yml").unlink()
    done = inside("check")
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == (
        "Checked no records, 5 vocabularies and survey.yml.\n"
        "There are no records: data/systems holds no file whose name ends in .yml.\n"
    )


def test_all_kinds_of_files_are_counted(small_survey: Project, inside: Command) -> None:
    for name in ("links.yml", "original-table.mapping.yml"):
        shutil.copy(ROOT / "data" / name, small_survey.data)
    shutil.copytree(ROOT / "data" / "archive", small_survey.data / "archive")
    done = inside("check")
    assert done.stderr.splitlines()[0] == (
        "Checked 1 record, 5 vocabularies, survey.yml, links.yml, 1 mapping and 2 archived releases."
    )


def two_with_one_slug(project: Project) -> Path:
    """A second record with the slug of the first; it is reported in the second file."""
    records = project.data / "systems"
    text = (records / "whole.yml").read_text(encoding="utf-8")
    (records / "zwei.yml").write_text(text + "unknown: 1\n", encoding="utf-8")
    (records / "broken.yml").write_text("slug: broken\n", encoding="utf-8")
    return records


def test_named_files_are_checked_alone(small_survey: Project, inside: Command) -> None:
    records = two_with_one_slug(small_survey)
    done = inside("check", records / "broken.yml")
    assert done.returncode == 1
    assert [line.split(":")[0] for line in done.stdout.splitlines() if "error:" in line] == ["data/systems/broken.yml"]
    assert done.stderr == "Checked data/systems/broken.yml.\n"


def test_problems_of_other_files_that_concern_a_named_file_are_reported(small_survey: Project, inside: Command) -> None:
    records = two_with_one_slug(small_survey)
    done = inside("check", "whole.yml", cwd=records)
    assert (
        "data/systems/zwei.yml:1:7: error: slug: the slug `whole` is also used in data/systems/whole.yml" in done.stdout
    )
    assert "unknown key" not in done.stdout
    assert done.returncode == 1


def test_a_folder_may_be_named_and_other_paths_are_wrong_usage(small_survey: Project, inside: Command) -> None:
    two_with_one_slug(small_survey)
    everything = inside("check").stdout
    assert inside("check", "data").stdout == everything
    assert inside("check", ".", cwd=small_survey.data / "systems").stdout == everything
    for path in ("nowhere.yml", "/etc/passwd"):
        done = inside("check", path)
        assert (done.returncode, done.stdout) == (2, "")
        assert path in done.stderr


def test_only_named_files_are_fixed(small_survey: Project, inside: Command) -> None:
    records = small_survey.data / "systems"
    for name in ("one", "two"):
        (records / f"{name}.yml").write_text(f"name: N{name}\nslug: {name}\n", encoding="utf-8")
    assert "one.yml: keys sorted" in inside("check", "--fix", records / "one.yml").stderr
    assert (records / "one.yml").read_text(encoding="utf-8").startswith("slug")
    assert (records / "two.yml").read_text(encoding="utf-8").startswith("name")


def test_a_survey_is_found_upward_and_by_name(small_survey: Project, inside: Command, tmp_path: Path) -> None:
    assert inside("check", cwd=small_survey.data / "systems").returncode == 0
    assert inside("check", "--survey", small_survey.root, cwd=Path("/")).returncode == 0


def test_an_export_is_data_on_stdout_and_nothing_else(small_survey: Project, inside: Command) -> None:
    done = inside("export", "json")
    assert (done.returncode, done.stderr) == (0, "")
    assert [record["slug"] for record in json.loads(done.stdout)["records"]] == ["whole"]


def test_an_export_is_utf8_regardless_of_the_terminal_s_encoding(small_survey: Project, command: Command) -> None:
    shutil.copytree(FAULTS / "allowed-right-to-left-and-emoji", small_survey.data, dirs_exist_ok=True)
    done = command("export", "json", PYTHONIOENCODING="ascii", PYTHONUTF8="0", LC_ALL="C")
    assert (done.returncode, done.stderr) == (0, "")
    assert "👩🏽" in done.stdout


def test_problems_are_printed_on_a_terminal_of_any_encoding(small_survey: Project, command: Command) -> None:
    (small_survey.data / "systems" / "broken.yml").write_text(
        "slug: broken\nname: Broken\nscope: 汉字 👩🏽\n", encoding="utf-8"
    )
    done = command("check", PYTHONIOENCODING="latin-1", PYTHONUTF8="0")
    assert done.returncode == 1
    assert "data/systems/broken.yml:3:8: error: scope" in done.stdout


def test_an_export_to_a_file_creates_the_folder_and_reports_on_stderr(small_survey: Project, inside: Command) -> None:
    done = inside("export", "csv", "--output", "out/table.csv")
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == "1 records written to out/table.csv\n"
    assert (small_survey.root / "out" / "table.csv").read_text(encoding="utf-8").startswith("slug,name,")


@pytest.mark.linux
@pytest.mark.parametrize("output", ["data/survey.yml/table.csv", "/proc/nowhere/table.csv", "/dev/full/x"])
def test_an_output_that_cannot_be_written_is_status_3(small_survey: Project, inside: Command, output: str) -> None:
    done = inside("export", "csv", "--output", output)
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.startswith(f"Error: cannot write {output}: ")
    assert "Traceback" not in done.stderr


def test_an_output_that_is_no_file_is_written_to_and_not_replaced(small_survey: Project, inside: Command) -> None:
    reader, writer = os.openpty()
    terminal = Path(os.ttyname(writer))
    assert inside("export", "csv", "--output", terminal).returncode == 0
    assert os.read(reader, 10).startswith(b"slug,name,")
    assert terminal.is_char_device()
    os.close(writer)
    os.close(reader)


def test_a_website_is_never_built_into_a_folder_with_other_files(small_survey: Project, inside: Command) -> None:
    before = sorted(small_survey.data.rglob("*"))
    done = inside("build", "--output", "data")
    assert (done.returncode, done.stdout) == (3, "")
    assert "holds files this program did not write; name an empty folder with --output" in done.stderr
    assert inside("build", "--output", "data/survey.yml").returncode == 2
    assert sorted(small_survey.data.rglob("*")) == before


@pytest.mark.parametrize("arguments", [["export", "json"], ["export", "csv", "--output", "x.csv"], ["build"]])
def test_nothing_is_written_from_data_with_errors(faulty: Project, inside: Command, arguments: list[str]) -> None:
    before = sorted(faulty.root.rglob("*"))
    done = inside(*arguments)
    assert (done.returncode, done.stdout) == (1, "")
    assert "data/systems/broken.yml:5:11: error: released: 2024-02-30: February 2024 has 29 days" in done.stderr
    assert "  released: 2024-02-30" in done.stderr.replace("     5 | ", "  ")
    assert [file for file in sorted(faulty.root.rglob("*")) if "cache" not in file.parts] == before


def test_every_command_reports_invalid_settings(settings_faulty: Project, inside: Command) -> None:
    for arguments in (["check"], ["build"], ["links"]):
        done = inside(*arguments)
        assert "data/survey.yml:7:7: error: the bracket or brace opened on line 6" in done.stdout + done.stderr, (
            arguments
        )
        assert "Traceback" not in done.stderr
        assert done.returncode == 1


def test_help_is_on_stdout_and_names_every_command(inside: Command) -> None:
    from catalog.cli import COMMANDS

    done = inside("--help")
    assert (done.returncode, done.stderr) == (0, "")
    assert [name for name in COMMANDS if f"  {name}" not in done.stdout] == []


@pytest.mark.linux
@pytest.mark.parametrize("arguments", [["export", "json"], ["export", "csv"], ["--help"], ["diff", "--help"]])
def test_a_full_disk_is_status_3_and_a_sentence(small_survey: Project, arguments: list[str]) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-c", "from catalog.cli import main; main()", *arguments],
            cwd=small_survey.root,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            stdout=full,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            check=False,
            timeout=60,
        )
    assert (done.returncode, done.stderr) == (3, "Error: the output cannot be written: No space left on device\n")


def test_places_are_printed_with_slashes_on_every_system() -> None:
    problem = Problem(PureWindowsPath("data\\systems\\a.yml"), 1, 2, "", "wrong")
    assert problem.location == "data/systems/a.yml:1:2"
    assert problems_as_annotations([problem]) == "::error file=data/systems/a.yml,line=1,col=2::wrong"
    assert json.loads(problems_as_json([problem]))[0]["file"] == "data/systems/a.yml"


def test_no_message_holds_what_a_terminal_obeys(capsys: pytest.CaptureFixture[str]) -> None:
    print_message("a\x1b[2J.yml: b\n\u202enext")
    assert capsys.readouterr().err == "a\ufffd[2J.yml: b\n\ufffdnext\n"


def test_an_annotation_holds_nothing_that_a_terminal_obeys() -> None:
    problem = Problem(Path("data/a\x1b[2J\n::error::b.yml"), 0, 0, "", "\x1b]52;c;\x07 100%\nnext\u202e")
    assert problems_as_annotations([problem]) == (
        "::error file=data/a\ufffd[2J%0A%3A%3Aerror%3A%3Ab.yml::\ufffd]52;c;\ufffd 100%25%0Anext\ufffd"
    )


def test_a_closed_pipe_is_not_an_error(faulty: Project) -> None:
    run = f"{sys.executable} -c 'from catalog.cli import main; main()' export json | head -c 1"
    (faulty.data / "systems" / "broken.yml").unlink()
    done = subprocess.run(
        ["bash", "-c", run],
        cwd=faulty.root,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        encoding="utf-8",
    )
    assert (done.stdout, done.stderr) == ("{", "")


@pytest.mark.unix
def test_control_c_prints_interrupted_and_no_traceback(small_survey: Project, tmp_path: Path) -> None:
    pipe = small_survey.root / "cache"
    os.mkfifo(pipe)
    child = subprocess.Popen(
        [sys.executable, "-c", INTERRUPTIBLE, "check", "--cache", "cache"],
        cwd=small_survey.root,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    # Opening the other end succeeds once the command waits in the middle of its work.
    writer = os.open(pipe, os.O_WRONLY)
    time.sleep(0.1)
    child.send_signal(signal.SIGINT)
    out, err = child.communicate(timeout=30)
    os.close(writer)
    assert (child.returncode, out, err.strip()) == (130, "", "Interrupted.")


def test_an_interruption_while_a_class_is_made_is_one(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(**_: object) -> None:
        raise RuntimeError("Error calling __set_name__") from KeyboardInterrupt()

    monkeypatch.setattr("catalog.cli.group.main", interrupted)
    with pytest.raises(SystemExit) as ended:
        main()
    assert (ended.value.code, capsys.readouterr().err) == (130, "Interrupted.\n")
