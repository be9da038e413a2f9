"""What each service states of a paper, a repository or a model: in which place, of which grade, as which kind of value.

Authors type journal and DOI on arXiv themselves; GitHub names a licence by comparing texts; files may hold more weights
than a paper counts, so their number is derived.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import Any

from catalog.services import crossref, github, huggingface
from catalog.services.arxiv import ArxivPaper
from catalog.services.crossref import CrossrefWork
from catalog.services.github import GithubRepository
from catalog.services.huggingface import HubRepository
from catalog.services.modelscope import HOME as MODELSCOPE
from catalog.services.modelscope import ModelScopeRepository
from catalog.services.works import work_at
from catalog.values import ArxivId, Grade, Licence

SERVICES = {
    "crossref": "Crossref",
    "arxiv": "arXiv",
    "github": "GitHub",
    "huggingface": "Hugging Face",
    "modelscope": "ModelScope",
}
"""Name in `fill:` → what people call it; of two that state the same fact, the first comes first."""
REVISION = re.compile(r"[0-9a-f]{7,64}")
"""The name of a commit."""
MANY_AUTHORS = 12
FIRST_AUTHORS = 5


class StatedKind(Enum):
    """How values of a statement are compared with what a record says."""

    TITLE = auto()
    NAMES = auto()
    VENUE = auto()
    DAY = auto()
    LICENCE = auto()
    SIZE = auto()
    ADDRESS = auto()
    FLAG = auto()
    TEXT = auto()


@dataclass(frozen=True, slots=True)
class StatedField:
    """What a service states under a name of `fill:`."""

    compared: StatedKind
    where: str
    """The place, for people."""
    grade: Grade | None = Grade.PRIMARY
    """None for a hint, which is never written."""
    may_differ: bool = False
    """Whether a record may say something else without contradiction: another page of the same project."""


_PAGE, _DOI = "abstract page", "description of the DOI"
FIELDS: Mapping[str, Mapping[str, StatedField]] = {
    "crossref": {
        "title": StatedField(StatedKind.TITLE, _DOI),
        "authors": StatedField(StatedKind.NAMES, _DOI),
        "venue": StatedField(StatedKind.VENUE, _DOI),
        "published": StatedField(StatedKind.DAY, _DOI),
        "link": StatedField(StatedKind.ADDRESS, _DOI, may_differ=True),
    },
    "arxiv": {
        "title": StatedField(StatedKind.TITLE, _PAGE),
        "authors": StatedField(StatedKind.NAMES, _PAGE),
        "submitted": StatedField(StatedKind.DAY, "submission history, first version"),
        "journal": StatedField(StatedKind.VENUE, "journal reference on the abstract page"),
        "doi": StatedField(StatedKind.TEXT, "related DOI on the abstract page"),
    },
    "github": {
        "identifier": StatedField(StatedKind.ADDRESS, "front page, to which the former address leads"),
        "licence": StatedField(StatedKind.LICENCE, "licence shown by GitHub", Grade.SECONDARY),
        "homepage": StatedField(StatedKind.ADDRESS, "website shown beside the description", may_differ=True),
    },
    "huggingface": {
        "licence": StatedField(StatedKind.LICENCE, "licence tag"),
        "parameters": StatedField(StatedKind.SIZE, "files of the model", Grade.DERIVED),
        "gated": StatedField(StatedKind.FLAG, "access to the files"),
        "languages": StatedField(StatedKind.TEXT, "languages of the card", None, may_differ=True),
        "arxiv": StatedField(StatedKind.TEXT, "paper that the card links to", None),
    },
    "modelscope": {
        "licence": StatedField(StatedKind.LICENCE, "licence of the model page"),
        "arxiv": StatedField(StatedKind.TEXT, "paper that the page links to", None),
    },
}
"""Service → name in `fill:` → what is stated under it."""
ROLES: Mapping[str, Mapping[str, str]] = {
    "crossref": {"title": "title", "authors": "authors", "venue": "venue", "link": "link"},
    "arxiv": {"title": "title", "authors": "authors", "submitted": "date", "journal": "venue", "doi": "doi"},
    "github": {"licence": "licence", "homepage": "page"},
    "huggingface": {"licence": "weights_licence"},
    "modelscope": {"licence": "weights_licence"},
}
"""Service → name in `fill:` → the role that `cite` and `download` have for it."""


@dataclass(frozen=True, slots=True)
class StatedSource:
    """The document in which something was read, pinned to its version where it has one."""

    key: str
    """What a record may call it."""
    url: str
    title: str
    date: str = ""
    """When this version of it appeared, where that is known."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing that a service states."""

    service: str
    name: str
    value: Any
    """Text, a list of names, a whole number, or true or false."""
    field: StatedField
    source: StatedSource
    where: str
    """The place in the source."""


@dataclass(frozen=True, slots=True)
class Stated:
    """All that a service states of one work, and what a person should look at."""

    statements: tuple[Statement, ...]
    source: StatedSource
    warnings: tuple[str, ...] = ()


