"""The data files of one moment: of a revision, of the work tree, of any folder."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from catalog.history.git import GitRepository, UnknownRevision
from catalog.paths import LARGEST, Project, file_content

ReadFiles = Callable[[Iterable[str]], dict[str, bytes]]
"""Paths below `data/` → content, for those that exist."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Files below `data/`: path → an id that is equal exactly where the content is, and how to read them."""

    label: str
    ids: Mapping[str, str]
    read: ReadFiles


def snapshot(project: Project, name: str | None) -> Snapshot:
    """Return the moment called `name`: a survey's folder, a revision, or the work tree when there is no name.

    Raises:
        UnknownRevision: it is neither folder nor revision.
        NotARepository: it could only be a revision, and there is no git.
    """
    if name is None:
        return _of_folder(project.data, "the working tree")
    if name and "\0" not in name and (Path(name) / "data" / "survey.yml").is_file():
        return _of_folder(Path(name) / "data", name)
    try:
        return _of_revision(project, name)
    except UnknownRevision:
        if not os.path.lexists(name):
            raise
        raise UnknownRevision(f"{name!r} is not a survey's folder, for it has no data/survey.yml") from None


def _of_revision(project: Project, name: str) -> Snapshot:
    repository = GitRepository(project.root)
    ids = repository.files(repository.commit(name), "data")

    def read(paths: Iterable[str]) -> dict[str, bytes]:
        wanted = {path: ids[path] for path in paths if path in ids}
        contents = repository.read_blobs(wanted.values())
        return {path: _with_line_feeds(contents[found]) for path, found in wanted.items() if found in contents}

    return Snapshot(name, ids, read)


def _of_folder(folder: Path, label: str) -> Snapshot:
    contents = {path: file_content(folder / path, LARGEST) for path in _files(folder)}

    def read(paths: Iterable[str]) -> dict[str, bytes]:
        return {path: _with_line_feeds(contents[path]) for path in paths if path in contents}

    return Snapshot(label, {path: blob_id(content) for path, content in contents.items()}, read)


def working_tree_reader(project: Project) -> ReadFiles:
    """Return a function that reads files of `data/` as they are now."""

    def read(paths: Iterable[str]) -> dict[str, bytes]:
        files = {path: project.data / path for path in paths}
        return {path: _with_line_feeds(file_content(file, LARGEST)) for path, file in files.items() if file.is_file()}

    return read


def _files(folder: Path) -> Iterator[str]:
    """Regular files; hidden ones are editors', and links may lead anywhere."""
    for parent, _, names in os.walk(folder):
        for name in names:
            file = Path(parent, name)
            if not name.startswith(".") and file.is_file() and not file.is_symlink():
                yield file.relative_to(folder).as_posix()


def _with_line_feeds(content: bytes) -> bytes:
    """Return text with the line ends of Unix, which git changes in checkouts on Windows; other files as they are."""
    return content if b"\0" in content else content.replace(b"\r\n", b"\n")


def blob_id(content: bytes) -> str:
    """Return the name git gives to a file's content."""
    return hashlib.sha1(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()
