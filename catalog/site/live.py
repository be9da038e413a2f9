"""The server of `catalog serve`: MkDocs' own, which rebuilds and reloads, made to work under the pages' policy."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from mkdocs.livereload import _SCRIPT_TEMPLATE, LiveReloadServer

_SCRIPT = "/livereload.js"


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
