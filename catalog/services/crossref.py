"""Crossref: what publishers say of the works that they gave a DOI; other agencies' DOIs are not known there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from typing import Any
from urllib.parse import quote

from catalog.services.replies import clean_text

API = "https://api.crossref.org"
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")


def description_url(identifier: str, api: str = API) -> str:
    """Address of the API for the work with this DOI."""
    return f"{api}/works/{quote(identifier, safe='')}"


@dataclass(frozen=True, slots=True)
class CrossrefWork:
    """A work as the API describes it."""

    title: str
    authors: tuple[str, ...]
    venue: str
    """Journal or proceedings."""
    published: str
    """YYYY, YYYY-MM or YYYY-MM-DD; empty if it is not said."""


def read_work(reply: Mapping[str, Any]) -> CrossrefWork | None:
    """The work that a reply describes; None if it describes none."""
    message = reply.get("message")
    if not isinstance(message, Mapping):
        return None
    authors = message.get("author")
    return CrossrefWork(
        title=_first_text(message.get("title")),
        authors=tuple(filter(None, map(_name, authors))) if isinstance(authors, list) else (),
        venue=_first_text(message.get("container-title")),
        published="-".join(_date(message.get("issued"))),
    )


def _first_text(texts: Any) -> str:
    """The first of a list of texts, in which publishers leave markup."""
    text = texts[0] if isinstance(texts, list) and texts else ""
    return clean_text(unescape(_TAG.sub("", text))) if isinstance(text, str) else ""


def _name(author: Any) -> str:
    if not isinstance(author, Mapping):
        return ""
    names = (clean_text(author.get("given")), clean_text(author.get("family")))
    return " ".join(filter(None, names)) or clean_text(author.get("name"))


def _date(issued: Any) -> Iterator[str]:
    parts = issued.get("date-parts") if isinstance(issued, Mapping) else None
    numbers = parts[0] if isinstance(parts, list) and parts and isinstance(parts[0], list) else []
    for number, width in zip(numbers, (4, 2, 2), strict=False):
        if not isinstance(number, int):
            return
        yield f"{number:0{width}}"
