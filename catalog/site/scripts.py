"""The scripts and styles of the website as published: minified, and joined by where they are used.

The minifier is a program in Go, which must not run in a process that forks: it gets one of its own. Where there is none
for the machine, the sources themselves are published.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path

_MEDIA_TYPES = {".js": "application/javascript", ".css": "text/css"}
_PROGRAM = "import json, minify, sys; print(json.dumps([minify.string(*part) for part in json.load(sys.stdin)]))"

JOINED = {
    "site.js": ("site.js", "menu.js", "popup.js", "opener.js", "share.js", "figures.js"),
    "catalogue.js": (
        "scales.js",
        "view.js",
        "query.js",
        "decode.js",
        "store.js",
        "filters.js",
        "ranges.js",
        "rail.js",
    ),
    "table.js": ("groups.js", "cells.js", "table.js", "exports.js", "tray.js"),
    "explore.js": ("charts.js", "points.js", "counts.js", "explorer.js"),
    "nearest.js": ("nearest.js",),
    "finder.js": ("terms.js", "finder.js", "found.js", "hits.js", "palette.js"),
    "site.css": ("base.css", "site.css", "search.css", "share.css"),
    "charts.css": ("rail.css", "charts.css"),
    "reading.css": ("coverage.css", "reading.css"),
}
"""Published file → its sources, each after those it needs. A source that is not listed is published by itself."""

_PARTS = {part for parts in JOINED.values() for part in parts}


def assets(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Yield the name and content of every script and style at the top of `folder`, as published."""
    files = sorted([*folder.glob("*.js"), *folder.glob("*.css")])
    texts = dict(zip((file.name for file in files), minified(files), strict=True))
    for name, parts in JOINED.items():
        # Minified, a script ends without a semicolon: the next one's bracket would call what it returns.
        separator = ";\n" if name.endswith(".js") else "\n"
        yield name, separator.join(texts[part] for part in parts).encode()
    for name in texts.keys() - _PARTS:
        yield name, texts[name].encode()


def minified(files: Sequence[Path]) -> list[str]:
    """Scripts and styles without comments and blanks, the scripts with short names inside."""
    texts = [file.read_text(encoding="utf-8") for file in files]
    if find_spec("minify") is None:
        return texts
    parts = [(_MEDIA_TYPES[file.suffix], text) for file, text in zip(files, texts, strict=True)]
    command = [sys.executable, "-c", _PROGRAM]
    process = subprocess.run(command, input=json.dumps(parts), capture_output=True, encoding="utf-8", check=True)  # noqa: S603
    result: list[str] = json.loads(process.stdout)
    return result
