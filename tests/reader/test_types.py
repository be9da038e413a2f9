"""The scripts are typed, free of the survey's names, and light."""

from __future__ import annotations

import gzip
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from catalog.settings import all_columns
from catalog.site import scripts

ROOT = Path(__file__).parents[2]
SCRIPTS = sorted((ROOT / "site" / "assets").glob("*.js"))
BUDGET = 35_000
"""Bytes, gzipped, of all own scripts and styles."""


@pytest.fixture(scope="module")
def published():
    """Own scripts and styles as the website has them."""
    return dict(scripts.assets(ROOT / "site" / "assets"))


def test_the_typescript_compiler_finds_nothing_to_say():
    compiler = shutil.which("tsc")
    if compiler is None:
        pytest.skip("no `tsc` on the PATH: npm install --global typescript")
    done = subprocess.run([compiler, "-p", ROOT], capture_output=True, encoding="utf-8", timeout=120, check=False)
    assert done.stdout == ""
    assert done.returncode == 0


def test_no_script_names_a_field_of_the_survey(survey):
    paths = {
        column.path for column in all_columns(survey.settings, survey.model) if "." in column.path or "-" in column.path
    }
    for file in SCRIPTS:
        text = file.read_text()
        assert [path for path in paths if re.search(rf"[\"'`]{re.escape(path)}[\"'`]", text)] == [], file.name


def test_own_scripts_and_styles_as_published_stay_within_the_budget(published):
    sizes = {name: len(gzip.compress(content, 9)) for name, content in published.items()}
    assert sum(sizes.values()) <= BUDGET, sizes


def test_what_is_published_says_the_same_as_the_sources(published):
    node = shutil.which("node")
    if node is None:
        pytest.skip("no `node` on the PATH: install Node.js 20 or newer")
    for name, content in published.items():
        if name.endswith(".js"):
            done = subprocess.run([node, "--check", "-"], input=content, capture_output=True, timeout=60, check=False)
            assert done.returncode == 0, f"{name}: {done.stderr.decode()}"
            assert b"@param" not in content
    parts = {part for parts in scripts.JOINED.values() for part in parts}
    assert parts <= {file.name for file in (ROOT / "site" / "assets").iterdir()}


def test_no_text_is_built_within_a_text():
    """Publishing would take the blanks out of the inner one."""
    for file in SCRIPTS:
        assert not re.search(r"\$\{[^}]*`", file.read_text()), file.name


def test_no_markup_of_templates_needs_inline_script_or_style():
    for file in (ROOT / "templates").rglob("*"):
        if file.suffix in {".jinja", ".html"}:
            assert not re.search(r"\s(on[a-z]+|style)=", file.read_text()), file.name
