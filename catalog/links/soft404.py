"""The phrases of soft 404 pages, which answer 200 in place of the page requested."""
# ruff: noqa: RUF001 - pages use typographic dashes and quotes

from __future__ import annotations

import re
from functools import cache

from catalog.services.html_page import HtmlPage

_SHORT = 1_500  # characters; a page that says more than this is about something
_VERY_SHORT = 600  # characters; more than this under the title "404" may be an article on it

_SUBJECT = r"(?:page|url|address|file|document|resource|article|content|link|item|site|repository|model)"
_GONE = (
    r"(?:(?:could not|couldn't|cannot|can't|can not) be found|(?:was |is )?not found|(?:does not|doesn't) exist"
    r"|no longer exists|is (?:no longer |not |un)available|isn't available|unavailable|is missing"
    r"|(?:has been|may have been|might have been|was) (?:removed|moved|deleted)(?:[ ,]+(?:or|and) [a-z ]{3,40})?)"
)
_NOT_FOUND = (
    rf"(?:{_SUBJECT} )?not found|(?:this |the |that )?{_SUBJECT} {_GONE}|no such {_SUBJECT}|nothing (?:was )?found"
    r"|seite nicht gefunden|page (?:non trouvée|introuvable)|página no encontrada|页面不存在|找不到页面"
    r"|ページが見つかりません"
)
_CODE = rf"(?:http |error |status )*404(?: error)?(?:[ :,.()–—-]+(?:{_NOT_FOUND}))?"
_OPENING = r"(?:(?:we're |we are )?sorry[,.! ]+(?:but )?|o+ps[,.! ]+|whoops[,.! ]+|unfortunately[, ]+|error[:,. ]+)?"
_TITLE = rf"{_OPENING}(?:(?P<code>{_CODE})|(?:{_NOT_FOUND})(?:[ :,.()–—-]+404)?)"
_SENTENCE = (
    rf"{_OPENING}(?:(?P<code>{_CODE})|{_NOT_FOUND}"
    rf"|(?:the|this|that|your) (?:requested )?{_SUBJECT}(?: (?:that )?(?:you|at|requested)\b[^.!?]{{0,40}}?)?"
    rf" {_GONE}(?: (?:any ?more|here|on this (?:server|site)))?(?:,? or [a-z' ]{{3,60}})?"
    rf"|the requested url \S{{1,200}} was not found(?: on this server)?"
    rf"|(?:it (?:looks|seems) like )?nothing was found(?: at this location| here)?"
    rf"|we (?:could not|couldn't|cannot|can't|were unable to|are unable to) (?:find|locate) (?:the|that|this)"
    rf" {_SUBJECT}(?: (?:that )?you\b[^.!?]{{0,40}})?|there isn't a github pages site here)"
)
_HINT = re.compile(
    r"404|found|exist|available|missing|removed|deleted|sorry|nicht|introuvable|trouv|encontrada|不存在|找不到|見つかりません"
)
_HEADINGS = frozenset({"h1", "h2", "h3"})
_PROSE = _HEADINGS | {"p", "div", "section", "main", "article", "body", "html", "h4"}
"""Elements in which a page speaks for itself; lists and tables name other things."""
_SPLIT = re.compile(r"\s+(?:[|·•»«–—-]|::)\s+|\s*\|\s*")


def may_contradict(text: str) -> bool:
    """Whether the page is worth parsing: a cheap search for the words of the phrases."""
    return bool(_HINT.search(text.lower()))


def soft_404(page: HtmlPage) -> str:
    """Return the phrase with which a page says that it is missing; empty when it does not.

    A phrase counts only as a whole part of the title or as a whole sentence of a short page: pages about missing
    pages are not missing.
    """
    for part in _SPLIT.split(page.title):
        match = _pattern(_TITLE).fullmatch(_normalized(part))
        if match and (_names_page(match) or page.size <= _VERY_SHORT):
            return part.strip()
    for tag, block in page.blocks if page.size <= _SHORT else ():
        if tag in _PROSE:
            for sentence in re.split(r"(?<=[.!?])\s+", block):
                match = _pattern(_SENTENCE).fullmatch(_normalized(sentence))
                if match and (tag in _HEADINGS or not match["code"]):
                    return sentence.strip()
    return ""


def _names_page(match: re.Match[str]) -> bool:
    return not match["code"] and _normalized(match[0]) != "not found"


@cache
def _pattern(expression: str) -> re.Pattern[str]:
    """The expression compiled: 10 ms that most runs save."""
    return re.compile(expression)


def _normalized(text: str) -> str:
    return " ".join(text.lower().replace("’", "'").split()).strip(" .!?…:")
