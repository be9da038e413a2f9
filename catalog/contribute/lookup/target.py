"""What a person typed after `catalog new`: a paper, a repository, a model, or a slug."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from catalog.errors import CatalogError
from catalog.services import arxiv, github, huggingface
from catalog.values import ArxivId
from catalog.values.slug import SLUG


class LookupService(StrEnum):
    """The service that is asked about a target; none about a slug."""

    ARXIV = "arXiv"
    GITHUB = "GitHub"
    HUGGING_FACE = "Hugging Face"
    NONE = "none"


class InvalidTargetError(CatalogError):
    """The text names nothing that can be looked up; the message says what can be."""


@dataclass(frozen=True, slots=True)
class LookupTarget:
    """One thing to look up: an arXiv identifier, `owner/name`, or a slug."""

    service: LookupService
    name: str

    @property
    def url(self) -> str:
        """The page a reader would open; empty for a slug."""
        if self.service is LookupService.ARXIV:
            return ArxivId.type.address(ArxivId(self.name))
        if self.service is LookupService.GITHUB:
            return github.page_url(self.name)
        return huggingface.page_url(self.name) if self.service is LookupService.HUGGING_FACE else ""


def read_target(text: str) -> LookupTarget:
    """Read an arXiv identifier or address, a GitHub or Hugging Face address, or a slug.

    Raises:
        InvalidTargetError: it is none of these.
    """
    text = text.strip()
    if identifier := arxiv.read_identifier(text):
        return LookupTarget(LookupService.ARXIV, identifier)
    if "/" in text:
        return _read_address(text if "://" in text else f"https://{text}")
    if SLUG.fullmatch(text):
        return LookupTarget(LookupService.NONE, text)
    raise InvalidTargetError(
        f"{text[:80]!r} is not a slug: use lower-case letters, digits, hyphens and dots, as in qwen2.5-omni"
    )


def _read_address(text: str) -> LookupTarget:
    try:
        parts = urlsplit(text)
    except ValueError:
        raise InvalidTargetError(f"{text[:80]!r} is not a web address") from None
    target = _target_at((parts.hostname or "").removeprefix("www."), parts.path)
    if target is None:
        wanted = "an arXiv paper, a GitHub repository or a Hugging Face model"
        raise InvalidTargetError(
            f"{text[:80]!r} is not the address of {wanted}; give one of these, or a slug and --name"
        )
    return target


def _target_at(host: str, path: str) -> LookupTarget | None:
    if identifier := arxiv.paper_at(host, path):
        return LookupTarget(LookupService.ARXIV, identifier)
    if host in github.HOSTS and (repository := github.read_path(path)):
        return LookupTarget(LookupService.GITHUB, repository.name)
    if host in huggingface.HOSTS and (model := huggingface.read_path(path)) and not model.kind:
        return LookupTarget(LookupService.HUGGING_FACE, model.name)
    return None
