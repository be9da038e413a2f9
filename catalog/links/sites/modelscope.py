"""ModelScope: its pages are drawn by a script and answer 200 for anything, so the interface is asked."""

from __future__ import annotations

import re
from collections.abc import Mapping

from yarl import URL

from catalog.links.retry import Asker, Tries
from catalog.links.sites.interface import OneByOne, as_page, ask_json
from catalog.links.verdicts import Judgement, Verdict

_PATH = re.compile(r"/(?P<kind>models|datasets)/(?P<id>[\w.-]+/[\w.-]+)(?:/.*)?")
_UNKNOWN = 10_010_205_001


class ModelScope(OneByOne):
    """Models and data sets; `home` is where the site is."""

    def __init__(self, home: str = "https://modelscope.cn") -> None:
        self._home = URL(home)

    def claims(self, url: URL) -> bool:
        """Whether `url` is a model or a data set."""
        return url.host in {self._home.host, "www.modelscope.cn"} and bool(_PATH.fullmatch(url.path))

    async def one(self, url: URL, asker: Asker, tries: Tries) -> Judgement | None:
        """What the interface says of the repository."""
        match = _PATH.fullmatch(url.path)
        if match is None:
            return None
        answer, told = await ask_json(asker, self._home / "api/v1" / match["kind"] / match["id"], tries)
        if answer.status == 404 or told.get("Code") in {404, _UNKNOWN}:
            return Judgement(Verdict.BROKEN, f"ModelScope has no {match['kind'][:-1]} {match['id']}", 404)
        if answer.status != 200:
            return as_page(answer)
        data = told.get("Data")
        return Judgement(Verdict.OK, status=200) if isinstance(data, Mapping) else None
