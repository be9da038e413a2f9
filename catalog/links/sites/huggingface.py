"""Hugging Face: repositories through the interface, files through the resolver.

The interface has five times the allowance of the pages, says which repositories were renamed, and tells a gated model
(alive: a reader may ask for access) from a missing one, though both answer 401.
"""

from __future__ import annotations

import re

from yarl import URL

from catalog.links.fetch import Question
from catalog.links.retry import Asker, Tries
from catalog.links.sites.interface import OneByOne, as_page, ask_json
from catalog.links.verdicts import Judgement, Verdict

_PATH = re.compile(
    r"/(?:(?P<kind>datasets|spaces)/)?(?P<id>[\w.-]+/[\w.-]+)/?"
    r"(?:(?P<view>tree|blob|resolve)/(?P<ref>[^/]+)(?:/(?P<path>.+))?)?"
)
_NOT_OWNERS = frozenset({
    "api", "blog", "chat", "collections", "docs", "join", "learn", "models", "new", "organizations", "papers", "posts",
    "settings", "tasks", "datasets", "spaces",
})  # fmt: skip


class HuggingFace(OneByOne):
    """Models, data sets and spaces; `home` is where the site is."""

    def __init__(self, home: str = "https://huggingface.co") -> None:
        self._home = URL(home)

    def claims(self, url: URL) -> bool:
        """Whether `url` is a repository or something in one."""
        if url.host not in {self._home.host, "www.huggingface.co", "hf.co"}:
            return False
        match = _PATH.fullmatch(url.path)
        return bool(match and match["id"].partition("/")[0] not in _NOT_OWNERS)

    async def one(self, url: URL, asker: Asker, tries: Tries) -> Judgement | None:
        """What the interface says of the repository, then of the file."""
        match = _PATH.fullmatch(url.path)
        if match is None:
            return None
        kind, asked = match["kind"] or "models", match["id"]
        answer, told = await ask_json(asker, self._home / "api" / kind / asked, tries)
        code = answer.headers.get("x-error-code", "")
        if code == "GatedRepo":
            return Judgement(Verdict.OK, "gated: readers must ask for access", answer.status)
        if answer.status in {401, 404}:
            return Judgement(Verdict.BROKEN, f"Hugging Face has no public repository {asked}", answer.status)
        name = told.get("id")
        if answer.status != 200 or not isinstance(name, str):
            return as_page(answer) if answer.status != 200 else None
        if name.lower() != asked.lower():
            home = self._home / match["kind"] if match["kind"] else self._home
            tail = url.raw_path[match.end("id") :]
            return Judgement(Verdict.MOVED, f"renamed to {name}", 200, f"{home / name}{tail}", redirected=True)
        if match["path"] and match["view"] != "tree":
            return await self._file(match, asker, tries)
        return Judgement(Verdict.OK, "gated: readers must ask for access" if told.get("gated") else "", 200)

    async def _file(self, match: re.Match[str], asker: Asker, tries: Tries) -> Judgement:
        home = self._home / match["kind"] if match["kind"] else self._home
        file = home / match["id"] / "resolve" / match["ref"] / match["path"]
        answer = await asker.settle(Question(file, "HEAD"), tries)
        code = answer.headers.get("x-error-code", "")
        if answer.status < 400 or code == "GatedRepo":
            return Judgement(Verdict.OK, "gated: readers must ask for access" if code else "", answer.status)
        if answer.status == 404:
            what = "revision" if code == "RevisionNotFound" else "file"
            return Judgement(Verdict.BROKEN, f"the repository has no such {what}", 404)
        return as_page(answer)
