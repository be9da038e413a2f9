"""The texts of pages that the site's search reads, and the sitemap."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup, escape

from catalog.pages.render import Content, SitePage, data_script
from catalog.paths import write_file
from catalog.site.builders import Builder

SEARCH_PAGES = "search/pages.js"
"""The texts of all pages but those of records, which `site/assets/hits.js` loads when a reader searches."""


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


_UNSAID = re.compile(r'<span[^>]* class="(?:vh|sign)"[^>]*>[^<]*</span>|<(svg|script|select|button)\b.*?</\1>')
"""What helps to read a page but says nothing of its matter."""
_LINE, _CELL = re.compile(r"</(?:p|li|tr|dd|h\d|div|figcaption|summary|pre)>|<br>"), re.compile(r"</(?:t[dh]|dt)>")
_ELEMENT, _EMPTY = re.compile(r"<[^>]*>"), re.compile(r"(?: ·)+")


def _plain(*parts: Markup) -> str:
    """HTML without elements; paragraphs, items and rows are lines, and dots stand between the cells of a row."""
    html = _UNSAID.sub(" ", " ".join("\n".join(parts).split()))
    html = _CELL.sub(" · ", _LINE.sub("\n", html)).replace("><", "> <")
    lines = (_EMPTY.sub(" ·", " ".join(_ELEMENT.sub("", line).split())).strip("· ") for line in html.split("\n"))
    return Markup("\n".join(filter(None, lines))).unescape()  # noqa: S704


def write_search(
    builder: Builder, source: Path, output: Path, entries: Iterable[IndexEntry], stubs: Collection[str]
) -> None:
    """Write address, title and text of every heading of the generated pages, and of those that are no `stubs`."""
    found = json.loads((source / builder.search_index).read_bytes())
    own = [
        {"location": doc["location"], **{key: _plain(Markup(doc[key])) for key in ("title", "text")}}  # noqa: S704
        for doc in found[builder.search_entries]
        if doc["location"].partition("#")[0].rstrip("/") not in stubs
    ]
    docs = [*(doc for entry in sorted(entries, key=lambda entry: entry.path) for doc in entry.docs), *own]
    write_file(output / SEARCH_PAGES, data_script([[doc["location"], doc["title"], doc["text"]] for doc in docs]))


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
