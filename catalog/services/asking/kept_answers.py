"""Answers of services in a folder, one file an answer, so that a later run asks less.

A file has a line of JSON and the body. It is named by a hash of the question, and is believed only for the question
that it repeats itself; any other file in the folder is left alone.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from catalog.errors import SetupError, UnreadableFileError
from catalog.paths import file_content, write_file

MAX_KEPT_BYTES = 5_000_000
"""Bytes of one answer; a longer one is not kept."""
MAX_ANSWERS = 5_000
MAX_FOLDER_BYTES = 200_000_000
_HEAD_BYTES = 20_000
_VERSION = 1
_MAX_MOMENT = 253_402_300_799  # 9999-12-31
_NAME = re.compile(r"[0-9a-f]{40}\.answer")
_MARK = re.compile(r"[\x20-\x7e]{1,500}")
_ADDRESS = re.compile(r"https?://[\x21-\x7e]+")
_HEADERS = ("content-type", "etag", "last-modified", "link", "location", "x-error-code", "x-error-message",
            "x-repo-commit")  # fmt: skip
"""What is kept of the headers: nothing that a service says of the asker."""


class AnswerKey(NamedTuple):
    """What was asked: the same address can give others to who is signed in, or wants another format."""

    url: str
    accept: str
    is_signed: bool = False

    @property
    def file_name(self) -> str:
        """The name of the file that keeps the answer."""
        return hashlib.sha256("\n".join(map(str, self)).encode()).hexdigest()[:40] + ".answer"


@dataclass(frozen=True, slots=True)
class Reply:
    """What a service answered."""

    address: str
    """Where the last redirect led."""
    status: int
    headers: Mapping[str, str]
    """By names in small letters."""
    content: bytes
    moment: float
    """When the service last said so, in seconds since 1970."""

    @property
    def conditions(self) -> dict[str, str]:
        """Headers by which a service answers 304 if nothing has changed."""
        pairs = (("If-None-Match", "etag"), ("If-Modified-Since", "last-modified"))
        marks = {name: self.headers.get(own, "") for name, own in pairs} if self.status == 200 else {}
        return {name: mark for name, mark in marks.items() if _MARK.fullmatch(mark)}


@dataclass(slots=True)
class KeptAnswers:
    """The answers in `folder`; without a folder none is kept."""

    folder: Path | None
    _fails: bool = field(default=False)

    def __post_init__(self) -> None:
        if self.folder and self.folder.exists() and not self.folder.is_dir():
            raise SetupError(f"{self.folder} is not a folder; answers of services are to be kept there")

    def read(self, key: AnswerKey) -> Reply | None:
        """The answer that was kept; None if there is none that can be used."""
        if self.folder is None:
            return None
        try:
            file = self.folder / key.file_name
            content = file_content(file, MAX_KEPT_BYTES + _HEAD_BYTES, within=self.folder)
            line, _, body = content.partition(b"\n")
            head = json.loads(line)
        except (UnreadableFileError, ValueError, RecursionError):
            return None
        return _reply(head, body) if _is_of(head, key, body) else None

    def write(self, key: AnswerKey, reply: Reply) -> None:
        """Keep an answer, in place of the one before; a folder that cannot be written keeps nothing."""
        if self.folder is None or self._fails or len(reply.content) > MAX_KEPT_BYTES:
            return
        head = {
            "version": _VERSION, "question": key, "address": reply.address, "status": reply.status,
            "moment": reply.moment, "sha256": hashlib.sha256(reply.content).hexdigest(),
            "headers": {name: reply.headers[name] for name in _HEADERS if name in reply.headers},
        }  # fmt: skip
        line = json.dumps(head).encode()
        if len(line) >= _HEAD_BYTES:
            return
        file = self.folder / key.file_name
        if _is_odd(file):
            return
        try:
            write_file(file, line + b"\n" + reply.content)
        except SetupError:
            self._fails = True

    def drop(self, key: AnswerKey) -> None:
        """Keep no answer to this question."""
        if self.folder:
            _delete(self.folder / key.file_name)

    def tidy(self) -> None:
        """Delete the oldest answers, so that at most `MAX_ANSWERS` of `MAX_FOLDER_BYTES` in all are left."""
        if self.folder is None:
            return
        left, size = MAX_ANSWERS, MAX_FOLDER_BYTES
        for status, file in sorted(_files(self.folder), key=lambda pair: pair[0].st_mtime, reverse=True):
            left, size = left - 1, size - status.st_size
            if left < 0 or size < 0:
                _delete(file)


def _is_odd(file: Path) -> bool:
    """Whether something is there that is no file: a pipe or a device would be written to, and could wait for ever."""
    return file.exists() and not file.is_file()


def _delete(file: Path) -> None:
    with contextlib.suppress(OSError):
        file.unlink(missing_ok=True)


def _files(folder: Path) -> list[tuple[os.stat_result, Path]]:
    try:
        with os.scandir(folder) as entries:
            return [(entry.stat(), Path(entry)) for entry in entries if _NAME.fullmatch(entry.name) and entry.is_file()]
    except OSError:
        return []


def _is_of(head: Any, key: AnswerKey, body: bytes) -> bool:
    """Whether a file answers this question, whole and in this form."""
    if not isinstance(head, dict) or head.get("version") != _VERSION or head.get("question") != list(key):
        return False
    headers, address = head.get("headers"), head.get("address")
    return (
        isinstance(headers, dict)
        and all(name in _HEADERS and isinstance(value, str) and value.isprintable() for name, value in headers.items())
        and type(head.get("status")) is int
        and type(head.get("moment")) in {int, float}
        and 0 <= head["moment"] <= _MAX_MOMENT
        and isinstance(address, str)
        and bool(_ADDRESS.fullmatch(address))
        and head.get("sha256") == hashlib.sha256(body).hexdigest()
    )


def _reply(head: Mapping[str, Any], body: bytes) -> Reply:
    return Reply(head["address"], head["status"], head["headers"], body, head["moment"])
