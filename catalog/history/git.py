"""Reads a git repository through the `git` command: revisions, files, history. Never writes."""

from __future__ import annotations

import os
import re
import subprocess
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path

from catalog.errors import SetupError, UnreadableFileError
from catalog.paths import LARGEST, file_content

_NEW_FILE = re.compile(r"\+\+\+ b/(.+)")
_NEW_LINES = re.compile(r"@@ -\S+ \+(\d+)(?:,(\d+))? @@")
_REGULAR_FILE = "100"
"""How git's modes of regular files start, in contrast to symbolic links and submodules."""


class UnknownRevision(SetupError):  # noqa: N818
    """There is no such commit, branch or tag."""


class NotARepository(SetupError):  # noqa: N818
    """The folder is not in a git repository, or git is not installed."""


@dataclass(frozen=True, slots=True)
class BlobChange:
    """One file of a commit, with the blob ids of its content before and after; empty if there was none."""

    path: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Commit:
    """One commit of the history along first parents; a merge counts as one."""

    sha: str
    date: datetime
    author: str
    subject: str
    body: str
    """What the message says below its subject."""
    parents: tuple[str, ...]
    changes: tuple[BlobChange, ...]


@dataclass(frozen=True)
class GitRepository:
    """The git repository that contains `folder`; paths are relative to `folder`.

    Every method raises `NotARepository` if there is none.
    """

    folder: Path

    @cached_property
    def prefix(self) -> str:
        """Path of `folder` in the repository, with a trailing slash; empty for its top."""
        return _decoded(self._git("rev-parse", "--show-prefix")).rstrip("\n")

    def commit(self, name: str) -> str:
        """Return the full id of the commit that `name` names.

        Raises:
            UnknownRevision: there is none.
        """
        missing = f"there is no revision or folder {name[:100]!r}"
        if not name or "\0" in name:
            raise UnknownRevision(missing)
        try:
            sha = self._git("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
        except NotARepository:
            raise
        except SetupError:
            raise UnknownRevision(missing) from None
        return _decoded(sha).strip()

    def merge_base(self, name: str) -> str:
        """Return the merge base of `name` and HEAD; the commit `name` itself if they have no common history.

        Raises:
            UnknownRevision: there is no such commit.
        """
        commit = self.commit(name)
        try:
            return _decoded(self._git("merge-base", commit, "HEAD")).strip()
        except NotARepository:
            raise
        except SetupError:
            return commit

    def files(self, commit: str, below: str) -> dict[str, str]:
        """Return path → blob id of every regular file below the folder `below` of a commit."""
        start = f"{self.prefix}{below}/"
        output = self._git("ls-tree", "-r", "-z", "--full-tree", commit, "--", start)
        blobs = {}
        for entry in filter(None, output.split(b"\0")):
            attributes, _, path = entry.partition(b"\t")
            mode, _, blob = _decoded(attributes).split(" ")
            if mode.startswith(_REGULAR_FILE):
                blobs[_decoded(path).removeprefix(start)] = blob
        return blobs

    def read_blobs(self, blobs: Iterable[str]) -> dict[str, bytes]:
        """Return blob id → content, without ids that are not blobs of this repository."""
        ids = list(dict.fromkeys(blobs))
        if not ids:
            return {}
        output = self._git("cat-file", "--batch", stdin="\n".join(ids).encode() + b"\n")
        contents, position = {}, 0
        for blob in ids:
            # `<id> blob <size>`, the content and a line break; or `<id> missing`.
            line_end = output.index(b"\n", position)
            header = output[position:line_end].split(b" ")
            position = line_end + 1
            if len(header) == 3 and header[1] == b"blob":
                contents[blob] = output[position : position + int(header[2])]
                position += int(header[2]) + 1
        return contents

    def commits(self, below: str, limit: int) -> Iterator[Commit]:
        """Yield the newest `limit` commits that changed files below the folder `below`, newest first."""
        # NUL and RS (x1e) before each commit: no path starts with RS, and nothing that people wrote, after its blank.
        line = "%x00%x1e%H%x00%cI%x00%P%x00 %an%x00 %s%x00 %b%x00"
        options = ["--first-parent", "--diff-merges=first-parent", "--raw", "-z", "--no-abbrev", "--no-renames"]
        start = f"{self.prefix}{below}/"
        try:
            self.commit("HEAD")
        except UnknownRevision:
            return
        output = self._git("log", *options, f"--max-count={limit}", f"--format={line}", "--", f":(top,literal){start}")
        for entry in output.split(b"\0\x1e")[1:]:
            *fields, raw = entry.split(b"\0", 6)
            sha, when, parents, author, subject, body = map(_decoded, fields)
            date, changes = datetime.fromisoformat(when), tuple(_blob_changes(raw, start))
            yield Commit(sha, date, author[1:], subject[1:], body[1:], tuple(parents.split()), changes)

    def merged_subjects(self, merge: Commit, paths: Iterable[str]) -> list[str]:
        """Return the subjects of the commits that a merge brought in and that touched files, newest first.

        Merges among them are left out. `paths` are relative to the top of the repository.
        """
        revisions = [merge.sha, f"^{merge.parents[0]}", "--"]
        literal = [f":(top,literal){path}" for path in paths if "\n" not in path]
        stdin = "\n".join([*revisions, *literal, ""]).encode()
        output = self._git("log", "--no-merges", "-z", "--format=%s", "--stdin", stdin=stdin) if literal else b""
        return [_decoded(subject) for subject in output.split(b"\0") if subject.strip()]

    def changed_files(self, commit: str, paths: Iterable[Path]) -> set[str]:
        """Return the files below `paths` that differ between the work tree and a commit: changed, new or deleted.

        Their paths are relative to the top of the repository. Ignored files and paths outside are skipped.
        """
        top = Path(_decoded(self._git("rev-parse", "--show-toplevel")).rstrip("\n"))
        names = [str(path) for path in paths if path.resolve().is_relative_to(top)]
        if not names:
            return set()
        tracked = self._git("diff", "--name-only", "--no-renames", "-z", commit, "--", *names)
        new = self._git("ls-files", "--others", "--exclude-standard", "--full-name", "-z", "--", *names)
        return set(filter(None, _decoded(tracked + new).split("\0")))

    def changed_lines(self, commit: str) -> dict[str, set[int]]:
        """Return file (relative to `folder`) → the numbers of the lines that are new or changed since a commit."""
        options = ("--unified=0", "--no-color", "--no-ext-diff", "--relative", "--src-prefix=a/", "--dst-prefix=b/")
        lines: dict[str, set[int]] = defaultdict(set)
        file = ""
        for line in _decoded(self._git("diff", *options, commit, "--", ".")).splitlines():
            if match := _NEW_FILE.fullmatch(line):
                file = match[1]
            elif (match := _NEW_LINES.match(line)) and file:
                start, count = int(match[1]), int(match[2] or 1)
                lines[file] |= set(range(start, start + count))
        untracked = self._git("ls-files", "--others", "--exclude-standard", "-z", "--", ".")
        for name in filter(None, _decoded(untracked).split("\0")):
            lines[name] = set(range(1, _line_count(self.folder / name) + 1))
        return lines

    def _git(self, *arguments: str, stdin: bytes | None = None) -> bytes:
        environment = os.environ | {"LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0"}
        command = ["git", "-C", str(self.folder), "-c", "core.quotePath=off", *arguments]
        try:
            done = subprocess.run(command, input=stdin, capture_output=True, check=False, env=environment)  # noqa: S603
        except FileNotFoundError:
            raise NotARepository("git is not installed, so there are no revisions") from None
        except ValueError as error:
            raise SetupError(f"git cannot be run: {error}") from None
        if done.returncode:
            reason = _decoded(done.stderr).strip().split("\n")[0]
            if "not a git repository" in reason or "work tree" in reason:
                raise NotARepository(f"{self.folder} is not in a git repository, so there are no revisions")
            raise SetupError(f"git {arguments[0]} failed: {reason or 'no reason given'}")
        return done.stdout


def _line_count(file: Path) -> int:
    """Return the number of lines of a file; none where it cannot be read, and so has no line with a link."""
    try:
        return file_content(file, LARGEST).count(b"\n") + 1
    except UnreadableFileError:
        return 0


def _blob_changes(raw: bytes, start: str) -> Iterator[BlobChange]:
    """Parse `:mode mode old new status NUL path NUL …`; skip files outside `start`, and links and submodules."""
    parts = iter(raw.strip(b"\n\0").split(b"\0"))
    for attributes in parts:
        fields = _decoded(attributes).lstrip("\n:").split(" ")
        path = _decoded(next(parts, b""))
        if len(fields) == 5 and path.startswith(start):
            old_mode, new_mode, old, new, _ = fields
            old_blob = old if old_mode.startswith(_REGULAR_FILE) else ""
            new_blob = new if new_mode.startswith(_REGULAR_FILE) else ""
            yield BlobChange(path.removeprefix(start), old_blob, new_blob)


def _decoded(raw: bytes) -> str:
    return raw.decode(errors="replace")
