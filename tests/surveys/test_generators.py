"""A survey whose fields are declared in YAML alone, without dates, evidence, papers or results."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest

import catalog
from catalog.errors import DataError
from catalog.load.records import open_survey
from catalog.paths import Project
from catalog.rules import check, load
from tests.browsing import ready, watched, wrong_in_views
from tests.conftest import Command
from tests.history.survey import commit

HERE = Path(__file__).parent / "generators"


@pytest.fixture
def generators(tmp_path: Path) -> Project:
    shutil.copytree(HERE, tmp_path / "generators")
    return Project(tmp_path / "generators")


@pytest.fixture(scope="module")
def website(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from catalog.site import build

    folder = tmp_path_factory.mktemp("generators")
    shutil.copytree(HERE, folder, dirs_exist_ok=True)
    return build(Project(folder))


def text(page: Path) -> str:
    """What a reader sees of a page, without tags."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page.read_text(encoding="utf-8"))).split())


def pages(website: Path) -> Iterator[Path]:
    return website.rglob("*.html")


def test_its_data_has_no_problems_and_stands_from_a_to_z(generators):
    assert check(generators) == []
    names = [record.name for record in load(generators).newest_first]
    assert names == ["<b>Fern</b> & co", "Ember", "Gravel", "Heron", "Quill", "Tallow"]


def test_a_mistake_in_a_record_is_told_as_ever(generators):
    file = generators.data / "tools" / "quill.yml"
    file.write_text(file.read_text(encoding="utf-8").replace("kind: static", "kind: statik"), encoding="utf-8")
    (problem,) = check(generators)
    assert (problem.line, problem.column, problem.hint) == (
        3,
        7,
        "did you mean `static`? allowed: static, hybrid",
    )


def test_every_record_has_a_page_with_its_values(website):
    page = text(website / "tools" / "quill" / "index.html")
    assert "Licence Apache-2.0" in page
    assert "Build time 120 ms" in page
    assert "Maker Grace" in page


def test_the_page_of_the_field_guide_has_every_field(website):
    guide = text(website / "guide" / "index.html")
    for label in (
        "Kind kind",
        "Stars stars On the day of reading.",
        "Build time build.time",
        "Version releases.number",
    ):
        assert label in guide


def test_hostile_text_is_text_everywhere(website):
    assert [page for page in pages(website) if "<b>Fern</b>" in page.read_text(encoding="utf-8")] == []


def test_an_export_is_opened_without_the_yaml(generators, command: Command):
    file = generators.root / "all.json"
    assert command("export", "json", "--survey", generators.root, "--output", file).returncode == 0

    reopened = catalog.open(file)

    folder = catalog.open(generators.root)
    assert reopened.frame().equals(folder.frame())
    assert [record.slug for record in reopened.records] == [record.slug for record in folder.records]


def test_an_export_with_broken_fields_is_refused_in_a_sentence(generators, command: Command):
    file = generators.root / "all.json"
    command("export", "json", "--survey", generators.root, "--output", file)
    document = json.loads(file.read_text(encoding="utf-8"))
    document["survey"]["fields"]["kind"] = {"label": "Kind", "type": "numbr"}
    file.write_text(json.dumps(document), encoding="utf-8")

    with pytest.raises(DataError, match="the fields of the survey are not valid"):
        catalog.open(file)


def test_what_changed_is_told_by_the_labels_of_the_fields(generators, command: Command):
    commit(generators)
    file = generators.data / "tools" / "quill.yml"
    file.write_text(file.read_text(encoding="utf-8").replace("stars: 700", "stars: 900"), encoding="utf-8")

    done = command("diff", "--survey", generators.root)

    assert "Quill: Stars: 700 → 900" in done.stdout


def test_the_fields_are_printed_with_what_readers_can_do_with_them(generators, command: Command):
    done = command("fields", "--survey", generators.root)

    assert (done.returncode, done.stderr) == (0, "What else can be declared: `catalog fields --reference`.\n")
    lines = [" ".join(line.split()) for line in done.stdout.splitlines()]
    assert "kind Kind [word from a closed list: static, hybrid; filter]" in lines
    assert "stars Stars [number; axis (log)] On the day of reading." in lines
    assert "maker Maker [word from a vocabulary (data/makers.yml); filter]" in lines


def test_the_fields_are_printed_as_json(generators, command: Command):
    fields = {
        item["path"]: item for item in json.loads(command("fields", "--format", "json", cwd=generators.root).stdout)
    }

    assert fields["kind"]["words"] == {"static": "Files only.", "hybrid": "Files and a server."}
    assert (fields["build.time"]["unit"], fields["formats"]["many"]) == ("ms", True)


def test_the_reference_needs_no_survey(command: Command, tmp_path: Path):
    done = command("fields", "--reference", cwd=tmp_path)

    assert (done.returncode, done.stderr) == (0, "")
    for heading in ("## Types", "## Keys of a field", "## Settings", "## Chart: scatter"):
        assert heading in done.stdout
    assert "- `vocabulary`: " in done.stdout


def told(project: Project) -> tuple[str, str]:
    with pytest.raises(DataError) as caught:
        open_survey(project)
    (problem,) = caught.value.problems
    return f"{problem.location} {problem.field}", problem.message


def test_a_survey_without_fields_is_told_how_to_declare_them(generators):
    (generators.data / "fields.yml").unlink()
    assert told(generators) == (
        "data/survey.yml:1:1 ",
        "neither data/fields.yml nor `record:` in the settings says what a record holds",
    )


def test_fields_that_are_declared_twice_are_told(generators):
    settings = generators.settings.read_text(encoding="utf-8")
    generators.settings.write_text(f"{settings}record: catalog.surveys.asr.record:System\n", encoding="utf-8")
    place, message = told(generators)
    assert place.endswith(" record")
    assert message == "the fields are declared twice, by this class and in data/fields.yml"


@pytest.mark.parametrize(
    ("module", "said"),
    [
        ("class Broken(\n", "broken_survey.py:1: SyntaxError: "),
        ("import os\n\nnothing_here\n", "broken_survey.py:3: NameError: name 'nothing_here' is not defined"),
        ("raise ValueError('no')\n", "broken_survey.py:1: ValueError: no"),
        ("1 / 0\n", "broken_survey.py:1: ZeroDivisionError"),
    ],
)
def test_a_module_that_does_not_run_is_told_with_its_line(generators, tmp_path, monkeypatch, module, said):
    (tmp_path / "broken_survey.py").write_text(module, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    (generators.data / "fields.yml").unlink()
    settings = generators.settings.read_text(encoding="utf-8")
    generators.settings.write_text(f"{settings}record: broken_survey:Toy\n", encoding="utf-8")

    _, message = told(generators)

    assert message.startswith("the module broken_survey cannot be run: ")
    assert said in message


@pytest.mark.browser
@pytest.mark.parametrize("path", ["", "catalogue/", "charts/", "tools/quill/", "tools/fern/", "guide/"])
def test_a_page_is_accessible_fits_every_width_and_asks_nobody_else(website, serve, page, path):
    address = serve(website)
    watched(page).goto(f"{address}{path}")
    ready(page)

    assert wrong_in_views(page) == []
    assert page.errors == []
    assert page.hosts == {address.removesuffix("/")}
