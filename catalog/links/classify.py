"""From what was seen to a verdict."""

from __future__ import annotations

import re
from http import HTTPStatus
from urllib.parse import unquote

from catalog.links import pages, rate_headers, soft404
from catalog.links.pages import Page
from catalog.links.redirects import Seen
from catalog.links.verdicts import Judgement, Verdict

_BLOCKED = frozenset({401, 403, 406, 407, 418, 429, 451, 999})
_PASSING = frozenset({408, 425})
_SELF_ANCHORS = re.compile(r"top|L\d+([-:]L?\d+)?|[!/].*", re.IGNORECASE)


def judge(seen: Seen, fragment: str = "", *, anchors: bool = True) -> Judgement:
    """The verdict on a link whose redirects ended at `seen`.

    `fragment` is the link's own, encoded as written; `anchors` says whether the host's anchors are there to be
    found at all.
    """
    answer = seen.answer
    wall = rate_headers.challenge(answer.headers)
    if wall:
        return _judged(seen, Verdict.BLOCKED, f"{wall} answered in place of the page")
    if 200 <= answer.status < 300 or answer.status in {300, 304}:
        return _live(seen, fragment, anchors=anchors)
    phrase = f"answers {_named(answer.status)}"
    if answer.status in _BLOCKED:
        return _judged(seen, Verdict.BLOCKED, phrase)
    if answer.status in _PASSING or 500 <= answer.status < 600:
        return _judged(seen, Verdict.TRANSIENT, phrase)
    if 400 <= answer.status < 500:
        return _judged(seen, Verdict.BROKEN, phrase)
    return _judged(seen, Verdict.SUSPECT, phrase)


def _named(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)


def _judged(seen: Seen, verdict: Verdict, reason: str = "", location: str | None = None) -> Judgement:
    if seen.hops and reason:
        reason += f" after redirects to {seen.target}"
    return Judgement(verdict, reason, seen.answer.status, location, redirected=seen.hops > 0)


def _live(seen: Seen, fragment: str, *, anchors: bool) -> Judgement:
    answer = seen.answer
    location = str(seen.permanent) if seen.permanent else None
    if answer.status == 202 and answer.whole and not answer.body:
        return _judged(seen, Verdict.BLOCKED, "answers 202 with nothing: a challenge in place of the page")
    wanted = _wanted(seen, fragment)
    if answer.is_page and answer.body:
        text = pages.decoded(answer)
        if wanted or soft404.may_contradict(text):
            contradiction = _contradiction(seen, pages.read(text), wanted if anchors else "")
            if contradiction:
                verdict, reason = contradiction
                return _judged(seen, verdict, reason, location if verdict is Verdict.SUSPECT else None)
    elif wanted and anchors and answer.is_page and answer.is_short:
        return _judged(seen, Verdict.TRANSIENT, "the page did not arrive, so its anchor could not be looked for")
    if location:
        front = seen.permanent is not None and seen.permanent.raw_path == "/"
        reason = "moved for good" + (", to a front page: see whether it is still the same thing" if front else "")
        return Judgement(Verdict.MOVED, reason, answer.status, location, redirected=True)
    return Judgement(Verdict.OK, status=answer.status, redirected=seen.hops > 0)


def _wanted(seen: Seen, fragment: str) -> str:
    """The anchor a browser would go to; empty when there is none to be found in the page's text."""
    name = (seen.target.raw_fragment or fragment).partition(":~:")[0]
    return "" if _SELF_ANCHORS.fullmatch(name) else name


def _contradiction(seen: Seen, page: Page, wanted: str) -> tuple[Verdict, str] | None:
    answer = seen.answer
    if soft404.is_wall(page):
        return Verdict.BLOCKED, f"a page called “{page.title}” answered in place of the page"
    said = soft404.soft_404(page)
    if said:
        return Verdict.SUSPECT, f"answers {answer.status} but says “{said[:80]}”"
    if not wanted or has_anchor(page, wanted) or page.is_drawn_by_script:
        return None
    if answer.is_short:
        return Verdict.TRANSIENT, "the page did not arrive whole, so its anchor could not be looked for"
    if not answer.whole:
        return None
    return Verdict.SUSPECT, f"the page has no anchor “{unquote(wanted)[:80]}”"


def has_anchor(page: Page, fragment: str) -> bool:
    """Whether `fragment` names something on the page, in any of the spellings browsers and scripts try."""
    names = {fragment, unquote(fragment)}
    names |= {f"user-content-{name}" for name in names} | {name.removeprefix("user-content-") for name in names}
    return not names.isdisjoint(page.anchors)
