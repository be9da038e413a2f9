"""How values of every type look in tables, on pages and in charts, and what a check says of them."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from catalog.catalog import Catalog
from catalog.charts import draw
from catalog.exports.csv import csv_export
from catalog.exports.json import json_export
from catalog.load.exported import exported_record
from catalog.pages.home import home_data
from catalog.pages.site_data import SiteData
from catalog.paths import Project
from catalog.rules import check, load
from catalog.settings.query import read_view
from catalog.values.markdown import Markdown
from tests.rendering import content
from tests.values.gadgets import Gadget

SURVEY = Path(__file__).with_name("survey")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    for name in ("data", "site"):
        shutil.copytree(SURVEY / name, tmp_path / name)
    return Project(tmp_path)


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load(Project(SURVEY))


def test_a_survey_of_all_types_has_no_problems(project: Project) -> None:
    assert check(project) == []


def test_a_picture_that_is_not_there_is_a_problem_until_it_is(project: Project) -> None:
    logo = project.root / "site" / "logos" / "akri.svg"
    logo.rename(logo.with_name("akry.svg"))
    (problem,) = check(project)
    assert problem.location == "data/gadgets/akri.yml:3:7"
    assert problem.message == "there is no file site/logos/akri.svg"
    assert problem.hint.startswith("did you mean `logos/akry.svg`? ")
    logo.with_name("akry.svg").rename(logo)
    assert check(project) == []


def test_the_currency_of_a_price_is_that_of_its_field(project: Project) -> None:
    file = project.data / "gadgets" / "akri.yml"
    file.write_text(file.read_text(encoding="utf-8").replace("price: $5.00", "price: 5 XYZ"), encoding="utf-8")
    assert [problem.message for problem in check(project)] == ["found 'XYZ' where a currency belongs"]


def test_an_export_gives_every_value_back(catalog: Catalog) -> None:
    document = json.loads("".join(json_export(catalog, catalog.records)))
    akri = next(record for record in document["records"] if record["slug"] == "akri")
    assert akri["sizes"] == {"value": 5.53, "low": 0.06, "high": 11}
    assert akri["price"] == {"value": 5, "currency": "USD"}
    assert akri["downloads"]["value"][0] == {"value": "https://huggingface.co/akri/7b", "label": "7B"}
    for exported in document["records"]:
        record = Gadget.model_validate(exported_record(exported, Gadget))
        assert record == catalog.by_slug[record.slug]
    table = "".join(csv_export(catalog, catalog.records))
    assert "[7B](https://huggingface.co/akri/7b)" in table
    assert "0.06 to 11" in table
    assert "81392748.68255694" in table


def test_a_range_is_found_by_any_number_in_it(catalog: Catalog) -> None:
    for query, slugs in (
        ("sizes=10..12", {"akri", "cello", "brix"}),
        ("sizes=..5", {"akri"}),
        ("sizes=25..", {"brix"}),
    ):
        view = read_view(query, catalog.by_path, catalog.vocabularies)
        assert {record.slug for record in catalog.records if view.judge(record) is True} == slugs
    (sizes,) = (field for field in SiteData(catalog).table.ranges if field["path"] == "sizes")
    assert sizes["kind"] == "span"
    assert [0.06, 11] in sizes["values"]


def test_several_numbers_are_found_by_each_of_them(catalog: Catalog) -> None:
    view = read_view("parameters=10B..20B", catalog.by_path, catalog.vocabularies)
    assert [record.slug for record in catalog.records if view.judge(record) is True] == ["akri"]


def test_ordered_words_are_sorted_by_their_place(catalog: Catalog) -> None:
    own = SiteData(catalog).table.dictionaries["wireless"]
    places = [own.places[code] for code in own.codes]
    order = sorted(zip(places, catalog.newest_first, strict=True), key=lambda pair: pair[0] or 0)
    assert [record.slug for _, record in order] == ["cello", "brix", "akri"]


def test_charts_draw_spans_and_negative_numbers(catalog: Catalog) -> None:
    sizes, cold, parameters, by_size, *_ = (draw(catalog, chart, "c") for chart in catalog.settings.charts)
    assert sizes.figure["data"][0]["x"][:3] == [12, 20, None]
    assert cold.figure["data"][0]["x"] == [-20, -3.5, 5]
    assert cold.attributes["data_x_low"] == "-20.0"
    assert parameters.figure["data"][-1]["x"] == [1.8e12, 70e9, 4000]
    assert "Sizes (cm), logarithmic" in by_size.svg
    for chart in catalog.settings.charts:
        assert "(FLOP) (FLOP)" not in draw(catalog, chart, "c").svg


def test_the_page_of_a_record_shows_text_pictures_and_lists(catalog: Catalog) -> None:
    page = content(catalog, "gadgets/akri")
    assert '<img class="picture" src="../../logos/akri.svg" alt="Akri &lt;one&gt;" loading="lazy"' in page
    assert '<a href="https://huggingface.co/akri/7b" rel="noopener">7B</a>' in page
    assert "<h3>Akri</h3>" in page
    assert '<a href="https://akri.sh/picture.png" rel="noopener">a picture</a>' in page
    assert "&lt;b&gt;nearly&lt;/b&gt;" in page
    assert '<th scope="col" id="f-releases-version" title="As its makers write it.">Version</th>' in page
    assert page.count('<tr><th scope="row">') == 3
    assert "Open design: <bdi>yes</bdi>" in page
    assert "<details" in content(catalog, "gadgets/brix").partition('id="releases"')[2].partition("</section>")[0]


def test_a_picture_of_another_site_is_a_link(catalog: Catalog) -> None:
    page = content(catalog, "gadgets/brix")
    assert '<a href="https://brix.io/logo.png" rel="noopener">brix.io</a>' in page
    assert "<img" not in page


def test_words_that_say_nothing_alone_stand_behind_their_label(catalog: Catalog) -> None:
    assert [words for _, words, _ in home_data(catalog)["newest"]] == [
        "Parameters: 512 · Wireless: none",
        "Latest version: 8 · Parameters: 1.8T · Wireless: partial",
        "Latest version: 1.10 · Parameters: 7B · Wireless: full",
    ]


def test_headings_of_a_text_leave_none_out() -> None:
    html = Markdown.type.html(Markdown("### One\n\n##### Two\n\n# Three"), "", is_page=True)
    assert re.findall(r"<h\d>\w+</h\d>", str(html)) == ["<h3>One</h3>", "<h4>Two</h4>", "<h3>Three</h3>"]
