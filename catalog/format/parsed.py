"""The content of a text, for steps that follow each other and look at the same one."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from catalog.load.tree import Tree


@lru_cache(maxsize=4)
def parsed(text: str) -> Tree:
    """Return the content of a text; nobody may change it.

    Raises:
        InvalidYaml: the text cannot be read.
    """
    return Tree(Path(), text.encode())
