"""What somebody typed after `catalog new`: a paper, a repository, a model, or a slug."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from catalog.errors import CatalogError

_ARXIV = re.compile(r"(?P<id>\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v\d+)?")
_SLUG = re.compile(r"[a-z0-9]+(?:[.-][a-z0-9]+)*")
_NAME = r"[A-Za-z0-9][\w.-]*"
PAIR = re.compile(rf"(?P<owner>{_NAME})/(?P<name>{_NAME})", re.ASCII)
"""`owner/name` of a repository or model."""
_NOT_MODELS = {"datasets", "spaces", "docs", "blog", "collections", "organizations"}
_PAPER_HOSTS = ("arxiv.org", "alphaxiv.org")


class Kind(StrEnum):
    """Which service knows about it."""

    ARXIV = "arXiv"
    GITHUB = "GitHub"
    HUGGING_FACE = "Hugging Face"
    SLUG = "nobody"


class NoTarget(CatalogError):  # noqa: N818
    """The text names nothing that can be looked up; the message says what can be."""


@dataclass(frozen=True, slots=True)
class Target:
    """One thing to look up: an arXiv identifier, `owner/name`, or a slug."""

    kind: Kind
    name: str

    @property
    def url(self) -> str:
        """The page a reader would open; empty for a slug."""
        bases = {Kind.ARXIV: "https://arxiv.org/abs/", Kind.GITHUB: "https://github.com/"}
        if self.kind is Kind.SLUG:
            return ""
        return bases.get(self.kind, "https://huggingface.co/") + self.name


def target(text: str) -> Target:
    """Read an arXiv identifier or address, a GitHub or Hugging Face address, or a slug.

    Raises:
        NoTarget: it is none of these.
    """
    text = text.strip()
    bare = re.sub(r"^(?:arxiv:|(?:https?://)?(?:dx\.)?doi\.org/10\.48550/arxiv\.)\s*", "", text, flags=re.IGNORECASE)
    if match := _ARXIV.fullmatch(bare):
        return Target(Kind.ARXIV, match["id"])
    if "/" in text:
        return _address(text if "://" in text else f"https://{text}")
    if _SLUG.fullmatch(text):
        return Target(Kind.SLUG, text)
    raise NoTarget(f"{text[:80]!r} is no slug: use lower-case letters, digits, hyphens and dots, as in qwen2.5-omni")


def _address(text: str) -> Target:
    try:
        parts = urlsplit(text)
    except ValueError:
        raise NoTarget(f"{text[:80]!r} is no web address") from None
    host = (parts.hostname or "").removeprefix("www.")
    found = None
    if any(host == known or host.endswith(f".{known}") for known in _PAPER_HOSTS):
        found = _paper(parts.path)
    elif host == "github.com":
        found = _named(Kind.GITHUB, parts.path)
    elif host in ("huggingface.co", "hf.co"):
        found = _paper(parts.path) if parts.path.startswith("/papers/") else _named(Kind.HUGGING_FACE, parts.path)
    if found is None:
        wanted = "an arXiv paper, a GitHub repository or a Hugging Face model"
        raise NoTarget(f"{text[:80]!r} is not the address of {wanted}; give one of these, or a slug and --name")
    return found


def _paper(path: str) -> Target | None:
    match = re.fullmatch(rf"/\w+/{_ARXIV.pattern}(?:\.pdf)?/?", path)
    return Target(Kind.ARXIV, match["id"]) if match else None


def _named(kind: Kind, path: str) -> Target | None:
    match = re.fullmatch(rf"/{PAIR.pattern}(?:/.*)?", path, re.ASCII)
    if match is None or (kind is Kind.HUGGING_FACE and match["owner"] in _NOT_MODELS):
        return None
    return Target(kind, f"{match['owner']}/{match['name'].removesuffix('.git')}")
