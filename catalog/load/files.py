"""The files of `data/`: which are read as records, and why others are not read at all."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from catalog.errors import Problem, Severity, UnreadableFileError
from catalog.escape import described_character
from catalog.paths import ARCHIVE, Project, file_content
from catalog.values import guess
from catalog.values.slug import slugged

_ENDING = ".yml"
_LIKE_YAML = re.compile(r"\.(?:ya?ml|yam|ymal|yl|json)(?=$|[^a-z])", re.IGNORECASE)
"""In a name that was meant to end in `.yml`: `x.yaml`, `x.YML`, `x.json`, `x.yml.txt`, `x.yml (1)`."""
_ANY_ENDING = re.compile(r"\.[a-z]{1,5}$", re.IGNORECASE)
_BACKUP = re.compile(r"~$|^\.?#|\.(?:bak|backup|old|orig|rej|save|sw[a-z]|te?mp|part|crdownload)\d*$", re.IGNORECASE)
_COPY = re.compile(
    r"^(?:copy|kopie|copie|copia) (?:of|von|de) | (?:- )?(?:copy|kopie)(?: ?\(?\d+\)?)?$| ?\(\d+\)$", re.IGNORECASE
)
"""What file managers and browsers add to the name of a copy: `x (1)`, `Copy of x`, `x - Copy`."""
_LITTER = frozenset({"thumbs.db", "ehthumbs.db", "desktop.ini", "__macosx", "icon\r"})
_DOCUMENT = re.compile(
    r"(?:readme|licen[cs]e|copying|notice|authors|citation|changelog|contributing)(?:\.\w+)*", re.IGNORECASE
)
_OTHERS_AT_TOP = re.compile(
    r"(?:links|candidates)\.yml|(?:link-report|watch)\.json|.+\.mapping\.yml|.+\.imported\.json|original-table\.\w+|.+\.schema\.json|.+\.(?:md|txt)"
)
_MOST_ALIKE = 50
"""Files of one folder that are reported one by one for the same reason."""


class _Reason(NamedTuple):
    """Why a file is not read, and what to do."""

    message: str
    hint: str
    severity: Severity = "error"


_UNUSED = _Reason("nothing reads this file", "move it out of data/ if it does not belong to the survey", "warning")


def list_records(folder: Path) -> list[Path]:
    """Return the files of a folder that are read as records, sorted by name.

    Raises:
        OSError: the folder cannot be read.
    """
    with os.scandir(folder) as entries:
        named = {entry.name: entry for entry in entries if _is_record_name(entry.name)}
    names = [name for name, entry in named.items() if not _copied(name, named) and not _obstacle(entry, folder.parent)]
    return [folder / name for name in sorted(names)]


def _is_record_name(name: str) -> bool:
    return name.endswith(_ENDING) and not name.startswith(".") and name.isprintable()


def _copied(name: str, names: Collection[str]) -> str:
    """Return the name of the file of which another is a copy, by the name of the copy."""
    original = f"{_COPY.sub('', name.removesuffix(_ENDING))}{_ENDING}"
    return original if original != name and original in names else ""


def _obstacle(entry: os.DirEntry[str], data: Path) -> _Reason | None:
    """Return why an entry of a folder cannot be read: it is a folder itself, a pipe, a link that leads out of data/."""
    if entry.is_file(follow_symlinks=False):
        return None
    try:
        file_content(Path(entry.path), within=data)
    except UnreadableFileError as error:
        return _Reason(error.message, error.hint)
    return None


class UnreadFiles:
    """The files below `data/` that nothing reads; `records` is the name of the folder of records."""

    def __init__(self, project: Project, records: str, vocabularies: Collection[str]) -> None:
        self._project, self._data = project, project.data
        self._records = self._data / records
        self._inputs = ["survey.yml", "fields.yml", *(f"{name}{_ENDING}" for name in vocabularies)]

    def problems(self) -> Iterator[Problem]:
        """Yield a problem for each file; where many of one folder are alike, one for the rest of them."""
        alike: Counter[tuple[Path, str]] = Counter()
        for path, reason in self._unread():
            group = path.parent, reason.message
            alike[group] += 1
            if alike[group] <= _MOST_ALIKE:
                yield self._problem(path, reason)
        for (folder, message), count in alike.items():
            if count > _MOST_ALIKE:
                reason = _Reason(f"{count - _MOST_ALIKE} more files of this folder: {message}", _UNUSED.hint)
                yield self._problem(folder, reason)

    def _problem(self, path: Path, reason: _Reason) -> Problem:
        return Problem(self._shown(path), 0, 0, "", reason.message, reason.hint, "file-name", reason.severity)

    def _shown(self, path: Path) -> Path:
        return self._project.display_path(path)

    def _unread(self) -> Iterator[tuple[Path, _Reason]]:
        """Yield every file that is not read; hidden folders and links to folders are not entered."""
        pending = [self._data]
        while pending:
            folder = pending.pop()
            try:
                entries = _entries(folder)
            except OSError as error:
                hint = "change its permissions, so that you can read it"
                yield folder, _Reason(f"the folder cannot be read: {error.strerror}", hint)
                continue
            for name, entry in entries.items():
                is_folder = entry.is_dir(follow_symlinks=False)
                if is_folder and not name.startswith("."):
                    pending.append(folder / name)
                reason = self._reason(folder, entry, entries) if not is_folder or name.endswith(_ENDING) else None
                if reason:
                    yield folder / name, reason

    def _reason(self, folder: Path, entry: os.DirEntry[str], names: Collection[str]) -> _Reason | None:
        name, is_record_folder = entry.name, folder == self._records
        if not name.isprintable():
            character = next(character for character in name if not character.isprintable())
            return _Reason(f"the name of this file holds {described_character(character)}", _renamed(name, names))
        if _BACKUP.search(name):
            return _Reason("a backup copy, which is not read", "delete it when it is no longer needed", "warning")
        if _DOCUMENT.fullmatch(name) or (name.startswith(".") and not (is_record_folder and _LIKE_YAML.search(name))):
            return None
        if is_record_folder:
            return self._among_records(entry, names)
        return self._at_top(name, names) if folder == self._data else self._in_other_folder(folder, name)

    def _among_records(self, entry: os.DirEntry[str], names: Collection[str]) -> _Reason | None:
        name = entry.name
        if not _is_record_name(name):
            message = "hidden files are not read" if name.startswith(".") else "only files that end in .yml are read"
            return _Reason(message, _renamed(name, names))
        original = _copied(name, names)
        if original:
            return _Reason(
                f"a copy of {original}, which is not read", f"move what is new into {original}, and delete it"
            )
        return _obstacle(entry, self._data)

    def _at_top(self, name: str, names: Collection[str]) -> _Reason | None:
        if name in self._inputs or _OTHERS_AT_TOP.fullmatch(name):
            return None
        if not _LIKE_YAML.search(name):
            return _UNUSED
        meant = f"{_LIKE_YAML.split(name)[0].lower()}{_ENDING}"
        inputs = [*self._inputs, "candidates.yml", "links.yml"]
        if meant in inputs or _OTHERS_AT_TOP.fullmatch(meant):
            return _Reason(f"nothing reads this file, for it is not named {meant}", _renamed(name, names))
        hint = f"a record belongs in {self._shown(self._records)}/; here belong {', '.join(inputs)}"
        return _Reason(_UNUSED.message, guess(name, inputs) + hint)

    def _in_other_folder(self, folder: Path, name: str) -> _Reason | None:
        shown, top = self._shown(folder), self._data / ARCHIVE
        if folder == top and name.endswith(".json"):
            return None
        if folder.is_relative_to(top):
            return _UNUSED._replace(hint=f"exports belong in {self._shown(top)}/, named like 2026-11-22.json")
        if not _LIKE_YAML.search(name):
            return _UNUSED
        target = self._records / _corrected(name)
        hint = f"move it to {self._shown(target)} if it is a record"
        if target.exists():
            hint = f"{self._shown(target)} is read: move what is new into it, and delete this file"
        return _Reason(f"nothing reads files in {shown}", hint)


def _entries(folder: Path) -> Mapping[str, os.DirEntry[str]]:
    """Return the entries of a folder by name, without what file managers leave behind."""
    with os.scandir(folder) as entries:
        return {entry.name: entry for entry in entries if not _is_litter(entry.name)}


def _is_litter(name: str) -> bool:
    return name.startswith("._") or name.lower() in _LITTER


def _corrected(name: str) -> str:
    """Return the name that a file should have to be read as a record."""
    stem = _LIKE_YAML.split(name)[0] if _LIKE_YAML.search(name) else _ANY_ENDING.sub("", name)
    return f"{slugged(stem) or 'a-name'}{_ENDING}"


def _renamed(name: str, names: Collection[str]) -> str:
    """Return what to do about the name of a file: what is suggested must not be there already."""
    correct = _corrected(name)
    if correct in names:
        return f"{correct} is there already: move what is new into it, and delete this file"
    return f"rename it to {correct}"
