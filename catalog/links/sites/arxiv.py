"""arXiv: every identifier in one request, and the paper's title compared with the record's.

A record that links to another paper than the one it names is found here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence

from yarl import URL

from catalog.links.addresses import Refused
from catalog.links.dial import Failed
from catalog.links.fetch import READ, Question
from catalog.links.retry import Asker, Tries
from catalog.links.sites import Job
from catalog.links.sites.interface import as_page
from catalog.links.throttle import Resting
from catalog.links.verdicts import Judgement, Verdict
from catalog.services import arxiv
from catalog.services.arxiv import ArxivPaper, PaperAddress

_SHARED = 0.8  # of the longer title's words: most titles of one field share the other words
_SAME_WORD = 85.0  # of 100: `model` and `models`


class Arxiv:
    """Papers by identifier, whatever the form of the link."""

    limits: Mapping[str, tuple[int, float]] = {"arxiv.org": (arxiv.MAX_CONNECTIONS, arxiv.MAX_PER_SECOND)}

    def __init__(self, api: str = arxiv.API) -> None:
        self._api = api

    def claims(self, url: URL) -> bool:
        """Whether `url` is a paper: its abstract, PDF, HTML or DOI."""
        return _address(url) is not None

    async def look(self, jobs: Sequence[Job], asker: Asker, retries: int) -> Mapping[URL, Judgement | None]:
        """One request for each batch of papers."""
        addresses = {job.url: address for job in jobs if (address := _address(job.url))}
        identifiers = list(dict.fromkeys(address.identifier for address in addresses.values()))
        papers: dict[str, ArxivPaper] = {}
        failures: dict[str, Judgement] = {}
        for start in range(0, len(identifiers), arxiv.BATCH_SIZE):
            batch = identifiers[start : start + arxiv.BATCH_SIZE]
            result = await self._ask(batch, asker, retries)
            if isinstance(result, Judgement):
                failures |= dict.fromkeys(batch, result)
            else:
                papers |= result
        return {
            job.url: failures.get(address.identifier) or _judged(job, address, papers.get(address.identifier))
            for job in jobs
            if (address := addresses.get(job.url))
        }

    async def _ask(self, batch: Sequence[str], asker: Asker, retries: int) -> dict[str, ArxivPaper] | Judgement:
        url = URL(arxiv.query_url(batch, self._api))
        try:
            answer = await asker.settle(Question(url, appetite=READ), Tries(retries))
        except Failed as error:
            return Judgement(Verdict.TRANSIENT, f"arXiv API: {error}")
        except Resting as error:
            return Judgement(Verdict.BLOCKED, f"arXiv API: {error}")
        except Refused as error:
            return Judgement(Verdict.REFUSED, f"arXiv API: {error}")
        papers = arxiv.read_feed(answer.body) if answer.status == 200 and answer.whole else None
        if papers is not None:
            return papers
        verdict = as_page(answer).verdict
        return Judgement(
            verdict if verdict is Verdict.BLOCKED else Verdict.TRANSIENT,
            f"arXiv API: the answer with status {answer.status} is not a list of papers",
        )


def _address(url: URL) -> PaperAddress | None:
    return arxiv.read_address(url.host or "", url.path)


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


def _judged(job: Job, address: PaperAddress, paper: ArxivPaper | None) -> Judgement | None:
    if paper is None:
        return Judgement(Verdict.BROKEN, f"arXiv has no paper {address.identifier}", 404)
    if address.version > paper.version:
        reason = f"the newest version of {address.identifier} on arXiv is {paper.version}"
        return Judgement(Verdict.BROKEN, reason, 404)
    for use in (use for target in job.targets for use in target.uses):
        if use.titles and not any(alike(title, paper.title) for title in use.titles):
            reason = f"the title on arXiv is “{paper.title}”, in the record “{use.titles[0]}”"
            return Judgement(Verdict.SUSPECT, reason, 200)
    if paper.is_withdrawn:
        return Judgement(Verdict.SUSPECT, "the paper has been withdrawn", 200)
    # That a paper exists does not mean that arXiv made an HTML page of it.
    return None if address.form == "html" else Judgement(Verdict.OK, status=200)
