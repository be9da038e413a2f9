"""The house in numbers: few areas, one place for each thing, short functions, one meaning a name."""

from __future__ import annotations

import ast
import re
import statistics
from collections import defaultdict
from collections.abc import Iterator
from functools import cache

from catalog.cli import COMMANDS
from catalog.exports import export_formats
from tests.conftest import ROOT
from tests.test_architecture import DOORS, LAYERS

PACKAGE = ROOT / "catalog"
AREAS, LOOSE = 27, 6
FUNCTION_MEDIAN, FUNCTION_P90, MODULE_MAX = 6, 16, 300
LONG_MODULES = {"surveys/asr/record.py": "one declaration of one survey's record"}

ALIKE = {
    "command": "every module of `cli` names its click command so",
    "draw": "every kind of chart draws itself under this name, and so does a survey's drawing",
    "render": "every format of the link report renders under this name",
    "tables": "every format of tables is read under this name",
    "one_value": "every format of records is read under this name, too",
    **dict.fromkeys(
        ("is_missing", "page_url", "read_path", "read_repository", "repository_url", "search_url"),
        "every service says under these names how it is addressed and what its replies mean",
    ),
}
"""Names that several modules give to the same thing, and what that is."""


@cache
def modules() -> dict[str, ast.Module]:
    files = sorted(PACKAGE.rglob("*.py"))
    return {file.relative_to(PACKAGE).as_posix(): ast.parse(file.read_text(encoding="utf-8")) for file in files}


def text(module: str) -> str:
    return (PACKAGE / module).read_text(encoding="utf-8")


def functions() -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for tree in modules().values():
        yield from (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def with_text(pattern: str) -> list[str]:
    return [module for module in modules() if re.search(pattern, text(module))]


def test_every_text_that_is_read_or_written_names_its_encoding() -> None:
    """Also where ruff cannot know that the object is a path: the locale's own encoding garbles names in silence."""
    unnamed = [
        f"{module}:{node.lineno}"
        for module, tree in modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        if node.func.attr in {"read_text", "write_text"}
        if "encoding" not in [keyword.arg for keyword in node.keywords]
    ]
    assert unnamed == []


def test_the_package_has_few_areas_and_very_few_loose_modules() -> None:
    loose = [file.name for file in PACKAGE.glob("*.py") if file.stem not in DOORS]
    folders = [folder.name for folder in PACKAGE.iterdir() if (folder / "__init__.py").is_file()]
    assert len(loose) <= LOOSE, loose
    assert len(loose) + len(folders) <= AREAS, [*loose, *folders]


def test_only_the_services_open_connections() -> None:
    opening = with_text(r"\bimport socket\b|\bopen_connection\b|\bcreate_connection\b")
    assert [module for module in opening if not module.startswith("services/")] == []


def test_the_annotations_of_models_are_walked_in_one_place() -> None:
    assert len(with_text(r"\b(?:get_origin|get_args|model_fields)\b")) <= 3


def test_functions_are_short() -> None:
    lengths = sorted(length(node) for node in functions())
    assert statistics.median(lengths) <= FUNCTION_MEDIAN
    assert lengths[len(lengths) * 9 // 10] <= FUNCTION_P90


def test_modules_are_short() -> None:
    lengths = {module: text(module).count("\n") for module in modules() if module not in LONG_MODULES}
    assert {module: lines for module, lines in lengths.items() if lines > MODULE_MAX} == {}


def test_a_public_name_has_one_meaning() -> None:
    places: defaultdict[str, list[str]] = defaultdict(list)
    for module, tree in modules().items():
        for node in tree.body:
            if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and node.name[0] != "_":
                places[node.name].append(module)
    assert {name: found for name, found in places.items() if len(found) > 1 and name not in ALIKE} == {}


def test_the_architecture_document_lists_the_layers_that_the_tests_check() -> None:
    rows = re.findall(r"^\| \d+ \| (.+?) \|", (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert [tuple(re.findall(r"`(\w+)`", row)) for row in rows] == list(LAYERS)


def test_the_documents_list_every_command() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8").partition("## Commands")[2].partition("\n## ")[0]
    assert sorted(re.findall(r"`catalog ([\w-]+)", readme)) == sorted(COMMANDS)
    section = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8").partition("## Add a command")[2]
    listed = section.partition("a test compares:")[2].partition(".")[0]
    assert re.findall(r"`([\w-]+)`", listed) == sorted(COMMANDS)


def test_the_documents_list_every_export_format() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert re.findall(r"`catalog export ([^`]*)`", readme) == ["\\|".join(export_formats())]
    section = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8").partition("## Add an export format")[2]
    listed = section.partition("a test compares:")[2].partition(".")[0]
    assert re.findall(r"`(\w+)`", listed) == list(export_formats())
