"""The search index and the sitemap: the builder's own pages in its format, and the generated ones."""

from __future__ import annotations

import gzip
import html
import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup, escape

from catalog.pages.render import Content, SitePage
from catalog.paths import write_file
from catalog.site.builders import Builder

SEARCH_TEXTS = "search/texts.json"
"""The texts of the index by address, which `site/assets/search.js` loads when a reader searches."""


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """A page in the sitemap, if it is `listed`, with the day of its last change; and its texts in the search index."""

    path: str
    updated: str = ""
    listed: bool = True
    docs: Sequence[dict[str, str]] = ()

    @property
    def url(self) -> str:
        """Its address below the site's root."""
        return f"{self.path}/" if self.path else ""


def entry(path: str, page: SitePage, content: Content) -> IndexEntry:
    """The entry of a generated page, one text a heading."""
    entry = IndexEntry(path, page.updated, listed=page.moved_to is None)
    if not page.searchable:
        return entry
    docs = [
        {"location": f"{entry.url}#{ident}", "title": _plain(title), "text": _plain(*content.texts[ident])}
        for ident, title in content.headings.items()
    ]
    docs[0]["location"] = entry.url
    return IndexEntry(path, page.updated, entry.listed, docs)


def _plain(*parts: Markup) -> str:
    """HTML without elements."""
    spaced = " ".join(parts).replace("<", " <")
    return html.escape(Markup(spaced).striptags(), quote=False)  # noqa: S704


def search_docs(entries: Iterable[IndexEntry], folder: str) -> list[dict[str, str]]:
    """The texts of generated pages; of what has one name, the pages in `folder` come first."""
    ordered = sorted(entries, key=lambda entry: (not entry.path.startswith(f"{folder}/"), entry.path))
    return [doc for entry in ordered for doc in entry.docs]


def write_search(
    builder: Builder, source: Path, output: Path, docs: Sequence[dict[str, str]], stubs: Collection[str]
) -> None:
    """Write the builder's search index, with `docs` in place of its `stubs`; for the own worker, texts apart."""
    found = json.loads((source / builder.search_index).read_bytes())
    own = [
        doc | {key: _plain(Markup(doc[key])) for key in ("title", "text")}  # noqa: S704
        for doc in found[builder.search_entries]
        if doc["location"].partition("#")[0].rstrip("/") not in stubs
    ]
    docs = [*docs, *own]
    if builder.worker:
        _write_json(output / SEARCH_TEXTS, {doc["location"]: doc["text"] for doc in docs if doc["text"]})
        docs = [doc | {"text": ""} for doc in docs]
    _write_json(output / builder.search_index, found | {builder.search_entries: docs})


def _write_json(file: Path, content: object) -> None:
    write_file(file, json.dumps(content, separators=(",", ":"), ensure_ascii=False))


def write_sitemap(output: Path, address: object, entries: Sequence[IndexEntry]) -> None:
    """Write the sitemap of a site that has an address."""
    if address is None:
        return
    root = f"{str(address).rstrip('/')}/"
    lines = [
        f"<url><loc>{escape(root + entry.url)}</loc>"
        f"{f'<lastmod>{entry.updated}</lastmod>' if entry.updated else ''}</url>\n"
        for entry in sorted(entries, key=lambda entry: entry.path)
        if entry.listed
    ]
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    text = f"{head}{''.join(lines)}</urlset>\n".encode()
    write_file(output / "sitemap.xml", text)
    write_file(output / "sitemap.xml.gz", gzip.compress(text, mtime=0))
