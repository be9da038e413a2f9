"""Runs the scripts' reckoning in Node, without a page."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from catalog.catalog import Catalog
from catalog.pages import table

ASSETS = Path(__file__).parents[2] / "site" / "assets"
RUN = """
const vm = require("node:vm");
const {readFileSync} = require("node:fs");
const files = process.argv.slice(1).map((filename) => new vm.Script(readFileSync(filename, "utf8"), {filename}));
require("node:readline").createInterface({input: process.stdin}).on("line", (line) => {
  const {code, given} = JSON.parse(line);
  const world = vm.createContext({URLSearchParams, console});
  for (const file of files) file.runInContext(world);
  const told = {};
  try {
    told.result = vm.runInContext(`(given) => {${code}}`, world)(given) ?? null;
  } catch (error) {
    told.error = String(error?.stack ?? error);
  }
  process.stdout.write(`${JSON.stringify(told)}\n`);
});
"""

Script = Callable[..., object]


@pytest.fixture(scope="session")
def script() -> Iterator[Script]:
    """Runs a body of JavaScript with `given` and the scripts' `Catalog`, in a world of its own; gives its result."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("no `node` on the PATH: install Node.js 20 or newer")
    files = [ASSETS / f"{name}.js" for name in ("scale", "view", "query", "plot")]
    with subprocess.Popen(
        [node, "-e", RUN, *files], stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
    ) as running:

        def run(code: str, given: object = None) -> object:
            running.stdin.write(json.dumps({"code": code, "given": given}) + "\n")
            running.stdin.flush()
            told = json.loads(running.stdout.readline())
            assert "error" not in told, told["error"]
            return told["result"]

        yield run
        running.stdin.close()


@pytest.fixture(scope="session")
def survey(catalog) -> Catalog:
    """The committed survey."""
    return catalog


@pytest.fixture(scope="session")
def payload(survey) -> dict:
    """What its pages' scripts are given."""
    return table.payload(survey, survey.newest, [survey.by_path[path] for path in survey.settings.columns])
