"""`python -m tests.benchmarks.build`: the whole website beside plain MkDocs Material, 1,000 records each.

The plain site is what a person would write by hand: a Markdown page a record with the same facts as a list, a page a
word of the vocabularies with the records that use it, a page with the table, the same navigation, theme and search.
The bare one has the records' pages and the table alone. All run as whole processes in turn; the table gives the
median of three and the ratio.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path

import yaml

from tests.benchmarks.generate import survey

RECORDS, RUNS = 1000, 3
OVERVIEWS = (
    "index",
    "catalogue",
    "compare",
    "charts",
    "results",
    "guide",
    "corrections",
    "coverage",
    "downloads",
    "about",
)
_CONFIG = """\
site_name: Plain
theme: {name: material, font: false, features: [navigation.tabs]}
plugins: [search]
markdown_extensions: [attr_list, tables, {toc: {permalink: true}}]
validation: {nav: {omitted_files: ignore}}
"""


def plain_site(data: Path, folder: Path, *, bare: bool = False) -> None:
    """One Markdown page a record, and unless it is bare one a word and an overview, written as a person would."""
    docs = folder / "docs"
    (docs / "systems").mkdir(parents=True)
    rows, users = [], defaultdict(list)
    for file in sorted((data / "systems").glob("*.yml")):
        record = yaml.load(file.read_text(encoding="utf-8"), yaml.CSafeLoader)
        link = f"[{record['name']}](systems/{record['slug']}.md)"
        (docs / "systems" / f"{record['slug']}.md").write_text("\n".join(page(record)), encoding="utf-8")
        rows.append(f"| {link} | {record['released']['value']} |")
        for word in words(record):
            users[word].append(link.replace("(systems", "(../systems"))
    (docs / "index.md").write_text(
        "# Plain\n\n| System | Released |\n|---|---|\n" + "\n".join(rows) + "\n", encoding="utf-8"
    )
    nav = OVERVIEWS[: 1 if bare else None]
    for name in nav[1:]:
        (docs / f"{name}.md").write_text(f"# {name.capitalize()}\n\n" + "\n".join(rows[:50]) + "\n", encoding="utf-8")
    (folder / "mkdocs.yml").write_text(
        _CONFIG + f"nav: [{', '.join(f'{name}.md' for name in nav)}]\n", encoding="utf-8"
    )
    for file in () if bare else data.glob("*.yml"):
        entries = yaml.load(file.read_text(encoding="utf-8"), yaml.CSafeLoader)
        for key, entry in entries.items():
            if isinstance(entry, dict) and "meaning" in entry:
                (docs / file.stem).mkdir(exist_ok=True)
                text = [f"# {entry['name']}", "", entry["meaning"], "", *(f"- {link}" for link in users[key])]
                (docs / file.stem / f"{key}.md").write_text("\n".join(text) + "\n", encoding="utf-8")


def words(record: dict[str, object]):
    """The words of the vocabularies a record uses."""
    for value in record.values():
        for _, fact in facts(value, ""):
            yield from fact["value"] if isinstance(fact["value"], list) else [fact["value"]]
        for result in value if isinstance(value, list) else ():
            yield result.get("test_set")


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
    """Wall time of one whole process."""
    begin = time.perf_counter()
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return time.perf_counter() - begin


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as name:
        base = Path(name)
        mkdocs = [sys.executable, "-m", "mkdocs", "build", "-q", "-d", "build"]
        commands = {
            "catalog build": [str(Path(sys.executable).parent / "catalog"), "build"],
            "plain MkDocs Material": mkdocs,
            "the records' pages alone": mkdocs,
        }
        # Every run has a folder of its own: a file system is slow to make files where many were just removed.
        for run in range(RUNS):
            ours, plain, bare = (base / label / str(run) for label in commands)
            survey(ours, RECORDS)
            plain_site(ours / "data", plain)
            plain_site(ours / "data", bare, bare=True)
        times: dict[str, list[float]] = {label: [] for label in commands}
        for run in range(RUNS):
            for label, command in commands.items():
                times[label].append(seconds(command, base / label / str(run)))
        own = statistics.median(times["catalog build"])
        print(f"{'':24} {'seconds':>8} {'pages':>6} {'ratio':>6}   ({RECORDS} records, median of {RUNS})")  # noqa: T201
        for label, found in times.items():
            took = statistics.median(found)
            pages = sum(1 for _ in (base / label / "0" / "build").rglob("index.html"))
            print(f"{label:24} {took:8.1f} {pages:6} {own / took:6.2f}")  # noqa: T201


if __name__ == "__main__":
    main()
