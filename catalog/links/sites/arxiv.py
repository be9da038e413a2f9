"""arXiv: every identifier in one request, and the paper's title held against the record's.

The interface allows one request every three seconds, all machines together; one `id_list` request answers for a hundred
papers. A record that links to another paper than the one it names is told apart here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from yarl import URL

from catalog.links.addresses import Refused
from catalog.links.dial import Failed
from catalog.links.fetch import READ, Question
from catalog.links.retry import Asker, Tries
from catalog.links.sites import Job
from catalog.links.sites.interface import as_page
from catalog.links.throttle import Resting
from catalog.links.verdicts import Judgement, Verdict

_BATCH = 100
_SHARED = 0.8  # of the longer title's words: most titles of one field share the other words
_SAME_WORD = 85.0  # of 100: `model` and `models`
_NEW = r"\d{2}(?:0[1-9]|1[0-2])\.\d{4,5}"
_OLD = r"[a-z-]+(?:\.[A-Z]{2})?/\d{2}(?:0[1-9]|1[0-2])\d{3}"
_PATH = re.compile(rf"/(?P<form>abs|pdf|html)/(?P<id>{_NEW}|{_OLD})(?:v(?P<version>[1-9]\d?))?(?:\.pdf)?/?")
_DOI = re.compile(rf"/10\.48550/arxiv\.(?P<id>{_NEW}|{_OLD})", re.IGNORECASE)
_HOSTS = frozenset({"arxiv.org", "www.arxiv.org", "export.arxiv.org"})
_WITHDRAWN = re.compile(
    r"(?:this (?:paper|article|submission|manuscript) (?:has been|is|was) )?withdrawn", re.IGNORECASE
)
_ATOM = "{http://www.w3.org/2005/Atom}"
_COMMENT = "{http://arxiv.org/schemas/atom}comment"


@dataclass(frozen=True, slots=True)
class Paper:
    """What arXiv says of one paper."""

    title: str
    version: int
    withdrawn: bool


class Arxiv:
    """Papers by identifier, whatever the form of the link."""

    limits: Mapping[str, tuple[int, float]] = {"arxiv.org": (1, 1 / 3)}

    def __init__(self, interface: str = "https://export.arxiv.org/api/query") -> None:
        self._interface = URL(interface)

    def claims(self, url: URL) -> bool:
        """Whether `url` is a paper: its abstract, PDF, HTML or DOI."""
        return _match(url) is not None

    async def look(self, jobs: Sequence[Job], asker: Asker, retries: int) -> Mapping[URL, Judgement | None]:
        """One request for each hundred papers."""
        wanted = list(dict.fromkeys(identifier(job.url) for job in jobs))
        papers: dict[str, Paper] = {}
        failed: dict[str, Judgement] = {}
        for start in range(0, len(wanted), _BATCH):
            batch = wanted[start : start + _BATCH]
            found = await self._ask(batch, asker, retries)
            if isinstance(found, Judgement):
                failed |= dict.fromkeys(batch, found)
            else:
                papers |= found
        return {
            job.url: failed.get(identifier(job.url)) or _judged(job, papers.get(identifier(job.url))) for job in jobs
        }

    async def _ask(self, batch: Sequence[str], asker: Asker, retries: int) -> dict[str, Paper] | Judgement:
        url = self._interface.with_query(id_list=",".join(batch), max_results=str(len(batch)))
        try:
            answer = await asker.settle(Question(url, appetite=READ), Tries(retries))
        except Failed as error:
            return Judgement(Verdict.TRANSIENT, f"arXiv's interface: {error}")
        except Resting as error:
            return Judgement(Verdict.BLOCKED, f"arXiv's interface: {error}")
        except Refused as error:
            return Judgement(Verdict.REFUSED, f"arXiv's interface: {error}")
        papers = papers_in(answer.body) if answer.status == 200 and answer.whole else None
        if papers is not None:
            return papers
        verdict = as_page(answer).verdict
        return Judgement(
            verdict if verdict is Verdict.BLOCKED else Verdict.TRANSIENT,
            f"arXiv's interface answers {answer.status} without a list of papers",
        )


def _match(url: URL) -> re.Match[str] | None:
    if url.host in _HOSTS:
        return _PATH.fullmatch(url.path)
    return _DOI.fullmatch(url.path) if url.host in {"doi.org", "dx.doi.org", "www.doi.org"} else None


def identifier(url: URL) -> str:
    """The paper's identifier, without a version; empty when `url` is no paper."""
    match = _match(url)
    return match["id"] if match else ""


def papers_in(feed: bytes) -> dict[str, Paper] | None:
    """The papers of an Atom answer by identifier; None when it is no such answer."""
    from defusedxml import DefusedXmlException, ElementTree  # noqa: PLC0415 - only runs with papers pay for it

    try:
        root = ElementTree.fromstring(feed)
    except (ElementTree.ParseError, DefusedXmlException, ValueError):
        return None
    if root.tag != f"{_ATOM}feed":
        return None
    papers = {}
    for entry in root.iter(f"{_ATOM}entry"):
        match = re.search(rf"/abs/({_NEW}|{_OLD})(?:v(\d+))?$", entry.findtext(f"{_ATOM}id") or "")
        if match:
            title = " ".join((entry.findtext(f"{_ATOM}title") or "").split())
            said = f"{entry.findtext(_COMMENT) or ''}\n{entry.findtext(f'{_ATOM}summary') or ''}".strip().lower()
            gone = bool(
                re.search(r"^(?:this (?:paper|article|submission|manuscript) (?:has been|is|was) )?withdrawn", said)
            )
            papers[match[1]] = Paper(title, int(match[2] or 1), gone or "has been withdrawn" in said)
    return papers


def alike(one: str, other: str) -> bool:
    """Whether two titles can be those of one paper: versions differ in a word, in punctuation, by a subtitle.

    Word by word, since "Fun-ASR Technical Report" and "Qwen3-ASR Technical Report" are nearly the same text.
    """
    from rapidfuzz import fuzz  # noqa: PLC0415 - only runs with papers pay for it

    words, others = _words(one), _words(other)
    if "".join(words) == "".join(others) or words == _words(other.partition(":")[0]):
        return True
    longer = max(len(words), len(others))
    shared = 0
    for word in words:
        match = next((each for each in others if each == word or fuzz.ratio(each, word) >= _SAME_WORD), None)
        if match is not None:
            others.remove(match)
            shared += 1
    return shared / longer >= _SHARED


def _words(title: str) -> list[str]:
    return re.findall(r"\w+", unicodedata.normalize("NFKC", title).casefold())


def _judged(job: Job, paper: Paper | None) -> Judgement | None:
    match = _match(job.url)
    if match is None:
        return None
    if paper is None:
        return Judgement(Verdict.BROKEN, f"arXiv has no paper {match['id']}", 404)
    version = int(match.groupdict().get("version") or 0)
    if version > paper.version:
        return Judgement(Verdict.BROKEN, f"arXiv has {match['id']} up to version {paper.version} only", 404)
    for use in (use for target in job.targets for use in target.uses):
        if use.titles and not any(alike(title, paper.title) for title in use.titles):
            return Judgement(
                Verdict.SUSPECT, f"arXiv calls this paper “{paper.title}”, the record “{use.titles[0]}”", 200
            )
    if paper.withdrawn:
        return Judgement(Verdict.SUSPECT, "the paper has been withdrawn", 200)
    # That a paper exists does not mean that arXiv made an HTML page of it.
    return None if match.groupdict().get("form") == "html" else Judgement(Verdict.OK, status=200)
