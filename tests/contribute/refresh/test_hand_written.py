"""Proposals in files of any hand: what they say stands there, and all else, comments included, is as it was."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.contribute.refresh.edits import apply_proposals
from catalog.contribute.refresh.proposal import FactProposal, StatedClaim
from catalog.contribute.stated import StatedSource
from catalog.format.edit import get_at
from catalog.load.tree import Tree
from catalog.model.node import Node
from catalog.surveys.asr.record import System
from catalog.values import Grade

MODEL = Node.of(System)
TODAY = date(2026, 11, 28)
ARXIV = StatedSource("arxiv", "https://arxiv.org/abs/2411.07777v2", "arXiv page of the paper, version 2")
CARD = StatedSource("huggingface", "https://huggingface.co/loom-lab/loom/tree/0123456", "Model page")
HEADS = [
    "slug: loom\nname: Loom\n",
    "%YAML 1.2\n---\nslug: loom\nname: Loom\n",
    "# a: b\n\n#\t- [ {\nslug:   'loom'\nname: >-\n  Loom\n",
]
SOURCES = [
    "",
    "sources: {}\n",
    'sources:\n  paper: {url: "https://example.org/p"} # c1\n',
    (
        "sources:\n    paper: # c2\n"
        "        url: https://example.org/p\n        title: |\n            A block\n            of text\n"
    ),
    "sources: {paper: {url: 'https://example.org/p'}, Arxiv: {title: x, url: 'https://x.example.org/'}}\n",
    "sources:\n  # c3\n  arxiv: {url: 'https://arxiv.org/abs/2411.00001', title: T}\n  # c4\n",
    (
        "sources:\n  paper:\n    url: https://example.org/p\n    # c5\n"
        "\n\n  other:\n    {title: y,\n     url: 'https://y.example.org/'}\n"
    ),
]
PAPERS = [
    "",
    "paper: {}\n",
    "paper: {kind: preprint}\n",
    "paper:\n  # c6\n  kind: preprint # c7\n\n  # c8\n",
    'paper:\n  title: "Loom: x" # c9\n  kind: preprint\n',
    "paper:\n  title: >\n    Loom\n    x\n\n  kind: preprint\n",
    (
        "paper:\n  title:\n    value: Loom\n    source: paper\n"
        "    instead:\n      # c10\n      - value: Old\n        where: p. 1 # c11\n"
    ),
    "paper:\n  title: {value: 'Loom {a, b}',\n    source: paper} # c13\n  authors: [A B, 'C D', \"E: F\"]\n",
    "paper:\n  authors:\n  - A B # c14\n  - C D # c15\n",
    "paper:\n  authors: [\n    A B,\n    C D,\n    ]\n",
    "paper:\n  title: not reported\n  authors: {value: [A B], instead: [{value: [A C], source: paper}]}\n",
    "paper:\n  title:\n  kind: preprint\n",
]
TAILS = [
    "",
    "code: {licence: MIT} # c17",
    "code:\n  licence: MIT   \n\n\n",
    "code:\n  licence: MIT\n# c18\n",
    "remarks: |+\n  text\n  #no comment\n\n\n",
    "code:\n  licence: MIT\n...\n",
]
TEXTS = st.one_of(
    st.sampled_from([
        "a: b", "# x", " #", "- a", "%a", "&a", "*a", "!a", "@x", "`x`", "null", "~", "true", "no", "2024-01-01", "1e5",
        "0x10", "=", "<<", "? a", ": ", "a #b", "'", '"', "\\", "{a}", "[b]", "]", "}", "x" * 400, "---", "...", "|",
        ">", "1:30", "</details>", "a:", " lead", "trail ", "-", "01", "1_000", ".inf",
    ]),
    st.text(st.characters(codec="utf-8").filter(str.isprintable), min_size=1, max_size=30),  # as `clean_text` leaves
)  # fmt: skip
FIELDS = [("paper", "title"), ("paper", "authors"), ("paper", "venue"), ("code", "licence"), ("code", "page")]
COMMENT = re.compile(r"# c\d+")


@st.composite
def files(draw: st.DrawFn) -> str:
    text = "".join(draw(st.sampled_from(parts)) for parts in (HEADS, SOURCES, PAPERS, TAILS))
    return text.replace("\n", draw(st.sampled_from(["\n", "\n", "\r\n"])))


def _leaves(content: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Any]]:
    entries = content.items() if isinstance(content, dict) else enumerate(content) if isinstance(content, list) else ()
    if not content or not isinstance(content, dict | list):
        yield path, content
    for key, value in entries:
        yield from _leaves(value, (*path, key))


def _data(text: str) -> Any:
    return Tree(Path("loom.yml"), text.encode()).data


@given(files(), st.lists(st.sampled_from(FIELDS), min_size=1, max_size=3, unique=True), st.data())
@settings(deadline=None, max_examples=100)
def test_what_is_proposed_stands_there_and_nothing_else_changes(text: str, paths: list[Any], data: st.DataObject):
    before = _data(text)
    proposals = []
    for path in paths:
        value: Any = data.draw(TEXTS)
        value = [value, data.draw(TEXTS)] if path[-1] == "authors" else value
        source = data.draw(st.sampled_from([ARXIV, CARD]))
        claim = StatedClaim(value, source, data.draw(TEXTS), Grade.PRIMARY, data.draw(st.just("") | TEXTS))
        is_blank = get_at(before, path) in (None, "not reported")
        proposals.append(FactProposal(path, "", claim if is_blank else None, () if is_blank else (claim,)))
    after = apply_proposals(text, proposals, MODEL, TODAY)
    content = _data(after)
    for proposal in proposals:
        fact, claim = get_at(content, proposal.path), proposal.claims[0].yaml()
        assert fact == claim if proposal.fill else claim in fact["instead"]
    kept = dict(_leaves(content))
    changed = [*paths, ("sources",)]
    for path, value in _leaves(before):
        if not any(path[: len(each)] == each or each[: len(path)] == path for each in changed):
            assert kept[path] == value
    assert COMMENT.findall(text) == COMMENT.findall(after)
    assert ("\r\n" in text) <= (after.count("\n") == after.count("\r\n"))
    assert apply_proposals(after, [], MODEL, TODAY) == after
