"""What must stay true of the whole, whatever is added: layers, a generic engine, one declaration a field."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from pydantic import BaseModel

from catalog import values
from catalog.catalog import Catalog
from catalog.exports.csv import csv_export
from catalog.exports.json import json_export
from catalog.load.records import open_survey
from catalog.model.columns import columns
from catalog.paths import Project
from catalog.rules import load
from catalog.surveys.asr import record as asr
from catalog.values import ValueType
from tests.conftest import ROOT

PACKAGE = ROOT / "catalog"
SURVEYS = "surveys"
"""The area of what only one survey knows."""

LAYERS = (
    ("errors", "escape", "identifiers", "parallel"),
    ("drawings", "paths"),
    ("values",),
    ("model",),
    ("settings",),
    ("load",),
    ("catalog", "format", "services"),
    ("watch",),
    ("rules", "frames"),
    ("exports", "charts", "importing", "contribute", "links"),
    ("history", "surveys"),
    ("api",),
    ("pages",),
    ("site",),
    ("cli",),
)
"""Lowest first. An area imports from lower layers only: never upward, never from its own layer."""

DOORS = {"__init__", "__main__"}
"""What is imported and run by the name of the package: it leads to other modules, and no module imports it."""

HEAVY = {"pandas", "numpy", "plotly", "mkdocs", "material", "httpx", "ruamel"}


def area(file: Path) -> str:
    return file.relative_to(PACKAGE).with_suffix("").parts[0]


@cache
def modules() -> dict[Path, ast.Module]:
    return {file: ast.parse(file.read_text(encoding="utf-8")) for file in sorted(PACKAGE.rglob("*.py"))}


def imported(tree: ast.Module) -> Iterator[str]:
    """Full names of what a module imports, wherever in it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{name.name}" for name in node.names)


@cache
def uses() -> dict[str, set[str]]:
    """Area → the other areas of the package that it imports."""
    found: dict[str, set[str]] = {}
    for file, tree in modules().items():
        names = (name.split(".") for name in imported(tree) if name.startswith("catalog."))
        found.setdefault(area(file), set()).update(name[1] for name in names)
    return {
        name: {other for other in others - {name} if (PACKAGE / other).is_dir() or (PACKAGE / f"{other}.py").is_file()}
        for name, others in found.items()
    }


def test_every_area_has_its_layer() -> None:
    areas = {area(file) for file in modules()} - DOORS
    assert areas - {name for layer in LAYERS for name in layer} == set()


def test_a_module_imports_only_from_lower_layers() -> None:
    layer = {name: number for number, names in enumerate(LAYERS) for name in names}
    assert [
        f"{name} imports {other}"
        for name, others in uses().items()
        for other in others
        if name not in DOORS and layer[other] >= layer[name]
    ] == []


def test_nobody_but_the_command_line_imports_the_command_line() -> None:
    assert [name for name, others in uses().items() if "cli" in others] == ["__main__"]


def test_nobody_imports_the_survey_s_own_modules_by_name() -> None:
    assert [name for name, others in uses().items() if SURVEYS in others] == []


@pytest.mark.parametrize(
    ("library", "areas"),
    [
        ("mkdocs", {"site", "cli"}),
        ("click", {"cli"}),
        ("pandas", {"frames", "api"}),
        ("plotly", {"charts", "api"}),
        ("yaml._yaml", {"load"}),
        ("httpx", {"services"}),
        ("httptools", {"services"}),
        ("socket", {"services"}),
        ("ssl", {"services"}),
        ("urllib.request", {"services"}),
        ("http.client", {"services"}),
    ],
)
def test_a_library_is_used_in_its_own_place_only(library: str, areas: set[str]) -> None:
    users = {
        area(file)
        for file, tree in modules().items()
        if any(f"{name}.".startswith(f"{library}.") for name in imported(tree))
    }
    assert users <= areas


def test_annotations_are_read_in_few_files() -> None:
    """All else reads the tree of `catalog.model.node`; `catalog.values` asks what the type of one value is."""
    readers = re.compile(r"get_origin|get_args|model_fields")
    files = {str(file.relative_to(PACKAGE)) for file in modules() if readers.search(file.read_text(encoding="utf-8"))}
    assert "model/node.py" in files
    assert {name for name in files if not name.startswith("values/")} == {"model/node.py"}
    assert len(files) <= 3


def test_only_services_open_connections() -> None:
    opening = {"open_connection", "create_connection", "sock_connect", "getaddrinfo", "start_tls", "urlopen"}
    used = {
        area(file)
        for file, tree in modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in opening
    }
    assert used == {"services"}


def test_only_adapters_print_or_exit() -> None:
    calls = {
        f"{file.relative_to(PACKAGE)}:{node.lineno}"
        for file, tree in modules().items()
        if area(file) not in ("cli", "site")
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ("print", "exit", "sys.exit", "sys.stdout.write")
    }
    assert calls == set()


