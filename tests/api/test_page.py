"""The website documents the API as its docstrings do, for whichever survey it is."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

from catalog.catalog import Catalog
from catalog.pages.overviews import OVERVIEWS
from catalog.pages.python import documented_names
from catalog.pages.site_data import SiteData
from tests.api.test_examples import documented
from tests.conftest import ROOT
from tests.rendering import content

README = (ROOT / "README.md").read_text(encoding="utf-8")
CODE = re.compile(r"<pre><code>(.*?)</code></pre>", re.DOTALL)


def code(catalog: Catalog) -> list[str]:
    """The pieces of code on the page, as a reader copies them."""
    return [unescape(piece) for piece in CODE.findall(content(catalog, "python"))]


def test_every_public_function_method_and_property_is_on_the_page(bread: Catalog) -> None:
    names = {item.name.rpartition(".")[2] for item in documented_names()}
    assert names == {name.rpartition(".")[2] for name in documented()} - {"Survey"}
    html = content(bread, "python")
    assert all(f">{item.name}<a" in html for item in documented_names())


def test_a_name_is_shown_with_its_signature_its_arguments_and_its_example() -> None:
    items = {item.name: item for item in documented_names()}
    opened = items["catalog.open"]
    assert opened.signature == (
        "catalog.open(path: str | Path | None = None, *, record: type[Record] | None = None) -> Survey"
    )
    assert [name for name, _ in opened.arguments] == ["path", "record"]
    assert [name for name, _ in opened.errors] == ["DataError", "SetupError"]
    assert opened.example.startswith('>>> survey = catalog.open("kettles")\n')
    assert items["survey.records"].signature == "survey.records: tuple[Record, ...]"
    assert items["survey.frame"].signature.startswith("survey.frame(*, blanks: bool = False,")
    assert all(item.example.startswith(">>> ") and item.paragraphs for item in items.values())


def test_the_first_lines_are_right_for_a_class_of_this_package_and_of_any_other(
    catalog: Catalog, bread: Catalog
) -> None:
    first, title = code(catalog)[0], catalog.settings.charts[0].title
    assert first.split("\n") == [
        "import catalog",
        "",
        'survey = catalog.open("catalogue.json")',
        "survey.frame()",
        f"survey.figure({title!r})",
        "",
    ]
    assert "from loaves import Loaf\n" in code(bread)[0]
    assert 'catalog.open("catalogue.json", record=Loaf)' in code(bread)[0]


def test_page_and_readme_say_how_to_install_the_package(catalog: Catalog) -> None:
    command = f'pip install "survey-catalog @ git+{catalog.settings.repository}"'
    assert f"<code>{command}</code>" in unescape(content(catalog, "python"))
    assert command in README
    nowhere = replace(catalog, settings=catalog.settings.model_copy(update={"repository": None}))
    assert '<code>pip install "survey-catalog"</code>' in unescape(content(nowhere, "python"))


def test_a_survey_without_charts_and_variants_is_told_of_none(bread: Catalog) -> None:
    plain = tuple(record for record in bread.records if len(record.all_models) == 1)
    without = replace(bread, records=plain, settings=bread.settings.model_copy(update={"charts": ()}))
    assert "survey.figure(" not in code(without)[0]
    assert "variants=True" not in content(without, "python").partition("<h2")[0]
    assert "variants=True" in content(bread, "python").partition("<h2")[0]


def test_the_page_of_downloads_leads_there(bread: Catalog) -> None:
    data = SiteData(bread)
    assert '<a href="../python/">' in data.render(OVERVIEWS["downloads"].page(data)).html
