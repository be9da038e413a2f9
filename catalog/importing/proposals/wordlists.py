"""Words that many cells share: few are a closed list, more are a vocabulary."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from catalog.format.flow import yaml_line
from catalog.importing.proposals.samples import Samples
from catalog.importing.slugs import own_slugs
from catalog.values import spelling

_MOST_CLOSED = 12
_MOST_OPEN = 200
_LONGEST = 60
_LONGEST_CLOSED = 40


@dataclass(frozen=True)
class Words:
    """The different values of a column, the most frequent first; `many` says that cells are lists of them."""

    words: tuple[str, ...]
    many: bool
    is_closed: bool

    def vocabulary(self, heading: str) -> str:
        """Return the text of a vocabulary's file."""
        keys = own_slugs(self.words, [""] * len(self.words))
        lines = [f"# Every value of the column {' '.join(heading.split())}. Say in `meaning` what each one is."]
        for key, word in sorted(zip(keys, self.words, strict=True)):
            entry = {"name": word, "meaning": f"As in the column {' '.join(heading.split())}."}
            lines.append(f"{yaml_line(key)}: {yaml_line(entry)}")
        return "\n".join(lines) + "\n"


def shared_words(samples: Samples) -> Words | None:
    """Return the words that the cells of a column share; None where most have text of their own."""
    several = samples.parts(many=True)
    is_list = any(isinstance(cell.raw, list | tuple) for cell in samples.cells)
    if is_list or len(several) > 1.2 * len(samples.cells):
        found = _shared(several, many=True)
        if found or is_list:
            return found
    return _shared(samples.parts(many=False), many=False)


def _shared(texts: list[str], *, many: bool) -> Words | None:
    groups: dict[str, Counter[str]] = {}
    for text in texts:
        groups.setdefault(spelling(text) or text, Counter())[text] += 1
    counts = sorted(groups.values(), key=lambda group: -group.total())
    words = tuple(group.most_common(1)[0][0] for group in counts)
    longest = max(map(len, words), default=0)
    if not words or longest > _LONGEST or len(words) > _MOST_OPEN:
        return None
    often = len(texts) / len(words)
    is_closed = len(words) <= _MOST_CLOSED and longest <= _LONGEST_CLOSED
    alone = sum(group.total() == 1 for group in counts)
    if often >= (3 if is_closed else 2) and len(words) > 1 and alone <= len(words) / 2:
        return Words(words, many, is_closed)
    return None
