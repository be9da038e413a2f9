"""What may come in place of an answer."""

from __future__ import annotations

from tests.standins.exchange import Fault, Said

PORTAL = b"<!doctype html><html><title>Sign in</title><p>Welcome to the hotel's network.</p></html>"


def status(code: int, body: bytes = b"", kind: str = "text/plain", **headers: str) -> Fault:
    """Any status, such as 429 with Retry_After="5"."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda _: Said(code, body, kind, named)


def portal() -> Fault:
    """HTML with the status of success, as from the network of a hotel."""
    return status(200, PORTAL, "text/html")


def bad_gateway() -> Fault:
    return status(502, b"<html><h1>502 Bad Gateway</h1></html>", "text/html")


def redirect(location: str, code: int = 302) -> Fault:
    return status(code, Location=location)


def huge(kind: str = "application/json", size: int = 30_000_000) -> Fault:
    return lambda _: Said(200, b"[" + b" " * size + b"]", kind)


def cut(body: bytes = b'{"id": 1, "name": "lo', kind: str = "application/json") -> Fault:
    return lambda _: Said(200, body, kind, cut=True)


def slow(seconds: float, body: bytes = b"{}") -> Fault:
    """Really slow: give the client less patience than that."""
    return lambda _: Said(200, body, delay=seconds)


def rate_exceeded(code: int = 429) -> Fault:
    """arXiv's refusal, which does not say for how long."""
    return status(code, b"Rate exceeded.")


def secondary_limit(code: int = 403) -> Fault:
    """GitHub's other limit, told by its message alone."""
    return status(
        code,
        b'{"message": "You have exceeded a secondary rate limit. Please wait a few minutes before you try again."}',
        "application/json",
    )
