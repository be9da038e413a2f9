"""The scripts' reckoning in Node, without a page; and pages of the built website in a browser, which must not fail."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from catalog.catalog import Catalog
from catalog.pages import table
from catalog.rules import load

ASSETS = Path(__file__).parents[2] / "site" / "assets"
RUN = """
const fs = require("node:fs"), vm = require("node:vm");
const {files, code, given} = JSON.parse(fs.readFileSync(0, "utf8"));
for (const file of files) vm.runInThisContext(fs.readFileSync(file, "utf8"), file);
process.stdout.write(JSON.stringify(vm.runInThisContext(`(given) => {${code}}`)(given)) ?? "null");
"""


@pytest.fixture(scope="session")
def script():
    """Runs a body of JavaScript with `given` and the scripts' `Catalog`; gives back what it returns."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("no `node` on the PATH: install Node.js 20 or newer")

    def run(code: str, given: object = None) -> object:
        files = [str(ASSETS / f"{name}.js") for name in ("scale", "view", "query", "plot")]
        sent = json.dumps({"files": files, "code": code, "given": given})
        done = subprocess.run(
            [node, "-e", RUN], input=sent, capture_output=True, encoding="utf-8", timeout=60, check=False
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return run


@pytest.fixture(scope="session")
def survey(project) -> Catalog:
    """The committed survey."""
    return load(project)


@pytest.fixture(scope="session")
def payload(survey) -> dict:
    """What its pages' scripts are given."""
    return table.payload(survey, survey.newest, [survey.by_path[path] for path in survey.survey.columns])


@pytest.fixture(scope="session")
def site(built, serve):
    return serve(built)


@pytest.fixture
def open_page(browser, site):
    contexts = []

    def start(path, **options):
        context = browser.new_context(**({"viewport": {"width": 1280, "height": 900}} | options))
        contexts.append(context)
        page = context.new_page()
        page.faults = []
        page.on("pageerror", lambda error: page.faults.append(str(error)))
        page.goto(f"{site}{path}")
        page.locator("html.catalogue-ready").wait_for(state="attached")
        return page

    yield start
    for context in contexts:
        faults = [fault for page in context.pages for fault in page.faults]
        context.close()
        assert faults == []
