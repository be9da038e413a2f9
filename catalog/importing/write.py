"""Writes imported rows as record files; what could not be read stands beside its place, in a comment."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from catalog.errors import SetupError
from catalog.escape import printable
from catalog.importing.results import Imported, ImportedRow, UnreadText, merged_parts
from catalog.load.records import Definition
from catalog.model.columns import Column
from catalog.model.node import Node
from catalog.paths import write_file
from catalog.values import Fact
from catalog.values.fact import EVIDENCE


def record_data(survey: Definition, row: ImportedRow) -> dict[str, Any]:
    """Return a row as a record's YAML holds it, fields in the order of declaration."""
    data: dict[str, Any] = {"slug": row.slug, "name": row.name}
    if row.sources:
        data["sources"] = dict(row.sources)
    facts, root = row.facts, Node.of(survey.model)
    for column in survey.columns:
        if column.path in facts:
            _put(data, root.along(column.path), written_fact(column, facts[column.path]))
    for path, items in row.parts.items():
        *above, last = root.along(path)
        place = data
        for part in above:
            place = place.setdefault(part.name, {})
        place[last.name] = [item for item in merged_parts(place.get(last.name, []), items) if item]
    ranks = {name: rank for rank, name in enumerate(root.children)}
    return dict(sorted(data.items(), key=lambda item: ranks.get(item[0], len(ranks))))


def _put(data: dict[str, Any], fields: Sequence[Node], fact: dict[str, Any]) -> None:
    """Write a fact where a path of fields leads; in a list, into the first item."""
    *parts, last = fields
    for part in parts:
        data = data.setdefault(part.name, [{}])[0] if part.is_list else data.setdefault(part.name, {})
    data[last.name] = fact


def written_fact(column: Column, fact: Fact[Any]) -> dict[str, Any]:
    """A fact as a contributor would write it."""
    values = [column.type.yaml(value) for value in fact.values]
    data: dict[str, Any] = {"value": str(fact.blank) if fact.blank else values if column.many else values[0]}
    data |= {"source": fact.source, "where": fact.where}
    if not fact.certain:
        data["certain"] = False
    return data | ({"note": fact.note} if fact.note else {})


class _Dumper(yaml.SafeDumper):
    """The house style: lists are indented, a fact stands on one line."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002
        super().increase_indent(flow, indentless=False)

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 - equal values are written twice, not referred to
        return True


def _mapping(dumper: _Dumper, mapping: dict[str, Any]) -> yaml.Node:
    is_fact = "value" in mapping and {"value", *EVIDENCE} >= mapping.keys()
    return dumper.represent_mapping("tag:yaml.org,2002:map", mapping.items(), flow_style=is_fact)


def _float(dumper: _Dumper, number: float) -> yaml.Node:
    """A number; in quotes with an exponent, which readers of YAML do not agree on."""
    text = repr(number)
    if "e" in text:
        return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="'")
    return dumper.represent_scalar("tag:yaml.org,2002:float", text)


_Dumper.add_representer(dict, _mapping)
_Dumper.add_representer(float, _float)


def record_yaml(data: dict[str, Any], unread: Iterable[UnreadText] = (), order: Iterable[str] = ()) -> str:
    """Return a record as YAML text: one line for each fact, and one for each text that could not be read.

    `order` are the keys that a record may have, as they follow each other.
    """
    comments: dict[str, list[str]] = {}
    for text in unread:
        comments.setdefault(text.path.partition(".")[0], []).append(comment(text))
    keys = list(dict.fromkeys([*order, *data, *comments]))
    blocks = [([_block(key, data[key])] if key in data else []) + comments.get(key, []) for key in keys]
    return "".join(line for block in blocks for line in block)


def _block(key: str, value: Any) -> str:
    return str(yaml.dump({key: value}, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=1_000_000))


def comment(unread: UnreadText) -> str:
    """`# licence: "weird"  # table.md:12:34: why`, on one line."""
    text = json.dumps(unread.text, ensure_ascii=False)
    return printable(f"# {unread.path or 'unread'}: {text}  # {unread.place}: {unread.reason}") + "\n"


def row_yaml(survey: Definition, row: ImportedRow) -> str:
    """Return the text of a row's record file."""
    return record_yaml(record_data(survey, row), row.unread, Node.of(survey.model).children)


def write_records(survey: Definition, imported: Imported, folder: Path) -> list[Path]:
    """Write every row as `<slug>.yml`; an existing file is never changed.

    Raises:
        SetupError: a file exists and differs; then nothing is written.
    """
    texts = {folder / f"{row.slug}.yml": row_yaml(survey, row) for row in imported.rows}
    write_texts(texts)
    return list(texts)


def write_texts(texts: Mapping[Path, str]) -> None:
    """Write files; an existing one is never changed.

    Raises:
        SetupError: a file exists and differs; then nothing is written.
    """
    for path, text in texts.items():
        if path.exists() and not _has_text(path, text):
            advice = "name an empty folder with --output, or use --update"
            raise SetupError(f"{path} already exists and differs; {advice}")
    for path, text in texts.items():
        write_file(path, text)


def _has_text(path: Path, text: str) -> bool:
    try:
        return path.read_bytes().replace(b"\r\n", b"\n") == text.encode()
    except OSError:
        return False
