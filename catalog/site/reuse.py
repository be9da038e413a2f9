"""What a build takes over from the one before: the pages of records of which nothing changed that they print."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from pathlib import Path
from typing import Any

from catalog.pages.record_files import record_inputs
from catalog.pages.site_data import SiteData
from catalog.paths import write_file
from catalog.site.index import IndexEntry
from catalog.site.inputs import Inputs
from catalog.values import Record


@dataclass(frozen=True)
class Reuse:
    """The website before, in `folder` and with this `marker`, for the pages of a survey's records."""

    data: SiteData
    inputs: Inputs
    folder: Path
    marker: str

    @cached_property
    def _file(self) -> Path:
        return self.data.catalog.project.docs.parent / "records.json"

    @cached_property
    def _before(self) -> Mapping[str, Sequence[Any]]:
        """Path → state and entry of every page of a record; none unless all that every page may print is the same."""
        try:
            content = json.loads(self._file.read_bytes())
        except (OSError, ValueError):
            return {}
        is_same = content["website"] == [str(self.folder), self.marker, self.inputs.common]
        return content["entries"] if is_same else {}

    @cached_property
    def _keys(self) -> dict[str, str]:
        """Path of every page of a record → a digest of what it prints."""
        return {path: self._key(record) for record in self.data.catalog.records for path in self._paths(record)}

    def _key(self, record: Record) -> str:
        parts = (self.inputs.records.get(record.slug), record_inputs(self.data, record))
        return blake2b(repr(parts).encode(), digest_size=12).hexdigest()

    def _paths(self, record: Record) -> list[str]:
        return [f"{self.data.catalog.settings.folder}/{slug}" for slug in (record.slug, *record.formerly)]

    def _stays(self, record: Record) -> bool:
        paths = self._paths(record)
        return all(path in self._before and self._before[path][0] == self._state(self.folder, path) for path in paths)

    def _state(self, folder: Path, path: str) -> list[str | int]:
        """What a page prints, and when its file was written: one that was replaced since is made anew."""
        file = folder / path / "index.html"
        return [self._keys[path], file.stat().st_mtime_ns if file.is_file() else 0]

    @cached_property
    def changed(self) -> list[Record]:
        """The records whose pages are made anew."""
        return [record for record in self.data.catalog.records if not self._stays(record)]

    def publish(self, output: Path) -> Iterator[tuple[IndexEntry, list[str]]]:
        """Put the pages of the other records into the website, without second copies; yield entry and files of each."""
        for record in filter(self._stays, self.data.catalog.records):
            for path in self._paths(record):
                _, updated, listed, docs = self._before[path]
                (output / path).mkdir(parents=True)
                files = [f"{path}/{file.name}" for file in (self.folder / path).iterdir()]
                for name in files:
                    link(self.folder / name, output / name)
                yield IndexEntry(path, updated, listed, docs), files

    def note(self, output: Path, entries: Collection[IndexEntry]) -> None:
        """Write down for the next build what the pages of records in `output` were made of."""
        noted = {
            entry.path: [self._state(output, entry.path), entry.updated, entry.listed, entry.docs]
            for entry in entries
            if entry.path in self._keys
        }
        website = [str(self.folder), self.inputs.whole, self.inputs.common]
        write_file(self._file, json.dumps({"website": website, "entries": noted}, separators=(",", ":")))


def link(file: Path, target: Path) -> None:
    """Publish a file without a second copy: no build changes a file, each writes a new one."""
    try:
        os.link(file, target)
    except OSError:  # another file system
        shutil.copyfile(file, target)
