"""Which addresses lead to the same paper, repository or page, however they are written."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import urlsplit

from catalog.services import arxiv, doi, github, huggingface, modelscope
from catalog.services.repositories import RepositoryAddress

_HOSTED = (("github", github), ("huggingface", huggingface), ("modelscope", modelscope))
_README = re.compile(r"(?:^|/)readme(?:\.\w+)?$", re.IGNORECASE)
_COMMIT = re.compile(r"/[0-9a-f]{40}(?:/|$)", re.ASCII)
_ENDING = re.compile(r"(?:/index)?\.(?:pdf|html?)$|/+$", re.IGNORECASE)


@lru_cache(4096)
def paper_in(url: str) -> str:
    """The arXiv identifier of the paper that `url` shows: its abstract, a version, a PDF, a DOI; empty if none."""
    text = url.strip()
    host, path, _ = _parts(text)
    address = arxiv.read_address(host, path)
    found = address.identifier if address else arxiv.paper_at(host, path.rstrip("/"))
    return found or arxiv.read_identifier(text)


def arxiv_paper(address: str) -> str:
    """The identifier of the paper on arXiv at an address; a quick look first, for most addresses lead elsewhere."""
    return paper_in(address) if "arxiv" in address.lower() or "/papers/" in address else ""


def paper_version(url: str) -> int:
    """The version of a paper on arXiv that `url` names; 0 where it names none, which is the newest."""
    host, path, _ = _parts(url.strip())
    address = arxiv.read_address(host, path)
    return address.version if address else 0


def names_version(url: str) -> bool:
    """Whether an address leads to the same content for ever: a version of a paper, a commit of a repository."""
    return paper_version(url) > 0 or names_commit(url)


def names_commit(url: str) -> bool:
    """Whether an address names a commit of a repository."""
    return _COMMIT.search(url) is not None


def work_at(url: str) -> str:
    """A key that all addresses of one paper, repository or page have in common; empty if `url` is no address.

    `http://www.arxiv.org/pdf/2101.00001v2` and `https://doi.org/10.48550/arXiv.2101.00001` → `arxiv:2101.00001`.
    """
    if paper := paper_in(url):
        return f"arxiv:{paper}"
    host, path, query = _parts(url.strip())
    if not host:
        return ""
    if host in doi.HOSTS and (name := doi.read_path(path)):
        return f"doi:{name.casefold()}"
    for service, module in _HOSTED:
        address = module.read_path(path.rstrip("/")) if host in module.HOSTS else None
        if address and address.is_known_form:
            return f"{service}:{_repository(address)}"
    return host.removeprefix("www.") + _ENDING.sub("", path) + (f"?{query}" if query else "")


def _parts(url: str) -> tuple[str, str, str]:
    """Host without a trailing dot, path and query; empty where `url` is no http address."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").rstrip(".")
    except ValueError:
        return "", "", ""
    return (host, parts.path, parts.query) if parts.scheme.lower() in {"http", "https"} else ("", "", "")


def _repository(address: RepositoryAddress) -> str:
    """Folder, `owner/name` and path; a branch, the view of a file or a folder's README is no work of its own."""
    name = "/".join(filter(None, (address.kind, address.name))).casefold()
    path = _README.sub("", address.path)
    return f"{name}:{path}" if path else name
