"""How hand-written scripts are published: without their comments, and those of one page as one file.

Nothing is renamed or rewritten, so that what runs can be read; the sources stay typed and split by purpose.
"""

from __future__ import annotations

import re
from pathlib import Path

CATALOGUE = ("scale", "view", "query", "filters", "ranges", "table", "charts", "plot", "explore")
"""Scripts of the catalogue and its charts, each after those it needs."""

_BLOCKS = re.compile(r"^[ \t]*/\*\*(?:(?!\*/).)*\*/[ \t]*\n", re.DOTALL | re.MULTILINE)
_CASTS = re.compile(r"/\*\* @type (?:(?!\*/).)*\*/ ?")
_LINES = re.compile(r"^[ \t]*//.*\n", re.MULTILINE)
_INDENTS = re.compile(r"^[ \t]+", re.MULTILINE)


def bare(script: str) -> str:
    """A script without comments that stand alone, types and indentation."""
    for pattern in (_BLOCKS, _CASTS, _LINES, _INDENTS):
        script = pattern.sub("", script)
    return script


def joined(assets: Path) -> str:
    """The scripts of the catalogue as one."""
    return "".join(bare((assets / f"{name}.js").read_text()) for name in CATALOGUE)


def published(name: str, content: bytes) -> bytes | None:
    """What is published of a file below `site/`; nothing of parts and of what only compilers read."""
    if name in {f"assets/{part}.js" for part in CATALOGUE} or name.endswith(".d.ts"):
        return None
    own = name.startswith("assets/") and name.count("/") == 1 and name.endswith(".js")
    return bare(content.decode()).encode() if own else content
