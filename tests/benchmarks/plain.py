"""The same pages as a person would write them by hand, for plain MkDocs with the theme Material.

A Markdown page a record with the same facts as a list, a page a word of the vocabularies with the records that use it,
a home page with a table of all records, and as many further pages with a part of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import yaml

_CONFIG = """\
site_name: Plain
theme: {name: material, font: false, features: [navigation.tabs]}
plugins: [search]
markdown_extensions: [attr_list, tables, {toc: {permalink: true}}]
validation: {nav: {omitted_files: ignore}}
"""
_ROWS = 50


def write_plain(data: Path, folder: Path, paths: Iterable[str]) -> None:
    """Write the sources of a site that has these pages: `systems/x` of a record, `encoders/y` of a word, and others."""
    records = {file.stem: _yaml(file) for file in sorted((data / "systems").glob("*.yml"))}
    words = {f"{file.stem}/{key}": entry for file in data.glob("*.yml") for key, entry in _yaml(file).items()}
    users = defaultdict(list)
    for slug, record in records.items():
        for word in dict.fromkeys(_words(record)):
            users[word].append(f"- [{record['name']}](../systems/{slug}.md)")
    rows = [
        f"| [{record['name']}](systems/{slug}.md) | {record['released']['value']} |" for slug, record in records.items()
    ]
    head = ["", "| System | Released |", "|---|---|"]
    for path in paths:
        section, _, key = path.partition("/")
        if section == "systems":
            lines = _page(records[key])
        elif isinstance(entry := words.get(path), dict):
            lines = [f"# {entry['name']}", "", entry["meaning"], "", *users[key]]
        else:
            up = "../" * path.count("/")
            lines = [
                f"# {path or 'Plain'}",
                *head,
                *(row.replace("(", f"({up}") for row in rows[: _ROWS if path else None]),
            ]
        file = folder / "docs" / f"{path or 'index'}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("\n".join([*lines, ""]), encoding="utf-8")
    nav = [f"{path or 'index'}.md" for path in sorted(paths) if "/" not in path]
    (folder / "mkdocs.yml").write_text(f"{_CONFIG}nav: [{', '.join(nav)}]\n", encoding="utf-8")


def _yaml(file: Path) -> dict[str, Any]:
    return yaml.load(file.read_bytes(), yaml.CSafeLoader)


def _words(record: dict[str, Any]) -> Iterator[object]:
    """The words of vocabularies that a record uses, among other values."""
    for value in record.values():
        for _, fact in _facts(value, ""):
            yield from fact["value"] if isinstance(fact["value"], list) else [fact["value"]]
            yield fact.get("test_set")


def _page(record: dict[str, Any]) -> list[str]:
    """Headings, and a list item a fact with its evidence."""
    lines = [f"# {record['name']}", ""]
    for key, value in record.items():
        found = [
            f"- **{path}**: {fact['value']} ([{fact.get('source', '')}](#sources), {fact.get('where', '')})"
            for path, fact in _facts(value, key)
        ]
        lines += [f"## {key}", "", *found, ""] if found else []
    return [*lines, "## Sources", "", *(f"1. <{source['url']}>" for source in record["sources"].values())]


def _facts(value: object, path: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every mapping with a value, with its path."""
    if isinstance(value, dict):
        if "value" in value:
            yield path, value
        else:
            for key, item in value.items():
                yield from _facts(item, f"{path} {key}")
    elif isinstance(value, list):
        for item in value:
            yield from _facts(item, path)
