"""Whatever is imported is declared: a library that comes with another one may leave with it."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions, requires
from pathlib import Path
from urllib.parse import urlsplit

from tests.conftest import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
OURS = {"catalog", "tests"}
COMPANIONS = {"markupsafe": "jinja2", "pydantic-core": "pydantic"}
"""Libraries that are the lower half of a declared one, which chooses their version."""


def named(requirements: list[str]) -> set[str]:
    """Names of distributions, each written in one way only."""
    return {normal(re.split(r"[^\w.-]", requirement, maxsplit=1)[0]) for requirement in requirements}


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def imported(file: Path) -> Iterator[str]:
    """First parts of the names of what a file imports, wherever in it."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name.partition(".")[0] for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.partition(".")[0]


def undeclared(folder: str, declared: set[str]) -> list[str]:
    known = declared | {lower for lower, upper in COMPANIONS.items() if upper in declared}
    owners = packages_distributions()
    return sorted(
        f"{file.relative_to(ROOT)} imports {module}"
        for file in (ROOT / folder).rglob("*.py")
        for module in set(imported(file)) - OURS - sys.stdlib_module_names
        if not known & set(map(normal, owners.get(module, [module])))
    )


def test_the_program_imports_only_what_it_declares() -> None:
    extras = PROJECT["project"]["optional-dependencies"]
    declared = PROJECT["project"]["dependencies"] + extras["tables"] + extras["figures"]
    assert undeclared("catalog", named(declared)) == []


def test_the_tests_import_only_what_the_program_or_the_tests_declare() -> None:
    declared = PROJECT["project"]["dependencies"] + PROJECT["dependency-groups"]["test"]
    declared += PROJECT["project"]["optional-dependencies"]["tables"]
    assert undeclared("tests", named(declared)) == []


def test_a_companion_is_required_by_the_library_it_belongs_to() -> None:
    assert {lower: lower in named(requires(upper) or []) for lower, upper in COMPANIONS.items()} == dict.fromkeys(
        COMPANIONS, True
    )


def test_the_lock_file_names_public_addresses_only() -> None:
    hosts = {
        urlsplit(address).hostname
        for address in re.findall(r'"(https?:[^"]+)"', (ROOT / "uv.lock").read_text(encoding="utf-8"))
    }
    assert hosts == {"files.pythonhosted.org", "pypi.org"}
