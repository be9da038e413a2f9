"""`python -m tests.benchmarks.build`: the whole website beside plain MkDocs Material, 1,000 records each.

The plain site has as many hand-written Markdown pages with the same facts as a list each, the same theme and search,
and one page with the table. Both run as whole processes in turn; the table gives the median of three and the ratio.
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import yaml

from tests.benchmarks.generate import ROOT, survey

RECORDS, RUNS = 1000, 3
_CONFIG = """\
site_name: Plain
theme: {name: material, font: false, features: [navigation.tabs]}
plugins: [search]
markdown_extensions: [attr_list, tables, {toc: {permalink: true}}]
nav: [{Home: index.md}]
validation: {nav: {omitted_files: ignore}}
"""


def plain_site(records: Path, folder: Path) -> None:
    """One Markdown page a record, written as a person would."""
    docs = folder / "docs"
    (docs / "systems").mkdir(parents=True)
    (folder / "mkdocs.yml").write_text(_CONFIG)
    rows = []
    for file in sorted(records.glob("*.yml")):
        record = yaml.load(file.read_text(), yaml.CSafeLoader)
        (docs / "systems" / f"{record['slug']}.md").write_text("\n".join(page(record)))
        rows.append(f"| [{record['name']}](systems/{record['slug']}.md) | {record['released']['value']} |")
    (docs / "index.md").write_text("# Plain\n\n| System | Released |\n|---|---|\n" + "\n".join(rows) + "\n")


def page(record: dict[str, object]) -> list[str]:
    """Headings, and a list item a fact with its evidence."""
    lines = [f"# {record['name']}", ""]
    for key, value in record.items():
        lines += [f"## {key}", ""]
        for path, fact in facts(value, key):
            lines.append(f"- **{path}**: {fact['value']} ([{fact['source']}](#sources), {fact.get('where', '')})")
        lines.append("")
    return [*lines, "## Sources", "", *(f"1. <{url}>" for url in record["sources"].values())]  # type: ignore[attr-defined]


def facts(value: object, path: str):
    """Every mapping with a value, with its path."""
    if isinstance(value, dict):
        if "value" in value:
            yield path, value
        else:
            for key, item in value.items():
                yield from facts(item, f"{path} {key}")
    elif isinstance(value, list):
        for item in value:
            yield from facts(item, path)


def seconds(command: list[str], folder: Path) -> float:
    """Wall time of one whole process; the output of the run before is removed."""
    shutil.rmtree(folder / "build", ignore_errors=True)
    begin = time.perf_counter()
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return time.perf_counter() - begin


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as name:
        ours, plain = Path(name) / "ours", Path(name) / "plain"
        survey(ours, RECORDS)
        plain_site(ours / "data" / "systems", plain)
        build = [str(Path(sys.executable).parent / "catalog"), "build"]
        mkdocs = [sys.executable, "-m", "mkdocs", "build", "-q", "-d", "build"]
        times: dict[str, list[float]] = {"catalog build": [], "plain MkDocs Material": []}
        for _ in range(RUNS):
            times["catalog build"].append(seconds(build, ours))
            times["plain MkDocs Material"].append(seconds(mkdocs, plain))
        medians = {label: statistics.median(found) for label, found in times.items()}
        for label, found in medians.items():
            print(f"{label:24} {found:6.1f} s")  # noqa: T201
        ratio = medians["catalog build"] / medians["plain MkDocs Material"]
        print(f"{'ratio':24} {ratio:6.2f}   ({RECORDS} records, median of {RUNS}, {ROOT.name})")  # noqa: T201


if __name__ == "__main__":
    main()
