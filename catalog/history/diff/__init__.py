"""What changed in the data between two moments, in words."""

from catalog.history.diff.changes import Change, Diff, FileChange, Note, RecordChange, UnreadableFile
from catalog.history.diff.compare import DiffContext, compare_files, compare_snapshots, diff_context
from catalog.history.diff.json import diff_json
from catalog.history.diff.markdown import diff_markdown
from catalog.history.diff.snapshots import Snapshot, snapshot, working_tree_reader
from catalog.history.diff.text import diff_text
from catalog.history.diff.wording import change_line, file_lines, headline, record_heading, record_lines, spelling_lines

FORMATS = {"text": diff_text, "markdown": diff_markdown, "json": diff_json}
"""Name → function from a `Diff` to text."""

__all__ = [
    "FORMATS",
    "Change",
    "Diff",
    "DiffContext",
    "FileChange",
    "Note",
    "RecordChange",
    "Snapshot",
    "UnreadableFile",
    "change_line",
    "compare_files",
    "compare_snapshots",
    "diff_context",
    "diff_json",
    "diff_markdown",
    "diff_text",
    "file_lines",
    "headline",
    "record_heading",
    "record_lines",
    "snapshot",
    "spelling_lines",
    "working_tree_reader",
]
