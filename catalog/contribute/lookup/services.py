"""The answers of arXiv, GitHub and Hugging Face, read into a few fields each."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from catalog.contribute.lookup.target import PAIR
from catalog.contribute.lookup.web import NotFound, Services, Unanswered, Web

_ATOM = {"atom": "http://www.w3.org/2005/Atom", "arxiv": "http://arxiv.org/schemas/atom"}
_LONGEST = 500
_SPDX = {
    name.lower(): name
    for name in (
        *("Apache-2.0", "MIT", "BSD-2-Clause", "BSD-3-Clause", "GPL-3.0", "LGPL-3.0", "AGPL-3.0", "MPL-2.0"),
        *("CC0-1.0", "CC-BY-4.0", "CC-BY-SA-4.0", "CC-BY-NC-4.0", "CC-BY-NC-SA-4.0", "CC-BY-NC-ND-4.0", "Unlicense"),
    )
}


@dataclass(frozen=True, slots=True)
class Paper:
    """What arXiv says of a paper; `day` is that of the first version."""

    title: str
    authors: tuple[str, ...]
    day: str
    venue: str
    text: str
    """Abstract and comment, in which authors name their code."""


@dataclass(frozen=True, slots=True)
class Repository:
    """What GitHub says of a repository."""

    url: str
    name: str
    licence: str
    page: str
    day: str
    readme: str


@dataclass(frozen=True, slots=True)
class Model:
    """What Hugging Face says of a model."""

    url: str
    name: str
    licence: str
    day: str
    papers: tuple[str, ...]


def paper(web: Web, services: Services, identifier: str) -> Paper:
    """Ask arXiv for a paper by its identifier.

    Raises:
        NotFound: there is no such paper.
        Unanswered: arXiv cannot be asked.
    """
    url = f"{services.arxiv}/api/query?id_list={quote(identifier)}&max_results=1"
    body = web.get(url, accept="application/atom+xml")
    try:
        entry = fromstring(body, forbid_dtd=True).find("atom:entry", _ATOM)
    except (ParseError, DefusedXmlException, ValueError):
        raise Unanswered("arXiv answers with something that is no Atom feed; try again later") from None
    if entry is None or "/api/errors" in _text(entry, "atom:id"):
        raise NotFound(f"arXiv has no paper {identifier}")
    authors = [_text(author, "atom:name") for author in entry.findall("atom:author", _ATOM)]
    day = re.match(r"\d{4}-\d{2}-\d{2}", _text(entry, "atom:published"))
    return Paper(
        title=_text(entry, "atom:title"),
        authors=tuple(name for name in authors if name),
        day=day[0] if day else "",
        venue=_text(entry, "arxiv:journal_ref"),
        text=f"{_text(entry, 'atom:summary', 20_000)} {_text(entry, 'arxiv:comment', 20_000)}",
    )


def code_of_paper(web: Web, services: Services, identifier: str) -> str:
    """The repository that Hugging Face's page of a paper names; empty where it names none.

    Raises:
        NotFound, Unanswered: Hugging Face has no such page, or cannot be asked.
    """
    return _string(_json(web, f"{services.hugging_face}/api/papers/{quote(identifier)}").get("githubRepo"))


def repository(web: Web, services: Services, name: str) -> Repository:
    """Ask GitHub for a repository `owner/name`, with its README where it has one.

    Raises:
        NotFound, Unanswered: there is no such repository, or GitHub cannot be asked.
    """
    url = f"{services.github}/repos/{quote(name)}"
    found = _json(web, url)
    licence = found.get("license")
    spdx = _string(licence.get("spdx_id")) if isinstance(licence, dict) else ""
    try:
        readme = web.get(f"{url}/readme", accept="application/vnd.github.raw+json").decode(errors="replace")
    except (NotFound, Unanswered):
        readme = ""
    return Repository(
        url=f"https://github.com/{_pair(found.get('full_name'), name)}",
        name=_string(found.get("name")) or name.rpartition("/")[2],
        licence="" if spdx == "NOASSERTION" else spdx,
        page=_string(found.get("homepage")),
        day=_string(found.get("created_at"))[:10],
        readme=readme,
    )


def model(web: Web, services: Services, name: str) -> Model:
    """Ask Hugging Face for a model `owner/name`.

    Raises:
        NotFound, Unanswered: there is no such model, or Hugging Face cannot be asked.
    """
    found = _json(web, f"{services.hugging_face}/api/models/{quote(name)}")
    listed = found.get("tags")
    tags = [_string(tag) for tag in listed] if isinstance(listed, list) else []
    called = next((tag.removeprefix("license:") for tag in tags if tag.startswith("license:")), "")
    card = found.get("cardData")
    if called == "other" and isinstance(card, dict):
        called = _string(card.get("license_name")) or called
    identity = _pair(found.get("id"), name)
    return Model(
        url=f"https://huggingface.co/{identity}",
        name=identity.rpartition("/")[2],
        licence=_SPDX.get(called, called),
        day=_string(found.get("createdAt"))[:10],
        papers=tuple(tag.removeprefix("arxiv:") for tag in tags if tag.startswith("arxiv:")),
    )


def _json(web: Web, url: str) -> dict[str, Any]:
    body = web.get(url)
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise Unanswered(f"{url[:100]} answers with something that is not what it should be")
    return found


def _text(element: Element, path: str, longest: int = _LONGEST) -> str:
    return clean(element.findtext(path, "", _ATOM), longest)


def _pair(value: Any, asked: str) -> str:
    """`owner/name` as it is called now, where the answer is such a pair."""
    return value if isinstance(value, str) and PAIR.fullmatch(value) else asked


def _string(value: Any) -> str:
    return clean(value) if isinstance(value, str) else ""


def clean(text: str, longest: int = _LONGEST) -> str:
    """One line of printable characters: titles arrive broken over lines, and nothing invisible shall pass."""
    words = " ".join(text.split())
    return "".join(letter for letter in words if letter.isprintable())[:longest].strip()
