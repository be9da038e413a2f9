"""Every address within the website leads to a page, a file, and where it names one, an element."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from posixpath import normpath
from typing import Self

from catalog.errors import SetupError

# Patterns that begin with a literal text are found ten times faster. Drawings are used by `<use>`: they are in shells.
_ADDRESS = re.compile(r'="(?:(?<=\bhref=")(?<!<use href=")|(?<=\bsrc="))([^"]*)"')
_IDENT = re.compile(r'd="(?<=\bid=")([^"]*)"')
_MOST = 10
"""Addresses that a message lists."""


@dataclass
class Links:
    """Of pages: which addresses they name, each with one page that does, and the ids of their elements."""

    targets: dict[tuple[str, str], str] = field(default_factory=dict)
    idents: dict[str, str] = field(default_factory=dict)
    """Path → ids between blanks: a set a page would take many times the memory."""

    def add(self, path: str, html: str, idents: Iterable[str] = ()) -> None:
        """Add the addresses in the HTML of a page, which has the ids in it and `idents`."""
        self.idents[path] = f" {' '.join((*idents, *_IDENT.findall(html)))} "
        root = "../" * (path.count("/") + 1) if path else ""
        for address in {*_ADDRESS.findall(html)}:
            whole, _, ident = unescape(address).partition("#")
            target = whole.partition("?")[0]
            if ":" in target:
                continue  # not of this website
            below = target.removeprefix(root) if target.startswith(root) else f"{path}/{target}"
            resolved = normpath(below).removesuffix(".") if "." in below else below.rstrip("/")
            self.targets[resolved if target else path, ident] = path

    def idents_of(self, path: str, folder: Path) -> str:
        """The ids of a page, between blanks."""
        if path not in self.idents:
            self.idents[path] = (
                f" {' '.join(_IDENT.findall((folder / path / 'index.html').read_text(encoding='utf-8')))} "
            )
        return self.idents[path]

    def __ior__(self, other: Self) -> Self:
        self.targets |= other.targets
        self.idents |= other.idents
        return self


def check_links(links: Links, paths: Collection[str], folder: Path) -> None:
    """Raise a SetupError if an address leads to none of these pages and files, or to no element of its page.

    `folder` has the website: pages that were not added to `links` are read there.
    """
    lost = [
        f"{page or 'the home page'} links to {target or 'the home page'}{'#' if ident else ''}{ident}"
        for (target, ident), page in links.targets.items()
        if target not in paths or (ident and f" {ident} " not in links.idents_of(target, folder))
    ]
    if lost:
        more = f"; and {len(lost) - _MOST} more" if len(lost) > _MOST else ""
        found = f"{'; '.join(sorted(lost)[:_MOST])}{more}"
        raise SetupError(f"addresses within the website lead nowhere: {found}. Correct them in site/ or templates/")
