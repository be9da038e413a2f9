"""The five lines of README.md do what it says: here, and from the wheel in an environment without the source tree."""

from __future__ import annotations

import re
import subprocess
import sys
import sysconfig
import venv
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from catalog.catalog import Catalog
from catalog.exports.json import EXPORT
from tests.conftest import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
SECTION = README.partition("## Five lines to your figure")[2].partition("\n## ")[0]
((LINES, OUTPUT),) = re.findall(r"```python\n(.*?)```\n\n```text\n(.*?)```", SECTION, re.DOTALL)
Once = Callable[[str, Callable[[Path], object]], Path]


@pytest.fixture
def folder(catalog: Catalog, tmp_path: Path) -> Path:
    """A folder with nothing but the exported catalogue."""
    (tmp_path / "catalogue.json").write_bytes(EXPORT.content(catalog))
    return tmp_path


def test_there_are_five_lines() -> None:
    assert sum(map(bool, LINES.splitlines())) == 5


def test_the_five_lines_print_what_is_shown_and_write_a_figure(folder: Path) -> None:
    assert printed(sys.executable, folder, LINES) == OUTPUT
    assert "Plotly.newPlot" in (folder / "figure.html").read_text(encoding="utf-8")


def printed(python: Path | str, folder: Path, program: str) -> str:
    """What a program prints that runs in a folder of its own, without blanks at the ends of lines."""
    command = [str(python), "-I", "-c", program]
    done = subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", timeout=120, check=False)
    assert done.stderr == ""
    return re.sub(" +$", "", done.stdout, flags=re.MULTILINE)


@pytest.fixture
def wheel(once: Once) -> Path:
    """The wheel, as it is published."""

    def build(folder: Path) -> None:
        command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
        subprocess.run(command, cwd=ROOT, capture_output=True, timeout=120, check=True)

    (built,) = once("wheel", build).glob("*.whl")
    return built


@pytest.fixture
def installed(wheel: Path, tmp_path: Path) -> Path:
    """Python in an environment that has the wheel, the libraries that are installed here, and no source tree.

    A wheel is installed by unpacking it; the libraries come by a path, below which no other such file is followed, and
    so not the one that leads to the source tree.
    """
    environment = tmp_path / "environment"
    venv.create(environment, symlinks=True, with_pip=False)
    scheme = {"base": str(environment), "platbase": str(environment)}
    packages = Path(sysconfig.get_path("purelib", "venv", scheme))
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(packages)
    (packages / "libraries.pth").write_text(f"{sysconfig.get_path('purelib')}\n", encoding="utf-8")
    return Path(sysconfig.get_path("scripts", "venv", scheme)) / "python"


def test_the_wheel_gives_the_five_lines_without_the_source_tree(installed: Path, folder: Path) -> None:
    found = printed(installed, folder, "import sys, catalog; print(catalog.__file__, catalog.__version__, *sys.path)")
    file, version, *paths = found.split()
    assert Path(file).is_relative_to(installed.parent.parent)
    assert str(ROOT) not in paths
    assert f"survey_catalog-{version}.dist-info" in {path.name for path in Path(file).parent.parent.iterdir()}
    assert (Path(file).parent / "py.typed").is_file()
    assert printed(installed, folder, LINES) == OUTPUT
    assert (folder / "figure.html").is_file()


def test_the_wheel_has_the_command_and_what_a_website_is_made_of(wheel: Path, installed: Path, folder: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {f"catalog/share/{name}" for name in ("mkdocs.yml", "site/about.md", "templates/pages/home.jinja")} <= names
    assert not {name.partition("/")[0] for name in names} & {"tests", "data", "site", "templates"}
    run = "import runpy, sys; sys.argv = ['catalog', '--version']; runpy.run_module('catalog', run_name='__main__')"
    assert printed(installed, folder, run).startswith("catalog, version ")


def test_the_wheel_alone_writes_a_survey_and_builds_its_website(installed: Path, tmp_path: Path) -> None:
    place = tmp_path / "work"
    place.mkdir()
    for arguments in (["init", "survey"], ["check", "--survey", "survey"], ["build", "--survey", "survey"]):
        run = f"import sys; sys.argv = ['catalog', *{arguments}]; from catalog.cli import main; main()"
        command = [str(installed), "-I", "-c", run]
        done = subprocess.run(command, cwd=place, capture_output=True, encoding="utf-8", timeout=300, check=False)
        assert done.returncode == 0, done.stderr
        assert "arning" not in done.stderr
    assert (place / "survey" / "build" / "html" / "records" / "example-two" / "index.html").is_file()
