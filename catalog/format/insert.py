"""Adds keys and items to a YAML file, and puts one-line values in place of others: no other character changes.

What stands on lines of its own is added as a line, what stands in brackets within them. A file that is written in
another way is edited as `format/edit.py` does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from copy import copy
from typing import Any, TypeVar

import yaml
from ruamel.yaml.scalarstring import PlainScalarString

from catalog.format.edit import edit_text, get_at, insert_text, wrap_text
from catalog.format.flow import dump_flow
from catalog.format.order import first_line, last_line
from catalog.format.parsed import parsed
from catalog.load.nodes import child_nodes
from catalog.load.tree import InvalidYaml, Tree

E = TypeVar("E")
Place = Sequence[str | int]


def position(entries: Sequence[E], is_after: Callable[[E], bool], is_sorted: Callable[[E], bool] | None = None) -> int:
    """Return where a new entry belongs: before the first that comes after it, else at the end.

    With `is_sorted`, only the last entries for which it holds are looked at. Entries that are added one after the
    other end in the same order, whichever is the first.
    """
    start = len(entries)
    while start > 0 and (is_sorted is None or is_sorted(entries[start - 1])):
        start -= 1
    return next((index for index in range(start, len(entries)) if is_after(entries[index])), len(entries))


def add_key(text: str, above: Place, key: str, value: Any, at: Callable[[Sequence[str]], int]) -> str:
    """Return the text with a key added to the mapping at `above`; `at` chooses the place among the keys there."""
    tree = parsed(text)
    node = _node(tree, above)
    if not isinstance(node, yaml.MappingNode):
        return edit_text(text, (*above, key), _for_editor(value))
    index = at([str(name.value) for name, _ in node.value])
    expected, there = _copied(tree.data, above)
    there[key] = value
    lines, flow = _key_lines(key, value), f"{key}: {dump_flow(value)}"
    added = _added(text, node, index, lines, flow)
    return added if _is_data(added, expected) else edit_text(text, (*above, key), _for_editor(value))


def add_item(text: str, above: Place, value: Any, at: Callable[[Sequence[Any]], int]) -> str:
    """Return the text with an item added to the list at `above`; `at` chooses the place among the items there."""
    tree = parsed(text)
    expected, items = _copied(tree.data, above)
    index = at(items)
    is_last = index == len(items)
    items.insert(index, value)
    flow = dump_flow(value)
    added = _added(text, _node(tree, above), index, [f"- {flow}"], flow)
    if _is_data(added, expected):
        return added
    edit = edit_text if is_last else insert_text
    return edit(text, (*above, index), _for_editor(value))


def replace_value(text: str, path: Place, value: Any, written: str = "") -> str:
    """Return the text with another value at `path`, written as `written` where that is the same."""
    tree = parsed(text)
    node = _node(tree, path)
    expected, there = _copied(tree.data, path[:-1])
    there[path[-1]] = value
    is_short = node.start_mark.line == node.end_mark.line
    for flow in (written, dump_flow(value)) if is_short else ():
        replaced = text[: node.start_mark.index] + flow + text[node.end_mark.index :]
        if flow and _is_data(replaced, expected):
            return replaced
    return edit_text(text, path, _for_editor(value))


def add_beside(text: str, path: Place, name: str, others: Mapping[str, Any]) -> str:
    """Return the text with the value at `path` under the key `name` of a mapping that has others as well."""
    written = written_at(text, path)
    if "\n" in written:
        return wrap_text(text, path, name, _for_editor(others))
    added = ", ".join(f"{key}: {dump_flow(value)}" for key, value in others.items())
    value = {name: get_at(parsed(text).data, path), **others}
    return replace_value(text, path, value, f"{{{name}: {written}, {added}}}")


def written_at(text: str, path: Place) -> str:
    """Return the characters of the value at `path`."""
    node = _node(parsed(text), path)
    return text[node.start_mark.index : node.end_mark.index]


def _node(tree: Tree, path: Place) -> Any:
    """The node at `path`; None if there is none."""
    node = tree.root
    for step in path:
        child = child_nodes(node, step)
        if child is None:
            return None
        node = child[1]
    return node


def _copied(data: Any, path: Place) -> tuple[Any, Any]:
    """Data in which what is at `path`, and all above it, are copies that may change; and what is there."""
    top = here = copy(data)
    for step in path:
        here[step] = copy(here[step])
        here = here[step]
    return top, here


def _is_data(text: str, expected: Any) -> bool:
    try:
        tree = parsed(text)
    except InvalidYaml:
        return False
    return not tree.problems and bool(tree.data == expected)


def _key_lines(key: str, value: Any) -> list[str]:
    """A key on one line; a mapping of mappings has a line for each of its keys."""
    if isinstance(value, Mapping) and any(isinstance(item, Mapping) for item in value.values()):
        return [f"{key}:", *(f"  {line}" for name, item in value.items() for line in _key_lines(str(name), item))]
    if isinstance(value, list) and any(isinstance(item, Mapping) for item in value):
        return [f"{key}:", *(f"  - {dump_flow(item)}" for item in value)]
    return [f"{key}: {dump_flow(value)}"]


def _added(text: str, node: Any, index: int, lines: Sequence[str], flow: str) -> str:
    """The text with an entry before the one at `index` of a mapping or list, or behind the last."""
    if node.flow_style or not node.value:
        return _added_in_brackets(text, node, index, flow)
    end = "\r\n" if "\r\n" in text else "\n"
    written = text.split(end)
    row = _row_before(written, node, index)
    indent = " " * node.start_mark.column
    return end.join([*written[:row], *(indent + line for line in lines), *written[row:]])


def _row_before(lines: list[str], node: Any, index: int) -> int:
    """The line before which an entry belongs; comments above the next entry stay with that."""
    values = [entry[1] if isinstance(entry, tuple) else entry for entry in node.value]
    if not index:
        is_root = node.start_mark.column == 0
        is_mapping = isinstance(node, yaml.MappingNode)
        return first_line(lines, node, 0, is_root=is_root) if is_mapping else int(node.start_mark.line)
    row = last_line(values[index - 1]) + 1
    while row < len(lines) and _is_comment_inside(lines[row], node.start_mark.column):
        row += 1
    return row


def _is_comment_inside(line: str, column: int) -> bool:
    return re.match(rf" {{{column + 1},}}#", line) is not None


def _added_in_brackets(text: str, node: Any, index: int, flow: str) -> str:
    spans = [entry if isinstance(entry, tuple) else (entry, entry) for entry in node.value]
    if not spans:
        at = node.start_mark.index + 1
        return text[:at] + flow + text[at:]
    if index < len(spans):
        at = spans[index][0].start_mark.index
        return f"{text[:at]}{flow}, {text[at:]}"
    at = spans[-1][1].end_mark.index
    return f"{text[:at]}, {flow}{text[at:]}"


def _for_editor(value: Any) -> Any:
    """A value as `edit_text` takes it: numbers stay numbers, where it would write text."""
    if isinstance(value, Mapping):
        return {key: _for_editor(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_for_editor(item) for item in value]
    return PlainScalarString(repr(value)) if type(value) in (int, float) else value
