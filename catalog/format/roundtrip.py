"""A reader and writer of YAML that keeps comments, quotes and line breaks, for changes of single values."""

from __future__ import annotations

from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.constructor import RoundTripConstructor
from ruamel.yaml.nodes import ScalarNode
from ruamel.yaml.resolver import VersionedResolver
from ruamel.yaml.scalarstring import FoldedScalarString
from ruamel.yaml.tag import Tag

_NEVER_WRAP = 1 << 30
"""A line width that no text reaches: ruamel.yaml would break longer lines."""
_TEXT = Tag(suffix="tag:yaml.org,2002:str")


def round_trip() -> YAML:
    """Return a reader and writer that keeps comments, quotes and line breaks and reads every scalar as text."""
    yml = YAML(typ="rt", pure=True)
    yml.Resolver, yml.Constructor = _TextResolver, _LineBreakConstructor
    yml.preserve_quotes = True
    yml.width = _NEVER_WRAP
    yml.indent(mapping=2, sequence=4, offset=2)
    return yml


class _TextResolver(VersionedResolver):
    """Resolves every scalar as text, so that no number or date is rewritten."""

    def resolve(self, kind: Any, value: Any, implicit: Any) -> Any:
        return _TEXT if kind is ScalarNode else super().resolve(kind, value, implicit)


class _LineBreakConstructor(RoundTripConstructor):
    """Reads text that stands on several lines as a folded block with the same line breaks."""

    def construct_scalar(self, node: Any) -> Any:
        text = super().construct_scalar(node)
        first, last = node.start_mark, node.end_mark
        if node.style in ("|", ">") or first.line == last.line or not isinstance(text, str):
            return text
        raw = first.buffer[first.pointer : last.pointer].strip("'\"")
        lines = [line.strip() for line in raw.splitlines()]
        # Only where folding the lines gives the text again: not with escapes, doubled quotes or paragraphs.
        if " ".join(lines) != text or not all(lines):
            return text
        folded = FoldedScalarString(text)
        folded.fold_pos = [len(" ".join(lines[:count])) for count in range(1, len(lines))]
        return folded
