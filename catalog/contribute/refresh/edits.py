"""A proposal as a change of the record's text: comments, quotes, the order of keys and the style of the rest stay.

Each proposal is about a place of its own, and what is added is put in order, so that proposals give the same text
whichever is applied first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path as FilePath
from typing import Any

from catalog.contribute.refresh.keys import is_own_key
from catalog.contribute.refresh.proposal import EntryProposal, FactProposal, RecordProposal, StatedClaim
from catalog.format import format_yaml
from catalog.format.edit import get_at
from catalog.format.flow import dump_flow
from catalog.format.insert import add_beside, add_item, add_key, position, replace_value
from catalog.format.parsed import parsed
from catalog.model.node import Node, Path


def apply_proposals(text: str, proposals: Iterable[RecordProposal], model: Node, today: date) -> str:
    """Return the text of a record with proposals; it is in the house style if it was before."""
    proposals = list(proposals)
    if not proposals:
        return text
    file = FilePath("record.yml")
    was_formatted = format_yaml(file, text.encode(), model).text == text
    for proposal in proposals:
        for claim in proposal.claims:
            text = _with_source(text, claim, model, today)
        if isinstance(proposal, EntryProposal):
            text = _with_entry(text, proposal, model)
        else:
            text = _with_fact(text, proposal, model)
    return format_yaml(file, text.encode(), model).text if was_formatted else text


def _data(text: str) -> Any:
    return parsed(text).data


def _with_source(text: str, claim: StatedClaim, model: Node, today: date) -> str:
    key, sources = claim.source.key, get_at(_data(text), ("sources",))
    if isinstance(sources, dict) and key in sources:
        return text
    source = {"url": claim.source.url, "title": claim.source.title}
    source |= {"date": claim.source.date} if claim.source.date else {}
    source["read"] = today.isoformat()
    if not isinstance(sources, dict) or not sources:
        return _with_value(text, ("sources",), {key: source}, model)
    return add_key(text, ("sources",), key, source, _in_order(key))


def _in_order(key: str) -> Callable[[Sequence[str]], int]:
    return lambda keys: position(keys, lambda other: other > key, is_own_key)


def _with_fact(text: str, proposal: FactProposal, model: Node) -> str:
    if proposal.fill:
        text = _with_value(text, proposal.path, proposal.fill.yaml(), model)
    for rival in proposal.rivals:
        text = _with_rival(text, proposal.path, rival.yaml(), model)
    return text


def _with_value(text: str, path: Path, value: Any, model: Node) -> str:
    """Set a value; keys above it that are missing are added where the model has them."""
    data = _data(text)
    if get_at(data, path) is not None:
        return replace_value(text, path, value)
    depth = next(count for count in range(len(path) - 1, -1, -1) if isinstance(get_at(data, path[:count]), dict | list))
    for step in reversed(path[depth + 1 :]):
        value = {step: value}
    return add_key(text, path[:depth], str(path[depth]), value, _as_in(model, path[: depth + 1]))


def _as_in(model: Node, path: Path) -> Callable[[Sequence[str]], int]:
    """Where the model has the key at the end of a path among others."""
    for step in path[:-1]:
        model = model.below(step)

    def at(keys: Sequence[str]) -> int:
        ranks = {key: rank for rank, key in enumerate(model.allowed_keys(keys))}
        own = ranks.get(str(path[-1]), len(ranks))
        return position(keys, lambda key: ranks.get(key, len(ranks)) > own)

    return at


def _with_rival(text: str, path: Path, rival: Mapping[str, Any], model: Node) -> str:
    there = get_at(_data(text), path)
    if not isinstance(there, dict):
        return add_beside(text, path, "value", {"instead": [rival]})
    if isinstance(there.get("instead"), list) and there["instead"]:
        return add_item(text, (*path, "instead"), rival, _among_items(rival))
    return _with_value(text, (*path, "instead"), [rival], model)


def _with_entry(text: str, proposal: EntryProposal, model: Node) -> str:
    entry = proposal.yaml()
    if get_at(_data(text), proposal.path):
        return add_item(text, proposal.path, entry, _among_items(entry))
    return _with_value(text, proposal.path, [entry], model)


def _among_items(item: Mapping[str, Any]) -> Callable[[Sequence[Any]], int]:
    own = _rank(item)
    return lambda items: position(items, lambda other: _rank(other) > own, _is_own)


def _rank(item: Mapping[str, Any]) -> tuple[str, str]:
    return str(item.get("source")), dump_flow(item)


def _is_own(item: Any) -> bool:
    return isinstance(item, dict) and is_own_key(item.get("source"))
