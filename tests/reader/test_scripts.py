"""The scripts are typed, free of the survey's names, and light; they read all that they are sent."""

from __future__ import annotations

import gzip
import json
import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from catalog.pages import compare
from catalog.pages.leaderboards import leaderboards
from catalog.pages.record import RecordView
from catalog.settings import all_columns
from catalog.site import scripts
from tests.reader.conftest import program

ROOT = Path(__file__).parents[2]
SCRIPTS = sorted((ROOT / "site" / "assets").glob("*.js"))
TYPES = (ROOT / "site" / "types.d.ts").read_text(encoding="utf-8")
BUDGET = 35_000
"""Bytes, gzipped, of the own scripts and styles of the page with most."""
ALL = 66_000
"""Bytes, gzipped, of all own scripts and styles, with those of the comparison and of the search."""


@pytest.fixture(scope="module")
def published():
    """Own scripts and styles as the website has them."""
    return dict(scripts.assets(ROOT / "site" / "assets"))


def compiled(folder: Path) -> str:
    """What the TypeScript compiler says of the scripts below a folder."""
    process = subprocess.run(
        [program("tsc"), "-p", folder], capture_output=True, encoding="utf-8", timeout=120, check=False
    )
    assert (process.returncode == 0) == (process.stdout == "")
    return process.stdout


def test_the_typescript_compiler_finds_nothing_to_say():
    assert compiled(ROOT) == ""


MISTAKES = {
    "Catalog.quary;": "Property 'quary' does not exist",
    "Catalog.query.interval;": "Property 'interval' does not exist",
    "Catalog.query = { ...Catalog.query, interval: 1 };": "'interval' does not exist",
    "Catalog.store?.data.facets[0].meanings;": "Property 'meanings' does not exist",
    "Catalog.store?.range('x')?.cloneContents();": "Property 'cloneContents' does not exist",
}
"""Statement → what the compiler says of it."""


def test_a_member_that_is_not_declared_is_a_mistake_to_the_compiler(tmp_path):
    shutil.copytree(ROOT / "site" / "assets", tmp_path / "site" / "assets", ignore=shutil.ignore_patterns("vendor"))
    for name in ("tsconfig.json", "site/types.d.ts"):
        shutil.copy(ROOT / name, tmp_path / name)
    (tmp_path / "site" / "assets" / "mistakes.js").write_text("\n".join(MISTAKES), encoding="utf-8")
    errors = [line for line in compiled(tmp_path).splitlines() if "error TS" in line]
    assert len(errors) == len(MISTAKES)
    for number, (line, mistake) in enumerate(zip(errors, MISTAKES.values(), strict=True), 1):
        assert f"mistakes.js({number}," in line
        assert mistake in line


def test_no_declared_type_merges_with_one_of_the_browser(tmp_path):
    names = re.findall(r"^(?:interface|type) (\w+)", TYPES, re.MULTILINE)
    (tmp_path / "names.ts").write_text("".join(f"let of{name}: {name};\n" for name in names), encoding="utf-8")
    (tmp_path / "tsconfig.json").write_text(
        (ROOT / "tsconfig.json").read_text(encoding="utf-8").replace("site/types.d.ts", "names.ts"), encoding="utf-8"
    )
    assert sorted(re.findall(r"Cannot find name '(\w+)'", compiled(tmp_path))) == sorted(names)


def members(interface: str) -> set[str]:
    """The members that the types declare for an interface, at any depth."""
    body = re.search(rf"^interface {interface}\b[^{{]*{{\n(.*?)^}}", TYPES, re.MULTILINE | re.DOTALL)
    assert body, interface
    return set(re.findall(r"^ +(\w+)\??[:(<]", body[1], re.MULTILINE))


