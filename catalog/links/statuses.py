"""What each status proves of a page, by its meaning in RFC 9110 and by what servers mean with it in practice.

Only a status that every reader would get for this address makes a link broken. Most others refuse this client, which
sends a plain request without conditions, ranges or content, or they refuse it at this moment.
"""

from __future__ import annotations

from http import HTTPStatus

from catalog.links.results import Verdict

MEANINGS = {
    400: (Verdict.BROKEN, ""),  # the address is all that the request holds, and all that a reader sends
    401: (Verdict.BLOCKED, ""),
    402: (Verdict.BLOCKED, "often asked of robots only"),
    403: (Verdict.BLOCKED, ""),
    404: (Verdict.BROKEN, ""),
    405: (Verdict.BLOCKED, "something is there, for other methods than GET"),
    406: (Verdict.BLOCKED, "firewalls send it to robots"),
    407: (Verdict.BLOCKED, "a proxy asks for a login"),
    408: (Verdict.TRANSIENT, ""),
    409: (Verdict.TRANSIENT, "its present state forbids it"),
    410: (Verdict.BROKEN, ""),
    411: (Verdict.BLOCKED, "the request has no content"),
    412: (Verdict.BLOCKED, "firewalls send it to robots"),
    413: (Verdict.BLOCKED, "the request has no content"),
    414: (Verdict.BROKEN, ""),  # a reader's browser sends the same address
    415: (Verdict.BLOCKED, "the request has no content"),
    416: (Verdict.BLOCKED, "no range was asked for"),
    417: (Verdict.BLOCKED, "nothing was expected"),
    418: (Verdict.BLOCKED, "firewalls send it to robots"),
    420: (Verdict.BLOCKED, "too many requests"),
    421: (Verdict.TRANSIENT, "another server should have been reached"),
    422: (Verdict.BLOCKED, "the address is well-formed"),
    423: (Verdict.TRANSIENT, ""),
    424: (Verdict.TRANSIENT, "a request behind it failed"),
    425: (Verdict.TRANSIENT, ""),
    426: (Verdict.BLOCKED, "another protocol is asked for"),
    428: (Verdict.BLOCKED, "conditions are asked for"),
    429: (Verdict.BLOCKED, ""),
    430: (Verdict.BLOCKED, "too many requests, or a firewall"),
    431: (Verdict.BLOCKED, ""),
    440: (Verdict.BLOCKED, "a login is asked for"),
    444: (Verdict.BLOCKED, "the server hangs up on robots"),
    449: (Verdict.TRANSIENT, "the same request is asked for again"),
    450: (Verdict.BLOCKED, "parental controls"),
    451: (Verdict.BLOCKED, ""),
    460: (Verdict.TRANSIENT, "a load balancer lost the connection"),
    463: (Verdict.BLOCKED, "a load balancer refuses the request's way"),
    494: (Verdict.BLOCKED, "the headers are too large"),
    495: (Verdict.BLOCKED, "a client certificate is asked for"),
    496: (Verdict.BLOCKED, "a client certificate is asked for"),
    497: (Verdict.BLOCKED, "https is asked for"),
    498: (Verdict.BLOCKED, "a token is asked for"),
    499: (Verdict.TRANSIENT, "a proxy lost the connection"),
    999: (Verdict.BLOCKED, "robots are refused"),
}
"""Status to the verdict on a page, and what it says where its name does not."""


def status_verdict(status: int) -> Verdict:
    """Return the verdict on a page by a `status` that is neither a success nor a redirect."""
    if status in MEANINGS:
        return MEANINGS[status][0]
    if 400 <= status < 500:
        return Verdict.BLOCKED  # an error that nobody has defined proves only that a server is there
    return Verdict.SUSPECT if 300 <= status < 400 else Verdict.TRANSIENT  # RFC 9110: an invalid status is like a 5xx


def status_reason(status: int) -> str:
    """`answers 404 Not Found`: the number, its name where a standard has one, and what it says."""
    _, meaning = MEANINGS.get(status, (None, ""))
    try:
        name = f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        name = f"{status:03}"
    return f"answers {name}" + (f": {meaning}" if meaning else "")
