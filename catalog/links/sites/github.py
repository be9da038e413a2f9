"""GitHub: repositories through the interface when a token is at hand; it alone tells renamed and archived ones."""

from __future__ import annotations

import re
from collections.abc import Mapping

from yarl import URL

from catalog.links.fetch import Question
from catalog.links.retry import Asker, Tries
from catalog.links.sites.interface import OneByOne, ask_json
from catalog.links.verdicts import Judgement, Verdict

_PATH = re.compile(
    r"/(?P<owner>[\w.-]+)/(?P<name>[\w.-]+?)(?:\.git)?/?(?:(?:tree|blob)/(?P<ref>[^/]+)(?:/(?P<path>.+?))?/?)?"
)
_NOT_OWNERS = frozenset({
    "about", "apps", "collections", "features", "orgs", "search", "settings", "sponsors", "topics",
})  # fmt: skip


class Github(OneByOne):
    """Repositories, branches and files of github.com; without a `token` it claims nothing."""

    def __init__(self, token: str = "", interface: str = "https://api.github.com") -> None:
        self._token = token
        self._interface = URL(interface)

    def claims(self, url: URL) -> bool:
        """Whether `url` is a repository, or something at a branch of one."""
        match = _PATH.fullmatch(url.path) if url.host in {"github.com", "www.github.com"} else None
        return bool(self._token and match and match["owner"].lower() not in _NOT_OWNERS)

    async def one(self, url: URL, asker: Asker, tries: Tries) -> Judgement | None:
        """What the interface says of the repository, then of the branch and file."""
        match = _PATH.fullmatch(url.path)
        if match is None:
            return None
        asked = f"{match['owner']}/{match['name']}"
        answer, repository = await ask_json(asker, self._interface / "repos" / asked, tries, self._headers())
        if answer.status == 404:
            return Judgement(Verdict.BROKEN, f"GitHub has no public repository {asked}", 404)
        name = repository.get("full_name")
        if answer.status != 200 or not isinstance(name, str):
            return None
        if match["ref"]:
            there = await self._there(name, match["ref"], match["path"] or "", asker, tries)
            if not there:
                # A branch's name may hold a slash: the page knows where the name ends.
                return None
        if name.lower() != asked.lower():
            tail = url.raw_path[match.end("name") :].removeprefix(".git")
            now = f"https://github.com/{name}{tail}"
            return Judgement(Verdict.MOVED, f"renamed to {name}", 200, now, redirected=True)
        return Judgement(Verdict.OK, "archived by its owners" if repository.get("archived") is True else "", 200)

    async def _there(self, name: str, ref: str, path: str, asker: Asker, tries: Tries) -> bool:
        url = (self._interface / "repos" / name / "contents" / path).with_query(ref=ref)
        answer = await asker.settle(Question(url, headers=self._headers()), tries)
        return answer.status == 200

    def _headers(self) -> Mapping[str, str]:
        return {"Authorization": f"Bearer {self._token}", "Accept": "application/vnd.github+json"}
