"""Text from outside shown as text: in a terminal, and in the Markdown GitHub renders."""

from __future__ import annotations

import re


def printable(text: str) -> str:
    """Text without what a terminal would obey instead of show."""
    return "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in text)


def inline_code(text: str) -> str:
    """Text as a Markdown code span, whatever backticks it holds."""
    text = printable(" ".join(text.split()))
    runs = [len(run) for run in re.findall(r"`+", text)]
    fence = "`" * next(length for length in range(1, len(runs) + 2) if length not in runs)
    padded = f" {text} " if text.startswith("`") or text.endswith("`") or not text.strip() else text
    return f"{fence}{padded}{fence}"


def code_block(text: str, language: str = "") -> str:
    """Text as a Markdown code block, whatever fences it holds."""
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{language}\n{text.rstrip()}\n{fence}"


def escape_markdown(text: str) -> str:
    """Text that stays text: punctuation escaped, and no `@name` or `#1` for GitHub to pick up."""
    escaped = re.sub(r"([\\`*_{}\[\]()<>|#~&!$:/.+-])", r"\\\1", printable(" ".join(text.split())))
    return re.sub(r"([@#]|GH\\-)(?=\w)", "\\1\u200b", escaped)
