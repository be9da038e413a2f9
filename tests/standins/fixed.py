"""arXiv, Crossref, GitHub and Hugging Face with fixed answers in the formats of the real ones: a paper and its code."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlsplit

ENTRY = """\
  <entry>
    <id>http://arxiv.org/abs/2411.07777v3</id>
    <title>LoomASR: Weaving Speech Encoders
  into Large Language Models</title>
    <updated>2025-03-02T09:00:11Z</updated>
    <link href="https://arxiv.org/abs/2411.07777v3" rel="alternate" type="text/html"/>
    <link href="https://arxiv.org/pdf/2411.07777v3" rel="related" type="application/pdf" title="pdf"/>
    <summary>We weave a speech encoder into an LLM with &lt;1% of new weights.
Code: https://github.com/loom-lab/loomasr.</summary>
    <category term="eess.AS" scheme="http://arxiv.org/schemas/atom"/>
    <published>2024-11-12T18:59:59Z</published>
    <arxiv:comment>Accepted at a workshop; models at https://huggingface.co/loom-lab/loomasr-7b</arxiv:comment>
    <arxiv:primary_category term="eess.AS"/>
    <author>
      <name>Ada Weaver</name>
    </author>
    <author>
      <name>Ørjan Spinner</name>
    </author>
  </entry>
"""
FEED = """\
<?xml version='1.0' encoding='UTF-8'?>
<feed xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/" xmlns:arxiv="http://arxiv.org/schemas/atom"
 xmlns="http://www.w3.org/2005/Atom">
  <id>https://arxiv.org/api/1Hq5rLb0zk4cYxj6mY6vYw0t8jE</id>
  <title>arXiv Query: search_query=&amp;id_list={id}&amp;start=0&amp;max_results=1</title>
  <updated>2026-11-22T16:00:00Z</updated>
  <link href="https://arxiv.org/api/query?search_query=&amp;start=0&amp;max_results=1" type="application/atom+xml"/>
  <opensearch:itemsPerPage>1</opensearch:itemsPerPage>
  <opensearch:totalResults>1</opensearch:totalResults>
  <opensearch:startIndex>0</opensearch:startIndex>
{entry}</feed>
"""
REPOSITORY = {
    "id": 887654321,
    "name": "loomasr",
    "full_name": "loom-lab/loomasr",
    "private": False,
    "html_url": "https://github.com/loom-lab/loomasr",
    "description": "Speech in, text out",
    "fork": False,
    "created_at": "2024-10-30T08:00:00Z",
    "pushed_at": "2025-05-01T08:00:00Z",
    "homepage": "https://loom-lab.example.org/asr",
    "license": {"key": "apache-2.0", "name": "Apache License 2.0", "spdx_id": "Apache-2.0", "node_id": "MDc6TGljZW5z"},
    "default_branch": "main",
}
README = "# LoomASR\n[paper](https://arxiv.org/abs/2411.07777v2), also arXiv:2411.07777\n"
MODEL = {
    "_id": "6731",
    "id": "loom-lab/loomasr-7b",
    "modelId": "loom-lab/loomasr-7b",
    "author": "loom-lab",
    "private": False,
    "createdAt": "2024-11-14T10:00:00.000Z",
    "lastModified": "2025-01-01T00:00:00.000Z",
    "pipeline_tag": "automatic-speech-recognition",
    "tags": ["transformers", "arxiv:2411.07777", "license:cc-by-nc-4.0", "region:us"],
    "cardData": {"license": "cc-by-nc-4.0"},
}
WORK = {
    "status": "ok",
    "message-type": "work",
    "message": {
        "DOI": "10.21437/loom.2024-1",
        "title": ["LoomASR: Weaving <i>Speech</i> &amp; Language\n Models"],
        "author": [{"given": "Ada", "family": "Weaver", "sequence": "first"}, {"name": "The Loom Group"}],
        "container-title": ["Proc. Looms 2024"],
        "issued": {"date-parts": [[2024, 9, 1]]},
        "type": "proceedings-article",
    },
}
NAMES = ("CATALOG_ARXIV", "CATALOG_CROSSREF", "CATALOG_GITHUB", "CATALOG_HUGGING_FACE")


class StandIn:
    """The answers by path; `requests` keeps path and User-Agent of every request."""

    def __init__(self) -> None:
        self.papers = {"2411.07777": ENTRY}
        self.answers: dict[str, tuple[int, dict[str, str], bytes]] = {}
        self.requests: list[tuple[str, str]] = []
        self.addresses: list[str] = []
        self.put("/repos/loom-lab/loomasr", REPOSITORY)
        self.put("/repos/loom-lab/loomasr/readme", README.encode())
        self.put("/api/models/loom-lab/loomasr-7b", MODEL)
        self.put("/works/10.21437%2FLoom.2024-1", WORK)

    def put(self, path: str, body: object, status: int = 200, **headers: str) -> None:
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.answers[path] = (status, headers, content)

    @property
    def address(self) -> str:
        return self.addresses[2]

    @property
    def environment(self) -> dict[str, str]:
        """One address a service: each is asked at a pace of its own."""
        return dict(zip(NAMES, self.addresses, strict=True)) | {"NO_PROXY": "127.0.0.1"}

    def answer(self, target: str) -> tuple[int, dict[str, str], bytes]:
        parts = urlsplit(target)
        if parts.path in self.answers:
            return self.answers[parts.path]
        if parts.path == "/api/query":
            identifiers = parse_qs(parts.query)["id_list"][0].split(",")
            entries = "".join(self.papers.get(identifier, "") for identifier in identifiers)
            feed = FEED.format(id=identifiers[0], entry=entries)
            return 200, {"Content-Type": "application/atom+xml; charset=utf-8"}, feed.encode()
        return 404, {}, b'{"message": "Not Found"}'


@contextmanager
def standin() -> Iterator[StandIn]:
    stand_in = StandIn()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            stand_in.requests.append((self.path, self.headers["User-Agent"]))
            status, headers, body = stand_in.answer(self.path)
            self.send_response(status)
            for name, value in (headers | {"Content-Length": str(len(body))}).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    servers = [ThreadingHTTPServer(("127.0.0.1", 0), Handler) for _ in NAMES]
    stand_in.addresses = [f"http://127.0.0.1:{server.server_port}" for server in servers]
    threads = [Thread(target=server.serve_forever, args=(0.01,)) for server in servers]
    for thread in threads:
        thread.start()
    try:
        yield stand_in
    finally:
        for server, thread in zip(servers, threads, strict=True):
            server.shutdown()
            thread.join()
            server.server_close()
