"""From a response to a verdict."""

from __future__ import annotations

import re
from urllib.parse import unquote

from catalog.links import soft404
from catalog.links.challenges import challenge, wall
from catalog.links.redirects import Redirected, RedirectError, TooManyRedirectsError
from catalog.links.results import Classification, Verdict
from catalog.links.statuses import status_reason, status_verdict
from catalog.links.throttle import RateLimited
from catalog.links.urls import UnsupportedSchemeError
from catalog.services.html_page import HtmlPage, page_text, parse_page
from catalog.services.transport.exchange import Cause, ForbiddenAddressError, RequestError

_NOT_IN_HTML = re.compile(r"top|L\d+([-:]L?\d+)?|[!/].*", re.IGNORECASE)
"""Anchors that browsers and scripts provide: the top of a page, lines of a file, routes."""


def classify(redirected: Redirected, fragment: str = "", *, anchors: bool = True) -> Classification:
    """Return the verdict on a link whose redirects ended at `redirected`.

    `fragment` is the link's own, encoded as written; `anchors` is false for hosts whose anchors a script draws.
    """
    response = redirected.response
    if stand_in := challenge(response):
        return _classification(redirected, Verdict.BLOCKED, f"bot challenge in place of the page: {stand_in}")
    if 200 <= response.status < 300 or response.status in {300, 304}:
        return _classify_page(redirected, fragment, anchors=anchors)
    return _classification(redirected, status_verdict(response.status), status_reason(response.status))


def classify_failure(error: Exception) -> Classification:
    """Return the verdict on a link without a response, by the error of `follow`."""
    match error:
        case ForbiddenAddressError():
            return Classification(Verdict.REFUSED, str(error))
        case UnsupportedSchemeError():
            return Classification(Verdict.REFUSED, f"redirects to {error}")
        case RedirectError():
            final = isinstance(error, TooManyRedirectsError)
            return Classification(Verdict.BROKEN, str(error), error.status, is_final=final)
        case RateLimited():
            return Classification(Verdict.BLOCKED if error.refused else Verdict.TRANSIENT, str(error))
        case RequestError(cause=Cause.OUTDATED_TLS):
            return Classification(Verdict.SUSPECT, str(error))
        case RequestError():
            return Classification(Verdict.BROKEN if error.cause.permanent else Verdict.TRANSIENT, str(error))
    return Classification(Verdict.TRANSIENT, f"internal error while checking: {type(error).__name__}: {error}")


def _classification(
    redirected: Redirected, verdict: Verdict, reason: str = "", location: str | None = None
) -> Classification:
    if redirected.hops and reason:
        reason += f" after redirects to {redirected.target}"
    return Classification(verdict, reason, redirected.response.status, location, redirected=redirected.hops > 0)


def _classify_page(redirected: Redirected, fragment: str, *, anchors: bool) -> Classification:
    response = redirected.response
    location = str(redirected.permanent) if redirected.permanent else None
    if response.status == 202 and response.complete and not response.body:
        return _classification(redirected, Verdict.BLOCKED, "answers 202 without content: a bot challenge")
    if redirected.hops and (stand_in := wall(redirected.start or redirected.target, redirected.target, response)):
        return _classification(redirected, Verdict.BLOCKED, f"{stand_in} in place of the page")
    anchor = _anchor(redirected, fragment)
    if response.is_page and response.body:
        text = page_text(response)
        if anchor or soft404.may_contradict(text):
            contradiction = _contradiction(redirected, parse_page(text), anchor if anchors else "")
            if contradiction:
                verdict, reason = contradiction
                return _classification(redirected, verdict, reason, location if verdict is Verdict.SUSPECT else None)
    elif anchor and anchors and response.is_page and response.is_cut_short:
        return _classification(redirected, Verdict.TRANSIENT, "the page did not arrive: its anchor was not checked")
    if redirected.permanent:
        home_page = redirected.permanent.raw_path == "/"
        reason = "moved permanently" + (", to a home page: check that it is still the same thing" if home_page else "")
        return Classification(Verdict.MOVED, reason, response.status, location, redirected=True)
    return Classification(Verdict.OK, status=response.status, redirected=redirected.hops > 0)


def _anchor(redirected: Redirected, fragment: str) -> str:
    """The anchor a browser would go to; empty when none is to be found in the page's HTML."""
    name = (redirected.target.raw_fragment or fragment).partition(":~:")[0]
    return "" if _NOT_IN_HTML.fullmatch(name) else name


def _contradiction(redirected: Redirected, page: HtmlPage, anchor: str) -> tuple[Verdict, str] | None:
    response = redirected.response
    phrase = soft404.soft_404(page)
    if phrase:
        return Verdict.SUSPECT, f"answers {response.status} but says “{phrase[:80]}”"
    if not anchor or has_anchor(page, anchor) or page.is_drawn_by_script:
        return None
    if response.is_cut_short:
        return Verdict.TRANSIENT, "the page did not arrive completely: its anchor was not found"
    if not response.complete:
        return None
    return Verdict.SUSPECT, f"the page has no anchor “{unquote(anchor)[:80]}”"


def has_anchor(page: HtmlPage, fragment: str) -> bool:
    """Whether `fragment` names something on the page, in any of the spellings browsers and scripts try."""
    names = {fragment, unquote(fragment)}
    names |= {f"user-content-{name}" for name in names} | {name.removeprefix("user-content-") for name in names}
    return not names.isdisjoint(page.anchors)
