"""What a website consists of: the layouts of its pages, and its pages and files in jobs that share nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import chain
from pathlib import Path

from catalog.exports import Export, each
from catalog.history.feeds import feeds
from catalog.history.releases import release_path
from catalog.pages.card import card_script
from catalog.pages.overviews import OVERVIEWS
from catalog.pages.palette import palette_script
from catalog.pages.record_files import record_files
from catalog.pages.references import reference_scripts
from catalog.pages.release_pages import TABLE, release_pages
from catalog.pages.render import BOARDS, LISTED, READING, RECORD, ROWS, WIDE, Layout, SitePage
from catalog.pages.site_data import SiteData
from catalog.pages.table import further_pages
from catalog.pages.vocabulary_pages import vocabulary_pages
from catalog.parallel import SHARE
from catalog.paths import FileContent, engine_resource
from catalog.site import scripts
from catalog.site.builders import hand_written, nav
from catalog.values import Record

Files = Iterable[tuple[str, SitePage | FileContent]]
"""Path below the site's root and content; a page is at its path as a folder."""

Job = Callable[[], Files]

SHELLS = ((1, WIDE), (1, READING), (2, WIDE), (3, WIDE), (2, TABLE), (2, LISTED), (2, BOARDS), (2, RECORD), (2, ROWS))
"""Depth and layout of the pages that share a shell."""

_TABLES = ("catalogue", "charts")
_BUNDLED = (".js", ".css")


def layouts(data: SiteData) -> dict[str, Layout]:
    """Path → layout of the pages that have a shell of their own."""
    return {path: overview.layout for path, overview in OVERVIEWS.items() if overview.when(data)}


def hand_written_paths(data: SiteData) -> list[str]:
    """The paths of the pages that the builder makes of Markdown."""
    return [name.removesuffix(".md").removesuffix("index").rstrip("/") for name in hand_written(data.catalog)]


def jobs(data: SiteData, records: Sequence[Record]) -> list[Job]:
    """Everything a website consists of, what takes longest first; of records only these."""
    paths = layouts(data)
    shares = [records[start : start + SHARE] for start in range(0, len(records), SHARE)]
    return [
        # One job for all that is made of data frames: their library takes long to import.
        partial(_exports, data, [export for export in data.exports if export.needs_frames]),
        partial(_tables, data),
        partial(vocabulary_pages, data),
        *(partial(_exports, data, [export]) for export in data.exports if not export.needs_frames),
        partial(release_pages, data),
        partial(_data_scripts, data, [*paths]),
        *(partial(_overview, data, path) for path in paths if path not in (*_TABLES, "downloads")),
        partial(_assets, data),
        *(partial(_records, data, share) for share in shares),
    ]


def downloads(data: SiteData, folder: Path) -> Files:
    """The page that says how large the exports are, when the website in `folder` has them."""
    paths = [export.path for export in data.exports]
    data.sizes.update({path: (folder / path).stat().st_size for path in paths})
    return _overview(data, "downloads")


def _exports(data: SiteData, exports: Sequence[Export]) -> Files:
    return ((export.path, export.chunks(data.catalog)) for export in exports)


def _tables(data: SiteData) -> Files:
    """The pages that readers filter: in one job, as both need the whole table."""
    catalogue, charts = (OVERVIEWS[path].page(data) for path in _TABLES)
    yield "catalogue", catalogue
    yield "charts", charts
    yield from further_pages(data.table, "catalogue", catalogue)
    yield from data.table.scripts("assets")


def _overview(data: SiteData, path: str) -> Files:
    yield path, OVERVIEWS[path].page(data)


def _records(data: SiteData, records: Sequence[Record]) -> Files:
    return chain.from_iterable(record_files(data, record) for record in each(records))


def _data_scripts(data: SiteData, paths: Sequence[str]) -> Files:
    catalog = data.catalog
    yield from reference_scripts(catalog)
    yield from feeds(catalog, data.log).items()
    files = {*(f"{path or 'index'}.md" for path in paths), *hand_written(catalog)}
    titles = {title: name for item in nav(catalog, files) for title, name in item.items() if name in files}
    pages = {title: name.removesuffix("index.md").replace(".md", "/") for title, name in titles.items()}
    yield "assets/findable.js", palette_script(catalog, pages)
    yield "assets/card.js", card_script(catalog)


def _assets(data: SiteData) -> Files:
    folders = (engine_resource("site"), data.catalog.project.root / "site")
    yield from _copied(folders[0], libraries_only=folders[0] != folders[1])
    yield from ((f"assets/{name}", content) for name, content in scripts.assets(folders[0] / "assets"))
    if folders[0] != folders[1]:
        yield from _copied(folders[1])
    for release in data.releases:
        yield f"data/archive/{release.day}.json", release_path(data.catalog.project, release.day).read_bytes()


def _copied(folder: Path, *, libraries_only: bool = False) -> Iterator[tuple[str, bytes]]:
    """Files that are published as they are: all but pages, hidden ones, and the scripts and styles of the engine.

    Of the engine's folder, another survey has the `libraries_only`.
    """
    sources = engine_resource("site")
    for file in sorted((folder / "assets" / "vendor" if libraries_only else folder).rglob("*")):
        name = file.relative_to(folder).as_posix()
        script = file.suffix in _BUNDLED and Path(name).parent == Path("assets") and (sources / name).is_file()
        is_source = script or name.endswith((".d.ts", ".md")) or file.name.startswith(".")
        if file.is_file() and not is_source:
            yield name, file.read_bytes()
