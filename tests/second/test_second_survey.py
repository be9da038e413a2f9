"""A survey of another subject, with a model of its own, needs no change of the engine."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest

from catalog.charts import draw
from catalog.contribute.issues.questions import questions
from catalog.contribute.template import record_template
from catalog.importing.mapping import importable
from catalog.load.records import open_survey
from catalog.pages.leaderboards import leaderboards
from catalog.paths import Project
from catalog.rules import check, load
from catalog.settings.query import read_view
from tests.conftest import ROOT, Command

HERE = Path(__file__).parent
LOAVES = {"miche", "harbour-country", "rye-brick", "pot-loaf", "spelt-round", "batard", "hostile"}


@pytest.fixture(scope="module", autouse=True)
def model() -> Iterator[None]:
    """The survey's module on the import path, as an installed one would be."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(HERE)
        yield


@pytest.fixture(scope="module")
def bread(tmp_path_factory: pytest.TempPathFactory) -> Project:
    folder = tmp_path_factory.mktemp("bread")
    shutil.copytree(HERE / "survey", folder, dirs_exist_ok=True)
    return Project(folder)


@pytest.fixture(scope="module")
def website(bread: Project) -> Path:
    from catalog.site import build

    return build(bread)


def text(page: Path) -> str:
    """What a reader sees of a page, without tags."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page.read_text(encoding="utf-8"))).split())


def test_its_data_has_no_problems(bread: Project) -> None:
    assert check(bread) == []


def test_its_model_checks_its_records(bread: Project, tmp_path: Path) -> None:
    shutil.copytree(bread.data, tmp_path / "data")
    (tmp_path / "data" / "loaves" / "heavy.yml").write_text(
        "slug: heavy\nname: Heavy\noven: hart\ndoughs:\n  - {flour: spelt}\n  - {flour: wheet-550}\n", encoding="utf-8"
    )
    problems = [(problem.line, problem.column, problem.message, problem.hint) for problem in check(Project(tmp_path))]
    assert problems == [
        (
            3,
            7,
            "found 'hart', which is not one of the allowed words",
            "did you mean `hearth`? allowed: hearth, deck oven, iron pot",
        ),
        (
            6,
            13,
            "found 'wheet-550', which is not in data/flours.yml",
            "did you mean `wheat-550`? a new word needs an entry in data/flours.yml",
        ),
    ]


def test_the_command_line_finds_the_model_on_the_python_path(bread: Project, command: Command) -> None:
    done = command("check", "--survey", bread.root, PYTHONPATH=f"{ROOT}:{HERE}")
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == "Checked 7 records, 2 vocabularies and survey.yml.\nNo problems found.\n"


def test_its_exports_hold_every_record_with_its_evidence(bread: Project) -> None:
    from catalog.exports import export_formats

    catalog = load(bread)
    exports = {
        name: export.content(catalog).decode() for name, export in export_formats().items() if not export.is_binary
    }
    records = {record["slug"]: record for record in json.loads(exports["json"])["records"]}
    assert set(records) == LOAVES
    assert records["miche"]["hydration"] == {
        "value": 75,
        "bound": "about",
        "source": "book",
        "where": "page 14",
        "verified": "primary",
        "instead": [{"value": 72, "source": "visit", "where": "recipe card"}],
    }
    rows = {row["slug"]: row for row in csv.DictReader(io.StringIO(exports["csv"], newline=""))}
    assert rows["rye-brick"]["proof.time"] == ">=24"
    assert rows["rye-brick"]["hydration"] == "not reported"
    assert rows["harbour-country"]["doughs.flour"] == "wheat-550; spelt"
    assert rows["harbour-country"]["best-crumb"] == "8.5"
    assert (rows["miche"]["proof.pace"], rows["miche"]["proof.pace.evidence"]) == (
        "overnight",
        "book, page 16 [primary]",
    ), "derived"
    assert exports["markdown"].count("\n") == len(LOAVES) + 2


def test_its_home_page_shows_what_there_is_of_it(website: Path, bread: Project) -> None:
    html, home = (website / "index.html").read_text(encoding="utf-8"), text(website / "index.html")
    assert re.search(r"<h1[^>]*>(.*?)<", html)[1] == load(bread).settings.title  # type: ignore[index]
    assert f"Browse {len(LOAVES)} loaves" in home
    for part in ("What you can do here", "Newest loaves", "Contribute"):
        assert part in home


def test_the_whole_website_builds_and_shows_the_records(website: Path) -> None:
    assert "Harbour country loaf" in text(website / "loaves" / "harbour-country" / "index.html")
    for slug in LOAVES:
        page = text(website / "loaves" / slug / "index.html")
        assert "Hydration" in page
    miche = text(website / "loaves" / "miche" / "index.html")
    for word in ("The Old Mill", "~75 %", "72 %", "≥ 18 hours", "A Baker's Ledger", "page 16", "not applicable"):
        assert word in miche, word


def test_each_of_its_variants_has_its_own_numbers(bread: Project) -> None:
    catalog = load(bread)
    scatter = next(chart for chart in catalog.settings.charts if chart.kind == "scatter")
    points = {row.cells[:3] for row in draw(catalog, scatter, "chart").rows if row.slugs == ("batard",)}
    assert points == {("Batard White", "70%", "4 hours"), ("Batard Overnight", "78%", "16 hours")}
    crumb = next(board for board in leaderboards(catalog) if board.values == ("harbour", "crumb"))
    (group,) = crumb.groups
    assert [(standing.rank, standing.model.record.slug, standing.model.name) for standing in group.standings] == [
        (1, "batard", "Overnight"),
        (2, "harbour-country", ""),
        (3, "miche", ""),
        (4, "batard", "White"),
        (0, "batard", "Tin"),
        (0, "spelt-round", ""),
    ], "one of another kind, and one without a number, have no rank"
    view = read_view("proof.pace=overnight&hydration=..75", catalog.by_path, catalog.vocabularies)
    assert view.judge(catalog.by_slug["batard"]) is False, "overnight and little water are two breads"


def test_a_derived_field_is_shown_everywhere_and_asked_for_nowhere(website: Path, bread: Project) -> None:
    definition = open_survey(bread)
    assert "Pace overnight" in text(website / "loaves" / "miche" / "index.html")
    assert "Overnight from twelve hours on. It follows from other fields" in text(website / "guide" / "index.html")
    assert 'value="overnight"' in (website / "catalogue" / "index.html").read_text(encoding="utf-8"), "a filter"
    pace = next(column for column in definition.columns if column.path == "proof.pace")
    assert pace.path not in importable(definition.model)
    assert pace not in [question.column for question in questions(definition, shown=False)]
    assert "pace" not in record_template(definition, {"slug": "bun", "name": "Bun"})


def test_a_file_cannot_write_a_derived_field(bread: Project, tmp_path: Path) -> None:
    shutil.copytree(bread.data, tmp_path / "data")
    file = tmp_path / "data" / "loaves" / "pot-loaf.yml"
    file.write_text(file.read_text(encoding="utf-8").replace("cold: true", "pace: overnight"), encoding="utf-8")
    assert [problem.message for problem in check(Project(tmp_path))] == ["unknown key `pace`"]


def test_its_vocabularies_have_pages(website: Path) -> None:
    assert "Rye brick" in text(website / "flours" / "rye-1150" / "index.html")
    assert "Spelt round" in text(website / "bakeries" / "harbour" / "index.html")


def test_its_charts_are_drawn(website: Path) -> None:
    pages = [page.read_text(encoding="utf-8") for page in website.rglob("index.html")]
    for title in ("Breads by year", "Water and time"):
        assert any(title in page and "<svg" in page for page in pages), title


def test_hostile_text_stays_text(website: Path) -> None:
    page = (website / "loaves" / "hostile" / "index.html").read_text(encoding="utf-8")
    assert "<b>Bold" not in page
    assert "<script>alert" not in page
    assert "<b>Bold</b> & | `bun` {{ 1 + 1 }}" in text(website / "loaves" / "hostile" / "index.html")


def test_no_file_of_the_engine_mentions_it() -> None:
    words = re.compile(r"sourdough|\bloaf\b|\bloaves\b|hydration|bakery", re.IGNORECASE)
    files = [file for name in ("catalog", "site", "templates") for file in (ROOT / name).rglob("*") if file.is_file()]
    texts = {
        file: file.read_text(encoding="utf-8")
        for file in files
        if file.suffix in (".py", ".jinja", ".html", ".md", ".css", ".js")
    }
    assert len(texts) > 50
    assert [str(file) for file, content in texts.items() if words.search(content) and "vendor" not in file.parts] == []
