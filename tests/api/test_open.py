"""`catalog.open` gives a survey to a notebook, from its folder or from its export, and says what is wrong with it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from importlib import import_module, metadata
from pathlib import Path
from typing import Any

import pytest
from pandas.testing import assert_frame_equal

import catalog
from catalog.errors import CatalogError, DataError, SetupError
from catalog.exports.json import EXPORT
from tests.conftest import ROOT, Command


def test_the_public_names_are_these_and_each_is_there() -> None:
    assert catalog.__all__ == ["CatalogError", "DataError", "Problem", "SetupError", "Survey", "__version__", "open"]
    assert all(getattr(catalog, name) for name in catalog.__all__)
    assert dir(catalog) == sorted(catalog.__all__)
    public = {name for name in vars(catalog.Survey) if not name.startswith("_")}
    assert public == {"check", "facts", "fields", "figure", "frame", "records", "results"}


def test_a_name_that_is_not_public_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'opne'"):
        catalog.opne  # noqa: B018


def test_the_version_is_that_of_the_installed_distribution() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert catalog.__version__ == metadata.version("survey-catalog") == project["version"]


def run(*arguments: str) -> str:
    """What Python prints."""
    command = [sys.executable, *arguments]
    return subprocess.run(command, capture_output=True, check=True, encoding="utf-8", cwd=ROOT, timeout=60).stdout


def loaded_by(program: str, *arguments: str) -> set[str]:
    """The modules that a program has imported at its end."""
    code = f"{program}\nimport sys; print('modules:', *sys.modules)"
    return set(run("-c", code, *arguments).rpartition("modules:")[2].split())


def test_importing_the_package_imports_nothing_else() -> None:
    loaded = loaded_by("import catalog")
    assert {name for name in loaded if name.startswith("catalog.")} == set()
    assert not {"pydantic", "pandas", "plotly"} & loaded


def test_a_module_of_the_package_is_imported_as_ever() -> None:
    assert "catalog.errors" in loaded_by("import catalog.errors; catalog.errors.SetupError")


def test_opening_a_survey_imports_neither_pandas_nor_plotly_before_they_are_asked_for(kettles: Path) -> None:
    program = "import sys; sys.path.append(sys.argv[1]); import catalog; survey = catalog.open(sys.argv[1])"
    loaded = loaded_by(program, str(kettles))
    assert "catalog.api.survey" in loaded
    assert not {"pandas", "numpy", "plotly", "mkdocs", "httpx"} & loaded
    assert "pandas" in loaded_by(f"{program}; survey.frame()", str(kettles))


def test_without_a_path_the_survey_around_the_current_folder_is_opened(
    kettles: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(kettles / "data" / "kettles")
    assert repr(catalog.open()) == "Survey('Kettles', 3 kettles)"


def test_an_export_gives_the_same_frames_and_figures_as_the_folder(kettles: Path) -> None:
    kettle = import_module("kettles").Kettle
    folder, export = catalog.open("kettles"), catalog.open(Path("catalogue.json"), record=kettle)
    assert_frame_equal(export.frame(blanks=True, variants=True), folder.frame(blanks=True, variants=True))
    assert_frame_equal(export.facts(), folder.facts())
    assert_frame_equal(export.results(), folder.results())
    assert export.figure("Volumes").to_json() == folder.figure("Volumes").to_json()
    assert export.records == folder.records
    assert export.check() == folder.check() == []


def test_every_chart_of_the_survey_is_the_same_figure_from_its_export(tmp_path: Path) -> None:
    folder = catalog.open(ROOT)
    (tmp_path / "catalogue.json").write_bytes(EXPORT.content(folder.catalog))
    export = catalog.open(tmp_path / "catalogue.json")
    for chart in folder.catalog.settings.charts:
        assert export.figure(chart.title).to_json() == folder.figure(chart.title).to_json()


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("nowhere", "there is no such file"),
        (".", "has no data/survey.yml"),
        ("kettles/data/survey.yml", "cannot be read as JSON"),
    ],
)
def test_what_cannot_be_opened_is_named_in_a_sentence(kettles: Path, path: str, message: str) -> None:
    with pytest.raises(SetupError, match=message):
        catalog.open(path)


def test_a_folder_names_its_own_class_of_records(kettles: Path) -> None:
    with pytest.raises(SetupError, match="leave out `record=`"):
        catalog.open("kettles", record=import_module("kettles").Kettle)


@pytest.mark.parametrize("record", [dict, "kettles:Kettle", 5])
def test_what_is_no_class_of_records_is_refused_in_a_sentence(kettles: Path, record: Any) -> None:
    with pytest.raises(SetupError, match=r"^`record=` is .*, which is no class of records; give a subclass of"):
        catalog.open("catalogue.json", record=record)


@pytest.mark.parametrize("title", [5, ["Volumes"], b"Volumes"])
def test_a_title_that_is_no_text_is_refused_in_a_sentence(kettles: Path, title: Any) -> None:
    survey = catalog.open("kettles")
    with pytest.raises(SetupError, match=r"^there is no chart .*Volumes|^there is no chart '5'; charts: "):
        survey.figure(title)
    with pytest.raises(SetupError, match="title: "):
        survey.figure(title, kind="scatter", x="sold", y="volume")


def test_a_survey_with_errors_is_not_opened_and_the_error_says_the_first(kettles: Path) -> None:
    file = kettles / "data" / "kettles" / "urn.yml"
    file.write_text("slug: urn\nname: Urn\nvolume: much\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"1 problem; the first is in data/kettles/urn.yml:3:9: found 'much'") as raised:
        catalog.open("kettles")
    assert isinstance(raised.value, CatalogError)
    assert [problem.field for problem in raised.value.problems] == ["volume"]


def test_a_check_finds_what_the_command_finds(kettles: Path, command: Command) -> None:
    survey = catalog.open("kettles")
    (kettles / "data" / "notes.yml").write_text("a: b\n", encoding="utf-8")
    (kettles / "data" / "links.yml").write_text("hosts: {}\nnothing: 1\n", encoding="utf-8")
    (kettles / "data" / "candidates.yml").write_text("- 1\n", encoding="utf-8")
    found = survey.check()
    assert {problem.file.name for problem in found} == {"notes.yml", "links.yml", "candidates.yml"}
    done = command("check", "--format", "json", "--no-cache", "--survey", kettles, PYTHONPATH=f"{ROOT}:{kettles}")
    assert [(problem["file"], problem["message"]) for problem in json.loads(done.stdout)] == [
        (problem.file.as_posix(), problem.message) for problem in found
    ]


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"title": "How much do they hold"}, "there is no chart .*; did you mean `How much do they hold?`"),
        ({}, "name a chart, or give its settings; charts: How much do they hold?"),
        ({"kind": "scater"}, "kind: there is no kind 'scater'; did you mean `scatter`?"),
        ({"x": "sold"}, "the chart: the key `kind` is missing; add `kind:`, one of timeline"),
        ({"kind": "bars"}, "x: the key `x` is missing"),
        ({"kind": "bars", "x": "volumes"}, "x: there is no column `volumes`; did you mean `volume`?"),
        ({"kind": "bars", "x": "sold"}, "x: `sold` is not a number; allowed: volume, time"),
        ({"kind": "bars", "x": "volume", "color": "time"}, "color: unknown key `color`"),
        ({"kind": "bars", "x": "volume", "scale": "time"}, "scale: found the text 'time', which is not allowed"),
    ],
)
def test_a_chart_that_cannot_be_drawn_is_an_error_that_says_what_can(
    kettles: Path, settings: dict[str, str], message: str
) -> None:
    with pytest.raises(SetupError, match=re.escape(message).replace(r"\.\*", ".*")):
        catalog.open("kettles").figure(**settings)


def test_a_chart_of_settings_is_called_by_its_columns_unless_it_has_a_title(kettles: Path) -> None:
    from catalog.api import chart_settings

    opened = catalog.open("kettles").catalog
    chart = {"kind": "scatter", "x": "sold", "y": "volume"}
    assert chart_settings(opened, **chart).title == "First sold, Volume"
    assert chart_settings(opened, "Growth", **chart).title == "Growth"


def test_a_figure_is_validated_and_holds_every_record_that_has_a_place(kettles: Path) -> None:
    figure = catalog.open("kettles").figure(kind="scatter", x="sold", y="volume")
    assert {number for trace in figure.data for number in trace.y if number is not None} == {0.5, 1.5, 2}


def test_the_package_runs_as_the_command() -> None:
    assert run("-m", "catalog", "--version") == f"catalog, version {catalog.__version__}\n"
    command = run("-c", "from catalog.cli import main; main()", "--help")
    assert run("-m", "catalog", "--help") == command.replace("-c", "python -m catalog")
