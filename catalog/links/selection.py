"""Part of the links only: those on changed lines, or one machine's share."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import replace

from catalog.links import urls
from catalog.links.results import LinkTarget


def on_lines(targets: Iterable[LinkTarget], lines: Mapping[str, AbstractSet[int]]) -> list[LinkTarget]:
    """Return the links written on these lines, by file, with those occurrences only."""
    selected = []
    for target in targets:
        occurrences = tuple(place for place in target.occurrences if place.line in lines.get(place.file.as_posix(), ()))
        if occurrences:
            selected.append(replace(target, occurrences=occurrences))
    return selected


def shard(targets: Iterable[LinkTarget], number: int, count: int) -> list[LinkTarget]:
    """Return the share of machine `number` of `count`: whole hosts, so that each is contacted from one machine only."""
    return [target for target in targets if zlib.crc32(_host(target.url).encode()) % count == number - 1]


def _host(url: str) -> str:
    try:
        return urls.parse(url).host or ""
    except (urls.UnsupportedSchemeError, urls.InvalidUrlError):
        return ""
