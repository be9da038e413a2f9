"""`python -m tests.benchmarks.build [RECORDS …]`: a website beside plain MkDocs Material and Jinja2 alone.

All run as whole processes in turn, each in a folder of its own; the tables give medians, and how they compare with the
limits that the project has set itself. "Jinja2 alone" makes and writes the content of the same pages in one process,
from data already loaded. "Plain" has as many pages, written by hand.
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import tempfile
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from tests.benchmarks.generate import ROOT, survey
from tests.benchmarks.measure import Measured, measured
from tests.benchmarks.plain import write_plain

SIZES, MANY, RUNS = (67, 1000, 10_000), 5000, 3
CATALOG = [str(Path(sys.executable).parent / "catalog"), "build"]
MKDOCS = [sys.executable, "-m", "mkdocs", "build", "-q", "-d", "build"]
ALONE = [sys.executable, "-m", "tests.benchmarks.alone"]
CORE = [min(os.sched_getaffinity(0))] if hasattr(os, "sched_getaffinity") else []
FIRST, PLAIN, ONE = "catalog build", "plain MkDocs Material", "catalog build, one process"
UNCHANGED, CHANGED = "catalog build, nothing changed", "catalog build, a record changed"
JINJA, BUILDER = "Jinja2 alone", "the builder alone"
_OF_PLAIN = {67: 1.3, 1000: 0.5, 10_000: 0.42}


@dataclass(frozen=True)
class Run:
    """What one command took, and the website it left."""

    cost: Measured
    pages: int
    megabytes: float


def runs(base: Path, count: int) -> Iterator[tuple[str, Run]]:
    """Every command in turn."""
    ours, single, plain, alone = (base / name for name in ("ours", "single", "plain", "alone"))
    html = ours / "build" / "html"
    # Every run has a folder of its own: a file system is slow to make files where many were just removed.
    changed = survey(ours, count).data / "systems"
    yield FIRST, _run(CATALOG, ours, html)
    pages = [file.parent.relative_to(html).as_posix().removeprefix(".") for file in html.rglob("index.html")]
    write_plain(ours / "data", plain, sorted(pages))
    yield PLAIN, _run(MKDOCS, plain, plain / "build")
    survey(single, count)
    yield ONE, _run(CATALOG, single, single / "build" / "html", cores=CORE)
    yield UNCHANGED, _run(CATALOG, ours, html)
    file = max(changed.glob("*.yml"))
    file.write_text(file.read_text(encoding="utf-8").replace("where: Table", "where: The table", 1), encoding="utf-8")
    yield CHANGED, _run(CATALOG, ours, html)
    yield from _alone(ours, alone)


def _run(command: Sequence[str], folder: Path, html: Path, cores: Collection[int] = ()) -> Run:
    cost, _ = measured(command, folder, cores)
    return Run(cost, *_size(html))


def _alone(ours: Path, folder: Path) -> Iterator[tuple[str, Run]]:
    cost, told = measured([*ALONE, str(ours), str(folder)], ROOT)
    for name, took in json.loads(told).items():
        yield name, Run(replace(cost, **took), *(_size(folder) if name == JINJA else (0, 0)))


def _size(html: Path) -> tuple[int, float]:
    files = [file for file in html.rglob("*") if file.is_file()]
    pages = sum(file.name == "index.html" for file in files)
    return pages, sum(file.stat().st_size for file in files) / 1e6


def limits(count: int, found: Mapping[str, Run]) -> Iterator[tuple[str, float, float | None]]:
    """What is compared, the figure, and the most that it may be."""
    many = count >= MANY
    cost = {name: run.cost for name, run in found.items()}
    first, plain, builder = cost[FIRST], cost[PLAIN], cost[BUILDER]
    yield "seconds : plain", first.seconds / plain.seconds, _OF_PLAIN.get(count)
    yield "processor seconds : plain", first.processors / plain.processors, None
    yield "seconds : Jinja2 alone", first.seconds / cost[JINJA].seconds, 2 if many else None
    yield "processor seconds : Jinja2 alone", first.processors / cost[JINJA].processors, None
    yield "seconds with one process : plain", cost[ONE].seconds / plain.seconds, 0.85 if many else None
    yield "largest process : plain", first.largest / plain.largest, 1.1 if many else None
    yield "the builder's share of processor seconds", builder.processors / first.processors, 0.03 if many else None
    yield "seconds with nothing changed", cost[UNCHANGED].seconds, 1.5 if count <= SIZES[0] else None
    yield "seconds with nothing changed : first", cost[UNCHANGED].seconds / first.seconds, 0.15 if many else None
    yield "seconds with a record changed : first", cost[CHANGED].seconds / first.seconds, None


def median(all_runs: Sequence[Mapping[str, Run]]) -> dict[str, Run]:
    """Each command's figures in the middle of several runs."""
    return {
        name: replace(
            run,
            cost=Measured(
                *(statistics.median(vars(other[name].cost)[key] or 0 for other in all_runs) for key in vars(run.cost))
            ),
        )
        for name, run in all_runs[0].items()
    }


def report(count: int, times: int, found: Mapping[str, Run]) -> None:
    """Print both tables."""
    middle = f"median of {times}" if times > 1 else "one run"
    print(f"\n{count:,} records, {middle}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}\n")  # noqa: T201
    head = f"{'seconds':>9}{'CPU s':>8}{'largest MB':>12}{'all MB':>8}{'pages':>8}{'MB':>7}"
    print(f"{'':34}{head}")  # noqa: T201
    for name, run in found.items():
        cost = run.cost
        memory = f"{cost.largest:12.0f}{cost.together or 0:8.0f}"
        print(f"{name:34}{cost.seconds:9.2f}{cost.processors:8.2f}{memory}{run.pages:8}{run.megabytes:7.1f}")  # noqa: T201
    print(f"\n{'':42}{'ratio':>8}{'most':>8}")  # noqa: T201
    for name, figure, most in limits(count, found):
        told = "" if most is None else f"{most:8.2f}  {'kept' if figure <= most else 'EXCEEDED'}"
        print(f"{name:42}{figure:8.2f}{told}", flush=True)  # noqa: T201


def main(sizes: tuple[int, ...]) -> None:
    """Measure and print one size after the other."""
    for count in sizes:
        times = 1 if count >= MANY else RUNS
        all_runs: list[dict[str, Run]] = []
        for _ in range(times):
            with tempfile.TemporaryDirectory() as name:
                all_runs.append({})
                for command, run in runs(Path(name), count):
                    print(f"{count:,} {command}: {run.cost}", file=sys.stderr, flush=True)  # noqa: T201
                    all_runs[-1][command] = run
        report(count, times, median(all_runs))


if __name__ == "__main__":
    main(tuple(map(int, sys.argv[1:])) or SIZES)