@pytest.mark.parametrize("arguments", [["check", "--no-cache", "--survey", str(ROOT)], ["links", "--urls", "urls.txt"]])
def test_check_and_links_import_nothing_heavy(arguments: list[str], small_survey: Project) -> None:
    (small_survey.root / "urls.txt").write_text("", encoding="utf-8")
    program = (
        "import sys\nfrom catalog.cli import main\n"
        "try:\n    main()\nfinally:\n    print(*sorted(name for name in sys.modules), file=open('modules.txt', 'w'))\n"
    )
    subprocess.run(
        [sys.executable, "-c", program, *arguments],
        cwd=small_survey.root,
        env={"PYTHONPATH": str(ROOT), "XDG_CACHE_HOME": str(small_survey.root)},
        capture_output=True,
        check=False,
        timeout=60,
    )
    loaded = set((small_survey.root / "modules.txt").read_text(encoding="utf-8").split())
    assert f"catalog.cli.{arguments[0]}" in loaded
    assert loaded & HEAVY == set()


@pytest.mark.parametrize(
    ("module", "heavy"),
    [("catalog.cli.build", {"pydantic", "jinja2"}), ("catalog.rules", {"asyncio", "rapidfuzz", "ssl", "yarl"})],
)
def test_what_is_needed_seldom_is_imported_when_it_is_needed(module: str, heavy: set[str]) -> None:
    code = f"import {module}, sys; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, encoding="utf-8")
    assert heavy.intersection(done.stdout.split()) == set()


def field_names() -> set[str]:
    models = [item for item in vars(asr).values() if isinstance(item, type) and item.__module__ == asr.__name__]
    return {name for model in models if issubclass(model, BaseModel) for name in model.__annotations__}


def engine() -> dict[Path, ast.Module]:
    return {file: tree for file, tree in modules().items() if area(file) != SURVEYS}


def declared() -> set[str]:
    """Names that classes of the engine give to things of their own."""
    bodies = [node.body for tree in engine().values() for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    annotated = {
        node.target.id
        for body in bodies
        for node in body
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)
    }
    return annotated | {
        node.name for body in bodies for node in body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }


FOREIGN = {
    "context": "pydantic's and libyaml's word for where an error happened",
    "doi": "what Crossref's and DataCite's answers and addresses call an identifier",
    "family": "Crossref's word for a surname",
    "gated": "Hugging Face's word for a model behind a form",
    "labels": "GitHub's word for marks of issues, and HTML's for texts of controls",
    "language": "an attribute of feeds and pages",
    "languages": "the theme's folder of its own words",
    "mode": "pydantic's and Plotly's word for one way of several",
    "prompt": "click's word for a question at a terminal",
    "results": "a key of SARIF reports, and the page of all measurements",
    "tasks": "an address of Hugging Face",
    "variants": "the engine's own name of the list by which a record tells its models apart",
}
"""Field names of the survey that are also words of other people's interfaces, and whose."""


