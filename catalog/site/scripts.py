"""The scripts and styles of the website as published: without comments and blanks, joined by where they are used.

No name is shortened, so that the published scripts can be read; the sources stay typed and split by purpose.
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
        "layout.js",
        "store.js",
        "filters.js",
        "ranges.js",
        "table.js",
        "tray.js",
        "charts.js",
        "explorer.js",
    ),
    "site.css": ("site.css", "table.css", "share.css"),
}
"""Published file → its sources, each after those it needs. A source that is not listed is published by itself."""

_PARTS = {part for parts in JOINED.values() for part in parts}


def assets(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Yield the name and content of every script and style at the top of `folder`, as published."""
    for name, parts in JOINED.items():
        yield name, "\n".join(minified(folder / part) for part in parts).encode()
    for file in sorted([*folder.glob("*.js"), *folder.glob("*.css")]):
        if file.name not in _PARTS:
            yield file.name, minified(file).encode()


def minified(file: Path) -> str:
    """A script or style without comments and blanks."""
    minify = jsmin if file.suffix == ".js" else cssmin
    return str(minify(file.read_text(encoding="utf-8")))
