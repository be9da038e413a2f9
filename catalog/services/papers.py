"""Many papers of arXiv in few requests; what the API leaves out is asked again, then its page decides."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from catalog.services import arxiv
from catalog.services.arxiv import ArxivAnswer, ArxivPaper
from catalog.services.asking.answers import never_missing
from catalog.services.asking.client import Asking, ServiceClient
from catalog.services.asking.failures import NotFoundError, RefusedError, ServiceError
from catalog.services.asking.kept_answers import Reply

FEED_TYPE = "application/atom+xml"
_REFUSALS_OF_LISTS = frozenset({500})  # of which one identifier is wrong
_MAX_REFUSALS = 24  # of lists in one run: each costs two requests more, three seconds apart
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


def read_feed_reply(reply: Reply) -> ArxivAnswer | None:
    """The feed of the API in a reply; None if there is none."""
    return arxiv.read_answer(reply.content)


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
            if not arxiv.is_identifier(each):
                self.unanswered[each] = f"{each[:40]!r} is not an identifier of arXiv"
        # An empty answer may be a fault that the next one has not.
        for is_fresh in (False, True):
            await self._ask_all(self._open(identifiers), is_fresh=is_fresh)
        for number, each in enumerate(self._open(identifiers)):
            await self._confirm(each, is_asked=number < _MAX_PAGES)
        return PaperAnswers(self.papers, frozenset(self.missing), self.unanswered)

    def _open(self, identifiers: Sequence[str]) -> list[str]:
        return [each for each in identifiers if each not in self.papers and each not in self.unanswered]

    async def _ask_all(self, identifiers: Sequence[str], *, is_fresh: bool) -> None:
        size = arxiv.BATCH_SIZE
        queue = deque(identifiers[start : start + size] for start in range(0, len(identifiers), size))
        while queue:
            batch = queue.popleft()
            try:
                refusal = await self._ask_batch(batch, is_fresh=is_fresh)
            except ServiceError as error:
                self.unanswered |= dict.fromkeys(batch, str(error))
                continue
            if refusal is not None:
                queue.extendleft(self._refused(batch, refusal))

    async def _ask_batch(self, batch: Sequence[str], *, is_fresh: bool) -> str | None:
        """Keep the papers of a batch; return what the API says where it refuses the batch, None where it does not."""
        refusals = _REFUSALS_OF_LISTS if len(batch) > 1 else frozenset[int]()
        asking = Asking(FEED_TYPE, never_missing, refusals=refusals, is_fresh=is_fresh)
        try:
            feed = await self.client.ask(arxiv.query_url(batch, self.client.arxiv), asking, read_feed_reply)
        except RefusedError as error:
            if not arxiv.is_refusal(error.status, error.content):
                raise
            said = arxiv.read_answer(error.content)
            return said.error if said else ""
        if feed.error:
            return feed.error
        self.papers |= {each: feed.papers[each] for each in batch if each in feed.papers}
        return None

    def _refused(self, batch: Sequence[str], said: str) -> list[Sequence[str]]:
        """The halves of a batch that the API refuses; none of a single identifier, whose page decides."""
        self.refusals += 1
        if len(batch) == 1:
            self.refused[batch[0]] = said
        elif self.refusals <= _MAX_REFUSALS:
            middle = len(batch) // 2
            return [batch[middle:], batch[:middle]]
        else:
            reason = f"arXiv: the API refuses lists of papers{f' ({said})' if said else ''}; try again later"
            self.unanswered |= dict.fromkeys(batch, reason)
        return []

    async def _confirm(self, identifier: str, *, is_asked: bool) -> None:
        """Ask the page of a paper's abstract whether there is none."""
        self.unanswered[identifier] = "arXiv: the API leaves the paper out; its page was not asked"
        if not is_asked:
            return
        page = f"{self.client.arxiv}/abs/{identifier}"
        try:
            await self.client.ask(page, Asking("text/html"), lambda _: True)
        except NotFoundError:
            del self.unanswered[identifier]
            self.missing.add(identifier)
        except ServiceError as error:
            self.unanswered[identifier] = str(error)
        else:
            self.unanswered[identifier] = "arXiv: the API has no such paper, but its page shows it; try again later"
