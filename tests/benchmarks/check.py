"""`python tests/benchmarks/check.py`: `catalog check` beside the C safe loader alone, on the same 10,000 records.

Both run as whole processes in turn, interpreter start included, on records generated into a temporary folder.
The table gives the median time, the most memory of any run, and how the two compare. Fails if a limit is exceeded.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))

from tests.benchmarks.generate import survey  # noqa: E402

RECORDS, RUNS = 10_000, 3
MOST_RATIO, MOST_MEGABYTES = 2.0, 300
_CHECK = "from catalog.cli import main; main()"
_PARSE = """
import sys
from pathlib import Path
import yaml
for file in sorted(Path(sys.argv[1]).iterdir()):
    with file.open("rb") as content:
        yaml.load(content, yaml.CSafeLoader)
"""


def measured(arguments: list[str]) -> tuple[float, float]:
    """Seconds and peak megabytes of one process, which must succeed."""
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    begin = time.perf_counter()
    quiet = [(os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0)]
    child = os.posix_spawn(sys.executable, [sys.executable, *arguments], environment, file_actions=quiet)
    _, status, usage = os.wait4(child, 0)
    if status:
        raise SystemExit(f"{arguments[-1]} ended with status {os.waitstatus_to_exitcode(status)}")
    # Linux counts in kilobytes, macOS in bytes.
    unit = 1e6 if sys.platform == "darwin" else 1e3
    return time.perf_counter() - begin, usage.ru_maxrss / unit


def main() -> int:
    """Print the table; 1 if a limit is exceeded."""
    with tempfile.TemporaryDirectory() as name:
        project = survey(Path(name), RECORDS)
        commands = {
            "yaml.CSafeLoader alone": ["-c", _PARSE, str(project.data / "systems")],
            "catalog check": ["-c", _CHECK, "check", "--no-cache", "--survey", name],
        }
        runs: dict[str, list[tuple[float, float]]] = {label: [] for label in commands}
        for _ in range(RUNS):
            for label, arguments in commands.items():
                runs[label].append(measured(arguments))
    return report(runs)


def report(runs: dict[str, list[tuple[float, float]]]) -> int:
    """The table, and whether the limits hold."""
    plain, ours = (statistics.median(seconds for seconds, _ in found) for found in runs.values())
    print(f"{RECORDS:,} records, median of {RUNS} whole processes in turn\n")  # noqa: T201
    print(f"{'':24}{'seconds':>9}{'fastest':>9}{'peak MB':>9}{'ratio':>8}")  # noqa: T201
    for label, found in runs.items():
        times, peaks = zip(*found, strict=True)
        median = statistics.median(times)
        print(f"{label:24}{median:9.2f}{min(times):9.2f}{max(peaks):9.0f}{median / plain:8.2f}")  # noqa: T201
    most = max(peak for _, peak in runs["catalog check"])
    fine = ours <= MOST_RATIO * plain and most <= MOST_MEGABYTES
    print(f"\nlimits: {MOST_RATIO:.1f} times, {MOST_MEGABYTES} MB: {'kept' if fine else 'EXCEEDED'}")  # noqa: T201
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main())
