"""Two builds of one website compared by their pages: does another tool make the same site?"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from catalog.errors import SetupError

OWN = frozenset({"404.html"})
"""Pages each tool makes in its own way."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """The pages that only one of two sites has."""

    missing: tuple[str, ...]
    extra: tuple[str, ...]
    both: int

    def __bool__(self) -> bool:
        return not (self.missing or self.extra)


def pages(site: Path) -> set[str]:
    """The addresses of a site's pages, relative to it: `systems/salmonn/`.

    Raises:
        SetupError: there is no site.
    """
    found = {file.relative_to(site).as_posix() for file in site.rglob("*.html")} if site.is_dir() else set()
    if not found:
        raise SetupError(f"{site} holds no pages; build the website there first")
    return {path.removesuffix("index.html") or "./" for path in found if path not in OWN}


def compare(expected: Path, other: Path) -> Comparison:
    """What `other` lacks and what it has beyond `expected`."""
    wanted, found = pages(expected), pages(other)
    return Comparison(tuple(sorted(wanted - found)), tuple(sorted(found - wanted)), len(wanted & found))
