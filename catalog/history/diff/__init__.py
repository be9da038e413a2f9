"""What changed in the data between two moments, in words."""

from catalog.history.diff.between import About, about, between, compare
from catalog.history.diff.changes import Change, Diff, FileChange, Note, RecordChange, Unreadable
from catalog.history.diff.json import as_json
from catalog.history.diff.markdown import as_markdown
from catalog.history.diff.snapshots import Snapshot, read_now, snapshot
from catalog.history.diff.text import as_text, headline, lines

FORMATS = {"text": as_text, "markdown": as_markdown, "json": as_json}
"""Name → function from a `Diff` to text."""

__all__ = [
    "FORMATS",
    "About",
    "Change",
    "Diff",
    "FileChange",
    "Note",
    "RecordChange",
    "Snapshot",
    "Unreadable",
    "about",
    "as_json",
    "as_markdown",
    "as_text",
    "between",
    "compare",
    "headline",
    "lines",
    "read_now",
    "snapshot",
]
