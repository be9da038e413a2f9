"""arXiv: addresses of papers, the query API and its Atom feeds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from catalog.identifiers import ARXIV_ID, arxiv_month
from catalog.services import doi
from catalog.services.replies import clean_text, clean_texts, read_day, read_names

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

API = "https://export.arxiv.org"
HOSTS = frozenset({"arxiv.org", "www.arxiv.org", "export.arxiv.org"})
BATCH_SIZE = 100  # papers of one request: the API's clients never ask for more in one page
MAX_CONNECTIONS = 1
MAX_PER_SECOND = 1 / 3
"""Limits of the terms of use of arXiv's API, for all machines of one user together."""
MAX_PAGES_PER_SECOND = 1.0
_VERSIONED = rf"(?P<id>{ARXIV_ID})(?:v(?P<version>[1-9]\d{{0,3}}))?"
_PATH = re.compile(rf"/(?P<form>\w+)/{_VERSIONED}(?:\.pdf)?/?", re.ASCII)
_PAGE = re.compile(
    rf"(?:(?:.+\.)?(?:arxiv|alphaxiv)\.org/\w+|(?:huggingface\.co|hf\.co)/papers)/{_VERSIONED}(?:\.pdf)?/?", re.ASCII
)
_FORMS = frozenset({"abs", "pdf", "html"})
_DOI_PATH = re.compile(rf"/10\.48550/arxiv\.{_VERSIONED}", re.IGNORECASE | re.ASCII)
_WRITTEN = re.compile(rf"(?i:arxiv:|(?:https?://)?(?:dx\.)?doi\.org/10\.48550/arxiv\.)?\s*{_VERSIONED}", re.ASCII)
_IN_TEXT = re.compile(rf"(?i:arxiv\.org/(?:abs|pdf)/|arxiv:)({ARXIV_ID})", re.ASCII)
_ENTRY_ID = re.compile(rf"/abs/{_VERSIONED}$", re.ASCII)
_NAMESPACES = {
    "atom": "http://www.w3.org/2005/Atom",
    "arxiv": "http://arxiv.org/schemas/atom",
    "opensearch": "http://a9.com/-/spec/opensearch/1.1/",
}
_CATEGORIES = ("arxiv:primary_category", "atom:category")
_MAX_ABSTRACT = 20_000
_TOTAL = re.compile(r"\d{1,9}", re.ASCII)
_ERROR_ENTRY = "arxiv.org/api/errors"
_REFUSALS = frozenset({400, 413, 414, 422, 500})
_WITHDRAWN = re.compile(
    r"(?:^withdrawn\b|(?:^|[.;:!] )th(?:is|e) (?:paper|article|submission|manuscript|preprint|work) (?:has been|is|was)"
    r" (?:now )?withdrawn\b)(?![^.;]*\bfrom\b)"
    r"|\barxiv admin(?:istrators?)?(?: note)?: (?:this )?(?:\w+ )?(?:has been |was )?(?:withdrawn|removed) by arxiv\b",
    re.IGNORECASE,
)
"""A sentence on the paper itself: not on another paper, and not on its withdrawal from a conference."""


@dataclass(frozen=True, slots=True)
class PaperAddress:
    """What an address names: a paper, a version of it (0 for the newest), and the form in which it is shown."""

    identifier: str
    version: int = 0
    form: str = "abs"
    """`abs`, `pdf`, `html` or `doi`."""


def read_address(host: str, path: str) -> PaperAddress | None:
    """The paper whose abstract, PDF, HTML or DOI is at this address; None if it is another address."""
    if host in HOSTS:
        match = _PATH.fullmatch(path)
        form = match["form"] if match else ""
        return _address(match, form) if form in _FORMS else None
    return _address(_DOI_PATH.fullmatch(path), "doi") if host in doi.HOSTS else None


def _address(match: re.Match[str] | None, form: str) -> PaperAddress | None:
    if match is None or not 1 <= arxiv_month(match["id"]) <= 12:
        return None
    return PaperAddress(match["id"], int(match["version"] or 0), form)


def paper_at(host: str, path: str) -> str:
    """The identifier of the paper that a page of arXiv or of its readers shows; empty if it is another page."""
    match = _PAGE.fullmatch(host + path)
    return match["id"] if match else ""


def read_identifier(text: str) -> str:
    """The identifier in `2101.00001`, `arXiv:2101.00001v2` or a DOI of arXiv; empty if `text` is something else."""
    match = _WRITTEN.fullmatch(text)
    return match["id"] if match else ""


def is_identifier(text: str) -> bool:
    """Whether `text` is an identifier without a version, of a month that there is."""
    return read_identifier(text) == text != "" and 1 <= arxiv_month(text) <= 12


def papers_named(text: str) -> list[str]:
    """The identifiers that stand in `text` with arXiv's name or address, each once, sorted."""
    return sorted(set(_IN_TEXT.findall(text)))


