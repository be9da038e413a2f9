"""From a response to a verdict."""

from __future__ import annotations

import re
from http import HTTPStatus
from urllib.parse import unquote

from catalog.links import html_page, rate_headers, soft404
from catalog.links.html_page import HtmlPage
from catalog.links.redirects import Redirected
from catalog.links.results import Classification, Verdict

_BLOCKED = frozenset({401, 403, 406, 407, 418, 429, 451, 999})
_PASSING = frozenset({408, 425})
_SELF_ANCHORS = re.compile(r"top|L\d+([-:]L?\d+)?|[!/].*", re.IGNORECASE)


def classify(redirected: Redirected, fragment: str = "", *, anchors: bool = True) -> Classification:
    """The verdict on a link whose redirects ended at `redirected`.

    `fragment` is the link's own, encoded as written; `anchors` says whether the host's anchors are there to be
    found at all.
    """
    response = redirected.response
    wall = rate_headers.challenge(response.headers)
    if wall:
        return _judged(redirected, Verdict.BLOCKED, f"{wall} answered in place of the page")
    if 200 <= response.status < 300 or response.status in {300, 304}:
        return _live(redirected, fragment, anchors=anchors)
    phrase = f"answers {_named(response.status)}"
    if response.status in _BLOCKED:
        return _judged(redirected, Verdict.BLOCKED, phrase)
    if response.status in _PASSING or 500 <= response.status < 600:
        return _judged(redirected, Verdict.TRANSIENT, phrase)
    if 400 <= response.status < 500:
        return _judged(redirected, Verdict.BROKEN, phrase)
    return _judged(redirected, Verdict.SUSPECT, phrase)


def _named(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)


def _judged(redirected: Redirected, verdict: Verdict, reason: str = "", location: str | None = None) -> Classification:
    if redirected.hops and reason:
        reason += f" after redirects to {redirected.target}"
    return Classification(verdict, reason, redirected.response.status, location, redirected=redirected.hops > 0)


def _live(redirected: Redirected, fragment: str, *, anchors: bool) -> Classification:
    response = redirected.response
    location = str(redirected.permanent) if redirected.permanent else None
    if response.status == 202 and response.complete and not response.body:
        return _judged(redirected, Verdict.BLOCKED, "answers 202 with nothing: a challenge in place of the page")
    wanted = _wanted(redirected, fragment)
    if response.is_page and response.body:
        text = html_page.page_text(response)
        if wanted or soft404.may_contradict(text):
            contradiction = _contradiction(redirected, html_page.parse_page(text), wanted if anchors else "")
            if contradiction:
                verdict, reason = contradiction
                return _judged(redirected, verdict, reason, location if verdict is Verdict.SUSPECT else None)
    elif wanted and anchors and response.is_page and response.is_cut_short:
        return _judged(redirected, Verdict.TRANSIENT, "the page did not arrive, so its anchor could not be looked for")
    if location:
        front = redirected.permanent is not None and redirected.permanent.raw_path == "/"
        reason = "moved for good" + (", to a front page: see whether it is still the same thing" if front else "")
        return Classification(Verdict.MOVED, reason, response.status, location, redirected=True)
    return Classification(Verdict.OK, status=response.status, redirected=redirected.hops > 0)


def _wanted(redirected: Redirected, fragment: str) -> str:
    """The anchor a browser would go to; empty when there is none to be found in the page's text."""
    name = (redirected.target.raw_fragment or fragment).partition(":~:")[0]
    return "" if _SELF_ANCHORS.fullmatch(name) else name


def _contradiction(redirected: Redirected, page: HtmlPage, wanted: str) -> tuple[Verdict, str] | None:
    response = redirected.response
    if soft404.is_wall(page):
        return Verdict.BLOCKED, f"a page called “{page.title}” answered in place of the page"
    said = soft404.soft_404(page)
    if said:
        return Verdict.SUSPECT, f"answers {response.status} but says “{said[:80]}”"
    if not wanted or has_anchor(page, wanted) or page.is_drawn_by_script:
        return None
    if response.is_cut_short:
        return Verdict.TRANSIENT, "the page did not arrive whole, so its anchor could not be looked for"
    if not response.complete:
        return None
    return Verdict.SUSPECT, f"the page has no anchor “{unquote(wanted)[:80]}”"


def has_anchor(page: HtmlPage, fragment: str) -> bool:
    """Whether `fragment` names something on the page, in any of the spellings browsers and scripts try."""
    names = {fragment, unquote(fragment)}
    names |= {f"user-content-{name}" for name in names} | {name.removeprefix("user-content-") for name in names}
    return not names.isdisjoint(page.anchors)