def words(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Every string, attribute and keyword of a module, but no docstring."""
    docstrings = {node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in docstrings:
            yield node.lineno, node.value
        elif isinstance(node, ast.Attribute):
            yield node.lineno, node.attr
        elif isinstance(node, ast.keyword) and node.arg:
            yield node.lineno, node.arg


def test_the_engine_names_no_field_of_the_survey() -> None:
    paths = {column.path for column in columns(asr.System) if "." in column.path}
    forbidden = field_names() - declared() - set(FOREIGN)
    assert {"encoders", "hours", "llm", "downsampling", "connector", "asr_only", "test_set"} <= forbidden
    named = [
        f"{file.relative_to(ROOT)}:{line} {word!r}"
        for file in engine()
        for line, word in words(ast.parse(file.read_text(encoding="utf-8")))
        if word in forbidden or any(path in word for path in paths)
    ]
    assert named == []


def test_no_template_or_script_names_a_field_of_the_survey() -> None:
    paths = "|".join(re.escape(column.path) for column in columns(asr.System) if "." in column.path)
    files = [
        *(ROOT / "templates").rglob("*.jinja"),
        *(ROOT / "templates").rglob("*.html"),
        *(ROOT / "site").rglob("*.js"),
    ]
    assert len(files) > 10
    assert [
        f"{file.relative_to(ROOT)}: {found[0]}"
        for file in files
        if "vendor" not in file.parts and (found := re.search(rf"\b(?:{paths})\b", file.read_text(encoding="utf-8")))
    ] == []


def test_the_folder_of_hand_written_pages_is_never_ignored() -> None:
    assert "!/site/" in (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()


DISPATCH = {
    "format/edit.py": "writes YAML's true and false",
    "format/flow.py": "writes YAML's true and false",
}
"""Where modules outside of `values` ask of which type a value is, and why they must."""


def last_name(node: ast.AST) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def asked_types(node: ast.AST) -> set[str]:
    """Names of classes that a test of a value's type names."""
    asked: list[ast.AST] = []
    if isinstance(node, ast.Call) and last_name(node.func) in ("isinstance", "issubclass"):
        asked = list(ast.walk(node.args[1]))
    elif isinstance(node, ast.Compare):
        asked = list(node.comparators)
    elif isinstance(node, ast.Dict):
        asked = [key for key in node.keys if key]
    elif isinstance(node, ast.MatchClass):
        asked = [node.cls]
    return {last_name(item) for item in asked}


def test_a_value_is_asked_through_its_type_and_never_which_type_it_is() -> None:
    names = {name for name, item in vars(values).items() if isinstance(item, type) and issubclass(item, values.Value)}
    names |= {name for name, item in vars(values).items() if isinstance(item, type) and issubclass(item, ValueType)}
    assert {"Amount", "When", "Link", "ArxivId", "RecordRef", "Term", "Ref"} <= names
    asking = {
        file.relative_to(PACKAGE).as_posix()
        for file, tree in engine().items()
        if area(file) != "values" and any(asked_types(node) & {*names, "bool"} for node in ast.walk(tree))
    }
    assert asking == set(DISPATCH)
    assert len(DISPATCH) <= 5


def test_no_kind_of_column_is_left_and_nobody_compares_the_name_of_a_type() -> None:
    kinds = re.compile(r"\b(?:column|field)\.kind\b|\btype\.name (?:[=!]=|in|is)\b")
    files = [*engine(), *(ROOT / "templates").rglob("*.jinja")]
    assert [file.name for file in files if kinds.search(file.read_text(encoding="utf-8"))] == []


TOY = '''"""A toy survey."""
from typing import Annotated
from pydantic import Field
from catalog.values import UNCHECKED, Fact, Record, Show, Text, When, Amount

class Toy(Record):
    """One toy."""

    made: Annotated[Fact[When], Show("Made"), Field(examples=["1998"])] = UNCHECKED
    """Year of the first one."""
'''
ONE_FIELD_MORE = '''
    height: Annotated[
        Fact[Amount], Show("Standing height", unit="cm", facet=True, scale="linear"), Field(examples=[30])
    ] = UNCHECKED
    """From the floor to the highest point."""
'''
SETTINGS = """title: Toys
description: Things to play with.
record: {module}:Toy
folder: toys
one: toy
many: toys
newest: made
columns: [{columns}]
"""


def toys(folder: Path, module: str, more: str, patch: pytest.MonkeyPatch) -> Catalog:
    (folder / "data" / "toys").mkdir(parents=True)
    (folder / f"{module}.py").write_text(TOY + more, encoding="utf-8")
    (folder / "data" / "survey.yml").write_text(
        SETTINGS.format(module=module, columns="made, height" if more else "made"), encoding="utf-8"
    )
    record = "slug: bear\nname: Bear\nmade: 1902\n" + ("height: 30\n" if more else "")
    (folder / "data" / "toys" / "bear.yml").write_text(record, encoding="utf-8")
    patch.syspath_prepend(folder)
    return load(Project(folder))


def derived(catalog: Catalog) -> dict[str, str]:
    """Everything that is made of a model, as text."""
    from catalog.contribute.json_schema import schemas
    from catalog.contribute.template import record_template
    from catalog.pages.site_data import SiteData
    from tests.rendering import content

    definition = open_survey(catalog.project)
    return {
        "columns": " ".join(column.path for column in catalog.columns),
        "json": "".join(json_export(catalog, catalog.records)),
        "csv": "".join(csv_export(catalog, catalog.records)),
        "schema": schemas(definition, {})["toy.schema.json"],
        "table": "".join(content for _, content in SiteData(catalog).table.scripts("assets")),
        "empty record": record_template(definition, {"slug": "duck", "name": "Duck"}),
        "catalogue page": content(catalog, "catalogue"),
        "record page": content(catalog, "toys/bear"),
        "field guide": content(catalog, "guide"),
    }


def test_a_field_declared_once_appears_everywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = derived(toys(tmp_path / "before", "toy_before", "", monkeypatch))
    after = derived(toys(tmp_path / "after", "toy_after", ONE_FIELD_MORE, monkeypatch))
    assert [name for name, text in before.items() if re.search("height", text)] == []
    assert [name for name, text in after.items() if not re.search("height", text)] == []
    for name in ("catalogue page", "record page", "field guide", "table"):
        assert "Standing height" in after[name], name
    for name in ("schema", "empty record", "field guide"):
        assert "From the floor to the highest point" in after[name], name
