"""The server of `catalog serve`: MkDocs' own, which rebuilds and reloads, made to work under the pages' policy."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from mkdocs.livereload import _SCRIPT_TEMPLATE, LiveReloadServer

from catalog.catalog import Catalog
from catalog.pages.site_data import SiteData
from catalog.paths import Project
from catalog.rules import RecordCache, load
from catalog.site.builders import Builder
from catalog.site.publish import Progress, build, note_newer_pages
from catalog.site.stamp import stamp_records
from catalog.values import Record

_SCRIPT = "/livereload.js"


class Preview:
    """The website of a survey that is being edited; it keeps the records of its last build."""

    def __init__(self, project: Project, progress: Progress, builder: Builder) -> None:
        self._project, self._progress, self._builder = project, progress, builder
        self._cache = RecordCache()
        self._catalog: Catalog | None = None

    def build(self) -> None:
        """Build the website.

        Raises:
            CatalogError: as `catalog.site.build`.
        """
        build(self._project, progress=self._progress, builder=self._builder, cache=self._cache)
        self._catalog = load(self._project, self._cache)

    def show_changed(self) -> list[str]:
        """Replace the pages of records that changed, before all else is built; return their paths.

        There are none where more than records changed.

        Raises:
            CatalogError: as `catalog.site.build`.
        """
        before, self._catalog = self._catalog, load(self._project, self._cache)
        if before is None or before.settings is not self._catalog.settings:
            return []
        changed = _changed(before, self._catalog)
        note_newer_pages(self._project.html)
        return stamp_records(SiteData(self._catalog), changed, self._project.html, self._builder)


def _changed(before: Catalog, now: Catalog) -> list[Record]:
    """The records that are not as before, and those that name one of them or are named by it."""
    changed = {record.slug for record in now.records if before.by_slug.get(record.slug) is not record}
    slugs = set(changed)
    for named, lines in now.referrers.items():
        naming = {other.slug for _, others in lines for other in others}
        slugs |= naming if named in changed else {named} if naming & changed else set()
    return [record for record in now.records if record.slug in slugs]


class LiveServer(LiveReloadServer):
    """Serves a folder on this machine, calls `builder` after a change and reloads the pages that browsers show.

    The port is bound at once, so that a port in use is reported before anything is built.

    Raises:
        OSError: the port cannot be bound.
    """

    def __init__(self, builder: Callable[[], None], port: int, folder: Path) -> None:
        super().__init__(builder, "127.0.0.1", port, str(folder))
        super().server_bind()
        self.error_handler = lambda code: (folder / "404.html").read_bytes() if code == 404 else None

    def server_bind(self) -> None:
        """Do nothing: `serve` calls this, and the port is bound already."""

    def run(self) -> None:
        """Serve until Ctrl-C, then free the port and end every thread."""
        try:
            self.serve()  # type: ignore[no-untyped-call]
        finally:
            self.shutdown()

    def reload(self) -> None:
        """Reload the pages that browsers show while `builder` goes on; they reload again when it has ended."""
        with self._epoch_cond:
            self._visible_epoch = self._wanted_epoch
            self._wanted_epoch = max(self._wanted_epoch + 1, round(time.monotonic() * 1000))
            self._epoch_cond.notify_all()

    def _inject_js_into_html(self, content: bytes, epoch: int) -> bytes:
        """Add the reload script as a file: the policy of the pages allows no inline script that it does not know."""
        page, end, rest = content.rpartition(b"</body>")
        return b'%b<script src="%b?%d"></script>%b%b' % (page, _SCRIPT.encode(), epoch, end, rest)

    def _serve_request(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes] | None:
        if environ["PATH_INFO"] != _SCRIPT:
            answer: Iterable[bytes] | None = super()._serve_request(environ, start_response)
            return answer
        start_response("200 OK", [("Content-Type", "text/javascript")])
        epoch = int(environ.get("QUERY_STRING") or 0)
        return [_SCRIPT_TEMPLATE.substitute(epoch=epoch, request_id=id(environ)).encode()]
