"""What git knows of a folder: revisions, their files, the history. Nothing is ever written."""

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

from catalog.errors import SetupError

_NEW_FILE = re.compile(r"\+\+\+ b/(.+)")
_NEW_LINES = re.compile(r"@@ -\S+ \+(\d+)(?:,(\d+))? @@")


class UnknownRevision(SetupError):  # noqa: N818
    """There is no such commit, branch or tag."""


class NotARepository(SetupError):  # noqa: N818
    """The folder is not under git, or there is no git."""


@dataclass(frozen=True, slots=True)
class BlobChange:
    """One file of a commit: the ids of its content before and after, empty where there was none."""

    path: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Commit:
    """One step of the history; a merge counts as one step."""

    sha: str
    when: datetime
    author: str
    subject: str
    changes: tuple[BlobChange, ...]


@dataclass(frozen=True)
class GitRepository:
    """The git repository that `folder` is part of; paths are relative to `folder`.

    Every method raises `NotARepository` where there is none.
    """

    folder: Path

    @cached_property
    def prefix(self) -> str:
        """Path of `folder` inside the repository, with a final slash, or nothing."""
        return _decoded(self._git("rev-parse", "--show-prefix")).rstrip("\n")

    def commit(self, name: str) -> str:
        """The full id of the commit called `name`.

        Raises:
            UnknownRevision: there is none.
        """
        missing = f"there is no revision or folder {name[:100]!r}"
        if not name or "\0" in name:
            raise UnknownRevision(missing)
        try:
            found = self._git("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
        except NotARepository:
            raise
        except SetupError:
            raise UnknownRevision(missing) from None
        return _decoded(found).strip()

    def merge_base(self, name: str) -> str:
        """Where the work began that `name` does not have yet; `name` itself where the two share no history.

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
        """Path → content id of every regular file below the folder `below` of a commit."""
        start = f"{self.prefix}{below}/"
        listed = self._git("ls-tree", "-r", "-z", "--full-tree", commit, "--", start)
        found = {}
        for line in filter(None, listed.split(b"\0")):
            about, _, path = line.partition(b"\t")
            mode, _, content = _decoded(about).split(" ")
            if mode.startswith("100"):
                found[_decoded(path).removeprefix(start)] = content
        return found

    def read_blobs(self, contents: Iterable[str]) -> dict[str, bytes]:
        """Content id → content."""
        wanted = list(dict.fromkeys(contents))
        if not wanted:
            return {}
        out = self._git("cat-file", "--batch", given="\n".join(wanted).encode() + b"\n")
        found, position = {}, 0
        for content in wanted:
            end = out.index(b"\n", position)
            head = out[position:end].split(b" ")
            position = end + 1
            if len(head) == 3 and head[1] == b"blob":
                found[content] = out[position : position + int(head[2])]
                position += int(head[2]) + 1
        return found

    def commits(self, below: str, limit: int) -> Iterator[Commit]:
        """The newest `limit` commits that touched the folder `below`, newest first, along first parents."""
        shape = "%x00%x1e%H%x00%cI%x00%an%x00%s%x00"
        options = ["--first-parent", "--diff-merges=first-parent", "--raw", "-z", "--no-abbrev", "--no-renames"]
        start = f"{self.prefix}{below}/"
        try:
            self.commit("HEAD")
        except UnknownRevision:
            return
        listed = self._git("log", *options, f"--max-count={limit}", f"--format={shape}", "--", f":(top,literal){start}")
        for entry in listed.split(b"\0\x1e")[1:]:
            sha, when, author, subject, raw = entry.split(b"\0", 4)
            touched = tuple(_touched(raw, start))
            yield Commit(
                _decoded(sha), datetime.fromisoformat(_decoded(when)), _decoded(author), _decoded(subject), touched
            )

    def changed_files(self, commit: str, paths: Iterable[Path]) -> set[str]:
        """Files below these paths that the work tree has otherwise than a commit: changed, new or gone.

        They are named from the top of the repository. Paths outside the repository and ignored files are passed over.
        """
        top = Path(_decoded(self._git("rev-parse", "--show-toplevel")).rstrip("\n"))
        names = [str(path) for path in paths if path.resolve().is_relative_to(top)]
        if not names:
            return set()
        tracked = self._git("diff", "--name-only", "--no-renames", "-z", commit, "--", *names)
        new = self._git("ls-files", "--others", "--exclude-standard", "--full-name", "-z", "--", *names)
        return set(filter(None, _decoded(tracked + new).split("\0")))

    def changed_lines(self, commit: str) -> dict[str, set[int]]:
        """File (relative to `folder`) to the numbers of the lines that a commit has not: changed or new ones."""
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
            lines[name] = set(range(1, (self.folder / name).read_bytes().count(b"\n") + 2))
        return lines

    def _git(self, *arguments: str, given: bytes | None = None) -> bytes:
        environment = os.environ | {"LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0"}
        command = ["git", "-C", str(self.folder), "-c", "core.quotePath=off", *arguments]
        try:
            done = subprocess.run(command, input=given, capture_output=True, check=False, env=environment)  # noqa: S603
        except FileNotFoundError:
            raise NotARepository("git is not installed: there are no revisions to look at") from None
        except ValueError as error:
            raise SetupError(f"git cannot be asked: {error}") from None
        if done.returncode:
            said = _decoded(done.stderr).strip().split("\n")[0]
            if "not a git repository" in said or "work tree" in said:
                raise NotARepository(f"{self.folder} is not in a git repository: there are no revisions to look at")
            raise SetupError(f"git {arguments[0]} failed: {said or 'no reason given'}")
        return done.stdout


def _touched(raw: bytes, start: str) -> Iterator[BlobChange]:
    """Read `:mode mode old new status NUL path NUL …`."""
    parts = iter(raw.strip(b"\n\0").split(b"\0"))
    for about in parts:
        fields = _decoded(about).lstrip("\n").split(" ")
        path = _decoded(next(parts, b""))
        if len(fields) == 5 and path.startswith(start):
            _, new_mode, old, new, _ = fields
            old_mode = fields[0].lstrip(":")
            known = {old: old_mode.startswith("100"), new: new_mode.startswith("100")}
            yield BlobChange(path.removeprefix(start), old if known[old] else "", new if known[new] else "")


def _decoded(raw: bytes) -> str:
    return raw.decode(errors="replace")
