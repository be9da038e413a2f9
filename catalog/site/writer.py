"""Writes `build/docs`, from which MkDocs builds: hand-written and generated pages, assets, exports and feeds."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from itertools import chain
from pathlib import Path

from catalog.catalog import Catalog
from catalog.exports.bibtex import bibtex_reference
from catalog.exports.ris import ris_reference
from catalog.history.feeds import feeds
from catalog.history.releases import release_path
from catalog.pages.overviews import overviews
from catalog.pages.palette import palette_script
from catalog.pages.record_files import prepare, record_files
from catalog.pages.render import SitePage, data_script, render_page
from catalog.pages.site_data import SiteData
from catalog.pages.table import extra_columns
from catalog.paths import engine_resource, write_file
from catalog.site import scripts
from catalog.site.mkdocs import nav
from catalog.site.parallel import parallel_map
from catalog.values import Record

Files = Iterable[tuple[str, str | bytes]]
"""Path below `build/docs` and content."""


def write_docs(catalog: Catalog) -> None:
    """Write `build/docs`: only files whose bytes changed; files that no longer belong there are removed."""
    folder = catalog.project.docs
    data = SiteData(catalog)

    def write(files: Files) -> list[str]:
        names = []
        for name, content in files:
            write_file(folder / name, content)
            names.append(name)
        return names

    def write_record(index: int) -> list[str]:
        return write(_rendered(data, record_files(data, catalog.records[index])))

    prepare(data)
    with parallel_map(write_record, len(catalog.records)) as names_of_records:
        names = {*write(_common_files(data)), *chain.from_iterable(names_of_records)}
    for file in sorted(folder.rglob("*"), reverse=True):
        if file.is_dir() and not any(file.iterdir()):
            file.rmdir()
        elif file.is_file() and file.relative_to(folder).as_posix() not in names:
            file.unlink()


def _rendered(data: SiteData, files: Iterable[tuple[str, SitePage | str]]) -> Files:
    for name, content in files:
        yield name, render_page(data.environment, content) if isinstance(content, SitePage) else content


def _common_files(data: SiteData) -> Files:
    """Everything that does not belong to one record."""
    catalog = data.catalog
    assets = engine_resource("site") / "assets"
    yield from _copied(assets, "assets")
    yield from ((f"assets/{name}", content) for name, content in scripts.assets(assets))
    if (catalog.project.root / "site").is_dir():
        yield from _copied(catalog.project.root / "site", "")
    yield from data.exported.items()
    for release in data.releases:
        yield f"data/archive/{release.day}.json", release_path(catalog.project, release.day).read_bytes()
    yield "assets/columns.js", extra_columns(catalog)
    yield "assets/references.js", _references(catalog, bibtex_reference)
    yield "assets/ris.js", _references(catalog, ris_reference)
    pages = dict(_rendered(data, overviews(data)))
    yield from pages.items()
    yield from feeds(catalog, data.log).items()
    yield "assets/findable.js", palette_script(catalog, _titles(catalog, pages))


def _titles(catalog: Catalog, pages: Collection[str]) -> dict[str, str]:
    """Title → address of every page in the navigation."""
    files = {*pages, *(name for name, _ in _copied(catalog.project.root / "site", ""))}
    titles = {title: name for item in nav() for title, name in item.items() if name in files}
    return {title: name.removesuffix("index.md").replace(".md", "/") for title, name in titles.items()}


def _copied(folder: Path, below: str) -> Iterator[tuple[str, bytes]]:
    """Files that are published as they are: all but hidden ones, and the pages' own scripts and styles."""
    for file in sorted(folder.rglob("*")):
        name = (Path(below) / file.relative_to(folder)).as_posix()
        script = Path(name).parent == Path("assets") and file.suffix in (".js", ".css")
        if file.is_file() and not file.name.startswith(".") and not script and not name.endswith(".d.ts"):
            yield name, file.read_bytes()


def _references(catalog: Catalog, write: Callable[[Catalog, Record], str]) -> str:
    """Every record's reference, as a script."""
    return data_script({record.slug: text for record in catalog.records if (text := write(catalog, record))})
