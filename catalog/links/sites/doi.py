"""DOI: the resolver's own redirect proves the identifier; publishers behind it often refuse robots."""

from __future__ import annotations

import re

from yarl import URL

from catalog.links.classify import judge
from catalog.links.fetch import Question
from catalog.links.redirects import Seen
from catalog.links.retry import Asker, Tries
from catalog.links.sites.interface import OneByOne
from catalog.links.verdicts import Judgement, Verdict

_PATH = re.compile(r"/10\.\d{4,9}/\S+")


class Doi(OneByOne):
    """Identifiers at doi.org; `hosts` are the resolver's names."""

    def __init__(self, hosts: frozenset[str] = frozenset({"doi.org", "dx.doi.org", "www.doi.org"})) -> None:
        self._hosts = hosts

    def claims(self, url: URL) -> bool:
        """Whether `url` is a DOI."""
        return url.host in self._hosts and bool(_PATH.fullmatch(url.path))

    async def one(self, url: URL, asker: Asker, tries: Tries) -> Judgement | None:
        """Whether the resolver knows where the identifier leads."""
        answer = await asker.settle(Question(url, "HEAD"), tries)
        if 300 <= answer.status < 400 and answer.headers.get("location"):
            return Judgement(Verdict.OK, "the identifier is registered", answer.status)
        if answer.status == 404:
            return Judgement(Verdict.BROKEN, "no such DOI is registered", 404)
        return judge(Seen(answer, url))
