"""The stand-ins as servers on loopback, one port a service, all of one world and one clock."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from threading import Thread

from tests.standins import arxiv, dois, modelscope, web
from tests.standins.clock import SimulatedClock
from tests.standins.exchange import Answering, Asked, Fault, Said
from tests.standins.github import GitHub
from tests.standins.hugging_face import HuggingFace
from tests.standins.world import World, small_world

VARIABLES = {
    "arXiv": "CATALOG_ARXIV", "arXiv feeds": "CATALOG_ARXIV_FEEDS", "arXiv OAI": "CATALOG_ARXIV_OAI",
    "Crossref": "CATALOG_CROSSREF", "DataCite": "CATALOG_DATACITE", "doi.org": "CATALOG_DOI",
    "GitHub": "CATALOG_GITHUB", "Hugging Face": "CATALOG_HUGGING_FACE", "ModelScope": "CATALOG_MODELSCOPE",
}  # fmt: skip
"""Stand-in → the variable that gives its address to the catalogue; `web` and `elsewhere` have none."""
WEB, ELSEWHERE = "web", "elsewhere"


@dataclass
class Planted:
    """A fault at a path (or all below it, with `*` at its end), so many times."""

    service: str
    path: str
    fault: Fault
    times: float

    def meets(self, asked: Asked) -> bool:
        is_path = asked.path.startswith(self.path[:-1]) if self.path.endswith("*") else asked.path == self.path
        return self.service == asked.service and is_path and self.times > 0


class StandIns:
    """All services; `requests` keeps every request, in order."""

    def __init__(self, world: World, clock: SimulatedClock, cost: float) -> None:
        self.world, self.clock, self.cost = world, clock, cost
        self.requests: list[Asked] = []
        self.addresses: dict[str, str] = {}
        self._planted: list[Planted] = []
        self._answering: dict[str, Answering] = {
            "arXiv": arxiv.query, "arXiv feeds": arxiv.feeds, "arXiv OAI": arxiv.oai, "Crossref": dois.crossref,
            "DataCite": dois.datacite, "doi.org": dois.doi_org, "GitHub": GitHub(), "Hugging Face": HuggingFace(),
            "ModelScope": modelscope.answer, WEB: web.answer, ELSEWHERE: web.answer,
        }  # fmt: skip

    @property
    def environment(self) -> dict[str, str]:
        """What the catalogue's own environment says of them; it has no token and no proxy."""
        return {name: self.addresses[service] for service, name in VARIABLES.items()} | {"NO_PROXY": "127.0.0.1"}

    def url(self, path: str, service: str = WEB) -> str:
        return f"{self.addresses[service]}{path}"

    def plant(self, service: str, path: str, fault: Fault, times: float = float("inf")) -> None:
        """Answer with a fault at this path; what is planted first is met first."""
        self._planted.append(Planted(service, path, fault, times))

    def heal(self) -> None:
        """Take every fault away."""
        self._planted.clear()

    def asked(self, *services: str) -> list[Asked]:
        """The requests to these services, in order."""
        return [asked for asked in self.requests if asked.service in services]

    def gaps(self, *services: str) -> list[float]:
        """Simulated seconds from each request to these services to the next."""
        moments = [asked.moment for asked in self.asked(*services)]
        return [later - earlier for earlier, later in pairwise(moments)]

    def answer(self, service: str, target: str, headers: dict[str, str]) -> Said:
        asked = Asked(service, target, headers, self.clock.time(), self.addresses[service])
        self.requests.append(asked)
        self.clock.pass_by(self.cost)
        for planted in self._planted:
            if planted.meets(asked):
                planted.times -= 1
                return planted.fault(asked)
        return self._answering[service](self.world, asked, self.clock)

    @property
    def services(self) -> list[str]:
        return list(self._answering)


def _handler(stand_ins: StandIns, service: str) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = 65_536

        def do_GET(self) -> None:
            headers = {name.lower(): value for name, value in self.headers.items()}
            said = stand_ins.answer(service, self.path, headers)
            time.sleep(said.delay)
            with suppress(ConnectionError):
                self._send(said)

        def _send(self, said: Said) -> None:
            self.send_response(said.status)
            length = len(said.body) + (1000 if said.cut else 0)
            own = {"Content-Length": str(length)} if said.status != 304 else {}
            for name, value in ({"Content-Type": said.kind} | said.headers | own).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(said.body)
            self.close_connection = said.cut

        def log_message(self, *_: object) -> None:
            pass

    return Handler


@contextmanager
def stand_ins(world: World | None = None, clock: SimulatedClock | None = None, cost: float = 0.2) -> Iterator[StandIns]:
    """The services of a world, each request of which takes `cost` seconds of the clock."""
    standing = StandIns(world or small_world(), clock or SimulatedClock(), cost)
    servers = {
        service: ThreadingHTTPServer(("127.0.0.1", 0), _handler(standing, service)) for service in standing.services
    }
    threads = [Thread(target=server.serve_forever, args=(0.01,), daemon=True) for server in servers.values()]
    for (service, server), thread in zip(servers.items(), threads, strict=True):
        server.daemon_threads = True
        standing.addresses[service] = f"http://127.0.0.1:{server.server_port}"
        thread.start()
    try:
        yield standing
    finally:
        for server, thread in zip(servers.values(), threads, strict=True):
            server.shutdown()
            thread.join()
            server.server_close()