def some_authors(authors: Sequence[str]) -> list[str]:
    """The names, or the first few and `others` where they are many."""
    return list(authors) if len(authors) <= MANY_AUTHORS else [*authors[:FIRST_AUTHORS], "others"]


def of_paper(paper: ArxivPaper) -> Stated:
    """What arXiv states of a paper, read in its newest version."""
    url = f"{ArxivId.type.address(ArxivId(paper.identifier))}v{paper.version}"
    values = {
        "title": paper.title,
        "authors": some_authors([_unmangled(name) for name in paper.authors]),
        "submitted": paper.submitted,
        "journal": paper.journal,
        "doi": "" if paper.doi.casefold().startswith("10.48550/") else paper.doi,
    }
    source = StatedSource("arxiv", url, f"arXiv page of the paper, version {paper.version}")
    warnings = ("its authors withdrew the paper",) if paper.is_withdrawn else ()
    return _stated("arxiv", values, source, warnings)


def _unmangled(name: str) -> str:
    """A name whose letters arXiv shows in another encoding, as `WÃ¼bben` for Wübben."""
    try:
        return name if name.isascii() else name.encode("latin-1").decode()
    except UnicodeError:
        return name


def of_work(work: CrossrefWork, doi: str) -> Stated:
    """What the publisher stated of a work when its DOI was made."""
    values = {
        "title": work.title,
        "authors": some_authors(work.authors),
        "venue": work.venue,
        "published": work.published,
        "link": f"https://doi.org/{doi}",
    }
    if work.kind == "posted-content":  # a preprint: its server is no place of publication
        values["venue"] = ""
    source = StatedSource("crossref", crossref.description_url(doi), "Crossref's description of the paper")
    return _stated("crossref", values, source, ("the publisher retracted the paper",) * work.is_retracted)


def of_repository(repository: GithubRepository, asked: str) -> Stated:
    """What GitHub states of a repository that was asked for as `asked`."""
    url = github.page_url(repository.name)
    is_renamed = repository.name.casefold() != asked.casefold()
    is_own_page = work_at(repository.homepage).partition(":")[0] not in _HOSTED
    values = {
        "identifier": url if is_renamed else "",
        "licence": repository.licence,
        "homepage": repository.homepage if is_own_page else "",
    }
    return _stated("github", values, StatedSource("github", url, "Repository on GitHub"))


_NO_LICENCE = frozenset({"other", "unknown"})
"""Licence tags that say nothing against any licence."""
_HOSTED = frozenset({"", "arxiv", "doi", "github", "huggingface", "modelscope"})
"""Beginnings of works that are no project page."""


def of_model(model: HubRepository, asked: str) -> Stated:
    """What Hugging Face states of a model, its card and its files at one revision.

    A model that is called otherwise than `asked` may be another one, for names can be taken again: nothing is stated.
    """
    url = huggingface.page_url(model.name)
    if model.name.casefold() != asked.casefold():
        moved = f"its address leads to {model.name} now; if that is the same model, write that address"
        return Stated((), StatedSource("huggingface", url, "Model page"), (moved,))
    values: dict[str, Any] = {
        "licence": model.licence,
        "parameters": model.parameters,
        "gated": bool(model.gated),
        "languages": ", ".join(model.languages),
        "arxiv": model.papers[0] if len(model.papers) == 1 else "",
    }
    source = StatedSource("huggingface", f"{url}/tree/{model.revision}" if model.revision else url, "Model page")
    at = f" at revision {model.revision[:12]}" if model.revision else ""
    return _stated(
        "huggingface", values, source, places={"parameters": f"{model.parameters or 0:,} weights in the files{at}"}
    )


def of_modelscope(model: ModelScopeRepository) -> Stated:
    """What ModelScope states of a model."""
    values = {"licence": model.licence, "arxiv": model.papers[0] if len(model.papers) == 1 else ""}
    source = StatedSource("modelscope", f"{MODELSCOPE}/models/{model.name}", "Model page on ModelScope")
    return _stated("modelscope", values, source)


def _stated(
    service: str,
    values: Mapping[str, Any],
    source: StatedSource,
    warnings: tuple[str, ...] = (),
    places: Mapping[str, str] | None = None,
) -> Stated:
    statements = (
        _statement(service, name, value, source, (places or {}).get(name, ""))
        for name, value in values.items()
        if value not in ("", [], None)
    )
    return Stated(tuple(statements), source, warnings)


def _statement(service: str, name: str, value: Any, source: StatedSource, where: str) -> Statement:
    field = FIELDS[service][name]
    if field.compared is StatedKind.LICENCE:
        known = next(iter(Licence.type.meanings(value, {})), None)
        # `other`, `llama3.1` and the like name no licence that everybody knows by this name.
        value, field = (str(known), field) if known else (value, replace(field, grade=None))
        field = replace(field, may_differ=value in _NO_LICENCE)
    return Statement(service, name, value, field, source, where or field.where)