def query_url(identifiers: Sequence[str], api: str = API) -> str:
    """Address of the API for at most `BATCH_SIZE` papers."""
    # The API answers with 10 papers unless it is given a number.
    query = {"id_list": ",".join(identifiers), "max_results": len(identifiers)}
    return f"{api}/api/query?{urlencode(query, safe=',/')}"


def search_url(query: str, since: date, until: date, start: int = 0, api: str = API) -> str:
    """Address of the API for a page of the papers that were submitted between two days, the newest first."""
    dates = f"submittedDate:[{since:%Y%m%d}0000 TO {until:%Y%m%d}2359]"
    asked = {"search_query": f"({query}) AND {dates}", "start": start, "max_results": BATCH_SIZE}
    return f"{api}/api/query?{urlencode(asked | {'sortBy': 'submittedDate', 'sortOrder': 'descending'})}"


@dataclass(frozen=True, slots=True)
class ArxivPaper:
    """A paper as the API describes it."""

    identifier: str
    version: int = 1
    """The newest version."""
    title: str = ""
    authors: tuple[str, ...] = ()
    """Empty if a name is garbled beyond repair."""
    submitted: str = ""
    """Day of the first version as YYYY-MM-DD; it was announced days later."""
    updated: str = ""
    """Day of the newest version."""
    journal: str = ""
    doi: str = ""
    """Where it was published, as the authors typed it: `doi` is empty unless it has the form of one."""
    abstract: str = ""
    comment: str = ""
    categories: tuple[str, ...] = ()
    """The primary one first."""

    @property
    def is_withdrawn(self) -> bool:
        """True if a sentence of the comment, or the abstract itself, says so: the API has no mark of its own."""
        return bool(_WITHDRAWN.search(self.comment) or _WITHDRAWN.match(self.abstract))


@dataclass(frozen=True, slots=True)
class ArxivAnswer:
    """What a feed of the API says."""

    papers: dict[str, ArxivPaper]
    total: int
    """Papers that answer the query, on this page and all others."""
    error: str = ""
    """Why the API refuses the query, in its own words; empty if it does not."""


def read_answer(feed: bytes) -> ArxivAnswer | None:
    """The papers or the error of an Atom feed; None if `feed` is none."""
    from defusedxml import DefusedXmlException  # noqa: PLC0415 - only runs with papers pay for it
    from defusedxml.ElementTree import ParseError, fromstring  # noqa: PLC0415

    try:
        root = fromstring(feed, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError):
        return None
    if root.tag != f"{{{_NAMESPACES['atom']}}}feed":
        return None
    entries = root.findall("atom:entry", _NAMESPACES)
    total = _text(root, "opensearch:totalResults")
    papers = {paper.identifier: paper for paper in map(_paper, entries) if paper}
    errors = [_text(entry, "atom:summary") or "error" for entry in entries if _ERROR_ENTRY in _text(entry, "atom:id")]
    return ArxivAnswer(papers, int(total) if _TOTAL.fullmatch(total) else len(papers), next(iter(errors), ""))


def read_feed(feed: bytes) -> dict[str, ArxivPaper] | None:
    """The papers of an Atom feed by identifier; None if `feed` is not an Atom feed, or reports an error."""
    answer = read_answer(feed)
    return None if answer is None or answer.error else answer.papers


def is_refusal(status: int, feed: bytes) -> bool:
    """True if the API refuses the whole list of identifiers, because of one of them or its length."""
    said_so = status in {200, 404} and f"{_ERROR_ENTRY}#".encode() in feed
    return status in _REFUSALS or (said_so and read_feed(feed) is None)


def _paper(entry: Element) -> ArxivPaper | None:
    match = _ENTRY_ID.search(_text(entry, "atom:id"))
    if match is None:
        return None
    names = [author.findtext("atom:name", "", _NAMESPACES) for author in entry.iterfind("atom:author", _NAMESPACES)]
    terms = [each.get("term") for path in _CATEGORIES for each in entry.iterfind(path, _NAMESPACES)]
    return ArxivPaper(
        identifier=match["id"],
        version=int(match["version"] or 1),
        title=_text(entry, "atom:title"),
        authors=read_names(names),
        submitted=read_day(_text(entry, "atom:published")),
        updated=read_day(_text(entry, "atom:updated")),
        journal=_text(entry, "arxiv:journal_ref"),
        doi=doi.read_doi(_text(entry, "arxiv:doi")),
        abstract=_text(entry, "atom:summary", _MAX_ABSTRACT),
        comment=_text(entry, "arxiv:comment", _MAX_ABSTRACT),
        categories=clean_texts(terms),
    )


def _text(element: Element, path: str, max_length: int = 500) -> str:
    return clean_text(element.findtext(path, "", _NAMESPACES), max_length)
