"""Seconds of processor time for the commands a contributor waits for, beside parsing alone, on many records.

`python -m tests.benchmarks.contribute [10000]`: copies of the survey's own records under new slugs, in a git repository
of their own; for the diff, one record in a hundred has changed. Each figure is the processor time of a new process,
the least of two runs: it hardly depends on what else the machine does.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from itertools import cycle, islice
from pathlib import Path

from catalog.paths import engine_resource

ROOT = engine_resource("mkdocs.yml").parent
CATALOG = Path(sys.executable).parent / "catalog"
PARSE = (
    "import sys\nfrom pathlib import Path\nfrom catalog.load.tree import Tree\n"
    "for file in Path(sys.argv[1]).glob('*.yml'):\n    Tree(file, file.read_bytes())\n"
)


def make(root: Path, count: int) -> None:
    """A survey of `count` records that differ where records must."""
    data = root / "data"
    subprocess.run(["cp", "-r", ROOT / "data", data], check=True)
    folder = data / "systems"
    originals = [(file.stem, file.read_text(encoding="utf-8")) for file in sorted(folder.glob("*.yml"))]
    for number, (slug, text) in enumerate(islice(cycle(originals), count)):
        if number < len(originals):
            continue
        made = re.sub(r"(?m)^(slug: ).*$", rf"\g<1>{slug}-{number}", text)
        made = re.sub(r"(?ms)^paper:\n.*?(?=^\w)", "", made)
        (folder / f"{slug}-{number}.yml").write_text(
            re.sub(r"(?m)^(name: ).*$", rf"\g<1>Copy {number}", made), encoding="utf-8"
        )


def seconds(command: Sequence[str | Path], cwd: Path) -> float:
    """Processor time, the least of two runs."""
    found = []
    for _ in range(2):
        before = os.times()
        subprocess.run(command, cwd=cwd, capture_output=True, check=False)
        after = os.times()
        found.append(sum(after[2:4]) - sum(before[2:4]))
    return min(found)


def main() -> None:
    """Print a table."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        make(root, count)
        git = ["git", "-C", folder, "-c", "user.name=x", "-c", "user.email=x@example.org"]
        subprocess.run([*git, "init", "-q"], check=True)
        subprocess.run([*git, "add", "-A"], check=True)
        subprocess.run([*git, "commit", "-q", "-m", "All"], check=True)
        cache = ["--cache", root / "cache.json"]
        subprocess.run([CATALOG, "check", *cache], cwd=root, capture_output=True, check=False)
        rows = {
            "parsing alone": seconds([sys.executable, "-c", PARSE, root / "data" / "systems"], root),
            "check, cold": seconds([CATALOG, "check", "--no-cache"], root),
            "check, warm": seconds([CATALOG, "check", *cache], root),
            "fmt --check": seconds([CATALOG, "fmt", "--check"], root),
        }
        for file in sorted((root / "data" / "systems").glob("*.yml"))[::100]:
            file.write_text(file.read_text(encoding="utf-8").replace("primary", "secondary"), encoding="utf-8")
        rows["diff, 1 in 100 changed"] = seconds([CATALOG, "diff"], root)
        rows["check, warm, 1 in 100 changed"] = seconds([CATALOG, "check", *cache], root)
    print(f"{count:,} records")  # noqa: T201
    for name, spent in rows.items():
        print(f"{name:32}{spent:8.2f} s{spent / rows['parsing alone']:8.2f} × parsing")  # noqa: T201


if __name__ == "__main__":
    main()
