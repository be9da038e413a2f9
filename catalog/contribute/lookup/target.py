"""What a person typed after `catalog new`: a paper, a repository, a model, another page, or a name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import SplitResult, urlsplit

from pydantic_core import PydanticCustomError

from catalog.errors import CatalogError
from catalog.services import arxiv, doi, github, huggingface
from catalog.values import ArxivId, Link

_LIKE_ARXIV = re.compile(r"\d{4}\.\d{3,}(?:v\d+)?")


class LookupService(StrEnum):
    """The service that is asked about a target; none about other pages and about names."""

    ARXIV = "arXiv"
    CROSSREF = "Crossref"
    GITHUB = "GitHub"
    HUGGING_FACE = "Hugging Face"
    PAGE = "page"
    NONE = "none"


class InvalidTargetError(CatalogError):
    """The text names nothing that a record can begin with; the message says what does."""


@dataclass(frozen=True, slots=True)
class LookupTarget:
    """One thing to begin with: an arXiv identifier, a DOI, `owner/name`, an address, or a name."""

    service: LookupService
    name: str

    @property
    def url(self) -> str:
        """The page a reader would open; empty for a name."""
        if self.service is LookupService.ARXIV:
            return ArxivId.type.address(ArxivId(self.name))
        if self.service is LookupService.CROSSREF:
            return doi.page_url(self.name)
        if self.service is LookupService.GITHUB:
            return github.page_url(self.name)
        if self.service is LookupService.HUGGING_FACE:
            return huggingface.page_url(self.name)
        return self.name if self.service is LookupService.PAGE else ""


def read_target(text: str) -> LookupTarget:
    """Read an arXiv identifier, a DOI, a web address, or a name.

    Raises:
        InvalidTargetError: it is none of these, or a page of a known service that is not about one thing.
    """
    text = text.strip()
    if identifier := arxiv.read_identifier(text):
        return LookupTarget(LookupService.ARXIV, identifier)
    if identifier := doi.read_doi(text):
        return LookupTarget(LookupService.CROSSREF, identifier)
    if "/" in text:
        return _read_address(text)
    if _LIKE_ARXIV.fullmatch(text):
        raise InvalidTargetError(f"{text!r} is not an arXiv identifier, such as 2101.00001; correct the number")
    if text and text.isprintable() and ":" not in text[:1]:
        return LookupTarget(LookupService.NONE, text)
    raise InvalidTargetError(
        f"{text[:80]!r} is not a name or a slug; give an arXiv identifier, a DOI, a web address, or the record's name"
    )


def _read_address(text: str) -> LookupTarget:
    address = text if "://" in text else f"https://{text}"
    try:
        parts = urlsplit(address)
    except ValueError:
        raise InvalidTargetError(f"{text[:80]!r} is not a web address") from None
    return _target_at((parts.hostname or "").removeprefix("www."), parts.path) or _page(text, address, parts)


def _target_at(host: str, path: str) -> LookupTarget | None:
    if identifier := arxiv.paper_at(host, path):
        return LookupTarget(LookupService.ARXIV, identifier)
    if host in doi.HOSTS and (identifier := doi.read_path(path) or ""):
        return LookupTarget(LookupService.CROSSREF, identifier)
    if identifier := doi.read_publisher_path(path):
        return LookupTarget(LookupService.CROSSREF, identifier)
    if host in github.HOSTS and (repository := github.read_path(path)):
        return LookupTarget(LookupService.GITHUB, repository.name)
    if host in huggingface.HOSTS and (model := huggingface.read_path(path)) and not model.kind:
        return LookupTarget(LookupService.HUGGING_FACE, model.name)
    return None


def _page(text: str, address: str, parts: SplitResult) -> LookupTarget:
    """Any other page, which a person must read."""
    host = (parts.hostname or "").removeprefix("www.")
    if host in arxiv.HOSTS | doi.HOSTS | github.HOSTS | huggingface.HOSTS or "." not in host:
        wanted = "an arXiv paper, a DOI, a GitHub repository or a Hugging Face model"
        raise InvalidTargetError(
            f"{text[:80]!r} is not the address of {wanted}; give one of these, or a slug and --name"
        )
    try:
        return LookupTarget(LookupService.PAGE, Link.read(address))
    except PydanticCustomError as error:
        raise InvalidTargetError(f"{text[:80]!r} is not a web address that can be used: {error.message()}") from None
