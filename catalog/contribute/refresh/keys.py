"""The keys under which a record has its sources."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import count

from catalog.contribute.stated import SERVICES, StatedSource
from catalog.services.works import names_version
from catalog.values.record import Source

RESULTS = "results"
"""How the keys of sources of results begin."""
_OWN = re.compile(rf"(?:{'|'.join((*SERVICES, RESULTS))})(?:-.+)?")


def is_own_key(key: object) -> bool:
    """Whether a key is one that `SourceKeys` gives."""
    return isinstance(key, str) and _OWN.fullmatch(key) is not None


@dataclass(slots=True)
class SourceKeys:
    """Gives each source the key that the record has for it already, else one that is free.

    A source whose address names no version is the same only if it was read `today`: its day of reading speaks for
    every fact that cites it.
    """

    known: Mapping[str, Source]
    today: date
    given: dict[str, StatedSource] = field(default_factory=dict)

    def keyed(self, source: StatedSource) -> StatedSource:
        """Return the source with its key."""
        there = next((key for key, known in self.known.items() if self._is_same(known, source)), "")
        given = next((key for key, known in self.given.items() if known.url == source.url), "")
        key = there or given or self._free(source.key)
        self.given[key] = replace(source, key=key)
        return self.given[key]

    def _is_same(self, known: Source, source: StatedSource) -> bool:
        is_current = known.read is not None and known.read.first >= self.today
        return str(known.url or "") == source.url and (is_current or names_version(source.url))

    def _free(self, key: str) -> str:
        names = (key if number == 1 else f"{key}-{number}" for number in count(1))
        return next(name for name in names if name not in self.known and name not in self.given)
