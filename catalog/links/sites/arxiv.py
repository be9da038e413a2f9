"""arXiv: every identifier in one request, and the paper's title compared with the record's.

A record that links to another paper than the one it names is found here.
"""

from __future__ import annotations

import re
import unicodedata
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import replace

from yarl import URL

from catalog.links.results import Classification, LinkGroup, Verdict
from catalog.links.retry import Retrier, RetryBudget
from catalog.links.sites import Site
from catalog.links.sites.api import as_page, failure
from catalog.links.throttle import RateLimited
from catalog.services import arxiv
from catalog.services.arxiv import ArxivPaper, PaperAddress
from catalog.services.transport.exchange import API_BODY, ForbiddenAddressError, Request, RequestError

_MAX_FURTHER = 24  # requests of one run beyond the first of each batch: arXiv asks for three seconds between them
_MIN_SHARED = 0.8  # of the longer title's words: most titles of one field share the other words
_MIN_SIMILARITY = 85.0  # of 100: `model` and `models`


Reply = ArxivPaper | Classification
"""What is known of a paper after all requests: the paper, that the API denies it, or why the API said nothing."""


class Arxiv(Site):
    """Papers by identifier, whatever the form of the link."""

    limits: Mapping[str, tuple[int, float]] = {
        URL(arxiv.API).host or "": (arxiv.MAX_CONNECTIONS, arxiv.MAX_PER_SECOND),
        "arxiv.org": (arxiv.MAX_CONNECTIONS, arxiv.MAX_PAGES_PER_SECOND),
    }

    def __init__(self, api: str = arxiv.API) -> None:
        self._api = api

    def claims(self, url: URL) -> bool:
        """Whether `url` is a paper: its abstract, PDF, HTML or DOI."""
        return _address(url) is not None

    async def look(
        self, groups: Sequence[LinkGroup], retrier: Retrier, retries: int
    ) -> Mapping[URL, Classification | None]:
        """One request for each batch of papers; more where the API refuses a batch or has not all of its papers."""
        addresses = {group.url: address for group in groups if (address := _address(group.url))}
        identifiers = list(dict.fromkeys(address.identifier for address in addresses.values()))
        replies = await self._ask_all(identifiers, retrier, retries)
        return {
            group.url: _classify(group, address, replies.get(address.identifier))
            for group in groups
            if (address := addresses.get(group.url))
        }

    async def _ask_all(self, identifiers: Sequence[str], retrier: Retrier, retries: int) -> dict[str, Reply]:
        """What the API says of each paper; nothing of those in a batch that it goes on refusing."""
        replies: dict[str, Reply] = {}
        queue = deque(identifiers[at : at + arxiv.BATCH_SIZE] for at in range(0, len(identifiers), arxiv.BATCH_SIZE))
        further = _MAX_FURTHER
        while queue:
            batch = queue.popleft()
            reply = await self._ask(batch, retrier, retries)
            again = _asked_again(batch, reply, replies)
            if isinstance(reply, Classification):
                replies |= {each: replies.get(each, reply) for each in batch}
            elif reply is not None or len(batch) == 1:
                replies |= {each: (reply or {}).get(each) or _missing(each) for each in batch}
            if len(again) <= further:
                further -= len(again)
                queue.extendleft(reversed(again))
        return replies

    async def _ask(
        self, batch: Sequence[str], retrier: Retrier, retries: int
    ) -> dict[str, ArxivPaper] | Classification | None:
        """The papers of a batch, none where the API refuses the batch, or why it said nothing."""
        url = URL(arxiv.query_url(batch, self._api))
        try:
            response = await retrier.fetch(Request(url, limit=API_BODY), RetryBudget(retries))
        except (RequestError, RateLimited, ForbiddenAddressError) as error:
            failed = failure(error)
            return replace(failed, reason=f"arXiv API: {failed.reason}")
        if arxiv.is_refusal(response.status, response.body):
            return None
        papers = arxiv.read_feed(response.body) if response.status == 200 and response.complete else None
        if papers is not None:
            return papers
        verdict = as_page(response).verdict
        return Classification(
            verdict if verdict is Verdict.BLOCKED else Verdict.TRANSIENT,
            f"arXiv API: the response with status {response.status} is not a list of papers",
        )


def _address(url: URL) -> PaperAddress | None:
    return arxiv.read_address(url.host or "", url.path)


def is_same_title(title: str, other: str) -> bool:
    """Whether two titles can be those of one paper, whose versions differ in a word, punctuation or a subtitle.

    Compared by words: the letters of "One: Technical Report" and "Two: Technical Report" are too alike.
    """
    from rapidfuzz import fuzz  # noqa: PLC0415 - only runs with papers pay for it

    words, others = _words(title), _words(other)
    if "".join(words) == "".join(others) or words == _words(other.partition(":")[0]):
        return True
    longer = max(len(words), len(others))
    shared = 0
    for word in words:
        match = next((each for each in others if each == word or fuzz.ratio(each, word) >= _MIN_SIMILARITY), None)
        if match is not None:
            others.remove(match)
            shared += 1
    return shared / longer >= _MIN_SHARED


def _words(title: str) -> list[str]:
    return re.findall(r"\w+", unicodedata.normalize("NFKC", title).casefold())


def _asked_again(
    batch: Sequence[str], reply: Mapping[str, ArxivPaper] | Classification | None, replies: Mapping[str, Reply]
) -> list[Sequence[str]]:
    """The batches to ask next: halves of one that was refused, or once more what was not in the reply."""
    if isinstance(reply, Classification):
        return []
    if reply is None:
        middle = len(batch) // 2
        return [batch[:middle], batch[middle:]] if middle else []
    left_out = [identifier for identifier in batch if identifier not in reply and identifier not in replies]
    return [left_out] if left_out else []


def _missing(identifier: str) -> Classification:
    return Classification(Verdict.BROKEN, f"arXiv has no paper {identifier}", 404)


def _classify(group: LinkGroup, address: PaperAddress, paper: Reply | None) -> Classification | None:
    if not isinstance(paper, ArxivPaper):
        return paper
    if address.version > paper.version:
        reason = f"the newest version of {address.identifier} on arXiv is {paper.version}"
        return Classification(Verdict.BROKEN, reason, 404)
    for occurrence in (occurrence for target in group.targets for occurrence in target.occurrences):
        if occurrence.titles and not any(is_same_title(title, paper.title) for title in occurrence.titles):
            reason = f"the title on arXiv is “{paper.title}”, in the record “{occurrence.titles[0]}”"
            return Classification(Verdict.SUSPECT, reason, 200)
    if paper.is_withdrawn:
        return Classification(Verdict.SUSPECT, "the paper has been withdrawn", 200)
    # That a paper exists does not mean that arXiv made an HTML page of it.
    return None if address.form == "html" else Classification(Verdict.OK, status=200)
