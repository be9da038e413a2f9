"""Writes `build/docs`: hand-written pages and assets, exports, and the generated pages."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator
from pathlib import Path

from catalog import exports
from catalog.catalog import Catalog
from catalog.exports.bibtex import reference
from catalog.exports.ris import ris
from catalog.feeds import feeds
from catalog.pages.find import findable
from catalog.pages.stage import Stage, extra_columns
from catalog.paths import engine, write_file
from catalog.site import scripts
from catalog.site.changes import steps
from catalog.site.mkdocs import nav
from catalog.site.parts import exported_name, parts
from catalog.values import Record


def stage(catalog: Catalog) -> None:
    """Write `build/docs`: only files whose bytes changed, and no file that is no longer made."""
    files = dict(staged_files(catalog))
    folder = catalog.project.staged
    for name, content in files.items():
        write_file(folder / name, content)
    for file in sorted(folder.rglob("*"), reverse=True):
        if file.is_dir() and not any(file.iterdir()):
            file.rmdir()
        elif file.is_file() and file.relative_to(folder).as_posix() not in files:
            file.unlink()


def staged_files(catalog: Catalog) -> Iterator[tuple[str, str | bytes]]:
    """Hand-written pages and assets, exports, then generated pages."""
    yield from _copied(engine("site") / "assets", "assets")
    yield from ((f"assets/{name}", content) for name, content in scripts.assets(engine("site") / "assets"))
    if (catalog.project.root / "site").is_dir():
        yield from _copied(catalog.project.root / "site", "")
    written = dict(_exported(catalog))
    yield from written.items()
    yield "assets/columns.js", extra_columns(catalog)
    yield "assets/references.js", _references(catalog, "references", reference)
    yield "assets/ris.js", _references(catalog, "ris", ris)
    history = steps(catalog)
    pages = dict(Stage(catalog, parts(catalog, written, history)).pages())
    yield from pages.items()
    yield from feeds(catalog, history).items()
    yield "assets/findable.js", findable(catalog, _titles(catalog, pages))


def _titles(catalog: Catalog, pages: Collection[str]) -> dict[str, str]:
    """Title → address of every page in the navigation."""
    there = {title: name for item in nav() for title, name in item.items()}
    staged = {*pages, *(name for name, _ in _copied(catalog.project.root / "site", ""))}
    return {title: name.removesuffix("index.md").replace(".md", "/") for title, name in there.items() if name in staged}


def _copied(folder: Path, below: str) -> Iterator[tuple[str, bytes]]:
    """Files as they are; scripts and styles of the pages are published otherwise."""
    for file in sorted(folder.rglob("*")):
        name = (Path(below) / file.relative_to(folder)).as_posix()
        own = Path(name).parent == Path("assets") and file.suffix in (".js", ".css")
        if file.is_file() and not file.name.startswith(".") and not own and not name.endswith(".d.ts"):
            yield name, file.read_bytes()


def _exported(catalog: Catalog) -> Iterator[tuple[str, str]]:
    for ending, export in exports.FORMATS.values():
        yield exported_name(ending), export(catalog, catalog.records)


def _references(catalog: Catalog, name: str, write: Callable[[Catalog, Record], str]) -> str:
    found = {record.slug: text for record in catalog.records if (text := write(catalog, record))}
    return f"Catalog.{name}({json.dumps(found, separators=(',', ':'))});\n"
