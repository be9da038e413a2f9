"""Addresses of repositories, which code and model hosts build alike: `/owner/name/tree/revision/path`."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

_NAME = r"[A-Za-z0-9][\w.-]*/(?!\.{1,2}(?:/|$))[\w.-]+"
_PATH = re.compile(rf"/(?P<name>{_NAME})(?P<rest>/.*)?", re.ASCII)
_REST = re.compile(r"/?|/(?P<view>tree|blob|resolve)/(?P<revision>[^/]+)(?:/(?P<path>.+?))?/?")


@dataclass(frozen=True, slots=True)
class RepositoryAddress:
    """What an address names: a repository, or a revision or file of it."""

    name: str
    """`owner/name`."""
    kind: str = ""
    """The folder of the host in which the repository is (`datasets`), empty for none."""
    revision: str = ""
    path: str = ""
    view: str = ""
    is_known_form: bool = True
    """False for other pages below a repository, of which the repository's description says nothing: an issue."""


def read_path(
    path: str, kinds: Collection[str] = (), reserved: Collection[str] = (), pages: Collection[str] = ()
) -> RepositoryAddress | None:
    """What `path` names; None if it is not in a repository.

    A path may begin with one of `kinds`; names that are `reserved` for the host's own pages are not owners, those of
    `pages` below an owner are not repositories.
    """
    kind = next((kind for kind in kinds if path.startswith(f"/{kind}/")), "")
    match = _PATH.fullmatch(path.removeprefix(f"/{kind}") if kind else path)
    if match is None:
        return None
    owner, _, page = match["name"].lower().partition("/")
    if owner in reserved or page in pages:
        return None
    name, rest = match["name"].removesuffix(".git"), _REST.fullmatch(match["rest"] or "")
    if rest is None:
        return RepositoryAddress(name, kind, is_known_form=False)
    return RepositoryAddress(name, kind, rest["revision"] or "", rest["path"] or "", rest["view"] or "")


def full_name(value: Any) -> str:
    """`value` if it has the form `owner/name`, else empty text."""
    return value if isinstance(value, str) and re.fullmatch(_NAME, value, re.ASCII) else ""
