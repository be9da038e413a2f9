"""A diff as the comment on a pull request.

What comes from the data is shown as code, or escaped: no mention, link or HTML in it takes effect.
"""

from __future__ import annotations

from collections.abc import Iterator

from catalog.escape import escape_markdown, inline_code
from catalog.history.diff.changes import Diff, FileChange, RecordChange
from catalog.history.diff.wording import Markup, change_line, headline, record_heading, record_lines

MAX_LENGTH = 50_000
"""Characters; GitHub takes 65,536 for a comment, of which the diff is a part."""
_MAX_UNFOLDED = 12
"""Changed records and files that are shown without a click."""
_MARKUP = Markup(escape_markdown, lambda name: f"**{escape_markdown(name)}**", inline_code)


def diff_markdown(diff: Diff) -> str:
    """Return the whole diff, ended by a line feed, cut at a line where it is too long for a comment."""
    if not diff:
        return "No changes in the data.\n"
    blocks = [*map(_record, diff.records), *map(_file, diff.files)]
    blocks += [f"- not compared: {inline_code(item.message)}" for item in diff.unreadable]
    body = "\n".join(_limited(blocks))
    if len(blocks) > _MAX_UNFOLDED:
        body = f"<details><summary>All changes</summary>\n\n{body}\n\n</details>"
    return f"**{escape_markdown(headline(diff))}**\n\n{body}\n"


def _limited(blocks: list[str]) -> Iterator[str]:
    """As many blocks as fit into one comment, then how many were left out."""
    length = 0
    for index, block in enumerate(blocks):
        length += len(block) + 1
        if length > MAX_LENGTH:
            yield f"- … and {len(blocks) - index} more; `catalog diff` shows them all"
            return
        yield block


def _record(record: RecordChange) -> str:
    lines = record_lines(record, _MARKUP)
    return "\n".join([f"- {record_heading(record, _MARKUP)}", *(f"  - {line}" for line in lines)])


def _file(file: FileChange) -> str:
    lines = (change_line(change, _MARKUP) for change in file.changes)
    return "\n".join([f"- {escape_markdown(file.title)}", *(f"  - {line}" for line in lines)])