def test_the_data_of_the_scripts_is_declared_as_it_is_sent(survey, sent):
    assert members("Payload") == set(sent)
    coded = members("Coded") - {"rows", "codes"}
    assert members("FacetFilter") | coded == set(sent["facets"][0]) - {"codes"}
    assert members("RangeFilter") | coded == set(sent["ranges"][0]) - {"codes"}
    assert members("SentColumn") == set(sent["cells"]["released"])
    boards = leaderboards(survey)
    assert members("ComparisonPayload") == set(compare.page_data(survey, boards))
    measurements = compare.measurements_of_records(survey, boards)
    scripts = [compare.script(RecordView(survey, record, "../../"), measurements) for record in survey.records]
    records = [json.loads(script.removeprefix("Catalog.receive(").removesuffix(");\n")) for script in scripts]
    assert all(members("RecordEvidence") == set(record) for record in records)
    claims = [claim for record in records for said in record["claims"].values() for claim in said]
    assert members("Claim") == set().union(*claims)


def used(names: set[str], texts: Mapping[str, str], least: int) -> set[str]:
    """The names that occur in at least so many of the texts."""
    return {name for name in names if sum(bool(re.search(rf"\b{name}\b", text)) for text in texts.values()) >= least}


def test_everything_sent_is_read_and_everything_offered_is_used():
    texts = {file.name: file.read_text(encoding="utf-8") for file in SCRIPTS}
    for interface in (
        "Payload",
        "SentColumn",
        "Coded",
        "FacetFilter",
        "RangeFilter",
        "ComparisonPayload",
        "RecordEvidence",
        "Claim",
    ):
        assert members(interface) - used(members(interface), texts, 1) == set()
    texts["data.js"] = "Catalog.receive()"
    offered = members("CatalogCore") | members("CatalogNamespace") | members("Store")
    assert offered - used(offered, texts, 2) == set()


def test_no_script_names_a_field_of_the_survey(survey):
    paths = {
        column.path for column in all_columns(survey.settings, survey.model) if "." in column.path or "-" in column.path
    }
    for file in SCRIPTS:
        text = file.read_text(encoding="utf-8")
        assert [path for path in paths if re.search(rf"[\"'`]{re.escape(path)}[\"'`]", text)] == [], file.name


def test_own_scripts_and_styles_as_published_stay_within_the_budget(published):
    sizes = {name: len(gzip.compress(content, 9)) for name, content in published.items()}
    assert sum(sizes.values()) <= ALL, sizes
    for own in (["table.js", "table.css"], ["explore.js"]):
        assert sum(sizes[name] for name in ["site.js", "catalogue.js", *own, "charts.css", "site.css"]) <= BUDGET, sizes


def test_what_is_published_says_the_same_as_the_sources(published):
    for name, content in published.items():
        if name.endswith(".js"):
            node = [program("node"), "--check", "-"]
            process = subprocess.run(node, input=content, capture_output=True, timeout=60, check=False)
            assert process.returncode == 0, f"{name}: {process.stderr.decode()}"
            assert b"@param" not in content
    parts = {part for parts in scripts.JOINED.values() for part in parts}
    assert parts <= {file.name for file in (ROOT / "site" / "assets").iterdir()}


def test_joined_scripts_end_before_the_next_begins(published):
    for name, parts in scripts.JOINED.items():
        if name.endswith(".js"):
            assert len(re.split(rb";\n(?=\((?:async)?\(\)=>)", published[name])) == len(parts), name


def test_lines_are_short_enough_to_be_read():
    for file in (*SCRIPTS, ROOT / "site" / "types.d.ts"):
        assert max(map(len, file.read_text(encoding="utf-8").splitlines())) <= 140, file.name


def test_no_text_is_built_within_a_text():
    """Publishing would take the blanks out of the inner one."""
    for file in SCRIPTS:
        assert not re.search(r"\$\{[^}]*`", file.read_text(encoding="utf-8")), file.name


def test_no_markup_of_templates_needs_inline_script_or_style():
    for file in (ROOT / "templates").rglob("*"):
        if file.suffix in {".jinja", ".html"}:
            assert not re.search(r"\s(on[a-z]+|style)=", file.read_text(encoding="utf-8")), file.name
