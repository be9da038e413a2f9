"""Many papers of arXiv in few requests; what the API leaves out is asked again, then its page decides."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from catalog.services import arxiv
from catalog.services.answers import Answer, ask
from catalog.services.arxiv import ArxivAnswer, ArxivPaper
from catalog.services.client import NotFoundError, ServiceClient, ServiceError

FEED_TYPE = "application/atom+xml"
_SERVICE = "arXiv"
_MAX_REFUSALS = 24  # of lists in one run: each costs two requests more, three seconds apart
_NO_FEED = "the response is not a list of papers; try again later"
_MAX_PAGES = 20  # abstracts asked for in one run, because the API leaves them out


@dataclass(frozen=True, slots=True)
class PaperAnswers:
    """What arXiv says of many papers: each identifier is in one of the three."""

    papers: dict[str, ArxivPaper] = field(default_factory=dict)
    missing: frozenset[str] = frozenset()
    """Denied by the API twice, and by the page of the abstract."""
    unanswered: dict[str, str] = field(default_factory=dict)
    """Why there is no usable answer, in a sentence."""


async def fetch_paper(client: ServiceClient, identifier: str) -> ArxivPaper:
    """The paper on arXiv with this identifier.

    Raises:
        NotFoundError: the API says twice, and then the page of the abstract, that there is none.
        ServiceError: there is no usable answer.
    """
    search = _PaperSearch(client)
    answers = await search.run([identifier])
    if identifier in answers.missing:
        said = search.refused.get(identifier)
        raise NotFoundError(f"arXiv has no paper {identifier}" + (f" ({said})" if said else ""))
    if identifier in answers.unanswered:
        raise ServiceError(answers.unanswered[identifier])
    return answers.papers[identifier]


async def fetch_papers(client: ServiceClient, identifiers: Iterable[str]) -> PaperAnswers:
    """The papers on arXiv with these identifiers, which have no version; nothing is raised."""
    return await _PaperSearch(client).run(list(dict.fromkeys(identifiers)))


async def ask_feed(client: ServiceClient, url: str) -> tuple[Answer, ArxivAnswer | None]:
    """The answer of arXiv's API, and the feed in it; None where there is none.

    Raises:
        ServiceError: there is no answer.
    """
    answer = await ask(client, url, FEED_TYPE)
    return answer, arxiv.read_answer(answer.content)


@dataclass(slots=True)
class _PaperSearch:
    client: ServiceClient
    papers: dict[str, ArxivPaper] = field(default_factory=dict)
    missing: set[str] = field(default_factory=set)
    unanswered: dict[str, str] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    """What the API says of identifiers that it does not take, in its own words."""
    refusals: int = 0

    async def run(self, identifiers: Sequence[str]) -> PaperAnswers:
        for each in identifiers:
            if arxiv.read_identifier(each) != each:
                self.unanswered[each] = f"{each[:40]!r} is not an identifier of arXiv"
        # An empty answer may be a fault that the next one has not.
        for _ in range(2):
            await self._ask_all(self._open(identifiers))
        for number, each in enumerate(self._open(identifiers)):
            await self._confirm(each, is_asked=number < _MAX_PAGES)
        return PaperAnswers(self.papers, frozenset(self.missing), self.unanswered)

    def _open(self, identifiers: Sequence[str]) -> list[str]:
        return [each for each in identifiers if each not in self.papers and each not in self.unanswered]

    async def _ask_all(self, identifiers: Sequence[str]) -> None:
        size = arxiv.BATCH_SIZE
        queue = deque(identifiers[start : start + size] for start in range(0, len(identifiers), size))
        while queue:
            queue.extendleft(await self._ask_batch(queue.popleft()))

    async def _ask_batch(self, batch: Sequence[str]) -> list[Sequence[str]]:
        """Keep what the API says of a batch; return the halves of one that it refuses."""
        try:
            answer, feed = await ask_feed(self.client, arxiv.query_url(batch, self.client.arxiv))
        except ServiceError as error:
            self.unanswered |= dict.fromkeys(batch, str(error))
            return []
        if arxiv.is_refusal(answer.status, answer.content):
            self.refusals += 1
            if len(batch) > 1 and self.refusals <= _MAX_REFUSALS:
                middle = len(batch) // 2
                return [batch[middle:], batch[:middle]]
            if len(batch) == 1 and answer.status != 500:
                self.refused[batch[0]] = feed.error if feed else ""
                return []  # its page decides
        if feed is None or feed.error or answer.status != 200:
            reason = str(answer.failure(_SERVICE, feed.error if feed else _NO_FEED))
            self.unanswered |= dict.fromkeys(batch, reason)
        else:
            self.papers |= {each: feed.papers[each] for each in batch if each in feed.papers}
        return []

    async def _confirm(self, identifier: str, *, is_asked: bool) -> None:
        """Ask the page of a paper's abstract whether there is none."""
        reason = "arXiv: the API leaves the paper out; its page was not asked"
        try:
            page = await ask(self.client, f"{self.client.arxiv}/abs/{identifier}", "text/html") if is_asked else None
        except ServiceError as error:
            reason = str(error)
        else:
            if page and page.status in {404, 410}:
                self.missing.add(identifier)
                return
            if page:
                reason = "arXiv: the API has no such paper, but its page does; try again later"
                reason = reason if page.status == 200 else str(page.failure(_SERVICE))
        self.unanswered[identifier] = reason
