"""`python -m tests.benchmarks.sizes [RECORDS …]`: gzipped bytes of a website's pages and data, by number of records.

A survey of generated records is built into a temporary folder. The tables have the pages with a budget, the largest
page of every other kind, the scripts of data, and the website's own scripts and styles in all; `search` is what the
site's search reads before it answers. Kilobytes are thousands of bytes.
"""

from __future__ import annotations

import gzip
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from catalog.site import build, scripts
from tests.benchmarks.generate import ROOT, survey

SIZES = (67, 1000, 10_000)
_PAGES = {"index.html": 80, "catalogue/index.html": 100, "charts/index.html": 200, "compare/index.html": 60}
"""Page → the most kilobytes that it may have, however many records there are."""
_ANY_PAGE, _OF_RECORDS = 100, 1000
"""The most kilobytes of any page, up to so many records."""
_ROWS, _BYTES = "rows.js", 25
"""The file with the default columns of all rows, and the most bytes that it may have a record."""
_OWN = 35


def zipped(*files: Path) -> int:
    """Gzipped bytes of files, each by itself, as a server sends them."""
    return sum(len(gzip.compress(file.read_bytes(), 9, mtime=0)) for file in files)


def lines(html: Path, count: int) -> Iterator[tuple[str, float, int, float | None]]:
    """What is measured, its kilobytes, those of it unzipped, and the most that it may have."""
    any_page = _ANY_PAGE if count <= _OF_RECORDS else None
    for name, most in _PAGES.items():
        yield _line(name, [html / name], min(most, any_page or most))
    kinds = defaultdict(list)
    for file in html.rglob("*.html"):
        name = file.relative_to(html).as_posix()
        kinds[name.partition("/")[0]].append(file)
    for _, files in sorted(kinds.items()):
        # The largest file compresses to the most, or almost so: gzip is slow on thousands of pages.
        largest = max(sorted(files, key=lambda file: file.stat().st_size)[-20:], key=zipped)
        name = largest.relative_to(html).as_posix()
        if name not in _PAGES:
            yield _line(name if len(files) == 1 else f"{name}, of {len(files)}", [largest], any_page)
    own = [html / "assets" / name for name, _ in scripts.assets(ROOT / "site" / "assets")]
    for file in sorted({*(html / "assets").rglob("*.js")} - {*own, *(html / "assets" / "vendor").rglob("*")}):
        rows = _BYTES * count / 1000 if file.name == _ROWS else None
        if "javascripts" not in file.parts:
            yield _line(file.relative_to(html).as_posix(), [file], rows)
    yield _line("search", [*(html / "search").rglob("*.js*")], None)
    yield _line("own scripts and styles", own, _OWN)


def _line(name: str, files: Sequence[Path], most: float | None) -> tuple[str, float, int, float | None]:
    return name, zipped(*files) / 1000, sum(file.stat().st_size for file in files), most


def report(html: Path, count: int) -> None:
    """Print the table."""
    print(f"\n{count:,} records\n\n{'':56}{'kB zipped':>10}{'plain':>10}{'a record':>10}{'most':>7}")  # noqa: T201
    for name, kilobytes, plain, most in lines(html, count):
        told = "" if most is None else f"{most:7.0f}  {'kept' if kilobytes <= most else 'EXCEEDED'}"
        print(f"{name:56}{kilobytes:10.1f}{plain / 1000:10.1f}{kilobytes * 1000 / count:8.1f} B{told}")  # noqa: T201


def main(sizes: Sequence[int]) -> None:
    """Build and print one size after the other."""
    for count in sizes:
        with tempfile.TemporaryDirectory() as name:
            report(build(survey(Path(name), count)), count)


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or SIZES)
