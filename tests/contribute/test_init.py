"""`catalog init` writes a survey that passes every check, or nothing."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from catalog.api.init import create_survey
from catalog.contribute.init.survey import NewSurvey, plural, title_of
from catalog.contribute.init.texts import survey_texts
from catalog.errors import SetupError
from catalog.importing.source_table import SourceFile
from tests.conftest import ROOT, Command, tool
from tests.contribute.test_workflows import BIN

OWN = ROOT / ".github" / "workflows"
Once = Callable[[str, Callable[[Path], object]], Path]
TABLE = """\
# Teas

| Tea | Kind | First sold | Price (EUR) | Page |
|---|---|---|---:|---|
| [Assam](https://tea.example.org/assam) | black | 1837 | 4.50 | [shop](https://tea.example.org/shop/1) |
| Sencha | green | 1738-03 | 7 | [shop](https://tea.example.org/shop/2) |
| Gyokuro | green | 1835 | 12 | [shop](https://tea.example.org/shop/3) |
| Keemun | black | 1875 | 6 |  |
"""


@pytest.fixture
def survey(tmp_path: Path, command: Command) -> Path:
    """A new survey with nothing but a name."""
    done = command("init", "ovens")
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    return tmp_path / "ovens"


def test_what_it_writes_passes_every_check_of_its_own_workflow(survey: Path, command: Command) -> None:
    workflow = yaml.safe_load((survey / ".github" / "workflows" / "check.yml").read_text(encoding="utf-8"))
    runs = [step["run"] for step in workflow["jobs"]["data"]["steps"] if step.get("run", "").startswith("catalog ")]
    checks = [run.split()[1:] for run in runs if "--since" not in run]
    assert ["build"] in checks
    assert len(checks) == 5
    for arguments in checks:
        done = command(*arguments, cwd=survey)
        assert done.returncode == 0, done.stdout + done.stderr
        assert "warning" not in done.stdout + done.stderr
    assert (survey / "build" / "html" / "records" / "example-one" / "index.html").is_file()


def test_its_last_words_are_the_commands_to_go_on_with(command: Command) -> None:
    lines = command("init", "my ovens").stderr.splitlines()
    assert lines[-2:] == ["  catalog check --survey 'my ovens'", "  catalog build --survey 'my ovens'"]


def test_options_name_everything_in_it(tmp_path: Path, command: Command) -> None:
    options = ("--title", "Ovens: a “list” & <more>", "--one", "pizza oven", "--many", "pizza ovens")
    where = ("--address", "https://ovens.example.net/", "--repository", "https://github.com/example/ovens")
    assert command("init", "new/ovens", *options, *where).returncode == 3, "an address of nobody"
    where = ("--address", "https://ovens.github.io/list/", "--repository", "https://github.com/ovens/list")
    assert command("init", "new/ovens", *options, *where).returncode == 0
    folder = tmp_path / "new" / "ovens"
    written = yaml.safe_load((folder / "data" / "survey.yml").read_text(encoding="utf-8"))
    assert written["title"] == "Ovens: a “list” & <more>"
    assert (written["one"], written["many"], written["folder"]) == ("pizza oven", "pizza ovens", "pizza-ovens")
    assert (written["address"], written["repository"]) == where[1::2]
    assert (folder / ".github" / "ISSUE_TEMPLATE" / "new-pizza-oven.yml").is_file()
    assert (folder / "README.md").read_text(encoding="utf-8").startswith("# Ovens: a “list” \\& \\<more\\>\n")


def test_editors_know_the_schema_of_every_file(survey: Path) -> None:
    known = json.loads((survey / ".vscode" / "settings.json").read_text(encoding="utf-8"))["yaml.schemas"]
    assert all((survey / schema).is_file() for schema in known)
    assert known["./data/record.schema.json"] == "data/records/*.yml"
    for file in (survey / "data").rglob("*.yml"):
        schema = re.match(r"# yaml-language-server: \$schema=(.*)\n", file.read_text(encoding="utf-8"))
        assert schema
        assert (file.parent / schema[1]).is_file(), file


@pytest.mark.parametrize("name", ["notes.txt", "data", ".env"])
def test_a_folder_with_files_is_left_alone_and_its_files_are_named(tmp_path: Path, command: Command, name: str) -> None:
    (tmp_path / "ovens").mkdir()
    (tmp_path / "ovens" / name).write_text("mine", encoding="utf-8")
    done = command("init", "ovens")
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr == f"Error: ovens has files already: {name}; name a new or empty folder\n"
    assert [file.name for file in (tmp_path / "ovens").iterdir()] == [name]


def test_an_empty_repository_is_filled(tmp_path: Path, command: Command) -> None:
    (tmp_path / "ovens" / ".git").mkdir(parents=True)
    assert command("init", ".", cwd=tmp_path / "ovens").returncode == 0
    assert (tmp_path / "ovens" / "data" / "survey.yml").is_file()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--one", "a/b"), "--one: found 'a/b', which cannot be part of the name of a file"),
        (("--one", "links"), "one: data/links.schema.json is the schema of data/links.yml"),
        (("--address", "ovens"), "--address: found 'ovens' where an http or https address belongs"),
    ],
)
def test_a_name_that_does_not_fit_leaves_nothing_behind(
    tmp_path: Path, command: Command, arguments: tuple[str, str], message: str
) -> None:
    done = command("init", "ovens", *arguments)
    assert (done.returncode, done.stdout) == (3, "")
    assert message in done.stderr
    assert "Traceback" not in done.stderr
    assert [path for path in tmp_path.iterdir() if path.name != "cache"] == []


def test_words_that_name_a_folder_of_the_website_are_kept_from_it(tmp_path: Path, command: Command) -> None:
    assert command("init", "ovens", "--one", "chart", "--many", "charts").returncode == 0
    assert (tmp_path / "ovens" / "data" / "records" / "example-one.yml").is_file()


@pytest.mark.unix
def test_on_a_terminal_it_asks_and_offers_an_answer(tmp_path: Path) -> None:
    import pty

    main, terminal = pty.openpty()
    program = [sys.executable, "-c", "from catalog.cli import main; main()", "init", "bread-ovens"]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    with subprocess.Popen(program, cwd=tmp_path, env=environment, stdin=terminal, stderr=terminal) as process:
        os.write(main, b"\noven\n\n")
        assert process.wait(60) == 0
    said = os.read(main, 10_000).decode()
    assert "Title of the website [Bread ovens]:" in said
    assert "What are several called? [ovens]:" in said
    assert yaml.safe_load((tmp_path / "bread-ovens/data/survey.yml").read_text(encoding="utf-8"))["many"] == "ovens"


def test_outside_a_survey_commands_say_how_to_begin_one(command: Command) -> None:
    assert "`catalog init FOLDER` writes a new survey" in command("check").stderr
    assert "`catalog init nowhere` writes a new survey there" in command("check", "--survey", "nowhere").stderr


def test_a_table_becomes_a_survey_that_builds(tmp_path: Path, command: Command) -> None:
    (tmp_path / "teas.md").write_text(TABLE, encoding="utf-8")
    done = command("init", "teas", "--from", "teas.md", "--one", "tea", "--many", "teas")
    assert done.returncode == 0, done.stderr
    assert "4 records from" in done.stderr
    records = sorted(file.stem for file in (tmp_path / "teas" / "data" / "teas").iterdir())
    assert records == ["assam", "gyokuro", "keemun", "sencha"]
    assert not list((tmp_path / "teas").rglob("example-*")), "the examples make room for the table"
    for arguments in (("check",), ("fmt", "--check"), ("schema", "--check"), ("forms", "--check"), ("build",)):
        done = command(*arguments, cwd=tmp_path / "teas")
        assert done.returncode == 0, done.stdout + done.stderr
    assert "1837" in (tmp_path / "teas/build/html/teas/assam/index.html").read_text(encoding="utf-8")


def without_marks(text: str) -> str:
    """Settings with `fill:` and `watch:` as they are where somebody takes the # away."""
    start, end = text.index("# Which fields `catalog refresh`"), text.index("\ncolumns:")
    known = re.sub(r"(?m)^# (watch:|fill:|  (?!\w+: \w+,).*)$", r"\1", text[start:end])
    return text[:start] + known + text[end:]


def test_what_the_settings_suggest_for_services_is_right_for_the_fields_of_a_table(
    tmp_path: Path, command: Command
) -> None:
    (tmp_path / "looms.csv").write_text(
        "Loom,Paper,Code,Weights,Licence\n"
        "Jacquard,https://arxiv.org/abs/2401.00001,https://github.com/lab/jacquard,,MIT\n"
        "Dobby,https://arxiv.org/abs/2401.00002,https://github.com/lab/dobby,https://huggingface.co/lab/dobby,MIT\n",
        encoding="utf-8",
    )
    assert command("init", "looms", "--from", "looms.csv").returncode == 0
    file = tmp_path / "looms" / "data" / "survey.yml"
    file.write_text(without_marks(file.read_text(encoding="utf-8")), encoding="utf-8")
    settings = yaml.safe_load(file.read_text(encoding="utf-8"))
    assert settings["fill"] == {
        "arxiv": {"identifier": "paper"},
        "github": {"identifier": "code", "licence": "licence"},
        "huggingface": {"identifier": "weights"},
    }
    assert settings["watch"]["words"]["all"] == ["open source", ["tool", "program"]]
    for arguments in (("check",), ("fmt", "--check")):
        done = command(*arguments, cwd=tmp_path / "looms")
        assert done.returncode == 0, done.stdout + done.stderr


def test_a_survey_that_names_nothing_to_ask_about_is_told_what_to_give(tmp_path: Path, command: Command) -> None:
    (tmp_path / "teas.csv").write_text("Tea,Price\nAssam,4\nSencha,7\n", encoding="utf-8")
    assert command("init", "teas", "--from", "teas.csv").returncode == 0
    watch, refresh = (command(name, "--no-cache", cwd=tmp_path / "teas") for name in ("watch", "refresh"))
    assert (watch.returncode, refresh.returncode) == (0, 0)
    assert "No news was looked for: watch: in data/survey.yml says where to look." in watch.stdout
    assert "No source or field of a record has an address" in watch.stdout
    assert "No field is filled by a service: fill: in data/survey.yml says which may be, and by what." in refresh.stdout


def test_a_file_without_a_table_leaves_nothing_behind(tmp_path: Path, command: Command) -> None:
    (tmp_path / "prose.md").write_text("Only words.\n", encoding="utf-8")
    done = command("init", "teas", "--from", "prose.md")
    assert done.returncode in {1, 3}
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "teas").exists()


def test_a_table_may_be_at_an_address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def sheet(address: str, *_: object) -> SourceFile:
        return SourceFile("pub.csv", b"Tea,Price\nAssam,4\nSencha,7\n")

    monkeypatch.setattr("catalog.importing.reading.web.fetched", sheet)
    created = create_survey(tmp_path / "teas", NewSurvey("Teas", "tea", "teas"), "https://tea.example.org/sheet/pub")

    assert created.reading is not None
    assert (created.reading.records, created.reading.mapping) == (2, "data/pub.mapping.yml")
    assert sorted(file.stem for file in (tmp_path / "teas" / "data" / "teas").iterdir()) == ["assam", "sencha"]


@pytest.mark.parametrize("address", ["http://127.0.0.1:9/x.csv", "HTTPS://127.0.0.1:9/x.csv"])
def test_an_address_that_does_not_answer_is_told(tmp_path: Path, command: Command, address: str) -> None:
    done = command("init", "teas", "--from", address)
    assert done.returncode == 3
    assert "127.0.0.1:9/x.csv cannot be read" in done.stderr
    assert not (tmp_path / "teas").exists()


@pytest.mark.parametrize("many", ["404", "yes", "null"])
def test_words_that_yaml_takes_for_something_else_are_quoted(tmp_path: Path, command: Command, many: str) -> None:
    done = command("init", "ovens", "--many", many)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "ovens" / "data" / many).is_dir()


@pytest.mark.linux
def test_its_workflows_have_no_fault(survey: Path) -> None:
    files = sorted((survey / ".github" / "workflows").glob("*.yml"))
    assert len(files) == 5
    for program in (
        [tool("actionlint"), "-shellcheck", tool("shellcheck"), *files],
        [BIN / "check-jsonschema", "--builtin-schema", "vendor.github-workflows", *files],
        [BIN / "zizmor", "--offline", "--persona=pedantic", survey / ".github"],
    ):
        done = subprocess.run(program, check=False, capture_output=True, encoding="utf-8")
        assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("name", ["links", "deploy", "issue-to-pull-request", "watch"])
def test_its_workflows_are_those_of_this_repository_but_for_how_the_program_is_installed(name: str) -> None:
    own = (OWN / f"{name}.yml").read_text(encoding="utf-8")
    given = survey_texts(NewSurvey("Ovens", "oven", "ovens"))[f".github/workflows/{name}.yml"]

    def said(text: str) -> list[str]:
        lines = text.replace("uv run --no-sync catalog", "catalog").splitlines()
        installing = re.compile(
            r"setup-(uv|python)@|enable-cache|python-version|uv sync|pip install|paths: \[|^ +with:$|^# "
        )
        return [line for line in lines if not installing.search(line)]

    assert said(given) == said(own)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.text(), st.text())
