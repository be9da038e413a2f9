"""Runs the scripts that touch no page in Node."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from catalog.catalog import Catalog
from catalog.pages.site_data import SiteData

ASSETS = Path(__file__).parents[2] / "site" / "assets"
RUN = """
const vm = require("node:vm");
const {readFileSync} = require("node:fs");
const files = process.argv.slice(1).map((filename) => new vm.Script(readFileSync(filename, "utf8"), {filename}));
require("node:readline").createInterface({input: process.stdin}).on("line", (line) => {
  const {code, given} = JSON.parse(line);
  const world = vm.createContext({URLSearchParams, console, Catalog: {}});
  for (const file of files) file.runInContext(world);
  const answer = {};
  try {
    answer.result = vm.runInContext(`(given) => {${code}}`, world)(given) ?? null;
  } catch (error) {
    answer.error = String(error?.stack ?? error);
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
});
"""

Script = Callable[..., object]


def program(name: str) -> str:
    """The path of `node` or `tsc`; skips where there is none, fails where REQUIRE_NODE=1 demands them."""
    path = shutil.which(name)
    if path is None:
        reason = f"no `{name}` on the PATH: install Node.js 20 or newer, then `npm install --global typescript`"
        (pytest.fail if os.environ.get("REQUIRE_NODE") == "1" else pytest.skip)(reason)
    return path


@pytest.fixture(scope="session")
def script() -> Iterator[Script]:
    """Runs a body of JavaScript with `given` and the scripts' `Catalog`, in a world of its own; gives its result."""
    files = [
        ASSETS / f"{name}.js" for name in ("scales", "view", "query", "groups", "points", "decode", "nearest", "terms")
    ]
    with subprocess.Popen(
        [program("node"), "-e", RUN, *files], stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
    ) as running:

        def run(code: str, given: object = None) -> object:
            running.stdin.write(json.dumps({"code": code, "given": given}) + "\n")
            running.stdin.flush()
            answer = json.loads(running.stdout.readline())
            assert "error" not in answer, answer["error"]
            return answer["result"]

        yield run
        running.stdin.close()


@pytest.fixture(scope="session")
def survey(catalog) -> Catalog:
    """The committed survey."""
    return catalog


@pytest.fixture(scope="session")
def sent(survey) -> dict:
    """What its pages' scripts are sent."""
    files = dict(SiteData(survey).table.scripts("assets"))
    return json.loads(files["assets/rows.js"].removeprefix("Catalog.receive(").removesuffix(");\n"))


@pytest.fixture(scope="session")
def payload(script, sent) -> dict:
    """The same as they read it."""
    return script("return Catalog.decode(given)", sent)
