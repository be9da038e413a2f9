"""Pages of the built website in a browser, each with what went wrong on it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from catalog.rules import load

AXE = Path(__file__).parent.parent / "vendor" / "axe-core" / "axe.min.js"


@pytest.fixture(scope="session")
def site(built, serve, tmp_path_factory):
    """Under the path of the published address."""
    folder = tmp_path_factory.mktemp("host")
    (folder / "llm-asr").symlink_to(built)
    return f"{serve(folder)}llm-asr/"


@pytest.fixture(scope="session")
def catalog(project):
    return load(project)


@pytest.fixture
def open_page(browser, site):
    """Opens a page; `faults` keeps script errors and refused requests, `hosts` who was asked."""
    contexts = []

    def start(path, address=site, **options):
        context = browser.new_context(**({"viewport": {"width": 1280, "height": 900}} | options))
        contexts.append(context)
        context.set_default_timeout(10_000)
        page = context.new_page()
        page.faults, page.hosts = [], set()
        page.on("pageerror", lambda error: page.faults.append(str(error)))
        page.on("console", lambda said: page.faults.append(said.text) if said.type == "error" else None)
        page.on("request", lambda request: page.hosts.add(re.sub(r"^(\w+://[^/]+).*", r"\1", request.url)))
        page.goto(f"{address}{path}")
        return page

    yield start
    for context in contexts:
        context.close()


@pytest.fixture
def violations():
    """What axe-core finds wrong with a page as it is now."""

    def look(page):
        page.evaluate(AXE.read_text())
        found = page.evaluate("axe.run(document, {resultTypes: ['violations']}).then((result) => result.violations)")
        return [f"{item['id']}: {node['html'][:160]}" for item in found for node in item["nodes"]]

    return look
