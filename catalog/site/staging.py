"""Writes `build/docs`: hand-written pages and assets, exports, and the generated pages."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from pathlib import Path

from catalog.catalog import Catalog
from catalog.exports import export_formats
from catalog.exports.bibtex import bibtex_reference
from catalog.exports.ris import ris_reference
from catalog.history.feeds import feeds
from catalog.history.log import LogEntry
from catalog.history.releases import release_path
from catalog.pages.palette import findable
from catalog.pages.stage import PageStager
from catalog.pages.table import extra_columns
from catalog.paths import engine_resource, write_file
from catalog.site import scripts
from catalog.site.changes import steps
from catalog.site.mkdocs import nav
from catalog.site.parallel import parallel_map
from catalog.site.parts import export_path, parts
from catalog.values import Record

Files = Iterable[tuple[str, str | bytes]]
"""Path below `build/docs` and content."""


def stage(catalog: Catalog) -> None:
    """Write `build/docs`: only files whose bytes changed, and no file that is no longer made."""
    folder = catalog.project.staged
    made = Staged(catalog)

    def write(files: Files) -> list[str]:
        names = []
        for name, content in files:
            write_file(folder / name, content)
            names.append(name)
        return names

    made.stage.prepare()
    with parallel_map(lambda index: write(made.stage.record(catalog.records[index])), len(catalog.records)) as records:
        names = {*write(made.overall()), *chain.from_iterable(records)}
    for file in sorted(folder.rglob("*"), reverse=True):
        if file.is_dir() and not any(file.iterdir()):
            file.rmdir()
        elif file.is_file() and file.relative_to(folder).as_posix() not in names:
            file.unlink()


def staged_files(catalog: Catalog) -> Files:
    """Every file that `stage` would write."""
    made = Staged(catalog)
    return chain(made.overall(), *map(made.stage.record, catalog.records))


@dataclass(frozen=True)
class Staged:
    """All of a website before MkDocs."""

    catalog: Catalog

    @cached_property
    def exported(self) -> dict[str, bytes]:
        """Path → content of every export."""
        return {export_path(export): export.content(self.catalog) for export in export_formats().values()}

    @cached_property
    def history(self) -> tuple[LogEntry, ...]:
        """What changed when."""
        return steps(self.catalog)

    @cached_property
    def stage(self) -> PageStager:
        """Writes the pages."""
        return PageStager(self.catalog, parts(self.catalog, lambda: self.exported, self.history))

    def overall(self) -> Files:
        """Everything but what belongs to one record: assets, hand-written pages, exports, overviews, feeds."""
        catalog = self.catalog
        yield from _copied(engine_resource("site") / "assets", "assets")
        yield from ((f"assets/{name}", content) for name, content in scripts.assets(engine_resource("site") / "assets"))
        if (catalog.project.root / "site").is_dir():
            yield from _copied(catalog.project.root / "site", "")
        yield from self.exported.items()
        for past in self.stage.parts.pasts:
            yield f"data/archive/{past.day}.json", release_path(catalog.project, past.day).read_bytes()
        yield "assets/columns.js", extra_columns(catalog)
        yield "assets/references.js", _references(catalog, "references", bibtex_reference)
        yield "assets/ris.js", _references(catalog, "ris", ris_reference)
        pages = dict(self.stage.overviews())
        yield from pages.items()
        yield from feeds(catalog, self.history).items()
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


def _references(catalog: Catalog, name: str, write: Callable[[Catalog, Record], str]) -> str:
    found = {record.slug: text for record in catalog.records if (text := write(catalog, record))}
    return f"Catalog.{name}({json.dumps(found, separators=(',', ':'))});\n"
