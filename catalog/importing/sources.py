"""The documents that the cells of a row lead to: each address once, under a key that facts refer to."""

from __future__ import annotations

import re
from collections.abc import Mapping

from catalog.values import SURVEY, Link, slugged
from catalog.values.invalid import is_valid

_MAX_LENGTH = 40


class RowSources:
    """Address → key, for one record; equal addresses share a key."""

    def __init__(self, known: Mapping[str, str] | None = None) -> None:
        self._keys = {address: key for key, address in (known or {}).items()}

    def key(self, path: str, address: str) -> str:
        """Return the key of an address that a cell of a field leads to; empty where no browser can open it."""
        if not is_valid(Link.read, address):
            return ""
        if address not in self._keys:
            self._keys[address] = self._free(path)
        return self._keys[address]

    def _free(self, path: str) -> str:
        name = re.sub(r"[.-]+", "-", slugged(path.rpartition(".")[2]))[: _MAX_LENGTH - 4].strip("-") or "source"
        name = f"{name}-source" if name == SURVEY else name
        taken, number, key = {SURVEY, *self._keys.values()}, 1, name
        while key in taken:
            number += 1
            key = f"{name}-{number}"
        return key

    @property
    def by_key(self) -> dict[str, str]:
        """Key → address, in the order of their first use."""
        return {key: address for address, key in self._keys.items()}
