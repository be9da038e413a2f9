"""Tables for property tests, and how a careful writer puts them into Markdown."""

from __future__ import annotations

import re

from hypothesis import strategies as st

from catalog.escape import INVISIBLE

cell_text = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=20).map(
    lambda text: " ".join(re.sub(INVISIBLE, "", text).split())
)


def rows_of(min_columns=1):
    return st.integers(min_columns, 5).flatmap(
        lambda width: st.lists(st.lists(cell_text, min_size=width, max_size=width), min_size=2, max_size=5)
    )


def as_markdown(rows):
    """A pipe table in which pipes of cells are escaped, as every Markdown reader wants it."""
    lines = ["| " + " | ".join(text.replace("|", r"\|") for text in row) + " |" for row in rows]
    return "\n".join([lines[0], "|" + " --- |" * len(rows[0]), *lines[1:]])
