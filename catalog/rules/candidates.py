"""What is wrong with `data/candidates.yml`, beside the records and in itself."""

from __future__ import annotations

from collections.abc import Iterator

from catalog.errors import Finding, Problem
from catalog.load.candidates import Candidates, read_candidates
from catalog.load.records import Definition
from catalog.model.node import Node
from catalog.rules.unfinished import unfinished_texts


def candidate_problems(definition: Definition) -> Iterator[Problem]:
    """Yield what the file cannot be read for, what says nothing yet, what has a record, and what stands there twice."""
    loaded = read_candidates(definition.project)
    yield from loaded.problems
    if loaded.value is None or loaded.tree is None:
        return
    yield from map(loaded.locate, unfinished_texts(loaded.tree, Node.of(Candidates)))
    yield from map(loaded.locate, _findings(definition, loaded.value))


def _findings(definition: Definition, candidates: Candidates) -> Iterator[Finding]:
    records = {file.stem for file in definition.files()}
    links: dict[str, str] = {}
    for name, entries in candidates.lists.items():
        for slug, candidate in entries.items():
            path = (name, slug)
            if slug in records:
                message, hint = f"{slug} is in the catalogue", "remove it here"
                yield Finding(path, message, hint, "candidate", about_key=True)
            if name == "dismissed" and slug in candidates.waiting:
                message, hint = f"{slug} is waiting as well", "keep it in one of the two lists"
                yield Finding(path, message, hint, "candidate", about_key=True)
            other = links.setdefault(str(candidate.link), slug)
            if other != slug:
                hint = "name both in one entry, or give each a link of its own"
                yield Finding((*path, "link"), f"the link is that of {other} as well", hint, "candidate")
