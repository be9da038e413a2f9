"""Every example of the public names is run, and every public name has one."""

from __future__ import annotations

import doctest
import inspect
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

import catalog

OPTIONS = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS


def documented() -> dict[str, Any]:
    """The functions, classes, methods and properties of the API, by name; errors need no example."""
    named = {name: getattr(catalog, name) for name in catalog.__all__ if name != "__version__"}
    named = {name: item for name, item in named.items() if item.__module__.startswith("catalog.api")}
    members = {f"Survey.{name}": item for name, item in vars(catalog.Survey).items() if not name.startswith("_")}
    return named | {name: item for name, item in members.items() if callable(item) or isinstance(item, property)}


@pytest.mark.parametrize("name", sorted(documented()))
def test_the_example_of_a_public_name_is_true(name: str, kettles: Path) -> None:
    scope = {"catalog": catalog, "survey": catalog.open("kettles"), "Kettle": import_module("kettles").Kettle}
    item = documented()[name]
    text = inspect.getdoc(item)
    assert text
    assert "Example:" in text, f"{name} has no example"
    test = doctest.DocTestParser().get_doctest(text, scope, name, None, None)
    assert test.examples
    report: list[str] = []
    doctest.DocTestRunner(optionflags=OPTIONS).run(test, out=report.append)
    assert "".join(report) == ""
