"""How hand-written scripts and styles are published: without comments and blanks, those of one use as one file.

Nothing is renamed, so that what runs can be read; the sources stay typed and split by purpose.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from rcssmin import cssmin
from rjsmin import jsmin

JOINED = {
    "site.js": ("site.js", "popup.js", "palette.js", "share.js"),
    "catalogue.js": (
        "scales.js",
        "view.js",
        "query.js",
        "store.js",
        "filters.js",
        "ranges.js",
        "table.js",
        "tray.js",
        "charts.js",
        "layout.js",
        "explorer.js",
    ),
    "site.css": ("site.css", "table.css", "share.css"),
}
"""Published file → its sources, each after those it needs. What is named nowhere here is published by itself."""

_PARTS = {part for parts in JOINED.values() for part in parts}


def assets(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Every script and style at the top of `folder`, as it is published."""
    for name, parts in JOINED.items():
        yield name, "\n".join(bare(folder / part) for part in parts).encode()
    for file in sorted([*folder.glob("*.js"), *folder.glob("*.css")]):
        if file.name not in _PARTS:
            yield file.name, bare(file).encode()


def bare(file: Path) -> str:
    """A script or style without what only its readers need."""
    small = jsmin if file.suffix == ".js" else cssmin
    return str(small(file.read_text()))
