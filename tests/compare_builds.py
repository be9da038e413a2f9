"""Two builds of one website compared by their pages: `python -m tests.compare_builds EXPECTED OTHER`."""

from __future__ import annotations

import sys
from pathlib import Path

OWN = frozenset({"404.html"})
"""Pages each builder makes in its own way."""


def pages(site: Path) -> set[str]:
    """The addresses of a site's pages, relative to it: `systems/salmonn/`."""
    files = {file.relative_to(site).as_posix() for file in site.rglob("*.html")}
    if not files:
        raise SystemExit(f"{site} holds no pages; build the website there first")
    return {path.removesuffix("index.html") or "./" for path in files if path not in OWN}


def differences(expected: Path, other: Path) -> list[str]:
    """A line for each page that only one of two sites has."""
    wanted, built = pages(expected), pages(other)
    return [f"missing: {page}" for page in sorted(wanted - built)] + [
        f"extra: {page}" for page in sorted(built - wanted)
    ]


if __name__ == "__main__":
    lines = differences(Path(sys.argv[1]), Path(sys.argv[2]))
    sys.stdout.write("\n".join([*lines, f"{len(lines)} pages differ."]) + "\n")
    sys.exit(1 if lines else 0)
