"""What a command costs, with all the processes that it starts.

Run as a small process of its own (`python measure.py OUTPUT CORES COMMAND …`), it starts the command on these cores, or
on all for `[]`, and writes to `OUTPUT`: seconds, seconds of processors, the most memory of any of the processes, and
the most of all together, shared pages counted once. A large parent would leave its own memory in the figures.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

_INTERVAL = 0.2
"""Seconds between two looks at the memory of all processes; more where a look takes more than a hundredth of that."""


@dataclass(frozen=True)
class Measured:
    """Seconds, seconds of processors, megabytes of the largest process, and of all at once where the system tells."""

    seconds: float
    processors: float
    largest: float
    together: float | None


def measured(command: Sequence[str], folder: Path, cores: Collection[int] = ()) -> tuple[Measured, str]:
    """What a command costs that runs in `folder` on these `cores`, or on all, and prints; it must succeed."""
    with tempfile.TemporaryDirectory() as name:
        output = Path(name) / "measured.json"
        wrapper = [sys.executable, "-S", __file__, str(output), str([*cores]), *command]
        done = subprocess.run(wrapper, cwd=folder, capture_output=True, text=True, check=False)
        if done.returncode:
            raise SystemExit(f"{' '.join(command)} ended with status {done.returncode}:\n{done.stderr}")
        return Measured(**json.loads(output.read_text(encoding="utf-8"))), done.stdout


def _run(command: Sequence[str], cores: Collection[int]) -> tuple[int, Measured]:
    begin = time.perf_counter()
    allowed = _keep_to(cores)
    # As on most machines, modules are compiled once and kept, however this one is set up.
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    child = subprocess.Popen(command, env=kept)
    _keep_to(allowed)
    together = 0
    while child.poll() is None:
        look = time.perf_counter()
        together = max(together, sum(_shared(process) for process in _tree(child.pid)))
        try:
            child.wait(max(_INTERVAL, 100 * (time.perf_counter() - look)))
        except subprocess.TimeoutExpired:
            continue
    seconds = time.perf_counter() - begin
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    kilobytes = 1 / 1000 if sys.platform == "darwin" else 1.024  # of macOS's bytes, of Linux's KiB
    largest = used.ru_maxrss * kilobytes / 1000
    return child.returncode, Measured(seconds, used.ru_utime + used.ru_stime, largest, together / 1e6 or None)


def _keep_to(cores: Collection[int]) -> Collection[int]:
    """Keep this process, and what it starts, to these cores where the system can; return those it had before."""
    if not cores or not hasattr(os, "sched_setaffinity"):
        return ()
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, cores)
    return before


def _tree(process: int) -> Iterator[int]:
    """A process and all below it."""
    yield process
    for file in Path(f"/proc/{process}/task").glob("*/children"):
        try:
            children = file.read_text(encoding="ascii").split()
        except OSError:  # it has just ended
            continue
        for child in children:
            yield from _tree(int(child))


def _shared(process: int) -> int:
    """Bytes of a process, with its part of the pages that it shares; 0 where the system does not tell."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))


if __name__ == "__main__":
    status, told = _run(sys.argv[3:], json.loads(sys.argv[2]))
    Path(sys.argv[1]).write_text(json.dumps(vars(told)), encoding="utf-8")
    sys.exit(status)
