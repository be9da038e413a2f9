"""Whether measurements can be as a setting asks: the conditions of measures and leaderboards."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from pydantic import ValidationError

from catalog.errors import Finding
from catalog.model.node import Node
from catalog.values import Record, Vocabularies, guess


def condition_findings(
    path: tuple[str | int, ...], measured: Node, name: str, word: str, vocabularies: Vocabularies
) -> Iterator[Finding]:
    """Yield a finding for a condition that no measurement can meet."""
    fields = [name for name, child in measured.children.items() if not child.fact]
    if name not in fields:
        hint = f"{guess(name, fields)}fields: {', '.join(fields)}"
        yield Finding(path, f"a measurement has no field `{name}`", hint, about_key=True)
        return
    child = measured.children[name].single
    entry = child.value_type.entry if child.value_type else None
    words = list(vocabularies.get(entry.vocabulary, {})) if entry else choices(child)
    if words and word not in words:
        place = f" in data/{entry.vocabulary}.yml" if entry else ""
        hint = f"{guess(word, words)}allowed{place}: {', '.join(words)}"
        yield Finding(path, f"`{name}` has no word `{word[:60]}`", hint)


def choices(place: Node) -> list[str]:
    """Return the words of the closed list that a field of a measurement takes; none where any may come."""
    return list(place.value_type.words) if place.value_type else list(place.literals)


def conflicts(
    path: tuple[str | int, ...], model: type[Record], of: str, where: Mapping[str, str], vocabularies: Vocabularies
) -> Iterator[Finding]:
    """Yield what the rules of the record class say of a measurement that meets the conditions at `path`."""
    example = {"slug": "example", "name": "Example", of: [{**where, "value": 1}]}
    try:
        record = model.model_validate(example, context={"vocabularies": vocabularies})
    except ValidationError:
        return  # a condition is wrong by itself, or the class requires more than this
    for finding in record.findings(vocabularies):
        steps = finding.path
        if steps[:2] == (of, 0) and steps[2:3] and steps[2] in where:
            yield replace(finding, path=(*path, *steps[2:]))
