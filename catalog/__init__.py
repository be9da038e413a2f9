"""The survey-catalog engine: YAML records in, a comparison website out.

    import catalog

    survey = catalog.open("path/to/survey")  # or an exported catalogue.json
    survey.frame()

The names below are the public ones; each is imported when it is first used.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from catalog.api import Survey, open  # noqa: A004
    from catalog.errors import CatalogError, DataError, Problem, SetupError

    __version__: str

__all__ = ["CatalogError", "DataError", "Problem", "SetupError", "Survey", "__version__", "open"]

_HOMES = {
    **dict.fromkeys(("CatalogError", "DataError", "Problem", "SetupError"), "catalog.errors"),
    **dict.fromkeys(("Survey", "open"), "catalog.api"),
}
"""Public name → the module that has it."""


def __getattr__(name: str) -> Any:
    if name == "__version__":
        return import_module("importlib.metadata").version("survey-catalog")
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
