"""Redirects, followed by hand: each hop is checked like a first request, permanent and temporary told apart."""

from __future__ import annotations

from dataclasses import dataclass

from yarl import URL

from catalog.links.cookies import Cookies
from catalog.links.fetch import Answer, Appetite, Question
from catalog.links.retry import Asker, Tries
from catalog.links.urls import Unusable, join, without_fragment

MOST_HOPS = 20
PERMANENT = frozenset({301, 308})
_REDIRECTS = frozenset({300, 301, 302, 303, 307, 308})


class Lost(Exception):  # noqa: N818
    """The redirects lead nowhere; the message says how, `status` is that of the last answer."""

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.status = status


@dataclass(frozen=True, slots=True)
class Seen:
    """Where the redirects ended.

    `permanent` is the address that only permanent redirects, from the first on, lead to; `target` the last address
    with the fragment that then applies.
    """

    answer: Answer
    target: URL
    permanent: URL | None = None
    hops: int = 0


async def follow(asker: Asker, start: URL, tries: Tries, *, method: str, appetite: Appetite) -> Seen:
    """Ask `start` and every address it redirects to.

    Raises:
        Lost: a loop, too many hops, or a redirect without a usable address.
        NotWeb: a redirect to another scheme.
        Refused, Resting, Failed: as `Asker.settle`.
    """
    cookies, target, permanent, only_permanent = Cookies(), start, None, True
    asked: set[tuple[str, str]] = set()
    status = 0
    for hop in range(MOST_HOPS + 1):
        sent = cookies.header(target)
        step = (str(without_fragment(target)), sent.get("Cookie", ""))
        if step in asked:
            raise Lost("the redirects run in a circle", status)
        asked.add(step)
        answer = await asker.settle(Question(without_fragment(target), method, appetite, sent), tries)
        status = answer.status
        cookies.take(target, answer.headers.get("set-cookie", ""))
        following = _next(target, answer)
        if following is None:
            return Seen(answer, target, permanent, hop)
        target = following
        only_permanent = only_permanent and answer.status in PERMANENT
        if only_permanent:
            permanent = target
    raise Lost(f"more than {MOST_HOPS} redirects", status)


def _next(base: URL, answer: Answer) -> URL | None:
    if answer.status not in _REDIRECTS:
        return None
    location = answer.headers.get("location", "").strip()
    if not location:
        if answer.status == 300:
            return None
        raise Lost(f"redirects ({answer.status}) without saying where to", answer.status)
    try:
        following = join(base, location)
    except Unusable as error:
        raise Lost(f"redirects to an unusable address: {error}", answer.status) from error
    if base.raw_fragment and not following.raw_fragment:
        return URL(f"{following}#{base.raw_fragment}", encoded=True)
    return following