@example("Ovens\u2028and more", "ov\x85ens")
def test_whatever_a_survey_is_called_its_settings_say_so(title: str, many: str) -> None:
    try:
        survey = NewSurvey(title, "oven", many)
    except SetupError:
        return
    if not title or not many:
        return
    written = yaml.safe_load(survey_texts(survey)["data/survey.yml"])
    assert (written["title"], written["many"]) == (survey.title, survey.many)
    assert re.fullmatch(r"[a-z0-9.-]+", survey.folder)


def test_several_are_called_as_english_words_are() -> None:
    assert [*map(plural, ("tool", "library", "toy", "box", "dish"))] == [
        "tools",
        "libraries",
        "toys",
        "boxes",
        "dishes",
    ]
    assert title_of(Path(tempfile.gettempdir()) / "bread-ovens_of-town") == "Bread ovens of town"


def test_of_several_tables_one_is_chosen_and_the_others_are_named(tmp_path: Path, command: Command) -> None:
    (tmp_path / "teas.md").write_text(f"{TABLE}\n| Cup | Size |\n|---|---|\n| Mug | 3 |\n", encoding="utf-8")
    done = command("init", "teas", "--from", "teas.md")
    told = "teas.md has 2 tables: the one on line 3 (4 rows) is read, not line 10 (1 row). --table LINE reads another."
    assert told in done.stderr.splitlines()
    assert (tmp_path / "teas" / "data" / "teas.imported.json").is_file()
    assert command("init", "cups", "--from", "teas.md", "--table", "10").returncode == 0
    assert [path.stem for path in (tmp_path / "cups" / "data" / "records").iterdir()] == ["mug"]
